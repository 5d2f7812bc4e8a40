//! An open database: reads, writes, and the queues of its threads.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use parking_lot::Mutex;

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::identity::{self, Identity};
use crate::job::{Call, Job};
use crate::migrate::{self, Migrations};
use crate::options::{Access, Options};
use crate::postgres::{Crew, Kind, Lane, Replicas, Sizes, Target, Worker, error_text};
use crate::sqlite::Mode;
use crate::stats::{Counters, Stats};
use crate::tx::Tx;
use crate::{migrate_postgres, migrate_sqlite, postgres, sqlite};

/// The time for a repair of a whole table.
const WHOLE: Duration = Duration::from_secs(3600);

/// An open database. Cheap to clone; dropping the last clone waits for running jobs.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

struct Inner {
    engine: Engine,
    read_only: bool,
    reads: Queue,
    heavy_reads: Queue,
    writes: Queue,
    read_budget: Option<Duration>,
    heavy_read_budget: Option<Duration>,
    /// How long a job may wait for a thread before its caller gives it up; without it for any time.
    turn: Option<Duration>,
    replicas: Option<Replicas>,
    replica_threads: Vec<JoinHandle<()>>,
    counters: Arc<Counters>,
}

/// A queue of jobs and the threads that run them.
struct Queue {
    sender: Mutex<Option<Sender<Box<dyn Job>>>>,
    /// For the length of the queue.
    receiver: Receiver<Box<dyn Job>>,
    capacity: usize,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// The threads as far as they are connected to PostgreSQL.
    crew: Arc<Crew>,
}

impl Database {
    /// Opens the database, migrates its schema if that is allowed, and starts its threads. The text of
    /// an error is one line.
    pub fn open(options: &Options, components: &[Migrations]) -> Result<Self> {
        if options.is_postgres() {
            postgres::on_thread(|| open_postgres(options, components))
        } else {
            open_sqlite(options, components)
        }
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// Runs `job` in a read transaction. All its statements see one snapshot, which includes all
    /// writes that were answered before.
    pub async fn read<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.run(&self.0.reads, Some(Lane::Light), self.0.read_budget, job).await
    }

    /// Runs `job` as [`read`](Self::read) does, in the lane of heavy reads: searches and exports. They
    /// wait for one another, and no other read waits for them.
    pub async fn read_heavy<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.run(self.0.heavy_queue(), Some(Lane::Heavy), self.0.heavy_read_budget, job).await
    }

    /// Runs `job` in the lane of heavy reads for as long as it takes, for checks of whole tables.
    pub async fn read_whole<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.run(self.0.heavy_queue(), None, None, job).await
    }

    /// Runs `job` in a write transaction and returns once it is durable.
    ///
    /// The job may be retried and must have no effects outside its transaction. An error rolls it
    /// back.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        if self.0.read_only {
            return Err(Error::Unavailable("it is open for reading only".into()).into());
        }
        self.run(&self.0.writes, None, None, job).await
    }

    /// Runs `job` as [`write`](Self::write) does, with statements that may take as long as they need, for
    /// repairs of whole tables.
    pub async fn write_whole<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        if self.0.read_only {
            return Err(Error::Unavailable("it is open for reading only".into()).into());
        }
        let budget = (self.0.engine == Engine::Postgres).then_some(WHOLE);
        self.run(&self.0.writes, None, budget, job).await
    }

    /// Runs a job on a replica, if it is of one of their lanes and one can, or in `queue`.
    async fn run<T, E, F>(
        &self,
        queue: &Queue,
        lane: Option<Lane>,
        budget: Option<Duration>,
        job: F,
    ) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (call, answer) = Call::new(job, budget);
        let place = call.place();
        let job: Box<dyn Job> = Box::new(call);
        let waiting = match (&self.0.replicas, lane) {
            (Some(replicas), Some(lane)) => replicas.take(lane, job).await,
            _ => Some(job),
        };
        if let Some(Err(error)) = waiting.map(|job| queue.push(job)) {
            self.0.counters.busy.fetch_add(1, Ordering::Relaxed);
            return Err(error.into());
        }
        let answer = async {
            answer
                .await
                .unwrap_or_else(|_| Err(Error::Unavailable("the database thread has ended".into()).into()))
        };
        let Some(turn) = self.0.turn else { return answer.await };
        let mut answer = std::pin::pin!(answer);
        if let Ok(answer) = tokio::time::timeout(turn, &mut answer).await {
            return answer;
        }
        // All threads wait for the server. What has begun ends in its own time.
        if place.give_up() {
            return Err(Error::Unavailable("no connection was free in time".into()).into());
        }
        answer.await
    }

    /// Who the database is.
    pub async fn identity(&self) -> Result<Identity> {
        self.read(|tx| tx.query_one(identity::READ, &[])).await
    }

    /// Adds commits to the count and returns it, once it is durable.
    pub async fn count_commits(&self, more: u64) -> Result<i64> {
        self.write(move |tx| identity::count_commits(tx, more)).await
    }

    /// The number of threads that serve [`read`](Self::read).
    pub fn readers(&self) -> usize {
        self.0.reads.threads.lock().len()
    }

    /// The statements that jobs have run, in the engine's dialect, for tests of their plans.
    pub fn statements(&self) -> Vec<String> {
        self.0.counters.texts.lock().iter().cloned().collect()
    }

    /// The counters since the start and the lengths of the queues.
    pub fn stats(&self) -> Stats {
        Stats {
            reads_waiting: self.0.reads.receiver.len(),
            heavy_reads_waiting: self.0.heavy_reads.receiver.len(),
            writes_waiting: self.0.writes.receiver.len(),
            workers: [&self.0.reads, &self.0.heavy_reads, &self.0.writes]
                .map(|queue| queue.threads.lock().len())
                .iter()
                .sum(),
            replicas: self.0.replicas.as_ref().map(Replicas::count).unwrap_or_default(),
            ..self.0.counters.snapshot()
        }
    }
}

