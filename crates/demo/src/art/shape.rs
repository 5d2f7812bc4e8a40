//! Outlines: circles and petals, brush strokes that swell and taper, and a pen for the rest.

use std::f32::consts::PI;

use tiny_skia::{Path, PathBuilder, Rect, Transform};

/// A point of the drawing, in drawing units.
pub(super) type Spot = (f32, f32);

/// An outline to fill or stroke; empty when its points did not make one.
#[derive(Clone, Debug)]
pub(super) struct Shape(pub(super) Option<Path>);

impl Shape {
    /// The outline moved, turned or scaled.
    pub(super) fn put(self, how: Transform) -> Self {
        Self(self.0.and_then(|path| path.transform(how)))
    }
}

/// Draws an outline step by step.
#[derive(Default)]
pub(super) struct Pen(PathBuilder);

impl Pen {
    /// Sets the pen down.
    pub(super) fn from(x: f32, y: f32) -> Self {
        let mut builder = PathBuilder::new();
        builder.move_to(x, y);
        Self(builder)
    }

    /// A straight line.
    pub(super) fn to(mut self, x: f32, y: f32) -> Self {
        self.0.line_to(x, y);
        self
    }

    /// A bow that leans towards `pull`.
    pub(super) fn bow(mut self, pull: Spot, end: Spot) -> Self {
        self.0.quad_to(pull.0, pull.1, end.0, end.1);
        self
    }

    /// A curve with two handles.
    pub(super) fn curve(mut self, first: Spot, second: Spot, end: Spot) -> Self {
        self.0.cubic_to(first.0, first.1, second.0, second.1, end.0, end.1);
        self
    }

    /// Adds a closed outline beside this one.
    pub(super) fn with(mut self, shape: &Shape) -> Self {
        if let Some(path) = &shape.0 {
            self.0.push_path(path);
        }
        self
    }

    /// Joins the end to the start.
    pub(super) fn close(mut self) -> Shape {
        self.0.close();
        self.done()
    }

    /// Leaves the outline open.
    pub(super) fn done(self) -> Shape {
        Shape(self.0.finish())
    }
}

/// A circle.
pub(super) fn circle(x: f32, y: f32, radius: f32) -> Shape {
    Shape(PathBuilder::from_circle(x, y, radius))
}

/// An upright oval.
pub(super) fn oval(x: f32, y: f32, across: f32, down: f32) -> Shape {
    let rect = Rect::from_ltrb(x - across, y - down, x + across, y + down);
    Shape(rect.and_then(PathBuilder::from_oval))
}

/// A rectangle from its top left corner.
pub(super) fn rect(x: f32, y: f32, width: f32, height: f32) -> Shape {
    Shape(Rect::from_xywh(x, y, width, height).map(PathBuilder::from_rect))
}

/// A rectangle with rounded corners.
pub(super) fn slab(corner: Spot, size: Spot, radius: f32) -> Shape {
    let (left, top) = corner;
    let (right, bottom) = (left + size.0, top + size.1);
    let bend = radius.min(size.0 / 2.0).min(size.1 / 2.0);
    Pen::from(left + bend, top)
        .to(right - bend, top)
        .bow((right, top), (right, top + bend))
        .to(right, bottom - bend)
        .bow((right, bottom), (right - bend, bottom))
        .to(left + bend, bottom)
        .bow((left, bottom), (left, bottom - bend))
        .to(left, top + bend)
        .bow((left, top), (left + bend, top))
        .close()
}

/// Straight lines from point to point, joined at the end.
pub(super) fn polygon(points: &[Spot]) -> Shape {
    lines(points).map_or(Shape(None), Pen::close)
}

/// Straight lines from point to point, open.
pub(super) fn polyline(points: &[Spot]) -> Shape {
    lines(points).map_or(Shape(None), Pen::done)
}

fn lines(points: &[Spot]) -> Option<Pen> {
    let (first, rest) = points.split_first()?;
    Some(rest.iter().fold(Pen::from(first.0, first.1), |pen, point| pen.to(point.0, point.1)))
}

/// A soft closed outline through the points.
pub(super) fn blob(points: &[Spot]) -> Shape {
    smooth(points, true)
}

/// A soft open line through the points.
pub(super) fn thread(points: &[Spot]) -> Shape {
    smooth(points, false)
}

/// Catmull-Rom through the points, written as cubics.
fn smooth(points: &[Spot], closed: bool) -> Shape {
    let count = points.len();
    if count < 3 {
        return polyline(points);
    }
    let at = |index: isize| {
        if closed {
            points[index.rem_euclid(count as isize) as usize]
        } else {
            points[index.clamp(0, count as isize - 1) as usize]
        }
    };
    let mut pen = Pen::from(points[0].0, points[0].1);
    let spans = if closed { count } else { count - 1 };
    for index in 0..spans as isize {
        let (before, here, there, after) = (at(index - 1), at(index), at(index + 1), at(index + 2));
        pen = pen.curve(
            (here.0 + (there.0 - before.0) / 6.0, here.1 + (there.1 - before.1) / 6.0),
            (there.0 - (after.0 - here.0) / 6.0, there.1 - (after.1 - here.1) / 6.0),
            there,
        );
    }
    if closed { pen.close() } else { pen.done() }
}

