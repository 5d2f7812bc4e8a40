//! How money and times are written.

use std::borrow::Cow;
use std::time::{Duration, UNIX_EPOCH};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Most yuan that one amount may have.
const MOST_YUAN: i64 = 1_000_000_000;

/// Money in fen, on the wire the shortest JSON number of yuan (23, 1000.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Yuan(pub i64);

impl Yuan {
    /// A JSON number or a string of digits with at most two decimals, 0 or more.
    pub fn parse(value: &Value) -> Option<Self> {
        let text = match value {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.trim().to_owned(),
            _ => return None,
        };
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let decimals = decimals.trim_end_matches('0');
        if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 2 {
            return None;
        }
        let yuan: i64 = whole.parse().ok().filter(|yuan| *yuan <= MOST_YUAN)?;
        let fen: i64 = format!("{decimals:0<2}").parse().ok()?;
        Some(Self(yuan * 100 + fen))
    }
}

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            serializer.serialize_i64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.0 as f64 / 100.0)
        }
    }
}

impl JsonSchema for Yuan {
    fn schema_name() -> Cow<'static, str> {
        "Yuan".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "multipleOf": 0.01, "description": "Yuan, with at most two decimals." })
    }
}

/// A time in Unix ms, on the wire RFC 3339 in UTC, with milliseconds only when they are not zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = UNIX_EPOCH + Duration::from_millis(self.0.max(0) as u64);
        if self.0 % 1000 == 0 {
            serializer.collect_str(&humantime::format_rfc3339_seconds(at))
        } else {
            serializer.collect_str(&humantime::format_rfc3339_millis(at))
        }
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn money_is_read_and_written_as_documented() {
        for (sent, fen) in [
            (json!(23), 2300),
            (json!(23.0), 2300),
            (json!(5.76), 576),
            (json!("1000.5"), 100_050),
            (json!("0.10"), 10),
            (json!("1.5000"), 150),
        ] {
            assert_eq!(Yuan::parse(&sent), Some(Yuan(fen)), "{sent}");
        }
        for bad in [
            json!(-1),
            json!("1.234"),
            json!(0.001),
            json!(""),
            json!("."),
            json!("1e3"),
            json!(true),
            json!(1e15),
        ] {
            assert_eq!(Yuan::parse(&bad), None, "{bad}");
        }
        let written = |fen| serde_json::to_string(&Yuan(fen)).unwrap();
        assert_eq!(
            [written(2300), written(100_050), written(576), written(10)],
            ["23", "1000.5", "5.76", "0.1"]
        );
    }

    #[test]
    fn moments_show_milliseconds_when_there_are_any() {
        let written = |ms| serde_json::to_value(Moment(ms)).unwrap();
        assert_eq!(written(1_700_000_000_000), "2023-11-14T22:13:20Z");
        assert_eq!(written(1_700_000_000_100), "2023-11-14T22:13:20.100Z");
    }
}
