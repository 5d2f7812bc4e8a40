//! The server's service on a data directory, to fill its database.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use miaohui_db::{Database, Tx};
use miaohui_kernel::{Clock, Rng, Secret};
use miaohui_server::Service;
use miaohui_server::config::{Config, ConfigArgs};

/// Rows that one write transaction inserts.
pub const BATCH: i64 = 5_000;

/// Opens the service on a directory, with a database of PostgreSQL if one is given.
pub fn open(dir: &Path, postgres: Option<&str>) -> Result<Service> {
    let database_url = postgres.map(|url| Secret::new(url.to_owned()));
    let data_dir = Some(dir.to_string_lossy().into_owned());
    let args = ConfigArgs { data_dir, database_url, ..ConfigArgs::default() };
    let config = Config::load(&args, [], dir)?;
    miaohui_server::assemble(&config, &Clock::system(), &Rng::seeded(7))
}

/// Calls `insert` with the numbers from 0 to `count`, many in one transaction.
pub async fn in_batches(
    db: &Database,
    message: &'static str,
    count: i64,
    insert: impl Fn(&mut Tx<'_>, i64) -> miaohui_db::Result<()> + Send + Sync + 'static,
) -> Result<()> {
    let (bar, insert) = (progress_bar(count, message)?, Arc::new(insert));
    for start in (0..count).step_by(BATCH as usize) {
        let (insert, end) = (Arc::clone(&insert), count.min(start + BATCH));
        db.write(move |tx| (start..end).try_for_each(|n| insert(tx, n))).await?;
        bar.set_position(end as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Makes a progress bar for rows.
pub fn progress_bar(rows: i64, message: &'static str) -> Result<ProgressBar> {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len}")?;
    Ok(ProgressBar::new(rows.max(0) as u64).with_style(style).with_message(message))
}
