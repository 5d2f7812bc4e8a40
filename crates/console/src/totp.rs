//! The second factor: codes of six digits that change every half minute (RFC 6238).

use miaohui_kernel::Rng;
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret, Totp};

use crate::error::{Error, Result};

/// The step of a code: half minutes since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TotpStep(pub i64);

/// A new secret in Base32: 160 bits.
pub fn new_secret(rng: &Rng) -> String {
    let mut bytes = [0; 20];
    rng.fill(&mut bytes);
    Secret::new_stack(bytes).to_base32()
}

/// Whether a text is a secret of the length that [`new_secret`] makes.
pub fn is_secret(text: &str) -> bool {
    text.len() == 32 && Secret::try_from_base32(text).is_ok()
}

/// The step of a code that is valid now, half a minute ago or in half a minute.
pub fn step_of(secret: &str, code: &str, now_ms: i64) -> Result<Option<TotpStep>> {
    let seconds = u64::try_from(now_ms / 1000).unwrap_or(0);
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    Ok(totp(secret, "miaohui")?.check(&code, seconds).map(|step| TotpStep(step as i64)))
}

/// The secret as a QR code for an authenticator app: an SVG, black on white.
pub fn qr(secret: &str, account: &str) -> Result<String> {
    let url = totp(secret, account)?.to_url().map_err(|error| Error::unexpected(error.to_string()))?;
    let code = QrCode::new(url).map_err(Error::unexpected)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(200, 200).build())
}

fn totp(secret: &str, account: &str) -> Result<Totp> {
    let wrong = |error: &dyn std::fmt::Display| Error::unexpected(format!("a second factor: {error}"));
    let secret = Secret::try_from_base32(secret).map_err(|error| wrong(&error))?;
    // The colon separates issuer and account in the URL.
    let account = account.replace(':', "_");
    Builder::new()
        .with_secret(secret)
        .with_account_name(account)
        .with_issuer(Some("Miaohui"))
        .build()
        .map_err(|error| wrong(&error))
}
