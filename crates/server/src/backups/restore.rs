//! Restores a backup into a new data directory, or into a temporary one to check it.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use miaohui_backup::{BackupId, Damage, Found, Manifest, Progress, Replayed, Staged, nearest, stage};
use miaohui_db::TemporaryDatabase;
use miaohui_kernel::Rng;
use miaohui_vault::{KeySource, Vault};
use tokio::runtime::Handle;

use super::places::{blob_columns, existing_catalog};
use super::restored_database::RestoredDatabase;
use crate::config::Config;
use crate::schema::SCHEMA;

/// What to restore.
#[derive(Clone, Debug, Default)]
pub struct RestoreRequest {
    /// The target; `None` for the configured one.
    pub from: Option<String>,
    /// The moment; `None` for the newest backup.
    pub at_ms: Option<i64>,
    /// The file of the keys of personal data, which is copied.
    pub keys_file: Option<PathBuf>,
    /// Whether files that cannot be read, and a missing key, are put up with.
    pub partial: bool,
    /// Whether the files are left out, because they are elsewhere.
    pub without_files: bool,
    /// Whether messages that waited at the time of the backup are sent.
    pub send_pending: bool,
}

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The backup.
    pub id: BackupId,
    /// Its manifest.
    pub manifest: Manifest,
    /// What the log of changes has added.
    pub replayed: Replayed,
    /// Rows of all tables.
    pub rows: u64,
    /// Files of the media.
    pub files: u64,
    /// Their size in bytes.
    pub file_bytes: u64,
    /// Messages that are held.
    pub held: u64,
    /// Webhooks that are paused.
    pub paused: u64,
    /// What could not be read.
    pub damage: Vec<Damage>,
    /// What is wrong with the data, as `verify` tells it.
    pub findings: Vec<String>,
}

/// Restores into the data directory of the configuration, which must not exist or be empty. It must
/// not be called on an async thread.
pub fn restore(
    config: &Config,
    request: &RestoreRequest,
    rng: &Rng,
    runtime: &Handle,
    tell: &mut dyn FnMut(Progress),
) -> Result<Restored> {
    let dir = &config.data_dir;
    require_new(dir)?;
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).with_context(|| format!("cannot write to {}", parent.display()))?;
    let staging = temporary(parent, ".miaohui-restore-")?;
    let url = config.database_url.expose();
    let restored = restore_into(config, request, staging.path(), url, rng, runtime, tell)?;
    sync_dirs(staging.path())?;
    // An empty directory is replaced; one that somebody has filled meanwhile is not.
    let staging = staging.keep();
    if let Err(error) = fs::rename(&staging, dir) {
        bail!("{} cannot become {}: {error}", staging.display(), dir.display());
    }
    File::open(parent).and_then(|parent| parent.sync_all()).context("the directory cannot be synced")?;
    Ok(restored)
}

/// Restores a backup into a temporary directory, verifies it and removes it. It must not be called on
/// an async thread.
pub fn check(
    config: &Config,
    from: Option<&str>,
    at_ms: Option<i64>,
    rng: &Rng,
    runtime: &Handle,
    tell: &mut dyn FnMut(Progress),
) -> Result<Restored> {
    let parent = if config.data_dir.is_dir() { config.data_dir.clone() } else { std::env::temp_dir() };
    remove_leftovers(&parent);
    let staging = temporary(&parent, CHECK)?;
    let request = RestoreRequest { from: from.map(str::to_owned), at_ms, ..RestoreRequest::default() };
    let beside = config.database_url.expose();
    let database = (!beside.is_empty())
        .then(|| TemporaryDatabase::create(beside, &format!("miaohui_check_{}", &rng.hex32()[..12])))
        .transpose()
        .context("a check of PostgreSQL needs a temporary database")?;
    let url = database.as_ref().map_or("", TemporaryDatabase::url);
    let restored = restore_into(config, &request, staging.path(), url, rng, runtime, tell)?;
    ensure!(restored.findings.is_empty(), "backup {}: {}", restored.id, restored.findings.join("; "));
    Ok(restored)
}

/// The beginning of the names of directories of checks.
const CHECK: &str = ".miaohui-check-";

/// Removes what a killed check has left.
fn remove_leftovers(dir: &Path) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(CHECK) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn temporary(parent: &Path, prefix: &str) -> Result<tempfile::TempDir> {
    tempfile::Builder::new()
        .prefix(prefix)
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(parent)
        .with_context(|| format!("cannot write to {}", parent.display()))
}

fn require_new(dir: &Path) -> Result<()> {
    match fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => bail!("{}: {error}", dir.display()),
        Ok(mut entries) => {
            ensure!(
                entries.next().is_none(),
                "{} is not empty: restore into a new directory, and move it then",
                dir.display()
            );
            Ok(())
        }
    }
}

