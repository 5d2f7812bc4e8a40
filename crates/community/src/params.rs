//! Types of parameters, each of which knows how the existing clients spell it and what it refuses.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, de};

use crate::store::Page;

/// How a parameter type is described in the API reference: inline, where it is used.
macro_rules! described {
    ($type:ty, $name:literal, $($schema:tt)+) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($($schema)+)
            }
        }
    };
}

described!(Id, "Id", { "type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$" });
described!(Ids, "Ids", {
    "type": ["array", "integer", "string"],
    "items": { "type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$" },
    "minItems": 1, "maxItems": MOST_IDS, "minimum": 0, "pattern": "^[0-9]+$",
});
described!(Limit, "Limit", {
    "type": ["integer", "string", "null"], "minimum": 1, "default": 20,
    "description": "Rows of the page; more than 100 count as 100.",
});
described!(WholeLimit, "WholeLimit", {
    "type": ["integer", "string", "null"], "minimum": 1, "default": MOST_ROWS,
    "description": "Rows of the page; more than 100 count as 100.",
});
described!(Offset, "Offset", {
    "type": ["integer", "string", "null"], "minimum": 0, "default": 0,
    "description": "Rows to leave out before the page.",
});

/// A numeric id, sent as a number or as a string of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub i64);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id (a number or a string of digits)")
    }

    fn visit_i64<E: de::Error>(self, n: i64) -> Result<Id, E> {
        if n < 0 { Err(E::invalid_value(de::Unexpected::Signed(n), &self)) } else { Ok(Id(n)) }
    }

    fn visit_u64<E: de::Error>(self, n: u64) -> Result<Id, E> {
        i64::try_from(n).map(Id).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(n), &self))
    }

    fn visit_f64<E: de::Error>(self, n: f64) -> Result<Id, E> {
        // 2^53: beyond it JavaScript itself cannot tell ids apart.
        let whole = n.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&n);
        if whole { Ok(Id(n as i64)) } else { Err(E::invalid_value(de::Unexpected::Float(n), &self)) }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Id, E> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let id = digits.then(|| text.parse().ok()).flatten().map(Id);
        id.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// One to 100 ids without repetitions, sent as a list or as a single id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ids(pub Vec<i64>);

/// Most ids in one call.
pub const MOST_IDS: usize = 100;

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdsVisitor;
        impl<'de> Visitor<'de> for IdsVisitor {
            type Value = Vec<i64>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of ids")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<i64>, A::Error> {
                let mut ids = Vec::new();
                while let Some(Id(id)) = seq.next_element()? {
                    if ids.len() == MOST_IDS {
                        return Err(A::Error::custom(format!("at most {MOST_IDS} ids")));
                    }
                    ids.push(id);
                }
                Ok(ids)
            }

            fn visit_i64<E: de::Error>(self, n: i64) -> Result<Vec<i64>, E> {
                IdVisitor.visit_i64(n).map(|id| vec![id.0])
            }

            fn visit_u64<E: de::Error>(self, n: u64) -> Result<Vec<i64>, E> {
                IdVisitor.visit_u64(n).map(|id| vec![id.0])
            }

            fn visit_f64<E: de::Error>(self, n: f64) -> Result<Vec<i64>, E> {
                IdVisitor.visit_f64(n).map(|id| vec![id.0])
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<i64>, E> {
                IdVisitor.visit_str(text).map(|id| vec![id.0])
            }
        }
        let mut ids = deserializer.deserialize_any(IdsVisitor)?;
        if ids.is_empty() {
            return Err(D::Error::custom("at least one id"));
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(Self(ids))
    }
}

/// `limit`: 20 when it is left out or null, at most 100; 0 and negative ones are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub i64);

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

/// Most rows of a page.
pub const MOST_ROWS: i64 = 100;

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Option::<Id>::deserialize(deserializer)? {
            None => Ok(Self::default()),
            Some(Id(0)) => Err(D::Error::custom("at least 1")),
            Some(Id(limit)) => Ok(Self(limit.min(MOST_ROWS))),
        }
    }
}

/// `limit` of a list whose document has no pages: as many rows as a page can hold when it is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeLimit(pub i64);

impl Default for WholeLimit {
    fn default() -> Self {
        Self(MOST_ROWS)
    }
}

impl<'de> Deserialize<'de> for WholeLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let limit = Option::<Limit>::deserialize(deserializer)?;
        Ok(limit.map_or_else(Self::default, |Limit(limit)| Self(limit)))
    }
}

/// `offset`: 0 when it is left out or null; negative ones are refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset(pub i64);

