//! Schema steps of SQLite.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::copy::copy_file;
use crate::dialect::migration_for_sqlite;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::identity;
use crate::migrate::{APPLIED, Applied, HISTORY, Migrations, Step, due, steps};
use crate::options::Options;
use crate::sqlite::{BUSY_TIMEOUT, is_busy, pause};

const RECORD: &str =
    "INSERT INTO schema_migration (component, version, name, digest, applied_at) VALUES (?1, ?2, ?3, ?4, ?5)";
const TABLES: &str = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
    AND name <> 'transfer_progress'";
const HAS_HISTORY: &str =
    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'";
/// Attempts to begin between two lines of the log, about five seconds.
const ATTEMPTS_A_LINE: u32 = 250;

fn failed(error: rusqlite::Error) -> Error {
    Error::Open(format!("the schema cannot be brought up to date: {error}"))
}

/// The steps that a database has. Without a table of them there are none.
pub(crate) fn applied(connection: &Connection) -> rusqlite::Result<Applied> {
    if connection.query_row(HAS_HISTORY, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(Vec::new());
    }
    let mut all = connection.prepare(APPLIED)?;
    all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
}

/// Brings the schema up to date. A process that finds another's step running waits for it.
pub(crate) fn run(connection: &Connection, components: &[Migrations], options: &Options) -> Result<()> {
    if connection.query_row(TABLES, [], |row| row.get::<_, i64>(0)).map_err(failed)? == 0 {
        // All or nothing: whoever finds a table finds a whole schema.
        transaction(connection, components, || {
            if connection.query_row(TABLES, [], |row| row.get::<_, i64>(0)).map_err(failed)? == 0 {
                connection.execute_batch(&migration_for_sqlite(HISTORY)).map_err(failed)?;
                steps(components).try_for_each(|step| apply(connection, step, options.now_ms))?;
                identity::create_sqlite(connection, options).map_err(failed)?;
            }
            Ok(())
        })?;
    }
    let mut copied = false;
    while !due(&applied(connection).map_err(failed)?, components)?.is_empty() {
        transaction(connection, components, || {
            // Another process may have applied it while this one waited.
            let Some(step) = due(&applied(connection).map_err(failed)?, components)?.first().copied() else {
                return Ok(());
            };
            if let Some(dir) = options.copy_to.as_deref().filter(|_| !copied) {
                copied = true;
                copy_before(Path::new(&options.url), dir, step)?;
            }
            connection.execute_batch(&migration_for_sqlite(HISTORY)).map_err(failed)?;
            apply(connection, step, options.now_ms)
        })?;
    }
    transaction(connection, components, || identity::create_sqlite(connection, options).map_err(failed))
}

/// Copies the database while the step's transaction keeps all writers out, so that the copy lacks no
/// answered write.
fn copy_before(file: &Path, dir: &Path, step: Step) -> Result<()> {
    let copy = dir.join(format!("before-{}-{}.db", step.component, step.migration.version));
    tracing::info!(copy = %copy.display(), "copying the database before its schema changes");
    copy_file(file, &copy)
}

fn apply(connection: &Connection, step: Step, now_ms: i64) -> Result<()> {
    step.log();
    connection
        .execute_batch(&migration_for_sqlite(&step.migration.sql.text(Engine::Sqlite)))
        .map_err(|error| step.failed(&error.to_string()))?;
    let record = (step.component, step.migration.version, step.migration.name, step.digest(), now_ms);
    connection.execute(RECORD, record).map_err(failed).map(drop)
}

/// Runs `work` in a write transaction, however long another process keeps the lock.
fn transaction(
    connection: &Connection,
    components: &[Migrations],
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    // It must say what it waits for, so SQLite does not wait itself.
    connection.busy_timeout(Duration::ZERO).map_err(failed)?;
    let mut attempts = 0_u32;
    while let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        if !is_busy(&error) {
            return Err(failed(error));
        }
        attempts += 1;
        if attempts.is_multiple_of(ATTEMPTS_A_LINE) {
            let due = applied(connection).ok().and_then(|applied| due(&applied, components).ok());
            let step = due.and_then(|due| due.first().map(ToString::to_string)).unwrap_or_default();
            tracing::info!(step, "waiting for another process, which applies this schema step or writes");
        }
        pause();
    }
    connection.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
    let done = work().and_then(|()| connection.execute_batch("COMMIT").map_err(failed));
    if done.is_err() && !connection.is_autocommit() {
        // The error that matters is the first one.
        let _ = connection.execute_batch("ROLLBACK");
    }
    done
}
