//! WebP: removes metadata chunks, and the flags that declare them.

use bytes::Bytes;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;

use super::stripped::Stripped;
use crate::error::{MediaError, broken};

const VISIBLE: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// The chunks of a frame of an animation.
const VISIBLE_IN_FRAME: [&[u8; 4]; 3] = [b"VP8 ", b"VP8L", b"ALPH"];

/// Flags in the first byte of a `VP8X` chunk that declare EXIF and XMP chunks.
const METADATA_FLAGS: u8 = 0b0000_1100;

/// The lengths of `VP8X` and `ANIM`. Decoders ignore what follows in them.
const CANVAS: usize = 10;
const ANIMATION: usize = 6;

/// The position of a frame's own chunks in an `ANMF` chunk.
const FRAME_HEADER: usize = 16;

/// A prefix from JPEG that some encoders write before the EXIF data.
const EXIF_PREFIX: &[u8] = b"Exif\0\0";

/// Copies the visible chunks.
pub(super) fn strip(bytes: Vec<u8>) -> Result<Stripped, MediaError> {
    let mut webp = WebP::from_bytes(Bytes::from(bytes)).map_err(broken)?;
    check_frames(&webp)?;
    // An animation is not rotated: encoding it again would keep its first frame only.
    let animated = webp.has_chunk(*b"ANMF");
    let exif = webp.chunk_by_id(*b"EXIF").filter(|_| !animated).and_then(|chunk| chunk.content().data());
    let exif = exif.map(|exif| exif.strip_prefix(EXIF_PREFIX).unwrap_or(exif).to_vec());
    webp.chunks_mut().retain(|chunk| VISIBLE.contains(&&chunk.id()));
    for chunk in webp.chunks_mut() {
        let Some(data) = chunk.content().data() else { continue };
        let data = match &chunk.id() {
            b"VP8X" => canvas(data)?,
            b"ANIM" => data.get(..ANIMATION).ok_or_else(cut)?.to_vec(),
            b"ANMF" => visible_frame(data)?,
            _ => continue,
        };
        *chunk = RiffChunk::new(chunk.id(), RiffContent::Data(Bytes::from(data)));
    }
    Ok(Stripped { bytes: webp.encoder().bytes().to_vec(), exif, is_open: false })
}

/// Copies the description of the canvas, without the flags of metadata.
fn canvas(data: &[u8]) -> Result<Vec<u8>, MediaError> {
    let mut data = data.get(..CANVAS).ok_or_else(cut)?.to_vec();
    data[0] &= !METADATA_FLAGS;
    Ok(data)
}

/// Copies the visible chunks of a frame of an animation.
fn visible_frame(data: &[u8]) -> Result<Vec<u8>, MediaError> {
    let (header, mut rest) = data.split_at_checked(FRAME_HEADER).ok_or_else(cut)?;
    let mut visible = header.to_vec();
    while let Some(chunk) = FrameChunk::next(&mut rest)? {
        if VISIBLE_IN_FRAME.contains(&&chunk.id) {
            visible.extend(chunk.id);
            visible.extend((chunk.data.len() as u32).to_le_bytes());
            visible.extend_from_slice(chunk.data);
            visible.extend(std::iter::repeat_n(0, chunk.data.len() % 2));
        }
    }
    Ok(visible)
}

/// A chunk in a frame of an animation.
struct FrameChunk<'f> {
    id: [u8; 4],
    data: &'f [u8],
}

impl<'f> FrameChunk<'f> {
    /// Reads the next chunk; less than the header of one is dropped.
    fn next(rest: &mut &'f [u8]) -> Result<Option<Self>, MediaError> {
        let Some((&[a, b, c, d, len @ ..], after)) = rest.split_first_chunk::<8>() else { return Ok(None) };
        let len = u32::from_le_bytes(len) as usize;
        let data = after.get(..len).ok_or_else(cut)?;
        *rest = after.get(len + len % 2..).unwrap_or_default();
        Ok(Some(Self { id: [a, b, c, d], data }))
    }
}

/// Checks that frames have the declared size, which the decoder would only notice afterwards.
fn check_frames(webp: &WebP) -> Result<(), MediaError> {
    let canvas = webp.dimensions();
    for chunk in webp.chunks() {
        let Some(data) = chunk.content().data() else { continue };
        if chunk.id() == *b"ANMF" {
            check_animation_frame(data)?;
        } else if let Some(size) = bitstream_size(chunk.id(), data)?
            && Some(size) != canvas
        {
            return Err(broken("the picture is not as large as its canvas"));
        }
    }
    Ok(())
}

fn check_animation_frame(data: &[u8]) -> Result<(), MediaError> {
    let header = data.get(..FRAME_HEADER).ok_or_else(cut)?;
    let side = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], 0]) + 1;
    let declared = (side(6), side(9));
    let mut rest = &data[FRAME_HEADER..];
    while let Some(chunk) = FrameChunk::next(&mut rest)? {
        if bitstream_size(chunk.id, chunk.data)?.is_some_and(|size| size != declared) {
            return Err(broken("a frame is not as large as announced"));
        }
    }
    Ok(())
}

/// The width and height in the bitstream of a chunk with pixels; `None` for other chunks.
fn bitstream_size(id: [u8; 4], data: &[u8]) -> Result<Option<(u32, u32)>, MediaError> {
    match &id {
        b"VP8 " => {
            let &[w0, w1, h0, h1] = data.get(6..).and_then(<[u8]>::first_chunk).ok_or_else(cut)?;
            let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
            Ok(Some((side(w0, w1), side(h0, h1))))
        }
        b"VP8L" => {
            let bits = u32::from_le_bytes(*data.get(1..).and_then(<[u8]>::first_chunk).ok_or_else(cut)?);
            Ok(Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)))
        }
        _ => Ok(None),
    }
}

fn cut() -> MediaError {
    broken("a WebP chunk is cut off")
}
