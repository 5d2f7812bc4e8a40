//! The Community API: 91 documented JSON methods of a culture community, and the undocumented ones
//! of its mobile client.
//!
//! [`methods`] lists the methods, [`store`] holds the tables, `envelope` reads calls and writes
//! replies.

pub mod admin;
mod api;
mod app;
mod call;
pub mod check_in;
mod code;
mod envelope;
mod erasure;
mod error;
mod expiry;
pub mod ids;
mod json_body;
mod media_files;
mod media_names;
mod member_session;
mod method;
mod method_call;
pub mod methods;
pub mod operators;
mod params;
mod phone;
pub mod reference;
mod router;
mod signature;
pub mod store;
mod subject;
pub mod ticket_code;
mod unused_media;
mod upload;
pub mod verify;
mod wrong_parameter;

pub use app::{App, Settings};
pub use call::{Call, Caller, MemberCaller};
pub use code::Code;
pub use erasure::erase_due;
pub use error::{Error, Result};
pub use expiry::{expire_orders, mend_order_times, rewrite_phones, tidy};
pub use media_names::MediaName;
pub use method::{Access, Kind, Method};
pub use miaohui_gateways::sms::Phone;
pub use phone::TypedPhone;
pub use router::router;
pub use signature::sign;
pub use store::MIGRATIONS;
pub use store::order_limits::OrderLimits;
pub use unused_media::{delete_unused_media, note_unused_media};
