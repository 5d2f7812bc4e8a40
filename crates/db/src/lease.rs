//! Leases, which let one process of many do the periodic work.

use crate::error::Result;
use crate::tx::Tx;

/// How many times its duration a lease may lie ahead: the clocks of processes differ a little.
const FURTHEST: i64 = 4;

/// Takes or renews the lease `name` for `holder` until `now_ms + ttl_ms`. `false` if another holder
/// has it. A lease that lies much further ahead than leases last was taken while a clock was wrong, and
/// does not count.
pub fn hold_lease(tx: &mut Tx<'_>, name: &str, holder: &str, now_ms: i64, ttl_ms: i64) -> Result<bool> {
    let held = tx.execute(
        "INSERT INTO lease (name, holder, until_ms) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
         WHERE lease.holder = excluded.holder OR lease.until_ms <= $4 OR lease.until_ms > $5",
        &[
            name.into(),
            holder.into(),
            (now_ms + ttl_ms).into(),
            now_ms.into(),
            (now_ms + FURTHEST * ttl_ms).into(),
        ],
    )?;
    Ok(held == 1)
}

/// Gives up all leases of `holder`, so that another process can take them at once.
pub fn release_leases(tx: &mut Tx<'_>, holder: &str) -> Result<u64> {
    tx.execute("DELETE FROM lease WHERE holder = $1", &[holder.into()])
}
