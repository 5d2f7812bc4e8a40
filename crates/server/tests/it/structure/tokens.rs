//! The words and signs of a Rust file, without comments and without what literals say.

/// What stands for a literal.
pub const LITERAL: &str = "\"\"";

/// Reads the words, `::` and the single signs of a file.
pub fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        at += match rest {
            ['/', '/', ..] => rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => literal(&mut tokens, string(rest)),
            ['\'', ..] => quote(&mut tokens, rest),
            [c, ..] if c.is_alphabetic() || *c == '_' => word(&mut tokens, rest),
            [c, ..] if c.is_ascii_digit() => {
                literal(&mut tokens, rest.iter().take_while(|c| c.is_alphanumeric() || **c == '_').count())
            }
            [':', ':', ..] => {
                tokens.push("::".to_owned());
                2
            }
            [c, ..] => {
                if !c.is_whitespace() {
                    tokens.push(c.to_string());
                }
                1
            }
            [] => 1,
        };
    }
    tokens
}

fn literal(tokens: &mut Vec<String>, length: usize) -> usize {
    tokens.push(LITERAL.to_owned());
    length
}

/// Block comments may hold others.
fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => depth += 1,
            ['*', '/', ..] => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of `"…"` with its escapes.
fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// A character or a lifetime.
fn quote(tokens: &mut Vec<String>, rest: &[char]) -> usize {
    match rest {
        ['\'', '\\', ..] => {
            // The escaped character itself may be a quote.
            literal(tokens, 4 + rest[3..].iter().position(|c| *c == '\'').unwrap_or(0))
        }
        ['\'', _, '\'', ..] => literal(tokens, 3),
        _ => 1 + rest[1..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count(),
    }
}

/// A word, unless it begins a raw string, a byte string or the like.
fn word(tokens: &mut Vec<String>, rest: &[char]) -> usize {
    let length = rest.iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
    let word: String = rest[..length].iter().collect();
    if ["r", "b", "c", "br", "cr"].contains(&word.as_str()) {
        let hashes = rest[length..].iter().take_while(|c| **c == '#').count();
        let after = length + hashes;
        match rest.get(after) {
            Some('"') if word.contains('r') => {
                let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                let body = &rest[after + 1..];
                let found = body.windows(end.len()).position(|window| window == end);
                return literal(tokens, after + 1 + found.map_or(body.len(), |found| found + end.len()));
            }
            Some('"') if hashes == 0 => return literal(tokens, length + string(&rest[length..])),
            Some('\'') if hashes == 0 => return length + quote(tokens, &rest[length..]),
            // A raw identifier.
            Some(_) if word == "r" && hashes == 1 => return length + 1,
            _ => {}
        }
    }
    tokens.push(word);
    length
}

#[test]
fn comments_and_literals_hold_no_words() {
    let text = r##"a::b /* c /* d */ e */ // f
        "g \" h" 'i' '\'' b'j' b"k" r"l" r#"m " n"# 'life: 1.5e3_u8 r#type q"##;
    let expected = ["a", "::", "b", LITERAL, LITERAL, LITERAL, LITERAL, LITERAL, LITERAL, LITERAL, ":"];
    let read = tokens(text);
    assert_eq!(read[..expected.len()], expected);
    assert_eq!(read[expected.len()..], [LITERAL, ".", LITERAL, "type", "q"]);
}
