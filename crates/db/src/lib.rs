//! Access to two database engines through one API.
//!
//! Product code is synchronous functions over [`Tx`]. [`Database::read`] and [`Database::write`]
//! run a closure in a transaction on a database thread: SQLite with reader threads and one writer
//! that commits in groups, or PostgreSQL with a connection for each worker. One SQL text serves
//! both engines (see [`Sql`] for the dialect); no other crate depends on the engine.

mod budget;
mod cell;
mod checkpointer;
mod column;
mod compact;
mod copy;
mod database;
mod dialect;
mod dump;
mod engine;
mod engine_check;
mod error;
mod export;
mod extract;
mod hot_rows;
mod identity;
mod inspect;
mod job;
mod lease;
mod log_file;
mod migrate;
mod migrate_postgres;
mod migrate_sqlite;
mod open;
mod options;
mod outside;
mod postgres;
mod queue;
mod quick;
mod row;
mod snapshot;
mod sqlite;
mod sqlite_failure;
mod statements;
mod stats;
mod transfer;
mod tx;
mod value;
mod verify;
mod wal_file;
mod wal_keeper;
mod writer;

pub use cell::Cell;
pub use column::{FromColumn, ListItem};
pub use compact::compact;
pub use copy::{copy_file, free_space};
pub use database::Database;
pub use dialect::Sql;
pub use dump::{
    TemporaryDatabase, dump_postgres, load_postgres, postgres_rows, postgres_size, read_postgres_texts,
};
pub use engine::Engine;
pub use engine_check::{EngineReport, check_engine};
pub use error::{Error, Result};
pub use export::{ExportTable, export_rows, export_table, table_names};
pub use extract::{Extract, extract};
pub use identity::Identity;
pub use inspect::{Found, inspect};
pub use lease::{Lease, held_leases, hold_lease, lease_end, release_leases};
pub use log_file::{cut_log, log_bytes};
pub use migrate::{Migration, Migrations, SchemaVersion, Script, schema_versions};
pub use options::{Access, Options};
pub use outside::{Leases, edit_sqlite, read_texts};
pub use postgres::Lag;
pub use quick::QuickRead;
pub use row::{Columns, FromRow, Row, Slice};
pub use snapshot::{Contents, blob_names, check_sqlite, contents, copy_sqlite};
pub use stats::{GROUP_BUCKETS, Stats};
pub use transfer::{MovedTable, TransferProgress, transfer};
pub use tx::Tx;
pub use value::Value;
pub use verify::{Check, Finding, verify};
pub use wal_file::WalPages;
pub use wal_keeper::WalKeeper;

#[doc(hidden)]
pub use miaohui_kernel as kernel;
