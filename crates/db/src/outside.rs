//! What a process does to a database that it does not open as its own: no schema step is run, and no
//! thread is started.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Result};
use crate::lease::{HOLD, RELEASE, times};
use crate::postgres::{Target, error_text};

/// Holds leases in a database.
pub struct Leases {
    connection: Inner,
    holder: String,
}

enum Inner {
    Sqlite(Connection),
    Postgres(::postgres::Client),
}

impl Leases {
    /// Connects to a database, `postgres://…` or the path of an existing SQLite file. On PostgreSQL
    /// it must not be called on an async thread.
    pub fn open(url: &str, holder: &str) -> Result<Self> {
        let connection = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Inner::Postgres(Target::parse(url)?.connect()?)
        } else {
            Inner::Sqlite(open_for_writing(Path::new(url))?)
        };
        Ok(Self { connection, holder: holder.to_owned() })
    }

    /// Takes or renews a lease until `now_ms + ttl_ms`. `false` if another holder has it.
    pub fn hold(&mut self, name: &str, now_ms: i64, ttl_ms: i64) -> Result<bool> {
        let [until, now, furthest] = times(now_ms, ttl_ms);
        let held = match &mut self.connection {
            Inner::Sqlite(connection) => {
                let sql = crate::dialect::statement_for_sqlite(HOLD);
                connection
                    .execute(&sql, (name, &self.holder, until, now, furthest))
                    .map_err(|error| Error::Unavailable(error.to_string()))? as u64
            }
            Inner::Postgres(client) => client
                .execute(HOLD, &[&name, &self.holder, &until, &now, &furthest])
                .map_err(|error| Error::Unavailable(error_text(&error)))?,
        };
        Ok(held == 1)
    }

    /// Gives up all leases.
    pub fn release(&mut self) -> Result<()> {
        match &mut self.connection {
            Inner::Sqlite(connection) => connection
                .execute(&crate::dialect::statement_for_sqlite(RELEASE), [&self.holder])
                .map(drop)
                .map_err(|error| Error::Unavailable(error.to_string())),
            Inner::Postgres(client) => client
                .execute(RELEASE, &[&self.holder])
                .map(drop)
                .map_err(|error| Error::Unavailable(error_text(&error))),
        }
    }
}

pub(crate) fn open_for_writing(path: &Path) -> Result<Connection> {
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        // The process that serves decides when the log is moved into the file.
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        Ok(connection)
    };
    open()
        .map_err(|error| Error::Open(format!("cannot open the SQLite database {}: {error}", path.display())))
}

/// Reads pairs of texts from an existing SQLite file.
pub fn read_texts(path: &Path, sql: &str) -> Result<Vec<(String, String)>> {
    let read = || -> rusqlite::Result<Vec<(String, String)>> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let mut statement = connection.prepare(sql)?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    read().map_err(|error| Error::Open(format!("{} cannot be read: {error}", path.display())))
}

/// Runs statements on an existing SQLite file that nobody else uses, in one transaction. Returns the
/// number of changed rows of each.
pub fn edit_sqlite(path: &Path, statements: &[&str]) -> Result<Vec<u64>> {
    let failed = |error: rusqlite::Error| Error::Unavailable(error.to_string());
    let mut connection = open_for_writing(path)?;
    let tx = connection.transaction().map_err(failed)?;
    let counts: rusqlite::Result<Vec<u64>> =
        statements.iter().map(|sql| tx.execute(sql, []).map(|count| count as u64)).collect();
    let counts = counts.map_err(failed)?;
    tx.commit().map_err(failed)?;
    Ok(counts)
}
