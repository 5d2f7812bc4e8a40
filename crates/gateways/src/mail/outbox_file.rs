//! The default mail provider: appends to `{data-dir}/outbox/mail.jsonl`.

use std::path::Path;

use crate::json_lines::JsonLines;
use crate::mail::message::{Mail, MailSender};
use crate::send_error::SendError;

/// Appends each mail as a line of JSON (`at`, `to`, `subject`, `text`).
#[derive(Debug)]
pub struct OutboxFile(JsonLines);

impl OutboxFile {
    /// Opens `mail.jsonl` in `directory` and creates both if they are missing.
    pub fn open(directory: &Path) -> std::io::Result<Self> {
        JsonLines::open(directory, "mail.jsonl").map(Self)
    }
}

impl MailSender for OutboxFile {
    fn send(&self, mail: &Mail) -> Result<(), SendError> {
        self.0.append(mail)
    }
}
