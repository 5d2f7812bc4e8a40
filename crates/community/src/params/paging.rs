//! `limit` and `offset` of lists.

use schemars::JsonSchema;
use serde::de::{Deserialize, Deserializer, Error as _};

use super::id::Id;
use crate::store::Page;

described!(Limit, "Limit", {
    "type": ["integer", "string", "null"], "minimum": 1, "default": 20,
    "description": "Rows of the page; more than 100 count as 100.",
});
described!(LargeLimit, "LargeLimit", {
    "type": ["integer", "string", "null"], "minimum": 1, "default": MOST_ROWS,
    "description": "Rows of the page; more than 100 count as 100.",
});
described!(Offset, "Offset", {
    "type": ["integer", "string", "null"], "minimum": 0, "default": 0,
    "description": "Rows to leave out before the page.",
});

/// Most rows of a page.
const MOST_ROWS: i64 = 100;

/// `limit`: 20 when absent or null, at most 100; zero and negative values are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub i64);

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Option::<Id<i64>>::deserialize(deserializer)? {
            None => Ok(Self::default()),
            Some(Id(0)) => Err(D::Error::custom("至少为 1")),
            Some(Id(limit)) => Ok(Self(limit.min(MOST_ROWS))),
        }
    }
}

/// `limit` of a list that is documented without pages: 100 when absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LargeLimit(i64);

impl Default for LargeLimit {
    fn default() -> Self {
        Self(MOST_ROWS)
    }
}

impl<'de> Deserialize<'de> for LargeLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let limit = Option::<Limit>::deserialize(deserializer)?;
        Ok(limit.map_or_else(Self::default, |Limit(limit)| Self(limit)))
    }
}

/// `offset`: 0 when absent or null; negative values are refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset(pub i64);

impl<'de> Deserialize<'de> for Offset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Option::<Id<i64>>::deserialize(deserializer)?.map_or(0, |Id(offset)| offset)))
    }
}

/// The requested page.
pub fn page(limit: Limit, offset: Offset) -> Page {
    Page { limit: limit.0, offset: offset.0 }
}

/// Parameters of a list in pages.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize, JsonSchema)]
pub struct Paging {
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

impl Paging {
    /// The requested page.
    pub fn page(&self) -> Page {
        page(self.limit, self.offset)
    }
}

/// Parameters of a list that is documented without pages.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize, JsonSchema)]
pub struct LargePaging {
    #[serde(default)]
    limit: LargeLimit,
    #[serde(default)]
    offset: Offset,
}

impl LargePaging {
    /// The requested page.
    pub fn page(&self) -> Page {
        Page { limit: self.limit.0, offset: self.offset.0 }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::from_str;

    use super::*;

    fn read<T: for<'de> Deserialize<'de>>(json: &str) -> Option<T> {
        from_str(json).ok()
    }

    #[test]
    fn pages_follow_the_contract() {
        assert_eq!(read("null"), Some(Limit(20)));
        assert_eq!(read("5000"), Some(Limit(100)));
        assert_eq!(read("\"7\""), Some(Limit(7)));
        assert_eq!((read::<Limit>("0"), read::<Limit>("-1"), read::<Offset>("-1")), (None, None, None));
        assert_eq!(read("0"), Some(Offset(0)));
    }
}
