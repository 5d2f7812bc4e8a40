//! Which backups to keep.

use std::collections::BTreeSet;
use std::time::{Duration, UNIX_EPOCH};

use miaohui_kernel::{DAY_MS, HOUR_MS};

use crate::id::BackupId;

/// China's time, by which days begin.
const OFFSET_MS: i64 = 8 * HOUR_MS;

/// How many backups to keep: the last ones of so many hours, days, weeks and months that have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Hours.
    pub hours: usize,
    /// Days.
    pub days: usize,
    /// Weeks, from Monday.
    pub weeks: usize,
    /// Months.
    pub months: usize,
}

/// The period of a moment in China, in ms.
type Period = fn(i64) -> String;

/// The backups to keep. The newest one always is.
pub fn kept(all: &[BackupId], keep: Keep) -> BTreeSet<BackupId> {
    let mut ids: Vec<&BackupId> = all.iter().collect();
    ids.sort_unstable_by(|a, b| b.cmp(a));
    let mut kept: BTreeSet<BackupId> = ids.iter().take(1).map(|id| (*id).clone()).collect();
    let periods: [(usize, Period); 4] =
        [(keep.hours, hour), (keep.days, day), (keep.weeks, week), (keep.months, month)];
    for (most, period) in periods {
        let mut seen = BTreeSet::new();
        for id in &ids {
            if seen.len() >= most {
                break;
            }
            // The newest of a period comes first.
            if seen.insert(period(id.at_ms() + OFFSET_MS)) {
                kept.insert((*id).clone());
            }
        }
    }
    kept
}

fn hour(ms: i64) -> String {
    (ms / HOUR_MS).to_string()
}

fn day(ms: i64) -> String {
    (ms / DAY_MS).to_string()
}

fn week(ms: i64) -> String {
    // 1970-01-01 was a Thursday.
    ((ms / DAY_MS + 3) / 7).to_string()
}

fn month(ms: i64) -> String {
    let date = humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(ms.max(0) as u64));
    date.to_string().chars().take("2026-11".len()).collect()
}

#[cfg(test)]
mod tests {
    use miaohui_kernel::Rng;

    use super::*;

    #[test]
    fn the_last_backup_of_each_period_is_kept() {
        let rng = Rng::seeded(1);
        // 2023-11-14T22:13:20Z, and two years of a backup every six hours.
        let newest = 1_700_000_000_000;
        let all: Vec<BackupId> = (0..2920).map(|i| BackupId::new(newest - i * 6 * HOUR_MS, &rng)).collect();
        let keep = Keep { hours: 4, days: 7, weeks: 4, months: 6 };
        let ids: Vec<i64> = kept(&all, keep).iter().map(BackupId::at_ms).collect();
        assert!(ids.contains(&newest));
        // 4 hours, 7 days (one of them among the hours), 4 weeks and 6 months overlap.
        assert!((14..=18).contains(&ids.len()), "{ids:?}");
        assert!(*ids.first().unwrap_or(&0) < newest - 130 * DAY_MS);
        let none = Keep { hours: 0, days: 0, weeks: 0, months: 0 };
        assert_eq!(kept(&all, none).len(), 1);
        assert_eq!(kept(&[], keep).len(), 0);
    }
}
