//! Search in short texts: any part of a name, a phone or a mail address.
//!
//! A text is stored from each of its characters on, at most [`LONGEST_PIECE`] characters of it. Each
//! part of the text is then the beginning of a piece, which an index finds.

use std::collections::BTreeSet;

/// The longest piece in characters.
pub const LONGEST_PIECE: usize = 12;

/// Folds a text for comparison in a search, so that the folded parts of a text are parts of the
/// folded text.
///
/// Each character is folded by itself. [`str::to_lowercase`] writes a Greek sigma at the end of a
/// word in another way than within it.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

/// The pattern of LIKE for the texts that contain `part`, with `\\` as the escape character.
pub fn containing(part: &str) -> String {
    let mut pattern = String::from("%");
    for c in part.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// The distinct pieces of texts: folded, without spaces.
pub fn pieces<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut pieces = BTreeSet::new();
    for text in texts {
        let chars: Vec<char> = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
        for from in 0..chars.len() {
            pieces.insert(chars[from..chars.len().min(from + LONGEST_PIECE)].iter().collect());
        }
    }
    pieces
}

/// What a part of a text is searched by: pieces that begin with each of these. A part that is longer
/// than a piece has two, its beginning and its end.
pub fn beginnings(part: &str) -> Vec<String> {
    let chars: Vec<char> = fold(part).chars().filter(|c| !c.is_whitespace()).collect();
    match chars.len() {
        0 => Vec::new(),
        1..=LONGEST_PIECE => vec![chars.iter().collect()],
        length => {
            vec![chars[..LONGEST_PIECE].iter().collect(), chars[length - LONGEST_PIECE..].iter().collect()]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_a_text_is_the_beginning_of_a_piece() {
        let text = "“小 庙” Σίσυφος 13912345678";
        let pieces = pieces([text]);
        let folded: Vec<char> = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
        for from in 0..folded.len() {
            for to in from + 1..=folded.len() {
                let part: String = folded[from..to].iter().collect();
                for beginning in beginnings(&part) {
                    assert!(pieces.iter().any(|piece| piece.starts_with(&beginning)), "{part}");
                }
            }
        }
    }
}
