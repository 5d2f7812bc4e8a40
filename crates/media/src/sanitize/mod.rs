//! Removes metadata of cameras and editors: places, names, serial numbers, thumbnails, trailing
//! data.

mod gif;
mod jpeg_segments;
mod mp4;
mod png;
mod stripped;
mod webp;

use image::metadata::Orientation;

use crate::clean::Clean;
use crate::error::MediaError;
use crate::incoming::Format;
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::memory::Memory;
use crate::picture::{self, Checked, Upright};
use crate::{heif, jpeg};
use stripped::Stripped;

pub(crate) use mp4::strip as mp4;

/// Strips a picture without changing its pixels, and decodes it to check that it is complete. A
/// picture with an orientation is rotated and encoded again, and one that is not stored in its format
/// becomes a JPEG.
pub(crate) fn picture(
    bytes: Vec<u8>,
    format: Format,
    limits: &Limits,
    memory: &Memory,
) -> Result<Clean, MediaError> {
    let kind = match format {
        Format::Stored(kind) => kind,
        Format::Converted(codec) => return heif::jpeg(&bytes, codec, limits, memory),
    };
    let Stripped { bytes, exif, is_open } = match kind {
        MediaType::Jpeg => jpeg_segments::strip(&bytes)?,
        MediaType::Png => png::strip(bytes)?,
        MediaType::Gif => gif::strip(&bytes)?,
        MediaType::WebP => webp::strip(bytes)?,
        MediaType::Mp4 => return Err(MediaError::UnknownType),
    };
    if is_open {
        jpeg::require_complete(&bytes, limits, memory)?;
    }
    let orientation = exif.and_then(|exif| Orientation::from_exif_chunk(&exif));
    let orientation = orientation.unwrap_or(Orientation::NoTransforms);
    let Checked { turned, width, height } = picture::check(&bytes, kind, orientation, limits, memory)?;
    let Upright { bytes, kind } = turned.unwrap_or(Upright { bytes, kind });
    Ok(Clean { bytes, kind, width, height })
}
