//! The command `restore`.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use anyhow::Result;
use indicatif::HumanBytes;
use miaohui_kernel::{Clock, Rng};
use miaohui_server::backups::{self, RestoreRequest};
use miaohui_server::config::{Config, MediaPlace};
use tokio::runtime::Handle;

use crate::backup_command::{Bar, time};

/// Restores into the data directory and says what it did.
pub fn restore(config: &Config, request: &RestoreRequest, runtime: &Handle) -> Result<()> {
    let watch = Clock::system().stopwatch();
    let bar = Bar::new()?;
    let show = &mut |progress| bar.show(progress, "reading the database");
    let restored = backups::restore(config, request, &Rng::os(), runtime, show);
    bar.clear();
    let restored = restored?;
    let manifest = &restored.manifest;
    println!("backup {} of {} is in {}", restored.id, time(manifest.at_ms), config.data_dir.display());
    let replayed = &restored.replayed;
    if replayed.segments > 0 {
        println!(
            "  {} parts of the log after it: the data are of {}",
            replayed.segments,
            time(replayed.at_ms)
        );
    }
    if let Some(reason) = &replayed.ended {
        println!("  the log ends early: {reason}");
    }
    println!("  {} tables with {} rows", manifest.rows.len(), restored.rows);
    println!("  {} files ({})", restored.files, HumanBytes(restored.file_bytes));
    if restored.files > 0 && config.media.store == MediaPlace::S3 {
        println!(
            "  they are on the disk: `miaohui migrate-media --to s3` copies to the bucket what it lacks"
        );
    }
    if restored.held > 0 {
        println!(
            "  {} messages that waited are held, because they may have been sent since: see 发送失败 in the console",
            restored.held
        );
    }
    if restored.paused > 0 {
        println!(
            "  {} webhooks are paused, because a copy must not tell others what happens in it: see 事件回调 in the console",
            restored.paused
        );
    }
    for damage in &restored.damage {
        println!("  not restored: {}", damage.reason);
    }
    println!("  {:.1} s", watch.elapsed().as_secs_f64());
    if restored.findings.is_empty() {
        println!("verified: all is well");
        return Ok(());
    }
    for finding in &restored.findings {
        println!("{finding}");
    }
    anyhow::bail!(
        "the data are restored, and some checks failed, as they would have when the backup was made"
    )
}
