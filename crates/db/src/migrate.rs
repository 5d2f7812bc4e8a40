//! Migrations: embedded in the binary, applied by `serve` and `upgrade`, each in a transaction of its
//! own. A new database gets all of them in one.

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::tx::Tx;

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
    /// A text for SQLite; on PostgreSQL there is nothing to do.
    Sqlite(&'static str),
    /// Rows for a new database, from a function. A later version may return other rows; databases
    /// that have applied the step keep theirs.
    Rows(fn() -> String),
}

impl Script {
    pub(crate) fn text(self, engine: Engine) -> String {
        match (self, engine) {
            (Self::Text(text), _) | (Self::Sqlite(text), Engine::Sqlite) => text.to_owned(),
            (Self::Sqlite(_), Engine::Postgres) => String::new(),
            (Self::Rows(make), _) => make(),
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
    steps: &[
        Migration {
            version: 1,
            name: "leases",
            sql: Script::Text(
                "CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until_ms BIGINT NOT NULL) STRICT;",
            ),
        },
        Migration {
            version: 2,
            name: "identity",
            sql: Script::Text(
                "CREATE TABLE database_identity (one BIGINT PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL,
                    created_at BIGINT NOT NULL, commits BIGINT NOT NULL DEFAULT 0) STRICT;",
            ),
        },
        Migration {
            version: 3,
            name: "epoch",
            sql: Script::Text("ALTER TABLE database_identity ADD COLUMN epoch TEXT NOT NULL DEFAULT '';"),
        },
    ],
};

pub(crate) const HISTORY: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    component TEXT NOT NULL, version BIGINT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
    applied_at BIGINT NOT NULL, PRIMARY KEY (component, version)) STRICT;";
pub(crate) const APPLIED: &str = "SELECT component, version, digest FROM schema_migration";

/// The steps of a database: component, version and digest of each.
pub(crate) type Applied = Vec<(String, i64, String)>;

crate::row! {
    /// The schema of a component.
    #[derive(Clone, Debug)]
    pub struct SchemaVersion as schema_version_columns {
        /// The component.
        pub component: String = "component",
        /// Its last step.
        pub version: i64 = "version",
        /// When that was made, in Unix ms.
        pub applied_at: i64 = "applied_at",
    }
}

/// The schema of all components.
pub fn schema_versions(tx: &mut Tx<'_>) -> Result<Vec<SchemaVersion>> {
    let text = concat!(
        "SELECT ",
        schema_version_columns!(),
        " FROM (SELECT component, MAX(version) AS version, MAX(applied_at) AS applied_at
           FROM schema_migration GROUP BY component) last ORDER BY component"
    );
    tx.query(text, &[])
}

/// A step with its component.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub component: &'static str,
    pub migration: &'static Migration,
}

impl Step {
    pub fn log(self) {
        let (component, Migration { version, name, .. }) = (self.component, self.migration);
        tracing::info!(component, version, name, "schema step");
    }

    pub fn failed(self, reason: &str) -> Error {
        Error::Open(format!("schema step {self} failed: {reason}"))
    }

    pub fn digest(self) -> String {
        match self.migration.sql {
            Script::Text(text) | Script::Sqlite(text) => miaohui_kernel::sha256_hex(text),
            Script::Rows(_) => "rows".into(),
        }
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({})", self.component, self.migration.version, self.migration.name)
    }
}

/// All steps in the order of a new database: this crate's first.
pub(crate) fn steps(components: &[Migrations]) -> impl Iterator<Item = Step> {
    [PLATFORM]
        .into_iter()
        .chain(components.iter().copied())
        .flat_map(|set| set.steps.iter().map(move |step| Step { component: set.component, migration: step }))
}

/// The steps that a database lacks. A database with steps that this binary does not know, or knows with
/// another text, is an error.
pub(crate) fn due(applied: &Applied, components: &[Migrations]) -> Result<Vec<Step>> {
    for (name, version, digest) in applied {
        let known =
            steps(components).find(|step| step.component == name && step.migration.version == *version);
        match known {
            None => {
                return Err(Error::Open(format!(
                    "the database's schema ({name} {version}) is newer than this binary: start the newer miaohui, \
                     or restore the backup made before the upgrade"
                )));
            }
            Some(step) if *digest != step.digest() => {
                return Err(Error::Open(format!(
                    "schema step {step} was applied with another text than this binary's"
                )));
            }
            Some(_) => {}
        }
    }
    let is_due = |step: &Step| {
        !applied.iter().any(|(name, version, _)| name == step.component && *version == step.migration.version)
    };
    Ok(steps(components).filter(is_due).collect())
}

/// The error of a command that does not migrate, on an older schema.
pub(crate) fn older(due: &[Step]) -> Error {
    let first = due.first().map(ToString::to_string).unwrap_or_default();
    Error::Open(format!(
        "the database's schema is older than this binary ({} steps are due, the first is {first}): run `miaohui upgrade`",
        due.len()
    ))
}
