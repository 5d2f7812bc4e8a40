//! Stores files and makes thumbnails: one part takes the processor, the other waits for a disk or a bucket.

use std::future::Future;
use std::io;

use miaohui_media::{Blob, BlobStore, Bucket, Incoming, MadeThumb, MediaError, MediaType};
use tokio::runtime::Handle;

use crate::{Platform, PoolBusy, WorkPool};

impl Platform {
    /// Checks, strips and stores an upload off the request threads.
    pub async fn store_upload(&self, incoming: Incoming) -> Result<Result<Blob, MediaError>, PoolBusy> {
        let blobs = self.blobs.clone();
        let Some(bucket) = self.blobs.bucket() else {
            return self.media_pool.run(move || blobs.finish(incoming)).await;
        };
        let checking = blobs.clone();
        match self.media_pool.run(move || checking.check(incoming)).await? {
            Ok(checked) => in_time(bucket, self.store_pool.run(move || blobs.store(checked))).await,
            Err(error) => Ok(Err(error)),
        }
    }

    /// Makes and stores a thumbnail of a picture in a bucket; `None` if the original must be used.
    pub(crate) async fn make_thumb(
        &self,
        bucket: &Bucket,
        blob: String,
        media_type: MediaType,
        width: u32,
    ) -> Result<Result<Option<MadeThumb>, MediaError>, PoolBusy> {
        let (blobs, pool, runtime) = (self.blobs.clone(), self.media_pool.clone(), Handle::current());
        let work = move || -> Result<_, PoolBusy> {
            let picture = match blobs.read(&blob) {
                Ok(picture) => picture,
                Err(error) => return Ok(Err(error)),
            };
            let drawing = blobs.clone();
            let made = runtime.block_on(pool.run(move || drawing.thumb_of(&picture, media_type, width)))?;
            if let Ok(Some(made)) = &made {
                keep(&blobs, &blob, made);
            }
            Ok(made)
        };
        let work = self.store_pool.run(work);
        in_time(bucket, async { work.await.flatten() }).await
    }

    /// The pool for work that reads or stores whole files.
    pub fn file_pool(&self) -> &WorkPool {
        if self.blobs.bucket().is_some() { &self.store_pool } else { &self.media_pool }
    }
}

fn keep(blobs: &BlobStore, blob: &str, made: &MadeThumb) {
    if let Err(error) = blobs.keep_thumb(blob, made) {
        tracing::warn!(%error, "a thumbnail could not be stored");
    }
}

/// Waits for work as long as somebody should wait for a bucket. It goes on after that, and what it stores
/// is used or removed later.
async fn in_time<T>(
    bucket: &Bucket,
    work: impl Future<Output = Result<Result<T, MediaError>, PoolBusy>>,
) -> Result<Result<T, MediaError>, PoolBusy> {
    let late = || Ok(Err(io::Error::new(io::ErrorKind::TimedOut, "the bucket is too slow").into()));
    tokio::time::timeout(bucket.patience(), work).await.unwrap_or_else(|_| late())
}
