//! Counters, for `/metrics` and for tests that count statements.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::budget::{Deadline, real_now};
use crate::error::Error;

/// Upper bounds of the histogram buckets for commit group sizes.
pub const GROUP_BUCKETS: [u64; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/// The time between two log lines about the same outage.
const QUIET: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(crate) struct Counters {
    pub texts: Mutex<BTreeSet<String>>,
    pub statements: AtomicU64,
    pub steps: AtomicU64,
    pub commits: AtomicU64,
    pub retries: AtomicU64,
    pub busy: AtomicU64,
    pub over_budget: AtomicU64,
    pub unreachable: AtomicU64,
    pub replica_reads: AtomicU64,
    pub replica_misses: AtomicU64,
    pub shortages: AtomicU64,
    last_unreachable: Mutex<Option<Instant>>,
    last_shortage: Mutex<Option<Instant>>,
    pub group_jobs: AtomicU64,
    pub groups: [AtomicU64; GROUP_BUCKETS.len() + 1],
    /// The kinds of changes that somebody wants to know of, as bits of the product.
    pub watched: AtomicU64,
}

impl Counters {
    /// Counts the statements of a finished job, and whether it failed because its time was over.
    pub fn job(&self, statements: u64, failed: bool, deadline: Deadline) {
        self.statements.fetch_add(statements, Ordering::Relaxed);
        if failed && deadline.is_over() {
            self.over_budget.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a connection that failed, and logs it at most once a second.
    pub fn unreachable(&self, error: &Error) {
        self.unreachable.fetch_add(1, Ordering::Relaxed);
        if is_due(&self.last_unreachable) {
            tracing::warn!(%error, "the database cannot be reached");
        }
    }

    /// Counts a write that there is no room for, and logs it at most once a second.
    pub fn shortage(&self, reason: &str) {
        self.shortages.fetch_add(1, Ordering::Relaxed);
        if is_due(&self.last_shortage) {
            tracing::error!(reason, "the database has no room");
        }
    }

    pub fn group(&self, jobs: usize) {
        let bucket =
            GROUP_BUCKETS.iter().position(|bound| jobs as u64 <= *bound).unwrap_or(GROUP_BUCKETS.len());
        self.groups[bucket].fetch_add(1, Ordering::Relaxed);
        self.group_jobs.fetch_add(jobs as u64, Ordering::Relaxed);
        self.commits.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whether the last line is long enough ago; then this is the last one.
fn is_due(last: &Mutex<Option<Instant>>) -> bool {
    let mut last = last.lock();
    let is_due = last.is_none_or(|at| at.elapsed() >= QUIET);
    if is_due {
        *last = Some(real_now());
    }
    is_due
}

/// The counters since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Statements that jobs ran.
    pub statements: u64,
    /// Instructions of SQLite that they ran.
    pub steps: u64,
    /// Committed write transactions.
    pub commits: u64,
    /// Retries of jobs after a conflict (a serialization failure, a deadlock or a foreign key).
    pub retries: u64,
    /// Jobs that were refused because a queue was full.
    pub busy: u64,
    /// Reads that were interrupted because they took longer than their budget.
    pub over_budget: u64,
    /// Connections to PostgreSQL that failed.
    pub unreachable: u64,
    /// Statements and commits that failed because the database had no room for them.
    pub shortages: u64,
    /// Reads that a replica served.
    pub replica_reads: u64,
    /// Reads that a replica gave to the primary, because it lagged or failed.
    pub replica_misses: u64,
    /// Replicas that take reads, and all.
    pub replicas: (usize, usize),
    /// Read jobs in the queue.
    pub reads_waiting: usize,
    /// Heavy read jobs in their queue.
    pub heavy_reads_waiting: usize,
    /// Write jobs in the queue.
    pub writes_waiting: usize,
    /// Threads that run jobs.
    pub workers: usize,
    /// Those that are connected to PostgreSQL.
    pub connections: usize,
    /// Write jobs that were committed in groups.
    pub group_jobs: u64,
    /// Commit groups by size: a count for each bound of [`GROUP_BUCKETS`], and one for larger
    /// groups.
    pub groups: [u64; GROUP_BUCKETS.len() + 1],
}

impl Counters {
    pub fn snapshot(&self) -> Stats {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Stats {
            statements: read(&self.statements),
            steps: read(&self.steps),
            commits: read(&self.commits),
            retries: read(&self.retries),
            busy: read(&self.busy),
            over_budget: read(&self.over_budget),
            unreachable: read(&self.unreachable),
            shortages: read(&self.shortages),
            replica_reads: read(&self.replica_reads),
            replica_misses: read(&self.replica_misses),
            group_jobs: read(&self.group_jobs),
            groups: std::array::from_fn(|i| read(&self.groups[i])),
            ..Stats::default()
        }
    }
}
