//! Periodic work: projects whose days are over end, and what has expired is forgotten.

use miaohui_kernel::DAY_MS;

use crate::store::{mail_token, session, settlement, support, user};
use crate::{App, Result};

/// Projects ended, and supporters paid back, in one transaction.
const BATCH: i64 = 100;
/// Accounts that were never active are kept so long.
const WAIT_MS: i64 = 30 * DAY_MS;
/// Supports that are not paid are kept so long: they keep a project from being deleted.
const UNPAID_MS: i64 = DAY_MS;

/// Ends the projects whose days are over and moves their money; how many there were.
pub(crate) async fn close_projects(app: &App) -> Result<usize> {
    let (now, fee) = (app.clock.now_ms(), app.settings.fee);
    let mut all = 0;
    loop {
        let closed = app.db.write(move |tx| settlement::close_due(tx, fee, now, BATCH)).await?;
        all += closed;
        if closed < BATCH as usize {
            break;
        }
    }
    // Also what an earlier process did not finish.
    while app.db.write(move |tx| settlement::give_back(tx, now, BATCH)).await? > 0 {}
    Ok(all)
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
