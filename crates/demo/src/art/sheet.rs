//! The sheet that is drawn on: fills, gradients, blurs, lifted layers, and the paper's grain at the end.

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use tiny_skia::{
    BlendMode, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint, Pixmap, Point,
    RadialGradient, Shader, SpreadMode, Stroke, Transform,
};

use super::{
    blur,
    ink::Ink,
    light,
    shape::{Shape, Spot},
};

/// The shorter side of every drawing is this many drawing units, whatever its size in pixels.
pub(super) const UNIT: f32 = 640.0;

/// What a shape is filled with.
pub(super) struct Wash(Shader<'static>);

impl From<Ink> for Wash {
    fn from(ink: Ink) -> Self {
        Self(Shader::SolidColor(ink.color()))
    }
}

fn stops(inks: &[(f32, Ink)]) -> Vec<GradientStop> {
    inks.iter().map(|(at, ink)| GradientStop::new(*at, ink.color())).collect()
}

fn point(spot: Spot) -> Point {
    Point::from_xy(spot.0, spot.1)
}

/// A gradient from one point to another.
pub(super) fn slope(from: Spot, to: Spot, inks: &[(f32, Ink)]) -> Wash {
    let shader =
        LinearGradient::new(point(from), point(to), stops(inks), SpreadMode::Pad, Transform::identity());
    Wash(shader.unwrap_or(Shader::SolidColor(inks[0].1.color())))
}

/// A gradient straight down.
pub(super) fn fall(top: f32, bottom: f32, inks: &[(f32, Ink)]) -> Wash {
    slope((0.0, top), (0.0, bottom), inks)
}

/// A gradient outwards from a centre.
pub(super) fn halo(center: Spot, radius: f32, inks: &[(f32, Ink)]) -> Wash {
    let shader = RadialGradient::new(
        point(center),
        0.0,
        point(center),
        radius,
        stops(inks),
        SpreadMode::Pad,
        Transform::identity(),
    );
    Wash(shader.unwrap_or(Shader::SolidColor(inks[0].1.color())))
}

/// A drop shadow: where it falls, how soft it is, and its colour.
#[derive(Clone, Copy)]
pub(super) struct Shadow {
    /// How far right and down.
    pub(super) offset: Spot,
    /// The softness, in drawing units.
    pub(super) blur: f32,
    /// The colour with its strength.
    pub(super) ink: Ink,
}

/// The drawing surface, addressed in drawing units.
pub(super) struct Sheet {
    map: Pixmap,
    scale: f32,
    view: Transform,
    clip: Option<Mask>,
    blend: BlendMode,
    /// Width in drawing units.
    pub(super) width: f32,
    /// Height in drawing units.
    pub(super) height: f32,
}

impl Sheet {
    /// An empty sheet of this many pixels.
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        let scale = width.min(height) as f32 / UNIT;
        Some(Self {
            map: Pixmap::new(width, height)?,
            scale,
            view: Transform::from_scale(scale, scale),
            clip: None,
            blend: BlendMode::SourceOver,
            width: width as f32 / scale,
            height: height as f32 / scale,
        })
    }

    /// The middle of the sheet.
    pub(super) fn center(&self) -> Spot {
        (self.width / 2.0, self.height / 2.0)
    }

    fn paint(&self, wash: Wash) -> Paint<'static> {
        Paint { shader: wash.0, blend_mode: self.blend, ..Paint::default() }
    }

    /// Fills a shape.
    pub(super) fn fill(&mut self, shape: &Shape, wash: impl Into<Wash>) {
        self.fill_by(shape, wash.into(), FillRule::Winding);
    }

    /// Fills a shape whose inner outlines are holes.
    pub(super) fn fill_holed(&mut self, shape: &Shape, wash: impl Into<Wash>) {
        self.fill_by(shape, wash.into(), FillRule::EvenOdd);
    }

    fn fill_by(&mut self, shape: &Shape, wash: Wash, rule: FillRule) {
        if let Some(path) = &shape.0 {
            let paint = self.paint(wash);
            self.map.fill_path(path, &paint, rule, self.view, self.clip.as_ref());
        }
    }

    /// Draws a shape's line with round ends.
    pub(super) fn line(&mut self, shape: &Shape, width: f32, wash: impl Into<Wash>) {
        if let Some(path) = &shape.0 {
            let paint = self.paint(wash.into());
            let pen =
                Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
            self.map.stroke_path(path, &paint, &pen, self.view, self.clip.as_ref());
        }
    }

    /// Fills the whole sheet with a gradient straight down: one colour a row, which is what most pictures start from.
    pub(super) fn sky(&mut self, inks: &[(f32, Ink)]) {
        let (width, height) = (self.map.width() as usize, self.map.height() as usize);
        let rows = self.map.pixels_mut().chunks_exact_mut(width);
        for (y, row) in rows.enumerate() {
            let at = y as f32 / height as f32;
            let after = inks.iter().position(|stop| stop.0 > at).unwrap_or(inks.len() - 1).max(1);
            let (from, to) = (inks[after - 1], inks[after.min(inks.len() - 1)]);
            let share = ((at - from.0) / (to.0 - from.0).max(0.001)).clamp(0.0, 1.0);
            row.fill(from.1.mix(to.1, share).color().premultiply().to_color_u8());
        }
    }

    /// A soft light (or dark) around a point that fades to nothing at `radius`.
    pub(super) fn glow(&mut self, center: Spot, radius: f32, ink: Ink) {
        self.pool(center, (radius, radius), ink);
    }

    /// The same, flattened: a pool of light or a shadow on the ground.
    pub(super) fn pool(&mut self, center: Spot, radii: Spot, ink: Ink) {
        let place = self.view.pre_translate(center.0, center.1).pre_scale(radii.0, radii.1);
        light::spread(&mut self.map, place, self.clip.as_ref(), ink, self.blend == BlendMode::Plus);
    }

    /// Draws with everything moved, turned or scaled.
    pub(super) fn moved(&mut self, how: Transform, draw: impl FnOnce(&mut Self)) {
        let before = self.view;
        self.view = before.pre_concat(how);
        draw(self);
        self.view = before;
    }

    /// Draws turned by `degrees` around a point that becomes the origin, scaled by `size`.
    pub(super) fn placed(&mut self, origin: Spot, degrees: f32, size: f32, draw: impl FnOnce(&mut Self)) {
        let how = Transform::from_translate(origin.0, origin.1).pre_rotate(degrees).pre_scale(size, size);
        self.moved(how, draw);
    }

    /// Draws the same thing twice, the second time mirrored at the vertical line `x`.
    pub(super) fn mirrored(&mut self, x: f32, mut draw: impl FnMut(&mut Self)) {
        draw(self);
        self.moved(Transform::from_row(-1.0, 0.0, 0.0, 1.0, 2.0 * x, 0.0), draw);
    }

    /// Draws only inside a shape.
    pub(super) fn within(&mut self, shape: &Shape, draw: impl FnOnce(&mut Self)) {
        let Some(path) = &shape.0 else { return };
        let outer = self.clip.take();
        let inner = match &outer {
            Some(mask) => {
                let mut mask = mask.clone();
                mask.intersect_path(path, FillRule::EvenOdd, true, self.view);
                Some(mask)
            }
            None => Mask::new(self.map.width(), self.map.height()).map(|mut mask| {
                mask.fill_path(path, FillRule::EvenOdd, true, self.view);
                mask
            }),
        };
        self.clip = inner;
        draw(self);
        self.clip = outer;
    }

    /// Draws with another way of mixing into what is there.
    pub(super) fn blending(&mut self, blend: BlendMode, draw: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.blend, blend);
        draw(self);
        self.blend = before;
    }

    /// Draws on a layer of its own, which then lands and casts a shadow.
    pub(super) fn lifted(&mut self, shadow: Shadow, draw: impl FnOnce(&mut Self)) {
        let Some(empty) = Pixmap::new(self.map.width(), self.map.height()) else { return };
        let below = std::mem::replace(&mut self.map, empty);
        let blend = std::mem::replace(&mut self.blend, BlendMode::SourceOver);
        draw(self);
        self.blend = blend;
        let layer = std::mem::replace(&mut self.map, below);
        let soft = blur::shadow_of(&layer, shadow.ink, shadow.blur * self.scale);
        let offset = (shadow.offset.0 * self.scale, shadow.offset.1 * self.scale);
        soft.lay(&mut self.map, offset, 1.0);
        blur::lay_layer(&layer, &mut self.map);
    }

    /// Draws out of focus: `radius` is how far edges spread, in drawing units.
    pub(super) fn blurred(&mut self, radius: f32, opacity: f32, draw: impl FnOnce(&mut Self)) {
        let plan = blur::Soft::plan(self.map.width(), self.map.height(), radius * self.scale);
        let Some((small, soft)) = plan else { return };
        let shrink = Transform::from_scale(soft.shrink(), soft.shrink());
        let below = std::mem::replace(&mut self.map, small);
        let view = self.view;
        self.view = view.post_concat(shrink);
        let clip = self.clip.take();
        draw(self);
        self.clip = clip;
        self.view = view;
        let small = std::mem::replace(&mut self.map, below);
        soft.blurred(small).lay(&mut self.map, (0.0, 0.0), opacity);
    }

    /// Gives the picture its paper: a faint mottle, a hint of vignette, and JPEG bytes at the end.
    pub(super) fn finish(self, seed: u64) -> Vec<u8> {
        let (width, height) = (self.map.width() as usize, self.map.height() as usize);
        let grain = light::Grain::new(seed, self.scale);
        let bow = |at: usize, count: usize| ((at as f32 * 2.0 / count as f32 - 1.0).powi(2) * 256.0) as i32;
        let across: Vec<i32> = (0..width).map(|x| bow(x, width)).collect();
        let mut rgb = Vec::with_capacity(width * height * 3);
        for (y, row) in self.map.pixels().chunks_exact(width).enumerate() {
            let down = bow(y, height);
            let fibres = grain.row(y);
            for ((pixel, far), fibre) in row.iter().zip(&across).zip(fibres) {
                // Corners darken by up to seven in a hundred, from a little outside the inscribed circle.
                let shade = 4096 - (far + down - 230).max(0);
                let part = |value: u8| (((i32::from(value) * shade) >> 12) + fibre).clamp(0, 255) as u8;
                rgb.extend_from_slice(&[part(pixel.red()), part(pixel.green()), part(pixel.blue())]);
            }
        }
        // Lace and porcelain are all edges: they bear a lower quality and would be too heavy without it.
        let quality = (78.0 - (busyness(&rgb, width) - 2.4) * 4.0).clamp(58.0, 78.0) as u8;
        encode(&rgb, width as u32, height as u32, quality)
    }
}

/// How much neighbouring pixels differ on average, from every fourth row.
fn busyness(rgb: &[u8], width: usize) -> f32 {
    let mut sum = 0_u64;
    let mut count = 1_u64;
    for row in rgb.chunks_exact(width * 3).step_by(4) {
        let greens = || row.iter().skip(1).step_by(3);
        sum +=
            greens().zip(greens().skip(1)).map(|(left, right)| u64::from(left.abs_diff(*right))).sum::<u64>();
        count += width as u64;
    }
    sum as f32 / count as f32
}

/// Writes a JPEG.
fn encode(rgb: &[u8], width: u32, height: u32, quality: u8) -> Vec<u8> {
    let mut jpeg = Vec::with_capacity(64 * 1024);
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
    // Writing to memory fails only for sizes that JPEG cannot hold, and those are never asked for.
    match encoder.encode(rgb, width, height, ExtendedColorType::Rgb8) {
        Ok(()) => jpeg,
        Err(_) => Vec::new(),
    }
}
