//! A file in a bucket that is open for reading, piece by piece.

use std::io::{self, Read};

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::try_unfold;
use object_store::path::Path;

use crate::bucket::{Bucket, Piece};
use crate::name::Name;

/// Bytes of a piece that is passed on, which the memory of each download is made of. Nothing is held open
/// at the bucket while a client is slow.
const PIECE: u64 = 256 << 10;
/// Bytes of a piece that this program itself reads.
const LONG_PIECE: u64 = 4 << 20;

/// A file in a bucket.
#[derive(Debug)]
pub struct Object {
    bucket: Bucket,
    path: Path,
    len: u64,
    /// Its first bytes, or none.
    first: Bytes,
    /// What [`Read`] has read from the bucket and not passed on, and where it goes on.
    current: Bytes,
    next: u64,
}

impl Object {
    /// Opens a blob. Its first piece is read with it, unless it is to be read from somewhere else.
    pub async fn open_blob(bucket: &Bucket, sha256: &str, from_start: bool) -> io::Result<Self> {
        let name = Name::Blob(sha256);
        if from_start { Self::open(bucket, name).await } else { Self::find(bucket, name).await }
    }

    /// Opens a file and reads its first piece.
    pub(crate) async fn open(bucket: &Bucket, name: Name<'_>) -> io::Result<Self> {
        let path = bucket.file_path(name)?;
        let Piece { bytes, len } = bucket.piece(&path, 0..PIECE).await?;
        Ok(Self { bucket: bucket.clone(), path, len, first: bytes, current: Bytes::new(), next: 0 })
    }

    /// Opens a file without reading anything of it.
    pub(crate) async fn find(bucket: &Bucket, name: Name<'_>) -> io::Result<Self> {
        let path = bucket.file_path(name)?;
        let len = bucket.len(&path).await?;
        let (first, current) = (Bytes::new(), Bytes::new());
        Ok(Self { bucket: bucket.clone(), path, len, first, current, next: 0 })
    }

    /// Its length in bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Its first bytes, if they were read.
    pub(crate) fn first(&self) -> &[u8] {
        &self.first
    }

    /// Its bytes from `start` up to, but not including, `end`, read as they are taken.
    pub fn stream(self, start: u64, end: u64) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        let end = end.min(self.len);
        try_unfold((self, start), move |(own, at)| async move {
            if at >= end {
                return Ok(None);
            }
            let bytes = own.piece(at, end.min(at + PIECE)).await?;
            let next = at + bytes.len() as u64;
            Ok(Some((bytes, (own, next))))
        })
    }

    /// Reads a range, or its beginning. It is never empty.
    async fn piece(&self, start: u64, end: u64) -> io::Result<Bytes> {
        let known = self.first.len() as u64;
        if start < known {
            return Ok(self.first.slice(start as usize..end.min(known) as usize));
        }
        let Piece { bytes, len } = self.bucket.piece(&self.path, start..end).await?;
        if bytes.is_empty() || len != self.len {
            let reason = format!("{}/{} has changed", self.bucket.address(), self.path);
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(bytes)
    }
}

impl Read for Object {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.current.is_empty() && self.next < self.len {
            let end = self.len.min(self.next + LONG_PIECE);
            self.current = self.bucket.wait(self.piece(self.next, end))?;
            self.next += self.current.len() as u64;
        }
        let count = buffer.len().min(self.current.len());
        buffer[..count].copy_from_slice(&self.current.split_to(count));
        Ok(count)
    }
}
