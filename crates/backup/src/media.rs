//! Files of the media in a target: shared by all backups, named by their content.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use miaohui_kernel::{Rng, is_lower_hex};

use crate::cipher::BackupKey;
use crate::error::{Error, Result};
use crate::stream::Measured;
use crate::target::Target;

/// The folder of the files in a target.
pub(crate) const FOLDER: &str = "blobs";

/// Where a file is in a directory of media; `None` if it is no name of a file.
pub(crate) fn local_path(media: &Path, sha256: &str) -> Option<PathBuf> {
    is_lower_hex(sha256, 64).then(|| media.join("blobs").join(&sha256[..2]).join(&sha256[2..4]).join(sha256))
}

/// The object of a file.
pub(crate) fn object(sha256: &str, key: Option<&BackupKey>) -> String {
    match key {
        Some(key) => {
            let name = key.blob_name(sha256);
            format!("{FOLDER}/{}/{name}.sealed", &name[..2])
        }
        None => format!("{FOLDER}/{}/{sha256}", &sha256[..2]),
    }
}

/// What the key of an encrypted file is derived from.
fn purpose(sha256: &str) -> String {
    format!("blob {sha256}")
}

/// Where the files of the media are.
pub trait MediaFiles: Send + Sync {
    /// Opens a file; its content and its size. `None` if it is not there.
    fn open(&self, sha256: &str) -> io::Result<Option<(Box<dyn Read + Send>, u64)>>;

    /// All files with their sizes, where asking for each of them takes long; `None` elsewhere.
    fn sizes(&self) -> io::Result<Option<HashMap<String, u64>>> {
        Ok(None)
    }
}

/// A directory of media.
#[derive(Clone, Debug)]
pub struct MediaDirectory(pub PathBuf);

impl MediaFiles for MediaDirectory {
    fn open(&self, sha256: &str) -> io::Result<Option<(Box<dyn Read + Send>, u64)>> {
        let Some(path) = local_path(&self.0, sha256) else { return Ok(None) };
        match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            file => {
                let file = file.map_err(crate::error::at(&path))?;
                let bytes = file.metadata().map_err(crate::error::at(&path))?.len();
                Ok(Some((Box::new(file), bytes)))
            }
        }
    }
}

/// Copies a file to the target. `false`: its content is not what its name says, and it was not kept.
pub(crate) fn copy(
    target: &Target,
    sha256: &str,
    from: impl Read,
    key: Option<&BackupKey>,
    rng: &Rng,
) -> Result<bool> {
    let object = object(sha256, key);
    let mut content = Measured::new(from);
    {
        let mut sealed: Box<dyn Read + '_> = match key {
            Some(key) => Box::new(key.seal(&mut content, &purpose(sha256), rng)?),
            None => Box::new(&mut content),
        };
        target.put(&object, &mut *sealed)?;
    }
    let whole = content.passed().sha256 == sha256;
    if !whole {
        target.remove(&object)?;
    }
    Ok(whole)
}

/// Reads a file and gives its content to `write`. Fails if the content is not what its name says.
pub(crate) fn read(
    target: &Target,
    sha256: &str,
    key: Option<&BackupKey>,
    write: impl FnOnce(&mut dyn Read) -> io::Result<()>,
) -> Result<u64> {
    let object = object(sha256, key);
    let damaged = |reason: String| Error::Damaged { part: target.name(&object), reason };
    let stored = target.read(&object)?;
    let opened: Box<dyn Read> = match key {
        Some(key) => {
            Box::new(key.open(stored, &purpose(sha256)).map_err(|error| damaged(error.to_string()))?)
        }
        None => Box::new(stored),
    };
    let mut content = Measured::new(opened);
    if let Err(error) = write(&mut content) {
        return Err(if content.has_failed() { damaged(error.to_string()) } else { error.into() });
    }
    let passed = content.passed();
    if passed.sha256 != sha256 {
        return Err(damaged(format!("its digest is another one ({} bytes)", passed.bytes)));
    }
    Ok(passed.bytes)
}
