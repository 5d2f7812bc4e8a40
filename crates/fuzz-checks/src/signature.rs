//! The signature of the Community API, against the document's formula written a second time.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

const SECRET: &str = "庙会-secret";

/// Signs a JSON object and compares the signature with that of the client's formula: every entry
/// but `sig` as `${key}=${value}`, in the order of JavaScript's sort, joined with `&`.
pub fn signature(input: &[u8]) {
    let Ok(body) = serde_json::from_slice::<Map<String, Value>>(input) else { return };
    assert_eq!(miaohui_community::sign(&body, SECRET), expected(&body));
    let mut signed = body.clone();
    signed.insert("sig".into(), "of any kind".into());
    assert_eq!(miaohui_community::sign(&body, SECRET), miaohui_community::sign(&signed, SECRET));
}

fn expected(body: &Map<String, Value>) -> String {
    let mut entries: Vec<Vec<u16>> = Vec::new();
    for (key, value) in body {
        if key != "sig" {
            let mut text = key.clone();
            text.push('=');
            append(&mut text, value);
            entries.push(text.encode_utf16().collect());
        }
    }
    entries.sort();
    let mut text = String::new();
    for entry in entries {
        text.push_str(&String::from_utf16(&entry).unwrap());
        text.push('&');
    }
    // No entry at all still has the `&` before the secret.
    if text.is_empty() {
        text.push('&');
    }
    hex::encode(Sha256::digest(text + SECRET))
}

/// Appends a value as a template literal has it.
fn append(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => text.push_str(&number_text(number.as_f64().unwrap())),
        Value::String(own) => text.push_str(own),
        Value::Object(_) => text.push_str("[object Object]"),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                if !item.is_null() {
                    append(text, item);
                }
            }
        }
    }
}

/// `Number::toString` of ECMAScript, step by step, from the shortest digits that read back.
fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".into();
    }
    // The names of the standard: `k` digits, the first of which has the place value 10^(n-1).
    let (digits, n) = shortest_digits(number.abs());
    let k = digits.len() as i32;
    let sign = if number < 0.0 { "-" } else { "" };
    let unsigned = if k <= n && n <= 21 {
        format!("{digits}{}", "0".repeat((n - k) as usize))
    } else if 0 < n && n <= 21 {
        let (whole, fraction) = digits.split_at(n as usize);
        format!("{whole}.{fraction}")
    } else if -6 < n && n <= 0 {
        format!("0.{}{digits}", "0".repeat(-n as usize))
    } else {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if n > 0 { '+' } else { '-' };
        format!("{first}{point}{rest}e{sign}{}", (n - 1).abs())
    };
    format!("{sign}{unsigned}")
}

/// The fewest digits that read back as the number, and of those the closest to it.
///
/// The format `{:e}` has as few digits, but takes another than the even one of two that are equally
/// close.
fn shortest_digits(number: f64) -> (String, i32) {
    for places in 0..=16usize {
        let rounded = format!("{number:.places$e}");
        let (digits, exponent) = rounded.split_once('e').unwrap();
        let (digits, exponent): (u64, i32) =
            (digits.replace('.', "").parse().unwrap(), exponent.parse().unwrap());
        // Below a power of two numbers are closer to each other than above it.
        for digits in [digits, digits + 1, digits - 1] {
            let read: f64 = format!("{digits}e{}", exponent - places as i32).parse().unwrap();
            if read.to_bits() == number.to_bits() {
                let digits = digits.to_string();
                let n = exponent + 1 + digits.len() as i32 - (places as i32 + 1);
                return (digits.trim_end_matches('0').to_owned(), n);
            }
        }
    }
    panic!("17 digits are always enough")
}
