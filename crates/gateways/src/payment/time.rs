//! Times as the providers write them.

use std::time::{Duration, SystemTime};

use miaohui_kernel::HOUR_MS;

/// The offset of China's time zone in ms. It has had no summer time since 1991.
const BEIJING_MS: i64 = 8 * HOUR_MS;
/// The last second of the year 9999, in Unix ms.
const LAST_MS: i64 = 253_402_300_799_000;

/// `2018-06-08T10:34:56+08:00` (RFC 3339), in China's time zone.
pub(crate) fn rfc3339(unix_ms: i64) -> String {
    let local = unix_ms.saturating_add(BEIJING_MS).clamp(0, LAST_MS) as u64;
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(local);
    humantime::format_rfc3339_seconds(time).to_string().replace('Z', "+08:00")
}

/// `2018-06-08 10:34:56`, in China's time zone.
pub(crate) fn beijing(unix_ms: i64) -> String {
    rfc3339(unix_ms).replace("+08:00", "").replace('T', " ")
}

/// The Unix ms of `2018-06-08T10:34:56+08:00` or `2018-06-08 10:34:56`, in China's time zone.
pub(crate) fn unix_ms(text: &str) -> Option<i64> {
    let local = text.strip_suffix("+08:00").unwrap_or(text);
    let time = humantime::parse_rfc3339_weak(local).ok()?;
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()?.checked_sub(BEIJING_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_chinas_time_zone() {
        assert_eq!(rfc3339(1_528_425_296_000), "2018-06-08T10:34:56+08:00");
        assert_eq!(beijing(1_528_425_296_999), "2018-06-08 10:34:56");
        assert_eq!(beijing(i64::MAX), "9999-12-31 23:59:59");
        assert_eq!(beijing(i64::MIN), "1970-01-01 00:00:00");
        for text in ["2018-06-08T10:34:56+08:00", "2018-06-08 10:34:56"] {
            assert_eq!(unix_ms(text), Some(1_528_425_296_000));
        }
        assert_eq!((unix_ms(""), unix_ms("yesterday")), (None, None));
    }
}
