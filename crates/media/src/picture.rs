//! Decoding pictures within limits.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader};

use crate::error::broken;
use crate::{Limits, MediaError, MediaType};

/// Memory that decoding one picture may take, per pixel that is allowed.
const BYTES_PER_PIXEL: u64 = 8;

/// A picture, and how it must be turned to stand upright.
pub(crate) struct Decoded {
    pub image: DynamicImage,
    pub orientation: Orientation,
    pub icc_profile: Option<Vec<u8>>,
}

/// Decodes a picture (of a moving one, the first frame). The header's size is checked before anything is decoded.
pub(crate) fn decode(bytes: &[u8], kind: MediaType, limits: &Limits) -> Result<Decoded, MediaError> {
    let Some(format) = kind.format() else { return Err(MediaError::UnknownType) };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(limits.max_pixels * BYTES_PER_PIXEL);
    // Sizes are compared below, where a refusal can say what it saw.
    (bounds.max_image_width, bounds.max_image_height) = (None, None);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width > limits.max_side || height > limits.max_side || pixels > limits.max_pixels {
        return Err(MediaError::TooManyPixels { width, height });
    }
    // Broken metadata does not make a broken picture: it is thrown away in any case.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let icc_profile = decoder.icc_profile().unwrap_or(None);
    let image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    Ok(Decoded { image, orientation, icc_profile })
}
