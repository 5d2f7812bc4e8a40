//! The conversion: checks what the file says, waits for the memory, decodes, and encodes.

use image::{DynamicImage, GenericImageView};

use super::canvas::Canvas;
use super::codec::Codec;
use super::placement::Placement;
use super::source::{Described, Source};
use crate::clean::Clean;
use crate::decoded::{Picture, check_size, guarded};
use crate::encode::encode_turned;
use crate::error::{MediaError, broken};
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::memory::Memory;
use crate::turned::is_upended;

const QUALITY: u8 = 90;

/// Memory of a decoder in bytes beside the pictures.
const SIDE_BUFFERS: u64 = 4 << 20;

const SCALES: [u32; 4] = [1, 2, 4, 8];

/// Converts a picture to an upright JPEG. One that is too large for the memory shrinks by 2, 4 or 8, and
/// one that is transparent lies on white.
pub(crate) fn jpeg(
    bytes: &[u8],
    codec: Codec,
    limits: &Limits,
    memory: &Memory,
) -> Result<Clean, MediaError> {
    guarded(|| match codec {
        #[cfg(feature = "heic")]
        Codec::Heic => convert(&super::heic::Heic::open(bytes)?, limits, memory),
        #[cfg(feature = "avif")]
        Codec::Avif => convert(&super::avif::Avif::open(bytes, limits)?, limits, memory),
        #[cfg(not(all(feature = "heic", feature = "avif")))]
        other => Err(MediaError::Unsupported(other.name())),
    })
}

fn convert(source: &impl Source, limits: &Limits, memory: &Memory) -> Result<Clean, MediaError> {
    let described = source.describe()?;
    let (width, height) = described.size;
    check_size(width, height, limits)?;
    let placement = Placement::of(&described.steps, described.size)?;
    let too_large = || MediaError::TooManyPixels { width, height };
    let scale = SCALES.into_iter().find(|scale| {
        fits(described.tile, *scale) && memory.suffices_for(need(&described, &placement, *scale))
    });
    let scale = scale.ok_or_else(too_large)?;
    let _reserved = memory.reserve(need(&described, &placement, scale)).ok_or_else(too_large)?;
    let mut canvas = Canvas::new(described.size, scale);
    source.paint(&mut canvas)?;
    if let Some(is_premultiplied) = described.transparency {
        let mut opacity = Canvas::new(described.size, scale);
        source.paint_opacity(&mut opacity)?;
        canvas.on_white(&opacity, is_premultiplied)?;
    }
    let image = cut(canvas.into_image().into(), &placement, scale)?;
    let (width, height) = image.dimensions();
    let (width, height) = if is_upended(placement.orientation) { (height, width) } else { (width, height) };
    let picture = Picture { image, icc_profile: described.icc_profile };
    let bytes = encode_turned(&picture, placement.orientation, QUALITY)?;
    Ok(Clean { bytes, kind: MediaType::Jpeg, width, height })
}

/// Whether each tile begins at a pixel of the shrunk picture.
fn fits(tile: Option<(u32, u32)>, scale: u32) -> bool {
    tile.is_none_or(|(width, height)| width.is_multiple_of(scale) && height.is_multiple_of(scale))
}

/// The memory in bytes at a scale.
fn need(described: &Described, placement: &Placement, scale: u32) -> u64 {
    let (width, height) = described.size;
    let canvas = 3 * u64::from(width.div_ceil(scale)) * u64::from(height.div_ceil(scale));
    let more = u64::from(placement.part.is_some() || described.transparency.is_some());
    SIDE_BUFFERS + described.decoder + canvas * (1 + more)
}

fn cut(image: DynamicImage, placement: &Placement, scale: u32) -> Result<DynamicImage, MediaError> {
    let Some((left, top, width, height)) = placement.part else { return Ok(image) };
    // Nothing outside the part may be seen, also not as a share of a pixel.
    let (from_x, from_y) = (left.div_ceil(scale), top.div_ceil(scale));
    let (to_x, to_y) = ((left + width) / scale, (top + height) / scale);
    if to_x <= from_x || to_y <= from_y {
        return Err(broken("the part of the picture is too small"));
    }
    Ok(image.crop_imm(from_x, from_y, to_x - from_x, to_y - from_y))
}
