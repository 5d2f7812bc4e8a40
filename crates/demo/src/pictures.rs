//! The stored pictures of the demo data; each is drawn once and used many times.

use std::collections::HashMap;

use anyhow::Result;
use indicatif::ProgressBar;
use miaohui_demo_art::{Motif, picture};
use miaohui_media::{Blob, BlobStore, NewFile};

/// A kind of picture: its motif, width and height.
pub(crate) type PictureKind = (Motif, u32, u32);

/// Stored pictures by kind.
#[derive(Default)]
pub(crate) struct Pictures {
    first_seed: u64,
    blobs: HashMap<PictureKind, Vec<Blob>>,
}

impl Pictures {
    /// Draws and stores `count` pictures of each kind, from `first_seed` on.
    pub(crate) async fn draw(
        kinds: Vec<(PictureKind, usize)>,
        first_seed: u64,
        store: &BlobStore,
        bar: &ProgressBar,
    ) -> Result<Self> {
        let (store, bar) = (store.clone(), bar.clone());
        let draw = move || {
            let mut pictures = Self { first_seed, ..Self::default() };
            for (kind, count) in kinds {
                pictures.draw_kind(kind, count, &store, &bar)?;
            }
            Ok(pictures)
        };
        tokio::task::spawn_blocking(draw).await?
    }

    /// Draws pictures until there are `count` of this kind.
    fn draw_kind(
        &mut self,
        kind: PictureKind,
        count: usize,
        store: &BlobStore,
        bar: &ProgressBar,
    ) -> Result<()> {
        let (motif, width, height) = kind;
        let blobs = self.blobs.entry(kind).or_default();
        for n in blobs.len()..count {
            let mut blob = store.put(&picture(motif, self.first_seed + n as u64, width, height))?;
            // No removal runs while the demo data is being made.
            blob.new_file = NewFile::default();
            blobs.push(blob);
            bar.inc(1);
        }
        Ok(())
    }

    /// Returns the `n`th picture of a kind; after the last comes the first again.
    pub(crate) fn blob(&self, kind: PictureKind, n: usize) -> Option<&Blob> {
        self.blobs.get(&kind).filter(|blobs| !blobs.is_empty()).map(|blobs| &blobs[n % blobs.len()])
    }
}
