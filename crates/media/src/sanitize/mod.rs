//! Strips what a camera or an editor wrote beside the picture: places, names, serial numbers, previews, trailing data.

mod gif;
mod jpeg;
mod mp4;
mod png;
mod webp;

use image::metadata::Orientation;

use crate::{Limits, MediaError, MediaType, picture};

pub(crate) use mp4::strip as mp4;

const JPEG_QUALITY: u8 = 90;

/// A picture that only shows what it shows.
pub(crate) struct Clean {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// A stripped file. The decoders only ever see such a one: its structure has been walked to its end.
struct Stripped {
    bytes: Vec<u8>,
    /// What told how to turn the picture, from its TIFF header on.
    exif: Option<Vec<u8>>,
}

/// Strips a picture without touching its pixels, and decodes it to see that it is whole; one that must be turned is
/// turned and encoded anew.
pub(crate) fn picture(bytes: Vec<u8>, kind: MediaType, limits: &Limits) -> Result<Clean, MediaError> {
    let Stripped { mut bytes, exif } = match kind {
        MediaType::Jpeg => jpeg::strip(&bytes)?,
        MediaType::Png => png::strip(bytes)?,
        MediaType::Gif => gif::strip(&bytes)?,
        MediaType::WebP => webp::strip(bytes)?,
        MediaType::Mp4 => return Err(MediaError::UnknownType),
    };
    let mut picture = picture::decode(&bytes, kind, limits)?;
    let orientation = exif.and_then(|exif| Orientation::from_exif_chunk(&exif));
    picture.image.apply_orientation(orientation.unwrap_or(Orientation::NoTransforms));
    let (width, height) = (picture.image.width(), picture.image.height());
    if orientation.is_some_and(|orientation| orientation != Orientation::NoTransforms) {
        bytes = picture::encode(picture, kind, JPEG_QUALITY)?;
    }
    Ok(Clean { bytes, width, height })
}
