//! An open database: reads and writes.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::identity::{self, Identity};
use crate::job::Call;
use crate::migrate::Migrations;
use crate::open::{self, Opened, Way};
use crate::options::Options;
use crate::postgres::{Lag, Replicas};
use crate::queue::Queue;
use crate::quick::QuickRead;
use crate::stats::Stats;
use crate::tx::Tx;

/// The time for a repair of a whole table.
const WHOLE: Duration = Duration::from_secs(3600);

/// An open database. Cheap to clone; dropping the last clone waits for running jobs.
#[derive(Clone)]
pub struct Database(Arc<Opened>);

impl Database {
    /// Opens the database, migrates its schema if that is allowed, and starts its threads. The text of
    /// an error is one line.
    pub fn open(options: &Options, components: &[Migrations]) -> Result<Self> {
        Ok(Self(Arc::new(open::open(options, components)?)))
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
        self.run(Way::Light, self.0.read_budget, job).await
    }

    /// Runs `job` as [`read`](Self::read) does, at once and on this thread, on SQLite. If it takes longer
    /// than this thread can wait, [`read`](Self::read) runs it.
    pub fn read_quickly<T, E: From<Error>>(
        &self,
        job: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> QuickRead<Result<T, E>> {
        let Some(step) = miaohui_trace::begin("db.read") else {
            return self.0.quick_reads.run(&self.0.counters, job);
        };
        let mark = step.mark();
        let mut traced = |tx: &mut Tx<'_>| {
            mark.begin();
            let result = job(tx);
            mark.add_statements(tx.statements);
            result
        };
        self.0.quick_reads.run(&self.0.counters, &mut traced)
    }

    /// Runs `job` as [`read`](Self::read) does, in the lane of heavy reads: searches and exports. They
    /// wait for one another, and no other read waits for them.
    pub async fn read_heavy<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.run(Way::Heavy, self.0.heavy_read_budget, job).await
    }

    /// Runs `job` in the lane of heavy reads for as long as it takes, for checks of whole tables.
    pub async fn read_whole<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.run(Way::Whole, None, job).await
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
        self.run(Way::Write(None), None, job).await
    }

    /// Runs `job` as [`write`](Self::write) does. On PostgreSQL the jobs of one `row` run one after
    /// another, as many in a transaction as wait; they should lock no other row that jobs of other rows
    /// lock.
    pub async fn write_row<T, E, F>(&self, row: u64, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let row = (self.0.engine == Engine::Postgres).then_some(row);
        self.run(Way::Write(row), None, job).await
    }

    /// Runs `job` as [`write`](Self::write) does, with statements that may take as long as they need, for
    /// repairs of whole tables.
    pub async fn write_whole<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let budget = (self.0.engine == Engine::Postgres).then_some(WHOLE);
        self.run(Way::Write(None), budget, job).await
    }

    async fn run<T, E, F>(&self, way: Way, budget: Option<Duration>, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let is_write = matches!(way, Way::Write(_));
        let step = miaohui_trace::begin(if is_write { "db.write" } else { "db.read" });
        let (call, answer) = Call::new(job, budget);
        let call = call.traced(step.as_ref());
        let place = call.place();
        let call = match way {
            Way::Write(row) => call.of_row(row),
            _ => call,
        };
        if let Err(error) = self.0.send(way, Box::new(call)).await {
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

    /// Says which kinds of changes somebody wants to know of, as bits of the product. Jobs ask with
    /// [`Tx::is_watched`], so that nobody else pays for it.
    pub fn watch(&self, bits: u64) {
        self.0.counters.watched.store(bits, Ordering::Relaxed);
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
        self.0.reads.threads()
    }

    /// The statements that jobs have run, in the engine's dialect, for tests of their plans.
    pub fn statements(&self) -> Vec<String> {
        self.0.counters.texts.lock().iter().cloned().collect()
    }

    /// How far each standby is behind the primary, by host and port; without those that do not tell.
    pub async fn replica_lags(&self) -> Vec<(String, Lag)> {
        match &self.0.replicas {
            Some(replicas) => replicas.lags().await,
            None => Vec::new(),
        }
    }

    /// The counters since the start and the lengths of the queues.
    pub fn stats(&self) -> Stats {
        let queues = [&self.0.reads, &self.0.heavy_reads, &self.0.writes];
        Stats {
            reads_waiting: self.0.reads.receiver.len(),
            heavy_reads_waiting: self.0.heavy_reads.receiver.len(),
            writes_waiting: self.0.writes.receiver.len() + self.0.hot_rows.waiting(),
            workers: queues.map(Queue::threads).iter().sum(),
            connections: queues.map(|queue| queue.crew.connected()).iter().sum(),
            replicas: self.0.replicas.as_ref().map(Replicas::count).unwrap_or_default(),
            ..self.0.counters.snapshot()
        }
    }
}
