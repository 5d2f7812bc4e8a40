//! Serializers that hide secrets.

use miaohui_kernel::Secret;
use serde::Serializer;

const STARS: &str = "***";

/// Returns a database URL with `***` for its password. An unusual URL loses more than its password.
pub fn redact_url(url: &str) -> String {
    if url.is_empty() {
        return String::new();
    }
    let Some((scheme, rest)) = url.split_once("://") else { return STARS.to_owned() };
    // Drivers differ about a raw `@`, `/` or `?` in a password, so the password ends at the last
    // `@`.
    let (user, rest) = match rest.rsplit_once('@') {
        Some((credentials, rest)) => match credentials.split_once(':') {
            Some((name, _)) => (format!("{name}:{STARS}@"), rest),
            None => (format!("{}@", redact_query(credentials)), rest),
        },
        None => (String::new(), rest),
    };
    format!("{scheme}://{user}{}", redact_query(rest))
}

/// Replaces the values of query parameters such as `password` and `sslpassword`.
fn redact_query(text: &str) -> String {
    let Some((path, query)) = text.split_once('?') else { return text.to_owned() };
    let parameter = |pair: &str| match pair.split_once('=') {
        // An escaped name may be `password`.
        Some((name, _)) if name.contains('%') || name.to_ascii_lowercase().contains("pass") => {
            format!("{name}={STARS}")
        }
        _ => pair.to_owned(),
    };
    format!("{path}?{}", query.split('&').map(parameter).collect::<Vec<_>>().join("&"))
}

/// Serializes a database URL without its password.
pub(super) fn url<S: Serializer>(url: &Secret, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&redact_url(url.expose()))
}

/// Serializes database URLs without their passwords.
pub(super) fn urls<S: Serializer>(urls: &[Secret], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(urls.iter().map(|url| redact_url(url.expose())))
}

/// Serializes a secret as `***`, or as an empty text if it is empty.
pub(super) fn stars<S: Serializer>(secret: &Secret, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(if secret.expose().is_empty() { "" } else { STARS })
}
