//! Where backups are kept: a directory, or a prefix of an S3 bucket.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use miaohui_s3::{Patience, S3Settings, plain};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use tokio::runtime::Handle;

use crate::error::{Error, Result};

/// Bytes of a part of a large object. S3 takes 10 000 of them.
const PART: usize = 16 << 20;
/// A part may be slow; nobody waits for a backup.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(10),
    answer: Duration::from_secs(60),
    whole: None,
    retries: 5,
    retry_within: Duration::from_secs(60),
};

/// A directory or a prefix of an S3 bucket. Cheap to clone. Its calls block, and must not run on an
/// async thread.
#[derive(Clone)]
pub struct Target {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    address: String,
    runtime: Handle,
    is_local: bool,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({})", self.address)
    }
}

impl Target {
    /// Opens a target for writing; a missing directory is made.
    pub fn open(address: &str, s3: &S3Settings, runtime: Handle) -> Result<Self> {
        Self::open_as(address, s3, runtime, true)
    }

    /// Opens a target for reading.
    pub fn open_existing(address: &str, s3: &S3Settings, runtime: Handle) -> Result<Self> {
        Self::open_as(address, s3, runtime, false)
    }

    fn open_as(address: &str, s3: &S3Settings, runtime: Handle, create: bool) -> Result<Self> {
        let unusable = |reason: String| Error::Target { target: address.to_owned(), reason };
        if let Some(rest) = address.strip_prefix("s3://") {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            if bucket.is_empty() {
                return Err(unusable("a bucket is written as s3://bucket/prefix".into()));
            }
            let store = open_s3(bucket, s3).map_err(|error| unusable(plain(&error)))?;
            let prefix =
                Path::parse(prefix.trim_matches('/')).map_err(|error| unusable(error.to_string()))?;
            return Ok(Self { store, prefix, address: address.to_owned(), runtime, is_local: false });
        }
        if address.contains("://") {
            return Err(unusable("a target is a directory or s3://bucket/prefix".into()));
        }
        let dir = std::path::Path::new(address);
        if create {
            make_dir(dir).map_err(|error| unusable(error.to_string()))?;
        }
        let store = LocalFileSystem::new_with_prefix(dir).map_err(|error| unusable(plain(&error)))?;
        Ok(Self {
            store: Arc::new(store.with_fsync(true)),
            prefix: Path::default(),
            address: address.to_owned(),
            runtime,
            is_local: true,
        })
    }

    /// What runs its calls.
    pub(crate) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// Its address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address of an object, for messages.
    pub(crate) fn name(&self, object: &str) -> String {
        format!("{}/{object}", self.address.trim_end_matches('/'))
    }

    fn path(&self, object: &str) -> Path {
        let parts = self.prefix.parts().map(|part| part.as_ref().to_owned());
        parts.chain(object.split('/').map(str::to_owned)).collect()
    }

    fn failed(&self, object: &str) -> impl Fn(object_store::Error) -> Error + '_ {
        let name = self.name(object);
        move |error| match error {
            object_store::Error::NotFound { .. } => Error::Missing(name.clone()),
            error => Error::Target { target: name.clone(), reason: plain(&error) },
        }
    }

    /// Writes an object. It appears whole or not at all, and is on the disk then.
    pub(crate) fn put(&self, object: &str, from: &mut dyn Read) -> Result<()> {
        let path = self.path(object);
        let first = part(from)?;
        if first.len() < PART {
            let put = self.store.put(&path, PutPayload::from(first));
            self.runtime.block_on(put).map_err(self.failed(object))?;
            return Ok(());
        }
        let failed = self.failed(object);
        let mut upload = self.runtime.block_on(self.store.put_multipart(&path)).map_err(&failed)?;
        let mut next = first;
        let sent = loop {
            let full = next.len() == PART;
            if let Err(error) = self.runtime.block_on(upload.put_part(PutPayload::from(next))) {
                break Err(failed(error));
            }
            if !full {
                break Ok(());
            }
            match part(from) {
                Ok(bytes) if bytes.is_empty() => break Ok(()),
                Ok(bytes) => next = bytes,
                Err(error) => break Err(error.into()),
            }
        };
        let done = sent.and_then(|()| self.runtime.block_on(upload.complete()).map(drop).map_err(&failed));
        if done.is_err() {
            // Whatever it says: the first error is the one to report.
            let _ = self.runtime.block_on(upload.abort());
        }
        done
    }

    /// Opens an object for reading.
    pub(crate) fn read(&self, object: &str) -> Result<ObjectReader> {
        let got = self.runtime.block_on(self.store.get(&self.path(object))).map_err(self.failed(object))?;
        Ok(ObjectReader { stream: got.into_stream(), current: Bytes::new(), runtime: self.runtime.clone() })
    }

    /// Reads a small object.
    pub(crate) fn read_all(&self, object: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let name = self.name(object);
        self.read(object)?
            .read_to_end(&mut bytes)
            .map_err(|error| Error::Target { target: name, reason: error.to_string() })?;
        Ok(bytes)
    }

    /// The objects below a folder; names begin with the folder.
    pub(crate) fn list(&self, folder: &str) -> Result<BTreeMap<String, Listed>> {
        let path = self.path(folder);
        let skip = self.prefix.parts().count();
        let objects = async {
            self.store
                .list(Some(&path))
                .map_ok(|meta| {
                    let parts: Vec<String> =
                        meta.location.parts().skip(skip).map(|part| part.as_ref().to_owned()).collect();
                    let listed = Listed { bytes: meta.size, at_ms: meta.last_modified.timestamp_millis() };
                    (parts.join("/"), listed)
                })
                .try_collect()
                .await
        };
        self.runtime.block_on(objects).map_err(self.failed(folder))
    }

    /// Removes an object. A missing one is no error.
    pub(crate) fn remove(&self, object: &str) -> Result<()> {
        match self.runtime.block_on(self.store.delete(&self.path(object))) {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            done => done.map_err(self.failed(object)),
        }
    }

    /// Removes a folder whose objects are removed, where folders exist at all.
    pub(crate) fn remove_folder(&self, folder: &str) {
        if self.is_local {
            // What is not empty stays.
            let _ = std::fs::remove_dir(std::path::Path::new(&self.address).join(folder));
        }
    }
}

/// An object of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listed {
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was written, in Unix ms.
    pub at_ms: i64,
}

fn open_s3(bucket: &str, s3: &S3Settings) -> object_store::Result<Arc<dyn ObjectStore>> {
    Ok(Arc::new(miaohui_s3::open(bucket, s3, PATIENCE)?))
}

/// Makes a directory that only the user of the process may read.
fn make_dir(dir: &std::path::Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Reads one part; a short one is the last.
fn part(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(PART as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads an object.
pub(crate) struct ObjectReader {
    stream: BoxStream<'static, object_store::Result<Bytes>>,
    current: Bytes,
    runtime: Handle,
}

impl Read for ObjectReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.current.is_empty() {
            match self.runtime.block_on(self.stream.next()) {
                None => return Ok(0),
                Some(bytes) => self.current = bytes.map_err(|error| io::Error::other(plain(&error)))?,
            }
        }
        let count = buffer.len().min(self.current.len());
        buffer[..count].copy_from_slice(&self.current.split_to(count));
        Ok(count)
    }
}
