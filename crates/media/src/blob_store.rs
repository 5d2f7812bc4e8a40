//! Blobs named by the SHA-256 of their bytes. A crash leaves no partial file under a final name.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::disk::{Disk, open_with_len, persist, remove_if_there, sharded};
use crate::error::{MediaError, at};
use crate::incoming::Incoming;
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::memory::Memory;
use crate::removal::{NewFile, Removal, RemovalLock};
use crate::sanitize;

/// Memory for the description of a video's tracks, in bytes.
const VIDEO_MEMORY: u64 = 32 << 20;

/// A directory of blobs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct BlobStore(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    disk: Disk,
    limits: Limits,
    memory: Memory,
    removal: RemovalLock,
}

/// A stored blob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Its name: the digest of the stored bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Its type.
    pub media_type: MediaType,
    /// Its size in bytes.
    pub size: u64,
    /// The width in pixels, after rotation; `None` for a video.
    pub width: Option<u32>,
    /// The height in pixels, after rotation; `None` for a video.
    pub height: Option<u32>,
    /// Keeps the file until its row is committed.
    pub new_file: NewFile,
}

/// A blob, as products store it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMedia {
    /// Its name.
    pub blob: String,
    /// Its MIME type.
    pub media_type: String,
}

impl BlobStore {
    /// Opens the directory, creates missing subdirectories and deletes partial uploads that a crash
    /// has left. Fails, with the path, if it cannot write there.
    pub fn open(dir: &Path, limits: Limits) -> io::Result<Self> {
        let memory = Memory::new(limits.memory);
        Ok(Self(Arc::new(Inner { disk: Disk::open(dir)?, limits, memory, removal: RemovalLock::default() })))
    }

    /// Starts an upload.
    pub fn begin(&self) -> Result<Incoming, MediaError> {
        Ok(Incoming::new(self.temporary()?, self.0.limits))
    }

    /// Checks, strips and stores an upload. Equal content is stored once.
    pub fn finish(&self, mut incoming: Incoming) -> Result<Blob, MediaError> {
        let media_type = incoming.kind()?;
        incoming.file.seek(SeekFrom::Start(0))?;
        if media_type == MediaType::Mp4 {
            let _reserved = self.0.memory.reserve(VIDEO_MEMORY);
            sanitize::mp4(&mut incoming.file)?;
            return self.store(incoming.file, media_type, None);
        }
        let mut bytes = Vec::new();
        incoming.file.read_to_end(&mut bytes)?;
        let clean = sanitize::picture(bytes, media_type, &self.0.limits, &self.0.memory)?;
        let mut file = self.temporary()?;
        file.write_all(&clean.bytes)?;
        self.store(file, media_type, Some((clean.width, clean.height)))
    }

    /// Stores bytes as an upload.
    pub fn put(&self, bytes: &[u8]) -> Result<Blob, MediaError> {
        let mut incoming = self.begin()?;
        incoming.write(bytes)?;
        self.finish(incoming)
    }

    /// Opens a stored blob; the file and its length in bytes. Fails for a name that is not a
    /// digest, and for an unknown blob.
    pub fn open_blob(&self, sha256: &str) -> io::Result<(File, u64)> {
        open_with_len(&self.blob_path(sha256)?)
    }

    /// Announces a file: no removal begins before the result is dropped.
    pub fn begin_file(&self) -> io::Result<NewFile> {
        self.0.removal.begin_file(&self.0.disk.removal)
    }

    /// Announces removals: no file is stored before the result is dropped. `None` while the row of a
    /// new file is being stored.
    pub fn begin_removal(&self) -> io::Result<Option<Removal>> {
        RemovalLock::begin_removal(&self.0.disk.removal)
    }

    /// Removes a blob and its thumbnails. A missing blob is no error.
    pub fn remove(&self, sha256: &str) -> io::Result<()> {
        remove_if_there(&self.blob_path(sha256)?)?;
        let dir = sharded(&self.0.disk.thumbs, sha256)?;
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

    /// The limits of uploads.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// The memory of all pictures that are being decoded now, in bytes.
    pub fn memory_used(&self) -> u64 {
        self.0.memory.used()
    }

    pub(crate) fn memory(&self) -> &Memory {
        &self.0.memory
    }

    pub(crate) fn blobs_dir(&self) -> &Path {
        &self.0.disk.blobs
    }

    pub(crate) fn thumbs_dir(&self) -> &Path {
        &self.0.disk.thumbs
    }

    pub(crate) fn blob_path(&self, sha256: &str) -> io::Result<PathBuf> {
        Ok(sharded(&self.0.disk.blobs, sha256)?.join(sha256))
    }

    pub(crate) fn thumb_path(&self, sha256: &str, name: &str) -> io::Result<PathBuf> {
        Ok(sharded(&self.0.disk.thumbs, sha256)?.join(format!("{sha256}-{name}")))
    }

    pub(crate) fn temporary(&self) -> io::Result<NamedTempFile> {
        self.0.disk.temporary()
    }

    fn store(
        &self,
        mut file: NamedTempFile,
        media_type: MediaType,
        pixels: Option<(u32, u32)>,
    ) -> Result<Blob, MediaError> {
        file.seek(SeekFrom::Start(0))?;
        let (sha256, size) = digest(&mut file)?;
        let new_file = self.begin_file()?;
        persist(file, &self.blob_path(&sha256)?)?;
        let (width, height) = pixels.unzip();
        Ok(Blob { sha256, media_type, size, width, height, new_file })
    }
}

fn digest(file: &mut impl Read) -> io::Result<(String, u64)> {
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
