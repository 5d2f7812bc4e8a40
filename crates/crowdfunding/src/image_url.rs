//! Addresses of images. That of an identity card is signed and short-lived.

use miaohui_db::{Result, Tx};
use miaohui_kernel::{MINUTE_MS, Rng, from_hex, to_hex};
use ring::hmac;

/// How long a signed address is valid, in ms.
const LIVES_MS: i64 = 10 * MINUTE_MS;

/// The key of signed addresses, for a new database.
pub(crate) fn key_rows() -> String {
    let rng = Rng::os();
    format!("INSERT INTO cf_secret (name, value) VALUES ('image urls', '{}{}');", rng.hex32(), rng.hex32())
}

fn key(tx: &mut Tx<'_>) -> Result<hmac::Key> {
    let (key,): (String,) = tx.query_one("SELECT value FROM cf_secret WHERE name = 'image urls'", &[])?;
    Ok(hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()))
}

/// The signed text: NUL cannot be part of a name.
fn signed_text(name: &str, expires_at: i64) -> String {
    format!("{name}\0{expires_at}")
}

/// The address of an image that everybody may see.
pub(crate) fn public(name: &str) -> String {
    format!("/media/images/{name}")
}

/// An address that is valid for nine to ten minutes, and the same for calls of the same minute.
pub(crate) fn signed(tx: &mut Tx<'_>, name: &str, now: i64) -> Result<String> {
    let end = now + LIVES_MS;
    let expires_at = end - end.rem_euclid(MINUTE_MS);
    let tag = hmac::sign(&key(tx)?, signed_text(name, expires_at).as_bytes());
    Ok(format!("{}?expires={expires_at}&signature={}", public(name), to_hex(tag)))
}

/// Whether an address is signed and still valid.
pub(crate) fn is_valid(
    tx: &mut Tx<'_>,
    name: &str,
    expires_at: i64,
    signature: &str,
    now: i64,
) -> Result<bool> {
    let Some(tag) = from_hex(signature) else { return Ok(false) };
    let text = signed_text(name, expires_at);
    Ok(expires_at > now && hmac::verify(&key(tx)?, text.as_bytes(), &tag).is_ok())
}
