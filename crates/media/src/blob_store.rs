//! Blobs named by the SHA-256 of their bytes. A crash leaves no partial file under a final name.

use std::fmt;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::bucket::Bucket;
use crate::disk::{self, Disk, persist};
use crate::error::MediaError;
use crate::incoming::{Format, Incoming};
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::memory::Memory;
use crate::name::Name;
use crate::object::Object;
use crate::opened::Opened;
use crate::removal::{NewFile, Removal, RemovalLock};
use crate::sanitize;

/// Memory for the description of a video's tracks, in bytes.
const VIDEO_MEMORY: u64 = 32 << 20;

/// A directory of blobs, or a bucket of them and a directory for uploads. Cheap to clone.
#[derive(Clone, Debug)]
pub struct BlobStore(Arc<Inner>);

type AnnounceFile = dyn Fn(&str) -> io::Result<()> + Send + Sync;

/// Announces a file with this digest to other machines, so that none removes it before its row is
/// committed. It fails with the kind `TimedOut` while one does.
#[derive(Clone)]
pub struct Announce(Arc<AnnounceFile>);

impl Announce {
    /// Calls this function with the digest of each new file, on a thread that may block.
    pub fn new(announce: impl Fn(&str) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(announce))
    }
}

impl fmt::Debug for Announce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Announce")
    }
}

#[derive(Debug)]
struct Inner {
    disk: Disk,
    bucket: Option<(Bucket, Announce)>,
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

/// An upload that was checked and stripped, and is not stored yet.
#[derive(Debug)]
pub struct CheckedFile {
    file: NamedTempFile,
    media_type: MediaType,
    pixels: Option<(u32, u32)>,
}

impl BlobStore {
    /// Opens the directory, creates missing subdirectories and deletes partial uploads that a crash
    /// has left. Fails, with the path, if it cannot write there.
    pub fn open(dir: &Path, limits: Limits) -> io::Result<Self> {
        Self::open_in(dir, limits, None)
    }

    /// Opens a store in a bucket, which receives uploads in the directory.
    pub fn open_bucket(dir: &Path, limits: Limits, bucket: Bucket, announce: Announce) -> io::Result<Self> {
        Self::open_in(dir, limits, Some((bucket, announce)))
    }

    fn open_in(dir: &Path, limits: Limits, bucket: Option<(Bucket, Announce)>) -> io::Result<Self> {
        let memory = Memory::new(limits.memory);
        let (disk, removal) = (Disk::open(dir)?, RemovalLock::default());
        Ok(Self(Arc::new(Inner { disk, bucket, limits, memory, removal })))
    }

    /// The bucket, if the files are in one.
    pub fn bucket(&self) -> Option<&Bucket> {
        self.0.bucket.as_ref().map(|(bucket, _)| bucket)
    }

    /// Starts an upload.
    pub fn begin(&self) -> Result<Incoming, MediaError> {
        Ok(Incoming::new(self.temporary()?, self.0.limits))
    }

    /// Checks, strips and stores an upload. Equal content is stored once.
    pub fn finish(&self, incoming: Incoming) -> Result<Blob, MediaError> {
        self.store(self.check(incoming)?)
    }

    /// Checks and strips an upload, which takes the processor.
    pub fn check(&self, mut incoming: Incoming) -> Result<CheckedFile, MediaError> {
        let format = incoming.format()?;
        incoming.file.seek(SeekFrom::Start(0))?;
        if let Format::Stored(media_type @ MediaType::Mp4) = format {
            let _reserved = self.0.memory.reserve(VIDEO_MEMORY);
            sanitize::mp4(&mut incoming.file)?;
            return Ok(CheckedFile { file: incoming.file, media_type, pixels: None });
        }
        let mut bytes = Vec::new();
        incoming.file.read_to_end(&mut bytes)?;
        let clean = sanitize::picture(bytes, format, &self.0.limits, &self.0.memory)?;
        let mut file = self.temporary()?;
        file.write_all(&clean.bytes)?;
        Ok(CheckedFile { file, media_type: clean.kind, pixels: Some((clean.width, clean.height)) })
    }

    /// Stores a checked upload, which waits for the disk or the bucket.
    pub fn store(&self, checked: CheckedFile) -> Result<Blob, MediaError> {
        let CheckedFile { mut file, media_type, pixels } = checked;
        file.seek(SeekFrom::Start(0))?;
        let (sha256, size) = digest(&mut file)?;
        let new_file = self.begin_file(&sha256)?;
        self.put_file(file, Name::Blob(&sha256), media_type.mime())?;
        let (width, height) = pixels.unzip();
        Ok(Blob { sha256, media_type, size, width, height, new_file })
    }

    /// Stores bytes as an upload.
    pub fn put(&self, bytes: &[u8]) -> Result<Blob, MediaError> {
        let mut incoming = self.begin()?;
        incoming.write(bytes)?;
        self.finish(incoming)
    }

    /// Opens a stored blob. Fails for a name that is not a digest, and for an unknown blob.
    pub fn open_blob(&self, sha256: &str) -> io::Result<Opened> {
        self.open_file(Name::Blob(sha256))
    }

    /// Announces a file: no removal begins before the result is dropped and its row can be seen.
    pub fn begin_file(&self, sha256: &str) -> io::Result<NewFile> {
        match &self.0.bucket {
            Some((_, Announce(announce))) => announce(sha256).map(|()| NewFile::default()),
            None => self.0.removal.begin_file(&self.0.disk.removal),
        }
    }

    /// Announces removals on this machine: no file is stored before the result is dropped. `None` while
    /// the row of a new file is being stored. In a bucket each file is announced by itself.
    pub fn begin_removal(&self) -> io::Result<Option<Removal>> {
        RemovalLock::begin_removal(&self.0.disk.removal)
    }

    /// Removes a blob and its thumbnails. A missing blob is no error.
    pub fn remove(&self, sha256: &str) -> io::Result<()> {
        match self.bucket() {
            Some(bucket) => bucket.wait(bucket.remove(sha256)),
            None => disk::remove(&self.0.disk, sha256),
        }
    }

    /// Whether the blob is stored.
    pub fn has(&self, sha256: &str) -> io::Result<bool> {
        let Some(bucket) = self.bucket() else { return fs::exists(self.0.disk.path(Name::Blob(sha256))?) };
        match bucket.wait(Object::find(bucket, Name::Blob(sha256))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            found => found.map(|_| true),
        }
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

    pub(crate) fn disk(&self) -> &Disk {
        &self.0.disk
    }

    pub(crate) fn open_file(&self, name: Name<'_>) -> io::Result<Opened> {
        match self.bucket() {
            Some(bucket) => Ok(bucket.wait(Object::find(bucket, name))?.into()),
            None => disk::open(&self.0.disk.path(name)?),
        }
    }

    /// Stores a written file.
    pub(crate) fn put_file(&self, mut file: NamedTempFile, name: Name<'_>, mime: &str) -> io::Result<()> {
        let Some(bucket) = self.bucket() else { return persist(file, &self.0.disk.path(name)?) };
        let len = file.as_file().metadata()?.len();
        file.seek(SeekFrom::Start(0))?;
        let path = bucket.file_path(name)?;
        bucket.wait(bucket.put(&path, &mut file, len, mime))
    }

    pub(crate) fn temporary(&self) -> io::Result<NamedTempFile> {
        self.0.disk.temporary()
    }
}

/// The digest of what a reader reads, and the number of its bytes.
pub(crate) fn digest(file: &mut impl Read) -> io::Result<(String, u64)> {
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
