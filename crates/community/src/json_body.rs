//! The JSON object of a call, and what is wrong with a body that is none.

use serde_json::{Map, Value};

use crate::{Code, Error, Result};

/// Parses a body. The parser bounds its depth; a NUL is refused because PostgreSQL cannot store it.
pub(crate) fn parse(body: &[u8]) -> Result<Map<String, Value>> {
    let refused = |problem: &str| Error::refused(Code::BadParameter, format!("参数错误: {problem}"));
    let parsed: Map<String, Value> = serde_json::from_slice(body).map_err(|_| refused(problem(body)))?;
    let clean = parsed.iter().all(|(key, value)| !key.contains('\0') && !has_nul(value));
    if clean { Ok(parsed) } else { Err(refused("不能包含 NUL 字符")) }
}

/// Why a body cannot be parsed: clients cut texts within a character.
fn problem(body: &[u8]) -> &'static str {
    match std::str::from_utf8(body) {
        Ok(text) if has_cut_character(text) => "文字中有不完整的字符，可能是被截断的表情",
        Ok(_) => "内容不是 JSON 对象",
        Err(_) => "内容不是 UTF-8 编码",
    }
}

/// Whether a text in JSON has one half of a character that UTF-16 writes as two.
fn has_cut_character(json: &str) -> bool {
    let mut waits_for_low = false;
    let mut rest = json;
    while let Some((before, after)) = rest.split_once('\\') {
        let unit = after.strip_prefix('u').and_then(|digits| u16::from_str_radix(digits.get(..4)?, 16).ok());
        let is_low = unit.is_some_and(|unit| matches!(unit, 0xdc00..=0xdfff));
        // A high half is followed by the low one at once.
        if waits_for_low != is_low || (waits_for_low && !before.is_empty()) {
            return true;
        }
        waits_for_low = unit.is_some_and(|unit| matches!(unit, 0xd800..=0xdbff));
        let read = if unit.is_some() { 5 } else { after.chars().next().map_or(0, char::len_utf8) };
        rest = &after[read..];
    }
    waits_for_low
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(map) => map.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_is_found() {
        for cut in [
            r#"{"a":"\ud83d"}"#,
            r#"{"a":"\ude00"}"#,
            r#"{"a":"x\uD83D y"}"#,
            r#"{"a":"\ud83d\n"}"#,
            r#""\ude00\ud83d""#,
        ] {
            assert!(has_cut_character(cut), "{cut}");
        }
        for whole in [r#"{"a":"\ud83d\ude00"}"#, r#"{"a":"\\ud83d"}"#, r#"{"a":"\u5e99\n\"\\"}"#, "{", "\\"] {
            assert!(!has_cut_character(whole), "{whole}");
        }
    }

    #[test]
    fn the_problem_is_named() {
        let text = |body: &[u8]| parse(body).unwrap_err().to_string();
        assert!(text(b"{").contains("不是 JSON 对象"));
        assert!(text(b"{\"a\":\"\xc3\xed\"}").contains("不是 UTF-8 编码"));
        assert!(text(br#"{"a":"\ud83d"}"#).contains("不完整的字符"));
        assert!(parse("{\"a\":\"庙\"}".as_bytes()).is_ok());
    }
}
