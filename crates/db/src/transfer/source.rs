//! The side that a move reads, in one snapshot.

use std::path::Path;

use miaohui_kernel::CLOCKS_DIFFER_MS;
use rusqlite::Connection;

use super::failed::{postgres_failed, sqlite_failed};
use super::side::Side;
use super::tables::Table;
use crate::error::{Error, Result};
use crate::migrate::{self, Migrations};
use crate::options::Options;
use crate::sqlite::{self, Mode};
use crate::{identity, migrate_postgres, migrate_sqlite, postgres};

/// A side whose snapshot is open.
pub(crate) struct Source(pub Side);

const LEASES: &str = "SELECT COUNT(*) FROM lease WHERE until_ms > ";
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0";

impl Source {
    pub fn open(options: &Options, components: &[Migrations]) -> Result<Self> {
        let (mut own, applied) = if options.is_postgres() {
            let mut client = postgres::Target::parse(&options.url)?.connect()?;
            client.batch_execute(SNAPSHOT).map_err(postgres_failed)?;
            let applied = migrate_postgres::applied(&mut client).map_err(postgres_failed)?;
            (Self(Side::Postgres(client)), applied)
        } else {
            let connection = sqlite::open(Path::new(&options.url), options.cache_kib, Mode::ReadOnly)?;
            // The version of the data is read before the snapshot begins.
            connection.execute_batch("BEGIN").map_err(sqlite_failed)?;
            let applied = migrate_sqlite::applied(&connection).map_err(sqlite_failed)?;
            (Self(Side::Sqlite(connection)), applied)
        };
        let due = migrate::due(&applied, components)?;
        if !due.is_empty() {
            return Err(migrate::older(&due));
        }
        own.require_unserved(options.now_ms)?;
        Ok(own)
    }

    /// The id of the database.
    pub fn identity(&mut self) -> Result<String> {
        let identity = match &mut self.0 {
            Side::Sqlite(connection) => identity::read_sqlite(connection).map_err(sqlite_failed)?,
            Side::Postgres(client) => identity::read_postgres(client).map_err(postgres_failed)?,
        };
        identity.map(|identity| identity.id).ok_or_else(|| Error::Open("the database has no id".into()))
    }

    /// A server holds a lease as long as it runs.
    fn require_unserved(&mut self, now_ms: i64) -> Result<()> {
        // A lease that lies further ahead was taken while a clock was wrong.
        let furthest = now_ms + CLOCKS_DIFFER_MS;
        if self.0.number(&format!("{LEASES}{now_ms} AND until_ms <= {furthest}"))? > 0 {
            return Err(Error::Open(
                "a server uses the database: stop it first (a killed one is forgotten after 15 seconds)"
                    .into(),
            ));
        }
        Ok(())
    }

    /// Ends the snapshot and fails if anybody has written since it began, as far as that is known: any
    /// commit on SQLite, a server on PostgreSQL.
    pub fn require_unchanged(&mut self, now_ms: i64) -> Result<()> {
        if let Side::Sqlite(connection) = &mut self.0 {
            let version = |connection: &Connection| -> rusqlite::Result<i64> {
                connection.query_row("PRAGMA data_version", [], |row| row.get(0))
            };
            let before = version(connection).map_err(sqlite_failed)?;
            connection.execute_batch("COMMIT").map_err(sqlite_failed)?;
            if version(connection).map_err(sqlite_failed)? != before {
                return Err(Error::Open(
                    "the database was written to while it was moved: move it again".into(),
                ));
            }
            return Ok(());
        }
        if let Side::Postgres(client) = &mut self.0 {
            client.batch_execute("COMMIT").map_err(postgres_failed)?;
        }
        self.require_unserved(now_ms)
    }

    pub fn count(&mut self, table: &Table) -> Result<u64> {
        Ok(self.0.number(&format!("SELECT COUNT(*) FROM {}", table.name))?.max(0) as u64)
    }

    /// The last number that a sequence gave, or 0.
    pub fn sequence(&mut self, table: &Table) -> Result<i64> {
        match &mut self.0 {
            Side::Sqlite(_) => self.0.number(&format!(
                "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '{}'), 0)",
                table.name
            )),
            Side::Postgres(client) => {
                let column = table.sequence.as_deref().unwrap_or_default();
                let name = client.query_one("SELECT pg_get_serial_sequence($1, $2)", &[&table.name, &column]);
                let name: Option<String> = name.map_err(postgres_failed)?.get(0);
                let name = name.ok_or_else(|| Error::Open(format!("{} has no sequence", table.name)))?;
                client
                    .query_one(
                        &format!("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name}"),
                        &[],
                    )
                    .map(|row| row.get(0))
                    .map_err(postgres_failed)
            }
        }
    }
}