/// A point `reach` from `center` in the direction `angle` (radians, clockwise from the right).
pub(super) fn polar(center: Spot, angle: f32, reach: f32) -> Spot {
    (center.0 + angle.cos() * reach, center.1 + angle.sin() * reach)
}

/// A part of a circle's line.
pub(super) fn arc(center: Spot, radius: f32, from: f32, to: f32) -> Shape {
    polyline(&arc_points(center, radius, from, to))
}

/// The points of an arc, close enough together to look round.
pub(super) fn arc_points(center: Spot, radius: f32, from: f32, to: f32) -> Vec<Spot> {
    let steps = (((to - from).abs() * radius / 8.0) as usize).clamp(8, 160);
    (0..=steps).map(|step| polar(center, from + (to - from) * step as f32 / steps as f32, radius)).collect()
}

/// A piece of a ring, between two radii and two angles.
pub(super) fn ring_piece(center: Spot, radii: Spot, from: f32, to: f32) -> Shape {
    let mut points = arc_points(center, radii.1, from, to);
    points.extend(arc_points(center, radii.0, to, from));
    polygon(&points)
}

/// A whole ring, to be filled by the even-odd rule.
pub(super) fn ring(center: Spot, inner: f32, outer: f32) -> Shape {
    Pen::default().with(&circle(center.0, center.1, outer)).with(&circle(center.0, center.1, inner)).done()
}

/// A brush stroke along the points; `width` gives its full width at 0.0..=1.0 of the way.
pub(super) fn stroke(points: &[Spot], width: impl Fn(f32) -> f32) -> Shape {
    let count = points.len();
    if count < 2 {
        return Shape(None);
    }
    let mut left = Vec::with_capacity(count * 2);
    let mut right = Vec::with_capacity(count);
    for (index, point) in points.iter().enumerate() {
        let before = points[index.saturating_sub(1)];
        let after = points[(index + 1).min(count - 1)];
        let (dx, dy) = (after.0 - before.0, after.1 - before.1);
        let length = dx.hypot(dy).max(0.001);
        let half = width(index as f32 / (count - 1) as f32) / 2.0;
        let (nx, ny) = (-dy / length * half, dx / length * half);
        left.push((point.0 + nx, point.1 + ny));
        right.push((point.0 - nx, point.1 - ny));
    }
    right.reverse();
    left.extend(right);
    polygon(&left)
}

/// Points along a curve with two handles, for strokes that follow it.
pub(super) fn along(from: Spot, first: Spot, second: Spot, to: Spot) -> Vec<Spot> {
    let reach = (to.0 - from.0).hypot(to.1 - from.1) + (first.0 - from.0).hypot(first.1 - from.1);
    let steps = ((reach / 8.0) as usize).clamp(8, 64);
    (0..=steps)
        .map(|step| {
            let far = step as f32 / steps as f32;
            let near = 1.0 - far;
            let (a, b, c, d) =
                (near * near * near, 3.0 * near * near * far, 3.0 * near * far * far, far * far * far);
            (
                a * from.0 + b * first.0 + c * second.0 + d * to.0,
                a * from.1 + b * first.1 + c * second.1 + d * to.1,
            )
        })
        .collect()
}

/// A leaf with two pointed ends; `bulge` is its full width, `lean` bends it sideways.
pub(super) fn leaf(root: Spot, tip: Spot, bulge: f32, lean: f32) -> Shape {
    let (dx, dy) = (tip.0 - root.0, tip.1 - root.1);
    let length = dx.hypot(dy).max(0.001);
    let (nx, ny) = (-dy / length, dx / length);
    let side = |share: f32, out: f32| (root.0 + dx * share + nx * out, root.1 + dy * share + ny * out);
    Pen::from(root.0, root.1)
        .curve(side(0.3, lean + bulge * 0.68), side(0.7, lean + bulge * 0.5), tip)
        .curve(side(0.7, lean - bulge * 0.5), side(0.3, lean - bulge * 0.68), root)
        .close()
}

/// A round petal from its root outwards, notched at the tip when `notch` is above zero.
pub(super) fn petal(root: Spot, angle: f32, size: Spot, notch: f32) -> Shape {
    let (length, width) = size;
    Pen::from(0.0, 0.0)
        .curve((length * 0.1, -width * 0.35), (length * 0.55, -width * 0.72), (length * 0.93, -width * 0.22))
        .bow((length * 1.02, -width * 0.08), (length * (1.0 - notch), 0.0))
        .bow((length * 1.02, width * 0.08), (length * 0.93, width * 0.22))
        .curve((length * 0.55, width * 0.72), (length * 0.1, width * 0.35), (0.0, 0.0))
        .close()
        .put(Transform::from_rotate(angle.to_degrees()).post_translate(root.0, root.1))
}

/// The width of a brush stroke that starts thin, swells and ends thin.
pub(super) fn swell(far: f32) -> f32 {
    (far * PI).sin().max(0.0).sqrt()
}
