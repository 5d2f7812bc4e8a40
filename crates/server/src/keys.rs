//! The keys of personal data: found at the start, checked against the data, and rotated.

use std::future::Future;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use miaohui_crowdfunding::identity_files;
use miaohui_crowdfunding::store::{money, profile};
use miaohui_db::{Database, Engine, Tx};
use miaohui_vault::{
    KeySource, KeyUse, SealedColumn, Vault, VaultError, count_unsealed, seal_some, used_keys,
};
use miaohui_web::Platform;

use crate::config::Config;

/// The name of the file of keys in the data directory.
const FILE: &str = "miaohui.keys";
/// Values that one transaction encrypts.
const BATCH: i64 = 200;

/// The encrypted columns of all components.
pub fn columns() -> Vec<SealedColumn> {
    [profile::SEALED, &[money::TARGET, miaohui_console::TOTP], &miaohui_webhooks::SEALED].concat()
}

/// The file of the keys, unless they come from the environment.
pub(crate) fn file(config: &Config) -> Option<PathBuf> {
    match (config.keys.expose(), config.keys_file.as_os_str().is_empty()) {
        ("", true) => Some(config.data_dir.join(FILE)),
        ("", false) => Some(config.keys_file.clone()),
        _ => None,
    }
}

/// Finds the keys, or makes one for a database without encrypted data.
pub(crate) fn open(config: &Config, db: &Database) -> Result<Vault> {
    let reader = db.clone();
    let used = wait(async move { reader.read_whole(used_keys).await })??;
    Ok(Vault::open(source(config), used.is_empty())?)
}

/// Reads the keys for a command that makes none.
pub fn read(config: &Config) -> Result<Vault> {
    Ok(Vault::open(source(config), false)?)
}

fn source(config: &Config) -> KeySource {
    file(config).map_or_else(|| KeySource::Text(config.keys.clone()), KeySource::File)
}

/// Checks the keys against the data, and encrypts what was stored before there was a key.
pub(crate) fn prepare(platform: &Platform, sqlite: &Path) -> Result<()> {
    let (own, file) = (platform.clone(), sqlite.to_owned());
    wait(async move {
        let (vault, now) = (own.vault.clone(), own.clock.now_ms());
        let complete = own.db.write(move |tx| vault.check(tx, now)).await?;
        if complete {
            return Ok(());
        }
        let total = stale(&own.db, &own.vault).await?;
        if total > 0 {
            tracing::info!(total, "encrypting personal data");
        }
        let sealed = seal_all(&own, &|_| {}).await?;
        let (vault, now) = (own.vault.clone(), own.clock.now_ms());
        own.db.write(move |tx| vault.complete(tx, false, now)).await?;
        if sealed > 0 && own.db.engine() == Engine::Sqlite {
            // Freed pages of the file and its log still hold the plain values.
            tracing::info!(sealed, "personal data are encrypted; rewriting the database file");
            miaohui_db::compact(&file)?;
        }
        Ok(())
    })?
}

/// The number of values and files that are not encrypted with the current key.
pub async fn stale(db: &Database, vault: &Vault) -> Result<u64> {
    let own = vault.clone();
    let count = move |tx: &mut Tx<'_>| -> Result<i64, VaultError> {
        columns().into_iter().try_fold(0, |sum, column| Ok(sum + count_unsealed(tx, &own, column)?))
    };
    let values = db.read_whole(count).await?;
    Ok((values + identity_files::count_unsealed(db, vault).await?) as u64)
}

/// Encrypts every value and file with the current key and returns their number; `step` is told of
/// each step's.
pub async fn seal_all(platform: &Platform, step: &(dyn Fn(u64) + Sync)) -> Result<u64> {
    let mut all = 0;
    for column in columns() {
        let mut after = i64::MIN;
        loop {
            let vault = platform.vault.clone();
            let seal = move |tx: &mut Tx<'_>| seal_some(tx, &vault, column, after, BATCH);
            let Some((count, last)) = platform.db.write(seal).await? else { break };
            after = last;
            all += count;
            step(count);
            tracing::debug!(column = column.name(), last, "encrypted");
        }
    }
    Ok(all + identity_files::seal_identities(platform, step).await?)
}

/// Encrypts everything with a new key, or with the first one of the environment. Earlier keys are no
/// longer needed for the data, only for backups of them.
pub async fn rotate(
    platform: &Platform,
    begin: impl FnOnce(u64),
    step: &(dyn Fn(u64) + Sync),
) -> Result<u64> {
    match platform.vault.add_key() {
        // The operator has put a key before those of the environment.
        Ok(()) | Err(VaultError::FixedKeys) => {}
        Err(error) => return Err(error.into()),
    }
    let (vault, now) = (platform.vault.clone(), platform.clock.now_ms());
    platform.db.write(move |tx| vault.check(tx, now)).await?;
    begin(stale(&platform.db, &platform.vault).await?);
    let mut all = 0;
    // A server that has not met the new key yet may still write with the old one.
    loop {
        let sealed = seal_all(platform, step).await?;
        all += sealed;
        if sealed == 0 {
            break;
        }
    }
    let (vault, now) = (platform.vault.clone(), platform.clock.now_ms());
    platform.db.write(move |tx| vault.complete(tx, true, now)).await?;
    Ok(all)
}

/// The keys that have encrypted values.
pub async fn used(db: &Database) -> Result<Vec<KeyUse>> {
    Ok(db.read_whole(used_keys).await?)
}

/// Waits for a future on a thread of its own, because the caller may be an async thread.
pub(crate) fn wait<T: Send>(future: impl Future<Output = T> + Send) -> Result<T> {
    std::thread::scope(|scope| {
        let work = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            Ok(runtime.context("cannot start a thread")?.block_on(future))
        });
        work.join().unwrap_or_else(|_| Err(anyhow!("a thread panicked")))
    })
}
