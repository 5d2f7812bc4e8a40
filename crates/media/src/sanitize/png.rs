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

/// Copies chunks up to the end of the picture.
pub(super) fn strip(bytes: Vec<u8>) -> Result<Stripped, MediaError> {
    let mut png = Png::from_bytes(Bytes::from(bytes)).map_err(broken)?;
    if png.chunks().last().is_none_or(|chunk| chunk.kind() != *b"IEND" || !chunk.contents().is_empty()) {
        return Err(broken("the PNG is cut off"));
    }
    // An animation is not rotated: encoding it again would keep its first frame only.
    let animated = png.chunk_by_type(*b"acTL").is_some();
    let exif = png.chunk_by_type(*b"eXIf").filter(|_| !animated).map(|chunk| chunk.contents().to_vec());
    png.chunks_mut().retain(is_visible);
    Ok(Stripped { bytes: png.encoder().bytes().to_vec(), exif, is_open: false })
}

/// Whether a chunk affects the display. Decoders ignore one of a wrong length, which can hold
/// anything.
fn is_visible(chunk: &PngChunk) -> bool {
    let (kind, len) = (chunk.kind(), chunk.contents().len());
    VISIBLE.iter().any(|(known, least, most)| **known == kind && (*least..=*most).contains(&len))
}