impl<'de> Deserialize<'de> for Offset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Option::<Id>::deserialize(deserializer)?.map_or(0, |Id(offset)| offset)))
    }
}

/// What a list in pages is sent.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
pub struct Paging {
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

impl Paging {
    /// The page that is asked for.
    pub fn page(&self) -> Page {
        Page { limit: self.limit.0, offset: self.offset.0 }
    }
}

/// What a list is sent whose document has no pages.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
pub struct WholePaging {
    #[serde(default)]
    limit: WholeLimit,
    #[serde(default)]
    offset: Offset,
}

impl WholePaging {
    /// The page that is asked for.
    pub fn page(&self) -> Page {
        Page { limit: self.limit.0, offset: self.offset.0 }
    }
}

/// What a method without parameters is sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct NoParams {}

/// A text of `MIN` to `MAX` characters; white space alone counts as none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> Deref for Text<MIN, MAX> {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for Text<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let blank = MIN > 0 && text.trim().is_empty();
        if blank || !(MIN..=MAX).contains(&text.chars().count()) {
            return Err(D::Error::custom(format!("{MIN} to {MAX} characters")));
        }
        Ok(Self(text))
    }
}

impl<const MIN: usize, const MAX: usize> JsonSchema for Text<MIN, MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Text{MIN}To{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": MIN, "maxLength": MAX })
    }
}

/// The mark of [`Written`] in a schema, by which the words find it.
pub const WRITTEN: &str = "x-written-text";

/// What people write for others to read: a [`Text`] that goes through the operators' words before it is decoded. It must
/// stand at the top of the parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written<const MIN: usize, const MAX: usize>(Text<MIN, MAX>);

impl<const MIN: usize, const MAX: usize> Deref for Written<MIN, MAX> {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for Written<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(Self)
    }
}

impl<const MIN: usize, const MAX: usize> JsonSchema for Written<MIN, MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Written{MIN}To{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Text::<MIN, MAX>::json_schema(generator);
        schema.insert(WRITTEN.to_owned(), true.into());
        schema
    }
}

/// The parameters that are [`Written`], of the schema of all.
pub fn written(params: &Schema) -> Vec<String> {
    let properties = params.get("properties").and_then(|properties| properties.as_object());
    let written = properties.into_iter().flatten().filter(|(_, schema)| schema.get(WRITTEN).is_some());
    written.map(|(name, _)| name.clone()).collect()
}

/// A key that may be absent (`None`), cleared (`Some(None)`) or set.
pub type Patch<T> = Option<Option<T>>;

/// For `#[serde(default, deserialize_with = "sent")]` on a [`Patch`]: tells null from absence.
pub fn sent<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Patch<T>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{from_str, json};

    fn read<T: for<'de> Deserialize<'de>>(json: &str) -> Option<T> {
        from_str(json).ok()
    }

    #[test]
    fn ids_are_numbers_or_digits() {
        for good in ["12", "\"12\"", "12.0", "1.2e1"] {
            assert_eq!(read(good), Some(Id(12)), "{good}");
        }
        for bad in
            ["-1", "\"-1\"", "1.5", "\"\"", "\"a\"", "null", "[]", "1e300", "99999999999999999999", "\"１\""]
        {
            assert_eq!(read::<Id>(bad), None, "{bad}");
        }
    }

    #[test]
    fn id_lists_are_bounded_and_unique() {
        assert_eq!(read(r#"[3, "1", 3]"#), Some(Ids(vec![1, 3])));
        assert_eq!(read("\"7\""), Some(Ids(vec![7])));
        assert_eq!(read::<Ids>("[]"), None);
        assert!(read::<Ids>(&json!((0..100).collect::<Vec<_>>()).to_string()).is_some());
        assert!(read::<Ids>(&json!((0..101).collect::<Vec<_>>()).to_string()).is_none());
    }

    #[test]
    fn pages_follow_the_contract() {
        assert_eq!(read("null"), Some(Limit(20)));
        assert_eq!(read("5000"), Some(Limit(100)));
        assert_eq!(read("\"7\""), Some(Limit(7)));
        assert_eq!((read::<Limit>("0"), read::<Limit>("-1"), read::<Offset>("-1")), (None, None, None));
        assert_eq!(read("0"), Some(Offset(0)));
    }

    #[test]
    fn texts_count_characters() {
        assert!(read::<Text<1, 2>>("\"庙会\"").is_some());
        assert!(read::<Text<1, 2>>("\"庙会会\"").is_none());
        assert!(read::<Text<1, 9>>("\" \\n \"").is_none());
        assert!(read::<Text<0, 9>>("\"\"").is_some());
        assert!(read::<Text<1, 9>>("5").is_none());
    }
}
