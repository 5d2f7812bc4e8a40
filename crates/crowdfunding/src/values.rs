//! Parsers of single values of a request body.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use crate::code::Code;

/// The ids of rows.
const IDS: RangeInclusive<i64> = 1..=i64::MAX;

/// Whether a value is null, an empty list or a text that shows nothing.
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => miaohui_kernel::is_blank(text),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Parses a text of at most `most` characters; a number counts as its text.
pub fn text(value: &Value, most: usize) -> Result<String, Code> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Err(Code::InvalidData),
    };
    if text.chars().count() <= most { Ok(text) } else { Err(Code::InvalidData) }
}

/// Parses an integer in a range from a number or a text of digits.
pub fn integer(value: &Value, range: &RangeInclusive<i64>) -> Result<i64, Code> {
    let number = match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            (float.fract() == 0.0 && float.abs() < 9e15).then_some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| range.contains(number)).ok_or(Code::InvalidData)
}

/// Parses the id of a row.
pub fn id<T: From<i64>>(value: &Value) -> Result<T, Code> {
    integer(value, &IDS).map(T::from)
}

/// The JSON Schema of [`integer`].
pub fn integer_schema(range: &RangeInclusive<i64>, nullable: bool) -> Value {
    let types: &[&str] = if nullable { &["integer", "string", "null"] } else { &["integer", "string"] };
    let mut schema = json!({ "type": types, "minimum": range.start() });
    if *range.end() < i64::MAX {
        schema["maximum"] = json!(range.end());
    }
    schema
}

/// The JSON Schema of [`id`].
pub fn id_schema(nullable: bool) -> Value {
    integer_schema(&IDS, nullable)
}

/// Parses a list of at most `most` items; a value that is no list counts as a list of one.
pub fn list<T>(
    value: &Value,
    most: usize,
    mut each: impl FnMut(&Value) -> Result<T, Code>,
) -> Result<Vec<T>, Code> {
    match value {
        Value::Array(items) if items.len() <= most => items.iter().map(&mut each).collect(),
        Value::Array(_) => Err(Code::InvalidData),
        one => Ok(vec![each(one)?]),
    }
}
