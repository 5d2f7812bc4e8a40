//! Counters for Prometheus.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use miaohui_db::{Database, GROUP_BUCKETS};
use miaohui_media::{Bucket, MediaError};
use parking_lot::RwLock;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::limited_callers::LimitedCallers;
use crate::{Outcome, WorkPool};

/// The code of an unexpected failure in both APIs.
const UNEXPECTED: i32 = -1;

const LATENCY_SECONDS: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    operation: &'static str,
    code: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OperationLabels {
    operation: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LimitLabels {
    limit: &'static str,
}

/// Everything `/metrics` shows, and who exceeded limits.
pub struct Metrics {
    registry: RwLock<Registry>,
    limited: Family<LimitLabels, Counter<u64, AtomicU64>>,
    /// Whose calls limits refused, for the console.
    pub limited_callers: LimitedCallers,
    calls: Family<CallLabels, Counter<u64, AtomicU64>>,
    failures: AtomicU64,
    missing_files: Counter<u64, AtomicU64>,
    seconds: Family<OperationLabels, Histogram, fn() -> Histogram>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("miaohui");
        let calls = Family::default();
        let seconds: Family<_, _, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(LATENCY_SECONDS));
        let limited = Family::default();
        registry.register("limited", "Requests and connections that a limit refused", limited.clone());
        let missing_files = Counter::default();
        let help = "Requests for a stored file that is not there";
        registry.register("media_missing", help, missing_files.clone());
        registry.register("calls", "Calls answered, by operation and code", calls.clone());
        registry.register("call_seconds", "Time to the answer, by operation", seconds.clone());
        Self {
            registry: RwLock::new(registry),
            limited,
            limited_callers: LimitedCallers::default(),
            calls,
            failures: AtomicU64::new(0),
            missing_files,
            seconds,
        }
    }
}

impl Metrics {
    /// Counts one answered call.
    pub fn count(&self, outcome: Outcome, took: Duration) {
        let Outcome { operation, code } = outcome;
        if code == UNEXPECTED {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
        self.calls.get_or_create(&CallLabels { operation, code }).inc();
        self.seconds.get_or_create(&OperationLabels { operation }).observe(took.as_secs_f64());
    }

    /// Counts one request or connection that exceeded a limit.
    pub fn count_limit(&self, limit: &'static str) {
        self.limited.get_or_create(&LimitLabels { limit }).inc();
    }

    /// Counts a request for a stored file that is not there.
    pub fn count_missing_file(&self) {
        self.missing_files.inc();
    }

    /// Counts one request or connection of an address that exceeded a limit.
    pub fn count_limited_address(&self, limit: &'static str, address: IpAddr) {
        self.count_limit(limit);
        self.limited_callers.count_address(limit, address);
    }

    /// Counts a refused file, if a limit refused it.
    pub fn count_refused_file(&self, error: &MediaError) {
        match error {
            MediaError::TooLarge { .. } => self.count_limit("file_bytes"),
            MediaError::TooManyPixels { .. } => self.count_limit("picture_pixels"),
            MediaError::UnknownType
            | MediaError::Unsupported(_)
            | MediaError::Broken(_)
            | MediaError::Unavailable(_)
            | MediaError::Io(_) => {}
        }
    }

    /// Adds a number that is read when the metrics are shown.
    pub fn watch_gauge(
        &self,
        name: &'static str,
        help: &'static str,
        read: impl Fn() -> i64 + Send + Sync + 'static,
    ) {
        let encode = move |e: &mut DescriptorEncoder<'_>| gauge(e, name, help, read());
        self.registry
            .write()
            .register_collector(Box::new(NumberCollector { name, encode: Box::new(encode) }));
    }

    /// Adds a count that is read when the metrics are shown.
    pub fn watch_counter(
        &self,
        name: &'static str,
        help: &'static str,
        read: impl Fn() -> u64 + Send + Sync + 'static,
    ) {
        let encode = move |e: &mut DescriptorEncoder<'_>| counter(e, name, help, read());
        self.registry
            .write()
            .register_collector(Box::new(NumberCollector { name, encode: Box::new(encode) }));
    }

    /// Unexpected failures since the start.
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// Adds the database's queues and commit groups.
    pub fn watch_database(&self, db: Database) {
        self.registry.write().register_collector(Box::new(DatabaseCollector(db)));
    }

    /// Adds the counters of the bucket of the files; without one they are 0.
    pub fn watch_bucket(&self, bucket: Option<Bucket>) {
        self.registry.write().register_collector(Box::new(BucketCollector(bucket)));
    }

    /// Adds the queue length of a work pool.
    pub fn watch_pool(&self, name: &'static str, pool: WorkPool) {
        self.registry.write().register_collector(Box::new(PoolCollector(name, pool)));
    }

    /// Adds the metrics that `register` registers.
    pub fn register(&self, register: impl FnOnce(&mut Registry)) {
        register(&mut self.registry.write());
    }

    /// The metrics in the text format of Prometheus.
    pub fn render(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry.read())?;
        Ok(text)
    }
}

