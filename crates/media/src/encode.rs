//! Encodes pictures.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder};

use crate::decoded::{Picture, guarded};
use crate::error::{MediaError, broken};
use crate::media_type::MediaType;
use crate::turned::Turned;

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

/// Encodes a turned picture as JPEG, without a copy of it.
pub(crate) fn encode_turned(
    picture: &Picture,
    orientation: Orientation,
    quality: u8,
) -> Result<Vec<u8>, MediaError> {
    guarded(|| {
        let mut out = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut out, quality);
        if let Some(profile) = &picture.icc_profile
            && describes(profile, &picture.image)
        {
            let _ = encoder.set_icc_profile(profile.clone());
        }
        match &picture.image {
            DynamicImage::ImageLuma8(image) => encoder.encode_image(&Turned { image, orientation }),
            DynamicImage::ImageRgb8(image) => encoder.encode_image(&Turned { image, orientation }),
            _ => return Err(broken("the JPEG has other colours than grey and RGB")),
        }
        .map_err(broken)?;
        Ok(out)
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
