//! Days and times as pages show them: in China's time zone, whose clock operators work by.

use std::time::{Duration, SystemTime};

use miaohui_kernel::{DAY_MS, HOUR_MS};

/// The offset of China's time zone in ms. It has had no summer time since 1991.
const ZONE_MS: i64 = 8 * HOUR_MS;

/// The last second of the year 9999, in Unix ms.
pub const LAST_MS: i64 = 253_402_300_799_000;

/// A day in China, in days since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

impl Day {
    /// The day of a time in Unix ms.
    pub fn of(at: i64) -> Self {
        Self((at + ZONE_MS).div_euclid(DAY_MS))
    }

    /// The day that `2018-06-08` names.
    pub fn parse(date: &str) -> Option<Self> {
        let time = humantime::parse_rfc3339_weak(&format!("{date} 00:00:00")).ok()?;
        let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(Self(i64::try_from(since.as_secs()).ok()? / (DAY_MS / 1000)))
    }

    /// Its first moment, in Unix ms.
    pub fn start(self) -> i64 {
        self.0.saturating_mul(DAY_MS).saturating_sub(ZONE_MS)
    }

    /// So many days later.
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// `2018-06-08`.
    pub fn date(self) -> String {
        local(self.start())[..10].to_owned()
    }

    /// The first day of its month.
    pub fn month_start(self) -> Self {
        let date = self.date();
        Self::parse(&format!("{}-01", &date[..7])).unwrap_or(self)
    }
}

/// `2018-06-08 10:34:56`, in China's time zone.
pub fn local(at_ms: i64) -> String {
    let ms = at_ms.saturating_add(ZONE_MS).clamp(0, LAST_MS) as u64;
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(ms);
    humantime::format_rfc3339_seconds(time).to_string().replace('T', " ").replace('Z', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let day = Day::parse("2018-06-08").unwrap();
        assert_eq!(local(day.start()), "2018-06-08 00:00:00");
        assert_eq!((Day::of(day.start()), Day::of(day.start() - 1)), (day, day.plus(-1)));
        assert_eq!((day.date(), day.month_start().date()), ("2018-06-08".into(), "2018-06-01".into()));
        assert_eq!((Day::parse("yesterday"), Day::parse("2018-13-40")), (None, None));
    }
}