#[derive(Debug)]
struct PoolCollector(&'static str, WorkPool);

impl Collector for PoolCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let name = format!("pool_{}_waiting", self.0);
        gauge(&mut encoder, &name, "Pieces of work waiting for the pool", self.1.waiting() as i64)
    }
}

#[derive(Debug)]
struct BucketCollector(Option<Bucket>);

impl Collector for BucketCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let stats = self.0.as_ref().map(Bucket::stats).unwrap_or_default();
        let e = &mut encoder;
        counter(e, "media_store_calls", "Calls to the bucket of the files", stats.calls)?;
        let help = "Calls to the bucket that were not answered in time, or were refused for the time being";
        counter(e, "media_store_failures", help, stats.failures)?;
        let help = "Time of the calls to the bucket, in milliseconds";
        counter(e, "media_store_milliseconds", help, stats.milliseconds)
    }
}

type Encode = dyn Fn(&mut DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> + Send + Sync;

struct NumberCollector {
    name: &'static str,
    encode: Box<Encode>,
}

impl std::fmt::Debug for NumberCollector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Collector for NumberCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        (self.encode)(&mut encoder)
    }
}

struct DatabaseCollector(Database);

impl std::fmt::Debug for DatabaseCollector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseCollector")
    }
}

impl Collector for DatabaseCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let stats = self.0.stats();
        let e = &mut encoder;
        gauge(e, "db_reads_waiting", "Read jobs waiting for a thread", stats.reads_waiting as i64)?;
        let heavy = stats.heavy_reads_waiting as i64;
        gauge(e, "db_heavy_reads_waiting", "Heavy read jobs waiting for a thread", heavy)?;
        gauge(e, "db_writes_waiting", "Write jobs waiting for a thread", stats.writes_waiting as i64)?;
        gauge(e, "db_workers", "Database threads", stats.workers as i64)?;
        gauge(e, "db_connections", "Those connected to PostgreSQL", stats.connections as i64)?;
        counter(e, "db_statements", "Statements run", stats.statements)?;
        counter(e, "db_commits", "Write transactions committed", stats.commits)?;
        counter(e, "db_retries", "Jobs run again after a collision", stats.retries)?;
        counter(e, "db_busy", "Jobs refused because a queue was full", stats.busy)?;
        let help = "Reads interrupted because their time was over";
        counter(e, "db_over_budget", help, stats.over_budget)?;
        let help = "Connections to PostgreSQL that failed";
        counter(e, "db_unreachable", help, stats.unreachable)?;
        let help = "Statements and commits that failed because the database had no room for them";
        counter(e, "db_shortages", help, stats.shortages)?;
        counter(e, "db_replica_reads", "Reads that a replica served", stats.replica_reads)?;
        let help = "Reads that a replica gave to the primary because it lagged or failed";
        counter(e, "db_replica_misses", help, stats.replica_misses)?;
        gauge(e, "db_replicas_configured", "Replicas in the configuration", stats.replicas.1 as i64)?;
        gauge(e, "db_replicas_usable", "Replicas that take reads", stats.replicas.0 as i64)?;
        let bounds = GROUP_BUCKETS.iter().map(|bound| *bound as f64).chain([f64::MAX]);
        let buckets: Vec<(f64, u64)> = bounds.zip(stats.groups).collect();
        let mut descriptor = encoder.encode_descriptor(
            "db_commit_group_jobs",
            "Write jobs per commit",
            None,
            MetricType::Histogram,
        )?;
        descriptor.encode_histogram::<NoLabelSet>(stats.group_jobs as f64, stats.commits, &buckets, None)
    }
}

fn gauge(e: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: i64) -> Result<(), std::fmt::Error> {
    let metric = ConstGauge::new(value);
    metric.encode(e.encode_descriptor(name, help, None, MetricType::Gauge)?)
}

fn counter(e: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: u64) -> Result<(), std::fmt::Error> {
    let metric = ConstCounter::new(value);
    metric.encode(e.encode_descriptor(name, help, None, MetricType::Counter)?)
}
