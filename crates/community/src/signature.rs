//! The signature of a call, as the JavaScript client computes it.

use std::borrow::Cow;
use std::fmt::Write;

use miaohui_kernel::sha256_hex;
use serde_json::{Map, Value};

/// Signs a body, without its `sig`, with an app's secret: lower-case hexadecimal SHA-256.
pub fn sign(body: &Map<String, Value>, secret: &str) -> String {
    let entries = body.iter().filter(|(key, _)| *key != "sig");
    let mut entries: Vec<String> =
        entries.map(|(key, value)| format!("{key}={}", template_literal(value))).collect();
    entries.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
    sha256_hex(format!("{}&{secret}", entries.join("&")))
}

/// Compares two signatures in constant time.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |seen, (x, y)| seen | (x ^ y)) == 0
}

/// Formats a value as `${value}` does in JavaScript.
fn template_literal(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => "null".into(),
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        Value::String(text) => text.into(),
        // JavaScript reads every JSON number as a double.
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), js_number).into(),
        Value::Array(items) => {
            let mut text = String::new();
            for (index, item) in items.iter().enumerate() {
                let item = if item.is_null() { "".into() } else { template_literal(item) };
                // Writing to a String cannot fail.
                let _ = write!(text, "{}{item}", if index > 0 { "," } else { "" });
            }
            text.into()
        }
        Value::Object(_) => "[object Object]".into(),
    }
}

fn js_number(number: f64) -> String {
    ryu_js::Buffer::new().format(number).to_owned()
}
