//! The default provider: a line a mail in `{data-dir}/outbox/mail.jsonl`.

use std::path::Path;

use crate::SendError;
use crate::json_lines::JsonLines;
use crate::mail::{Mail, MailSender};

/// Appends each mail as a JSON line (`at`, `to`, `subject`, `text`).
#[derive(Debug)]
pub struct OutboxFile(JsonLines);

impl OutboxFile {
    /// A file `mail.jsonl` in `directory`, which is made when it is missing.
    pub fn open(directory: &Path) -> std::io::Result<Self> {
        JsonLines::open(directory, "mail.jsonl").map(Self)
    }
}

impl MailSender for OutboxFile {
    fn send(&self, mail: &Mail) -> Result<(), SendError> {
        self.0.append(mail)
    }
}
