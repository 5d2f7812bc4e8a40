//! The pictures of the Community API, and their media ids.

use miaohui_community::ids::UserId;
use miaohui_community::store::media::{self, Upload};
use miaohui_db::{Result, Tx};
use miaohui_demo_art::Motif;

use crate::generator::Generator;
use crate::pictures::PictureKind;
use crate::texts::{BANNERS, MASTERS, MERCHANTS};

/// The number of users; their avatars come before those of the masters.
pub const USERS: usize = 30;
/// Pictures of each motif that articles show.
const VARIANTS: usize = 4;
/// Pictures of clothes.
const HANFU_VARIANTS: usize = 24;

pub const AVATAR: PictureKind = (Motif::Avatar, 320, 320);
pub const LOGO: PictureKind = (Motif::Emblem, 320, 320);
pub const BANNER: PictureKind = (Motif::Banner, 1200, 480);
pub const HANFU: PictureKind = (Motif::Hanfu, 640, 800);

/// Returns the kind of picture that articles, projects and games show of a motif.
pub const fn scene(motif: Motif) -> PictureKind {
    (motif, 640, 640)
}

/// Returns the motifs that articles show.
pub fn scenes() -> Vec<Motif> {
    [Motif::SCENES, Motif::CRAFTS, Motif::FOODS, Motif::GAMES].concat()
}

/// Returns the number of pictures of each kind.
pub fn all() -> Vec<(PictureKind, usize)> {
    scenes()
        .into_iter()
        .map(|motif| (scene(motif), VARIANTS))
        .chain([
            (AVATAR, USERS + MASTERS.len()),
            (LOGO, MERCHANTS.len()),
            (HANFU, HANFU_VARIANTS),
            (BANNER, BANNERS.len()),
        ])
        .collect()
}

/// Inserts a medium for the `n`th picture of a kind, owned by a user or the operators; returns its
/// id.
pub fn insert(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    (kind, n): (PictureKind, usize),
    owner: Option<UserId>,
    created_at: i64,
) -> Result<String> {
    let id = generator.rng.uuid();
    if let Some(blob) = generator.pictures.blob(kind, n) {
        let upload = Upload {
            blob: blob.sha256.clone(),
            media_type: blob.media_type.mime().to_owned(),
            size: blob.size as i64,
            width: blob.width.map(i64::from),
            height: blob.height.map(i64::from),
        };
        media::insert_filled(tx, &id, owner, &upload, created_at)?;
    }
    Ok(id)
}

/// Inserts a medium of the operators for a random picture of a kind; returns its name, `{id}.jpg`.
pub fn insert_any(tx: &mut Tx<'_>, generator: &Generator<'_>, kind: PictureKind) -> Result<String> {
    let n = generator.pick(1000);
    Ok(format!("{}.jpg", insert(tx, generator, (kind, n), None, generator.now)?))
}
