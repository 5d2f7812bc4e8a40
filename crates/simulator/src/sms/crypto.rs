//! The checks of signatures.

use miaohui_kernel::sha256_hex;
use ring::hmac::{HMAC_SHA256, Key, sign};

/// HMAC-SHA256.
pub fn mac(key: &[u8], data: &[u8]) -> Vec<u8> {
    sign(&Key::new(HMAC_SHA256, key), data).as_ref().to_vec()
}

/// The lower-case hexadecimal SHA-256 of bytes.
pub fn digest(bytes: &[u8]) -> String {
    sha256_hex(bytes)
}

/// The value of a part such as `Signature=…` of an `Authorization` header.
pub fn part<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.split([' ', ',']).find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
}
