//! The server's service on a data directory, to fill its database.

use std::path::Path;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use miaohui_kernel::{Clock, Rng};
use miaohui_server::Service;
use miaohui_server::config::{Config, ConfigArgs};

/// Rows that one write transaction inserts.
pub const BATCH: i64 = 5_000;

/// Opens the service.
pub fn open(dir: &Path) -> Result<Service> {
    let args = ConfigArgs { data_dir: Some(dir.to_string_lossy().into_owned()), ..ConfigArgs::default() };
    let config = Config::load(&args, [], dir)?;
    miaohui_server::assemble(&config, &Clock::system(), &Rng::seeded(7))
}

/// Makes a progress bar for rows.
pub fn progress_bar(rows: i64, message: &'static str) -> Result<ProgressBar> {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len}")?;
    Ok(ProgressBar::new(rows as u64).with_style(style).with_message(message))
}
