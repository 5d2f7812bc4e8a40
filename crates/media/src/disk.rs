//! The directories of a store: complete files, and temporary ones.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::at;
use crate::name::{Name, require_digest};
use crate::opened::{Content, Opened};

/// The directories, with a shared lock that marks them as used.
#[derive(Debug)]
pub(crate) struct Disk {
    pub blobs: PathBuf,
    pub thumbs: PathBuf,
    tmp: PathBuf,
    /// The lock file of removals.
    pub removal: PathBuf,
    _lock: File,
}

impl Disk {
    /// Creates missing directories, checks that they are writable, and deletes the temporary files
    /// of a crash.
    pub fn open(dir: &Path) -> io::Result<Self> {
        let [blobs, thumbs, tmp] = ["blobs", "thumbs", "tmp"].map(|name| dir.join(name));
        for dir in [&blobs, &thumbs, &tmp] {
            make_dir(dir).map_err(at(dir))?;
            tempfile::tempfile_in(dir).map_err(at(dir))?;
        }
        let lock = acquire(&dir.join("lock"), &tmp)?;
        Ok(Self { blobs, thumbs, tmp, removal: dir.join("removal.lock"), _lock: lock })
    }

    /// The path of a file.
    pub fn path(&self, name: Name<'_>) -> io::Result<PathBuf> {
        Ok(match name {
            Name::Blob(sha256) => sharded(&self.blobs, sha256)?.join(sha256),
            Name::Thumb(sha256, width, kind) => {
                sharded(&self.thumbs, sha256)?.join(format!("{sha256}-{width}.{}", kind.extension()))
            }
        })
    }

    /// A temporary file, which is deleted when it is dropped.
    pub fn temporary(&self) -> io::Result<NamedTempFile> {
        NamedTempFile::new_in(&self.tmp).map_err(at(&self.tmp))
    }
}

/// Creates a directory and its parents if they are missing. Nobody else may read them.
fn make_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Takes a shared lock. The process clears `tmp` only if no other process holds the lock, because
/// several processes can share a directory and `tmp` may hold their uploads.
fn acquire(path: &Path, tmp: &Path) -> io::Result<File> {
    let lock =
        File::options().create(true).truncate(false).write(true).mode(0o600).open(path).map_err(at(path))?;
    match lock.try_lock() {
        Ok(()) => {
            clear(tmp)?;
            lock.unlock().map_err(at(path))?;
        }
        Err(TryLockError::WouldBlock) => {}
        // Without locks other processes are not visible, and leftovers do less harm than lost
        // uploads.
        Err(TryLockError::Error(_)) => return Ok(lock),
    }
    lock.lock_shared().map_err(at(path))?;
    Ok(lock)
}

fn clear(tmp: &Path) -> io::Result<()> {
    for entry in fs::read_dir(tmp).map_err(at(tmp))? {
        let path = entry.map_err(at(tmp))?.path();
        if !path.is_dir() {
            remove_if_there(&path)?;
        }
    }
    Ok(())
}

/// Moves a written file to its final path, two directories below a root, and syncs it: first its
/// bytes, then its name, then the directories, which may be new too.
pub(crate) fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    let Some(dir) = path.parent() else { return Err(io::ErrorKind::InvalidInput.into()) };
    make_dir(dir).map_err(at(dir))?;
    file.as_file().sync_all().map_err(at(file.path()))?;
    file.persist(path).map_err(|error| at(path)(error.error))?;
    for dir in dir.ancestors().take(3) {
        File::open(dir).and_then(|dir| dir.sync_all()).map_err(at(dir))?;
    }
    Ok(())
}

/// `dir/ab/cd` for `abcd…`; fails for a name that is not a digest.
pub(crate) fn sharded(dir: &Path, sha256: &str) -> io::Result<PathBuf> {
    require_digest(sha256)?;
    Ok(dir.join(&sha256[..2]).join(&sha256[2..4]))
}

/// Opens a file.
pub(crate) fn open(path: &Path) -> io::Result<Opened> {
    let file = File::open(path).map_err(at(path))?;
    let len = file.metadata().map_err(at(path))?.len();
    Ok(Opened { len, content: Content::File(file) })
}

/// Removes a blob and its thumbnails. A missing one is no error.
pub(crate) fn remove(disk: &Disk, sha256: &str) -> io::Result<()> {
    remove_if_there(&disk.path(Name::Blob(sha256))?)?;
    let dir = sharded(&disk.thumbs, sha256)?;
    let entries = match fs::read_dir(&dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(at(&dir))?,
    };
    let prefix = format!("{sha256}-");
    for entry in entries {
        let entry = entry.map_err(at(&dir))?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            remove_if_there(&entry.path())?;
        }
    }
    Ok(())
}

pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(path)(error)),
        _ => Ok(()),
    }
}
