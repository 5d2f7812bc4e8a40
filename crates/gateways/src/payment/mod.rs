//! Payment channels.

pub mod alipay;
mod http;
mod keys;
pub mod provider;
mod sandbox;
mod time;
pub mod wechat;

use std::future::Future;
use std::pin::Pin;

pub use http::Endpoint;
pub use sandbox::Sandbox;

/// The answer of a provider, on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
