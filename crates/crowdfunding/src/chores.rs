//! Periodic work: projects whose days are over end, and what has expired is forgotten.

use miaohui_kernel::DAY_MS;

use crate::store::{mail_token, project, session, support, user};
use crate::{App, Result};

/// Projects ended in one transaction.
const BATCH: i64 = 100;
/// Accounts that were never active are kept so long.
const WAIT_MS: i64 = 30 * DAY_MS;
/// Supports that are not paid are kept so long: they keep a project from being deleted.
const UNPAID_MS: i64 = DAY_MS;

/// Ends the projects whose days are over; how many there were.
pub(crate) async fn close_projects(app: &App) -> Result<usize> {
    let now = app.clock.now_ms();
    let mut all = 0;
    loop {
        let closed = app.db.write(move |tx| project::close_due(tx, now, BATCH)).await?;
        all += closed;
        if closed < BATCH as usize {
            return Ok(all);
        }
    }
}

/// Forgets expired sessions and mailed tokens, accounts that were never active, supports that nobody paid. Safe to repeat.
pub(crate) async fn tidy(app: &App) -> Result<()> {
    let now = app.clock.now_ms();
    let job = move |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<()> {
        session::sweep(tx, now)?;
        mail_token::sweep(tx, now)?;
        user::sweep(tx, now - WAIT_MS)?;
        support::sweep(tx, now - UNPAID_MS)?;
        Ok(())
    };
    Ok(app.db.write(job).await?)
}
