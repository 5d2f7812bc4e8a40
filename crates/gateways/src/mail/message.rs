//! A mail, and the interface to send it.

use serde::{Deserialize, Serialize};

use crate::send_error::SendError;

/// A mail to one address.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Mail {
    /// When it was written, in Unix ms.
    pub at: i64,
    /// The recipient's address, without a name.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML; empty for a mail that is plain text only.
    #[serde(default)]
    pub html: String,
}

/// A way to send mail. It may block, so it is called on a blocking thread.
pub trait MailSender: Send + Sync {
    /// Sends a mail.
    fn send(&self, mail: &Mail) -> Result<(), SendError>;
}
