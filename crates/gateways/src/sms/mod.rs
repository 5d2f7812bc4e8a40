//! Short messages.

mod outbox_file;

pub use outbox_file::OutboxFile;

use serde::{Deserialize, Serialize};

use crate::SendError;

/// One short message to one phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sms {
    /// When it was asked for, in Unix ms.
    pub at: i64,
    /// Country code without `+`.
    pub country: String,
    /// Phone number.
    pub phone: String,
    /// The verification code it carries.
    pub code: String,
    /// The whole text.
    pub text: String,
}

/// A way to send short messages. Called off the async threads; may block for a while.
pub trait SmsSender: Send + Sync {
    /// Hands the message to the provider.
    fn send(&self, sms: &Sms) -> Result<(), SendError>;
}
