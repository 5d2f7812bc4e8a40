//! The default SMS provider: appends to `{data-dir}/outbox/sms.jsonl`.

use std::path::Path;

use serde::Serialize;

use crate::json_lines::JsonLines;
use crate::send_error::SendError;
use crate::sms::message::{Accepted, Sms, SmsSender};

/// Appends each message as a line of JSON (`at`, `country`, `phone`, `code`, `text`).
#[derive(Debug)]
pub struct OutboxFile(JsonLines);

#[derive(Serialize)]
struct Line<'a> {
    at: i64,
    country: &'a str,
    phone: &'a str,
    code: &'a str,
    text: &'a str,
}

impl OutboxFile {
    /// Opens `sms.jsonl` in `directory` and creates both if they are missing.
    pub fn open(directory: &Path) -> std::io::Result<Self> {
        JsonLines::open(directory, "sms.jsonl").map(Self)
    }
}

impl SmsSender for OutboxFile {
    fn send(&self, sms: &Sms) -> Result<Accepted, SendError> {
        let Sms { at, country, phone, code, text, .. } = sms;
        self.0.append(&Line { at: *at, country, phone, code, text })?;
        Ok(Accepted { provider: "outbox", serial: None, has_receipt: false })
    }
}
