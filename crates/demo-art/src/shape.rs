//! Outlines: circles, petals, tapering brush strokes, and a pen for everything else.

use std::f32::consts::PI;

use tiny_skia::{Path, PathBuilder, Rect, Transform};

/// A point or a size, in drawing units.
pub(crate) type Point = (f32, f32);

/// An outline to fill or stroke; empty if its points made none.
#[derive(Clone, Debug)]
pub(crate) struct Shape(pub(crate) Option<Path>);

impl Shape {
    /// Returns the transformed outline.
    pub(crate) fn transformed(self, how: Transform) -> Self {
        Self(self.0.and_then(|path| path.transform(how)))
    }
}

/// Builds an outline step by step.
#[derive(Default)]
pub(crate) struct Pen(PathBuilder);

impl Pen {
    /// Starts an outline at a point.
    pub(crate) fn from(x: f32, y: f32) -> Self {
        let mut builder = PathBuilder::new();
        builder.move_to(x, y);
        Self(builder)
    }

    /// Adds a straight line.
    pub(crate) fn to(mut self, x: f32, y: f32) -> Self {
        self.0.line_to(x, y);
        self
    }

    /// Adds a quadratic curve.
    pub(crate) fn quad(mut self, handle: Point, end: Point) -> Self {
        self.0.quad_to(handle.0, handle.1, end.0, end.1);
        self
    }

    /// Adds a cubic curve.
    pub(crate) fn cubic(mut self, first: Point, second: Point, end: Point) -> Self {
        self.0.cubic_to(first.0, first.1, second.0, second.1, end.0, end.1);
        self
    }

    /// Adds another outline.
    pub(crate) fn with(mut self, shape: &Shape) -> Self {
        if let Some(path) = &shape.0 {
            self.0.push_path(path);
        }
        self
    }

    /// Closes the outline and returns it.
    pub(crate) fn close(mut self) -> Shape {
        self.0.close();
        self.done()
    }

    /// Returns the outline without closing it.
    pub(crate) fn done(self) -> Shape {
        Shape(self.0.finish())
    }
}

/// Makes a circle.
pub(crate) fn circle(x: f32, y: f32, radius: f32) -> Shape {
    Shape(PathBuilder::from_circle(x, y, radius))
}

/// Makes an ellipse from its centre and its radii.
pub(crate) fn ellipse(x: f32, y: f32, across: f32, down: f32) -> Shape {
    let rect = Rect::from_ltrb(x - across, y - down, x + across, y + down);
    Shape(rect.and_then(PathBuilder::from_oval))
}

/// Makes a rectangle from its top left corner.
pub(crate) fn rect(x: f32, y: f32, width: f32, height: f32) -> Shape {
    Shape(Rect::from_xywh(x, y, width, height).map(PathBuilder::from_rect))
}

/// Makes a rectangle with rounded corners.
pub(crate) fn round_rect(corner: Point, size: Point, radius: f32) -> Shape {
    let (left, top) = corner;
    let (right, bottom) = (left + size.0, top + size.1);
    let bend = radius.min(size.0 / 2.0).min(size.1 / 2.0);
    Pen::from(left + bend, top)
        .to(right - bend, top)
        .quad((right, top), (right, top + bend))
        .to(right, bottom - bend)
        .quad((right, bottom), (right - bend, bottom))
        .to(left + bend, bottom)
        .quad((left, bottom), (left, bottom - bend))
        .to(left, top + bend)
        .quad((left, top), (left + bend, top))
        .close()
}

/// Makes a closed outline of straight lines.
pub(crate) fn polygon(points: &[Point]) -> Shape {
    lines(points).map_or(Shape(None), Pen::close)
}

/// Makes an open outline of straight lines.
pub(crate) fn polyline(points: &[Point]) -> Shape {
    lines(points).map_or(Shape(None), Pen::done)
}

fn lines(points: &[Point]) -> Option<Pen> {
    let (first, rest) = points.split_first()?;
    Some(rest.iter().fold(Pen::from(first.0, first.1), |pen, point| pen.to(point.0, point.1)))
}

/// Makes a smooth closed outline through the points.
pub(crate) fn blob(points: &[Point]) -> Shape {
    smooth(points, true)
}

