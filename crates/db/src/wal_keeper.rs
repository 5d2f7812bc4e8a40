//! Keeps the write-ahead log until it is read, and moves it into the database then.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::outside::open_for_writing;
use crate::wal_file::{WalPages, WalPosition, WalRead, read_wal, wal_start};

/// Pages of the log above which it is moved into the database.
const MOVE_ABOVE: u64 = 8 << 20;

/// Reads every commit of a SQLite database from its log. While it lives, no other process can
/// overwrite what was not read; the process's own connections must not move the log by themselves.
pub struct WalKeeper {
    log: PathBuf,
    /// The connection whose read transaction keeps the log.
    holding: Option<Connection>,
    writer: Connection,
    checkpointer: Connection,
    database: PathBuf,
    position: WalPosition,
    /// Whether the log was read to its end and moved.
    ended: bool,
    /// What was read while the log was moved.
    read: WalPages,
}

fn failed(error: rusqlite::Error) -> Error {
    Error::Unavailable(error.to_string())
}

fn unread(error: std::io::Error) -> Error {
    Error::Unavailable(format!("the log cannot be read: {error}"))
}

impl WalKeeper {
    /// Begins with the next commit; earlier ones are not read.
    pub fn open(database: &Path) -> Result<Self> {
        let log = PathBuf::from(format!("{}-wal", database.display()));
        let writer = open_for_writing(database)?;
        // So that there is a log, and a frame that the read transaction keeps.
        touch(&writer)?;
        let holding = hold(database)?;
        let start = wal_start(&log).map_err(unread)?;
        let start = start.ok_or_else(|| Error::Unavailable("the database has no log".into()))?;
        let WalRead::Next(_, position) = read_wal(&log, start, false).map_err(unread)? else {
            return Err(Error::Unavailable("the log was begun anew meanwhile".into()));
        };
        let checkpointer = open_for_writing(database)?;
        Ok(Self {
            log,
            holding: Some(holding),
            writer,
            checkpointer,
            database: database.to_owned(),
            position,
            ended: false,
            read: WalPages::default(),
        })
    }

    /// The commits since the last call; `None` if some may be missing.
    pub fn read_new(&mut self) -> Result<Option<WalPages>> {
        let mut pages = std::mem::take(&mut self.read);
        let Some(more) = self.read()? else { return Ok(None) };
        if !more.pages.is_empty() {
            // The new transaction begins before the old one ends.
            self.holding = Some(hold(&self.database)?);
        }
        pages.merge(more);
        Ok(Some(pages))
    }

    fn read(&mut self) -> Result<Option<WalPages>> {
        match read_wal(&self.log, self.position, self.ended).map_err(unread)? {
            WalRead::Gap => Ok(None),
            WalRead::Next(pages, position) => {
                self.ended &= position == self.position;
                self.position = position;
                Ok(Some(pages))
            }
        }
    }

    /// Moves the log into the database if it is long, so that it can be begun anew. Writers wait only
    /// for the end of it. `false`: commits may be missing.
    pub fn move_if_long(&mut self) -> Result<bool> {
        let length = std::fs::metadata(&self.log).map_or(0, |found| found.len());
        if length < MOVE_ABOVE || self.ended {
            return Ok(true);
        }
        // Most of it, beside the writers.
        self.checkpoint()?;
        self.writer.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
        let moved = self.read_and_move();
        self.writer.execute_batch("ROLLBACK").map_err(failed)?;
        let is_whole = moved?;
        // Begins the new log, which is held from then on.
        touch(&self.writer)?;
        self.holding = Some(hold(&self.database)?);
        Ok(is_whole)
    }

    /// Nobody writes meanwhile.
    fn read_and_move(&mut self) -> Result<bool> {
        let Some(last) = self.read()? else { return Ok(false) };
        self.read.merge(last);
        self.holding = None;
        self.ended = self.checkpoint()?;
        Ok(true)
    }

    /// Whether all of the log is in the database.
    fn checkpoint(&self) -> Result<bool> {
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
        let (all, moved) =
            self.checkpointer.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], row).map_err(failed)?;
        Ok(all == moved)
    }
}

/// Begins a read transaction on a connection of its own.
fn hold(database: &Path) -> Result<Connection> {
    let connection = open_for_writing(database)?;
    connection.execute_batch("BEGIN").map_err(failed)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(failed)?;
    Ok(connection)
}

/// Commits a change that means nothing.
fn touch(connection: &Connection) -> Result<()> {
    let sql = "INSERT INTO lease (name, holder, until_ms) VALUES ('log', '', 0)
               ON CONFLICT (name) DO UPDATE SET until_ms = until_ms + 1";
    connection.execute(sql, []).map(drop).map_err(failed)
}
