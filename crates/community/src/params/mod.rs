//! Parameter types: each reads the wire as existing clients spell it and refuses invalid values.

/// Describes a parameter type in the API reference: inline, where it is used.
macro_rules! described {
    ($type:ty, $name:literal, $($schema:tt)+) => {
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($($schema)+)
            }
        }
    };
}

mod id;
mod paging;
mod patch;
mod text;

pub use id::{Id, Ids};
pub use paging::{LargePaging, Limit, Offset, Paging, page};
pub use patch::patch;
pub use text::{ModeratedText, Text, moderated};

use schemars::JsonSchema;
use serde::Deserialize;

/// Parameters of a method that takes none.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct NoParams {}
