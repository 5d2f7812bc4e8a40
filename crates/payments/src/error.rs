//! Why a payment or a refund failed.

use miaohui_admin::Label;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, PostError};

/// Why a payment or a refund failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The channel is unknown or not enabled.
    #[error("the channel is not enabled")]
    NoChannel,
    /// The provider declined the payment.
    #[error("the payment failed")]
    Failed,
    /// The provider does not answer. The same intent may still be paid later.
    #[error("the provider does not answer")]
    Unavailable,
    /// The payment was made, but its product refused it. The money is refunded.
    #[error("the payment came too late")]
    TooLate,
    /// The refunds would exceed the paid amount.
    #[error("the refunds would exceed the paid amount")]
    TooMuch,
    /// There is no such payment.
    #[error("there is no such payment")]
    NoPayment,
    /// The intent was not paid.
    #[error("it was not paid")]
    NotPaid,
    /// The amount is zero or exceeds the remainder.
    #[error("at most {0} yuan of it are left to go back")]
    ExceedsRemainder(Fen),
    /// The product does not allow the refund, and why.
    #[error("{}", .0.1)]
    NotRefundable(Label),
    /// The bill differs from the payment, and how.
    #[error("{0}")]
    Differs(String),
    /// A bill was asked for before the end of its day.
    #[error("the day is not over in China")]
    DayNotOver,
    /// The balance of the account to debit is too small.
    #[error("there is not enough money on {0}")]
    InsufficientFunds(Account),
    /// A sum of amounts does not fit into 64 bits.
    #[error("the amounts are too large")]
    Overflow,
    /// A database error.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
}

/// The result of a payment or a refund.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<PostError> for Error {
    fn from(error: PostError) -> Self {
        match error {
            PostError::InsufficientFunds(account) => Self::InsufficientFunds(account),
            PostError::Overflow => Self::Overflow,
            PostError::Database(error) => Self::Database(error),
        }
    }
}
