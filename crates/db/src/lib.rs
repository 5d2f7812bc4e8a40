//! Access to two database engines through one API.
//!
//! Product code is synchronous functions over [`Tx`]. [`Database::read`] and [`Database::write`]
//! run a closure in a transaction on a database thread: SQLite with reader threads and one writer
//! that commits in groups, or PostgreSQL with a connection for each worker. One SQL text serves
//! both engines (see [`Sql`] for the dialect); no other crate depends on the engine.

mod budget;
mod cell;
mod column;
mod compact;
mod database;
mod dialect;
mod dump;
mod engine;
mod error;
mod extract;
mod job;
mod lease;
mod migrate;
mod outside;
mod postgres;
mod row;
mod snapshot;
mod sqlite;
mod statements;
mod stats;
mod tx;
mod value;
mod verify;
mod wal_file;
mod wal_keeper;

pub use cell::Cell;
pub use column::{FromColumn, ListItem};
pub use compact::compact;
pub use database::{Database, Options};
pub use dialect::Sql;
pub use dump::{
    TemporaryDatabase, dump_postgres, load_postgres, postgres_rows, postgres_size, read_postgres_texts,
};
pub use engine::Engine;
pub use error::{Error, Result};
pub use extract::{Extract, extract};
pub use lease::{hold_lease, release_leases};
pub use migrate::{Migration, Migrations, Script};
pub use outside::{Leases, edit_sqlite, read_texts};
pub use row::{Columns, FromRow, Row, Slice};
pub use snapshot::{Contents, blob_names, check_sqlite, contents, copy_sqlite};
pub use stats::{GROUP_BUCKETS, Stats};
pub use tx::Tx;
pub use value::Value;
pub use verify::{Check, Finding, verify};
pub use wal_file::WalPages;
pub use wal_keeper::WalKeeper;

#[doc(hidden)]
pub use miaohui_kernel as kernel;
