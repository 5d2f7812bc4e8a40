//! The outside world. What must go out is a row in the outbox, written in the transaction that decides it, sent after
//! the commit and retried until it is gone.

mod outbox;
pub mod payment;
pub mod sms;

pub use outbox::{MIGRATIONS, Outbox, Senders, enqueue_sms};

/// Why something could not be sent; it is tried again later.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SendError(pub String);
