//! HEIC: pictures of HEVC, decoded tile by tile, so that one tile and the whole are in memory.

use heic_decoder::bitreader::strip_emulation_prevention;
use heic_decoder::decode_one_image;
use heic_decoder::hevc::ctu::Plane;
use heic_decoder::hevc::nal::{NAL_SPS, parse_nal_header};
use heic_decoder::hevc::params::{Sps, parse_sps};
use heic_decoder::isobmff::{ParsedHeif, ResolvedImage, Transform, parse};
use heic_decoder::{ChromaSampling, ColorInfo};

use super::canvas::Canvas;
use super::placement::{Cut, Step};
use super::planes::{Chroma, Planes};
use super::source::{Described, Source};
use crate::error::{MediaError, broken};

/// Bytes of a sample while it is decoded.
const SAMPLE_BYTES: u64 = 5;

/// Further bytes of a pixel: a copy of the brightness, and what is known of each block.
const PIXEL_BYTES: u64 = 7;

pub(super) struct Heic(ParsedHeif);

impl Heic {
    pub fn open(bytes: &[u8]) -> Result<Self, MediaError> {
        Ok(Self(parse(bytes).map_err(broken)?))
    }
}

impl Source for Heic {
    fn describe(&self) -> Result<Described, MediaError> {
        let all = Tiles::of(&self.0)?;
        let alpha = self.0.alpha.as_ref();
        let other = alpha.map(|alpha| Tiles::of(&alpha.image)).transpose()?;
        if other.as_ref().is_some_and(|other| other.size != all.size) {
            return Err(broken("the transparency has another size"));
        }
        let decoder = all.decoder.max(other.map_or(0, |other| other.decoder));
        Ok(Described {
            size: all.size,
            decoder,
            tile: self.0.grid.map(|_| all.tile),
            steps: self.0.transforms.iter().map(step).collect(),
            icc_profile: self.0.metadata.icc_profile.clone(),
            transparency: alpha.map(|alpha| alpha.premultiplied),
        })
    }

    fn paint(&self, canvas: &mut Canvas) -> Result<(), MediaError> {
        paint(&self.0, self.0.metadata.color_info, canvas)
    }

    fn paint_opacity(&self, canvas: &mut Canvas) -> Result<(), MediaError> {
        // The brightness is the opacity, whatever the file says of its colours.
        let plain = ColorInfo { full_range: true, ..ColorInfo::default() };
        self.0.alpha.as_ref().map_or(Ok(()), |alpha| paint(&alpha.image, Some(plain), canvas))
    }
}

/// What the headers say of the tiles, or of the one picture.
struct Tiles {
    size: (u32, u32),
    tile: (u32, u32),
    decoder: u64,
}

impl Tiles {
    fn of(parsed: &ParsedHeif) -> Result<Self, MediaError> {
        let mut decoder = 0;
        let mut tile = None;
        for image in &parsed.images {
            let sps = sps(image)?;
            let pixels = u64::from(sps.pic_width_in_luma_samples) * u64::from(sps.pic_height_in_luma_samples);
            let samples = match chroma(&sps) {
                Chroma::None => pixels,
                Chroma::Quarter => pixels * 3 / 2,
                Chroma::Half => pixels * 2,
                Chroma::Full => pixels * 3,
            };
            decoder = decoder.max(samples * SAMPLE_BYTES + pixels * PIXEL_BYTES);
            let [left, right, top, bottom] = sps.conformance_window;
            let width = sps.pic_width_in_luma_samples.checked_sub(left.saturating_add(right));
            let height = sps.pic_height_in_luma_samples.checked_sub(top.saturating_add(bottom));
            let size = width.zip(height).ok_or_else(|| broken("a tile has no pixels"))?;
            if *tile.get_or_insert(size) != size {
                return Err(broken("the tiles have different sizes"));
            }
        }
        let tile = tile.ok_or_else(|| broken("there is no picture"))?;
        let size = parsed.grid.map_or(tile, |grid| (grid.output_width, grid.output_height));
        Ok(Self { size, tile, decoder })
    }
}

fn paint(parsed: &ParsedHeif, color: Option<ColorInfo>, canvas: &mut Canvas) -> Result<(), MediaError> {
    let columns = parsed.grid.map_or(1, |grid| grid.columns as usize);
    let count = parsed.grid.map_or(1, |grid| grid.rows as usize * columns);
    if parsed.images.len() != count || columns == 0 {
        return Err(broken("the number of tiles is wrong"));
    }
    for (index, image) in parsed.images.iter().enumerate() {
        let (sps, picture) = decode_one_image(image).map_err(broken)?;
        let [left, right, top, bottom] = sps.conformance_window.map(|side| side as usize);
        let stored = [picture.y.width, picture.cb.width, picture.cr.width];
        let (width, height) = (stored[0] - left - right, picture.y.height - top - bottom);
        let chroma = chroma(&sps);
        let samples = [picture.y, picture.cb, picture.cr].map(Plane::into_samples);
        let (across, down) = match chroma {
            Chroma::Quarter => (2, 2),
            Chroma::Half => (2, 1),
            Chroma::None | Chroma::Full => (1, 1),
        };
        let row = |plane: usize, row: usize, width: usize, out: &mut Vec<i32>| {
            let (left, top) = if plane == 0 { (left, top) } else { (left / across, top / down) };
            let start = (row + top) * stored[plane] + left;
            out.extend_from_slice(&samples[plane][start..start + width]);
        };
        let planes = Planes {
            width,
            height,
            chroma,
            depth: sps.bit_depth_luma,
            color: color.or(sps.color_info),
            // The place that the standard takes unless the file says another.
            sampling: ChromaSampling {
                sub_x: across as u32,
                sub_y: down as u32,
                origin_x: 0.0,
                origin_y: if down == 2 { 0.5 } else { 0.0 },
            },
            row: &row,
        };
        planes.paint(canvas, (index % columns * width, index / columns * height))?;
    }
    Ok(())
}

/// The first description of a picture, which its decoder uses too.
fn sps(image: &ResolvedImage) -> Result<Sps, MediaError> {
    for unit in image.hevc_config.nalus_of_type(NAL_SPS) {
        let (header, payload) = parse_nal_header(unit).map_err(broken)?;
        if header.nal_unit_type == NAL_SPS && header.nuh_layer_id == 0 {
            return parse_sps(&strip_emulation_prevention(payload)).map_err(broken);
        }
    }
    Err(broken("a picture is not described"))
}

fn chroma(sps: &Sps) -> Chroma {
    match sps.chroma_format_idc {
        0 => Chroma::None,
        1 => Chroma::Quarter,
        2 => Chroma::Half,
        _ => Chroma::Full,
    }
}

fn step(transform: &Transform) -> Step {
    match transform {
        Transform::CleanAperture(cut) => Step::Cut(Cut {
            width: cut.width,
            height: cut.height,
            right: cut.horizontal_offset,
            down: cut.vertical_offset,
        }),
        Transform::Rotate90Ccw(turns) => Step::Turn(*turns),
        Transform::MirrorVertical => Step::FlipVertical,
        Transform::MirrorHorizontal => Step::FlipHorizontal,
    }
}
