//! The database of a restored backup: loaded, checked and verified.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use miaohui_backup::{Manifest, Staged};
use miaohui_db::{Database, Leases, Options};
use miaohui_kernel::Rng;
use miaohui_web::RESTORED_LEASE;

use super::places::blob_columns;
use crate::schema::SCHEMA;
use crate::verification::verify;

const PROOFS: &str = "SELECT id, proof FROM vault_key ORDER BY id";

/// A restored database.
pub(super) struct RestoredDatabase {
    place: Place,
    held: u64,
    paused: u64,
}

enum Place {
    Sqlite(PathBuf),
    Postgres(String),
}

impl RestoredDatabase {
    /// Loads the database that was read. Messages that waited to be sent are held unless they are to be
    /// sent, as they may have been sent after the backup, and webhooks are paused. `url` is of an empty
    /// PostgreSQL database.
    pub fn load(staged: &Staged, url: &str, send_pending: bool) -> Result<Self> {
        let version = |component: &str| staged.manifest.schema.get(component).copied().unwrap_or_default();
        let messages = if send_pending { &[] } else { miaohui_gateways::hold_pending(version("gateways")) };
        let webhooks = if send_pending { &[] } else { miaohui_webhooks::hold_endpoints(version("webhooks")) };
        let hold = &[messages, webhooks].concat();
        if url.is_empty() {
            let file = staged.database.clone();
            let changed = miaohui_db::edit_sqlite(&file, hold)?;
            return Ok(Self::new(Place::Sqlite(file), &changed, messages.len()));
        }
        let changed =
            miaohui_db::load_postgres(url, SCHEMA, &staged.manifest.schema, &staged.database, hold)?;
        fs::remove_file(&staged.database).context("the dump cannot be removed")?;
        Ok(Self::new(Place::Postgres(url.to_owned()), &changed, messages.len()))
    }

    /// With how many rows each statement has changed: first those that hold messages.
    fn new(place: Place, changed: &[u64], messages: usize) -> Self {
        let (held, paused) = changed.split_at(messages.min(changed.len()));
        Self { place, held: held.iter().sum(), paused: paused.iter().sum() }
    }

    /// Messages that are held.
    pub fn held(&self) -> u64 {
        self.held
    }

    /// Webhooks that are paused.
    pub fn paused(&self) -> u64 {
        self.paused
    }

    /// Checks the database with the engine's own means and against the manifest. Returns the number of
    /// rows.
    pub fn check(&self, staged: &Staged) -> Result<u64> {
        let manifest = &staged.manifest;
        let rows = match &self.place {
            Place::Sqlite(file) => {
                let wrong = miaohui_db::check_sqlite(file)?;
                ensure!(wrong.is_empty(), "the restored database is damaged: {}", wrong.join("; "));
                let contents = miaohui_db::contents(file, &blob_columns())?;
                ensure!(contents.schema == manifest.schema, "the restored schema is not the manifest's");
                contents.rows
            }
            Place::Postgres(url) => miaohui_db::postgres_rows(url)?,
        };
        // The log has changed the numbers.
        let expected = if staged.replayed.segments == 0 { Some(&manifest.rows) } else { None };
        for (table, expected) in expected.into_iter().flatten() {
            let found = rows.get(table).copied().unwrap_or_default();
            ensure!(
                found == *expected,
                "{table} has {found} rows, and the backup's manifest says {expected}"
            );
        }
        Ok(rows.values().sum())
    }

    /// Marks it as restored, so that it takes no bucket of files for its own.
    pub fn mark(&self, rng: &Rng) -> Result<()> {
        let url = match &self.place {
            Place::Sqlite(file) => file.to_string_lossy(),
            Place::Postgres(url) => url.into(),
        };
        Leases::open(&url, &rng.hex32())?.hold(RESTORED_LEASE, 0, 0)?;
        Ok(())
    }

    /// The names of the keys of personal data, each with what it encrypts to be recognized.
    pub fn key_proofs(&self, staged: &Staged) -> Result<Vec<(String, String)>> {
        if !staged.manifest.schema.contains_key("vault") {
            return Ok(Vec::new());
        }
        Ok(match &self.place {
            Place::Sqlite(file) => miaohui_db::read_texts(file, PROOFS)?,
            Place::Postgres(url) => miaohui_db::read_postgres_texts(url, PROOFS)?,
        })
    }

    /// Runs the checks of `verify`. A SQLite file of an older schema is brought up to date in a copy, so
    /// that the restored one can also be used by the version that wrote it.
    pub fn verify(&self, manifest: &Manifest, rng: &Rng) -> Result<Vec<String>> {
        let current = SCHEMA.iter().all(|set| {
            let newest = set.steps.last().map(|step| step.version);
            newest.is_none() || manifest.schema.get(set.component).copied() == newest
        });
        match &self.place {
            Place::Sqlite(file) if current => checks(&file.to_string_lossy()),
            Place::Sqlite(file) => {
                let copy = file.with_file_name(format!("verify-{}.db", &rng.hex32()[..8]));
                fs::copy(file, &copy).context("the database cannot be copied")?;
                let findings = checks(&copy.to_string_lossy());
                for suffix in ["", "-wal", "-shm"] {
                    let _ = fs::remove_file(format!("{}{suffix}", copy.display()));
                }
                findings
            }
            Place::Postgres(url) if current => checks(url),
            Place::Postgres(_) => {
                tracing::warn!("the backup is of an older version: verify the data after the upgrade");
                Ok(Vec::new())
            }
        }
    }
}

fn checks(url: &str) -> Result<Vec<String>> {
    let db = Database::open(&Options { readers: 2, ..Options::new(url) }, SCHEMA)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let findings = runtime.block_on(verify(&db, false))?;
    Ok(findings.iter().map(|finding| format!("{}: {} rows", finding.what, finding.rows)).collect())
}
