//! Payment channels.

pub mod alipay;
pub mod bill;
mod bill_file;
pub mod bill_state;
mod checks;
pub mod codes;
mod http;
mod keys;
pub mod provider;
mod sandbox;
mod time;
pub mod wechat;

pub use http::Endpoint;
pub use sandbox::Sandbox;
