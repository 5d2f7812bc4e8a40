//! Removals and new files keep out of each other's way, also between processes.
//!
//! A new file has no row for a moment. A removal looks for rows and then removes the file, so it
//! must not run in that moment.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use crate::error::at;

/// Keeps removals away. Hold it from the storing of a file until its row is committed.
#[derive(Clone, Debug, Default)]
pub struct NewFile(#[expect(dead_code, reason = "the lock ends when it is dropped")] Option<Arc<File>>);

/// It says nothing about the blob.
impl PartialEq for NewFile {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for NewFile {}

/// Keeps new files away.
#[derive(Debug)]
pub struct Removal(#[expect(dead_code, reason = "the lock ends when it is dropped")] Option<File>);

/// The lock of a store: shared by new files, exclusive for removals.
#[derive(Debug, Default)]
pub(crate) struct RemovalLock {
    /// The shared lock of this process, while any file of it is new.
    shared: Mutex<Weak<File>>,
}

impl RemovalLock {
    /// Waits for a removal that is running.
    pub fn begin_file(&self, path: &Path) -> io::Result<NewFile> {
        let mut shared = self.shared.lock();
        if let Some(file) = shared.upgrade() {
            return Ok(NewFile(Some(file)));
        }
        let file = Arc::new(open(path)?);
        // Without locks other processes are not visible; removals of this one are rare.
        if file.lock_shared().is_err() {
            return Ok(NewFile(None));
        }
        *shared = Arc::downgrade(&file);
        Ok(NewFile(Some(file)))
    }

    /// `None` while a file is new.
    pub fn begin_removal(path: &Path) -> io::Result<Option<Removal>> {
        let file = open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Removal(Some(file)))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(_)) => Ok(Some(Removal(None))),
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().create(true).truncate(false).write(true).mode(0o600).open(path).map_err(at(path))
}
