//! Blobs named by the SHA-256 of their bytes, written so that a crash leaves no half file under a final name.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::error::at;
use crate::{Incoming, Limits, MediaError, MediaType, picture, sanitize};

/// A directory of blobs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct BlobStore(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    blobs: PathBuf,
    thumbs: PathBuf,
    tmp: PathBuf,
    limits: Limits,
}

/// A stored blob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Its name: 64 lower-case hexadecimal digits of the stored bytes.
    pub sha256: String,
    /// What it is.
    pub media_type: MediaType,
    /// Stored bytes.
    pub size: u64,
    /// Pixels, upright; none for a video.
    pub width: Option<u32>,
    /// Pixels, upright; none for a video.
    pub height: Option<u32>,
}

impl BlobStore {
    /// Opens the directory, makes what is missing in it and throws away what a crash left half received.
    pub fn open(dir: &Path, limits: Limits) -> io::Result<Self> {
        let inner =
            Inner { blobs: dir.join("blobs"), thumbs: dir.join("thumbs"), tmp: dir.join("tmp"), limits };
        for dir in [&inner.blobs, &inner.thumbs, &inner.tmp] {
            fs::create_dir_all(dir).map_err(at(dir))?;
        }
        for entry in fs::read_dir(&inner.tmp).map_err(at(&inner.tmp))? {
            let path = entry?.path();
            fs::remove_file(&path).map_err(at(&path))?;
        }
        Ok(Self(Arc::new(inner)))
    }

    /// Begins to receive an upload.
    pub fn begin(&self) -> Result<Incoming, MediaError> {
        Ok(Incoming::new(self.temporary()?, self.0.limits))
    }

    /// Checks, strips and stores what was received.
    pub fn finish(&self, mut incoming: Incoming) -> Result<Blob, MediaError> {
        let media_type = incoming.kind()?;
        incoming.file.as_file_mut().seek(SeekFrom::Start(0))?;
        if media_type == MediaType::Mp4 {
            sanitize::mp4(incoming.file.as_file_mut())?;
            return self.keep(incoming.file, media_type, None);
        }
        let mut bytes = Vec::new();
        incoming.file.read_to_end(&mut bytes)?;
        let decoded = picture::decode(&bytes, media_type, &self.0.limits)?;
        let clean = sanitize::picture(bytes, media_type, decoded)?;
        let mut file = self.temporary()?;
        file.write_all(&clean.bytes)?;
        self.keep(file, media_type, Some((clean.width, clean.height)))
    }

    /// Stores bytes that are already here.
    pub fn put(&self, bytes: &[u8]) -> Result<Blob, MediaError> {
        let mut incoming = self.begin()?;
        incoming.write(bytes)?;
        self.finish(incoming)
    }

    /// A stored blob and its length in bytes.
    pub fn open_blob(&self, sha256: &str) -> io::Result<(File, u64)> {
        open_with_len(&self.blob_path(sha256)?)
    }

    /// Removes a blob and its thumbnails; one that is not there stays so.
    pub fn remove(&self, sha256: &str) -> io::Result<()> {
        let path = self.blob_path(sha256)?;
        remove_if_there(&path)?;
        let prefix = format!("{sha256}-");
        let dir = sharded(&self.0.thumbs, sha256)?;
        let Ok(entries) = fs::read_dir(&dir) else { return Ok(()) };
        for entry in entries {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                remove_if_there(&entry.path())?;
            }
        }
        Ok(())
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn blob_path(&self, sha256: &str) -> io::Result<PathBuf> {
        Ok(sharded(&self.0.blobs, sha256)?.join(sha256))
    }

    pub(crate) fn thumb_path(&self, sha256: &str, name: &str) -> io::Result<PathBuf> {
        Ok(sharded(&self.0.thumbs, sha256)?.join(format!("{sha256}-{name}")))
    }

    pub(crate) fn temporary(&self) -> io::Result<NamedTempFile> {
        NamedTempFile::new_in(&self.0.tmp).map_err(at(&self.0.tmp))
    }

    fn keep(
        &self,
        mut file: NamedTempFile,
        media_type: MediaType,
        pixels: Option<(u32, u32)>,
    ) -> Result<Blob, MediaError> {
        file.seek(SeekFrom::Start(0))?;
        let (sha256, size) = digest(file.as_file_mut())?;
        persist(file, &self.blob_path(&sha256)?)?;
        let (width, height) = pixels.unzip();
        Ok(Blob { sha256, media_type, size, width, height })
    }
}

fn digest(file: &mut File) -> io::Result<(String, u64)> {
    let (mut digest, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 64 << 10]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((hex::encode(digest.finalize()), size)),
            count => {
                digest.update(&buffer[..count]);
                size += count as u64;
            }
        }
    }
}

/// Puts a written file under its final name: first its bytes reach the disk, then its name.
pub(crate) fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    let Some(dir) = path.parent() else { return Err(io::ErrorKind::InvalidInput.into()) };
    fs::create_dir_all(dir).map_err(at(dir))?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| at(path)(error.error))?;
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(at(dir))
}

pub(crate) fn open_with_len(path: &Path) -> io::Result<(File, u64)> {
    let file = File::open(path).map_err(at(path))?;
    let len = file.metadata()?.len();
    Ok((file, len))
}

/// `dir/ab/cd` for `abcd…`; refuses anything but a digest, so that no name leads out of the directory.
fn sharded(dir: &Path, sha256: &str) -> io::Result<PathBuf> {
    let digest = sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if digest {
        Ok(dir.join(&sha256[..2]).join(&sha256[2..4]))
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not the name of a blob"))
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(path)(error)),
        _ => Ok(()),
    }
}
