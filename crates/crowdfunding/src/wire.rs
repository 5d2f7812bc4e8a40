//! Wire formats of money and times.

use std::borrow::Cow;
use std::time::{Duration, UNIX_EPOCH};

use miaohui_db::{Cell, FromColumn};
use miaohui_kernel::Fen;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Money as the API writes it: the shortest JSON number of yuan, such as 23 or 1000.5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Yuan(pub Fen);

impl Yuan {
    /// Reads a JSON number, or a string, of yuan that is not negative and has at most two decimals.
    pub fn parse(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Fen::parse_yuan(&number.to_string()).map(Self),
            Value::String(text) => Fen::parse_yuan(text.trim()).map(Self),
            _ => None,
        }
    }
}

impl FromColumn<'_> for Yuan {
    const EXPECTED: &'static str = Fen::EXPECTED;

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        Fen::from_cell(cell).map(Self)
    }
}

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fen = self.0.get();
        if fen % 100 == 0 {
            serializer.serialize_i64(fen / 100)
        } else {
            serializer.serialize_f64(fen as f64 / 100.0)
        }
    }
}

impl JsonSchema for Yuan {
    fn schema_name() -> Cow<'static, str> {
        "Yuan".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "multipleOf": 0.01, "description": "An amount of money in yuan, with at most two decimals." })
    }
}

/// A time in Unix ms. The API writes RFC 3339 in UTC, with milliseconds unless they are zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl FromColumn<'_> for Moment {
    const EXPECTED: &'static str = "a time in Unix ms";

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell).map(Self)
    }
}

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
        json_schema!({
            "type": "string", "format": "date-time",
            "description": "RFC 3339 in UTC, with milliseconds unless they are zero.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn yuan_are_parsed_and_written_as_documented() {
        for (sent, fen) in [
            (json!(23), 2300),
            (json!(23.0), 2300),
            (json!(5.76), 576),
            (json!("1000.5"), 100_050),
            (json!("0.10"), 10),
            (json!("1.5000"), 150),
        ] {
            assert_eq!(Yuan::parse(&sent), Some(Yuan(Fen(fen))), "{sent}");
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
        let written = |fen| serde_json::to_string(&Yuan(Fen(fen))).unwrap();
        assert_eq!(
            [written(2300), written(100_050), written(576), written(10)],
            ["23", "1000.5", "5.76", "0.1"]
        );
    }

    #[test]
    fn a_moment_has_milliseconds_unless_they_are_zero() {
        let written = |ms| serde_json::to_value(Moment(ms)).unwrap();
        assert_eq!(written(1_700_000_000_000), "2023-11-14T22:13:20Z");
        assert_eq!(written(1_700_000_000_100), "2023-11-14T22:13:20.100Z");
    }
}
