//! Conversions between Rust types, columns and parameters.

use std::borrow::Cow;

use miaohui_kernel::Fen;
use serde_json::value::RawValue;

use crate::cell::Cell;
use crate::value::Value;

/// A type that a column can be read as.
pub trait FromColumn<'r>: Sized {
    /// A description for errors.
    const EXPECTED: &'static str;

    /// The value, or `None` if the cell has another type.
    fn from_cell(cell: Cell<'r>) -> Option<Self>;
}

impl FromColumn<'_> for i64 {
    const EXPECTED: &'static str = "a number";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Int(n) => Some(n),
            _ => None,
        }
    }
}

impl FromColumn<'_> for bool {
    const EXPECTED: &'static str = "a flag";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bool(flag) => Some(flag),
            Cell::Int(n @ (0 | 1)) => Some(n == 1),
            _ => None,
        }
    }
}

impl<'r> FromColumn<'r> for &'r str {
    const EXPECTED: &'static str = "a text";
    fn from_cell(cell: Cell<'r>) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl FromColumn<'_> for String {
    const EXPECTED: &'static str = "a text";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        <&str>::from_cell(cell).map(str::to_owned)
    }
}

impl FromColumn<'_> for Fen {
    const EXPECTED: &'static str = "an amount in fen";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell).map(Self)
    }
}

/// A text with JSON in it.
impl FromColumn<'_> for Box<RawValue> {
    const EXPECTED: &'static str = "a JSON text";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        RawValue::from_string(String::from_cell(cell)?).ok()
    }
}

impl<'r, T: FromColumn<'r>> FromColumn<'r> for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    fn from_cell(cell: Cell<'r>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident($convert:expr)),* $(,)?) => {
        $(impl<'a> From<$type> for Value<'a> {
            fn from(value: $type) -> Self {
                #[allow(clippy::redundant_closure_call)]
                Self::$variant(($convert)(value))
            }
        })*
    };
}

from! {
    i64 => Int(|v| v),
    &i64 => Int(|v: &i64| *v),
    Fen => Int(|v: Fen| v.get()),
    &Fen => Int(|v: &Fen| v.get()),
    bool => Bool(|v| v),
    &'a str => Text(|v| v),
    &'a String => Text(|v: &'a String| v.as_str()),
    &'a [&'a str] => Texts(|v| v),
    &'a Vec<&'a str> => Texts(|v: &'a Vec<&'a str>| v.as_slice()),
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A number type whose lists can be bound for `IN LIST($n)`.
pub trait ListItem: Sized {
    /// The list as numbers.
    fn numbers(items: &[Self]) -> Cow<'_, [i64]>;
}

impl ListItem for i64 {
    fn numbers(items: &[Self]) -> Cow<'_, [i64]> {
        Cow::Borrowed(items)
    }
}

impl<'a, T: ListItem> From<&'a [T]> for Value<'a> {
    fn from(items: &'a [T]) -> Self {
        Self::Ints(T::numbers(items))
    }
}

impl<'a, T: ListItem> From<&'a Vec<T>> for Value<'a> {
    fn from(items: &'a Vec<T>) -> Self {
        items.as_slice().into()
    }
}

impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(value: &'a Option<String>) -> Self {
        value.as_deref().into()
    }
}

/// Defines ids of tables, like [`miaohui_kernel::ids!`], that are also columns, parameters and
/// lists for `IN LIST($n)`.
#[macro_export]
macro_rules! ids {
    ($($(#[$($doc:tt)*])* $name:ident),* $(,)?) => {
        $crate::kernel::ids! { $($(#[$($doc)*])* $name),* }
        $(
            impl $crate::FromColumn<'_> for $name {
                const EXPECTED: &'static str = concat!("a number (", stringify!($name), ")");
                fn from_cell(cell: $crate::Cell<'_>) -> Option<Self> {
                    <i64 as $crate::FromColumn<'_>>::from_cell(cell).map(Self)
                }
            }

            impl From<$name> for $crate::Value<'_> {
                fn from(id: $name) -> Self {
                    Self::Int(id.0)
                }
            }

            impl $crate::ListItem for $name {
                fn numbers(ids: &[Self]) -> std::borrow::Cow<'_, [i64]> {
                    ids.iter().map(|id| id.0).collect()
                }
            }
        )*
    };
}

/// Defines an enum of stored values, like [`miaohui_kernel::stored_enum!`], that is also a column
/// and a parameter.
///
/// The name after `as` becomes a macro that writes a value in SQL texts: `order_status!(Pending)`.
#[macro_export]
macro_rules! stored_enum {
    ($(#[$($doc:tt)*])* $vis:vis enum $name:ident: $type:tt as $sql:ident { $($body:tt)* }) => {
        $crate::kernel::stored_enum! { $(#[$($doc)*])* $vis enum $name: $type as $sql { $($body)* } }

        impl<'r> $crate::FromColumn<'r> for $name {
            const EXPECTED: &'static str = concat!("a value of ", stringify!($name));
            fn from_cell(cell: $crate::Cell<'r>) -> Option<Self> {
                $crate::stored_enum!(@read $type, cell).and_then(Self::from_value)
            }
        }

        impl From<$name> for $crate::Value<'_> {
            fn from(one: $name) -> Self {
                one.value().into()
            }
        }
    };
    (@read i64, $cell:ident) => { <i64 as $crate::FromColumn<'_>>::from_cell($cell) };
    (@read str, $cell:ident) => { <&str as $crate::FromColumn<'_>>::from_cell($cell) };
}
