//! Decoders that hold a whole picture in memory.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader};

use crate::decoded::{Picture, check_size, guarded};
use crate::error::{MediaError, broken};
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::memory::Memory;

/// Memory of a decoder in bytes besides the picture: rows, colour profiles, partial frames.
const SIDE_BUFFERS: u64 = 64 << 20;

/// Decodes a picture, after its header's size is checked, and runs `work` with it in the same
/// reserved memory. `copies` says how many copies of the picture `work` makes.
pub(crate) fn decode<T>(
    bytes: &[u8],
    kind: MediaType,
    limits: &Limits,
    memory: &Memory,
    copies: u64,
    work: impl FnOnce(Picture) -> Result<T, MediaError>,
) -> Result<T, MediaError> {
    guarded(|| {
        let mut decoder = open(bytes, kind)?;
        let (width, height) = decoder.dimensions();
        check_size(width, height, limits)?;
        // The decoder has planes or a canvas of its own.
        let need = decoder.total_bytes().saturating_mul(2 + copies);
        let _reserved = memory.reserve(need).ok_or(MediaError::TooManyPixels { width, height })?;
        decoder.set_limits(bounds(decoder.total_bytes())).map_err(broken)?;
        // A broken colour profile is dropped, and the picture is kept.
        let icc_profile = decoder.icc_profile().unwrap_or(None);
        let image = DynamicImage::from_decoder(decoder).map_err(broken)?;
        work(Picture { image, icc_profile })
    })
}

fn open(bytes: &[u8], kind: MediaType) -> Result<impl ImageDecoder + '_, MediaError> {
    let Some(format) = kind.format() else { return Err(MediaError::UnknownType) };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(bounds(0));
    reader.into_decoder().map_err(broken)
}

/// The decoder's memory limit. The size in pixels is checked separately, for an error that names
/// it.
fn bounds(picture_bytes: u64) -> image::Limits {
    let mut bounds = image::Limits::no_limits();
    bounds.max_alloc = Some(picture_bytes.saturating_add(SIDE_BUFFERS));
    bounds
}
