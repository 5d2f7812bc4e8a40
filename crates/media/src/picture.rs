//! Checks and shrinks pictures, each with the decoder that needs the least memory.

use image::metadata::Orientation;

use crate::decoded::Picture;
use crate::encode::{encode, encode_turned};
use crate::error::MediaError;
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::memory::Memory;
use crate::turned::is_upended;
use crate::webp_coding::webp_coding;
use crate::{jpeg, libjpeg, png_rows, whole};

const JPEG_QUALITY: u8 = 90;

/// Memory of a PNG that is read row by row, and of its small copy.
const ROWS: u64 = 24 << 20;

/// A picture that was turned and encoded again.
pub(crate) struct Upright {
    pub bytes: Vec<u8>,
    pub kind: MediaType,
}

/// A picture that was decoded to its end.
pub(crate) struct Checked {
    /// The picture turned upright; `None` if it is upright already.
    pub turned: Option<Upright>,
    pub width: u32,
    pub height: u32,
}

/// Decodes a picture to check that it is complete. One with an orientation is turned and encoded
/// again; a JPEG that is too large for the memory shrinks by 2, 4 or 8, and one that a second decoder shows
/// otherwise is refused, because what was sent would be lost.
pub(crate) fn check(
    bytes: &[u8],
    kind: MediaType,
    orientation: Orientation,
    limits: &Limits,
    memory: &Memory,
) -> Result<Checked, MediaError> {
    let is_upright = orientation == Orientation::NoTransforms;
    match kind {
        MediaType::Jpeg => {
            let header = jpeg::header(bytes, limits)?;
            let scale = if is_upright { 8 } else { header.scale_for_memory(memory) };
            let _reserved = header.reserve(scale, memory)?;
            let picture = header.decode(bytes, scale)?;
            if is_upright {
                return Ok(Checked { turned: None, width: header.width, height: header.height });
            }
            let (width, height) = turned_size(&picture, orientation);
            libjpeg::require_same(bytes, scale, &picture.image)?;
            let bytes = encode_turned(&picture, orientation, JPEG_QUALITY)?;
            Ok(Checked { turned: Some(Upright { bytes, kind }), width, height })
        }
        MediaType::Png if is_upright && !png_rows::is_interlaced(bytes) => {
            let _reserved = memory.reserve(ROWS);
            let (width, height) = png_rows::check(bytes, limits)?;
            Ok(Checked { turned: None, width, height })
        }
        _ if is_upright => whole::decode(bytes, kind, limits, memory, 0, |picture| {
            Ok(Checked { turned: None, width: picture.image.width(), height: picture.image.height() })
        }),
        _ => turn(bytes, kind, orientation, limits, memory),
    }
}

/// Turns a picture that is decoded as a whole. What was lossy becomes a JPEG, because it would be many
/// times as large without loss; transparent pixels need a type that has them.
fn turn(
    bytes: &[u8],
    kind: MediaType,
    orientation: Orientation,
    limits: &Limits,
    memory: &Memory,
) -> Result<Checked, MediaError> {
    let coding = if kind == MediaType::WebP { Some(webp_coding(bytes)?) } else { None };
    let is_lossy = coding.is_some_and(|coding| coding.is_lossy);
    // A JPEG is encoded without a turned copy.
    let copies = if is_lossy && coding.is_some_and(|coding| !coding.has_alpha) { 0 } else { 2 };
    whole::decode(bytes, kind, limits, memory, copies, |mut picture| {
        if is_lossy && picture.is_opaque() {
            picture.image = picture.image.into_rgb8().into();
            let (width, height) = turned_size(&picture, orientation);
            let bytes = encode_turned(&picture, orientation, JPEG_QUALITY)?;
            return Ok(Checked { turned: Some(Upright { bytes, kind: MediaType::Jpeg }), width, height });
        }
        picture.image.apply_orientation(orientation);
        let (width, height) = (picture.image.width(), picture.image.height());
        let bytes = encode(picture, kind, JPEG_QUALITY)?;
        Ok(Checked { turned: Some(Upright { bytes, kind }), width, height })
    })
}

/// The width and the height of a picture once it is turned.
fn turned_size(picture: &Picture, orientation: Orientation) -> (u32, u32) {
    let (width, height) = (picture.image.width(), picture.image.height());
    if is_upended(orientation) { (height, width) } else { (width, height) }
}

/// Decodes a picture that is wider than `width`, at least so wide, and runs `work` with it.
pub(crate) fn at_least<T>(
    bytes: &[u8],
    kind: MediaType,
    width: u32,
    limits: &Limits,
    memory: &Memory,
    work: impl FnOnce(Picture) -> Result<T, MediaError>,
) -> Result<T, MediaError> {
    match kind {
        MediaType::Jpeg => {
            let header = jpeg::header(bytes, limits)?;
            let scale = header.scale_for_width(width);
            let _reserved = header.reserve(scale, memory)?;
            work(header.decode(bytes, scale)?)
        }
        MediaType::Png if !png_rows::is_interlaced(bytes) => {
            let _reserved = memory.reserve(ROWS);
            work(png_rows::shrunk(bytes, width, limits)?)
        }
        _ => whole::decode(bytes, kind, limits, memory, 0, work),
    }
}