/// Makes a smooth open line through the points.
pub(crate) fn smooth_line(points: &[Point]) -> Shape {
    smooth(points, false)
}

/// Makes a Catmull-Rom spline through the points.
fn smooth(points: &[Point], closed: bool) -> Shape {
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
        pen = pen.cubic(
            (here.0 + (there.0 - before.0) / 6.0, here.1 + (there.1 - before.1) / 6.0),
            (there.0 - (after.0 - here.0) / 6.0, there.1 - (after.1 - here.1) / 6.0),
            there,
        );
    }
    if closed { pen.close() } else { pen.done() }
}

/// Returns the point `reach` from `center` in the direction `angle` (radians, clockwise from the
/// right).
pub(crate) fn polar(center: Point, angle: f32, reach: f32) -> Point {
    (center.0 + angle.cos() * reach, center.1 + angle.sin() * reach)
}

/// Makes a circular arc.
pub(crate) fn arc(center: Point, radius: f32, from: f32, to: f32) -> Shape {
    polyline(&arc_points(center, radius, from, to))
}

/// Returns points of an arc, close enough to look round.
pub(crate) fn arc_points(center: Point, radius: f32, from: f32, to: f32) -> Vec<Point> {
    let steps = (((to - from).abs() * radius / 8.0) as usize).clamp(8, 160);
    (0..=steps).map(|step| polar(center, from + (to - from) * step as f32 / steps as f32, radius)).collect()
}

/// Makes the piece of a ring between two radii and two angles.
pub(crate) fn ring_piece(center: Point, radii: Point, from: f32, to: f32) -> Shape {
    let mut points = arc_points(center, radii.1, from, to);
    points.extend(arc_points(center, radii.0, to, from));
    polygon(&points)
}

/// Makes a ring, to be filled by the even-odd rule.
pub(crate) fn ring(center: Point, inner: f32, outer: f32) -> Shape {
    Pen::default().with(&circle(center.0, center.1, outer)).with(&circle(center.0, center.1, inner)).done()
}

/// Makes a brush stroke along the points; `width` gives its full width at 0.0 to 1.0 of the way.
pub(crate) fn stroke(points: &[Point], width: impl Fn(f32) -> f32) -> Shape {
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

/// Returns points of a cubic curve, for brush strokes along it.
pub(crate) fn along(from: Point, first: Point, second: Point, to: Point) -> Vec<Point> {
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

/// Makes a leaf with two pointed ends; `bulge` is its full width, `lean` bends it sideways.
pub(crate) fn leaf(root: Point, tip: Point, bulge: f32, lean: f32) -> Shape {
    let (dx, dy) = (tip.0 - root.0, tip.1 - root.1);
    let length = dx.hypot(dy).max(0.001);
    let (nx, ny) = (-dy / length, dx / length);
    let side = |share: f32, out: f32| (root.0 + dx * share + nx * out, root.1 + dy * share + ny * out);
    Pen::from(root.0, root.1)
        .cubic(side(0.3, lean + bulge * 0.68), side(0.7, lean + bulge * 0.5), tip)
        .cubic(side(0.7, lean - bulge * 0.5), side(0.3, lean - bulge * 0.68), root)
        .close()
}

/// Makes a round petal from its root outwards; `notch` above zero cuts a notch into its tip.
pub(crate) fn petal(root: Point, angle: f32, size: Point, notch: f32) -> Shape {
    let (length, width) = size;
    Pen::from(0.0, 0.0)
        .cubic((length * 0.1, -width * 0.35), (length * 0.55, -width * 0.72), (length * 0.93, -width * 0.22))
        .quad((length * 1.02, -width * 0.08), (length * (1.0 - notch), 0.0))
        .quad((length * 1.02, width * 0.08), (length * 0.93, width * 0.22))
        .cubic((length * 0.55, width * 0.72), (length * 0.1, width * 0.35), (0.0, 0.0))
        .close()
        .transformed(Transform::from_rotate(angle.to_degrees()).post_translate(root.0, root.1))
}

/// Returns the width, from 0.0 to 1.0, of a brush stroke that starts and ends thin.
pub(crate) fn swell(far: f32) -> f32 {
    (far * PI).sin().max(0.0).sqrt()
}
