//! Turns the planes of a decoder, brightness and two colours, into red, green and blue.

use heic_decoder::{ChromaSampling, ColorInfo, DecodedImage, Metadata};

use super::canvas::Canvas;
use crate::error::{MediaError, broken};

/// The rows that are converted at once; a multiple of the largest scale.
const STRIP: usize = 64;

/// The rows on both sides of a strip that its colours are mixed with; even, so that they are whole rows
/// of the planes of colour.
const MARGIN: usize = 2;

/// How many samples of brightness, across and down, one of colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chroma {
    None,
    Quarter,
    Half,
    Full,
}

impl Chroma {
    fn across(self, width: usize) -> usize {
        match self {
            Self::None => 0,
            Self::Quarter | Self::Half => width.div_ceil(2),
            Self::Full => width,
        }
    }

    fn down(self, rows: usize) -> usize {
        match self {
            Self::None => 0,
            Self::Quarter => rows.div_ceil(2),
            Self::Half | Self::Full => rows,
        }
    }

    /// The number of the format in the standards of video.
    fn format(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Quarter => 1,
            Self::Half => 2,
            Self::Full => 3,
        }
    }
}

/// Appends samples of a plane, of a row of it, the first so many, to a list.
pub(super) type AppendRow<'p> = dyn Fn(usize, usize, usize, &mut Vec<i32>) + 'p;

/// The planes of a decoded picture.
pub(super) struct Planes<'p> {
    pub width: usize,
    pub height: usize,
    pub chroma: Chroma,
    pub depth: u32,
    pub color: Option<ColorInfo>,
    pub sampling: ChromaSampling,
    pub row: &'p AppendRow<'p>,
}

impl Planes<'_> {
    /// Paints the picture at a place, strip by strip, so that little more memory is needed.
    pub fn paint(&self, canvas: &mut Canvas, (x, y): (usize, usize)) -> Result<(), MediaError> {
        for start in (0..self.height).step_by(STRIP) {
            let end = (start + STRIP).min(self.height);
            let (from, to) = (start.saturating_sub(MARGIN), (end + MARGIN).min(self.height));
            let rgb = self.strip(from, to).to_rgb8().map_err(broken)?.data;
            let rows = (start - from) * self.width * 3..(end - from) * self.width * 3;
            let rows = rgb.get(rows).ok_or_else(|| broken("the colours cannot be converted"))?;
            canvas.put((x, y + start), self.width, rows)?;
        }
        Ok(())
    }

    fn strip(&self, from: usize, to: usize) -> DecodedImage {
        let plane = |plane: usize, width: usize, rows: std::ops::Range<usize>| {
            let mut samples = Vec::with_capacity(width * rows.len());
            for row in rows.filter(|_| width > 0) {
                (self.row)(plane, row, width, &mut samples);
            }
            samples
        };
        let (chroma_width, chroma_from) = (self.chroma.across(self.width), self.chroma.down(from));
        let chroma_rows = chroma_from..self.chroma.down(to);
        DecodedImage {
            alpha: None,
            width: self.width,
            height: to - from,
            bit_depth_luma: self.depth,
            bit_depth_chroma: self.depth,
            chroma_format_idc: self.chroma.format(),
            color_info: self.color,
            chroma_sampling: self.sampling,
            y: plane(0, self.width, from..to),
            cb: plane(1, chroma_width, chroma_rows.clone()),
            cr: plane(2, chroma_width, chroma_rows.clone()),
            cb_width: chroma_width,
            cb_height: chroma_rows.len(),
            metadata: Metadata::default(),
        }
    }
}
