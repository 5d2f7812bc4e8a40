//! Logging to standard error.

use std::io::IsTerminal;

use anyhow::{Context, Result};
use miaohui_web::LineFormat;
use tracing_subscriber::EnvFilter;

use crate::config::{LogConfig, LogFormat};

/// Starts logging.
pub fn start(config: &LogConfig) -> Result<()> {
    let filter = EnvFilter::try_new(&config.level).with_context(|| format!("log.level: {}", config.level))?;
    // By default the subscriber prints a failed write to standard error, which panics if standard
    // error is closed.
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    let started = match format(config) {
        LineFormat::Human => builder.with_target(false).try_init(),
        LineFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging cannot start: {error}"))
}

/// Returns the configured format; `Auto` is human on a terminal and JSON elsewhere.
pub(crate) fn format(config: &LogConfig) -> LineFormat {
    match config.format {
        LogFormat::Human => LineFormat::Human,
        LogFormat::Auto if std::io::stderr().is_terminal() => LineFormat::Human,
        LogFormat::Json | LogFormat::Auto => LineFormat::Json,
    }
}
