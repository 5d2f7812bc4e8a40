//! The default mail provider: appends to `{data-dir}/outbox/mail.jsonl`.

use std::path::Path;

use serde::Serialize;

use crate::json_lines::JsonLines;
use crate::mail::message::{Mail, MailSender};
use crate::send_error::SendError;

/// Appends each mail as a line of JSON (`at`, `to`, `subject`, `text`).
#[derive(Debug)]
pub struct OutboxFile(JsonLines);

#[derive(Serialize)]
struct Line<'a> {
    at: i64,
    to: &'a str,
    subject: &'a str,
    text: &'a str,
}

impl OutboxFile {
    /// Opens `mail.jsonl` in `directory` and creates both if they are missing.
    pub fn open(directory: &Path) -> std::io::Result<Self> {
        JsonLines::open(directory, "mail.jsonl").map(Self)
    }
}

impl MailSender for OutboxFile {
    fn send(&self, mail: &Mail) -> Result<(), SendError> {
        let Mail { at, to, subject, text, .. } = mail;
        self.0.append(&Line { at: *at, to, subject, text })
    }
}
