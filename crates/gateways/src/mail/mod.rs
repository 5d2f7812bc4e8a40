//! Mail.

mod outbox_file;
mod smtp;

pub use outbox_file::OutboxFile;
pub use smtp::{SmtpMail, SmtpSettings, SmtpSettingsError, SmtpTls};

use serde::{Deserialize, Serialize};

use crate::SendError;

/// One mail to one address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    /// When it was written, in Unix ms.
    pub at: i64,
    /// The address, without a name.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The whole text; plain, not HTML.
    pub text: String,
}

/// A way to send mail. Called off the async threads; may block for a while.
pub trait MailSender: Send + Sync {
    /// Hands the mail to the provider.
    fn send(&self, mail: &Mail) -> Result<(), SendError>;
}
