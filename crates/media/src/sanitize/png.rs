//! PNG: keeps only the chunks that affect the display.

use bytes::Bytes;
use img_parts::png::Png;

use super::stripped::Stripped;
use crate::error::{MediaError, broken};

const VISIBLE: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Copies chunks up to the end of the picture.
pub(super) fn strip(bytes: Vec<u8>) -> Result<Stripped, MediaError> {
    let mut png = Png::from_bytes(Bytes::from(bytes)).map_err(broken)?;
    if png.chunks().last().is_none_or(|chunk| chunk.kind() != *b"IEND") {
        return Err(broken("the PNG is cut off"));
    }
    // An animation is not rotated: encoding it again would keep its first frame only.
    let animated = png.chunk_by_type(*b"acTL").is_some();
    let exif = png.chunk_by_type(*b"eXIf").filter(|_| !animated).map(|chunk| chunk.contents().to_vec());
    png.chunks_mut().retain(|chunk| VISIBLE.contains(&&chunk.kind()));
    Ok(Stripped { bytes: png.encoder().bytes().to_vec(), exif, is_open: false })
}
