//! Names of media.

use miaohui_community::MediaName;

/// Reads a media name: exactly those of the document's form are names, and nothing is lost.
pub fn names(input: &[u8]) {
    let Ok(name) = std::str::from_utf8(input) else { return };
    let parsed = MediaName::parse(name);
    assert_eq!(parsed.is_some(), is_name(name), "{name:?}");
    let Some(MediaName { id, extension }) = parsed else { return };
    let written = extension.map_or_else(|| id.to_owned(), |extension| format!("{id}.{extension}"));
    assert_eq!(written, name);
}

/// One to 64 letters, digits and hyphens; then, perhaps, a dot with 1 to 8 letters and digits.
fn is_name(name: &str) -> bool {
    let dots = name.matches('.').count();
    let mut parts = name.split('.');
    let (id, extension) = (parts.next().unwrap_or_default(), parts.next());
    let plain = |text: &str| text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='z' | 'A'..='Z'));
    dots <= 1
        && (1..=64).contains(&id.chars().count())
        && plain(&id.replace('-', ""))
        && extension.is_none_or(|own| (1..=8).contains(&own.chars().count()) && plain(own))
}
