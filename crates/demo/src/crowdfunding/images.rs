//! The pictures of the Crowdfunding API.

use miaohui_crowdfunding::ids::{ImageId, UserId};
use miaohui_crowdfunding::store::image::{self, ImageFile, ImageType};
use miaohui_crowdfunding::{Error, Result};
use miaohui_db::Tx;
use miaohui_demo_art::Motif;

use crate::generator::Generator;
use crate::pictures::PictureKind;
use crate::texts::{FOOD_PROJECTS, FUNDER_NICKNAMES};

pub const AVATAR: PictureKind = (Motif::Avatar, 320, 320);
pub const ID_CARD: PictureKind = (Motif::SampleCard, 640, 420);
/// Different pictures of identity cards.
pub const ID_CARDS: usize = 8;
/// Different pictures of feedback of each motif.
const FEEDBACK_VARIANTS: usize = 3;

/// Returns the kind of picture that a project's cover shows of a motif.
pub const fn cover(motif: Motif) -> PictureKind {
    (motif, 640, 480)
}

/// Returns the kind of picture that a feedback shows of a motif.
pub const fn feedback(motif: Motif) -> PictureKind {
    (motif, 400, 400)
}

/// Returns the number of pictures of each kind.
pub fn all() -> Vec<(PictureKind, usize)> {
    let mut kinds = vec![(AVATAR, FUNDER_NICKNAMES.len()), (ID_CARD, ID_CARDS)];
    for motif in Motif::ALL {
        let covers = FOOD_PROJECTS.iter().filter(|project| project.motif == *motif).count();
        if covers > 0 {
            kinds.extend([(cover(*motif), covers), (feedback(*motif), FEEDBACK_VARIANTS)]);
        }
    }
    kinds
}

/// Inserts the `n`th picture of a kind as a user's image.
pub fn insert(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    owner: UserId,
    image_type: ImageType,
    (kind, n): (PictureKind, usize),
    created_at: i64,
) -> Result<ImageId> {
    let Some(blob) = generator.pictures.blob(kind, n) else {
        return Err(Error::Unexpected(format!("no picture of {kind:?} was drawn").into()));
    };
    let extension = blob.media_type.extension();
    let name = format!("{created_at}_{}.{extension}", generator.rng.text(b"0123456789abcdef", 12));
    let file = ImageFile { blob: &blob.sha256, media_type: blob.media_type.mime(), name: &name, sealed: "" };
    Ok(image::insert(tx, Some(owner), image_type, &file, created_at)?)
}