impl Queue {
    fn new(capacity: usize) -> Self {
        let (sender, receiver) = bounded(capacity);
        Self {
            sender: Mutex::new(Some(sender)),
            receiver,
            capacity,
            threads: Mutex::default(),
            crew: Arc::default(),
        }
    }

    fn push(&self, job: Box<dyn Job>) -> Result<()> {
        let sender = self.sender.lock();
        let Some(sender) = sender.as_ref() else { return Err(Error::Unavailable("it is closed".into())) };
        sender.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => Error::Busy { waiting: self.capacity },
            TrySendError::Disconnected(_) => Error::Unavailable("its threads have ended".into()),
        })
    }

    fn add_thread(&self, thread: JoinHandle<()>) {
        self.threads.lock().push(thread);
    }

    /// Refuses further jobs and waits for the threads to end.
    fn close(&self) {
        self.sender.lock().take();
        self.crew.close();
        join(self.threads.lock().drain(..));
    }

    /// Gives further jobs to the queue; none once it is closed.
    fn sender(&self) -> Option<Sender<Box<dyn Job>>> {
        self.sender.lock().clone()
    }
}

fn join(threads: impl Iterator<Item = JoinHandle<()>>) {
    let own = std::thread::current().id();
    for thread in threads.filter(|thread| thread.thread().id() != own) {
        // A panic of a job is caught where it runs, so there is no other panic to report.
        let _ = thread.join();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // These give jobs to the other queues.
        self.replicas = None;
        join(self.replica_threads.drain(..));
        // The connection that closes the SQLite file last moves the log into it, which only the
        // writer's can.
        self.reads.close();
        self.heavy_reads.close();
        self.writes.close();
    }
}

fn open_sqlite(options: &Options, components: &[Migrations]) -> Result<Database> {
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
    let connection = sqlite::open(&path, options.cache_kib, mode)?;
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
    let own = Inner::new(Engine::Sqlite, options);
    let started = |error| Error::Open(format!("cannot start a database thread: {error}"));
    let start_reader = |queue: &Queue, connection| {
        let (jobs, counters) = (queue.receiver.clone(), Arc::clone(&own.counters));
        sqlite::start_reader(connection, jobs, counters)
            .map(|thread| queue.add_thread(thread))
            .map_err(started)
    };
    if options.access == Access::ReadOnly {
        start_reader(&own.reads, connection)?;
        return Ok(Database(Arc::new(own)));
    }
    for (queue, threads) in
        [(&own.reads, workers(options.readers, 1)), (&own.heavy_reads, heavy_readers(options))]
    {
        for _ in 0..threads {
            start_reader(queue, sqlite::open(&path, options.cache_kib, Mode::Read)?)?;
        }
    }
    let (jobs, group) = (own.writes.receiver.clone(), options.group_commit.max(1));
    let writer = sqlite::Writer { connection, jobs, counters: Arc::clone(&own.counters), group };
    own.writes.add_thread(writer.start().map_err(started)?);
    Ok(Database(Arc::new(own)))
}

fn open_postgres(options: &Options, components: &[Migrations]) -> Result<Database> {
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
    let mut own = Inner::new(Engine::Postgres, options);
    own.turn = write_ms.map(|limit| limit / 4);
    let half = workers(options.readers, 4).div_ceil(2);
    let [reads, heavy, writes] = match options.access {
        Access::ReadOnly => [1, 0, 0],
        _ => [half, heavy_readers(options), half],
    };
    for (kind, queue, threads, limit) in [
        (Kind::Read, &own.reads, reads, None),
        (Kind::Read, &own.heavy_reads, heavy, None),
        (Kind::Write, &own.writes, writes, write_ms),
    ] {
        for _ in 0..threads {
            let (target, jobs, crew) = (target.clone(), queue.receiver.clone(), Arc::clone(&queue.crew));
            let counters = Arc::clone(&own.counters);
            queue.add_thread(Worker { target, kind, limit, jobs, crew, counters }.start()?);
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
    Ok(Database(Arc::new(own)))
}

fn require_current(due: &[migrate::Step]) -> Result<()> {
    if due.is_empty() { Ok(()) } else { Err(migrate::older(due)) }
}

impl Inner {
    fn new(engine: Engine, options: &Options) -> Self {
        let queue = || Queue::new(options.queue);
        let budget = |ms: u64| (ms > 0).then(|| Duration::from_millis(ms));
        Self {
            engine,
            read_only: options.access == Access::ReadOnly,
            reads: queue(),
            heavy_reads: queue(),
            writes: queue(),
            read_budget: budget(options.read_ms),
            heavy_read_budget: budget(options.heavy_read_ms),
            turn: None,
            replicas: None,
            replica_threads: Vec::new(),
            counters: Arc::default(),
        }
    }

    /// The queue of heavy reads; the only connection of a read-only database serves all reads.
    fn heavy_queue(&self) -> &Queue {
        if self.read_only { &self.reads } else { &self.heavy_reads }
    }
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
