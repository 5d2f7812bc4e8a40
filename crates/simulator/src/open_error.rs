//! Why a payer cannot open a payment.

/// Why a payment cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// It is not what the provider issued, or its signature is wrong.
    Invalid,
    /// Its time is over.
    Over,
    /// The order is paid or closed.
    NotOpen,
}
