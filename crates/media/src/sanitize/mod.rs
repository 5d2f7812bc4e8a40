//! Removes metadata of cameras and editors: places, names, serial numbers, thumbnails, trailing
//! data.

mod gif;
mod jpeg;
mod mp4;
mod png;
mod stripped;
mod webp;

use image::metadata::Orientation;

use crate::error::MediaError;
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::picture;
use stripped::Stripped;

pub(crate) use mp4::strip as mp4;

const JPEG_QUALITY: u8 = 90;

/// A picture without metadata.
pub(crate) struct Clean {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Strips a picture without changing its pixels, and decodes it to check that it is complete. A
/// picture with an orientation is rotated and encoded again.
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
