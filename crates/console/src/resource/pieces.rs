//! The pieces by which the search finds rows. Products store them with their rows; the console stores
//! those of rows that its forms change, and those of rows that are older than the tables of pieces.

use miaohui_admin::{Cell, Field, Kind, Registry, Resource, Searching};
use miaohui_db::{Result, Sql, Tx};
use miaohui_kernel::pieces;

/// The limit of rows of one transaction.
const BATCH: i64 = 500;

/// The searched fields that have pieces: generated ids are searched by their beginnings.
fn pieced(resource: &Resource) -> impl Iterator<Item = &'static Field> + use<> {
    resource.fields.iter().filter(|field| field.in_search && !matches!(field.kind, Kind::Uid))
}

/// Reads keys and texts of rows.
fn texts(tx: &mut Tx<'_>, resource: &Resource, tail: &str, key: &Cell) -> Result<Vec<(i64, Vec<String>)>> {
    let columns = pieced(resource).map(|field| format!(", t.{}", field.column));
    let columns = columns.collect::<Vec<_>>().concat();
    let text = format!("SELECT t.{}{columns} FROM {} t WHERE {tail}", resource.key, resource.table);
    let mut rows = Vec::new();
    tx.for_each(Sql::Built(&text), &[key.into()], |row| {
        let mut columns = row.columns();
        let id = columns.take()?;
        let mut texts = Vec::new();
        for _ in pieced(resource) {
            texts.extend(columns.take::<Option<String>>()?);
        }
        rows.push((id, texts));
        Ok(())
    })?;
    Ok(rows)
}

fn insert(tx: &mut Tx<'_>, table: &str, id: i64, texts: &[String]) -> Result<()> {
    let text = format!("INSERT INTO {table} (piece, id) VALUES ($1, $2) ON CONFLICT DO NOTHING");
    for piece in pieces(texts.iter().map(String::as_str)) {
        tx.execute(Sql::Built(&text), &[(&piece).into(), id.into()])?;
    }
    Ok(())
}

/// Stores the pieces of a row as it is now.
pub fn store(tx: &mut Tx<'_>, resource: &Resource, key: &Cell) -> Result<()> {
    let Searching::Pieces { table } = resource.searching else { return Ok(()) };
    tx.execute(Sql::Built(&format!("DELETE FROM {table} WHERE id = $1")), &[key.into()])?;
    for (id, texts) in texts(tx, resource, &format!("t.{} = $1", resource.key), key)? {
        insert(tx, table, id, &texts)?;
    }
    Ok(())
}

/// Stores the pieces of rows that have none yet; `true`: there may be more.
pub fn fill(tx: &mut Tx<'_>, registry: &Registry) -> Result<bool> {
    let mut filled = Vec::new();
    let mut is_more = false;
    for resource in &registry.resources {
        let Searching::Pieces { table } = resource.searching else { continue };
        if filled.contains(&table) {
            continue;
        }
        filled.push(table);
        let last: Option<(i64,)> =
            tx.query_opt("SELECT last_id FROM console_counted WHERE what = $1", &[table.into()])?;
        let last = last.map_or(0, |(last,)| last);
        let key = resource.key;
        let rows =
            texts(tx, resource, &format!("t.{key} > $1 ORDER BY t.{key} LIMIT {BATCH}"), &last.into())?;
        for (id, texts) in &rows {
            insert(tx, table, *id, texts)?;
        }
        if let Some((last, _)) = rows.last() {
            tx.execute(
                "INSERT INTO console_counted (what, last_id) VALUES ($1, $2)
                 ON CONFLICT (what) DO UPDATE SET last_id = excluded.last_id",
                &[table.into(), (*last).into()],
            )?;
        }
        is_more |= rows.len() as i64 == BATCH;
    }
    Ok(is_more)
}
