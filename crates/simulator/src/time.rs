//! Times in China's time zone, which both providers use.

use std::time::{Duration, SystemTime};

use miaohui_kernel::{DAY_MS, HOUR_MS};

/// The offset of China's time zone in ms.
const BEIJING_MS: i64 = 8 * HOUR_MS;
/// The last second of the year 9999, in Unix ms.
const LAST_MS: i64 = 253_402_300_799_000;

/// The time as `2018-06-08 10:34:56`.
pub fn beijing(unix_ms: i64) -> String {
    let local = unix_ms.saturating_add(BEIJING_MS).clamp(0, LAST_MS) as u64;
    let text = humantime::format_rfc3339_seconds(SystemTime::UNIX_EPOCH + Duration::from_millis(local));
    text.to_string().replace('T', " ").replace('Z', "")
}

/// The time as `2018-06-08T10:34:56+08:00`.
pub fn rfc3339(unix_ms: i64) -> String {
    format!("{}+08:00", beijing(unix_ms).replace(' ', "T"))
}

/// The Unix ms of `2018-06-08 10:34:56` or `2018-06-08T10:34:56+08:00`.
pub fn unix_ms(text: &str) -> Option<i64> {
    let local = text.strip_suffix("+08:00").unwrap_or(text);
    let time = humantime::parse_rfc3339_weak(local).ok()?;
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()?.checked_sub(BEIJING_MS)
}

/// A day in China's time zone, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// The day of a time in Unix ms.
    pub fn of(unix_ms: i64) -> Self {
        Self(unix_ms.saturating_add(BEIJING_MS).div_euclid(DAY_MS))
    }

    /// The day of `2018-06-08`.
    pub fn read(text: &str) -> Option<Self> {
        let has_form = text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2;
        has_form.then(|| unix_ms(&format!("{text} 00:00:00")))?.map(Self::of)
    }

    /// Its first moment, in Unix ms.
    pub fn begins_at(self) -> i64 {
        self.0.saturating_mul(DAY_MS).saturating_sub(BEIJING_MS)
    }

    /// The first moment of the next day, in Unix ms.
    pub fn ends_at(self) -> i64 {
        Self(self.0.saturating_add(1)).begins_at()
    }
}
