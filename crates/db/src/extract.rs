//! Rows as JSON objects, for exports whose columns are listed beside their statement.

use serde_json::{Map, Number, Value as Json};

use crate::cell::Cell;
use crate::column::FromColumn;
use crate::error::Result;
use crate::tx::Tx;
use crate::value::Value;

/// A part of an export: the rows of one statement. [`crate::extract!`] writes one.
#[derive(Clone, Copy, Debug)]
pub struct Extract {
    /// The key of its list.
    pub key: &'static str,
    /// The keys of a row, in the order of the columns.
    pub columns: &'static [&'static str],
    /// The statement; the first column is left out.
    pub sql: &'static str,
}

/// Writes an [`Extract`]: its key, its columns, and the statement from `FROM` on.
#[macro_export]
macro_rules! extract {
    ($key:literal, [$($column:literal),+ $(,)?], $from:literal) => {
        $crate::Extract {
            key: $key,
            columns: &[$($column),+],
            sql: concat!("SELECT 0", $(", ", $column,)+ " ", $from),
        }
    };
}

/// Reads all parts with the same parameters: each key with its list of rows.
pub fn extract(tx: &mut Tx<'_>, parts: &[Extract], params: &[Value<'_>]) -> Result<Map<String, Json>> {
    let mut all = Map::new();
    for part in parts {
        let mut rows = Vec::new();
        tx.for_each(part.sql, params, |row| {
            let mut columns = row.columns();
            columns.take::<i64>()?;
            let mut object = Map::new();
            for key in part.columns {
                // `a.id` is written as `id`.
                let key = key.rsplit_once('.').map_or(*key, |(_, column)| column);
                object.insert(key.to_owned(), columns.take::<JsonCell>()?.0);
            }
            rows.push(Json::Object(object));
            Ok(())
        })?;
        all.insert(part.key.to_owned(), Json::Array(rows));
    }
    Ok(all)
}

/// The value of a column as JSON; flags are 0 and 1, as on both engines elsewhere.
pub(crate) struct JsonCell(pub Json);

impl FromColumn<'_> for JsonCell {
    const EXPECTED: &'static str = "a value that JSON can write";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        Some(Self(match cell {
            Cell::Null => Json::Null,
            Cell::Int(number) => number.into(),
            Cell::Bool(flag) => i64::from(flag).into(),
            Cell::Real(number) => Number::from_f64(number)?.into(),
            Cell::Text(text) => text.into(),
            Cell::Other(_) => return None,
        }))
    }
}
