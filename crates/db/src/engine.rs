//! The supported engines.

/// The database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file, used by this process.
    Sqlite,
    /// A server, used by any number of processes.
    Postgres,
}
