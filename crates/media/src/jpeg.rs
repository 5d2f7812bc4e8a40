//! JPEG pictures. The decoder can shrink a picture by 2, 4 or 8 while it decodes, which needs
//! little memory.

use image::{DynamicImage, GrayImage, ImageBuffer, Luma, RgbImage};
use jpeg_decoder::{CodingProcess, Decoder, PixelFormat};
use sha2::{Digest, Sha256};

use crate::decoded::{Picture, check_size, guarded};
use crate::error::{MediaError, broken};
use crate::limits::Limits;
use crate::memory::{Memory, Reserved};

const SCALES: [u32; 4] = [8, 4, 2, 1];

/// Memory of a decoder in bytes besides the picture.
const SIDE_BUFFERS: u64 = 1 << 20;

/// What the header says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    pub width: u32,
    pub height: u32,
    /// Whether the decoder holds all coefficients until the last scan.
    is_progressive: bool,
    /// Bytes of a decoded pixel, and of its conversion.
    pixel_bytes: u64,
    /// Samples of all components.
    samples: u64,
}

/// Reads the header, and checks the size.
pub(crate) fn header(bytes: &[u8], limits: &Limits) -> Result<Header, MediaError> {
    guarded(|| {
        let mut decoder = Decoder::new(bytes);
        decoder.read_info().map_err(broken)?;
        let info = decoder.info().ok_or_else(|| broken("the JPEG has no frame"))?;
        let (width, height) = (info.width.into(), info.height.into());
        check_size(width, height, limits)?;
        let pixel_bytes = match info.pixel_format {
            PixelFormat::L8 => 1,
            PixelFormat::L16 | PixelFormat::RGB24 => 3,
            PixelFormat::CMYK32 => 7,
        };
        let pixels = u64::from(width) * u64::from(height);
        let samples = (pixels as f64 * samples_per_pixel(bytes).unwrap_or(4.0)) as u64;
        let is_progressive = info.coding_process == CodingProcess::DctProgressive;
        Ok(Header { width, height, is_progressive, pixel_bytes, samples })
    })
}

impl Header {
    /// The memory in bytes to decode at a scale.
    fn memory(&self, scale: u32) -> u64 {
        let scaled = |amount: u64| amount.div_ceil(u64::from(scale * scale));
        let coefficients = if self.is_progressive { self.samples * 2 } else { 0 };
        let pixels = u64::from(self.width) * u64::from(self.height);
        SIDE_BUFFERS + coefficients + scaled(self.samples) + scaled(pixels * self.pixel_bytes)
    }

    /// The strongest scale that leaves at least this width.
    pub fn scale_for_width(&self, width: u32) -> u32 {
        SCALES.into_iter().find(|scale| self.width.div_ceil(*scale) >= width).unwrap_or(1)
    }

    /// The weakest scale that fits into the memory.
    pub fn scale_for_memory(&self, memory: &Memory) -> u32 {
        SCALES.into_iter().rev().find(|scale| memory.suffices_for(self.memory(*scale))).unwrap_or(8)
    }

    /// Waits for the memory to decode at a scale.
    pub fn reserve<'m>(&self, scale: u32, memory: &'m Memory) -> Result<Reserved<'m>, MediaError> {
        let (width, height) = (self.width, self.height);
        memory.reserve(self.memory(scale)).ok_or(MediaError::TooManyPixels { width, height })
    }

    /// Decodes at a scale.
    pub fn decode(&self, bytes: &[u8], scale: u32) -> Result<Picture, MediaError> {
        guarded(|| {
            let mut decoder = Decoder::new(bytes);
            let side = |side: u32| u16::try_from(side.div_ceil(scale)).unwrap_or(u16::MAX);
            decoder.scale(side(self.width), side(self.height)).map_err(broken)?;
            let pixels = decoder.decode().map_err(broken)?;
            let info = decoder.info().ok_or_else(|| broken("the JPEG has no frame"))?;
            let (width, height) = (info.width.into(), info.height.into());
            let image: Option<DynamicImage> = match info.pixel_format {
                PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(Into::into),
                PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(Into::into),
                PixelFormat::L16 => deep_grey(width, height, &pixels),
                PixelFormat::CMYK32 => RgbImage::from_raw(width, height, rgb(&pixels)).map(Into::into),
            };
            let image = image.ok_or_else(|| broken("the JPEG has another size than it says"))?;
            Ok(Picture { image, icc_profile: decoder.icc_profile() })
        })
    }
}

/// Refuses a picture whose last scan, before the end marker that was added, lacks data. A decoder
/// fills what is missing with whatever follows, so different data behind it shows.
pub(crate) fn require_complete(bytes: &[u8], limits: &Limits, memory: &Memory) -> Result<(), MediaError> {
    let header = header(bytes, limits)?;
    let scale = header.scale_for_memory(memory);
    let _reserved = header.reserve(scale, memory)?;
    let (data, end) = bytes.split_at(bytes.len().saturating_sub(2));
    let digest = |filling: &[u8]| {
        let picture = header.decode(&[data, filling, end].concat(), scale)?;
        Ok::<_, MediaError>(Sha256::digest(picture.image.as_bytes()))
    };
    let first = digest(&[])?;
    for filling in [[0x00; 256], [0x55; 256], [0xaa; 256]] {
        if digest(&filling).ok() != Some(first) {
            return Err(broken("the JPEG is cut off"));
        }
    }
    Ok(())
}

/// Samples of all components for each pixel, from the sampling factors of the frame.
fn samples_per_pixel(bytes: &[u8]) -> Option<f64> {
    let mut at = 2;
    loop {
        let [0xff, code, high, low] = *bytes.get(at..)?.first_chunk()? else { return None };
        let len = usize::from(u16::from_be_bytes([high, low]));
        if matches!(code, 0xc0..=0xcf) && !matches!(code, 0xc4 | 0xc8 | 0xcc) {
            let components = bytes.get(at + 10..at + 2 + len)?.chunks_exact(3);
            let areas: Vec<u8> =
                components.map(|component| (component[1] >> 4) * (component[1] & 15)).collect();
            let largest = areas.iter().copied().max().filter(|largest| *largest > 0)?;
            return Some(areas.iter().map(|area| f64::from(*area)).sum::<f64>() / f64::from(largest));
        }
        at += 2 + len;
    }
}

fn deep_grey(width: u32, height: u32, pixels: &[u8]) -> Option<DynamicImage> {
    let samples = pixels.chunks_exact(2).map(|two| u16::from_ne_bytes([two[0], two[1]])).collect();
    let deep = ImageBuffer::<Luma<u16>, Vec<u16>>::from_raw(width, height, samples)?;
    Some(DynamicImage::ImageLuma16(deep).into_luma8().into())
}

/// Converts CMYK.
pub(crate) fn rgb(pixels: &[u8]) -> Vec<u8> {
    let mix = |ink: u8, black: u8| ((255 - u16::from(ink)) * (255 - u16::from(black)) / 255) as u8;
    pixels.chunks_exact(4).flat_map(|p| [mix(p[0], p[3]), mix(p[1], p[3]), mix(p[2], p[3])]).collect()
}
