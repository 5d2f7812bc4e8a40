//! The directory of the copy that a backup is made from.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, at};

/// Space that is left to others.
const SPARE: u64 = 64 << 20;

/// A directory for temporary files, which one backup at a time has. It is emptied at the beginning
/// and removed at the end; what a killed process leaves is removed by the next one.
pub struct WorkSpace {
    dir: PathBuf,
    _lock: File,
}

impl WorkSpace {
    /// Makes and empties the directory. Fails if another backup has it.
    pub fn open(dir: &Path) -> Result<Self> {
        use std::os::unix::fs::DirBuilderExt;
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(at(dir))?;
        let path = dir.join("lock");
        let lock = File::options().create(true).truncate(false).write(true).open(&path).map_err(at(&path))?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Error::Busy),
            // Without locks nobody can be told apart; two backups at a time are not likely.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        for entry in fs::read_dir(dir).map_err(at(dir))? {
            let path = entry.map_err(at(dir))?.path();
            if path.file_name().is_some_and(|name| name != "lock") {
                fs::remove_file(&path).map_err(at(&path))?;
            }
        }
        Ok(Self { dir: dir.to_owned(), _lock: lock })
    }

    /// The path of a file.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Fails unless there is space for so many bytes and some more for others.
    pub(crate) fn require(&self, bytes: u64) -> Result<()> {
        let found = rustix::fs::statvfs(&self.dir).map_err(io::Error::from)?;
        let free = found.f_bavail.saturating_mul(found.f_frsize);
        let needed = bytes.saturating_add(SPARE);
        if free < needed {
            let dir = self.dir.display().to_string();
            return Err(Error::Space { dir, free_mb: free >> 20, needed_mb: needed >> 20 });
        }
        Ok(())
    }
}

impl Drop for WorkSpace {
    fn drop(&mut self) {
        // The lock's file stays, so that two processes always lock the same one.
        if let Ok(entries) = fs::read_dir(&self.dir) {
            for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
                if path.file_name().is_some_and(|name| name != "lock") {
                    let _ = fs::remove_file(path);
                }
            }
        }
    }
}