fn restore_into(
    config: &Config,
    request: &RestoreRequest,
    dir: &Path,
    url: &str,
    rng: &Rng,
    runtime: &Handle,
    tell: &mut dyn FnMut(Progress),
) -> Result<Restored> {
    let catalog = existing_catalog(config, request.from.as_deref(), runtime.clone())?;
    let (found, manifest) = nearest(&catalog, request.at_ms)?;
    require_known(&manifest)?;
    require_engine(&manifest, url)?;
    let (columns, with_files) = (blob_columns(), !request.without_files);
    require_space(dir, &manifest, with_files)?;
    let staged = match stage(&catalog, &found, request.at_ms, &columns, with_files, dir, tell) {
        Ok(staged) => staged,
        Err(error) => {
            let others = others(&catalog.list()?, &found);
            return Err(anyhow::Error::new(error)
                .context(format!("backup {} cannot be restored; {others}", found.id)));
        }
    };
    if !request.partial && !staged.damage.is_empty() {
        bail!(
            "backup {}: {} of its parts cannot be read: {}; --partial restores all others; {}",
            found.id,
            staged.damage.len(),
            list(staged.damage.iter().map(|damage| damage.reason.clone())),
            others(&catalog.list()?, &found)
        );
    }
    let database = RestoredDatabase::load(&staged, url, request.send_pending)?;
    let rows = database.check(&staged)?;
    check_keys(config, request, dir, &staged, &database)?;
    let (held, paused) = (database.held(), database.paused());
    database.mark(rng)?;
    let mut findings = database.verify(&staged.manifest, rng)?;
    if !staged.manifest.missing.is_empty() {
        findings.push(format!(
            "{} files that rows name were missing or damaged when the backup was made: {}",
            staged.manifest.missing.len(),
            list(staged.manifest.missing.iter().cloned())
        ));
    }
    let Staged { manifest, files, file_bytes, damage, replayed, .. } = staged;
    Ok(Restored { id: found.id, manifest, replayed, rows, files, file_bytes, held, paused, damage, findings })
}

/// The first of many texts, in one line.
fn list(texts: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 10;
    let all: Vec<String> = texts.collect();
    let shown = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN { format!("{shown} and {} more", all.len() - SHOWN) } else { shown }
}

/// Which other backups there are, when one is damaged.
fn others(all: &[Found], damaged: &Found) -> String {
    let older = all.iter().rfind(|found| found.is_whole && found.id < damaged.id);
    match older {
        Some(older) => format!("the one before it is {}: try it with --at", older.id),
        None => "there is none before it".to_owned(),
    }
}

fn require_known(manifest: &Manifest) -> Result<()> {
    for (component, version) in &manifest.schema {
        let known = SCHEMA.iter().find(|set| set.component == component);
        let newest = known.and_then(|set| set.steps.last()).map_or(0, |step| step.version);
        // The component of `db` itself is not in the list.
        if component != "platform" && *version > newest {
            bail!(
                "the backup's schema ({component} {version}) is newer than this binary: use miaohui {} or newer",
                manifest.server_version
            );
        }
    }
    Ok(())
}

fn require_engine(manifest: &Manifest, url: &str) -> Result<()> {
    match (manifest.engine.as_str(), url.is_empty()) {
        ("sqlite", true) | ("postgres", false) => Ok(()),
        ("sqlite", false) => bail!("the backup is one of SQLite: restore it without a database URL"),
        (engine, _) => bail!("the backup is one of {engine}: name an empty database with --database-url"),
    }
}

fn require_space(dir: &Path, manifest: &Manifest, with_files: bool) -> Result<()> {
    let found = rustix::fs::statvfs(dir).context("the free space cannot be read")?;
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    // The check of an older schema works on a copy.
    let files = if with_files { manifest.blob_bytes } else { 0 };
    let needed = manifest.database.bytes * 2 + files;
    ensure!(
        free > needed,
        "{} has {} MB of free space, and {} MB are needed",
        dir.display(),
        free >> 20,
        needed >> 20
    );
    Ok(())
}

/// Checks that the keys decrypt what they have to.
fn check_keys(
    config: &Config,
    request: &RestoreRequest,
    dir: &Path,
    staged: &Staged,
    database: &RestoredDatabase,
) -> Result<()> {
    let proofs = database.key_proofs(staged)?;
    if proofs.is_empty() {
        return Ok(());
    }
    let own = dir.join("miaohui.keys");
    if let Some(file) = &request.keys_file {
        fs::copy(file, &own).with_context(|| format!("{} cannot be copied", file.display()))?;
        private(&own)?;
    }
    let source = if own.exists() {
        KeySource::File(own)
    } else if !config.keys.expose().is_empty() {
        KeySource::Text(config.keys.clone())
    } else {
        let configured = crate::keys::file(config);
        KeySource::File(configured.filter(|file| file.exists()).unwrap_or(own))
    };
    let checked = Vault::open(source, false).and_then(|vault| vault.require(&proofs));
    match checked {
        Err(error) if !request.partial => bail!(
            "{error}. The personal data of this backup need the keys {}: give their file with --keys-file, or \
             restore without them with --partial",
            proofs.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ")
        ),
        _ => Ok(()),
    }
}

fn private(path: &Path) -> Result<()> {
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o600))?)
}

/// Syncs all directories below one, so that the files' names are on the disk.
fn sync_dirs(dir: &Path) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_dirs(&entry.path())?;
        }
    }
    Ok(File::open(dir).and_then(|dir| dir.sync_all())?)
}
