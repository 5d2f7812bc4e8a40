//! 项目完成后阶段: sections of the work that follows a successful project.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::progress::Progress;
use super::project_status::ProjectStatus;
use crate::ids::{ProjectId, SectionId, UserId};

miaohui_db::row! {
    /// A section as the API shows it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Section as section_columns {
        /// Its id.
        pub id: SectionId = "s.id",
        /// Its project.
        pub project: ProjectId = "s.project_id",
        /// Its title.
        pub title: String = "s.title",
        /// Its description.
        pub description: String = "s.description",
        /// 0: not begun, 1: under way, 2: done.
        pub status: Progress = "s.status",
        /// Its position among the sections.
        pub order: i64 = "s.position",
        /// Owner of the project.
        #[serde(skip)]
        pub owner: UserId = "p.user_id",
        /// Status of the project.
        #[serde(skip)]
        pub project_status: ProjectStatus = "p.status",
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT ",
            section_columns!(),
            " FROM cf_section s JOIN cf_project p ON p.id = s.project_id ",
            $tail
        )
    };
}

/// The part of a section that its owner writes.
#[derive(Clone, Debug)]
pub struct SectionContent {
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// Its status.
    pub status: Progress,
    /// Its position among the sections.
    pub order: i64,
}

/// Finds a section.
pub fn find(tx: &mut Tx<'_>, id: SectionId) -> Result<Option<Section>> {
    tx.query_opt(select!("WHERE s.id = $1"), &[id.into()])
}

/// Lists a project's sections, in order, as many as it can have.
pub fn list(tx: &mut Tx<'_>, project: ProjectId) -> Result<Vec<Section>> {
    tx.query(select!("WHERE s.project_id = $1 ORDER BY s.position, s.id LIMIT 200"), &[project.into()])
}

/// Inserts a section and returns its id.
pub fn insert(tx: &mut Tx<'_>, project: ProjectId, new: &SectionContent) -> Result<SectionId> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_section (project_id, title, description, status, position)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[
            project.into(),
            (&new.title).into(),
            (&new.description).into(),
            new.status.into(),
            new.order.into(),
        ],
    )?;
    Ok(id)
}

/// Updates a section.
pub fn update(tx: &mut Tx<'_>, id: SectionId, new: &SectionContent) -> Result<()> {
    tx.execute(
        "UPDATE cf_section SET title = $2, description = $3, status = $4, position = $5 WHERE id = $1",
        &[id.into(), (&new.title).into(), (&new.description).into(), new.status.into(), new.order.into()],
    )?;
    Ok(())
}

/// Deletes a section with its tasks.
pub fn delete(tx: &mut Tx<'_>, id: SectionId) -> Result<()> {
    tx.execute("DELETE FROM cf_section WHERE id = $1", &[id.into()])?;
    Ok(())
}
