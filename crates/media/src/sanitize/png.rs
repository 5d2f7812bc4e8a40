//! PNG: keeps only the chunks that affect the display.

use bytes::Bytes;
use img_parts::png::{Png, PngChunk};

use super::stripped::Stripped;
use crate::error::{MediaError, broken};

/// The chunks that affect the display, with the least and the most bytes of their contents.
const VISIBLE: [(&[u8; 4], usize, usize); 18] = [
    (b"IHDR", 13, 13),
    (b"PLTE", 3, 768),
    (b"IDAT", 0, usize::MAX),
    (b"IEND", 0, 0),
    (b"tRNS", 1, 256),
    (b"cHRM", 32, 32),
    (b"gAMA", 4, 4),
    (b"iCCP", 0, usize::MAX),
    (b"sBIT", 1, 4),
    (b"sRGB", 1, 1),
    (b"cICP", 4, 4),
    (b"mDCV", 24, 24),
    (b"cLLI", 8, 8),
    (b"bKGD", 1, 6),
    (b"pHYs", 9, 9),
    (b"acTL", 8, 8),
    (b"fcTL", 26, 26),
    (b"fdAT", 0, usize::MAX),
];

/// The chunk at the end.
const END: &[u8] = b"\0\0\0\0IEND\xae\x42\x60\x82";

/// Copies chunks up to the end of the picture. If only the chunk at the end is missing, or a part of it,
/// it is added; whether the pixels are there is for the decoder to find.
pub(super) fn strip(bytes: Vec<u8>) -> Result<Stripped, MediaError> {
    let bytes = Bytes::from(bytes);
    let png = Png::from_bytes(bytes.clone()).map_err(broken).and_then(ended);
    let mut png = png.or_else(|error| completed(&bytes).ok_or(error))?;
    // An animation is not rotated: encoding it again would keep its first frame only.
    let animated = png.chunk_by_type(*b"acTL").is_some();
    let exif = png.chunk_by_type(*b"eXIf").filter(|_| !animated).map(|chunk| chunk.contents().to_vec());
    png.chunks_mut().retain(is_visible);
    Ok(Stripped { bytes: png.encoder().bytes().to_vec(), exif, is_open: false })
}

fn ended(png: Png) -> Result<Png, MediaError> {
    let is_end = |chunk: &PngChunk| chunk.kind() == *b"IEND" && chunk.contents().is_empty();
    if png.chunks().last().is_some_and(is_end) { Ok(png) } else { Err(broken("the PNG is cut off")) }
}

/// A still picture with the chunk at its end, of which it has the first bytes or none.
fn completed(bytes: &[u8]) -> Option<Png> {
    let whole = (0..END.len()).rev().filter(|have| bytes.ends_with(&END[..*have])).find_map(|have| {
        let whole = [&bytes[..bytes.len() - have], END].concat();
        Png::from_bytes(whole.into()).ok().and_then(|png| ended(png).ok())
    })?;
    // Frames that are missing from an animation are noticed by nobody.
    whole.chunk_by_type(*b"acTL").is_none().then_some(whole)
}

/// Whether a chunk affects the display. Decoders ignore one of a wrong length, which can hold
/// anything.
fn is_visible(chunk: &PngChunk) -> bool {
    let (kind, len) = (chunk.kind(), chunk.contents().len());
    VISIBLE.iter().any(|(known, least, most)| **known == kind && (*least..=*most).contains(&len))
}
