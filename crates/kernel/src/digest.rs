//! Digests and the hexadecimal spelling that both APIs use for identifiers.

use sha2::{Digest, Sha256};

/// Lower-case hexadecimal SHA-256 (64 digits) of the bytes.
pub fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    hex::encode(Sha256::digest(bytes.as_ref()))
}

/// Whether the text is exactly `digits` lower-case hexadecimal digits.
pub fn is_lower_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
