//! Payments: attempts to pay for something, what providers say of them, and money that goes back. Each attempt is a row;
//! what a product makes of a success is decided in the transaction that records it. Knows no product.

mod desk;
mod intent;
mod notify;
mod refund;
pub mod verify;

pub use desk::{Asked, Desk, Outcome, Payable, Taken, record};
pub use intent::{Intent, NewIntent};
pub use miaohui_gateways::payment::provider::Scene;
pub use notify::router;

use miaohui_db::{Migration, Migrations, Script};

/// The tables of payments.
pub const MIGRATIONS: Migrations = Migrations {
    component: "payments",
    steps: &[Migration {
        version: 1,
        name: "payments",
        sql: Script::Text(include_str!("../migrations/0001_payments.sql")),
    }],
};

/// Why something about a payment failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such channel, or it is not enabled.
    #[error("the channel is not enabled")]
    NoChannel,
    /// The provider said no, or could not be asked: nothing was paid as far as is known.
    #[error("the payment failed")]
    Failed,
    /// It was paid, but for nothing: what it was for is gone, taken or paid already. The money goes back.
    #[error("the payment came too late")]
    TooLate,
    /// More would go back than was paid.
    #[error("more would go back than was paid")]
    TooMuch,
    /// The database does not do as asked.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
}

/// A result about payments.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<miaohui_ledger::PostError> for Error {
    fn from(error: miaohui_ledger::PostError) -> Self {
        match error {
            // Money for a refund is taken from where it is; where there is none, none goes back.
            miaohui_ledger::PostError::Short(_) => Self::TooMuch,
            miaohui_ledger::PostError::Database(error) => Self::Database(error),
        }
    }
}
