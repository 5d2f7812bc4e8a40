//! Stores an upload: its check takes the processor, and its storing waits for a disk or a bucket.

use miaohui_media::{Blob, Incoming, MediaError};

use crate::{Platform, PoolBusy};

impl Platform {
    /// Checks, strips and stores an upload off the request threads.
    pub async fn store_upload(&self, incoming: Incoming) -> Result<Result<Blob, MediaError>, PoolBusy> {
        let blobs = self.blobs.clone();
        if blobs.bucket().is_none() {
            return self.media_pool.run(move || blobs.finish(incoming)).await;
        }
        let checking = blobs.clone();
        match self.media_pool.run(move || checking.check(incoming)).await? {
            Ok(checked) => self.store_pool.run(move || blobs.store(checked)).await,
            Err(error) => Ok(Err(error)),
        }
    }
}
