//! Periodic work: what has expired is forgotten.

use crate::store::{login_failure, media, order, session, sms_code};
use crate::{App, Result};

/// Orders given up in one transaction.
const BATCH: i64 = 200;

/// Expires orders that were not paid in time and counts them. To be called every few seconds by one process.
pub async fn expire_orders(app: &App) -> Result<usize> {
    let now = app.clock.now_ms();
    let mut all = 0;
    loop {
        let expired = app.db.write(move |tx| order::expire(tx, now, BATCH)).await?;
        all += expired;
        if expired < BATCH as usize {
            return Ok(all);
        }
    }
}

/// Deletes expired sessions, codes, locks and media ids that were never filled. To be called about once a minute by one
/// process.
pub async fn tidy(app: &App) -> Result<()> {
    let now = app.clock.now_ms();
    let unused_before = now - app.settings.unused_media_ms;
    let unlocked_before = now - app.settings.lock.for_ms;
    app.db
        .write(move |tx| {
            session::sweep(tx, now)?;
            sms_code::sweep(tx, now)?;
            login_failure::sweep(tx, unlocked_before)?;
            media::sweep(tx, unused_before)?;
            Ok(())
        })
        .await
}
