//! Amounts and times as the providers write them.

use std::time::{Duration, SystemTime};

use miaohui_kernel::HOUR_MS;

/// China's time zone, without summer time since 1991, in ms.
const BEIJING_MS: i64 = 8 * HOUR_MS;
/// The last second of the year 9999, in Unix ms.
const LAST_MS: i64 = 253_402_300_799_000;

/// Yuan with two decimals: `1234` fen are `12.34`. Not for negative amounts.
pub(crate) fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// The fen of an amount in yuan with at most two decimals.
pub(crate) fn fen(yuan: &str) -> Option<i64> {
    let (whole, part) = yuan.split_once('.').unwrap_or((yuan, "00"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part = part.parse::<i64>().ok()? * if part.len() == 1 { 10 } else { 1 };
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)
}

/// `2018-06-08T10:34:56+08:00` (RFC 3339), in China's time.
pub(crate) fn rfc3339(unix_ms: i64) -> String {
    let local = unix_ms.saturating_add(BEIJING_MS).clamp(0, LAST_MS) as u64;
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(local);
    humantime::format_rfc3339_seconds(time).to_string().replace('Z', "+08:00")
}

/// `2018-06-08 10:34:56`, in China's time.
pub(crate) fn beijing(unix_ms: i64) -> String {
    rfc3339(unix_ms).replace("+08:00", "").replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (in_fen, in_yuan) in
            [(1, "0.01"), (10, "0.10"), (1234, "12.34"), (10_000_000_000, "100000000.00")]
        {
            assert_eq!(yuan(in_fen), in_yuan);
            assert_eq!(fen(in_yuan), Some(in_fen));
        }
        assert_eq!((fen("7"), fen("7.5"), fen("0.29")), (Some(700), Some(750), Some(29)));
        for bad in
            ["", ".", "1.", ".5", "1.234", "-1", "+1", "1e3", "1,00", " 1", "１", "99999999999999999999"]
        {
            assert_eq!(fen(bad), None, "{bad}");
        }
    }

    #[test]
    fn times_are_chinas() {
        assert_eq!(rfc3339(1_528_425_296_000), "2018-06-08T10:34:56+08:00");
        assert_eq!(beijing(1_528_425_296_999), "2018-06-08 10:34:56");
        assert_eq!(beijing(i64::MAX), "9999-12-31 23:59:59");
        assert_eq!(beijing(i64::MIN), "1970-01-01 00:00:00");
    }
}
