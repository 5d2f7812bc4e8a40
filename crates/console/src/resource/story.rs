//! Stories of the Community API: paragraphs and pictures as a JSON list.

use miaohui_community::MediaName;

/// The parts of a story, or of a list of pictures; a plain text is one part.
pub fn parts(text: &str) -> Vec<String> {
    serde_json::from_str(text)
        .unwrap_or_else(|_| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] })
}

/// The lines of a text, trimmed, without empty ones.
pub fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

/// Whether a part is a media name rather than a paragraph.
pub fn is_media_name(part: &str) -> bool {
    MediaName::parse(part).is_some_and(|MediaName { id, .. }| {
        (32..=36).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_name_is_not_a_paragraph() {
        assert!(is_media_name("0123456789abcdef0123456789abcdef.jpg"));
        assert!(is_media_name("288c016b-6e19-46aa-8025-f5fdac727cb6"));
        for paragraph in ["", "庙会庙会庙会庙会庙会庙会庙会庙会庙会庙会庙", "a.jpg", "deadbeef"]
        {
            assert!(!is_media_name(paragraph), "{paragraph}");
        }
    }
}
