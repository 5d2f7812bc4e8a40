//! A file of messages, one JSON object in each line.

use std::fs::{File, OpenOptions, create_dir_all};
use std::io::{Result, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::send_error::SendError;

/// The file. It is opened for each message, so that it can be moved at any time.
#[derive(Debug)]
pub(crate) struct JsonLines(PathBuf);

impl JsonLines {
    /// Opens the file `name` in `directory` and creates both if they are missing.
    pub fn open(directory: &Path, name: &str) -> Result<Self> {
        create_dir_all(directory)?;
        let file = Self(directory.join(name));
        file.for_append()?;
        Ok(file)
    }

    /// Appends a message.
    pub fn append(&self, message: &impl Serialize) -> std::result::Result<(), SendError> {
        let write = || -> Result<()> {
            let mut line = serde_json::to_vec(message)?;
            line.push(b'\n');
            self.for_append()?.write_all(&line)
        };
        write().map_err(|error| SendError::Transient(format!("{}: {error}", self.0.display())))
    }

    fn for_append(&self) -> Result<File> {
        // Nobody else may read the messages.
        OpenOptions::new().create(true).append(true).mode(0o600).open(&self.0)
    }
}
