//! Logging to standard error, from a thread of its own: nobody waits for whoever reads the log.

use std::io::{BufWriter, IsTerminal, Write};
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result};
use miaohui_web::LineFormat;
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

use crate::config::{LogConfig, LogFormat};

/// Most lines that wait to be written, some 8 MB. Further ones are dropped and counted.
const MOST_WAITING: usize = 1 << 15;

/// How many bytes are written at once.
const WRITTEN: usize = 64 << 10;

/// How long lines are gathered before they are written.
const GATHERED: Duration = Duration::from_millis(5);

/// The log of the process.
static LOG: OnceLock<(NonBlocking, ErrorCounter)> = OnceLock::new();

/// Replaces the filter of the log.
type ChangeLevel = Box<dyn Fn(EnvFilter) -> bool + Send + Sync>;
static LEVEL: OnceLock<ChangeLevel> = OnceLock::new();

/// Changes the level of the log while it is written.
pub(crate) fn change_level(level: &str) -> Result<()> {
    let filter = EnvFilter::try_new(level).with_context(|| format!("log.level: {level}"))?;
    match LEVEL.get() {
        Some(change) if !change(filter) => anyhow::bail!("the level of the log cannot be changed"),
        _ => Ok(()),
    }
}

/// Waits a little before it writes: a thread that wakes for each line costs each request more than its
/// line does.
struct Gathering<W>(W);

impl<W: Write> Write for Gathering<W> {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.write(line)
    }

    /// Called when no line waits.
    fn flush(&mut self) -> std::io::Result<()> {
        std::thread::park_timeout(GATHERED);
        self.0.flush()
    }
}

/// Writes the lines that wait when it is dropped, for at most a second.
#[must_use]
pub struct LogGuard(#[expect(dead_code, reason = "only its end counts")] WorkerGuard);

/// Starts logging.
pub fn start(config: &LogConfig) -> Result<LogGuard> {
    let filter = EnvFilter::try_new(&config.level).with_context(|| format!("log.level: {}", config.level))?;
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(MOST_WAITING)
        .thread_name("log")
        .finish(Gathering(BufWriter::with_capacity(WRITTEN, std::io::stderr())));
    let dropped = writer.error_counter();
    // By default the subscriber prints a failed write to standard error, which panics if standard
    // error is closed.
    let own = writer.clone();
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(move || own.clone())
        .with_ansi(std::io::stderr().is_terminal())
        .log_internal_errors(false);
    let (started, level): (_, ChangeLevel) = match format(config) {
        LineFormat::Human => {
            let builder = builder.with_target(false).with_filter_reloading();
            let handle = builder.reload_handle();
            (builder.try_init(), Box::new(move |filter| handle.reload(filter).is_ok()))
        }
        LineFormat::Json => {
            let builder = builder.json().flatten_event(true).with_filter_reloading();
            let handle = builder.reload_handle();
            (builder.try_init(), Box::new(move |filter| handle.reload(filter).is_ok()))
        }
    };
    started.map_err(|error| anyhow::anyhow!("logging cannot start: {error}"))?;
    let _ = LOG.set((writer, dropped));
    let _ = LEVEL.set(level);
    // The standard hook writes to standard error itself, and waits for its reader.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    Ok(LogGuard(guard))
}

/// Where lines of the log are written to; nowhere before logging has started.
pub(crate) fn writer() -> Box<dyn Write + Send> {
    match LOG.get() {
        Some((writer, _)) => Box::new(writer.clone()),
        None => Box::new(std::io::sink()),
    }
}

/// The lines that were dropped because nobody has read the log.
pub(crate) fn dropped_lines() -> u64 {
    LOG.get().map_or(0, |(_, dropped)| dropped.dropped_lines() as u64)
}

/// Returns the configured format; `Auto` is human on a terminal and JSON elsewhere.
pub(crate) fn format(config: &LogConfig) -> LineFormat {
    match config.format {
        LogFormat::Human => LineFormat::Human,
        LogFormat::Auto if std::io::stderr().is_terminal() => LineFormat::Human,
        LogFormat::Json | LogFormat::Auto => LineFormat::Json,
    }
}
