//! The Crowdfunding API (好味道众筹): 68 documented REST operations on food projects that raise
//! money, and the operations that their clients need beside them.
//!
//! [`routes`] is the index of the operations, [`store`] holds the tables, and `dispatch` connects
//! HTTP to the operations.

mod access;
pub mod admin;
mod answer;
mod app;
mod body;
mod call;
mod code;
mod dispatch;
mod erasure;
mod error;
mod expiry;
mod fields;
mod flow;
pub mod identity_files;
pub mod ids;
mod image_url;
mod mail;
mod media_files;
mod operation;
pub mod operators;
mod page;
mod password_rules;
pub mod places;
pub mod reference;
mod resets;
mod resource;
mod router;
pub mod routes;
pub mod store;
mod subject;
mod values;
pub mod verify;
mod wire;

pub use access::Who;
pub use app::{App, Settings};
pub use code::Code;
pub use erasure::erase_due;
pub use error::{Error, FieldError, Result};
pub use expiry::{close_projects, tidy};
pub use operation::Operation;
pub use resets::send_resets;
pub use resource::Resource;
pub use router::router;
pub use store::MIGRATIONS;
pub use wire::{Moment, Yuan};
