//! A consistent copy of a SQLite file that is in use, and what is in such a copy.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Result};
use crate::identity;

/// Pages that are copied between two calls of the pace.
const PAGES_PER_STEP: i32 = 256;

/// What a copy contains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// The database's id; a database of an early version has none.
    pub database_id: Option<String>,
    /// The number of rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// The latest schema step of each component.
    pub schema: BTreeMap<String, i64>,
    /// The names of the files that rows name, sorted.
    pub blobs: Vec<String>,
    /// The names of the keys that encrypt values.
    pub keys: Vec<String>,
}

fn failed(what: &str) -> impl Fn(rusqlite::Error) -> Error + '_ {
    move |error| Error::Open(format!("{what}: {error}"))
}

/// Opens an existing file for reading. A missing one is an error, and nothing is created.
fn open_existing(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// Copies the database `from` to the new file `to`, as it is at the beginning of the call.
///
/// The copy is made in pieces within one read transaction, so writers are not held up; their log
/// cannot be cut back meanwhile. `pace` gets the bytes that are copied and the bytes of all, after
/// each piece, and may wait; the copy ends early if it returns `false`.
///
/// `begin` is called with a function that begins the transaction, and may note something that holds at
/// that moment.
pub fn copy_sqlite(
    from: &Path,
    to: &Path,
    begin: impl FnOnce(&dyn Fn() -> Result<()>) -> Result<()>,
    mut pace: impl FnMut(u64, u64) -> bool,
) -> Result<()> {
    let what = format!("{} cannot be copied", from.display());
    let failed = failed(&what);
    let source = open_existing(from).map_err(&failed)?;
    // The snapshot that all pieces see begins with the first read of the transaction.
    begin(&|| {
        source.execute_batch("BEGIN").map_err(&failed)?;
        source.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(&failed)
    })?;
    let page: u32 = source.query_row("PRAGMA page_size", [], |row| row.get(0)).map_err(&failed)?;
    let mut target = Connection::open(to).map_err(&failed)?;
    // The caller syncs the file; until then it is worth nothing.
    target.pragma_update(None, "synchronous", "OFF").map_err(&failed)?;
    target.pragma_update(None, "journal_mode", "OFF").map_err(&failed)?;
    let backup = Backup::new(&source, &mut target).map_err(&failed)?;
    loop {
        let step = backup.step(PAGES_PER_STEP).map_err(&failed)?;
        let progress = backup.progress();
        let pages = progress.pagecount.max(0) as u64;
        let copied = pages.saturating_sub(progress.remaining.max(0) as u64);
        let goes_on = pace(copied * u64::from(page), pages * u64::from(page));
        match step {
            _ if !goes_on => break,
            StepResult::Done => break,
            StepResult::More => {}
            _ => return Err(Error::Open(format!("{what}: it is locked"))),
        }
    }
    drop(backup);
    target.close().map_err(|(_, error)| failed(error))?;
    source.execute_batch("COMMIT").map_err(&failed)
}

/// Reads what is in a copy. `blobs` are the tables and columns that name files; a table that an older
/// schema does not have names none.
pub fn contents(path: &Path, blobs: &[(&str, &str)]) -> Result<Contents> {
    let what = format!("{} cannot be read", path.display());
    let failed = failed(&what);
    let connection = open_existing(path).map_err(&failed)?;
    let texts = |sql: &str| -> rusqlite::Result<Vec<String>> {
        connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    };
    let tables = texts(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .map_err(&failed)?;
    let has = |table: &str| tables.iter().any(|name| name == table);
    let mut found = Contents::default();
    for table in &tables {
        let quoted = table.replace('"', "\"\"");
        let count: i64 = connection
            .query_row(&format!("SELECT count(*) FROM \"{quoted}\""), [], |row| row.get(0))
            .map_err(&failed)?;
        found.rows.insert(table.clone(), count as u64);
    }
    if has("schema_migration") {
        let mut steps = connection
            .prepare("SELECT component, max(version) FROM schema_migration GROUP BY component")
            .map_err(&failed)?;
        let rows = steps.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&failed)?;
        found.schema = rows.collect::<rusqlite::Result<_>>().map_err(&failed)?;
    }
    found.blobs = blob_names_in(&connection, blobs).map_err(&failed)?;
    found.database_id = identity::read_sqlite(&connection).map_err(&failed)?.map(|identity| identity.id);
    if has("vault_key") {
        found.keys = texts("SELECT id FROM vault_key ORDER BY id").map_err(&failed)?;
    }
    Ok(found)
}

/// The names of the files that rows name, sorted. The database may be in use.
pub fn blob_names(path: &Path, blobs: &[(&str, &str)]) -> Result<Vec<String>> {
    let read = || blob_names_in(&open_existing(path)?, blobs);
    read().map_err(|error| Error::Unavailable(format!("the names of files cannot be read: {error}")))
}

fn blob_names_in(connection: &Connection, blobs: &[(&str, &str)]) -> rusqlite::Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for (table, column) in blobs {
        let there = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        if connection.query_row(there, [table], |row| row.get::<_, i64>(0))? == 1 {
            let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''");
            let mut found = connection.prepare(&sql)?;
            let found = found.query_map([], |row| row.get(0))?;
            names.extend(found.collect::<rusqlite::Result<Vec<String>>>()?);
        }
    }
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// Checks the pages and references of a copy with the engine's own means. Returns what is wrong.
pub fn check_sqlite(path: &Path) -> Result<Vec<String>> {
    let what = format!("{} cannot be checked", path.display());
    let failed = failed(&what);
    let connection = open_existing(path).map_err(&failed)?;
    let mut wrong: Vec<String> = connection
        .prepare("PRAGMA integrity_check(20)")
        .and_then(|mut check| check.query_map([], |row| row.get(0))?.collect())
        .map_err(&failed)?;
    wrong.retain(|line| line != "ok");
    let references: Vec<String> = connection
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut check| {
            let row = |row: &rusqlite::Row<'_>| {
                let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
                Ok(format!("a row of {table} refers to a row of {parent} that is not there"))
            };
            check.query_map([], row)?.take(20).collect()
        })
        .map_err(&failed)?;
    wrong.extend(references);
    Ok(wrong)
}
