//! Copies the uploaded files from one store to another.

use std::collections::HashMap;

use anyhow::{Context, Result};
use miaohui_media::{BlobStore, Copied, ListedBlob};
use tokio::task::{JoinSet, spawn_blocking};

/// Files at a time.
const AT_ONCE: usize = 8;

/// What was copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaCopy {
    /// Files that were copied.
    pub copied: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files that were there already.
    pub there: u64,
    /// Files whose content is not what their name says. They were not copied.
    pub damaged: Vec<String>,
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaCopyProgress {
    /// Parts of 256 that are done.
    pub parts: u64,
    /// Files that are copied or were there.
    pub files: u64,
    /// The size of those that are copied, in bytes.
    pub bytes: u64,
}

/// Copies what the other store lacks. Thumbnails are made again there. It can be interrupted and run
/// again, and both stores may be in use.
pub async fn copy_media(
    from: &BlobStore,
    to: &BlobStore,
    tell: &mut dyn FnMut(MediaCopyProgress),
) -> Result<MediaCopy> {
    let mut done = MediaCopy::default();
    for first in 0..=u8::MAX {
        let there: HashMap<String, u64> =
            list(to, first).await?.into_iter().map(|blob| (blob.name, blob.bytes)).collect();
        let mut running = JoinSet::new();
        for blob in list(from, first).await? {
            // A file of another size is not whole, whoever has left it there.
            if there.get(&blob.name) == Some(&blob.bytes) {
                done.there += 1;
                continue;
            }
            if running.len() == AT_ONCE {
                take(&mut running, &mut done).await?;
                tell(done.progress(first));
            }
            let (from, to) = (from.clone(), to.clone());
            running.spawn_blocking(move || {
                let copied = from.copy_to(&to, &blob.name);
                (blob.name, copied)
            });
        }
        while !running.is_empty() {
            take(&mut running, &mut done).await?;
        }
        tell(done.progress(first));
    }
    Ok(done)
}

/// The blobs of a part of 256.
async fn list(store: &BlobStore, first: u8) -> Result<Vec<ListedBlob>> {
    let store = store.clone();
    let listed = spawn_blocking(move || store.list(first)).await?;
    let listed = listed.context("the files cannot be listed")?;
    Ok(listed.into_iter().filter(|blob| blob.is_stored).collect())
}

async fn take(running: &mut JoinSet<(String, std::io::Result<Copied>)>, done: &mut MediaCopy) -> Result<()> {
    let Some(copied) = running.join_next().await else { return Ok(()) };
    let (name, copied) = copied?;
    match copied.with_context(|| format!("the file {name} cannot be copied"))? {
        Copied::Yes(bytes) => {
            done.copied += 1;
            done.bytes += bytes;
        }
        Copied::Gone => {}
        Copied::Damaged => done.damaged.push(name),
    }
    Ok(())
}

impl MediaCopy {
    fn progress(&self, first: u8) -> MediaCopyProgress {
        let parts = u64::from(first) + 1;
        MediaCopyProgress { parts, files: self.copied + self.there, bytes: self.bytes }
    }
}
