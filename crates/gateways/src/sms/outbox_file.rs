//! The default provider: a line a message in `{data-dir}/outbox/sms.jsonl`.

use std::fs::{File, OpenOptions, create_dir_all};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::SendError;
use crate::sms::{Sms, SmsSender};

/// Appends each message as a JSON line (`at`, `country`, `phone`, `code`, `text`).
#[derive(Debug)]
pub struct OutboxFile(PathBuf);

impl OutboxFile {
    /// A file `sms.jsonl` in `directory`, which is made when it is missing.
    pub fn open(directory: &Path) -> std::io::Result<Self> {
        create_dir_all(directory)?;
        let path = directory.join("sms.jsonl");
        append(&path)?;
        Ok(Self(path))
    }
}

impl SmsSender for OutboxFile {
    fn send(&self, sms: &Sms) -> Result<(), SendError> {
        let write = || -> std::io::Result<()> {
            let mut line = serde_json::to_vec(sms)?;
            line.push(b'\n');
            append(&self.0)?.write_all(&line)
        };
        write().map_err(|error| SendError(format!("{}: {error}", self.0.display())))
    }
}

fn append(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}
