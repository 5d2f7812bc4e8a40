//! The pictures of the demo data: each is drawn and stored once, and named as often as it is shown.

use std::collections::HashMap;

use anyhow::Result;
use indicatif::ProgressBar;
use miaohui_community::store::media::{self, Upload};
use miaohui_db::Tx;
use miaohui_kernel::Rng;
use miaohui_media::BlobStore;

use crate::art::{self, Motif};

/// A kind of picture: what it shows and how large it is.
type Kind = (Motif, u32, u32);

/// Stored pictures by kind.
#[derive(Default)]
pub(crate) struct Gallery(HashMap<Kind, Vec<Upload>>);

impl Gallery {
    /// Draws and stores pictures until there are `count` of this kind.
    pub fn draw(&mut self, blobs: &BlobStore, kind: Kind, count: usize, bar: &ProgressBar) -> Result<()> {
        let (motif, width, height) = kind;
        let drawn = self.0.entry(kind).or_default();
        for seed in drawn.len()..count {
            let blob = blobs.put(&art::picture(motif, seed as u64, width, height))?;
            drawn.push(Upload {
                blob: blob.sha256,
                media_type: blob.media_type.mime().to_owned(),
                size: blob.size as i64,
                width: blob.width.map(i64::from),
                height: blob.height.map(i64::from),
            });
            bar.inc(1);
        }
        Ok(())
    }

    /// A new media id for the `n`th picture of a kind (counted round and round), owned by a user or the operators.
    pub fn name(
        &self,
        tx: &mut Tx<'_>,
        rng: &Rng,
        kind: Kind,
        n: usize,
        owner: Option<i64>,
        now: i64,
    ) -> miaohui_db::Result<String> {
        let id = rng.uuid();
        if let Some(drawn) = self.0.get(&kind).filter(|drawn| !drawn.is_empty()) {
            media::insert_filled(tx, &id, owner, &drawn[n % drawn.len()], now)?;
        }
        Ok(id)
    }
}
