//! What the configuration says about backups.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use miaohui_backup::{BackupKey, Catalog, DatabaseSource, Keep, MediaFiles, Plan, Shipper, Target};
use miaohui_kernel::{Clock, Rng};
use miaohui_s3::S3Settings;
use tokio::runtime::Handle;

use crate::config::Config;
use crate::keys;

/// The tables and columns that name files of the media.
pub fn blob_columns() -> Vec<(&'static str, &'static str)> {
    [miaohui_community::store::media::BLOB_COLUMNS, miaohui_crowdfunding::store::image::BLOB_COLUMNS].concat()
}

/// The target that the configuration or the command names.
fn address<'a>(config: &'a Config, given: Option<&'a str>) -> Result<&'a str> {
    let address = given.unwrap_or(&config.backup.to);
    anyhow::ensure!(!address.is_empty(), "where are the backups? Name the place, or set backup.to");
    // The files of backups that nobody needs are removed there.
    anyhow::ensure!(!config.media.s3.is_at(address), "{address} is where media.s3 keeps the files");
    Ok(address)
}

fn s3(config: &Config) -> S3Settings {
    let s3 = &config.backup.s3;
    S3Settings {
        endpoint: s3.endpoint.clone(),
        region: s3.region.clone(),
        path_style: s3.path_style,
        checksums: false,
        access_key_id: s3.access_key_id.clone(),
        secret_access_key: s3.secret_access_key.clone(),
    }
}

fn key(config: &Config) -> Result<Option<BackupKey>> {
    let backup = &config.backup;
    if !backup.key.expose().is_empty() {
        return Ok(Some(BackupKey::parse(&backup.key)?));
    }
    if backup.key_file.as_os_str().is_empty() {
        return Ok(None);
    }
    Ok(Some(BackupKey::read(&backup.key_file).context("backup.key_file")?))
}

/// Opens the target for writing; a missing directory is made.
pub fn catalog(config: &Config, to: Option<&str>, runtime: Handle) -> Result<Catalog> {
    Ok(Catalog::new(Target::open(address(config, to)?, &s3(config), runtime)?, key(config)?))
}

/// Opens the target for reading.
pub fn existing_catalog(config: &Config, from: Option<&str>, runtime: Handle) -> Result<Catalog> {
    Ok(Catalog::new(Target::open_existing(address(config, from)?, &s3(config), runtime)?, key(config)?))
}

/// What to copy.
pub(super) fn plan(
    config: &Config,
    media: Option<Arc<dyn MediaFiles>>,
    shipper: Option<Shipper>,
    stop: Arc<AtomicBool>,
) -> Plan {
    let url = config.database_url.clone();
    let database = if url.expose().is_empty() {
        DatabaseSource::Sqlite(sqlite_file(&config.data_dir))
    } else {
        DatabaseSource::Postgres(url)
    };
    Plan {
        database,
        media,
        blob_columns: blob_columns(),
        keys_file: keys::file(config),
        server_version: env!("CARGO_PKG_VERSION").to_owned(),
        bytes_per_second: u64::from(config.backup.max_mb_per_second) << 20,
        shipper,
        stop,
    }
}

/// What ships the log of changes, if the configuration says so.
pub(super) fn shipper(
    config: &Config,
    media: Option<Arc<dyn MediaFiles>>,
    clock: &Clock,
    rng: &Rng,
) -> Option<Shipper> {
    config.backup.continuous.then(|| {
        let database = sqlite_file(&config.data_dir);
        Shipper::new(database, media, blob_columns(), clock.clone(), rng.clone())
    })
}

/// The URL, or the path of the file, that leases are held in.
pub(super) fn database_url(config: &Config) -> String {
    let url = config.database_url.expose();
    if url.is_empty() { sqlite_file(&config.data_dir).to_string_lossy().into_owned() } else { url.to_owned() }
}

fn sqlite_file(data_dir: &Path) -> PathBuf {
    data_dir.join("miaohui.db")
}

pub(super) fn keep(config: &Config) -> Keep {
    let backup = &config.backup;
    Keep {
        hours: backup.keep_hours as usize,
        days: backup.keep_days as usize,
        weeks: backup.keep_weeks as usize,
        months: backup.keep_months as usize,
    }
}
