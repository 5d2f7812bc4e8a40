//! Cheap blurs: a layer is drawn small, blurred, and drawn enlarged onto the picture.

use tiny_skia::Pixmap;

use crate::color::Color;

/// A blurred layer at a fraction of the picture's size, in premultiplied floats.
pub(crate) struct BlurLayer {
    width: usize,
    height: usize,
    shrink: usize,
    radius: usize,
    cells: Vec<[f32; 4]>,
}

impl BlurLayer {
    /// Plans a layer for a picture of this many pixels with a blur of `radius` pixels; returns the
    /// small picture to draw on and the layer without its content.
    pub(crate) fn plan(width: u32, height: u32, radius: f32) -> Option<(Pixmap, Self)> {
        let shrink = ((radius / 3.0) as usize).clamp(1, 8);
        let width = width as usize / shrink + 2;
        let height = height as usize / shrink + 2;
        let radius = ((radius / shrink as f32 / 1.6).round() as usize).max(1);
        let small = Pixmap::new(width as u32, height as u32)?;
        Some((small, Self { width, height, shrink, radius, cells: Vec::new() }))
    }

    /// Returns the layer's scale, at most 1.0.
    pub(crate) fn scale(&self) -> f32 {
        1.0 / self.shrink as f32
    }

    /// Blurs the small picture and takes it as the content.
    pub(crate) fn blurred(mut self, drawn: Pixmap) -> Self {
        self.cells = drawn
            .pixels()
            .iter()
            .map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()].map(f32::from))
            .collect();
        self.blur();
        self
    }

    /// Blurs twice with a box in each direction, which approximates a Gaussian blur.
    fn blur(&mut self) {
        let (width, height, radius) = (self.width, self.height, self.radius);
        let mut line = Vec::with_capacity(width.max(height));
        for _ in 0..2 {
            for y in 0..height {
                box_line(&mut self.cells, &mut line, (y * width, 1, width), radius);
            }
            for x in 0..width {
                box_line(&mut self.cells, &mut line, (x, width, height), radius);
            }
        }
    }

    /// Draws the layer over `onto`, enlarged and moved by `offset` pixels.
    pub(crate) fn draw_onto(&self, onto: &mut Pixmap, offset: (f32, f32), opacity: f32) {
        let (wide, high) = (onto.width() as usize, onto.height() as usize);
        let step = 1.0 / self.shrink as f32;
        // The small columns that a column lies between are the same for every row.
        let columns: Vec<(usize, u32)> = (0..wide)
            .map_while(|x| place((x as f32 + 0.5 - offset.0) * step - 0.5, self.width))
            .map(|(left, over)| (left, (over * 256.0) as u32))
            .collect();
        let mut blended = vec![[0_u32; 4]; self.width];
        for y in 0..high {
            let Some((top, down)) = place((y as f32 + 0.5 - offset.1) * step - 0.5, self.height) else {
                continue;
            };
            let upper = &self.cells[top * self.width..(top + 1) * self.width];
            let lower = &self.cells[(top + 1) * self.width..(top + 2) * self.width];
            for ((cell, above), below) in blended.iter_mut().zip(upper).zip(lower) {
                *cell = std::array::from_fn(|part| {
                    ((above[part] + (below[part] - above[part]) * down) * opacity * 256.0) as u32
                });
            }
            // Most layers are empty at the left and the right.
            let Some(first) = blended.iter().position(|cell| cell[3] > 127) else { continue };
            let last = blended.iter().rposition(|cell| cell[3] > 127).unwrap_or(first);
            let from = columns.partition_point(|(left, _)| left + 1 < first);
            let to = columns.partition_point(|(left, _)| *left <= last);
            let row = &mut onto.data_mut()[(y * wide + from) * 4..(y * wide + to) * 4];
            for (pixel, (left, over)) in row.chunks_exact_mut(4).zip(&columns[from..to]) {
                let (near, far) = (&blended[*left], &blended[left + 1]);
                let between = |part: usize| (near[part] * (256 - over) + far[part] * over) >> 8;
                let keep = 65_280_u32.saturating_sub(between(3));
                for (index, part) in pixel.iter_mut().enumerate() {
                    *part = ((between(index) + share(*part, keep)) >> 8).min(255) as u8;
                }
            }
        }
    }
}

/// Draws a layer of the same size over `onto`.
pub(crate) fn draw_layer(layer: &Pixmap, onto: &mut Pixmap) {
    for (over, under) in layer.data().chunks_exact(4).zip(onto.data_mut().chunks_exact_mut(4)) {
        if over[3] == 0 {
            continue;
        }
        let keep = (255 - u32::from(over[3])) * 256;
        for (part, from) in under.iter_mut().zip(over) {
            *part = ((u32::from(*from) * 256 + share(*part, keep)) >> 8).min(255) as u8;
        }
    }
}

/// Returns `keep` 65280ths of a byte, in 256ths and rounded.
fn share(part: u8, keep: u32) -> u32 {
    ((u32::from(part) * keep * 257) >> 16) + 128
}

/// Makes the shadow of a layer, in one colour.
pub(crate) fn shadow_of(caster: &Pixmap, color: Color, radius: f32) -> BlurLayer {
    let (wide, high) = (caster.width() as usize, caster.height() as usize);
    let shrink = ((radius / 3.0) as usize).clamp(2, 8);
    let (width, height) = (wide / shrink + 2, high / shrink + 2);
    let shade = color.to_skia().premultiply();
    let shade = [shade.red(), shade.green(), shade.blue(), shade.alpha()];
    let mut cells = vec![[0.0; 4]; width * height];
    let pixels = caster.pixels();
    for (index, cell) in cells.iter_mut().enumerate() {
        // One pixel a cell is enough, because the cells are blurred.
        let x = (index % width * shrink + shrink / 2).min(wide - 1);
        let y = (index / width * shrink + shrink / 2).min(high - 1);
        let cover = f32::from(pixels[y * wide + x].alpha());
        *cell = shade.map(|part| part * cover);
    }
    let radius = ((radius / shrink as f32 / 1.6).round() as usize).max(1);
    let mut layer = BlurLayer { width, height, shrink, radius, cells };
    layer.blur();
    layer
}

/// Returns the cell to the left of a position, and the position's distance from it.
fn place(at: f32, count: usize) -> Option<(usize, f32)> {
    let at = at.max(0.0);
    let cell = at as usize;
    (cell + 1 < count).then_some((cell, at - cell as f32))
}

/// Averages a row or column over `radius` cells each way; `run` is its start, step and length.
fn box_line(cells: &mut [[f32; 4]], line: &mut Vec<[f32; 4]>, run: (usize, usize, usize), radius: usize) {
    let (start, step, count) = run;
    line.clear();
    line.extend((0..count).map(|index| cells[start + index * step]));
    let share = 1.0 / (2 * radius + 1) as f32;
    let at = |index: isize| line[index.clamp(0, count as isize - 1) as usize];
    let mut sum = [0.0_f32; 4];
    for index in -(radius as isize)..=radius as isize {
        let cell = at(index);
        for part in 0..4 {
            sum[part] += cell[part];
        }
    }
    for index in 0..count {
        cells[start + index * step] = sum.map(|part| part * share);
        let (gone, come) = (at(index as isize - radius as isize), at((index + radius + 1) as isize));
        for part in 0..4 {
            sum[part] += come[part] - gone[part];
        }
    }
}
