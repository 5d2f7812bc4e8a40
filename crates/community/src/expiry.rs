//! Periodic work: expires orders and deletes what has expired.

use crate::store::{media, order, session, sms_code};
use crate::{App, Result};

/// Most orders that one transaction expires.
const BATCH: u32 = 200;

/// Expires the orders that were not paid in time; returns how many. One process calls it every few
/// seconds.
pub async fn expire_orders(app: &App) -> Result<usize> {
    let now = app.clock.now_ms();
    let mut count = 0;
    loop {
        let expired = app.db.write(move |tx| order::expire_due(tx, BATCH, now)).await?;
        count += expired;
        if expired < BATCH as usize {
            return Ok(count);
        }
    }
}

/// Deletes expired sessions, codes and media ids that were never filled. One process calls
/// it every minute.
pub async fn tidy(app: &App) -> Result<()> {
    let now = app.clock.now_ms();
    let unused_before = now - app.settings.unused_media_ms;
    app.db
        .write(move |tx| {
            session::delete_expired(tx, now)?;
            sms_code::delete_expired(tx, now)?;
            media::delete_unused(tx, unused_before)?;
            Ok(())
        })
        .await
}
