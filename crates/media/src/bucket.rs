//! A prefix of an S3 bucket that files are stored in.
//!
//! ```text
//! blobs/ab/abcd…        a file, named by the digest of its content
//! thumbs/ab/abcd…-480   its thumbnail of a width
//! owner                 the database whose rows name the files
//! ```
//!
//! Each call ends within a time, and only so many run at once, so that a bucket that does not answer
//! costs its callers an error and never a thread for long.

use std::fmt;
use std::future::Future;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use miaohui_kernel::{Clock, Rng};
use miaohui_s3::{Patience, S3Settings, plain};
use object_store::aws::AmazonS3;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutMultipartOptions,
    PutOptions, PutPayload,
};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::bucket_stats::{BucketStats, Counters};
use crate::name::Name;
use crate::thumb_widths::WIDTHS;

/// Bytes of a part. A file of this size or more is stored in parts.
const PART: u64 = 8 << 20;
/// How many times the time of a call the storing of a file may take.
const STORING: u32 = 3;
/// How many times the time of a call a listing may take; nobody waits for it.
const LISTING: u32 = 30;
/// Repetitions of a call.
const RETRIES: usize = 3;
/// What is stored to see whether something can be stored.
const PROBE: &str = "probe";
/// The object that says whose the bucket is, and its most bytes.
const OWNER: &str = "owner";
const LONGEST_OWNER: u64 = 256;

/// Where a bucket is, and how long it may take.
#[derive(Clone, Debug)]
pub struct BucketSettings {
    /// Its name.
    pub bucket: String,
    /// What the names of all objects begin with; empty for nothing.
    pub prefix: String,
    /// How to reach it.
    pub s3: S3Settings,
    /// Time for a call with its repetitions.
    pub within: Duration,
    /// Calls at once.
    pub calls: usize,
}

/// A prefix of a bucket. Cheap to clone. What is not `async` blocks, and must not run on an async
/// thread.
///
/// Errors have the kind `NotFound` for an object that is not there, `TimedOut` for a bucket that
/// cannot be reached or asks to be called later, and another one for a refusal.
#[derive(Clone)]
pub struct Bucket(Arc<Inner>);

struct Inner {
    store: AmazonS3,
    prefix: Path,
    address: String,
    runtime: Handle,
    within: Duration,
    free: Semaphore,
    counters: Counters,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bucket({})", self.0.address)
    }
}

/// An object of a listing.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    /// The last part of its name.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was stored, in Unix ms.
    pub changed_at: i64,
}

/// A part of an object.
pub(crate) struct Piece {
    pub bytes: Bytes,
    /// The size of the object in bytes.
    pub len: u64,
}

impl Bucket {
    /// Opens a bucket. Nothing is sent yet. `runtime` runs what blocks.
    pub fn open(settings: &BucketSettings, runtime: Handle) -> io::Result<Self> {
        let address = format!("s3://{}/{}", settings.bucket, settings.prefix);
        let address = address.trim_end_matches('/').to_owned();
        let unusable = |reason: String| io::Error::new(io::ErrorKind::InvalidInput, reason);
        let patience = Patience {
            connect: settings.within.min(Duration::from_secs(3)),
            answer: settings.within,
            whole: Some(settings.within),
            retries: RETRIES,
            retry_within: settings.within,
        };
        let store = miaohui_s3::open(&settings.bucket, &settings.s3, patience)
            .map_err(|error| unusable(format!("{address}: {}", plain(&error))))?;
        let prefix = Path::parse(settings.prefix.trim_matches('/'))
            .map_err(|error| unusable(format!("{address}: {error}")))?;
        Ok(Self(Arc::new(Inner {
            store,
            prefix,
            address,
            runtime,
            within: settings.within,
            free: Semaphore::new(settings.calls),
            counters: Counters::default(),
        })))
    }

    /// Its address.
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// How long somebody should wait for a file to be stored, or for a thumbnail.
    pub fn patience(&self) -> Duration {
        self.0.within * (STORING + 1)
    }

    /// What its calls have come to.
    pub fn stats(&self) -> BucketStats {
        self.0.counters.stats()
    }

    /// Stores, reads and removes an object, to see whether that is possible.
    pub async fn probe(&self, rng: &Rng) -> io::Result<()> {
        // Several machines may do so at once.
        let (object, within) = (format!("{PROBE}-{}", rng.hex32()), self.0.within);
        let (path, written) = (self.path(&object), b"miaohui".as_slice());
        self.call(&object, within, self.0.store.put(&path, PutPayload::from_static(written))).await?;
        let read = self.piece(&path, 0..written.len() as u64).await?;
        if read.bytes != written {
            return Err(io::Error::other(format!("{}: what was stored is not what is read", self.0.address)));
        }
        self.call(&object, within, self.0.store.delete(&path)).await
    }

