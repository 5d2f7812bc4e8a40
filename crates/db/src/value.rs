//! Parameters of a statement.

use std::borrow::Cow;
use std::error::Error as StdError;

use ::postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use bytes::BytesMut;

/// One bound parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// SQL NULL.
    Null,
    /// A number: ids, times in Unix ms, money in fen, counts.
    Int(i64),
    /// A flag.
    Bool(bool),
    /// A text without NUL characters.
    Text(&'a str),
    /// A list of numbers for `IN LIST($n)`.
    Ints(Cow<'a, [i64]>),
    /// A list of texts for `IN LIST($n)`.
    Texts(&'a [&'a str]),
}

impl Value<'_> {
    pub(crate) fn has_nul(&self) -> bool {
        match self {
            Self::Text(text) => text.contains('\0'),
            Self::Texts(texts) => texts.iter().any(|text| text.contains('\0')),
            _ => false,
        }
    }
}

/// PostgreSQL infers the types of parameters from the statement; a number is sent as the inferred
/// type.
impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(n) => match *ty {
                Type::INT8 => n.to_sql(ty, out),
                Type::INT4 => i32::try_from(*n)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*n)?.to_sql(ty, out),
                Type::FLOAT8 => (*n as f64).to_sql(ty, out),
                _ => Err(format!("a number was bound where PostgreSQL expects {ty}").into()),
            },
            Self::Bool(flag) if *ty == Type::BOOL => flag.to_sql(ty, out),
            Self::Bool(_) => Err(format!("a flag was bound where PostgreSQL expects {ty}").into()),
            Self::Text(text) if <&str as ToSql>::accepts(ty) => text.to_sql(ty, out),
            Self::Text(_) => Err(format!("a text was bound where PostgreSQL expects {ty}").into()),
            Self::Ints(list) => list.as_ref().to_sql_checked(ty, out),
            Self::Texts(list) => list.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(n) => ToSqlOutput::Borrowed(ValueRef::Integer(*n)),
            Self::Bool(flag) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*flag))),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Ints(list) => ToSqlOutput::Owned(Owned::Text(json_list(list))),
            Self::Texts(list) => ToSqlOutput::Owned(Owned::Text(json_list(list))),
        })
    }
}

fn json_list(items: &[impl serde::Serialize]) -> String {
    // Numbers and texts always have a JSON spelling.
    serde_json::to_string(items).unwrap_or_default()
}
