//! Soft lights and the grain of paper, computed pixel by pixel because they cover large areas.

use tiny_skia::{Mask, Pixmap, Transform};

use crate::{color::Color, random::mix};

/// Strengths of a light at 256 steps of the squared distance from its centre, in 4096ths.
fn falloff(strength: f32) -> [u32; 256] {
    std::array::from_fn(|step| {
        let near = 1.0 - (step as f32 / 256.0).sqrt();
        (near * near * (0.55 + 0.45 * near) * strength * 4096.0) as u32
    })
}

/// Draws a light over the unit circle transformed by `place`; `added` adds it to the picture
/// instead of drawing it over.
pub(crate) fn spread(map: &mut Pixmap, place: Transform, clip: Option<&Mask>, color: Color, added: bool) {
    let Some(back) = place.invert() else { return };
    let (width, height) = (map.width() as usize, map.height() as usize);
    let span = |middle: f32, reach: f32, end: usize| {
        let low = (middle - reach).max(0.0) as usize;
        low.min(end)..((middle + reach + 1.0).max(0.0) as usize).min(end)
    };
    let columns = span(place.tx, place.sx.hypot(place.kx), width);
    let color = color.to_skia();
    let strengths = falloff(color.alpha());
    let parts = [color.red(), color.green(), color.blue(), 1.0].map(|part| (part * 255.0) as u32);
    for y in span(place.ty, place.sy.hypot(place.ky), height) {
        let start = columns.start as f32 + 0.5;
        let line = y as f32 + 0.5;
        let mut u = back.sx * start + back.kx * line + back.tx;
        let mut v = back.ky * start + back.sy * line + back.ty;
        let cells = y * width + columns.start..y * width + columns.end;
        let mask = clip.map(|mask| &mask.data()[cells.clone()]);
        let row = &mut map.data_mut()[cells.start * 4..cells.end * 4];
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let far = u * u + v * v;
            u += back.sx;
            v += back.ky;
            if far >= 0.999 {
                continue;
            }
            let mut alpha = strengths[(far * 256.0) as usize & 255];
            if let Some(mask) = mask {
                alpha = alpha * u32::from(mask[x]) / 255;
            }
            let keep = if added { 4096 } else { 4096 - alpha };
            for (part, over) in pixel.iter_mut().zip(parts) {
                *part = ((over * alpha + u32::from(*part) * keep + 2048) >> 12).min(255) as u8;
            }
        }
    }
}

const TILE: usize = 192;

/// The grain of hand-made paper: a tile of smooth noise in two sizes, stretched along one
/// direction.
pub(crate) struct Grain {
    tile: Vec<i32>,
}

impl Grain {
    /// Makes the tile for a picture of this scale.
    pub(crate) fn new(seed: u64, scale: f32) -> Self {
        let mut tile = vec![0.0_f32; TILE * TILE];
        for (octave, across, down, strength) in [(1_u64, 24_usize, 48_usize, 1.5), (2, 64, 96, 1.7)] {
            let fit = |knots: usize| ((knots as f32 / scale.max(0.4)) as usize).clamp(4, TILE);
            let (across, down) = (fit(across), fit(down));
            let knot = |x: usize, y: usize| {
                let place = ((x % across) as u64) << 32 | (y % down) as u64;
                (mix(place ^ mix(seed ^ octave)) >> 40) as f32 / 8_388_608.0 - 1.0
            };
            for y in 0..TILE {
                let at = y as f32 / TILE as f32 * down as f32;
                let (top, low) = (at as usize, at.fract());
                let line: Vec<f32> =
                    (0..=across).map(|x| knot(x, top) + (knot(x, top + 1) - knot(x, top)) * low).collect();
                for (x, cell) in tile[y * TILE..(y + 1) * TILE].iter_mut().enumerate() {
                    let at = x as f32 / TILE as f32 * across as f32;
                    let left = at as usize;
                    *cell += (line[left] + (line[left + 1] - line[left]) * at.fract()) * strength;
                }
            }
        }
        Self { tile: tile.into_iter().map(|cell| cell.round() as i32).collect() }
    }

    /// Returns the noise along one row of pixels; it never ends.
    pub(crate) fn row(&self, y: usize) -> impl Iterator<Item = i32> {
        // Each row of tiles is shifted, so that the tiles' edges do not line up.
        let start = (y / TILE * 71) % TILE;
        let row = &self.tile[y % TILE * TILE..(y % TILE + 1) * TILE];
        row.iter().copied().cycle().skip(start)
    }
}
