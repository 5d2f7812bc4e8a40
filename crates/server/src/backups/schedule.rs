//! Backups by the clock: when one is due, and what is done then.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use miaohui_backup::Shipper;
use miaohui_kernel::{CLOCKS_DIFFER_MS, Clock, DAY_MS, HOUR_MS, MINUTE_MS, Rng, SECOND_MS};
use miaohui_web::Metrics;
use parking_lot::Mutex;
use tokio::runtime::Handle;

use super::metrics::BackupMetrics;
use super::places::{catalog, keep, shipper};
use super::restore::check;
use super::run::make;
use crate::config::Config;
use crate::media_store::backup_files;

/// China's time, by which days begin.
const OFFSET_MS: i64 = 8 * HOUR_MS;
/// The time from a failure to the next attempt, at most.
const RETRY_MS: i64 = 10 * MINUTE_MS;

/// The time from one attempt of the first backup of a generation to the next.
const BASE_RETRY_MS: i64 = 10 * SECOND_MS;

/// The schedule of backups. Cheap to clone.
#[derive(Clone)]
pub struct Schedule(Arc<Inner>);

struct Inner {
    config: Config,
    clock: Clock,
    rng: Rng,
    metrics: BackupMetrics,
    times: Mutex<Times>,
    shipper: Option<Shipper>,
    stop: Arc<AtomicBool>,
}

/// When something is due, in Unix ms; `None` until the target was asked.
#[derive(Clone, Copy, Debug, Default)]
struct Times {
    backup: Option<i64>,
    /// The first backup of a generation of the log.
    base: Option<i64>,
    check: Option<i64>,
}

impl Schedule {
    /// The schedule of the configuration; `None` if it has none.
    pub fn new(config: &Config, clock: &Clock, rng: &Rng, metrics: &Metrics) -> Result<Option<Self>> {
        let backup = &config.backup;
        let Some(every) = backup.period_seconds().filter(|_| !backup.to.is_empty()) else { return Ok(None) };
        let media = if backup.continuous { backup_files(config, Handle::current)? } else { None };
        let own = BackupMetrics::default();
        own.every.set(every);
        metrics.register(|registry| own.register(registry));
        Ok(Some(Self(Arc::new(Inner {
            config: config.clone(),
            clock: clock.clone(),
            rng: rng.clone(),
            metrics: own,
            times: Mutex::default(),
            shipper: shipper(config, media, clock, rng),
            stop: Arc::default(),
        }))))
    }

    /// Whether the log of changes is shipped.
    pub fn is_continuous(&self) -> bool {
        self.0.shipper.is_some()
    }

    /// Reads the changes since the last call, which [`ship`](Self::ship) ships.
    pub async fn read_log(&self) -> Result<()> {
        let own = self.clone();
        let done = tokio::task::spawn_blocking(move || own.0.read_log()).await;
        done.context("a thread of the log panicked")?
    }

    /// Ships the changes that were read.
    pub async fn ship(&self) -> Result<()> {
        let (own, runtime) = (self.clone(), Handle::current());
        let done = miaohui_trace::spawn_blocking(move || own.0.ship(&runtime)).await;
        done.context("a thread of the log panicked")?
    }

    /// Makes and checks what is due.
    pub async fn run_due(&self) -> Result<()> {
        let (own, runtime) = (self.clone(), Handle::current());
        // An aborted task drops this; the thread ends with the next piece that it copies.
        let guard = StopOnDrop(Arc::clone(&self.0.stop));
        let done = miaohui_trace::spawn_blocking(move || own.0.run(&runtime)).await;
        std::mem::forget(guard);
        done.context("a thread of the backup panicked")?
    }
}

/// Whether a time has come. One further ahead than `longest` was set before the clock went back.
fn is_due(at: Option<i64>, longest: i64, now: i64) -> bool {
    at.is_none_or(|at| at <= now || at > now + longest + CLOCKS_DIFFER_MS)
}

struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Inner {
    fn run(&self, runtime: &Handle) -> Result<()> {
        let now = self.clock.now_ms();
        let times = *self.times.lock();
        let is_needed =
            self.shipper.as_ref().is_some_and(Shipper::needs_base) && is_due(times.base, BASE_RETRY_MS, now);
        if is_needed || is_due(times.backup, self.every_ms().max(DAY_MS), now) {
            self.times.lock().base = Some(now + BASE_RETRY_MS);
            match self.back_up_if_due(now, is_needed, runtime) {
                Ok(next) => self.times.lock().backup = Some(next),
                Err(error) => {
                    self.metrics.failures.inc();
                    self.times.lock().backup = Some(now + RETRY_MS.min(self.every_ms()));
                    return Err(error.context("no backup was made"));
                }
            }
        }
        let every = i64::from(self.config.backup.check_days) * DAY_MS;
        if every > 0 && is_due(times.check, every, now) {
            // The first check comes a day after the start, so that restarts do not check each time.
            let Some(_) = times.check else {
                self.times.lock().check = Some(now + every.min(DAY_MS));
                return Ok(());
            };
            self.times.lock().check = Some(now + every);
            miaohui_trace::did(1);
            if let Err(error) = check(&self.config, None, None, &self.rng, runtime, &mut |_| {}) {
                self.metrics.check_failures.inc();
                self.times.lock().check = Some(now + every.min(DAY_MS));
                return Err(error.context("the check of the newest backup"));
            }
            self.metrics.checked.set(now / SECOND_MS);
        }
        Ok(())
    }

    fn read_log(&self) -> Result<()> {
        if let Some(shipper) = &self.shipper
            && shipper.read()?
        {
            tracing::info!("a new generation of the log begins; a backup follows");
        }
        Ok(())
    }

    fn ship(&self, runtime: &Handle) -> Result<()> {
        let Some(shipper) = &self.shipper else { return Ok(()) };
        let open = || -> miaohui_backup::Result<_> {
            // A target is only an address; nothing is kept open.
            catalog(&self.config, None, runtime.clone())
                .map_err(|error| miaohui_backup::Error::NoBackup(format!("{error:#}")))
        };
        let shipped = shipper.ship(open).inspect_err(|_| miaohui_trace::did(1))?;
        miaohui_trace::did((shipped.segments + shipped.files) as usize);
        self.metrics.shipped.set(shipped.until_ms / SECOND_MS);
        Ok(())
    }

    fn every_ms(&self) -> i64 {
        i64::from(self.config.backup.every_seconds) * SECOND_MS
    }

    /// When the next backup is due after one of this moment.
    fn next_after(&self, last: i64) -> i64 {
        let Some(minutes) = self.config.backup.at_minutes() else { return last + self.every_ms() };
        let day = (last + OFFSET_MS).div_euclid(DAY_MS) * DAY_MS - OFFSET_MS;
        let at = day + minutes * MINUTE_MS;
        if at > last { at } else { at + DAY_MS }
    }

    /// Makes a backup unless another process has made one, and returns when the next is due.
    fn back_up_if_due(&self, now: i64, is_needed: bool, runtime: &Handle) -> Result<i64> {
        let catalog = catalog(&self.config, None, runtime.clone())?;
        let last = catalog.list()?.into_iter().rfind(|found| found.is_whole).map(|found| found.id.at_ms());
        // One of the future was made while the clock was wrong.
        let last = last.filter(|last| *last <= now + CLOCKS_DIFFER_MS);
        if let Some(last) = last {
            self.metrics.last.set(last / SECOND_MS);
            let next = self.next_after(last);
            if next > now && !is_needed {
                return Ok(next);
            }
        }
        miaohui_trace::did(1);
        let watch = self.clock.stopwatch();
        let made = make(
            &self.config,
            &catalog,
            &self.clock,
            &self.rng,
            self.shipper.clone(),
            &self.stop,
            &mut |_| {},
        )?;
        let took = watch.elapsed();
        if let (Some(shipper), Some(position)) = (&self.shipper, &made.manifest.log) {
            shipper.note_base(position);
        }
        let log_since = i64::from(self.config.backup.keep_log_days) * DAY_MS;
        let log_since = self.shipper.is_some().then_some(now - log_since);
        let pruned = miaohui_backup::prune(&catalog, keep(&self.config), now, log_since)?;
        if let Some(shipper) = self.shipper.as_ref().filter(|_| pruned.files > 0) {
            shipper.forget_files();
        }
        let metrics = &self.metrics;
        metrics.last.set(made.manifest.at_ms / SECOND_MS);
        metrics.milliseconds.set(took.as_millis() as i64);
        metrics.database_bytes.set(made.manifest.database.stored_bytes as i64);
        metrics.new_file_bytes.set(made.new_bytes as i64);
        metrics.missing_files.set(made.manifest.missing.len() as i64);
        tracing::info!(
            id = %made.id,
            rows = made.manifest.row_count(),
            files = made.manifest.blob_count,
            new_files = made.new_files,
            ms = took.as_millis() as u64,
            removed = pruned.backups.len(),
            "a backup was made"
        );
        if !made.manifest.missing.is_empty() {
            tracing::error!(
                files = made.manifest.missing.len(),
                "files that rows name are missing or damaged"
            );
        }
        if let Some(reason) = pruned.kept_files {
            tracing::warn!(reason, "files of removed backups stay, because a backup cannot be read");
        }
        Ok(self.next_after(made.manifest.at_ms))
    }
}
