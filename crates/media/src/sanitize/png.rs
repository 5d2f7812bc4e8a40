//! PNG: the chunks that change what is seen stay; names, dates, texts and unknown private ones go.

use bytes::Bytes;
use img_parts::png::Png;

use super::Stripped;
use crate::MediaError;
use crate::error::broken;

const SEEN: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Copies chunks up to the end of the picture.
pub(super) fn strip(bytes: Vec<u8>) -> Result<Stripped, MediaError> {
    let mut png = Png::from_bytes(Bytes::from(bytes)).map_err(broken)?;
    if png.chunks().last().is_none_or(|chunk| chunk.kind() != *b"IEND") {
        return Err(broken("the PNG is cut off"));
    }
    // Turning a moving picture would leave its first frame alone.
    let moving = png.chunk_by_type(*b"acTL").is_some();
    let exif = png.chunk_by_type(*b"eXIf").filter(|_| !moving).map(|chunk| chunk.contents().to_vec());
    png.chunks_mut().retain(|chunk| SEEN.contains(&&chunk.kind()));
    Ok(Stripped { bytes: png.encoder().bytes().to_vec(), exif })
}
