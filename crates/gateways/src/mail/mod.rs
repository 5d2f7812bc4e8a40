//! Mail.

mod message;
mod outbox_file;
mod smtp;

pub use message::{Mail, MailSender};
pub use outbox_file::OutboxFile;
pub use smtp::{SmtpMail, SmtpSettings, SmtpSettingsError, SmtpTls};
