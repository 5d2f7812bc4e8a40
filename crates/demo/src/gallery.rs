//! The pictures of the demo data: each is drawn and stored once, and named as often as it is shown.

use std::collections::HashMap;

use anyhow::Result;
use indicatif::ProgressBar;
use miaohui_community::ids::UserId;
use miaohui_community::store::media::{self, Upload};
use miaohui_db::Tx;
use miaohui_kernel::Rng;
use miaohui_media::{Blob, BlobStore};

use miaohui_demo_art::{Motif, picture};

/// A kind of picture: what it shows and how large it is.
pub(crate) type Kind = (Motif, u32, u32);

/// Stored pictures by kind.
#[derive(Default)]
pub(crate) struct Gallery {
    first_seed: u64,
    drawn: HashMap<Kind, Vec<Blob>>,
}

impl Gallery {
    /// A gallery whose pictures differ from those of galleries that begin elsewhere.
    pub fn beginning_at(first_seed: u64) -> Self {
        Self { first_seed, ..Self::default() }
    }

    /// Draws and stores pictures until there are `count` of this kind.
    pub fn draw(&mut self, blobs: &BlobStore, kind: Kind, count: usize, bar: &ProgressBar) -> Result<()> {
        let (motif, width, height) = kind;
        let drawn = self.drawn.entry(kind).or_default();
        for n in drawn.len()..count {
            drawn.push(blobs.put(&picture(motif, self.first_seed + n as u64, width, height))?);
            bar.inc(1);
        }
        Ok(())
    }

    /// The `n`th picture of a kind, counted round and round.
    pub fn blob(&self, kind: Kind, n: usize) -> Option<&Blob> {
        self.drawn.get(&kind).filter(|drawn| !drawn.is_empty()).map(|drawn| &drawn[n % drawn.len()])
    }

    /// A new media id of the community for the `n`th picture of a kind, owned by a user or the operators.
    pub fn name(
        &self,
        tx: &mut Tx<'_>,
        rng: &Rng,
        kind: Kind,
        n: usize,
        owner: Option<UserId>,
        now: i64,
    ) -> miaohui_db::Result<String> {
        let id = rng.uuid();
        if let Some(blob) = self.blob(kind, n) {
            let upload = Upload {
                blob: blob.sha256.clone(),
                media_type: blob.media_type.mime().to_owned(),
                size: blob.size as i64,
                width: blob.width.map(i64::from),
                height: blob.height.map(i64::from),
            };
            media::insert_filled(tx, &id, owner, &upload, now)?;
        }
        Ok(id)
    }
}
