//! Periodic work: expires orders and deletes what has expired.

use crate::store::phone::{self, Rewritten};
use crate::store::{media, order, session, sms_code};
use crate::{App, Result, delete_unused_media};

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

/// Gives pending orders that were placed while a clock was wrong the time that they have from now on;
/// returns how many.
pub async fn mend_order_times(app: &App) -> Result<u64> {
    let (now, order_ms) = (app.clock.now_ms(), app.settings.order_ms.get());
    Ok(app.db.write(move |tx| order::mend_times(tx, order_ms, now)).await?)
}

/// Deletes expired sessions, codes, media ids that were never filled, and uploads that nothing uses.
/// One process calls it every minute.
pub async fn tidy(app: &App) -> Result<()> {
    let now = app.clock.now_ms();
    let (unused_before, code_ms) = (now - app.settings.unused_media_ms, app.settings.sms_code_ms);
    app.db
        .write(move |tx| {
            session::delete_expired(tx, now)?;
            sms_code::delete_expired(tx, code_ms, now)?;
            media::delete_unused(tx, unused_before)?;
            Ok::<_, miaohui_db::Error>(())
        })
        .await?;
    delete_unused_media(app).await?;
    Ok(())
}

/// Rewrites the phones that earlier versions stored as they were typed; returns what was done. It
/// runs before the first call is answered, and again where it was interrupted.
pub async fn rewrite_phones(app: &App) -> Result<Rewritten> {
    let mut all = Rewritten::default();
    loop {
        let done = app.db.write(phone::rewrite).await?;
        if done.read == 0 {
            break;
        }
        all = Rewritten {
            read: all.read + done.read,
            shared: all.shared + done.shared,
            invalid: all.invalid + done.invalid,
        };
    }
    if all.read > 0 {
        let Rewritten { read, shared, invalid } = all;
        tracing::info!(read, shared, invalid, "phones of accounts are written in one spelling");
    }
    Ok(all)
}
