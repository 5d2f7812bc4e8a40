//! What the signatures of all providers share.

use std::time::{Duration, SystemTime};

use miaohui_kernel::HOUR_MS;
use ring::hmac;

/// The last second of the year 9999, in Unix ms.
const LAST_MS: i64 = 253_402_300_799_000;

/// HMAC-SHA256.
pub(crate) fn hmac_sha256(key: &[u8], data: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), data).as_ref().to_vec()
}

/// HMAC-SHA256 in lower-case hexadecimal digits.
pub(crate) fn hmac_sha256_hex(key: &[u8], data: &[u8]) -> String {
    hex::encode(hmac_sha256(key, data))
}

/// Percent-encodes a text as RFC 3986 says: all but letters, digits and `-_.~`.
pub(crate) fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push('%');
            encoded.push_str(&hex::encode_upper([byte]));
        }
    }
    encoded
}

/// `2018-06-08T02:34:56Z`.
pub(crate) fn utc(unix_ms: i64) -> String {
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(unix_ms.clamp(0, LAST_MS) as u64);
    humantime::format_rfc3339_seconds(time).to_string()
}

/// `20180608`, the day in China's time zone.
pub(crate) fn china_day(unix_ms: i64) -> String {
    utc(unix_ms.saturating_add(8 * HOUR_MS))[..10].replace('-', "")
}
