//! The command `migrate-to`, with its progress on a terminal.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use std::path::Path;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use miaohui_db::{Access, Database, Options, TransferProgress, transfer};
use miaohui_server::{SCHEMA, prepare_sqlite_file};

/// Copies the database `from` to another engine, checks it there and prints each table's digest.
pub async fn migrate(from: Options, target: &str) -> Result<()> {
    let to = Options { now_ms: from.now_ms, cache_kib: from.cache_kib, ..target_options(target)? };
    let style = "{msg:40!} {wide_bar} {percent}% {human_pos}/{human_len}, {eta} left";
    let bar =
        ProgressBar::new(0).with_style(ProgressStyle::with_template(style).context("the progress bar")?);
    let moved = transfer(&from, &to, SCHEMA, &mut |progress| show(&bar, &progress));
    bar.finish_and_clear();
    let moved = moved.context("the move is not complete; the same command goes on with it")?;
    for table in &moved {
        println!("{:<32} {:>10} rows  {}", table.name, table.rows, table.digest);
    }
    let db = Database::open(&Options { access: Access::ReadOnly, ..to }, SCHEMA)?;
    let findings = miaohui_server::verify(&db, false).await?;
    for finding in &findings {
        println!("{}: {} rows", finding.what, finding.rows);
    }
    if !findings.is_empty() {
        bail!("everything was moved, and some checks fail, as they do in the source");
    }
    let rows: u64 = moved.iter().map(|table| table.rows).sum();
    println!("{} tables with {rows} rows are equal on both sides, and all is well", moved.len());
    println!("the media stay in the data directory; set database_url to serve the new database");
    Ok(())
}

fn show(bar: &ProgressBar, progress: &TransferProgress<'_>) {
    bar.set_length(progress.total);
    bar.set_position(progress.done);
    bar.set_message(format!("{} {}", progress.step, progress.table));
}

/// The options of `postgres://…`, or of `sqlite:` with a file or a data directory.
fn target_options(target: &str) -> Result<Options> {
    let options = Options::new(target);
    if options.is_postgres() {
        return Ok(options);
    }
    let Some(path) = target.strip_prefix("sqlite:").filter(|path| !path.is_empty()) else {
        bail!("the target is postgres://…, or sqlite: with a file or a data directory");
    };
    let mut path = Path::new(path).to_owned();
    if path.is_dir() {
        path.push("miaohui.db");
    }
    prepare_sqlite_file(&path).with_context(|| format!("cannot write to {}", path.display()))?;
    Ok(Options::new(path.to_string_lossy()))
}
