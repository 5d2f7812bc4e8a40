//! The default SMS provider: appends to `{data-dir}/outbox/sms.jsonl`.

use std::path::Path;

use crate::json_lines::JsonLines;
use crate::send_error::SendError;
use crate::sms::message::{Sms, SmsSender};

/// Appends each message as a line of JSON (`at`, `country`, `phone`, `code`, `text`).
#[derive(Debug)]
pub struct OutboxFile(JsonLines);

impl OutboxFile {
    /// Opens `sms.jsonl` in `directory` and creates both if they are missing.
    pub fn open(directory: &Path) -> std::io::Result<Self> {
        JsonLines::open(directory, "sms.jsonl").map(Self)
    }
}

impl SmsSender for OutboxFile {
    fn send(&self, sms: &Sms) -> Result<(), SendError> {
        self.0.append(sms)
    }
}