    /// Whose it is; `None` if that was never set.
    pub async fn owner(&self) -> io::Result<Option<String>> {
        match self.piece(&self.path(OWNER), 0..LONGEST_OWNER).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            piece => Ok(Some(String::from_utf8_lossy(&piece?.bytes).trim().to_owned())),
        }
    }

    /// Sets whose it is.
    pub async fn set_owner(&self, owner: &str) -> io::Result<()> {
        let payload = PutPayload::from(format!("{owner}\n").into_bytes());
        let path = self.path(OWNER);
        self.call(OWNER, self.0.within, self.0.store.put(&path, payload)).await.map(drop)
    }

    /// The path of a file.
    pub(crate) fn file_path(&self, name: Name<'_>) -> io::Result<Path> {
        let (Name::Blob(sha256) | Name::Thumb(sha256, ..)) = name;
        crate::name::require_digest(sha256)?;
        let shard = &sha256[..2];
        Ok(self.path(&match name {
            Name::Blob(_) => format!("blobs/{shard}/{sha256}"),
            Name::Thumb(_, width, _) => format!("thumbs/{shard}/{sha256}-{width}"),
        }))
    }

    /// Reads a range of an object, as far as the object reaches.
    pub(crate) async fn piece(&self, path: &Path, range: Range<u64>) -> io::Result<Piece> {
        let options = GetOptions::new().with_range(Some(GetRange::Bounded(range)));
        let get = async {
            let found = self.0.store.get_opts(path, options).await?;
            let len = found.meta.size;
            Ok(Piece { bytes: found.bytes().await?, len })
        };
        self.call(path.as_ref(), self.0.within, get).await
    }

    /// The size of an object in bytes.
    pub(crate) async fn len(&self, path: &Path) -> io::Result<u64> {
        Ok(self.call(path.as_ref(), self.0.within, self.0.store.head(path)).await?.size)
    }

    /// Stores a file. It appears whole or not at all.
    pub(crate) async fn put(
        &self,
        path: &Path,
        from: &mut impl Read,
        len: u64,
        mime: &str,
    ) -> io::Result<()> {
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, mime.to_owned().into());
        let within = self.0.within * STORING;
        if len < PART {
            let bytes = read_part(from, PART)?;
            let options = PutOptions { attributes, ..PutOptions::default() };
            let put = self.0.store.put_opts(path, PutPayload::from(bytes), options);
            return self.call(path.as_ref(), within, put).await.map(drop);
        }
        let store = async {
            let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
            let mut upload = self.0.store.put_multipart_opts(path, options).await?;
            let sent = async {
                loop {
                    let bytes = read_part(from, PART).map_err(unreadable)?;
                    if bytes.is_empty() {
                        return upload.complete().await.map(drop);
                    }
                    upload.put_part(PutPayload::from(bytes)).await?;
                }
            };
            let sent = tokio::time::timeout(within, sent).await;
            if !matches!(sent, Ok(Ok(()))) {
                // Whatever it says: the first error is the one to report. Parts that stay are removed by
                // the bucket's own rule.
                let _ = tokio::time::timeout(self.0.within, upload.abort()).await;
            }
            sent.unwrap_or_else(|_| Err(unreadable(io::Error::from(io::ErrorKind::TimedOut))))
        };
        self.call(path.as_ref(), within + self.0.within, store).await
    }

    /// Removes a blob and its thumbnails. A missing one is no error.
    pub(crate) async fn remove(&self, sha256: &str) -> io::Result<()> {
        let thumbs = WIDTHS.map(|width| Name::Thumb(sha256, width, crate::MediaType::Jpeg));
        for name in [Name::Blob(sha256)].into_iter().chain(thumbs) {
            self.remove_file(name).await?;
        }
        Ok(())
    }

    /// Removes a file. A missing one is no error.
    pub(crate) async fn remove_file(&self, name: Name<'_>) -> io::Result<()> {
        let path = self.file_path(name)?;
        match self.call(path.as_ref(), self.0.within, self.0.store.delete(&path)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Lists the objects of a folder.
    pub(crate) async fn list(&self, folder: &str) -> io::Result<Vec<Listed>> {
        let path = self.path(folder);
        let objects = self.0.store.list(Some(&path)).try_filter_map(|meta| async move {
            let file = meta.location.filename().map(str::to_owned);
            let changed_at = meta.last_modified.timestamp_millis();
            Ok(file.map(|file| Listed { file, bytes: meta.size, changed_at }))
        });
        self.call(folder, self.0.within * LISTING, objects.try_collect()).await
    }

    /// Runs a call and waits for it.
    pub(crate) fn wait<T>(&self, call: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        self.0.runtime.block_on(call)
    }

    fn path(&self, object: &str) -> Path {
        let parts = self.0.prefix.parts().map(|part| part.as_ref().to_owned());
        parts.chain(object.split('/').map(str::to_owned)).collect()
    }

    /// Runs a call when one of the places is free, and counts it.
    async fn call<T>(
        &self,
        object: &str,
        within: Duration,
        call: impl Future<Output = object_store::Result<T>>,
    ) -> io::Result<T> {
        let failed = |reason: &str| {
            self.0.counters.count_failure();
            io::Error::new(io::ErrorKind::TimedOut, format!("{}: {object}: {reason}", self.0.address))
        };
        let permit = tokio::time::timeout(self.0.within, self.0.free.acquire()).await;
        let Ok(Ok(_permit)) = permit else { return Err(failed("too many calls wait")) };
        let watch = Clock::system().stopwatch();
        let done = tokio::time::timeout(within, call).await;
        self.0.counters.count(watch.elapsed());
        match done {
            Err(_) => Err(failed("it does not answer")),
            Ok(Err(error)) => Err(match kind(&error) {
                io::ErrorKind::TimedOut => failed(&plain(&error)),
                kind => io::Error::new(kind, plain(&error)),
            }),
            Ok(Ok(done)) => Ok(done),
        }
    }
}

/// What callers tell apart.
fn kind(error: &object_store::Error) -> io::ErrorKind {
    use object_store::Error;
    match error {
        Error::NotFound { .. } => io::ErrorKind::NotFound,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => io::ErrorKind::PermissionDenied,
        Error::InvalidPath { .. } | Error::NotImplemented { .. } | Error::NotSupported { .. } => {
            io::ErrorKind::Unsupported
        }
        _ => io::ErrorKind::TimedOut,
    }
}

fn unreadable(error: io::Error) -> object_store::Error {
    object_store::Error::Generic { store: "file", source: Box::new(error) }
}

fn read_part(from: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
