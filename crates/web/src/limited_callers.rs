//! Who exceeded limits most: counted in memory, stored about once a minute, kept for a week.

use std::collections::HashMap;
use std::net::IpAddr;

use miaohui_db::{Result, Tx, row};
use miaohui_kernel::{DAY_MS, HOUR_MS};
use parking_lot::Mutex;

use crate::address::network;

/// How long the counts of an hour are kept, in ms.
const KEPT_MS: i64 = 7 * DAY_MS;
/// Most callers between two stores. Refusals of further ones are counted in the metrics alone, so
/// that memory does not grow with the number of callers.
const MOST_COUNTED: usize = 10_000;
/// Most callers that one store keeps, those with the most refusals.
const MOST_STORED: usize = 100;
/// Most rows deleted at once.
const BATCH: i64 = 1000;

/// The refusals of a process that are not stored yet.
#[derive(Default)]
pub struct LimitedCallers(Mutex<HashMap<(&'static str, String), i64>>);

row! {
    /// A caller and what a limit refused it.
    pub struct LimitedCaller as limited_caller_columns {
        /// The limit, as the metrics name it.
        pub limit: String = "limit_name",
        /// An address, an IPv6 network, or an account such as `community:7`.
        pub caller: String = "caller",
        /// The number of refusals.
        pub refused: i64 = "CAST(SUM(refused) AS BIGINT)",
        /// The last of them, in Unix ms, to the minute.
        pub last_at: i64 = "MAX(last_at)",
    }
}

impl LimitedCallers {
    pub(crate) fn count_address(&self, limit: &'static str, address: IpAddr) {
        self.count(limit, network(address).to_string());
    }

    pub(crate) fn count(&self, limit: &'static str, caller: String) {
        let mut counts = self.0.lock();
        let is_full = counts.len() >= MOST_COUNTED;
        match counts.get_mut(&(limit, caller.clone())) {
            Some(count) => *count += 1,
            None if is_full => {}
            None => drop(counts.insert((limit, caller), 1)),
        }
    }

    /// Takes the refusals since the last time out of memory, the most frequent ones.
    pub fn take(&self) -> Vec<(&'static str, String, i64)> {
        let taken = std::mem::take(&mut *self.0.lock());
        let mut counts: Vec<_> =
            taken.into_iter().map(|((limit, caller), count)| (limit, caller, count)).collect();
        counts.sort_by_key(|(_, _, count)| -count);
        counts.truncate(MOST_STORED);
        counts
    }
}

/// Stores refusals that were taken out of memory.
pub fn store(tx: &mut Tx<'_>, counts: &[(&'static str, String, i64)], now: i64) -> Result<()> {
    for (limit, caller, count) in counts {
        tx.execute(
            "INSERT INTO limited_caller (hour_at, limit_name, caller, refused, last_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (hour_at, limit_name, caller) DO UPDATE SET
               refused = limited_caller.refused + excluded.refused, last_at = excluded.last_at",
            &[
                (now - now.rem_euclid(HOUR_MS)).into(),
                (*limit).into(),
                caller.into(),
                (*count).into(),
                now.into(),
            ],
        )?;
    }
    Ok(())
}

/// The callers with the most refusals of the last day, at most 200.
pub fn most_limited(tx: &mut Tx<'_>, now: i64) -> Result<Vec<LimitedCaller>> {
    tx.query(
        concat!(
            "SELECT ",
            limited_caller_columns!(),
            " FROM limited_caller WHERE hour_at > $1 GROUP BY limit_name, caller
             ORDER BY SUM(refused) DESC, limit_name, caller LIMIT 200"
        ),
        &[(now - DAY_MS).into()],
    )
}

/// Deletes counts that are too old. To be called about once a minute.
pub fn delete_old(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM limited_caller WHERE (hour_at, limit_name, caller) IN
           (SELECT hour_at, limit_name, caller FROM limited_caller WHERE hour_at <= $1 LIMIT $2)",
        &[(now - KEPT_MS).into(), BATCH.into()],
    )
}
