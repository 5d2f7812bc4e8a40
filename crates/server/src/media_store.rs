//! The store of the uploaded files, as the configuration says.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use miaohui_backup::{MediaDirectory, MediaFiles};
use miaohui_media::{Announce, BlobStore, Bucket, BucketSettings, Limits};
use miaohui_s3::S3Settings;
use miaohui_web::{Platform, owns_bucket, take_bucket};
use tokio::runtime::Handle;

use crate::config::{Config, MediaPlace};
use crate::private_files;

/// Opens the store. New files in a bucket are announced through `announce`.
pub(crate) fn open(config: &Config, announce: impl FnOnce(&Handle) -> Announce) -> Result<BlobStore> {
    match config.media.store {
        MediaPlace::Disk => open_disk(config),
        MediaPlace::S3 => {
            let runtime = Handle::try_current().context("a bucket needs async threads")?;
            let announce = announce(&runtime);
            open_bucket(config, announce, runtime)
        }
    }
}

/// Opens the store to read from it, or one of both kinds to copy to it. Rows of new files cannot be stored.
pub fn open_at(config: &Config, place: MediaPlace, runtime: &Handle) -> Result<BlobStore> {
    match place {
        MediaPlace::Disk => open_disk(config),
        MediaPlace::S3 => open_bucket(config, Announce::new(|_| Ok(())), runtime.clone()),
    }
}

/// The bucket of the configuration.
pub fn bucket(config: &Config, runtime: Handle) -> Result<Bucket> {
    let s3 = &config.media.s3;
    ensure!(!s3.bucket.is_empty(), "there is no bucket: set media.s3.bucket");
    let settings = BucketSettings {
        bucket: s3.bucket.clone(),
        prefix: s3.prefix.clone(),
        s3: S3Settings {
            endpoint: s3.endpoint.clone(),
            region: s3.region.clone(),
            path_style: s3.path_style,
            checksums: s3.checksums,
            access_key_id: s3.access_key_id.clone(),
            secret_access_key: s3.secret_access_key.clone(),
        },
        within: Duration::from_secs(s3.timeout_seconds.into()),
        calls: s3.calls,
    };
    Bucket::open(&settings, runtime).context("media.s3")
}

/// Refuses to serve a bucket that belongs to another database, unless it is to be taken over. One that does
/// not answer may be asked later: no file is removed before.
pub async fn settle(platform: &Platform, take: bool) -> Result<()> {
    let Some(bucket) = platform.blobs.bucket() else { return Ok(()) };
    if take {
        return take_bucket(&platform.db, bucket).await.context("the bucket cannot be taken over");
    }
    match owns_bucket(&platform.db, bucket).await {
        Ok(true) => Ok(()),
        Ok(false) => bail!(
            "{} belongs to another database, or to this one before it was restored, and its files would be removed: set \
             another media.s3.prefix, or media.store = \"disk\" to try out a restored backup; after a loss, take the \
             bucket over with --take-bucket",
            bucket.address()
        ),
        Err(error) => {
            tracing::error!(%error, "files cannot be stored for now: see `miaohui doctor`");
            Ok(())
        }
    }
}

/// The files that backups copy; `None` if they leave the files out.
pub(crate) fn backup_files(
    config: &Config,
    runtime: impl FnOnce() -> Handle,
) -> Result<Option<Arc<dyn MediaFiles>>> {
    if !config.backup.files {
        return Ok(None);
    }
    Ok(Some(match config.media.store {
        MediaPlace::Disk => Arc::new(MediaDirectory(dir(config))),
        MediaPlace::S3 => Arc::new(Stored(open_at(config, MediaPlace::S3, &runtime())?)),
    }))
}

/// The files of a bucket, for backups.
struct Stored(BlobStore);

impl MediaFiles for Stored {
    fn open(&self, sha256: &str) -> io::Result<Option<(Box<dyn Read + Send>, u64)>> {
        match self.0.open_blob(sha256) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => opened.map(|opened| {
                let bytes = opened.len;
                Some((Box::new(opened) as Box<dyn Read + Send>, bytes))
            }),
        }
    }

    fn sizes(&self) -> io::Result<Option<std::collections::HashMap<String, u64>>> {
        let mut sizes = std::collections::HashMap::new();
        for first in 0..=u8::MAX {
            let stored = self.0.list(first)?.into_iter().filter(|listed| listed.is_stored);
            sizes.extend(stored.map(|listed| (listed.name, listed.bytes)));
        }
        Ok(Some(sizes))
    }
}

fn dir(config: &Config) -> PathBuf {
    config.data_dir.join("media")
}

fn prepared_dir(config: &Config) -> Result<PathBuf> {
    let dir = dir(config);
    private_files::make_dir(&dir).with_context(|| format!("cannot write to {}", dir.display()))?;
    Ok(dir)
}

fn open_disk(config: &Config) -> Result<BlobStore> {
    Ok(BlobStore::open(&prepared_dir(config)?, limits(config))?)
}

fn open_bucket(config: &Config, announce: Announce, runtime: Handle) -> Result<BlobStore> {
    let bucket = bucket(config, runtime)?;
    Ok(BlobStore::open_bucket(&prepared_dir(config)?, limits(config), bucket, announce)?)
}

fn limits(config: &Config) -> Limits {
    Limits {
        image_bytes: config.media.image_max_bytes(),
        video_bytes: config.media.video_max_bytes(),
        max_pixels: config.media.max_pixels(),
        max_side: config.media.max_side_pixels,
        memory: u64::from(config.media.memory_mb) << 20,
    }
}
