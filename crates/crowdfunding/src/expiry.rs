//! Background work: ends projects whose days are over and deletes what has expired.

use miaohui_db::Tx;
use miaohui_kernel::DAY_MS;

use crate::app::App;
use crate::error::Result;
use crate::store::{image_use, mail_token, session, settlement, support, user};

/// Most projects ended, or supporters repaid, in one transaction.
const BATCH: u32 = 100;
/// How long accounts that were never activated are kept.
const NEVER_ACTIVE_MS: i64 = 30 * DAY_MS;
/// How long unpaid supports are kept. They prevent the deletion of their project.
const UNPAID_MS: i64 = DAY_MS;
/// How long an image without an owner waits for somebody who uses it.
const UNCLAIMED_MS: i64 = DAY_MS;

/// Ends the projects whose days are over, settles their money and returns their number. One process
/// calls it every few seconds.
pub async fn close_projects(app: &App) -> Result<usize> {
    let (now, fee) = (app.clock.now_ms(), app.settings.fee.get());
    let mut all = 0;
    loop {
        let closed = app.db.write(move |tx| settlement::close_due(tx, fee, now, BATCH)).await?;
        all += closed;
        miaohui_trace::did(closed);
        if closed < BATCH as usize {
            break;
        }
    }
    // Also continues the settlements that an earlier process did not complete.
    loop {
        let repaid = app.db.write(move |tx| settlement::repay_supporters(tx, now, BATCH)).await?;
        if repaid == 0 {
            break;
        }
        miaohui_trace::did(repaid);
    }
    Ok(all)
}

/// Deletes expired sessions and mail tokens, accounts that were never activated, unpaid supports and
/// images that nobody has claimed. One process calls it about once a minute.
pub async fn tidy(app: &App) -> Result<()> {
    let now = app.clock.now_ms();
    let job = move |tx: &mut Tx<'_>| -> miaohui_db::Result<()> {
        session::delete_expired(tx, now)?;
        mail_token::delete_expired(tx, now)?;
        user::delete_never_active(tx, now - NEVER_ACTIVE_MS)?;
        support::delete_unpaid_before(tx, now - UNPAID_MS, now)?;
        Ok(())
    };
    app.db.write(job).await?;
    let before = now - UNCLAIMED_MS;
    while app.db.write(move |tx| image_use::delete_unclaimed(tx, before, BATCH, now)).await? == BATCH as usize
    {
    }
    let before = now - app.settings.unused_image_ms;
    while app.db.write(move |tx| image_use::delete_released(tx, before, BATCH, now)).await? == BATCH as usize
    {
    }
    Ok(())
}
