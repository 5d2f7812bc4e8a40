//! Opens a database: its schema, its threads and their queues.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::checkpointer::Checkpointer;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::hot_rows::HotRows;
use crate::job::Job;
use crate::migrate::{self, Migrations};
use crate::options::{Access, Options};
use crate::postgres::{Kind, Lane, Replicas, Sizes, Target, Worker, error_text};
use crate::queue::{Queue, join};
use crate::quick::QuickReaders;
use crate::sqlite::Mode;
use crate::stats::Counters;
use crate::writer::Writer;
use crate::{migrate_postgres, migrate_sqlite, postgres, sqlite};

/// Which threads run a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Those of reads, or a replica's.
    Light,
    /// Those of heavy reads, or a replica's.
    Heavy,
    /// Those of heavy reads.
    Whole,
    /// Those of writes; the job may be one of a hot row.
    Write(Option<u64>),
}

/// The queues of an open database, and what their jobs may cost.
pub(crate) struct Opened {
    pub engine: Engine,
    pub read_only: bool,
    /// SQLite's.
    pub quick_reads: QuickReaders,
    pub reads: Queue,
    pub heavy_reads: Queue,
    pub writes: Queue,
    /// Jobs of `writes` that wait for the thread of their row; PostgreSQL's.
    pub hot_rows: Arc<HotRows>,
    pub read_budget: Option<Duration>,
    pub heavy_read_budget: Option<Duration>,
    /// How long a job may wait for a thread before its caller gives it up; without it for any time.
    pub turn: Option<Duration>,
    pub replicas: Option<Replicas>,
    replica_threads: Vec<JoinHandle<()>>,
    pub counters: Arc<Counters>,
}

/// Opens the database, migrates its schema if that is allowed, and starts its threads.
pub(crate) fn open(options: &Options, components: &[Migrations]) -> Result<Opened> {
    if options.is_postgres() {
        postgres::on_thread(|| open_postgres(options, components))
    } else {
        open_sqlite(options, components)
    }
}

impl Opened {
    fn new(engine: Engine, options: &Options) -> Self {
        let queue = || Queue::new(options.queue);
        let budget = |ms: u64| (ms > 0).then(|| Duration::from_millis(ms));
        Self {
            engine,
            read_only: options.access == Access::ReadOnly,
            quick_reads: QuickReaders::default(),
            reads: queue(),
            heavy_reads: queue(),
            writes: queue(),
            hot_rows: Arc::default(),
            read_budget: budget(options.read_ms),
            heavy_read_budget: budget(options.heavy_read_ms),
            turn: None,
            replicas: None,
            replica_threads: Vec::new(),
            counters: Arc::default(),
        }
    }

    /// Gives a job to a thread of its way.
    pub async fn send(&self, way: Way, job: Box<dyn Job>) -> Result<()> {
        if self.read_only && matches!(way, Way::Write(_)) {
            return Err(Error::Unavailable("it is open for reading only".into()));
        }
        let (queue, lane) = match way {
            Way::Light => (&self.reads, Some(Lane::Light)),
            Way::Heavy => (self.heavy_queue(), Some(Lane::Heavy)),
            Way::Whole => (self.heavy_queue(), None),
            Way::Write(_) => (&self.writes, None),
        };
        let left = match (&self.replicas, lane) {
            (Some(replicas), Some(lane)) => replicas.take(lane, job).await,
            _ => Some(job),
        };
        let Some(job) = left else { return Ok(()) };
        let sent = match way {
            Way::Write(Some(row)) => self.hot_rows.add(row, job, queue.capacity, |job| queue.push(job)),
            _ => queue.push(job),
        };
        if sent.is_err() {
            self.counters.busy.fetch_add(1, Ordering::Relaxed);
        }
        sent
    }

    /// The queue of heavy reads; where no thread serves it, that of all reads.
    fn heavy_queue(&self) -> &Queue {
        if self.heavy_reads.threads() == 0 { &self.reads } else { &self.heavy_reads }
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        // These give jobs to the other queues.
        self.replicas = None;
        join(self.replica_threads.drain(..));
        // The connection that closes the SQLite file last moves the log into it, which only the
        // writer's can.
        self.quick_reads = QuickReaders::default();
        self.reads.close();
        self.heavy_reads.close();
        self.writes.close();
    }
}

