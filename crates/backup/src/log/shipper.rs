//! Ships the log of a SQLite database, and new files of the media, as they grow.

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use miaohui_db::{WalKeeper, WalPages};
use miaohui_kernel::{Clock, Rng, Stopwatch};
use parking_lot::Mutex;

use crate::catalog::Catalog;
use crate::error::Result;
use crate::id::BackupId;
use crate::log::position::{FOLDER, LogPosition};
use crate::log::segment::{self, SegmentName};
use crate::media::{self, MediaFiles};
use crate::parallel;

/// Memory of what waits to be shipped, in bytes. When it is used up, a new generation begins.
const WAITING: u64 = 256 << 20;
/// The names of files are read again after so many times the time that it took.
const SCAN_REST: u32 = 20;

/// Ships a log. Cheap to clone. Its calls block, and must not run on an async thread.
#[derive(Clone)]
pub struct Shipper(Arc<Inner>);

struct Inner {
    database: PathBuf,
    media: Option<Arc<dyn MediaFiles>>,
    blob_columns: Vec<(&'static str, &'static str)>,
    clock: Clock,
    rng: Rng,
    reading: Mutex<Reading>,
    files: Mutex<Files>,
    /// Whether no backup was made in this generation.
    needs_base: AtomicBool,
}

#[derive(Default)]
struct Reading {
    keeper: Option<WalKeeper>,
    generation: String,
    next: u64,
    read_at_ms: i64,
    queue: VecDeque<(SegmentName, WalPages)>,
}

#[derive(Default)]
struct Files {
    /// The objects of the target; `None` until they are listed.
    there: Option<BTreeSet<String>>,
    /// The last scan, and how long it took.
    scanned: Option<(Stopwatch, Duration)>,
}

/// What was shipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shipped {
    /// Segments.
    pub segments: u64,
    /// Files of the media.
    pub files: u64,
    /// The moment up to which everything is shipped, in Unix ms.
    pub until_ms: i64,
}

impl Shipper {
    /// A shipper of a database and, if there are any, its media.
    pub fn new(
        database: PathBuf,
        media: Option<Arc<dyn MediaFiles>>,
        blob_columns: Vec<(&'static str, &'static str)>,
        clock: Clock,
        rng: Rng,
    ) -> Self {
        Self(Arc::new(Inner {
            database,
            media,
            blob_columns,
            clock,
            rng,
            reading: Mutex::default(),
            files: Mutex::default(),
            needs_base: AtomicBool::new(false),
        }))
    }

    /// Whether this generation has no backup yet, and is worth nothing therefore.
    pub fn needs_base(&self) -> bool {
        self.0.needs_base.load(Ordering::SeqCst)
    }

    /// Notes that a backup of this position was made.
    pub fn note_base(&self, position: &LogPosition) {
        if self.0.reading.lock().generation == position.generation {
            self.0.needs_base.store(false, Ordering::SeqCst);
        }
    }

    /// Forgets which files the target has, after some were removed.
    pub fn forget_files(&self) {
        self.0.files.lock().there = None;
    }

    /// Begins a copy of the database between two reads of the log, and returns the position.
    pub(crate) fn mark(
        &self,
        begin: &dyn Fn() -> miaohui_db::Result<()>,
    ) -> miaohui_db::Result<Option<LogPosition>> {
        let reading = self.0.reading.lock();
        begin()?;
        let position = LogPosition { generation: reading.generation.clone(), next: reading.next };
        Ok(reading.keeper.is_some().then_some(position))
    }

    /// Reads the log. Returns whether a new generation has begun, because commits may be missing in the
    /// one before. It does not wait for the target.
    pub fn read(&self) -> Result<bool> {
        let own = &*self.0;
        own.reading.lock().read(own, own.clock.now_ms())
    }

