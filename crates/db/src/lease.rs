//! Leases, which let one process of many do the periodic work.

use crate::error::Result;
use crate::tx::Tx;

/// How many times its duration a lease may lie ahead: the clocks of processes differ a little.
const FURTHEST: i64 = 4;

/// Takes or renews lease $1 for holder $2 until $3; $4 is now, and $5 the furthest end that counts.
pub(crate) const HOLD: &str = "INSERT INTO lease (name, holder, until_ms) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
     WHERE lease.holder = excluded.holder OR lease.until_ms <= $4 OR lease.until_ms > $5";
pub(crate) const RELEASE: &str = "DELETE FROM lease WHERE holder = $1";

/// The times of a lease: its end, now, and the furthest end that counts.
pub(crate) fn times(now_ms: i64, ttl_ms: i64) -> [i64; 3] {
    [now_ms + ttl_ms, now_ms, now_ms + FURTHEST * ttl_ms]
}

/// Takes or renews the lease `name` for `holder` until `now_ms + ttl_ms`. `false` if another holder
/// has it. A lease that lies much further ahead than leases last was taken while a clock was wrong, and
/// does not count.
pub fn hold_lease(tx: &mut Tx<'_>, name: &str, holder: &str, now_ms: i64, ttl_ms: i64) -> Result<bool> {
    let [until, now, furthest] = times(now_ms, ttl_ms);
    let held = tx.execute(HOLD, &[name.into(), holder.into(), until.into(), now.into(), furthest.into()])?;
    Ok(held == 1)
}

/// When the last lease `name` ends or has ended, in Unix ms; `None` if nobody has had it.
pub fn lease_end(tx: &mut Tx<'_>, name: &str) -> Result<Option<i64>> {
    let end: Option<(i64,)> = tx.query_opt("SELECT until_ms FROM lease WHERE name = $1", &[name.into()])?;
    Ok(end.map(|(end,)| end))
}

/// Gives up all leases of `holder`, so that another process can take them at once.
pub fn release_leases(tx: &mut Tx<'_>, holder: &str) -> Result<u64> {
    tx.execute(RELEASE, &[holder.into()])
}

crate::row! {
    /// A lease that is held.
    #[derive(Clone, Debug)]
    pub struct Lease as lease_columns {
        /// Its name: the work.
        pub name: String = "name",
        /// Who has it.
        pub holder: String = "holder",
        /// Its end unless it is renewed, in Unix ms.
        pub until_ms: i64 = "until_ms",
    }
}

/// The leases that are held now, by name.
pub fn held_leases(tx: &mut Tx<'_>, now_ms: i64) -> Result<Vec<Lease>> {
    let text = concat!("SELECT ", lease_columns!(), " FROM lease WHERE until_ms > $1 ORDER BY name");
    tx.query(text, &[now_ms.into()])
}
