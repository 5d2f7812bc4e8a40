//! The side that a move fills.

use std::path::Path;

use ::postgres::Transaction;
use ::postgres::binary_copy::BinaryCopyInWriter;
use ::postgres::types::{ToSql, Type};
use rusqlite::{Connection, params_from_iter};

use super::digest::Digest;
use super::failed::{postgres_failed, sqlite_failed};
use super::portions::Portions;
use super::side::Side;
use super::source::Source;
use super::tables::Table;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::migrate::Migrations;
use crate::options::Options;
use crate::sqlite::{self, Mode};
use crate::value::Value;
use crate::{migrate_postgres, migrate_sqlite, postgres};

/// What has been copied: a table and its digest. The row without a name holds the source's id, and
/// whether the rows that schema steps insert are removed.
const PROGRESS: &str =
    "CREATE TABLE IF NOT EXISTS transfer_progress (name TEXT PRIMARY KEY, digest TEXT NOT NULL)";
const COPIED: &str = "SELECT name, digest FROM transfer_progress";
/// A name that no table has.
const SOURCE: &str = "";
const CLEARED: &str = "cleared";

/// A side that is filled.
pub(crate) struct Target(pub Side);

impl Target {
    /// Opens an empty database, or one that a move from the same source has begun to fill.
    pub fn open(options: &Options, components: &[Migrations], source: &str) -> Result<Self> {
        let mut own = if options.is_postgres() {
            Self(Side::Postgres(postgres::Target::parse(&options.url)?.connect()?))
        } else {
            Self(Side::Sqlite(sqlite::open(Path::new(&options.url), options.cache_kib, Mode::Create)?))
        };
        own.0.execute(PROGRESS)?;
        match own.copied()?.into_iter().find(|(name, _)| name == SOURCE) {
            Some((_, id)) if id != source => {
                return Err(Error::Open(format!(
                    "the target is filled by a move of another database ({id})"
                )));
            }
            Some(_) => {}
            None => {
                own.0.execute(&format!("INSERT INTO transfer_progress VALUES ('{SOURCE}', '{source}')"))?;
            }
        }
        // A cleared database has its schema, and must get no id of its own again.
        let is_cleared = own.is_cleared()?;
        match &mut own.0 {
            _ if is_cleared => {}
            Side::Sqlite(connection) => migrate_sqlite::run(connection, components, options)?,
            Side::Postgres(client) => migrate_postgres::run(client, components, options)?,
        }
        if let Side::Sqlite(connection) = &own.0 {
            // Whole tables are filled, whose rows may refer to later ones.
            connection.pragma_update(None, "foreign_keys", false).map_err(sqlite_failed)?;
        }
        Ok(own)
    }

    /// The copied tables with their digests.
    pub fn copied(&mut self) -> Result<Vec<(String, String)>> {
        match &mut self.0 {
            Side::Sqlite(connection) => {
                let mut all = connection.prepare(COPIED).map_err(sqlite_failed)?;
                let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(sqlite_failed)?;
                rows.collect::<rusqlite::Result<_>>().map_err(sqlite_failed)
            }
            Side::Postgres(client) => {
                let rows = client.query(COPIED, &[]).map_err(postgres_failed)?;
                Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
            }
        }
    }

    /// Whether it holds rows of the source only.
    pub fn is_cleared(&mut self) -> Result<bool> {
        Ok(self.copied()?.iter().any(|(name, _)| name == CLEARED))
    }

    /// Empties all tables, also of the rows that schema steps insert.
    pub fn clear(&mut self, tables: &[Table]) -> Result<()> {
        let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        let empty = match &mut self.0 {
            Side::Sqlite(_) => format!("DELETE FROM {};", names.join("; DELETE FROM ")),
            Side::Postgres(_) => format!("TRUNCATE {};", names.join(", ")),
        };
        self.0.execute(&format!(
            "BEGIN; {empty} DELETE FROM transfer_progress WHERE name <> '{SOURCE}';
             INSERT INTO transfer_progress VALUES ('{CLEARED}', ''); COMMIT;"
        ))
    }

    /// Copies a table in one transaction, with its digest.
    pub fn copy(
        &mut self,
        table: &Table,
        source: &mut Source,
        report: &mut dyn FnMut(u64),
    ) -> Result<Digest> {
        let (mut digest, mut buffer, mut portions) = (Digest::default(), Vec::new(), Portions::new(report));
        let mut count = |cells: &[Cell<'_>]| {
            portions.add();
            digest.add(cells, &mut buffer)
        };
        match &mut self.0 {
            Side::Sqlite(connection) => {
                let tx = connection.unchecked_transaction().map_err(sqlite_failed)?;
                copy_to_sqlite(&tx, table, source, &mut count)?;
                note(&tx, table, digest).map_err(sqlite_failed)?;
                tx.commit().map_err(sqlite_failed)?;
            }
            Side::Postgres(client) => {
                let mut tx = client.transaction().map_err(postgres_failed)?;
                copy_to_postgres(&mut tx, table, source, &mut count)?;
                let note =
                    format!("INSERT INTO transfer_progress VALUES ('{}', '{}')", table.name, digest.text());
                tx.batch_execute(&note).map_err(postgres_failed)?;
                tx.commit().map_err(postgres_failed)?;
            }
        }
        portions.end();
        Ok(digest)
    }

