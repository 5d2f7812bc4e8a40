//! The tests' workbench: a private database for each test, a running service, a clock and an outbox in hand.
//!
//! Tests run on SQLite, or all of them on PostgreSQL when `MIAOHUI_TEST_POSTGRES` names a server
//! (`postgres://user:password@host:port`, a role that may create databases).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::missing_panics_doc)]

mod app;
mod database;
mod fair;
mod kitchen;
mod page;
mod pictures;
mod providers;
mod reference;
mod staff;

pub use app::{Member, TestApp, code};
pub use database::TestDatabase;
pub use fair::{Fair, project_with_tickets};
pub use kitchen::{Answer, Kitchen, Person};
pub use page::Page;
pub use pictures::png;
pub use providers::{Providers, World, free_address};
pub use reference::compile;
pub use staff::Staff;
