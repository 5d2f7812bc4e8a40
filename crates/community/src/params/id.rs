//! Ids on the wire.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

/// The schema of an id that clients send.
fn id_schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = json_schema!({ "type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$" });
    if let Some(description) = T::json_schema(generator).get("description") {
        schema.insert("description".to_owned(), description.clone());
    }
    schema
}

impl<T: JsonSchema> JsonSchema for Id<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Parameter", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        id_schema::<T>(generator)
    }
}

impl<T: JsonSchema> JsonSchema for Ids<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Parameters", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["array", "integer", "string"],
            "items": id_schema::<T>(generator),
            "minItems": 1, "maxItems": MOST_IDS, "minimum": 0, "pattern": "^[0-9]+$",
            "description": format!("One id, or a list of at most {MOST_IDS}."),
        })
    }
}

/// A numeric id, sent as a number or as a string of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id<T>(pub T);

impl<'de, T: From<i64>> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor).map(|id| Self(id.into()))
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("非负整数（可写成文本）")
    }

    fn visit_i64<E: de::Error>(self, n: i64) -> Result<i64, E> {
        if n < 0 { Err(E::invalid_value(de::Unexpected::Signed(n), &self)) } else { Ok(n) }
    }

    fn visit_u64<E: de::Error>(self, n: u64) -> Result<i64, E> {
        i64::try_from(n).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(n), &self))
    }

    fn visit_f64<E: de::Error>(self, n: f64) -> Result<i64, E> {
        // 2^53: beyond it JavaScript itself cannot tell ids apart.
        let whole = n.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&n);
        if whole { Ok(n as i64) } else { Err(E::invalid_value(de::Unexpected::Float(n), &self)) }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<i64, E> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let id = digits.then(|| text.parse().ok()).flatten();
        id.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// One to 100 ids without repetitions, sent as a list or as a single id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ids<T>(pub Vec<T>);

/// Most ids in one call.
const MOST_IDS: usize = 100;

impl<'de, T: From<i64>> Deserialize<'de> for Ids<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut ids = deserializer.deserialize_any(IdsVisitor)?;
        if ids.is_empty() {
            return Err(D::Error::custom("至少一个编号"));
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(Self(ids.into_iter().map(T::from).collect()))
    }
}

struct IdsVisitor;

impl<'de> Visitor<'de> for IdsVisitor {
    type Value = Vec<i64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("编号列表")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<i64>, A::Error> {
        let mut ids = Vec::new();
        while let Some(Id(id)) = seq.next_element()? {
            if ids.len() == MOST_IDS {
                return Err(A::Error::custom(format!("最多 {MOST_IDS} 个编号")));
            }
            ids.push(id);
        }
        Ok(ids)
    }

    fn visit_i64<E: de::Error>(self, n: i64) -> Result<Vec<i64>, E> {
        IdVisitor.visit_i64(n).map(|id| vec![id])
    }

    fn visit_u64<E: de::Error>(self, n: u64) -> Result<Vec<i64>, E> {
        IdVisitor.visit_u64(n).map(|id| vec![id])
    }

    fn visit_f64<E: de::Error>(self, n: f64) -> Result<Vec<i64>, E> {
        IdVisitor.visit_f64(n).map(|id| vec![id])
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<i64>, E> {
        IdVisitor.visit_str(text).map(|id| vec![id])
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_str, json};

    use super::*;
    use crate::ids::ArticleId;

    fn read<T: for<'de> Deserialize<'de>>(json: &str) -> Option<T> {
        from_str(json).ok()
    }

    #[test]
    fn ids_are_numbers_or_digits() {
        for good in ["12", "\"12\"", "12.0", "1.2e1"] {
            assert_eq!(read(good), Some(Id(ArticleId(12))), "{good}");
        }
        for bad in
            ["-1", "\"-1\"", "1.5", "\"\"", "\"a\"", "null", "[]", "1e300", "99999999999999999999", "\"１\""]
        {
            assert_eq!(read::<Id<ArticleId>>(bad), None, "{bad}");
        }
    }

    #[test]
    fn id_lists_are_bounded_and_unique() {
        assert_eq!(read(r#"[3, "1", 3]"#), Some(Ids(vec![ArticleId(1), ArticleId(3)])));
        assert_eq!(read("\"7\""), Some(Ids(vec![ArticleId(7)])));
        assert_eq!(read::<Ids<i64>>("[]"), None);
        assert!(read::<Ids<i64>>(&json!((0..100).collect::<Vec<_>>()).to_string()).is_some());
        assert!(read::<Ids<i64>>(&json!((0..101).collect::<Vec<_>>()).to_string()).is_none());
    }
}
