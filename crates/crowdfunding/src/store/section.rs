//! 项目完成后阶段: what happens after the money is there, step by step.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::row;
use crate::access::{InProject, Load};

/// A section as it is shown.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Section {
    /// Its id.
    pub id: i64,
    /// Its project.
    pub project: i64,
    /// Its title.
    pub title: String,
    /// What it needs.
    pub description: String,
    /// 0: not begun, 1: going on, 2: done.
    pub status: i64,
    /// Its place among the sections.
    pub order: i64,
    #[serde(skip)]
    owner: i64,
}

row!(Section { id, project, title, description, status, order, owner });

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT s.id, s.project_id, s.title, s.description, s.status, s.position, p.user_id
             FROM cf_section s JOIN cf_project p ON p.id = s.project_id ",
            $tail
        )
    };
}

impl Load for Section {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        tx.query_opt(select!("WHERE s.id = $1"), &[id.into()])
    }

    fn owner(&self) -> Option<i64> {
        Some(self.owner)
    }
}

impl InProject for Section {
    fn project(&self) -> i64 {
        self.project
    }
}

/// What its owner writes of a section.
#[derive(Clone, Debug)]
pub struct Content {
    /// Its project.
    pub project: i64,
    /// Its title.
    pub title: String,
    /// What it needs.
    pub description: String,
    /// 0: not begun, 1: going on, 2: done.
    pub status: i64,
    /// Its place among the sections.
    pub order: i64,
}

/// A project's sections, in order.
pub fn list(tx: &mut Tx<'_>, project: i64) -> Result<Vec<Section>> {
    tx.query(select!("WHERE s.project_id = $1 ORDER BY s.position, s.id"), &[project.into()])
}

/// A new section; its id.
pub fn insert(tx: &mut Tx<'_>, new: &Content) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_section (project_id, title, description, status, position)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[
            new.project.into(),
            (&new.title).into(),
            (&new.description).into(),
            new.status.into(),
            new.order.into(),
        ],
    )?;
    Ok(id)
}

/// Changes a section.
pub fn update(tx: &mut Tx<'_>, id: i64, new: &Content) -> Result<()> {
    tx.execute(
        "UPDATE cf_section SET title = $2, description = $3, status = $4, position = $5 WHERE id = $1",
        &[id.into(), (&new.title).into(), (&new.description).into(), new.status.into(), new.order.into()],
    )?;
    Ok(())
}

/// Deletes a section with its tasks.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute("DELETE FROM cf_section WHERE id = $1", &[id.into()])?;
    Ok(())
}
