//! 众筹项目: projects as they are stored.

use miaohui_db::{Cell, FromColumn, Result, Tx};
use miaohui_kernel::Fen;

use super::events;
use super::project_status::{ProjectStatus, change_total};
use super::{grams, image_use};
use crate::ids::{CategoryId, ImageId, LocationId, ProjectId, UserId};

/// Tags of a project, stored as a JSON list.
#[derive(Clone, Debug, Default)]
pub struct Tags(pub Vec<String>);

impl FromColumn<'_> for Tags {
    const EXPECTED: &'static str = "a JSON list of texts";

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        <&str>::from_cell(cell).map(|text| Self(serde_json::from_str(text).unwrap_or_default()))
    }
}

impl Tags {
    fn json(&self) -> String {
        // A list of texts can always be written as JSON.
        serde_json::to_string(&self.0).unwrap_or_default()
    }
}

miaohui_db::row! {
    /// The part of a project that its owner writes.
    #[derive(Clone, Debug)]
    pub struct ProjectContent as project_content_columns {
        /// Its name.
        pub name: String = "name",
        /// Its cover image.
        pub cover: ImageId = "cover",
        /// Its place.
        pub location: LocationId = "location",
        /// Its address in that place.
        pub location_detail: String = "location_detail",
        /// Its category.
        pub category: CategoryId = "category",
        /// The amount to raise.
        pub total_money: Fen = "total_money",
        /// The number of days to raise it in.
        pub total_days: i64 = "total_days",
        /// A short description.
        pub summary: String = "summary",
        /// The full description.
        pub content: String = "content",
        /// Its tags.
        pub tags: Tags = "tags",
    }
}

miaohui_db::row! {
    /// A project as it is stored.
    #[derive(Clone, Debug)]
    pub struct Project as project_columns {
        /// Its id.
        pub id: ProjectId = "id",
        /// Its owner.
        pub user: UserId = "user_id",
        /// Its status.
        pub status: ProjectStatus = "status",
        /// The part that its owner writes.
        pub content: ProjectContent => project_content_columns!(),
    }
}

/// Finds a project.
pub fn find(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<Project>> {
    tx.query_opt(concat!("SELECT ", project_columns!(), " FROM cf_project WHERE id = $1"), &[id.into()])
}

/// Inserts a draft and returns its id.
pub fn insert(tx: &mut Tx<'_>, user: UserId, new: &ProjectContent, now: i64) -> Result<ProjectId> {
    let (tags, folded) = (new.tags.json(), grams::fold(&new.name));
    image_use::keep(tx, new.cover)?;
    let (id,): (ProjectId,) = tx.query_one(
        "INSERT INTO cf_project (user_id, name, name_folded, cover, location, location_detail, category, total_money,
           total_days, summary, content, tags, started_at, post_datetime, modify_datetime)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $13) RETURNING id",
        &[
            user.into(),
            (&new.name).into(),
            (&folded).into(),
            new.cover.into(),
            new.location.into(),
            (&new.location_detail).into(),
            new.category.into(),
            new.total_money.into(),
            new.total_days.into(),
            (&new.summary).into(),
            (&new.content).into(),
            (&tags).into(),
            now.into(),
        ],
    )?;
    grams::insert(tx, id, &folded)?;
    change_total(tx, ProjectStatus::Draft, 1)?;
    events::project(tx, "project.created", id, now)?;
    Ok(id)
}

/// Updates the part of a project that its owner writes; `false` when its status is not `status`.
pub fn update(
    tx: &mut Tx<'_>,
    id: ProjectId,
    status: ProjectStatus,
    new: &ProjectContent,
    now: i64,
) -> Result<bool> {
    let (tags, folded) = (new.tags.json(), grams::fold(&new.name));
    image_use::keep(tx, new.cover)?;
    let changed = tx.execute(
        "UPDATE cf_project SET cover = $3, location = $4, location_detail = $5, category = $6, total_money = $7,
           total_days = $8, summary = $9, content = $10, tags = $11, modify_datetime = $12, version = version + 1
         WHERE id = $1 AND status = $2",
        &[
            id.into(),
            status.into(),
            new.cover.into(),
            new.location.into(),
            (&new.location_detail).into(),
            new.category.into(),
            new.total_money.into(),
            new.total_days.into(),
            (&new.summary).into(),
            (&new.content).into(),
            (&tags).into(),
            now.into(),
        ],
    )?;
    let renamed = tx.execute(
        "UPDATE cf_project SET name = $3, name_folded = $4 WHERE id = $1 AND status = $2 AND name <> $3",
        &[id.into(), status.into(), (&new.name).into(), (&folded).into()],
    )?;
    if renamed == 1 {
        grams::delete(tx, id)?;
        grams::insert(tx, id, &folded)?;
    }
    Ok(changed == 1)
}

/// Deletes a project with everything that belongs to it, and releases the images that nothing else
/// shows; `false` when it has a support.
pub fn delete(tx: &mut Tx<'_>, id: ProjectId, now: i64) -> Result<bool> {
    let images = image_use::shown_by(tx, id)?;
    let deleted: Option<(ProjectStatus,)> = tx.query_opt(
        "DELETE FROM cf_project WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM cf_support WHERE project_id = $1)
         RETURNING status",
        &[id.into()],
    )?;
    if let Some((status,)) = deleted {
        change_total(tx, status, -1)?;
        for image in images {
            image_use::release(tx, image, now)?;
        }
        events::project_deleted(tx, id, now)?;
    }
    Ok(deleted.is_some())
}

/// Whether the project exists.
pub fn exists(tx: &mut Tx<'_>, id: ProjectId) -> Result<bool> {
    let found: Option<(ProjectId,)> =
        tx.query_opt("SELECT id FROM cf_project WHERE id = $1", &[id.into()])?;
    Ok(found.is_some())
}

/// Finds the name and the owner of a project.
pub fn name_and_owner(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<(String, UserId)>> {
    tx.query_opt("SELECT name, user_id FROM cf_project WHERE id = $1", &[id.into()])
}

/// Finds the owner of a project.
pub fn owner(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<UserId>> {
    let found: Option<(UserId,)> =
        tx.query_opt("SELECT user_id FROM cf_project WHERE id = $1", &[id.into()])?;
    Ok(found.map(|(user,)| user))
}
