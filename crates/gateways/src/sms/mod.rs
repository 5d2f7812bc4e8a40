//! Short messages.

mod message;
mod outbox_file;

pub use message::{Sms, SmsSender};
pub use outbox_file::OutboxFile;
