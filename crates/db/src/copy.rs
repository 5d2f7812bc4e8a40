//! A copy of an SQLite file.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::sqlite::{self, Mode};

/// Space that must remain free beside a copy, in bytes.
const SPARE: u64 = 64 << 20;
const CACHE_KIB: u32 = 4096;

/// Copies the database as it is now to `to`, which is complete or does not exist. Others may use the
/// database meanwhile. Fails if the disk has no room for it.
pub fn copy_file(file: &Path, to: &Path) -> Result<()> {
    let failed =
        |reason: String| Error::Open(format!("the database cannot be copied to {}: {reason}", to.display()));
    let needed = size_of(file) + size_of(&beside(file, "-wal")) + SPARE;
    let dir = to.parent().unwrap_or(Path::new("."));
    if free_space(dir).is_ok_and(|free| free < needed) {
        return Err(failed(format!("it needs {} MB of free disk; make room first", needed >> 20)));
    }
    let part = beside(to, ".part");
    let io = |error: std::io::Error| failed(error.to_string());
    // An empty file of our own, so that the copy is private from its first byte.
    drop(OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&part).map_err(io)?);
    let copied = sqlite::open(file, CACHE_KIB, Mode::ReadOnly)
        .and_then(|source| {
            let part = part.to_str().ok_or_else(|| failed("its path is no text".into()))?;
            // The copy is a write, though not of this file.
            source.pragma_update(None, "query_only", false).map_err(|error| failed(error.to_string()))?;
            source.execute("VACUUM INTO ?1", [part]).map_err(|error| failed(error.to_string()))
        })
        .and_then(|_| File::open(&part).and_then(|file| file.sync_all()).map_err(io))
        .and_then(|()| std::fs::rename(&part, to).map_err(io))
        .and_then(|()| File::open(dir).and_then(|dir| dir.sync_all()).map_err(io));
    if copied.is_err() {
        // What is left of it is of no use; the error of the copy matters.
        let _ = std::fs::remove_file(&part);
    }
    copied
}

/// The free space of the disk that a directory is on, in bytes.
pub fn free_space(dir: &Path) -> std::io::Result<u64> {
    let found = rustix::fs::statvfs(dir)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

pub(crate) fn size_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |found| found.len())
}

/// The path of a file with a suffix.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
