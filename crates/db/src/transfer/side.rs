//! One side of a move: an engine's connection.

use ::postgres::Client;
use ::postgres::fallible_iterator::FallibleIterator;
use rusqlite::Connection;

use super::digest::Digest;
use super::failed::{postgres_failed, sqlite_failed};
use super::portions::Portions;
use super::tables::Table;
use crate::cell::Cell;
use crate::error::Result;
use crate::row::{Inner, Row};

/// A connection.
pub(crate) enum Side {
    Sqlite(Connection),
    Postgres(Client),
}

impl Side {
    /// Runs statements.
    pub fn execute(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql).map_err(sqlite_failed),
            Self::Postgres(client) => client.batch_execute(sql).map_err(postgres_failed),
        }
    }

    /// The number that a statement selects.
    pub fn number(&mut self, sql: &str) -> Result<i64> {
        match self {
            Self::Sqlite(connection) => {
                connection.query_row(sql, [], |row| row.get(0)).map_err(sqlite_failed)
            }
            Self::Postgres(client) => {
                client.query_one(sql, &[]).map(|row| row.get(0)).map_err(postgres_failed)
            }
        }
    }

    /// Calls `each` with every row.
    pub fn rows(&mut self, table: &Table, mut each: impl FnMut(&[Cell<'_>]) -> Result<()>) -> Result<()> {
        let (sql, width) = (format!("SELECT {} FROM {}", table.list(), table.name), table.columns.len());
        let cells = |row: Row<'_>, each: &mut dyn FnMut(&[Cell<'_>]) -> Result<()>| {
            let cells = (0..width).map(|index| row.cell(index)).collect::<Result<Vec<_>>>()?;
            each(&cells)
        };
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(&sql).map_err(sqlite_failed)?;
                let mut rows = statement.query([]).map_err(sqlite_failed)?;
                while let Some(row) = rows.next().map_err(sqlite_failed)? {
                    cells(Row(Inner::Sqlite(row)), &mut each)?;
                }
            }
            Self::Postgres(client) => {
                let none: [&str; 0] = [];
                let mut rows = client.query_raw(&sql, none).map_err(postgres_failed)?;
                while let Some(row) = rows.next().map_err(postgres_failed)? {
                    cells(Row(Inner::Postgres(&row)), &mut each)?;
                }
            }
        }
        Ok(())
    }

    /// The digest of a table.
    pub fn digest(&mut self, table: &Table, report: &mut dyn FnMut(u64)) -> Result<Digest> {
        let (mut digest, mut buffer, mut portions) = (Digest::default(), Vec::new(), Portions::new(report));
        self.rows(table, |cells| {
            portions.add();
            digest.add(cells, &mut buffer)
        })?;
        portions.end();
        Ok(digest)
    }
}
