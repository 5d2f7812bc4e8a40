//! A dump of a PostgreSQL database, and how it is loaded.
//!
//! The dump is text that `psql` understands too: a `COPY` of each table, those that others refer to
//! first, and the values of the sequences. It holds no schema: the steps of the schema that it names
//! are run before it is loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use ::postgres::{Client, IsolationLevel, Transaction};

use crate::dialect::migration_for_postgres;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::identity;
use crate::migrate::{HISTORY, Migrations, PLATFORM};
use crate::postgres::{Target, error_text};
use crate::snapshot::Contents;

const END: &[u8] = b"\\.\n";
const SETVAL: &str = "SELECT pg_catalog.setval(";

fn failed(error: ::postgres::Error) -> Error {
    Error::Unavailable(error_text(&error))
}

fn unwritten(error: io::Error) -> Error {
    Error::Unavailable(format!("the dump: {error}"))
}

fn connect(url: &str) -> Result<Client> {
    Target::parse(url)?.connect()
}

/// The size of a database in bytes.
pub fn postgres_size(url: &str) -> Result<u64> {
    let row = connect(url)?.query_one("SELECT pg_database_size(current_database())", &[]).map_err(failed)?;
    Ok(row.get::<_, i64>(0) as u64)
}

/// Writes all rows of a database to a file, as they are at the beginning of the call, and returns what
/// they are. `begun` is called once the moment is fixed. `pace` gets the bytes of each piece and may wait; the dump fails if it returns `false`.
/// It must not be called on an async thread.
pub fn dump_postgres(
    url: &str,
    to: &Path,
    blobs: &[(&str, &str)],
    begun: impl FnOnce(),
    mut pace: impl FnMut(u64) -> bool,
) -> Result<Contents> {
    let mut client = connect(url)?;
    let builder = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    let mut tx = builder.start().map_err(failed)?;
    let mut out = BufWriter::new(File::create(to).map_err(unwritten)?);
    let mut found = Contents::default();
    let tables = tables(&mut tx)?;
    begun();
    for table in &tables {
        let columns = columns(&mut tx, table)?;
        writeln!(out, "COPY {} ({columns}) FROM stdin;", quoted(table)).map_err(unwritten)?;
        let copy = format!("COPY {} ({columns}) TO STDOUT", quoted(table));
        let mut rows = tx.copy_out(&copy).map_err(failed)?;
        let mut count = 0;
        let mut piece = vec![0; 256 << 10];
        loop {
            let length = rows.read(&mut piece).map_err(unwritten)?;
            if length == 0 {
                break;
            }
            // A line break within a value is written as \n.
            count += piece[..length].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
            out.write_all(&piece[..length]).map_err(unwritten)?;
            if !pace(length as u64) {
                return Err(Error::Unavailable("the dump was stopped".into()));
            }
        }
        out.write_all(END).map_err(unwritten)?;
        found.rows.insert(table.clone(), count);
    }
    write_sequences(&mut tx, &tables, &mut out)?;
    out.into_inner().map_err(|error| unwritten(error.into_error()))?.sync_all().map_err(unwritten)?;
    if tables.iter().any(|table| table == "schema_migration") {
        let sql = "SELECT component, max(version) FROM schema_migration GROUP BY component";
        found.schema =
            tx.query(sql, &[]).map_err(failed)?.iter().map(|row| (row.get(0), row.get(1))).collect();
    }
    for (table, column) in blobs.iter().filter(|(table, _)| tables.iter().any(|name| name == table)) {
        let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''");
        found.blobs.extend(tx.query(&sql, &[]).map_err(failed)?.iter().map(|row| row.get::<_, String>(0)));
    }
    found.blobs.sort_unstable();
    found.blobs.dedup();
    found.database_id = identity::read_postgres(&mut tx).map_err(failed)?.map(|identity| identity.id);
    if tables.iter().any(|table| table == "vault_key") {
        let keys = tx.query("SELECT id FROM vault_key ORDER BY id", &[]).map_err(failed)?;
        found.keys = keys.iter().map(|row| row.get(0)).collect();
    }
    tx.commit().map_err(failed)?;
    Ok(found)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The tables; one that others refer to comes before them.
fn tables(tx: &mut Transaction<'_>) -> Result<Vec<String>> {
    let names = "SELECT c.relname::TEXT FROM pg_class c
                 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY 1";
    let mut waiting: Vec<String> =
        tx.query(names, &[]).map_err(failed)?.iter().map(|row| row.get(0)).collect();
    let references = "SELECT DISTINCT f.relname::TEXT, t.relname::TEXT FROM pg_constraint k
                      JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
                      WHERE k.contype = 'f' AND k.conrelid <> k.confrelid";
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in tx.query(references, &[]).map_err(failed)? {
        needs.entry(row.get(0)).or_default().insert(row.get(1));
    }
    let mut ordered: Vec<String> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |table: &String| {
            needs.get(table).is_none_or(|others| others.iter().all(|other| ordered.contains(other)))
        };
        let (ready, rest): (Vec<String>, Vec<String>) = waiting.into_iter().partition(is_ready);
        if ready.is_empty() {
            return Err(Error::Unavailable(format!("the tables {rest:?} refer to one another")));
        }
        ordered.extend(ready);
        waiting = rest;
    }
    Ok(ordered)
}

fn columns(tx: &mut Transaction<'_>, table: &str) -> Result<String> {
    let sql = "SELECT attname::TEXT FROM pg_attribute
               WHERE attrelid = $1::TEXT::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
               ORDER BY attnum";
    let rows = tx.query(sql, &[&quoted(table)]).map_err(failed)?;
    Ok(rows.iter().map(|row| quoted(&row.get::<_, String>(0))).collect::<Vec<_>>().join(", "))
}

