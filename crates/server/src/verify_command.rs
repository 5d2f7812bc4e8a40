//! The command `verify`: the engine's pages, the rules of the data, the files.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use miaohui_db::{Database, Finding, check_engine};
use miaohui_kernel::{Clock, Sha256Stream};
use miaohui_server::config::Config;
use miaohui_server::{files, open_blobs};
use miaohui_web::{Compared, Platform};

/// Bytes between two pauses.
const PIECE: usize = 1 << 20;
/// What the program and SQLite put into a data directory.
const KNOWN: [&str; 9] = [
    "miaohui.db",
    "miaohui.db-wal",
    "miaohui.db-shm",
    "miaohui.keys",
    "miaohui.id",
    "miaohui.commits",
    "media",
    "outbox",
    "backup",
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
        wrong |= check_blobs(&config.data_dir.join("media/blobs"), options.rate).await? > 0;
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
    if !dir.is_dir() {
        bail!("there is no directory {}: was a disk not mounted?", dir.display());
    }
    let now = Clock::system().now_ms();
    let compared = Compared { db: db.clone(), blobs: open_blobs(config)?, now };
    files::verify_files(&compared).await
}

/// Compares every file with its name, slowly, and returns the number of those that differ.
async fn check_blobs(dir: &Path, rate: u32) -> Result<u64> {
    let (mut wrong, mut checked) = (0, 0_u64);
    for path in paths(dir).with_context(|| dir.display().to_string())? {
        let digest = match digest(&path, rate).await {
            // It was deleted meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            digest => digest.with_context(|| path.display().to_string())?,
        };
        checked += 1;
        if path.file_name().is_none_or(|name| name != digest.as_str()) {
            wrong += 1;
            println!("the media file {} is damaged", path.display());
        }
    }
    println!("{checked} media files were read");
    Ok(wrong)
}

async fn digest(path: &Path, rate: u32) -> io::Result<String> {
    let (mut file, mut digest, mut buffer) = (File::open(path)?, Sha256Stream::default(), vec![0; PIECE]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(digest.hex()),
            count => {
                digest.add(&buffer[..count]);
                let seconds = count as f64 / f64::from(rate) / PIECE as f64;
                tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
            }
        }
    }
}

fn paths(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut all = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            all.extend(paths(&entry.path())?);
        } else {
            all.push(entry.path());
        }
    }
    Ok(all)
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
