//! The days by which a list is narrowed, and the keys of their rows.

use miaohui_admin::Resource;
use miaohui_db::{Result, Sql, Tx};
use miaohui_kernel::DAY_MS;

use crate::beijing::Day;
use crate::presets;

/// A time from one moment up to, and without, another, in Unix ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first moment.
    pub from: i64,
    /// The moment after the last one.
    pub to: i64,
}

/// How far the keys of two rows may lie against their times: processes whose clocks differ, and
/// rows that were brought from elsewhere.
const DISORDER_MS: i64 = DAY_MS;

/// A table of fewer keys is read as a whole, in whatever order its rows were made.
const READ_WHOLE: i64 = 20_000;

impl Days {
    /// The days of a preset, or from one date to another, both included; empty for any.
    pub fn of(preset: &str, from: &str, to: &str, now: i64) -> Option<Self> {
        let (first, last) = presets::chosen(preset, from, to, Day::of(now))?;
        Some(Self { from: first.start(), to: last.plus(1).start() })
    }

    /// The least key of rows of these days, and the key after the last one. Keys grow with time, so
    /// that no index by time is needed: some twenty rows are read. `None`: the table is small enough
    /// to be read as a whole.
    pub fn keys(self, tx: &mut Tx<'_>, resource: &Resource, dated: &str) -> Result<Option<(i64, i64)>> {
        let Resource { table, key, .. } = resource;
        // One aggregate each, so that the ends of the index are read and not all of it.
        let text = format!(
            "SELECT COALESCE((SELECT MIN(t.{key}) FROM {table} t), 0), COALESCE((SELECT MAX(t.{key}) FROM {table} t), 0)"
        );
        let (least, most): (i64, i64) = tx.query_one(Sql::Built(&text), &[])?;
        if most - least < READ_WHOLE {
            return Ok(None);
        }
        let text =
            format!("SELECT t.{key}, {dated} FROM {table} t WHERE t.{key} >= $1 ORDER BY t.{key} LIMIT 1");
        let mut first_since = |at: i64| {
            let (mut low, mut high) = (least, most.saturating_add(1));
            while low < high {
                let middle = low + (high - low) / 2;
                match tx.query_opt::<(i64, Option<i64>)>(Sql::Built(&text), &[middle.into()])? {
                    Some((found, time)) if time.is_some_and(|time| time < at) => low = found + 1,
                    _ => high = middle,
                }
            }
            Ok::<_, miaohui_db::Error>(low)
        };
        Ok(Some((first_since(self.from - DISORDER_MS)?, first_since(self.to + DISORDER_MS)?)))
    }
}
