//! Decodes and encodes pictures within limits.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader};

use crate::error::{MediaError, broken};
use crate::limits::Limits;
use crate::media_type::MediaType;

/// Memory of a decoder in bytes besides the picture: rows, colour profiles, partial frames.
const SIDE_BUFFERS: u64 = 64 << 20;

/// A decoded picture; the first frame of an animation.
pub(crate) struct Picture {
    pub image: DynamicImage,
    pub icc_profile: Option<Vec<u8>>,
}

/// Decodes a picture, after its header's size is checked.
pub(crate) fn decode(bytes: &[u8], kind: MediaType, limits: &Limits) -> Result<Picture, MediaError> {
    guarded(|| {
        let mut decoder = open(bytes, kind)?;
        let (width, height) = decoder.dimensions();
        check_size(width, height, limits)?;
        decoder.set_limits(bounds(decoder.total_bytes())).map_err(broken)?;
        // A broken colour profile is dropped, and the picture is kept.
        let icc_profile = decoder.icc_profile().unwrap_or(None);
        let image = DynamicImage::from_decoder(decoder).map_err(broken)?;
        Ok(Picture { image, icc_profile })
    })
}

/// The width and height of a picture in pixels, from its header.
pub(crate) fn size(bytes: &[u8], kind: MediaType) -> Result<(u32, u32), MediaError> {
    guarded(|| Ok(open(bytes, kind)?.dimensions()))
}

/// Encodes a picture, with its colour profile if that fits. `quality` is for JPEG; the other types
/// are lossless.
pub(crate) fn encode(picture: Picture, kind: MediaType, quality: u8) -> Result<Vec<u8>, MediaError> {
    guarded(|| {
        let mut out = Cursor::new(Vec::new());
        match kind {
            MediaType::Jpeg => write(picture, JpegEncoder::new_with_quality(&mut out, quality)),
            MediaType::WebP => write(picture, WebPEncoder::new_lossless(&mut out)),
            MediaType::Png | MediaType::Gif | MediaType::Mp4 => write(picture, PngEncoder::new(&mut out)),
        }?;
        Ok(out.into_inner())
    })
}

fn write(picture: Picture, mut encoder: impl ImageEncoder) -> Result<(), MediaError> {
    let Picture { image, icc_profile } = picture;
    if let Some(profile) = icc_profile.filter(|profile| describes(profile, &image)) {
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder).map_err(broken)
}

/// Whether a profile has the colour space of the decoded picture: a CMYK profile does not fit RGB
/// pixels.
fn describes(profile: &[u8], image: &DynamicImage) -> bool {
    let space: &[u8] = if image.color().has_color() { b"RGB " } else { b"GRAY" };
    profile.get(16..20) == Some(space)
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

fn check_size(width: u32, height: u32, limits: &Limits) -> Result<(), MediaError> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(broken("the picture has no pixels"));
    }
    if width.max(height) > limits.max_side || pixels > limits.max_pixels {
        return Err(MediaError::TooManyPixels { width, height });
    }
    Ok(())
}

/// Runs a codec on untrusted bytes. A panic in it means a broken picture and must not end the
/// thread.
fn guarded<T>(work: impl FnOnce() -> Result<T, MediaError>) -> Result<T, MediaError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken("the codec gave up")))
}
