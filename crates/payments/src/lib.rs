//! Payments: attempts to pay for something, what providers say of them, and money that goes back. Each attempt is a row;
//! what a product makes of a success is decided in the transaction that records it. Knows no product.

pub mod admin;
mod desk;
mod intent;
mod operators;
mod refund;
pub mod verify;

pub use desk::{Asked, Desk, Outcome, Payable, Taken, record};
pub use intent::{Intent, NewIntent};
pub use miaohui_gateways::payment::provider::Scene;
pub use operators::{Refunded, Refunding, Return};

use miaohui_db::{Migration, Migrations, Script};

/// The tables of payments.
pub const MIGRATIONS: Migrations = Migrations {
    component: "payments",
    steps: &[
        Migration {
            version: 1,
            name: "payments",
            sql: Script::Text(include_str!("../migrations/0001_payments.sql")),
        },
        Migration {
            version: 2,
            name: "who refunds",
            sql: Script::Text(include_str!("../migrations/0002_refund_actor.sql")),
        },
        Migration {
            version: 3,
            name: "subjects",
            sql: Script::Text(include_str!("../migrations/0003_subjects.sql")),
        },
    ],
};

/// Why something about a payment failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such channel, or it is not enabled.
    #[error("the channel is not enabled")]
    NoChannel,
    /// The provider said no.
    #[error("the payment failed")]
    Failed,
    /// The provider does not answer: nothing was paid as far as is known, and the same attempt may go on later.
    #[error("the provider does not answer")]
    Silent,
    /// It was paid, but for nothing: what it was for is gone, taken or paid already. The money goes back.
    #[error("the payment came too late")]
    TooLate,
    /// More would go back than was paid.
    #[error("more would go back than was paid")]
    TooMuch,
    /// There is no such payment.
    #[error("there is no such payment")]
    NoPayment,
    /// Nothing was paid.
    #[error("it was not paid")]
    NotPaid,
    /// More is to go back than so many fen, which are left, or nothing.
    #[error("{0} fen of it are left to go back")]
    Left(i64),
    /// The money cannot go back now, and why.
    #[error("{0}")]
    Kept(&'static str),
    /// The money is not where it would be taken from any more.
    #[error("there is not enough money on {0}")]
    Short(miaohui_ledger::Account),
    /// The database does not do as asked.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
}

/// A result about payments.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<miaohui_ledger::PostError> for Error {
    fn from(error: miaohui_ledger::PostError) -> Self {
        match error {
            miaohui_ledger::PostError::Short(account) => Self::Short(account),
            miaohui_ledger::PostError::Database(error) => Self::Database(error),
        }
    }
}
