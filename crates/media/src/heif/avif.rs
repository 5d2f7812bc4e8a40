//! AVIF: pictures of AV1.

use avif_parse::{AV1Metadata, AvifData};
use heic_decoder::{ChromaSampling, ColorInfo};
use re_rav1d::dav1d::{Decoder, Picture, PixelLayout, PlanarImageComponent, Settings};

use super::canvas::Canvas;
use super::planes::{Chroma, Planes};
use super::properties::Properties;
use super::source::{Described, Source};
use crate::error::{MediaError, broken};
use crate::limits::Limits;

/// Bytes of a pixel that the decoder needs beside its samples.
const PIXEL_BYTES: u64 = 3;

pub(super) struct Avif {
    data: AvifData,
    properties: Properties,
    /// The most pixels that a decoder may allocate.
    most_pixels: u32,
}

impl Avif {
    pub fn open(bytes: &[u8], limits: &Limits) -> Result<Self, MediaError> {
        let data = AvifData::from_reader(&mut &*bytes).map_err(|error| match error {
            avif_parse::Error::Unsupported(_) => MediaError::Unsupported("AVIF"),
            error => broken(error),
        })?;
        let most_pixels = u32::try_from(limits.max_pixels).unwrap_or(u32::MAX);
        Ok(Self { data, properties: Properties::read(bytes)?, most_pixels })
    }

    fn decode(&self, data: &[u8]) -> Result<Picture, MediaError> {
        let mut settings = Settings::new();
        settings.set_n_threads(1);
        settings.set_max_frame_delay(1);
        settings.set_frame_size_limit(self.most_pixels);
        settings.set_strict_std_compliance(true);
        let mut decoder = Decoder::with_settings(&settings).map_err(broken)?;
        let mut sent = decoder.send_data(data.to_vec(), None, None, None);
        loop {
            match decoder.get_picture() {
                Ok(picture) => return Ok(picture),
                // The decoder may want the rest of the data first.
                Err(error) if error.is_again() && sent.is_err_and(|error| error.is_again()) => {
                    sent = decoder.send_pending_data();
                }
                Err(error) => return Err(broken(error)),
            }
        }
    }
}

impl Source for Avif {
    fn describe(&self) -> Result<Described, MediaError> {
        let header = self.data.primary_item_metadata().map_err(broken)?;
        let alpha = self.data.alpha_item_metadata().map_err(broken)?;
        let size = |header: &AV1Metadata| (header.max_frame_width.get(), header.max_frame_height.get());
        if alpha.as_ref().is_some_and(|alpha| size(alpha) != size(&header)) {
            return Err(broken("the transparency has another size"));
        }
        let pixels = u64::from(header.max_frame_width.get()) * u64::from(header.max_frame_height.get());
        let samples = match header.chroma_subsampling {
            _ if header.monochrome => pixels,
            (true, true) => pixels * 3 / 2,
            (true, false) => pixels * 2,
            _ => pixels * 3,
        };
        let sample_bytes = if header.bit_depth > 8 { 2 } else { 1 };
        Ok(Described {
            size: size(&header),
            decoder: samples * sample_bytes + pixels * PIXEL_BYTES,
            tile: None,
            steps: self.properties.steps.clone(),
            icc_profile: self.properties.icc_profile.clone(),
            transparency: alpha.map(|_| self.data.premultiplied_alpha),
        })
    }

    fn paint(&self, canvas: &mut Canvas) -> Result<(), MediaError> {
        let picture = self.decode(&self.data.primary_item)?;
        let said = self.properties.colour.map(|(primaries, transfer, matrix, full_range)| ColorInfo {
            color_primaries: primaries,
            transfer_characteristics: transfer,
            matrix_coefficients: matrix,
            full_range,
        });
        paint(&picture, said.unwrap_or_else(|| colour(&picture)), canvas)
    }

    fn paint_opacity(&self, canvas: &mut Canvas) -> Result<(), MediaError> {
        let Some(alpha) = &self.data.alpha_item else { return Ok(()) };
        let picture = self.decode(alpha)?;
        let full_range = colour(&picture).full_range;
        paint(&picture, ColorInfo { full_range, ..ColorInfo::default() }, canvas)
    }
}

fn paint(picture: &Picture, color: ColorInfo, canvas: &mut Canvas) -> Result<(), MediaError> {
    use PlanarImageComponent::{U, V, Y};
    if (picture.width(), picture.height()) != canvas.size() {
        return Err(broken("the picture is not as large as announced"));
    }
    let depth = picture.bits_per_component().map_or(8, |bits| bits.0);
    let (chroma, components) = match picture.pixel_layout() {
        PixelLayout::I400 => (Chroma::None, [Y].as_slice()),
        PixelLayout::I420 => (Chroma::Quarter, [Y, U, V].as_slice()),
        PixelLayout::I422 => (Chroma::Half, [Y, U, V].as_slice()),
        PixelLayout::I444 => (Chroma::Full, [Y, U, V].as_slice()),
    };
    let planes: Vec<_> = components
        .iter()
        .map(|component| (picture.plane(*component), picture.stride(*component) as usize))
        .collect();
    let row = |plane: usize, row: usize, width: usize, out: &mut Vec<i32>| {
        let (samples, stride) = &planes[plane];
        let bytes = &samples[row * stride..(row + 1) * stride];
        if depth == 8 {
            out.extend(bytes[..width].iter().map(|sample| i32::from(*sample)));
        } else {
            let pairs = bytes[..2 * width].chunks_exact(2);
            out.extend(pairs.map(|pair| i32::from(u16::from_ne_bytes([pair[0], pair[1]]))));
        }
    };
    let (across, down) = match chroma {
        Chroma::Quarter => (2, 2),
        Chroma::Half => (2, 1),
        Chroma::None | Chroma::Full => (1, 1),
    };
    let planes = Planes {
        width: picture.width() as usize,
        height: picture.height() as usize,
        chroma,
        depth: depth as u32,
        color: Some(color),
        sampling: ChromaSampling {
            sub_x: across,
            sub_y: down,
            origin_x: if across == 2 { 0.5 } else { 0.0 },
            origin_y: if down == 2 { 0.5 } else { 0.0 },
        },
        row: &row,
    };
    planes.paint(canvas, (0, 0))
}

/// The colours that the data says, if the file says none.
fn colour(picture: &Picture) -> ColorInfo {
    use re_rav1d::dav1d::pixel::{MatrixCoefficients as Matrix, YUVRange};
    ColorInfo {
        matrix_coefficients: match picture.matrix_coefficients() {
            Matrix::Identity => 0,
            Matrix::BT470M => 4,
            Matrix::BT470BG | Matrix::ST170M => 6,
            Matrix::ST240M => 7,
            Matrix::BT2020NonConstantLuminance => 9,
            _ => 1,
        },
        full_range: picture.color_range() == YUVRange::Full,
        ..ColorInfo::default()
    }
}
