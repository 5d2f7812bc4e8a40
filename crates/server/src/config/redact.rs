//! The configuration as it may be shown.

use miaohui_kernel::Secret;
use serde::Serializer;

use super::Config;

const STARS: &str = "***";

impl Config {
    /// The effective configuration as TOML, with `***` for every secret.
    pub fn to_toml_redacted(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }
}

/// A database URL with `***` for its password. Hides too much rather than too little when the URL is odd.
pub fn redact_url(url: &str) -> String {
    if url.is_empty() {
        return String::new();
    }
    let Some((scheme, rest)) = url.split_once("://") else { return STARS.to_owned() };
    // Drivers differ on where a raw `@`, `/` or `?` ends a password, so the last `@` ends it here.
    let (user, rest) = match rest.rsplit_once('@') {
        Some((credentials, rest)) => match credentials.split_once(':') {
            Some((name, _)) => (format!("{name}:{STARS}@"), rest),
            None => (format!("{}@", redact_query(credentials)), rest),
        },
        None => (String::new(), rest),
    };
    format!("{scheme}://{user}{}", redact_query(rest))
}

/// Hides query parameters such as `password` and `sslpassword`.
fn redact_query(text: &str) -> String {
    let Some((path, query)) = text.split_once('?') else { return text.to_owned() };
    let parameter = |pair: &str| match pair.split_once('=') {
        // An escaped name may spell anything.
        Some((name, _)) if name.contains('%') || name.to_ascii_lowercase().contains("pass") => {
            format!("{name}={STARS}")
        }
        _ => pair.to_owned(),
    };
    format!("{path}?{}", query.split('&').map(parameter).collect::<Vec<_>>().join("&"))
}

pub(super) fn url<S: Serializer>(url: &Secret, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&redact_url(url.expose()))
}

pub(super) fn stars<S: Serializer>(secret: &Secret, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(if secret.expose().is_empty() { "" } else { STARS })
}
