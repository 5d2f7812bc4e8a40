//! The canvas: fills, gradients, layers with shadows, blurred layers and the final JPEG.

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use tiny_skia::{
    BlendMode, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint, Pixmap,
    RadialGradient, Shader, SpreadMode, Stroke, Transform,
};

use crate::{
    blur,
    color::Color,
    light,
    shape::{Point, Shape},
};

/// Drawing units of the shorter side, whatever the size in pixels.
const UNIT: f32 = 640.0;

/// What a shape is filled with.
pub(crate) struct Fill(Shader<'static>);

impl From<Color> for Fill {
    fn from(color: Color) -> Self {
        Self(Shader::SolidColor(color.to_skia()))
    }
}

fn stops(colors: &[(f32, Color)]) -> Vec<GradientStop> {
    colors.iter().map(|(at, color)| GradientStop::new(*at, color.to_skia())).collect()
}

fn skia_point(point: Point) -> tiny_skia::Point {
    tiny_skia::Point::from_xy(point.0, point.1)
}

/// A gradient from one point to another; a stop is its place from 0.0 to 1.0 and its colour.
pub(crate) fn linear(from: Point, to: Point, colors: &[(f32, Color)]) -> Fill {
    let shader = LinearGradient::new(
        skia_point(from),
        skia_point(to),
        stops(colors),
        SpreadMode::Pad,
        Transform::identity(),
    );
    Fill(shader.unwrap_or(Shader::SolidColor(colors[0].1.to_skia())))
}

/// A gradient from the height `top` down to the height `bottom`.
pub(crate) fn vertical(top: f32, bottom: f32, colors: &[(f32, Color)]) -> Fill {
    linear((0.0, top), (0.0, bottom), colors)
}

/// A gradient from a centre outwards.
pub(crate) fn radial(center: Point, radius: f32, colors: &[(f32, Color)]) -> Fill {
    let shader = RadialGradient::new(
        skia_point(center),
        0.0,
        skia_point(center),
        radius,
        stops(colors),
        SpreadMode::Pad,
        Transform::identity(),
    );
    Fill(shader.unwrap_or(Shader::SolidColor(colors[0].1.to_skia())))
}

/// A drop shadow.
#[derive(Clone, Copy)]
pub(crate) struct Shadow {
    /// Distance to the right and down, in drawing units.
    pub(crate) offset: Point,
    /// Blur radius, in drawing units.
    pub(crate) blur: f32,
    /// Colour; its opacity is the shadow's strength.
    pub(crate) color: Color,
}

/// A picture that is being drawn; positions and sizes are in drawing units.
pub(crate) struct Canvas {
    map: Pixmap,
    scale: f32,
    view: Transform,
    clip: Option<Mask>,
    blend: BlendMode,
    /// Width in drawing units.
    pub(crate) width: f32,
    /// Height in drawing units.
    pub(crate) height: f32,
}

impl Canvas {
    /// Makes an empty canvas of this many pixels.
    pub(crate) fn new(width: u32, height: u32) -> Option<Self> {
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

    /// Returns the middle of the canvas.
    pub(crate) fn center(&self) -> Point {
        (self.width / 2.0, self.height / 2.0)
    }

    fn paint(&self, fill: Fill) -> Paint<'static> {
        Paint { shader: fill.0, blend_mode: self.blend, ..Paint::default() }
    }

    /// Fills a shape.
    pub(crate) fn fill(&mut self, shape: &Shape, fill: impl Into<Fill>) {
        self.fill_by(shape, fill.into(), FillRule::Winding);
    }

    /// Fills a shape whose inner outlines are holes.
    pub(crate) fn fill_holed(&mut self, shape: &Shape, fill: impl Into<Fill>) {
        self.fill_by(shape, fill.into(), FillRule::EvenOdd);
    }

    fn fill_by(&mut self, shape: &Shape, fill: Fill, rule: FillRule) {
        if let Some(path) = &shape.0 {
            let paint = self.paint(fill);
            self.map.fill_path(path, &paint, rule, self.view, self.clip.as_ref());
        }
    }

    /// Strokes a shape's outline with round ends and joins.
    pub(crate) fn line(&mut self, shape: &Shape, width: f32, fill: impl Into<Fill>) {
        if let Some(path) = &shape.0 {
            let paint = self.paint(fill.into());
            let pen =
                Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
            self.map.stroke_path(path, &paint, &pen, self.view, self.clip.as_ref());
        }
    }

    /// Fills the whole canvas with a vertical gradient.
    pub(crate) fn background(&mut self, colors: &[(f32, Color)]) {
        let (width, height) = (self.map.width() as usize, self.map.height() as usize);
        let rows = self.map.pixels_mut().chunks_exact_mut(width);
        for (y, row) in rows.enumerate() {
            let at = y as f32 / height as f32;
            let after = colors.iter().position(|stop| stop.0 > at).unwrap_or(colors.len() - 1).max(1);
            let (from, to) = (colors[after - 1], colors[after.min(colors.len() - 1)]);
            let share = ((at - from.0) / (to.0 - from.0).max(0.001)).clamp(0.0, 1.0);
            row.fill(from.1.mix(to.1, share).to_skia().premultiply().to_color_u8());
        }
    }

    /// Draws a round soft light (or shade) that fades to nothing at `radius`.
    pub(crate) fn glow(&mut self, center: Point, radius: f32, color: Color) {
        self.pool(center, (radius, radius), color);
    }

    /// Draws an elliptic soft light (or shade), such as a shadow on the ground.
    pub(crate) fn pool(&mut self, center: Point, radii: Point, color: Color) {
        let place = self.view.pre_translate(center.0, center.1).pre_scale(radii.0, radii.1);
        light::spread(&mut self.map, place, self.clip.as_ref(), color, self.blend == BlendMode::Plus);
    }

    /// Draws under a further transformation.
    pub(crate) fn transformed(&mut self, how: Transform, draw: impl FnOnce(&mut Self)) {
        let before = self.view;
        self.view = before.pre_concat(how);
        draw(self);
        self.view = before;
    }

    /// Draws with `origin` as the origin, turned by `degrees` and scaled by `size`.
    pub(crate) fn placed(&mut self, origin: Point, degrees: f32, size: f32, draw: impl FnOnce(&mut Self)) {
        let how = Transform::from_translate(origin.0, origin.1).pre_rotate(degrees).pre_scale(size, size);
        self.transformed(how, draw);
    }

    /// Draws twice, the second time mirrored at the vertical line `x`.
    pub(crate) fn mirrored(&mut self, x: f32, mut draw: impl FnMut(&mut Self)) {
        draw(self);
        self.transformed(Transform::from_row(-1.0, 0.0, 0.0, 1.0, 2.0 * x, 0.0), draw);
    }

    /// Draws inside a shape only.
    pub(crate) fn clipped(&mut self, shape: &Shape, draw: impl FnOnce(&mut Self)) {
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

    /// Draws with another blend mode.
    pub(crate) fn blending(&mut self, blend: BlendMode, draw: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.blend, blend);
        draw(self);
        self.blend = before;
    }

    /// Draws on a layer of its own, which casts a shadow.
    pub(crate) fn with_shadow(&mut self, shadow: Shadow, draw: impl FnOnce(&mut Self)) {
        let Some(empty) = Pixmap::new(self.map.width(), self.map.height()) else { return };
        let below = std::mem::replace(&mut self.map, empty);
        let blend = std::mem::replace(&mut self.blend, BlendMode::SourceOver);
        draw(self);
        self.blend = blend;
        let layer = std::mem::replace(&mut self.map, below);
        let shadow_layer = blur::shadow_of(&layer, shadow.color, shadow.blur * self.scale);
        let offset = (shadow.offset.0 * self.scale, shadow.offset.1 * self.scale);
        shadow_layer.draw_onto(&mut self.map, offset, 1.0);
        blur::draw_layer(&layer, &mut self.map);
    }

    /// Draws on a layer that is blurred; `radius` is in drawing units.
    pub(crate) fn blurred(&mut self, radius: f32, opacity: f32, draw: impl FnOnce(&mut Self)) {
        let planned = blur::BlurLayer::plan(self.map.width(), self.map.height(), radius * self.scale);
        let Some((small, layer)) = planned else { return };
        let shrink = Transform::from_scale(layer.scale(), layer.scale());
        let below = std::mem::replace(&mut self.map, small);
        let view = self.view;
        self.view = view.post_concat(shrink);
        let clip = self.clip.take();
        draw(self);
        self.clip = clip;
        self.view = view;
        let small = std::mem::replace(&mut self.map, below);
        layer.blurred(small).draw_onto(&mut self.map, (0.0, 0.0), opacity);
    }

    /// Adds a vignette and the grain of paper, and returns the picture as a JPEG.
    pub(crate) fn finish(self, seed: u64) -> Vec<u8> {
        let (width, height) = (self.map.width() as usize, self.map.height() as usize);
        let grain = light::Grain::new(seed, self.scale);
        let squared =
            |at: usize, count: usize| ((at as f32 * 2.0 / count as f32 - 1.0).powi(2) * 256.0) as i32;
        let across: Vec<i32> = (0..width).map(|x| squared(x, width)).collect();
        let mut rgb = Vec::with_capacity(width * height * 3);
        for (y, row) in self.map.pixels().chunks_exact(width).enumerate() {
            let down = squared(y, height);
            let fibres = grain.row(y);
            for ((pixel, far), fibre) in row.iter().zip(&across).zip(fibres) {
                // Corners darken by up to 7 %.
                let shade = 4096 - (far + down - 230).max(0);
                let part = |value: u8| (((i32::from(value) * shade) >> 12) + fibre).clamp(0, 255) as u8;
                rgb.extend_from_slice(&[part(pixel.red()), part(pixel.green()), part(pixel.blue())]);
            }
        }
        // A picture full of edges hides a lower quality and would be too large without it.
        let quality = (78.0 - (busyness(&rgb, width) - 2.4) * 4.0).clamp(58.0, 78.0) as u8;
        encode(&rgb, width as u32, height as u32, quality)
    }
}

/// Average difference of neighbouring pixels in every fourth row.
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

/// Encodes a JPEG.
fn encode(rgb: &[u8], width: u32, height: u32, quality: u8) -> Vec<u8> {
    let mut jpeg = Vec::with_capacity(64 * 1024);
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
    // Encoding to memory fails only for sizes beyond JPEG's, which `picture` rules out.
    match encoder.encode(rgb, width, height, ExtendedColorType::Rgb8) {
        Ok(()) => jpeg,
        Err(_) => Vec::new(),
    }
}
