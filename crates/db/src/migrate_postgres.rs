//! Schema steps of PostgreSQL.

use ::postgres::error::SqlState;
use ::postgres::{Client, Transaction};

use crate::dialect::migration_for_postgres;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::identity;
use crate::migrate::{APPLIED, Applied, HISTORY, Migrations, Step, due, steps};
use crate::options::Options;
use crate::postgres::error_text;
use crate::sqlite::pause;

const RECORD: &str =
    "INSERT INTO schema_migration (component, version, name, digest, applied_at) VALUES ($1, $2, $3, $4, $5)";
pub(crate) const TABLES: &str = "SELECT COUNT(*) FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_name <> 'transfer_progress'";
const HAS_HISTORY: &str = "SELECT COUNT(*) FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_name = 'schema_migration'";
/// The advisory lock that lets one process migrate at a time.
const LOCK: &str = "SELECT pg_try_advisory_xact_lock(7301914480)";
const HOLDER: &str = "SELECT a.pid, COALESCE(host(a.client_addr), 'local'), left(a.query, 200)
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND ((l.classid::bigint << 32) | l.objid::bigint) = 7301914480";
/// A step that waits for a table would make all calls to it wait behind itself, so it gives up soon
/// and tries again.
const PATIENCE: &str = "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = 0";
/// Attempts between two lines of the log, about five seconds.
const ATTEMPTS_A_LINE: u32 = 250;

fn failed(error: ::postgres::Error) -> Error {
    Error::Open(format!("the schema cannot be brought up to date: {}", error_text(&error)))
}

/// The steps that a database has. Without a table of them there are none.
pub(crate) fn applied(client: &mut impl ::postgres::GenericClient) -> Result<Applied, ::postgres::Error> {
    if client.query_one(HAS_HISTORY, &[])?.get::<_, i64>(0) == 0 {
        return Ok(Vec::new());
    }
    let rows = client.query(APPLIED, &[])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}

/// Brings the schema up to date. A process that finds another's step running waits for it.
pub(crate) fn run(client: &mut Client, components: &[Migrations], options: &Options) -> Result<()> {
    if client.query_one(TABLES, &[]).map_err(failed)?.get::<_, i64>(0) == 0 {
        // All or nothing: whoever finds a table finds a whole schema.
        locked(client, |tx| {
            if tx.query_one(TABLES, &[]).map_err(failed)?.get::<_, i64>(0) == 0 {
                tx.batch_execute(&migration_for_postgres(HISTORY)).map_err(failed)?;
                for step in steps(components) {
                    apply(tx, step, options.now_ms).map_err(|error| step.failed(&error_text(&error)))?;
                }
                identity::create_postgres(tx, options).map_err(failed)?;
            }
            Ok(Outcome::Done)
        })?;
    }
    while !due(&applied(client).map_err(failed)?, components)?.is_empty() {
        locked(client, |tx| {
            // Another process may have applied it while this one waited.
            let Some(step) = due(&applied(tx).map_err(failed)?, components)?.first().copied() else {
                return Ok(Outcome::Done);
            };
            tx.batch_execute(PATIENCE).map_err(failed)?;
            match apply(tx, step, options.now_ms) {
                Ok(()) => Ok(Outcome::Done),
                Err(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => {
                    Ok(Outcome::Again(format!("schema step {step} waits for a table that others use")))
                }
                Err(error) => Err(step.failed(&error_text(&error))),
            }
        })?;
    }
    locked(client, |tx| identity::create_postgres(tx, options).map_err(failed).map(|()| Outcome::Done))
}

fn apply(tx: &mut Transaction<'_>, step: Step, now_ms: i64) -> Result<(), ::postgres::Error> {
    step.log();
    let Step { component, migration } = step;
    tx.batch_execute("SET LOCAL client_min_messages = warning")?;
    tx.batch_execute(&migration_for_postgres(HISTORY))?;
    tx.batch_execute(&migration_for_postgres(&migration.sql.text(Engine::Postgres)))?;
    tx.execute(RECORD, &[&component, &migration.version, &migration.name, &step.digest(), &now_ms]).map(drop)
}

enum Outcome {
    Done,
    /// Roll back and try again, for this reason.
    Again(String),
}

/// Runs `work` in a transaction with the lock of schema steps, however long another process has it.
fn locked(client: &mut Client, mut work: impl FnMut(&mut Transaction<'_>) -> Result<Outcome>) -> Result<()> {
    let mut attempts = 0_u32;
    loop {
        let mut tx = client.transaction().map_err(failed)?;
        let outcome = if tx.query_one(LOCK, &[]).map_err(failed)?.get::<_, bool>(0) {
            work(&mut tx)?
        } else {
            Outcome::Again("another process changes the schema".to_owned())
        };
        match outcome {
            Outcome::Done => return tx.commit().map_err(failed),
            Outcome::Again(why) => {
                tx.rollback().map_err(failed)?;
                attempts += 1;
                if attempts.is_multiple_of(ATTEMPTS_A_LINE) || why.starts_with("schema step") {
                    say(client, &why);
                }
                pause();
            }
        }
    }
}

/// Logs what this process waits for, with the session that holds the lock.
fn say(client: &mut Client, why: &str) {
    if let Ok(Some(row)) = client.query_opt(HOLDER, &[]) {
        let (pid, from, query): (i32, String, String) = (row.get(0), row.get(1), row.get(2));
        tracing::info!(pid, from, query, "waiting: {why}");
    } else {
        tracing::info!("waiting: {why}");
    }
}
