//! The Community API: 91 documented JSON methods of a culture community, and what their mobile client calls beside
//! them. [`methods`] is the index; [`store`] holds the tables; `envelope` is how calls arrive and answers leave.

pub mod admin;
mod api;
mod app;
mod arrived;
mod call;
mod chores;
mod code;
mod envelope;
mod error;
mod media_files;
mod media_names;
mod member_session;
mod method;
pub mod methods;
pub mod operators;
mod params;
mod phone;
pub mod reference;
mod router;
mod signature;
pub mod store;
mod subject;
mod upload;
pub mod verify;

pub use app::{App, Settings};
pub use call::{Call, Caller, MemberCaller};
pub use chores::{expire_orders, tidy};
pub use code::Code;
pub use error::{Error, Result};
pub use method::{Access, Kind, Method};
pub use phone::Phone;
pub use router::router;
pub use store::MIGRATIONS;
pub use store::login_failure::Lock;
