//! File modes: only the user of the process may read what is stored.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

const DIRECTORY: u32 = 0o700;
const FILE: u32 = 0o600;

/// The bits of group and others.
const FOREIGN: u32 = 0o077;

/// The bit of directories like `/tmp`, which belong to everybody.
const STICKY: u32 = 0o1000;

/// Creates a directory and its parents if they are missing, and makes it private.
pub(crate) fn make_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(DIRECTORY).create(dir)?;
    tighten(dir, DIRECTORY);
    Ok(())
}

/// Creates a private file; one that exists is an error.
pub fn create_new(path: &Path) -> io::Result<File> {
    File::options().create_new(true).write(true).mode(FILE).open(path)
}

/// Creates an empty file if it is missing, and makes it private.
pub(crate) fn make_file(path: &Path) -> io::Result<()> {
    drop(File::options().create(true).append(true).mode(FILE).open(path)?);
    tighten(path, FILE);
    Ok(())
}

/// Replaces a private file at once; `durable` forces it to the disk.
pub(crate) fn replace(path: &Path, bytes: &[u8], durable: bool) -> io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut file = File::options().create(true).write(true).truncate(true).mode(FILE).open(&part)?;
    file.write_all(bytes)?;
    if durable {
        file.sync_all()?;
    }
    fs::rename(&part, path)?;
    match path.parent() {
        Some(dir) if durable => File::open(dir)?.sync_all(),
        _ => Ok(()),
    }
}

/// Makes the files in a directory private.
pub(crate) fn tighten_files(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            tighten(&entry.path(), FILE);
        }
    }
    Ok(())
}

/// Makes the files beside a SQLite database private. Those that it creates later have its own mode.
pub(crate) fn tighten_database(file: &Path) {
    for suffix in ["-wal", "-shm", "-journal"] {
        let mut path = file.as_os_str().to_owned();
        path.push(suffix);
        let path = PathBuf::from(path);
        if path.exists() {
            tighten(&path, FILE);
        }
    }
}

/// Makes a new socket private, which the system made with the rights that the process's mask leaves.
pub(crate) fn tighten_socket(path: &Path) {
    if let Err(error) = fs::set_permissions(path, Permissions::from_mode(FILE)) {
        tracing::warn!(path = %path.display(), %error, "others may be able to use it");
    }
}

/// Takes the rights of others away, and warns if that is not possible.
fn tighten(path: &Path, mode: u32) {
    let result = fs::metadata(path).and_then(|found| {
        if found.mode() & FOREIGN == 0 {
            return Ok(false);
        }
        if found.mode() & STICKY != 0 || path.parent().is_none() {
            return Err(io::Error::other("the directory belongs to the system"));
        }
        fs::set_permissions(path, Permissions::from_mode(mode)).map(|()| true)
    });
    match result {
        Ok(false) => {}
        Ok(true) => tracing::info!(path = %path.display(), "others can no longer read it"),
        Err(error) => tracing::warn!(path = %path.display(), %error, "others may be able to read it"),
    }
}
