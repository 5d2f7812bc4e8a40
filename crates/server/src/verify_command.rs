//! The command `verify`: the engine's pages, the rules of the data, the files.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Result, bail};
use miaohui_db::{Database, Finding, check_engine};
use miaohui_kernel::Clock;
use miaohui_server::config::{Config, MediaPlace};
use miaohui_server::{files, media_store};
use miaohui_web::{Compared, Platform};
use tokio::runtime::Handle;

use crate::blob_check;

/// What the program and SQLite put into a data directory.
const KNOWN: [&str; 10] = [
    "miaohui.db",
    "miaohui.db-wal",
    "miaohui.db-shm",
    "miaohui.keys",
    "miaohui.id",
    "miaohui.commits",
    "media",
    "outbox",
    "backup",
    "control",
];

/// What to check beyond the database.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct VerifyOptions {
    /// Repair counters
    #[arg(long)]
    pub repair: bool,
    /// Check the database only, where the media files are elsewhere
    #[arg(long, conflicts_with_all = ["blobs", "repair"])]
    pub database_only: bool,
    /// Read every media file and compare it with its name, which is the digest of its bytes
    #[arg(long)]
    pub blobs: bool,
    /// Most MB of media files to read in a second
    #[arg(long, value_name = "MB", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub rate: u32,
}

/// Checks the data; fails if a check finds something that is not repaired. `platform` is there to
/// repair.
pub async fn verify(
    config: &Config,
    db: &Database,
    platform: Option<&Platform>,
    options: VerifyOptions,
) -> Result<()> {
    let missing = miaohui_server::missing_commits(config, db).await?;
    let mut wrong = missing > 0;
    if missing > 0 {
        println!("at least {missing} commits are missing: the log was cut, or this is an older copy");
    }
    let engine = check_engine(db).await?;
    engine.findings.iter().for_each(|finding| println!("{}", finding.what));
    engine.note.iter().for_each(|note| println!("note: {note}"));
    wrong |= !engine.findings.is_empty();
    // A damaged table fails the rules about it with an error that says less.
    if engine.findings.is_empty() {
        let mut findings = miaohui_server::verify(db, options.repair).await?;
        if !options.database_only {
            findings.extend(verify_files(config, db, platform).await?);
        }
        for finding in findings {
            let repaired = if finding.repaired { " (repaired)" } else { "" };
            println!("{}: {} rows{repaired}", finding.what, finding.rows);
            wrong |= !finding.repaired;
        }
    }
    if options.blobs {
        wrong |= blob_check::check(config, options.rate).await? > 0;
    }
    for stray in strays(&config.data_dir)? {
        println!("note: {stray} in the data directory belongs to nobody");
    }
    if wrong {
        bail!("some checks failed; --repair repairs counters, `miaohui restore` brings a backup back");
    }
    println!("all is well");
    Ok(())
}

/// Compares files and rows, if there is a directory of files.
async fn verify_files(config: &Config, db: &Database, platform: Option<&Platform>) -> Result<Vec<Finding>> {
    if let Some(platform) = platform {
        return files::repair_files(platform).await;
    }
    let dir = config.data_dir.join("media/blobs");
    if config.media.store == MediaPlace::Disk && !dir.is_dir() {
        bail!("there is no directory {}: was a disk not mounted?", dir.display());
    }
    let now = Clock::system().now_ms();
    let blobs = media_store::open_at(config, config.media.store, &Handle::current())?;
    let compared = Compared { db: db.clone(), blobs, now };
    files::verify_files(&compared).await
}

/// What is in the data directory and has no name that the program gives.
fn strays(dir: &Path) -> io::Result<Vec<String>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let copy = name.strip_prefix("before-").is_some_and(|rest| rest.strip_suffix(".db").is_some());
        if !KNOWN.contains(&name.as_str()) && !copy {
            all.push(name);
        }
    }
    all.sort();
    Ok(all)
}
