//! How to open a database.

use std::path::PathBuf;

use miaohui_kernel::Rng;

/// What opening a database may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// A missing database is made, and due schema steps are applied.
    Upgrade,
    /// The database must exist and have the program's schema. On PostgreSQL one connection reads and
    /// one writes.
    Existing,
    /// The same, and nothing is written: one connection, which serves all reads.
    ReadOnly,
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Options {
    /// `postgres://…`, or the path of an SQLite file.
    pub url: String,
    /// URLs of standbys of PostgreSQL that serve reads.
    pub replicas: Vec<String>,
    /// The number of reader threads; 0 for one per core, 2 to 16 (PostgreSQL: four per core).
    pub readers: usize,
    /// The number of reader threads for heavy reads; 0 for half the cores, at least 1.
    pub heavy_readers: usize,
    /// The time that a read may take, in ms; 0 for any. A longer one is [`crate::Error::OverBudget`].
    pub read_ms: u64,
    /// The time that a heavy read may take, in ms; 0 for any.
    pub heavy_read_ms: u64,
    /// The time that a statement of a write may take on PostgreSQL, in ms, a quarter of which a job may
    /// wait for its turn; 0 for any.
    pub write_ms: u64,
    /// The time after which a connection to PostgreSQL that is not needed is closed, in ms; 0 for
    /// never. One of each kind stays.
    pub idle_ms: u64,
    /// The most jobs in each queue; more are refused with [`crate::Error::Busy`].
    pub queue: usize,
    /// The most jobs in one commit of SQLite.
    pub group_commit: usize,
    /// Whether the writer of SQLite moves its log into the file when it is long; otherwise a
    /// [`WalKeeper`](crate::WalKeeper) does.
    pub moves_log: bool,
    /// The page cache of each SQLite connection in KiB.
    pub cache_kib: u32,
    /// The time that is recorded for applied migrations, in Unix ms.
    pub now_ms: i64,
    /// What opening may change.
    pub access: Access,
    /// The directory for a copy of an SQLite database before its schema changes; without one there is
    /// no copy.
    pub copy_to: Option<PathBuf>,
    /// The id of a new database.
    pub new_id: String,
}

impl Options {
    /// The default options for `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            replicas: Vec::new(),
            readers: 0,
            heavy_readers: 0,
            read_ms: 0,
            heavy_read_ms: 0,
            write_ms: 0,
            idle_ms: 0,
            queue: 1024,
            group_commit: 256,
            moves_log: true,
            cache_kib: 4096,
            now_ms: 0,
            access: Access::Upgrade,
            copy_to: None,
            // No reply holds it, so that it need not repeat with a test's seed.
            new_id: Rng::os().hex32(),
        }
    }

    /// Whether the database is PostgreSQL's.
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres://") || self.url.starts_with("postgresql://")
    }
}