fn open_sqlite(options: &Options, components: &[Migrations]) -> Result<Opened> {
    let path = PathBuf::from(&options.url);
    if options.url.contains("://") {
        let scheme = options.url.split("://").next().unwrap_or_default();
        return Err(Error::Open(format!("the database URL starts with {scheme}://; postgres:// is known")));
    }
    let mode = match options.access {
        Access::Upgrade => Mode::Create,
        Access::Existing => Mode::Write,
        Access::ReadOnly => Mode::ReadOnly,
    };
    let mut connection = sqlite::open(&path, options.cache_kib, mode)?;
    if options.access == Access::Upgrade {
        migrate_sqlite::run(&connection, components, options)?;
    } else {
        let applied = migrate_sqlite::applied(&connection)
            .map_err(|error| Error::Open(format!("the schema cannot be read: {error}")))?;
        require_current(&migrate::due(&applied, components)?)?;
    }
    if !options.moves_log {
        let never = connection.pragma_update(None, "wal_autocheckpoint", 0);
        never.map_err(|error| Error::Open(format!("the log cannot be kept: {error}")))?;
    }
    let mut own = Opened::new(Engine::Sqlite, options);
    let started = |error| Error::Open(format!("cannot start a database thread: {error}"));
    let start_reader = |queue: &Queue, connection| {
        let (jobs, counters) = (queue.receiver.clone(), Arc::clone(&own.counters));
        sqlite::start_reader(connection, jobs, counters)
            .map(|thread| queue.add_thread(thread))
            .map_err(started)
    };
    if options.access == Access::ReadOnly {
        start_reader(&own.reads, connection)?;
        return Ok(own);
    }
    for (queue, threads) in
        [(&own.reads, workers(options.readers, 1)), (&own.heavy_reads, heavy_readers(options))]
    {
        for _ in 0..threads {
            start_reader(queue, sqlite::open(&path, options.cache_kib, Mode::Read)?)?;
        }
    }
    own.quick_reads = QuickReaders::open(&path, options.cache_kib, &own.counters)?;
    let (jobs, group) = (own.writes.receiver.clone(), options.group_commit.max(1));
    let checkpointer =
        if options.moves_log { Some(Checkpointer::start(&path, &mut connection)?) } else { None };
    let writer = Writer { connection, jobs, counters: Arc::clone(&own.counters), group, checkpointer };
    own.writes.add_thread(writer.start().map_err(started)?);
    Ok(own)
}

fn open_postgres(options: &Options, components: &[Migrations]) -> Result<Opened> {
    let target = Target::parse(&options.url)?;
    let mut client = target.connect()?;
    if options.access == Access::Upgrade {
        migrate_postgres::run(&mut client, components, options)?;
    } else {
        let applied = migrate_postgres::applied(&mut client)
            .map_err(|error| Error::Open(format!("the schema cannot be read: {}", error_text(&error))))?;
        require_current(&migrate::due(&applied, components)?)?;
    }
    drop(client);
    let write_ms = (options.write_ms > 0).then(|| Duration::from_millis(options.write_ms));
    let mut own = Opened::new(Engine::Postgres, options);
    own.turn = write_ms.map(|limit| limit / 4);
    let rest_after = (options.idle_ms > 0).then(|| Duration::from_millis(options.idle_ms));
    let half = workers(options.readers, 4).div_ceil(2);
    // A command runs beside the processes that serve, which need the connections.
    let [reads, heavy, writes] = match options.access {
        Access::ReadOnly => [1, 0, 0],
        Access::Existing => [1, 0, 1],
        Access::Upgrade => [half, heavy_readers(options), half],
    };
    for (kind, queue, threads, limit) in [
        (Kind::Read, &own.reads, reads, None),
        (Kind::Read, &own.heavy_reads, heavy, None),
        (Kind::Write, &own.writes, writes, write_ms),
    ] {
        for _ in 0..threads {
            let (target, jobs, crew) = (target.clone(), queue.receiver.clone(), Arc::clone(&queue.crew));
            let (hot_rows, counters) = (Arc::clone(&own.hot_rows), Arc::clone(&own.counters));
            let worker = Worker { target, kind, limit, rest_after, jobs, hot_rows, crew, counters };
            queue.add_thread(worker.start()?);
        }
    }
    if let (false, Some(light), Some(heavy_jobs)) =
        (options.replicas.is_empty(), own.reads.sender(), own.heavy_reads.sender())
    {
        let sizes = Sizes { light: half, heavy, queue: options.queue };
        let (replicas, threads) =
            Replicas::start(&options.replicas, &target, [light, heavy_jobs], sizes, &own.counters)?;
        (own.replicas, own.replica_threads) = (Some(replicas), threads);
    }
    Ok(own)
}

fn require_current(due: &[migrate::Step]) -> Result<()> {
    if due.is_empty() { Ok(()) } else { Err(migrate::older(due)) }
}

fn heavy_readers(options: &Options) -> usize {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    if options.heavy_readers > 0 { options.heavy_readers } else { (cores / 2).clamp(1, 4) }
}

fn workers(configured: usize, per_core: usize) -> usize {
    if configured > 0 {
        return configured;
    }
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    (cores * per_core).clamp(2, 16)
}
