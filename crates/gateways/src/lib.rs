//! Gateways to other systems: the outbox of messages, mail, SMS and payment providers.
//!
//! A message is a row of the outbox, written in the transaction that decides to send it. It is sent
//! after the commit and retried until it is delivered or expires.

pub mod admin;
mod agent;
mod budget;
pub mod deliveries;
mod json_lines;
pub mod mail;
mod messages;
mod outbox;
mod outbox_kind;
pub mod payment;
mod send_error;
pub mod sms;

pub use agent::calls;
pub use budget::{Budget, Budgets, Period};
pub use messages::{
    MIGRATIONS, OutboxId, WaitingMessages, count_failed, enqueue_mail, enqueue_sms, forget_failed,
    hold_pending, mend_message_times, retry, waiting_messages,
};
pub use outbox::{Outbox, Senders};
pub use outbox_kind::{MessageState, OutboxKind};
pub use send_error::{Reason, Remedy, SendError};
