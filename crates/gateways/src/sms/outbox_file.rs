//! The default provider: a line a message in `{data-dir}/outbox/sms.jsonl`.

use std::path::Path;

use crate::SendError;
use crate::json_lines::JsonLines;
use crate::sms::{Sms, SmsSender};

/// Appends each message as a JSON line (`at`, `country`, `phone`, `code`, `text`).
#[derive(Debug)]
pub struct OutboxFile(JsonLines);

impl OutboxFile {
    /// A file `sms.jsonl` in `directory`, which is made when it is missing.
    pub fn open(directory: &Path) -> std::io::Result<Self> {
        JsonLines::open(directory, "sms.jsonl").map(Self)
    }
}

impl SmsSender for OutboxFile {
    fn send(&self, sms: &Sms) -> Result<(), SendError> {
        self.0.append(sms)
    }
}
