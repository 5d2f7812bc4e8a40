//! Characters that nobody sees.

/// Whether a character has no width and no ink, as texts that are copied from a chat contain: marks of
/// direction, joiners, variants, fillers and tags.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a text shows nothing: it is empty, or white space, control and invisible characters.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_unseen)
}

fn is_unseen(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// A text without what nobody sees at its ends.
pub fn trim_unseen(text: &str) -> &str {
    text.trim_matches(is_unseen)
}

/// The digits of a number as people type or copy it, such as a code of a message: without spaces and
/// invisible marks, and full-width digits as the others.
pub fn typed_digits(text: &str) -> String {
    let shown = text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c));
    shown.map(|c| if matches!(c, '０'..='９') { ascii_digit(c) } else { c }).collect()
}

/// The digit that a full-width digit stands for.
fn ascii_digit(c: char) -> char {
    char::from_digit(u32::from(c).wrapping_sub(u32::from('０')), 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_texts_show_nothing() {
        for blank in ["", " \t\n", "\u{200b}", "\u{feff}\u{2060} \u{3164}", "\u{e0041}\u{ad}", "\u{3000}\0"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for shown in ["小安", "\u{200b}.", "👨\u{200d}👩\u{200d}👧", "0"] {
            assert!(!is_blank(shown), "{shown:?}");
        }
    }

    #[test]
    fn ends_are_trimmed_and_middles_kept() {
        assert_eq!(trim_unseen("\u{feff} 庙 会\u{200b}\n"), "庙 会");
        assert_eq!(trim_unseen("👨\u{200d}👩"), "👨\u{200d}👩");
    }

    #[test]
    fn digits_are_read_as_they_are_typed() {
        for typed in ["123456", "123 456", " 1 2 3 4 5 6\u{a0}", "１２３４５６", "\u{202d}123456\u{202c}"]
        {
            assert_eq!(typed_digits(typed), "123456", "{typed:?}");
        }
        assert_eq!(typed_digits("12a-"), "12a-");
    }
}
