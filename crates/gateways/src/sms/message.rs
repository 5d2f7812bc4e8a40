//! A short message, and the interface to send it.

use serde::{Deserialize, Serialize};

use crate::send_error::SendError;

/// A short message to one phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sms {
    /// When it was requested, in Unix ms.
    pub at: i64,
    /// The country code without `+`.
    pub country: String,
    /// The phone number.
    pub phone: String,
    /// The verification code in the text.
    pub code: String,
    /// The whole text.
    pub text: String,
}

/// A way to send short messages. It may block, so it is called on a blocking thread.
pub trait SmsSender: Send + Sync {
    /// Sends a short message.
    fn send(&self, sms: &Sms) -> Result<(), SendError>;
}
