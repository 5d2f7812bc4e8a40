//! Gateways to other systems: the outbox of messages, mail, SMS and payment providers.
//!
//! A message is a row of the outbox, written in the transaction that decides to send it. It is sent
//! after the commit and retried until it is delivered or expires.

pub mod admin;
mod json_lines;
pub mod mail;
mod outbox;
pub mod payment;
mod send_error;
pub mod sms;

pub use outbox::{
    MIGRATIONS, Outbox, OutboxId, OutboxKind, Senders, count_failed, enqueue_mail, enqueue_sms,
    forget_failed, retry,
};
pub use send_error::SendError;