    /// Makes a sequence go on after a number.
    pub fn set_sequence(&mut self, table: &Table, last: i64) -> Result<()> {
        let (name, column) = (&table.name, table.sequence.as_deref().unwrap_or_default());
        let sql = match &mut self.0 {
            Side::Sqlite(_) => format!(
                "DELETE FROM sqlite_sequence WHERE name = '{name}';
                 INSERT INTO sqlite_sequence (name, seq) VALUES ('{name}', {last})"
            ),
            Side::Postgres(_) => format!(
                "SELECT setval(pg_get_serial_sequence('{name}', '{column}'), {}, {})",
                last.max(1),
                last > 0
            ),
        };
        self.0.execute(&sql)
    }

    /// Checks foreign keys and makes the database a usual one.
    pub fn finish(&mut self) -> Result<()> {
        match &mut self.0 {
            Side::Sqlite(connection) => {
                let mut check = connection.prepare("PRAGMA foreign_key_check").map_err(sqlite_failed)?;
                let mut wrong = check.query_map([], |row| row.get::<_, String>(0)).map_err(sqlite_failed)?;
                if let Some(table) = wrong.next() {
                    let table = table.map_err(sqlite_failed)?;
                    return Err(Error::Open(format!("a row of {table} refers to a row that does not exist")));
                }
                drop(wrong);
                drop(check);
                connection
                    .execute_batch("DROP TABLE transfer_progress; PRAGMA optimize")
                    .map_err(sqlite_failed)
            }
            Side::Postgres(client) => {
                client.batch_execute("DROP TABLE transfer_progress; ANALYZE").map_err(postgres_failed)
            }
        }
    }
}

fn note(connection: &Connection, table: &Table, digest: Digest) -> rusqlite::Result<()> {
    let note = "INSERT INTO transfer_progress VALUES (?1, ?2)";
    connection.execute(note, (&table.name, digest.text())).map(drop)
}

fn copy_to_sqlite(
    connection: &Connection,
    table: &Table,
    source: &mut Source,
    count: &mut dyn FnMut(&[Cell<'_>]) -> Result<()>,
) -> Result<()> {
    let binds = vec!["?"; table.columns.len()].join(", ");
    let sql = format!("INSERT INTO {} ({}) VALUES ({binds})", table.name, table.list());
    let mut insert = connection.prepare(&sql).map_err(sqlite_failed)?;
    source.0.rows(table, |cells| {
        count(cells)?;
        let values = cells.iter().map(value).collect::<Result<Vec<_>>>()?;
        insert.execute(params_from_iter(values)).map(drop).map_err(sqlite_failed)
    })
}

fn copy_to_postgres(
    tx: &mut Transaction<'_>,
    table: &Table,
    source: &mut Source,
    count: &mut dyn FnMut(&[Cell<'_>]) -> Result<()>,
) -> Result<()> {
    let sql = format!("COPY {} ({}) FROM STDIN BINARY", table.name, table.list());
    let writer = tx.copy_in(&sql).map_err(postgres_failed)?;
    let mut writer = BinaryCopyInWriter::new(writer, &table.types);
    source.0.rows(table, |cells| {
        count(cells)?;
        let mut values = Vec::with_capacity(cells.len());
        for (cell, of_column) in cells.iter().zip(&table.types) {
            values.push(match cell {
                // SQLite stores flags as numbers.
                Cell::Int(number) if *of_column == Type::BOOL => Value::Bool(*number != 0),
                Cell::Text(text) if text.contains('\0') => {
                    return Err(Error::Open(format!(
                        "a text of {} holds a NUL character, which PostgreSQL cannot store",
                        table.name
                    )));
                }
                other => value(other)?,
            });
        }
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        writer.write(&values).map_err(postgres_failed)
    })?;
    writer.finish().map(drop).map_err(postgres_failed)
}

fn value<'v>(cell: &Cell<'v>) -> Result<Value<'v>> {
    Ok(match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => Value::Int(*number),
        Cell::Bool(flag) => Value::Bool(*flag),
        Cell::Text(text) => Value::Text(text),
        Cell::Real(_) => return Err(Error::Open("a floating-point number cannot be moved".into())),
        Cell::Other(what) => return Err(Error::Open(format!("{what} cannot be moved"))),
    })
}
