//! The rows of a table in pieces, in the order of its key. Each piece is a short read, so that no log
//! grows and no row waits; rows that change meanwhile are exported as they are when their piece is read.

use serde_json::Value as Json;

use crate::database::Database;
use crate::dialect::Sql;
use crate::error::{Error, Result};
use crate::extract::JsonCell;
use crate::tx::Tx;
use crate::value::Value;

/// Rows of one piece.
const PIECE: usize = 2_000;
const TABLES: Sql<'_> = Sql::Pair {
    sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    postgres: "SELECT table_name::text FROM information_schema.tables
        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1",
};
/// Columns in their order, with their place in the key (0: none).
const COLUMNS: Sql<'_> = Sql::Pair {
    sqlite: "SELECT name, pk FROM pragma_table_info($1) ORDER BY cid",
    postgres: "SELECT a.attname::text, COALESCE(array_position(i.indkey::int2[], a.attnum)::bigint + 1, 0)
        FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
        WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
};

/// A table that can be exported.
#[derive(Clone, Debug)]
pub struct ExportTable {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// The positions of the columns of its key.
    key: Vec<usize>,
}

/// The names of all tables.
pub async fn table_names(db: &Database) -> Result<Vec<String>> {
    let names: Vec<(String,)> = db.read_whole(|tx| tx.query(TABLES, &[])).await?;
    Ok(names.into_iter().map(|(name,)| name).collect())
}

/// A table by its name, which must be one of [`table_names`].
pub async fn export_table(db: &Database, name: &str) -> Result<ExportTable> {
    let own = name.to_owned();
    let columns: Vec<(String, i64)> = db.read_whole(move |tx| tx.query(COLUMNS, &[(&own).into()])).await?;
    let mut key: Vec<(i64, usize)> = columns
        .iter()
        .enumerate()
        .filter(|(_, (_, key))| *key > 0)
        .map(|(at, (_, key))| (*key, at))
        .collect();
    key.sort_unstable();
    if key.is_empty() {
        return Err(Error::Open(format!("the table {name} has no key")));
    }
    Ok(ExportTable {
        name: name.to_owned(),
        columns: columns.into_iter().map(|(column, _)| column).collect(),
        key: key.into_iter().map(|(_, at)| at).collect(),
    })
}

/// Calls `each` with all rows, in the order of the key.
pub async fn export_rows(
    db: &Database,
    table: &ExportTable,
    mut each: impl FnMut(&[Json]) -> std::io::Result<()>,
) -> Result<u64> {
    let (mut after, mut count) = (None::<Vec<Json>>, 0);
    loop {
        let (own, from) = (table.clone(), after.take());
        let rows = db.read_whole(move |tx| piece(tx, &own, from.as_deref())).await?;
        for row in &rows {
            each(row).map_err(|error| Error::Open(format!("the export cannot be written: {error}")))?;
        }
        count += rows.len() as u64;
        match rows.last() {
            Some(last) if rows.len() == PIECE => {
                after = Some(table.key.iter().map(|at| last[*at].clone()).collect());
            }
            _ => return Ok(count),
        }
    }
}

fn piece(tx: &mut Tx<'_>, table: &ExportTable, after: Option<&[Json]>) -> Result<Vec<Vec<Json>>> {
    let names = |at: &[usize]| at.iter().map(|at| table.columns[*at].as_str()).collect::<Vec<_>>().join(", ");
    let (list, key) = (table.columns.join(", "), names(&table.key));
    let values: Vec<Value<'_>> = after.unwrap_or_default().iter().map(key_value).collect();
    let binds = (1..=values.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let condition = if after.is_some() { format!("WHERE ({key}) > ({binds}) ") } else { String::new() };
    let sql = format!("SELECT {list} FROM {} {condition}ORDER BY {key} LIMIT {PIECE}", table.name);
    let mut rows = Vec::new();
    tx.for_each(Sql::Built(&sql), &values, |row| {
        let mut columns = row.columns();
        let cells = table.columns.iter().map(|_| Ok(columns.take::<JsonCell>()?.0));
        rows.push(cells.collect::<Result<Vec<_>>>()?);
        Ok(())
    })?;
    Ok(rows)
}

fn key_value(value: &Json) -> Value<'_> {
    match value {
        Json::Number(number) => Value::Int(number.as_i64().unwrap_or_default()),
        Json::String(text) => Value::Text(text),
        _ => Value::Null,
    }
}
