//! The two database engines behind one door.
//!
//! Product code is plain synchronous functions over [`Tx`]. It reaches them through [`Database::read`] and
//! [`Database::write`], which run one closure in one transaction on a database thread: SQLite with reader threads and
//! a single group-committing writer, or PostgreSQL with a connection per worker. One SQL text serves both engines
//! (see [`Sql`] for its dialect); this crate is the only place that knows the difference.

mod column;
mod database;
mod dialect;
mod error;
mod job;
mod lease;
mod migrate;
mod postgres;
mod row;
mod sqlite;
mod stats;
mod tx;
mod value;
mod verify;

pub use column::{FromColumn, ListItem};
pub use database::{Database, Engine, Options};
pub use dialect::Sql;
pub use error::{Error, Result};
pub use lease::hold_lease;
pub use migrate::{Migration, Migrations, Script};
pub use row::{Cell, Columns, FromRow, Row, Slice};
pub use stats::{GROUP_BUCKETS, Stats};
pub use tx::Tx;
pub use value::Value;
pub use verify::{Check, Finding, verify};

#[doc(hidden)]
pub use miaohui_kernel as kernel;
