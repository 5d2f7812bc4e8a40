//! 项目回馈描述: what supporters of a project get.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::project::is_visible;
use super::row;
use crate::access::{InProject, Load};
use crate::call::Call;

/// A feedback as it is shown.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Feedback {
    /// Its id.
    pub id: i64,
    /// Its project.
    pub project: i64,
    /// What is given.
    pub content: String,
    /// A picture of it.
    pub image: Option<i64>,
    #[serde(skip)]
    owner: i64,
    #[serde(skip)]
    project_status: i64,
}

row!(Feedback { id, project, content, image, owner, project_status });

impl Load for Feedback {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        tx.query_opt(
            "SELECT f.id, f.project_id, f.content, f.image, p.user_id, p.status
             FROM cf_feedback f JOIN cf_project p ON p.id = f.project_id WHERE f.id = $1",
            &[id.into()],
        )
    }

    fn owner(&self) -> Option<i64> {
        Some(self.owner)
    }

    fn visible(&self, call: &Call<'_, '_>) -> bool {
        is_visible(self.project_status, self.owner, call)
    }
}

impl InProject for Feedback {
    fn project(&self) -> i64 {
        self.project
    }
}

/// A new feedback; its id.
pub fn insert(tx: &mut Tx<'_>, project: i64, content: &str, image: Option<i64>) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_feedback (project_id, content, image) VALUES ($1, $2, $3) RETURNING id",
        &[project.into(), content.into(), image.into()],
    )?;
    Ok(id)
}

/// Changes a feedback.
pub fn update(tx: &mut Tx<'_>, id: i64, project: i64, content: &str, image: Option<i64>) -> Result<()> {
    tx.execute(
        "UPDATE cf_feedback SET project_id = $2, content = $3, image = $4 WHERE id = $1",
        &[id.into(), project.into(), content.into(), image.into()],
    )?;
    Ok(())
}

/// Whether a package promises it.
pub fn is_used(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let used: Option<(i64,)> = tx.query_opt(
        "SELECT package_id FROM cf_package_feedback WHERE feedback_id = $1 LIMIT 1",
        &[id.into()],
    )?;
    Ok(used.is_some())
}

/// Deletes a feedback.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute("DELETE FROM cf_feedback WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// How many of these feedbacks there are, and how many of them are of the project.
pub fn count(tx: &mut Tx<'_>, ids: &[i64], project: i64) -> Result<(i64, i64)> {
    tx.query_one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN project_id = $2 THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM cf_feedback WHERE id IN LIST($1)",
        &[ids.into(), project.into()],
    )
}
