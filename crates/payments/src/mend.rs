//! Times of payments that lie further ahead than they can, because a clock was wrong.

use miaohui_db::Tx;
use miaohui_kernel::{CLOCKS_DIFFER_MS, HOUR_MS};

use crate::channel::Channel;
use crate::desk::Desk;
use crate::error::Result;

/// The longest time between two questions to a provider, or attempts.
const LONGEST_PAUSE_MS: i64 = HOUR_MS;

impl Desk {
    /// Makes attempts, refunds and bills due that would wait longer than any; returns how many. An
    /// attempt that was opened in the future is superseded and over, because its provider was told a
    /// wrong end.
    pub async fn mend_times(&self) -> Result<u64> {
        let channels: Vec<&'static str> = self.0.channels.iter().map(Channel::name).collect();
        let now = self.0.clock.now_ms();
        Ok(self.0.db.write(move |tx: &mut Tx<'_>| mend(tx, &channels, now)).await?)
    }
}

fn mend(tx: &mut Tx<'_>, channels: &[&'static str], now: i64) -> miaohui_db::Result<u64> {
    let (differ, furthest) = (now + CLOCKS_DIFFER_MS, now + LONGEST_PAUSE_MS + CLOCKS_DIFFER_MS);
    let mut mended = 0;
    for channel in channels.iter().copied() {
        mended += tx.execute(
            "UPDATE payment_intent SET next_query_at = $3, superseded = superseded OR created_at > $4,
               expires_at = CASE WHEN created_at > $4 THEN $3 ELSE expires_at END
             WHERE channel = $1 AND next_query_at > $4 AND (next_query_at > $2 OR created_at > $4)",
            &[channel.into(), furthest.into(), now.into(), differ.into()],
        )?;
        for due in [
            "UPDATE payment_refund SET next_at = $3 WHERE channel = $1 AND next_at > $2",
            "UPDATE payment_bill SET next_at = $3 WHERE channel = $1 AND next_at > $2",
        ] {
            mended += tx.execute(due, &[channel.into(), furthest.into(), now.into()])?;
        }
    }
    Ok(mended)
}
