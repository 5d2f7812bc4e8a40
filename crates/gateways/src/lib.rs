//! The outside world. What must go out is a row in the outbox, written in the transaction that decides it, sent after
//! the commit and retried until it is gone.

pub mod admin;
mod json_lines;
pub mod mail;
mod outbox;
pub mod payment;
pub mod sms;

pub use outbox::{
    MIGRATIONS, Outbox, Senders, count_failed, enqueue_mail, enqueue_sms, forget_failed, retry,
};

/// Why something could not be sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It may go better later: it is tried again.
    #[error("{0}")]
    Transient(String),
    /// It will never go: it is not tried again.
    #[error("{0}")]
    Permanent(String),
}
