//! Payment channels.

pub mod alipay;
mod http;
mod keys;
pub mod provider;
mod sandbox;
mod text;
pub mod wechat;

use std::future::Future;
use std::pin::Pin;

pub use http::Endpoint;
pub use sandbox::Sandbox;

/// What is to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// What it is for, as our side names it; the same for a repeated attempt.
    pub reference: String,
    /// The amount in fen.
    pub fen: i64,
}

/// Why nothing was paid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChargeError {
    /// The provider said no.
    #[error("declined")]
    Declined,
    /// The provider could not be asked.
    #[error("not reachable: {0}")]
    Unreachable(String),
}

/// The answer of a provider, on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A way to be paid. Never called inside a transaction.
pub trait PaymentGateway: Send + Sync {
    /// Its name on the wire.
    fn channel(&self) -> &'static str;

    /// Takes the money.
    fn charge<'a>(&'a self, charge: &'a Charge) -> Answer<'a, Result<(), ChargeError>>;

    /// Gives the money of a charge back.
    fn refund<'a>(&'a self, charge: &'a Charge) -> Answer<'a, ()>;
}
