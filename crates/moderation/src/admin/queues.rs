//! What waits for operators: open reports.

use miaohui_admin::{Label, Permission, Queue, QueueItem};
use miaohui_db::{Result, Tx};

use crate::report::report_state;

/// The queues.
pub static QUEUES: &[&Queue] = &[&Queue {
    name: "reports",
    title: Label("举报", "Reports"),
    need: Permission::Moderate,
    page: "/console/r/reports",
    item_page: "/console/r/reports/{}",
    count,
    items,
}];

fn count(tx: &mut Tx<'_>, most: u32) -> Result<i64> {
    let (count,) = tx.query_one(
        concat!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM moderation_report WHERE state = ",
            report_state!(Open),
            " LIMIT $1) waiting"
        ),
        &[i64::from(most).into()],
    )?;
    Ok(count)
}

fn items(tx: &mut Tx<'_>, most: u32) -> Result<Vec<QueueItem>> {
    tx.query(
        concat!(
            "SELECT id, NULL, product || ' ' || kind || ' ' || reason || ' ' || text, NULL, created_at
             FROM moderation_report WHERE state = ",
            report_state!(Open),
            " ORDER BY id LIMIT $1"
        ),
        &[i64::from(most).into()],
    )
}
