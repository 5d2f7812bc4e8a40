//! 项目回馈描述: what supporters of a project receive.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::project_status::ProjectStatus;
use super::{image_use, version};
use crate::ids::{FeedbackId, ImageId, PackageId, ProjectId, UserId};

miaohui_db::row! {
    /// A feedback as the API shows it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Feedback as feedback_columns {
        /// Its id.
        pub id: FeedbackId = "f.id",
        /// Its project.
        pub project: ProjectId = "f.project_id",
        /// Its description.
        pub content: String = "f.content",
        /// A picture of it.
        pub image: Option<ImageId> = "f.image",
        /// Owner of the project.
        #[serde(skip)]
        pub owner: UserId = "p.user_id",
        /// Status of the project.
        #[serde(skip)]
        pub project_status: ProjectStatus = "p.status",
    }
}

/// Finds a feedback.
pub fn find(tx: &mut Tx<'_>, id: FeedbackId) -> Result<Option<Feedback>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            feedback_columns!(),
            " FROM cf_feedback f JOIN cf_project p ON p.id = f.project_id WHERE f.id = $1"
        ),
        &[id.into()],
    )
}

/// Inserts a feedback and returns its id.
pub fn insert(
    tx: &mut Tx<'_>,
    project: ProjectId,
    content: &str,
    image: Option<ImageId>,
) -> Result<FeedbackId> {
    if let Some(image) = image {
        image_use::keep(tx, image)?;
    }
    let (id,) = tx.query_one(
        "INSERT INTO cf_feedback (project_id, content, image) VALUES ($1, $2, $3) RETURNING id",
        &[project.into(), content.into(), image.into()],
    )?;
    version::raise(tx, project)?;
    Ok(id)
}

/// Updates a feedback.
pub fn update(
    tx: &mut Tx<'_>,
    id: FeedbackId,
    project: ProjectId,
    content: &str,
    image: Option<ImageId>,
) -> Result<()> {
    if let Some(image) = image {
        image_use::keep(tx, image)?;
    }
    version::raise_of_feedback(tx, id)?;
    tx.execute(
        "UPDATE cf_feedback SET project_id = $2, content = $3, image = $4 WHERE id = $1",
        &[id.into(), project.into(), content.into(), image.into()],
    )?;
    version::raise(tx, project)?;
    Ok(())
}

/// Whether a package contains the feedback.
pub fn is_used(tx: &mut Tx<'_>, id: FeedbackId) -> Result<bool> {
    let used: Option<(PackageId,)> = tx.query_opt(
        "SELECT package_id FROM cf_package_feedback WHERE feedback_id = $1 LIMIT 1",
        &[id.into()],
    )?;
    Ok(used.is_some())
}

/// Deletes a feedback, and releases its image if nothing else shows it.
pub fn delete(tx: &mut Tx<'_>, id: FeedbackId, now: i64) -> Result<()> {
    let image = image_use::of_feedback(tx, id)?;
    version::raise_of_feedback(tx, id)?;
    tx.execute("DELETE FROM cf_feedback WHERE id = $1", &[id.into()])?;
    match image {
        Some(image) => image_use::release(tx, image, now),
        None => Ok(()),
    }
}

/// Counts how many of these feedbacks exist, and how many of them belong to the project.
pub fn count(tx: &mut Tx<'_>, ids: &[FeedbackId], project: ProjectId) -> Result<(i64, i64)> {
    tx.query_one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN project_id = $2 THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM cf_feedback WHERE id IN LIST($1)",
        &[ids.into(), project.into()],
    )
}
