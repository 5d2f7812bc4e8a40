//! SQLite: connections, and the threads that read.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::Receiver;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::budget::{Deadline, Interrupter};
use crate::error::{Error, Result};
use crate::job::Job;
use crate::statements::SqliteTexts;
use crate::stats::Counters;
use crate::tx::Tx;

/// How long a transaction waits for another process that writes to the file.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const CACHED_STATEMENTS: usize = 512;
/// The attempts to open a locked file, and the time between them.
const MAX_OPEN_ATTEMPTS: u32 = 200;
const OPEN_PAUSE: Duration = Duration::from_millis(20);

/// The size that SQLite's log is cut back to when it starts anew after a long read has made it grow, in bytes.
pub(crate) const LOG_LIMIT: i64 = 64 << 20;

/// How much of the file is mapped into memory, in bytes. A commit makes every reader forget its page
/// cache; mapped pages are read again without a system call and without a copy.
const MAPPED: i64 = 1 << 40;

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Read and write; a missing file is made.
    Create,
    /// Read and write an existing file.
    Write,
    /// Read, beside the writer of the same process.
    Read,
    /// Read, and change nothing of the file itself.
    ReadOnly,
}

pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

/// Waits before the next attempt. SQLite does not wait itself while another process creates or
/// closes the file.
#[expect(clippy::disallowed_methods, reason = "there is no event to wait for")]
pub(crate) fn pause() {
    std::thread::sleep(OPEN_PAUSE);
}

pub(crate) fn open(path: &Path, cache_kib: u32, mode: Mode) -> Result<Connection> {
    open_file(path, cache_kib, mode)
        .map_err(|error| Error::Open(format!("cannot open the SQLite database {}: {error}", path.display())))
}

/// Opens a file; the error is the engine's.
pub(crate) fn open_file(path: &Path, cache_kib: u32, mode: Mode) -> rusqlite::Result<Connection> {
    let access = match mode {
        Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Mode::Write | Mode::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        // Otherwise SQLite parses a statement with `LIMIT $n` again each time it runs.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // A name in double quotes is a column or an error, never a text.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        if mode != Mode::ReadOnly {
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "journal_size_limit", LOG_LIMIT)?;
            connection.pragma_update(None, "synchronous", "FULL")?;
        }
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -i64::from(cache_kib))?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        if mode != Mode::ReadOnly {
            connection.pragma_update(None, "mmap_size", MAPPED)?;
        }
        // LIKE is case sensitive, as on PostgreSQL.
        connection.pragma_update(None, "case_sensitive_like", true)?;
        connection.pragma_update(None, "query_only", matches!(mode, Mode::Read | Mode::ReadOnly))?;
        connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        Ok(connection)
    };
    let mut attempts = 0;
    loop {
        match open() {
            Err(error) if is_busy(&error) && attempts < MAX_OPEN_ATTEMPTS => {
                attempts += 1;
                pause();
            }
            opened => return opened,
        }
    }
}

/// Starts a reader thread. All readers take jobs from one queue, and answer each job when it is
/// done.
pub(crate) fn start_reader(
    mut connection: Connection,
    jobs: Receiver<Box<dyn Job>>,
    counters: Arc<Counters>,
) -> std::io::Result<JoinHandle<()>> {
    let interrupter = Interrupter::install(&mut connection).map_err(std::io::Error::other)?;
    let run = move || {
        let mut texts = SqliteTexts::new(&counters);
        for mut job in jobs {
            if job.is_abandoned() {
                continue;
            }
            let deadline = Deadline::after(job.budget());
            interrupter.set(deadline);
            let outcome = read_one(&connection, &mut texts, &counters, deadline, &mut *job);
            job.answer(outcome);
        }
    };
    std::thread::Builder::new().name("db-reader".into()).spawn(run)
}

/// What a read has run.
pub(crate) struct Read {
    pub statements: u64,
    pub steps: u64,
    /// Whether a statement failed.
    pub failed: bool,
}

fn read_one(
    connection: &Connection,
    texts: &mut SqliteTexts,
    counters: &Counters,
    deadline: Deadline,
    job: &mut dyn Job,
) -> Result<()> {
    let read = read(connection, texts, deadline, |tx| {
        job.run(tx);
    })?;
    counters.steps.fetch_add(read.steps, Ordering::Relaxed);
    counters.job(read.statements, read.failed, deadline);
    Ok(())
}

/// Runs `job` in a read transaction.
pub(crate) fn read(
    connection: &Connection,
    texts: &mut SqliteTexts,
    deadline: Deadline,
    job: impl FnOnce(&mut Tx<'_>),
) -> Result<Read> {
    control(connection, "BEGIN").map_err(|error| Error::Unavailable(error.to_string()))?;
    let mut tx = Tx::sqlite(connection, texts);
    tx.deadline = deadline;
    job(&mut tx);
    let read = Read { statements: tx.statements, steps: tx.steps, failed: tx.failed };
    if let Err(error) = control(connection, "COMMIT") {
        tracing::warn!(%error, "a read transaction did not end cleanly");
        roll_back(connection);
    }
    Ok(read)
}

pub(crate) fn control(connection: &Connection, statement: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(statement)?.execute([]).map(|_| ())
}

pub(crate) fn roll_back(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = control(connection, "ROLLBACK")
    {
        tracing::error!(%error, "a transaction did not roll back");
    }
}