fn write_sequences(tx: &mut Transaction<'_>, tables: &[String], out: &mut impl Write) -> Result<()> {
    let owned = "SELECT a.attname::TEXT, pg_get_serial_sequence($1, a.attname) FROM pg_attribute a
                 WHERE a.attrelid = $1::TEXT::regclass AND a.attnum > 0 AND NOT a.attisdropped
                   AND pg_get_serial_sequence($1, a.attname) IS NOT NULL";
    for table in tables {
        for row in tx.query(owned, &[&quoted(table)]).map_err(failed)? {
            let sequence: String = row.get(1);
            let value = format!("SELECT last_value, is_called FROM {sequence}");
            let row_of = tx.query_one(&value, &[]).map_err(failed)?;
            let (last, called): (i64, bool) = (row_of.get(0), row_of.get(1));
            let column: String = row.get(0);
            // By the column, as the sequence of another database may have another name.
            let place = format!("pg_get_serial_sequence('{}', '{column}')", quoted(table));
            writeln!(out, "{SETVAL}{place}, {last}, {called});").map_err(unwritten)?;
        }
    }
    Ok(())
}

/// Loads a dump into an empty database, with the schema that it was made of, and runs `after`. All of it
/// is one transaction. It must not be called on an async thread.
pub fn load_postgres(
    url: &str,
    components: &[Migrations],
    schema: &BTreeMap<String, i64>,
    from: &Path,
    after: &[&str],
) -> Result<Vec<u64>> {
    let mut client = connect(url)?;
    let mut tx = client.transaction().map_err(failed)?;
    if !tables(&mut tx)?.is_empty() {
        return Err(Error::Open("the database is not empty: restore into a new one".into()));
    }
    tx.batch_execute(&migration_for_postgres(HISTORY)).map_err(failed)?;
    for set in [PLATFORM].iter().chain(components) {
        let newest = schema.get(set.component).copied().unwrap_or_default();
        for step in set.steps.iter().filter(|step| step.version <= newest) {
            tx.batch_execute(&migration_for_postgres(&step.sql.text(Engine::Postgres))).map_err(failed)?;
        }
    }
    let made: Vec<String> = tables(&mut tx)?.iter().map(|table| quoted(table)).collect();
    tx.batch_execute(&format!("TRUNCATE {}", made.join(", "))).map_err(failed)?;
    load(&mut tx, from)?;
    let changed: Result<Vec<u64>> = after.iter().map(|sql| tx.execute(*sql, &[]).map_err(failed)).collect();
    let changed = changed?;
    tx.commit().map_err(failed)?;
    Ok(changed)
}

fn load(tx: &mut Transaction<'_>, from: &Path) -> Result<()> {
    let wrong = || Error::Unavailable("the dump has a line that is none of its own".into());
    let mut lines = BufReader::with_capacity(1 << 20, File::open(from).map_err(unwritten)?);
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).map_err(unwritten)? == 0 {
            return Ok(());
        }
        let text = std::str::from_utf8(&line).map_err(|_| wrong())?.trim_end();
        if text.starts_with(SETVAL) {
            tx.batch_execute(text).map_err(failed)?;
            continue;
        }
        if !text.starts_with("COPY ") {
            return Err(wrong());
        }
        let mut rows = tx.copy_in(text.trim_end_matches(';')).map_err(failed)?;
        loop {
            line.clear();
            if lines.read_until(b'\n', &mut line).map_err(unwritten)? == 0 {
                return Err(wrong());
            }
            if line == END {
                break;
            }
            rows.write_all(&line).map_err(unwritten)?;
        }
        rows.finish().map_err(failed)?;
    }
}

/// Counts the rows of all tables.
pub fn postgres_rows(url: &str) -> Result<BTreeMap<String, u64>> {
    let mut client = connect(url)?;
    let mut tx = client.transaction().map_err(failed)?;
    let mut rows = BTreeMap::new();
    for table in tables(&mut tx)? {
        let count = tx.query_one(&format!("SELECT count(*) FROM {}", quoted(&table)), &[]).map_err(failed)?;
        rows.insert(table, count.get::<_, i64>(0) as u64);
    }
    Ok(rows)
}

/// Reads pairs of texts.
pub fn read_postgres_texts(url: &str, sql: &str) -> Result<Vec<(String, String)>> {
    let rows = connect(url)?.query(sql, &[]).map_err(failed)?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// A database of its own on the server of another one, dropped with the value.
pub struct TemporaryDatabase {
    server: String,
    name: String,
    url: String,
}

impl TemporaryDatabase {
    /// Creates the database; the user of the URL needs the right to.
    pub fn create(beside: &str, name: &str) -> Result<Self> {
        let (path, query) =
            beside.split_once('?').map_or((beside, None), |(path, query)| (path, Some(query)));
        let start = path.find("://").map_or(0, |at| at + 3);
        let end = path[start..].find('/').map_or(path.len(), |at| start + at);
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let url = format!("{}/{name}{query}", &path[..end]);
        connect(beside)?.batch_execute(&format!("CREATE DATABASE {}", quoted(name))).map_err(failed)?;
        Ok(Self { server: beside.to_owned(), name: name.to_owned(), url })
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TemporaryDatabase {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(&self.name));
        let dropped =
            connect(&self.server).and_then(|mut client| client.batch_execute(&drop).map_err(failed));
        if let Err(error) = dropped {
            tracing::warn!(name = self.name, %error, "a temporary database was not dropped");
        }
    }
}
