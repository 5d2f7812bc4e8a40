//! Ids, with a type for each kind of thing, so that two ids cannot be swapped.

/// Defines id types for tables with numeric keys. JSON contains the number.
///
/// `miaohui_db::ids!` defines ids that can also be columns and parameters.
///
/// ```
/// miaohui_kernel::ids! {
///     /// A user.
///     UserId,
///     /// A project.
///     ProjectId,
/// }
/// assert_eq!(UserId(7).to_string(), "7");
/// assert_eq!("7".parse(), Ok(ProjectId(7)));
/// ```
#[macro_export]
macro_rules! ids {
    ($($(#[$($doc:tt)*])* $name:ident),* $(,)?) => { $(
        $(#[$($doc)*])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl $name {
            /// The number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <i64 as $crate::serde::Deserialize>::deserialize(deserializer).map(Self)
            }
        }

        impl $crate::schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut $crate::schemars::SchemaGenerator) -> $crate::schemars::Schema {
                let mut schema = i64::json_schema(generator);
                let docs = concat!($($crate::doc_text!($($doc)*)),*);
                schema.insert("description".to_owned(), $crate::described_id(docs).into());
                schema
            }
        }
    )* };
}

/// The text of a doc comment inside a macro; empty for other attributes.
#[doc(hidden)]
#[macro_export]
macro_rules! doc_text {
    (doc = $text:literal) => {
        $text
    };
    ($($other:tt)*) => {
        ""
    };
}

/// What an id type says about itself in the API reference: `A user (`table`).` is the id of a user.
#[doc(hidden)]
pub fn described_id(docs: &str) -> String {
    let docs = docs.trim().trim_end_matches('.');
    let without_table =
        docs.split_once(" (`").and_then(|(thing, rest)| Some((thing, rest.split_once("`)")?.1)));
    let (thing, rest) = without_table.unwrap_or((docs, ""));
    let mut letters = thing.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    format!("Id of {}{}{rest}.", first.map(String::from).unwrap_or_default(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use schemars::{JsonSchema, SchemaGenerator};

    ids! {
        /// A town (`cf_town`): its six-digit code.
        TownId,
        /// An order of tickets.
        OrderId,
    }

    #[test]
    fn an_id_describes_itself() {
        let mut generator = SchemaGenerator::default();
        let mut described = |schema: fn(&mut SchemaGenerator) -> schemars::Schema| {
            schema(&mut generator).get("description").cloned().unwrap()
        };
        assert_eq!(described(TownId::json_schema), "Id of a town: its six-digit code.");
        assert_eq!(described(OrderId::json_schema), "Id of an order of tickets.");
    }
}
