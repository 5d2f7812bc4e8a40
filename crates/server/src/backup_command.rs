//! The command `backup`: make, list and check backups.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use miaohui_backup::Progress;
use miaohui_kernel::{Clock, Rng};
use miaohui_server::backups;
use miaohui_server::config::Config;
use tokio::runtime::Handle;

/// A progress bar on a terminal.
pub struct Bar(ProgressBar);

impl Bar {
    pub fn new() -> Result<Self> {
        let style =
            ProgressStyle::with_template("{msg} {wide_bar} {percent}% {eta}").context("the progress bar")?;
        Ok(Self(ProgressBar::new(0).with_style(style)))
    }

    /// Shows how far the work is.
    pub fn show(&self, progress: Progress, writing: &'static str) {
        let (what, done, all) = match progress {
            Progress::Copy(done, all) => ("copying the database", done, all),
            Progress::Files(done, all) => ("files", done, all),
            Progress::Write(done, all) => (writing, done, all),
        };
        self.0.set_message(what);
        self.0.set_length(all);
        self.0.set_position(done);
    }

    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

/// A time in Unix ms as people write it.
pub fn time(ms: i64) -> String {
    humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(ms.max(0) as u64)).to_string()
}

/// Makes a backup.
pub fn make(config: &Config, to: Option<&str>, runtime: &Handle) -> Result<()> {
    let clock = Clock::system();
    let watch = clock.stopwatch();
    let catalog = backups::catalog(config, to, runtime.clone())?;
    let bar = Bar::new()?;
    let stop = Arc::default();
    let show = &mut |progress| bar.show(progress, "writing the database");
    let made = backups::make(config, &catalog, &clock, &Rng::os(), None, &stop, show);
    bar.clear();
    let made = made.context("no backup was made")?;
    let manifest = &made.manifest;
    println!(
        "backup {} in {}: {} tables with {} rows ({} as {}), {} files ({}), of which {} new ({}), in {:.1} s",
        made.id,
        catalog.address(),
        manifest.rows.len(),
        manifest.row_count(),
        HumanBytes(manifest.database.bytes),
        HumanBytes(manifest.database.stored_bytes),
        manifest.blob_count,
        HumanBytes(manifest.blob_bytes),
        made.new_files,
        HumanBytes(made.new_bytes),
        watch.elapsed().as_secs_f64()
    );
    if !manifest.missing.is_empty() {
        println!(
            "warning: {} files that rows name are missing or damaged here, so the backup does not have them",
            manifest.missing.len()
        );
    }
    if manifest.keys.is_none() && !manifest.key_names.is_empty() {
        println!(
            "keep apart from it: the keys of personal data ({}), without which these cannot be read",
            manifest.key_names.join(", ")
        );
    }
    if catalog.is_encrypted() {
        println!("keep apart from it: the key of the backups, without which nothing can be read");
    }
    Ok(())
}

/// Lists the backups.
pub fn list(config: &Config, from: Option<&str>, runtime: &Handle) -> Result<()> {
    let catalog = backups::existing_catalog(config, from, runtime.clone())?;
    for found in catalog.list()? {
        let state = if found.is_whole { "" } else { "  interrupted: counts as nothing" };
        println!("{}  {}  {}{state}", found.id, time(found.id.at_ms()), HumanBytes(found.bytes));
    }
    Ok(())
}

/// Restores a backup into a temporary directory and verifies it.
pub fn check(config: &Config, from: Option<&str>, at_ms: Option<i64>, runtime: &Handle) -> Result<()> {
    let clock = Clock::system();
    let watch = clock.stopwatch();
    let bar = Bar::new()?;
    let show = &mut |progress| bar.show(progress, "reading the database");
    let checked = backups::check(config, from, at_ms, &Rng::os(), runtime, show);
    bar.clear();
    let checked = checked?;
    println!(
        "backup {} is whole: {} tables with {} rows and {} files ({}) were restored and verified, in {:.1} s",
        checked.id,
        checked.manifest.rows.len(),
        checked.rows,
        checked.files,
        HumanBytes(checked.file_bytes),
        watch.elapsed().as_secs_f64()
    );
    Ok(())
}