    /// Ships what was read.
    pub fn ship(&self, catalog: impl FnOnce() -> Result<Catalog>) -> Result<Shipped> {
        let own = &*self.0;
        let mut shipped = Shipped { until_ms: own.reading.lock().read_at_ms, ..Shipped::default() };
        if own.reading.lock().queue.is_empty() {
            return Ok(shipped);
        }
        let catalog = catalog()?;
        // The rows of a segment name files that should be there before them.
        shipped.files = own.ship_files(&catalog)?;
        loop {
            let reading = own.reading.lock();
            let Some((name, pages)) = reading.queue.front().cloned() else { return Ok(shipped) };
            let generation = reading.generation.clone();
            drop(reading);
            segment::write(&catalog, &generation, name, &pages, &own.rng)?;
            shipped.segments += 1;
            let mut reading = own.reading.lock();
            // A new generation has a queue of its own.
            if reading.generation == generation {
                reading.queue.pop_front();
                shipped.until_ms = shipped.until_ms.max(name.at_ms);
            }
        }
    }
}

impl Reading {
    /// Reads the log into the queue. Returns whether a new generation has begun.
    fn read(&mut self, own: &Inner, now_ms: i64) -> Result<bool> {
        let mut has_begun = false;
        if self.keeper.is_none() {
            let keeper = WalKeeper::open(&own.database)?;
            *self = Self {
                keeper: Some(keeper),
                generation: BackupId::new(now_ms, &own.rng).to_string(),
                ..Self::default()
            };
            own.needs_base.store(true, Ordering::SeqCst);
            has_begun = true;
        }
        let Some(keeper) = &mut self.keeper else { return Ok(has_begun) };
        let read = keeper.read_new()?;
        let is_whole = read.is_some() && keeper.move_if_long()?;
        let waiting: u64 = self.queue.iter().map(|(_, pages)| pages.bytes()).sum();
        if !is_whole || waiting > WAITING {
            tracing::error!(waiting, "the log of changes has a gap; a new backup is needed");
            *self = Self::default();
            return Ok(has_begun);
        }
        self.read_at_ms = now_ms;
        if let Some(pages) = read.filter(|pages| !pages.pages.is_empty()) {
            self.push(pages, now_ms);
        }
        Ok(has_begun)
    }

    /// Adds a read. What waits behind the first one is merged, as the target is slower than the log.
    fn push(&mut self, pages: WalPages, at_ms: i64) {
        let number = self.next;
        self.next += 1;
        if self.queue.len() > 1
            && let Some((name, waiting)) = self.queue.back_mut()
        {
            (name.last, name.at_ms) = (number, at_ms);
            waiting.merge(pages);
            return;
        }
        self.queue.push_back((SegmentName { first: number, last: number, at_ms }, pages));
    }
}

impl Inner {
    /// Ships files that rows name and the target does not have.
    fn ship_files(&self, catalog: &Catalog) -> Result<u64> {
        let Some(media) = &self.media else { return Ok(0) };
        let mut files = self.files.lock();
        if let Some((watch, took)) = &files.scanned
            && watch.elapsed() < *took * SCAN_REST
        {
            return Ok(0);
        }
        if files.there.is_none() {
            files.there = Some(catalog.target.list(media::FOLDER)?.into_keys().collect());
        }
        let watch = Clock::system().stopwatch();
        let names = miaohui_db::blob_names(&self.database, &self.blob_columns)?;
        let took = watch.elapsed();
        files.scanned = Some((watch, took));
        let Some(there) = &mut files.there else { return Ok(0) };
        let key = catalog.key.as_ref();
        let missing: Vec<String> =
            names.into_iter().filter(|name| !there.contains(&media::object(name, key))).collect();
        let copy = |sha256: &String| match media.open(sha256)? {
            Some((file, _)) => media::copy(&catalog.target, sha256, file, key, &self.rng),
            None => Ok(false),
        };
        let mut count = 0;
        parallel::each(&missing, copy, |sha256, copied| {
            count += u64::from(copied);
            there.insert(media::object(sha256, key));
        })?;
        Ok(count)
    }
}

/// Removes segments of before a time.
pub(crate) fn prune(catalog: &Catalog, before_ms: i64) -> Result<u64> {
    let mut removed = 0;
    for object in catalog.target.list(FOLDER)?.into_keys() {
        if SegmentName::parse(&object).is_some_and(|name| name.at_ms < before_ms) {
            catalog.target.remove(&object)?;
            removed += 1;
        }
    }
    Ok(removed)
}
