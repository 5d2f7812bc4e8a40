//! The stored pictures of the demo data; each is drawn once and used many times.

use std::collections::HashMap;

use anyhow::Result;
use futures_util::{FutureExt, StreamExt, stream};
use indicatif::ProgressBar;
use miaohui_demo_art::{Motif, picture};
use miaohui_media::{Blob, BlobStore, NewFile};

/// A kind of picture: its motif, width and height.
pub(crate) type PictureKind = (Motif, u32, u32);

/// Stored pictures by kind.
#[derive(Default)]
pub(crate) struct Pictures {
    blobs: HashMap<PictureKind, Vec<Blob>>,
}

impl Pictures {
    /// Draws and stores `count` pictures of each kind, from `first_seed` on; as many at a time as there are
    /// cores.
    pub(crate) async fn draw(
        kinds: Vec<(PictureKind, usize)>,
        first_seed: u64,
        store: &BlobStore,
        bar: &ProgressBar,
    ) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let wanted = kinds.into_iter().flat_map(|(kind, count)| (0..count as u64).map(move |n| (kind, n)));
        let mut drawn = stream::iter(wanted)
            .map(|(kind, n)| {
                let store = store.clone();
                let draw = move || draw_and_store(kind, first_seed + n, &store);
                tokio::task::spawn_blocking(draw).map(move |stored| (kind, stored))
            })
            .buffered(cores);
        let mut pictures = Self::default();
        while let Some((kind, stored)) = drawn.next().await {
            pictures.blobs.entry(kind).or_default().push(stored??);
            bar.inc(1);
        }
        Ok(pictures)
    }

    /// Returns the `n`th picture of a kind; after the last comes the first again.
    pub(crate) fn blob(&self, kind: PictureKind, n: usize) -> Option<&Blob> {
        self.blobs.get(&kind).filter(|blobs| !blobs.is_empty()).map(|blobs| &blobs[n % blobs.len()])
    }
}

fn draw_and_store((motif, width, height): PictureKind, seed: u64, store: &BlobStore) -> Result<Blob> {
    let mut blob = store.put(&picture(motif, seed, width, height))?;
    // No removal runs while the demo data is being made.
    blob.new_file = NewFile::default();
    Ok(blob)
}
