//! PNG pictures, row by row: whatever their size, only a few rows are in memory.

use std::io::Cursor;

use image::{DynamicImage, GrayAlphaImage, GrayImage, RgbImage, RgbaImage};
use png::{ColorType, Decoder, Limits as PngLimits, Reader, Transformations};

use crate::decoded::{Picture, check_size, guarded};
use crate::error::{MediaError, broken};
use crate::limits::Limits;

/// Memory of a decoder in bytes: rows and colour profiles.
const BUFFERS: usize = 16 << 20;

/// Whether the picture is sent in passes, which cannot be read row by row.
pub(crate) fn is_interlaced(bytes: &[u8]) -> bool {
    // The last byte of the header.
    bytes.get(28) == Some(&1)
}

/// Decodes the whole picture without keeping it; returns its size.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(u32, u32), MediaError> {
    guarded(|| {
        let mut reader = open(bytes, limits, Transformations::IDENTITY)?;
        if reader.info().color_type == ColorType::Indexed && reader.info().palette.is_none() {
            return Err(broken("the PNG has no palette"));
        }
        let mut rows = 0;
        while reader.next_row().map_err(broken)?.is_some() {
            rows += 1;
        }
        let size = (reader.info().width, reader.info().height);
        if rows == size.1 { Ok(size) } else { Err(broken("the PNG is cut off")) }
    })
}

/// Decodes the picture and averages it to a width that is at most its own.
pub(crate) fn shrunk(bytes: &[u8], width: u32, limits: &Limits) -> Result<Picture, MediaError> {
    guarded(|| {
        let mut reader = open(bytes, limits, Transformations::EXPAND | Transformations::STRIP_16)?;
        let (full_width, full_height) = (reader.info().width, reader.info().height);
        let width = width.clamp(1, full_width);
        let height = (u64::from(full_height) * u64::from(width) / u64::from(full_width)).max(1) as u32;
        let (color, _) = reader.output_color_type();
        let channels = color.samples();
        let mut average = Average::new(full_width as usize, width as usize, channels);
        let mut pixels = Vec::with_capacity(width as usize * height as usize * channels);
        let target = |row: u32| u64::from(row) * u64::from(height) / u64::from(full_height);
        for row in 0..full_height {
            let data = reader.next_row().map_err(broken)?.ok_or_else(|| broken("the PNG is cut off"))?;
            average.add(data.data());
            if row + 1 == full_height || target(row + 1) != target(row) {
                average.take(&mut pixels);
            }
        }
        let image: Option<DynamicImage> = match color {
            ColorType::Grayscale => GrayImage::from_raw(width, height, pixels).map(Into::into),
            ColorType::GrayscaleAlpha => GrayAlphaImage::from_raw(width, height, pixels).map(Into::into),
            ColorType::Rgba => RgbaImage::from_raw(width, height, pixels).map(Into::into),
            ColorType::Rgb | ColorType::Indexed => RgbImage::from_raw(width, height, pixels).map(Into::into),
        };
        let image = image.ok_or_else(|| broken("the PNG has another size than it says"))?;
        let icc_profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
        Ok(Picture { image, icc_profile })
    })
}

fn open<'b>(
    bytes: &'b [u8],
    limits: &Limits,
    transformations: Transformations,
) -> Result<Reader<Cursor<&'b [u8]>>, MediaError> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), PngLimits { bytes: BUFFERS });
    decoder.set_transformations(transformations);
    let header = decoder.read_header_info().map_err(broken)?;
    check_size(header.width, header.height, limits)?;
    decoder.read_info().map_err(broken)
}

/// The average of rows, in columns of about the same width.
struct Average {
    channels: usize,
    /// The column of each pixel of a row.
    columns: Vec<usize>,
    sums: Vec<u64>,
    counts: Vec<u64>,
}

impl Average {
    fn new(full: usize, width: usize, channels: usize) -> Self {
        let columns = (0..full).map(|x| x * width / full).collect();
        Self { channels, columns, sums: vec![0; width * channels], counts: vec![0; width] }
    }

    fn add(&mut self, row: &[u8]) {
        for (pixel, column) in row.chunks_exact(self.channels).zip(&self.columns) {
            let sums = &mut self.sums[column * self.channels..][..self.channels];
            for (sum, sample) in sums.iter_mut().zip(pixel) {
                *sum += u64::from(*sample);
            }
            self.counts[*column] += 1;
        }
    }

    /// Appends the averages, and begins again.
    fn take(&mut self, pixels: &mut Vec<u8>) {
        for (sums, count) in self.sums.chunks_exact_mut(self.channels).zip(&mut self.counts) {
            let count = std::mem::take(count).max(1);
            pixels.extend(sums.iter_mut().map(|sum| (std::mem::take(sum) / count) as u8));
        }
    }
}
