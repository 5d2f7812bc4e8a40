//! The command `migrate-media`, with its progress on a terminal.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use anyhow::{Context, Result, bail};
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use miaohui_kernel::Rng;
use miaohui_server::config::{Config, MediaPlace};
use miaohui_server::{MediaCopyProgress, copy_media, media_store};
use tokio::runtime::Handle;

/// Copies the files to a place from the other one.
pub async fn migrate(config: &Config, to: MediaPlace) -> Result<()> {
    let from = match to {
        MediaPlace::Disk => MediaPlace::S3,
        MediaPlace::S3 => MediaPlace::Disk,
    };
    let runtime = Handle::current();
    let source = media_store::open_at(config, from, &runtime)?;
    let target = media_store::open_at(config, to, &runtime)?;
    if let Some(bucket) = target.bucket().or(source.bucket()) {
        bucket.probe(&Rng::os()).await.with_context(|| format!("{} cannot be used", bucket.address()))?;
    }
    let style =
        ProgressStyle::with_template("{msg:32} {wide_bar} {percent}% {eta}").context("the progress bar")?;
    let bar = ProgressBar::new(256).with_style(style);
    let show = &mut |progress: MediaCopyProgress| {
        bar.set_position(progress.parts);
        bar.set_message(format!("{} files, {} copied", progress.files, HumanBytes(progress.bytes)));
    };
    let done = copy_media(&source, &target, show).await;
    bar.finish_and_clear();
    let done = done.context("the copy is not complete; the same command goes on with it")?;
    for name in &done.damaged {
        println!("not copied, because it is damaged: {name}");
    }
    println!("{} files copied ({}), {} were there", done.copied, HumanBytes(done.bytes), done.there);
    if config.media.store == to {
        println!("what is left where the files were can be deleted after `miaohui verify`");
    } else {
        println!("stop the servers, run this again for what came since, and set media.store");
    }
    if !done.damaged.is_empty() {
        bail!("{} files are damaged: bring them back from a backup", done.damaged.len());
    }
    Ok(())
}
