//! Migrations: embedded in the binary, applied at start, each in a transaction of its own.

use rusqlite::{Connection, TransactionBehavior};

use crate::dialect::{migration_for_postgres, migration_for_sqlite};
use crate::error::{Error, Result};
use crate::postgres::error_text;

/// A step of a component's schema, in the dialect of [`crate::Sql`]. A released step is never
/// edited.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// From 1, without gaps.
    pub version: i64,
    /// A few words for the log.
    pub name: &'static str,
    /// The statements.
    pub sql: Script,
}

/// The statements of a step.
#[derive(Clone, Copy, Debug)]
pub enum Script {
    /// One text for both engines; lines that start with `--` are comments.
    Text(&'static str),
    /// Rows for a new database, from a function. A later version may return other rows; databases
    /// that have applied the step keep theirs.
    Rows(fn() -> String),
}

impl Script {
    pub(crate) fn text(self) -> String {
        match self {
            Self::Text(text) => text.to_owned(),
            Self::Rows(make) => make(),
        }
    }
}

/// The schema of one crate.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// The crate's short name.
    pub component: &'static str,
    /// All steps, oldest first.
    pub steps: &'static [Migration],
}

/// The tables of this crate.
pub(crate) const PLATFORM: Migrations = Migrations {
    component: "platform",
    steps: &[Migration {
        version: 1,
        name: "leases",
        sql: Script::Text(
            "CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until_ms BIGINT NOT NULL) STRICT;",
        ),
    }],
};

pub(crate) const HISTORY: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    component TEXT NOT NULL, version BIGINT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
    applied_at BIGINT NOT NULL, PRIMARY KEY (component, version)) STRICT;";
const APPLIED: &str = "SELECT component, version, digest FROM schema_migration";
const RECORD_SQLITE: &str =
    "INSERT INTO schema_migration (component, version, name, digest, applied_at) VALUES (?1, ?2, ?3, ?4, ?5)";
const RECORD_POSTGRES: &str =
    "INSERT INTO schema_migration (component, version, name, digest, applied_at) VALUES ($1, $2, $3, $4, $5)";

/// The advisory lock that lets one process migrate at a time.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(7301914480)";

type Applied = Vec<(String, i64, String)>;

pub(crate) fn run_sqlite(connection: &mut Connection, sets: &[Migrations], now_ms: i64) -> Result<()> {
    let failed =
        |error: rusqlite::Error| Error::Open(format!("the schema cannot be brought up to date: {error}"));
    connection.execute_batch(&migration_for_sqlite(HISTORY)).map_err(failed)?;
    for (component, step) in steps(sets) {
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let applied: Applied = tx
            .prepare(APPLIED)
            .and_then(|mut all| {
                all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
            })
            .map_err(failed)?;
        if is_due(&applied, sets, component, step)? {
            log(component, step);
            tx.execute_batch(&migration_for_sqlite(&step.sql.text()))
                .map_err(|error| step_error(component, step, &error.to_string()))?;
            let record = (component, step.version, step.name, digest(step), now_ms);
            tx.execute(RECORD_SQLITE, record).map_err(failed)?;
        }
        tx.commit().map_err(failed)?;
    }
    Ok(())
}

pub(crate) fn run_postgres(client: &mut postgres::Client, sets: &[Migrations], now_ms: i64) -> Result<()> {
    let failed = |error: postgres::Error| {
        Error::Open(format!("the schema cannot be brought up to date: {}", error_text(&error)))
    };
    let mut tx = client.transaction().map_err(failed)?;
    tx.batch_execute(POSTGRES_LOCK).map_err(failed)?;
    tx.batch_execute(&migration_for_postgres(HISTORY)).map_err(failed)?;
    tx.commit().map_err(failed)?;
    for (component, step) in steps(sets) {
        let mut tx = client.transaction().map_err(failed)?;
        tx.batch_execute(POSTGRES_LOCK).map_err(failed)?;
        let rows = tx.query(APPLIED, &[]).map_err(failed)?;
        let applied: Applied = rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
        if is_due(&applied, sets, component, step)? {
            log(component, step);
            tx.batch_execute(&migration_for_postgres(&step.sql.text()))
                .map_err(|error| step_error(component, step, &error_text(&error)))?;
            tx.execute(RECORD_POSTGRES, &[&component, &step.version, &step.name, &digest(step), &now_ms])
                .map_err(failed)?;
        }
        tx.commit().map_err(failed)?;
    }
    Ok(())
}

fn steps(sets: &[Migrations]) -> impl Iterator<Item = (&'static str, &'static Migration)> {
    sets.iter().flat_map(|set| set.steps.iter().map(|step| (set.component, step)))
}

fn log(component: &str, step: &Migration) {
    tracing::info!(component, version = step.version, name = step.name, "schema step");
}

fn step_error(component: &str, step: &Migration, reason: &str) -> Error {
    Error::Open(format!("schema step {component} {} ({}) failed: {reason}", step.version, step.name))
}

/// Whether the step must be applied. A database with steps that this binary does not know is an
/// error.
fn is_due(applied: &Applied, sets: &[Migrations], component: &str, step: &Migration) -> Result<bool> {
    for (name, version, _) in applied {
        let known =
            sets.iter().any(|set| set.component == name && set.steps.iter().any(|s| s.version == *version));
        if !known {
            return Err(Error::Open(format!(
                "the database's schema ({name} {version}) is newer than this binary: start the newer miaohui, or restore \
                 the backup made before the upgrade"
            )));
        }
    }
    match applied.iter().find(|(name, version, _)| name == component && *version == step.version) {
        Some((_, _, seen)) if *seen != digest(step) => Err(Error::Open(format!(
            "schema step {component} {} ({}) was applied with another text than this binary's",
            step.version, step.name
        ))),
        found => Ok(found.is_none()),
    }
}

fn digest(step: &Migration) -> String {
    match step.sql {
        Script::Text(text) => miaohui_kernel::sha256_hex(text),
        Script::Rows(_) => "rows".into(),
    }
}
