//! Strips what a camera or an editor wrote beside the picture: places, names, serial numbers, previews, trailing data.

mod gif;
mod mp4;

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder, ImageFormat};
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;

use crate::error::broken;
use crate::picture::Decoded;
use crate::{MediaError, MediaType};

pub(crate) use mp4::strip as mp4;

const JPEG_QUALITY: u8 = 90;

/// A picture that only shows what it shows.
pub(crate) struct Clean {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Strips a decodable picture without touching its pixels; one that must be turned is turned and encoded anew.
pub(crate) fn picture(bytes: Vec<u8>, kind: MediaType, decoded: Decoded) -> Result<Clean, MediaError> {
    let Decoded { mut image, orientation, icc_profile } = decoded;
    if orientation != Orientation::NoTransforms {
        image.apply_orientation(orientation);
        let (width, height) = (image.width(), image.height());
        return Ok(Clean { bytes: encode(&image, kind, icc_profile)?, width, height });
    }
    let bytes = match kind {
        MediaType::Jpeg => strip_jpeg(bytes)?,
        MediaType::Png => strip_png(bytes)?,
        MediaType::WebP => strip_webp(bytes)?,
        MediaType::Gif => gif::strip(&bytes)?,
        MediaType::Mp4 => return Err(MediaError::UnknownType),
    };
    Ok(Clean { bytes, width: image.width(), height: image.height() })
}

fn encode(image: &DynamicImage, kind: MediaType, icc: Option<Vec<u8>>) -> Result<Vec<u8>, MediaError> {
    let mut out = Cursor::new(Vec::new());
    match kind {
        MediaType::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
            // A profile that cannot be carried over costs colours, not the picture.
            let _ = icc.map(|icc| encoder.set_icc_profile(icc));
            image.to_rgb8().write_with_encoder(encoder).map_err(broken)?;
        }
        MediaType::WebP => image.write_to(&mut out, ImageFormat::WebP).map_err(broken)?,
        MediaType::Png | MediaType::Gif | MediaType::Mp4 => {
            image.write_to(&mut out, ImageFormat::Png).map_err(broken)?;
        }
    }
    Ok(out.into_inner())
}

fn strip_jpeg(bytes: Vec<u8>) -> Result<Vec<u8>, MediaError> {
    let mut bytes = bytes;
    bytes.truncate(jpeg_end(&bytes).unwrap_or(bytes.len()));
    let mut jpeg = Jpeg::from_bytes(Bytes::from(bytes)).map_err(broken)?;
    jpeg.segments_mut().retain(|segment| match segment.marker() {
        // JFIF, colour profile, Adobe's colour transform: what a decoder needs to show the right colours.
        markers::APP0 => segment.contents().starts_with(b"JFIF\0"),
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => segment.contents().starts_with(b"Adobe"),
        markers::APP1 | markers::APP3..=markers::APP13 | markers::APP15 | markers::COM => false,
        _ => true,
    });
    Ok(jpeg.encoder().bytes().to_vec())
}

/// Where the picture ends: phones append videos and second pictures behind it.
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        // Between segments, and in a scan where 0xff00 is a data byte and RSTn a restart, the next marker is looked for.
        let marker = loop {
            match (*bytes.get(at)?, *bytes.get(at + 1)?) {
                (0xff, marker @ (0x01..=0xcf | 0xd8..=0xfe)) => break marker,
                _ => at += 1,
            }
        };
        if marker == markers::EOI {
            return Some(at + 2);
        }
        at += 2 + usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
    }
}

fn strip_png(bytes: Vec<u8>) -> Result<Vec<u8>, MediaError> {
    let mut png = Png::from_bytes(Bytes::from(bytes)).map_err(broken)?;
    let mut ended = false;
    // Chunks that change what is seen stay; names, dates, texts and unknown private ones go.
    png.chunks_mut().retain(|chunk| {
        let kept = !ended
            && matches!(
                &chunk.kind(),
                b"IHDR"
                    | b"PLTE"
                    | b"IDAT"
                    | b"IEND"
                    | b"tRNS"
                    | b"cHRM"
                    | b"gAMA"
                    | b"iCCP"
                    | b"sBIT"
                    | b"sRGB"
                    | b"cICP"
                    | b"bKGD"
                    | b"pHYs"
                    | b"acTL"
                    | b"fcTL"
                    | b"fdAT"
            );
        ended |= chunk.kind() == *b"IEND";
        kept
    });
    Ok(png.encoder().bytes().to_vec())
}

/// Flags in the first byte of a `VP8X` chunk that announce EXIF and XMP chunks.
const WEBP_METADATA_FLAGS: u8 = 0b0000_1100;

fn strip_webp(bytes: Vec<u8>) -> Result<Vec<u8>, MediaError> {
    use img_parts::riff::{RiffChunk, RiffContent};
    let mut webp = WebP::from_bytes(Bytes::from(bytes)).map_err(broken)?;
    let chunks = webp.chunks_mut();
    chunks.retain(|chunk| {
        matches!(&chunk.id(), b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP")
    });
    for chunk in chunks.iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        let Some(data) = chunk.content().data() else { continue };
        let mut data = data.to_vec();
        if let Some(flags) = data.first_mut() {
            *flags &= !WEBP_METADATA_FLAGS;
        }
        *chunk = RiffChunk::new(*b"VP8X", RiffContent::Data(Bytes::from(data)));
    }
    Ok(webp.encoder().bytes().to_vec())
}
