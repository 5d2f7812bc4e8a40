//! Statuses of projects, the transitions between them, and the number of projects in each.

use miaohui_db::{Result, Tx};

use super::events;
use crate::ids::ProjectId;

miaohui_db::stored_enum! {
    /// Status of a project.
    pub enum ProjectStatus: i64 as project_status {
        /// 草稿.
        Draft = 0,
        /// 等待审核.
        Pending = 1,
        /// 审核失败.
        Rejected = 2,
        /// 进行中.
        UnderWay = 3,
        /// 已成功.
        Succeeded = 4,
        /// 已结束.
        Ended = 5,
        /// 停滞中.
        Stagnant = 6,
    }
}

impl ProjectStatus {
    /// The event of a project that gets this status.
    pub(super) const fn event(self) -> &'static str {
        match self {
            Self::Draft => "project.draft",
            Self::Pending => "project.submitted",
            Self::Rejected => "project.rejected",
            Self::UnderWay => "project.under_way",
            Self::Succeeded => "project.succeeded",
            Self::Ended => "project.ended",
            Self::Stagnant => "project.stagnant",
        }
    }
}

/// Moves a project from one status to another; `false` when it does not have the first.
pub fn transit(
    tx: &mut Tx<'_>,
    id: ProjectId,
    (from, to): (ProjectStatus, ProjectStatus),
    now: i64,
) -> Result<bool> {
    let moved = tx.execute(
        "UPDATE cf_project SET status = $3 WHERE id = $1 AND status = $2",
        &[id.into(), from.into(), to.into()],
    )?;
    if moved == 1 {
        move_total(tx, from, to)?;
        events::project(tx, to.event(), id, now)?;
    }
    Ok(moved == 1)
}

/// Counts one project under another status.
pub(super) fn move_total(tx: &mut Tx<'_>, from: ProjectStatus, to: ProjectStatus) -> Result<()> {
    // One order of statuses for all transactions, so that two of them cannot deadlock.
    let mut changes = [(from, -1), (to, 1)];
    changes.sort_unstable();
    for (status, change) in changes {
        change_total(tx, status, change)?;
    }
    Ok(())
}

/// Changes the number of projects in a status.
pub(super) fn change_total(tx: &mut Tx<'_>, status: ProjectStatus, change: i64) -> Result<()> {
    tx.execute(
        "UPDATE cf_project_total SET count = count + $2 WHERE status = $1",
        &[status.into(), change.into()],
    )?;
    Ok(())
}

/// Finds the status of a project.
pub fn status(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<ProjectStatus>> {
    let found: Option<(ProjectStatus,)> =
        tx.query_opt("SELECT status FROM cf_project WHERE id = $1", &[id.into()])?;
    Ok(found.map(|(status,)| status))
}

/// When the days of a project end, in Unix ms; `None` before they have started.
pub fn ends_at(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<i64>> {
    let found: Option<(Option<i64>,)> = tx
        .query_opt("SELECT started_at + total_days * 86400000 FROM cf_project WHERE id = $1", &[id.into()])?;
    Ok(found.and_then(|(ends_at,)| ends_at))
}

/// Starts the days of a project now.
pub fn start(tx: &mut Tx<'_>, id: ProjectId, now: i64) -> Result<()> {
    tx.execute("UPDATE cf_project SET started_at = $2 WHERE id = $1", &[id.into(), now.into()])?;
    Ok(())
}

/// Stops the days of a project now.
pub fn stop(tx: &mut Tx<'_>, id: ProjectId, now: i64) -> Result<()> {
    tx.execute("UPDATE cf_project SET stopped_at = $2 WHERE id = $1", &[id.into(), now.into()])?;
    Ok(())
}

/// Resumes the days of a project, with as many left as when they stopped.
pub fn resume(tx: &mut Tx<'_>, id: ProjectId, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE cf_project SET started_at = started_at + $2 - COALESCE(stopped_at, $2), stopped_at = NULL WHERE id = $1",
        &[id.into(), now.into()],
    )?;
    Ok(())
}

/// Stores the reason of a rejection.
pub fn set_reject_reason(tx: &mut Tx<'_>, id: ProjectId, reason: &str) -> Result<()> {
    tx.execute("UPDATE cf_project SET reject_reason = $2 WHERE id = $1", &[id.into(), reason.into()])?;
    Ok(())
}
