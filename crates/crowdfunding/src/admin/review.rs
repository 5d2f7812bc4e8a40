//! What the review page needs beside the descriptions.

use miaohui_admin::Record;
use miaohui_db::{Result, Tx};

use crate::ids::ProjectId;
use crate::store::project_status::{ProjectStatus, project_status};

/// Whether a project is under review.
pub fn is_pending(project: &Record) -> bool {
    project.cell("status").int() == ProjectStatus::Pending.value()
}

/// The next project under review, by its id.
pub fn next_pending(tx: &mut Tx<'_>, after: ProjectId) -> Result<Option<ProjectId>> {
    let next: Option<(ProjectId,)> = tx.query_opt(
        concat!(
            "SELECT id FROM cf_project WHERE status = ",
            project_status!(Pending),
            " AND id > $1 ORDER BY id LIMIT 1"
        ),
        &[after.into()],
    )?;
    Ok(next.map(|(id,)| id))
}
