//! Ornaments: auspicious clouds, wave scales, lattices, meanders and rosettes.

use std::f32::consts::{PI, TAU};

use tiny_skia::Transform;

use crate::{
    canvas::{Canvas, radial},
    color::Color,
    random::Random,
    shape::{Point, arc, circle, leaf, petal, polar, polygon, polyline, ring_piece, smooth_line},
};

/// Returns the points of the spiral inside a cloud's head.
fn curl(center: Point, radius: f32, turns: f32, hand: f32) -> Vec<Point> {
    let steps = 40;
    (0..=steps)
        .map(|step| {
            let far = step as f32 / steps as f32;
            let angle = PI * 0.5 + hand * (PI * 0.5 + far * turns * TAU);
            polar(center, angle, radius * (1.0 - far * 0.82))
        })
        .collect()
}

/// Draws an auspicious cloud (祥云): heads with curls over long tails that stream to one side.
pub(crate) fn cloud(canvas: &mut Canvas, center: Point, size: f32, hand: f32, colors: (Color, Color, Color)) {
    let (body, edge, line) = colors;
    let heads = [
        (-0.62, 0.02, 0.17),
        (0.5, 0.03, 0.15),
        (-0.36, -0.12, 0.24),
        (0.24, -0.11, 0.22),
        (-0.05, -0.22, 0.3),
    ];
    let flip = Transform::from_row(hand * size, 0.0, 0.0, size, center.0, center.1);
    canvas.transformed(flip, |canvas| {
        let tails = [(-1.25, 0.16, 0.1), (1.5, 0.1, 0.11), (0.9, 0.22, 0.12), (-0.8, 0.24, 0.1)];
        for (reach, drop, thick) in tails {
            let tail = leaf((-reach * 0.3, drop * 0.55), (reach, drop), thick, 0.03 * reach.signum());
            canvas.fill(&tail, body);
            canvas.line(&tail, 0.012, line);
        }
        for (x, y, radius) in heads {
            let wash = radial((x, y + radius * 0.5), radius * 1.6, &[(0.0, body), (1.0, edge)]);
            canvas.fill(&circle(x, y, radius), wash);
            canvas.line(&circle(x, y, radius), 0.014, line);
            let wind = if x < 0.0 { 1.0 } else { -1.0 };
            canvas.line(&smooth_line(&curl((x, y), radius * 0.74, 1.25, wind)), 0.015, line);
        }
        // The belly covers the joints of heads and tails.
        let belly = leaf((-0.8, 0.12), (0.72, 0.12), 0.3, 0.0);
        canvas.fill(&belly, body);
        for (from, to, drop) in [(-0.6, 0.5, 0.1), (-0.42, 0.3, 0.16), (-0.2, 0.5, 0.21)] {
            canvas.line(&smooth_line(&[(from, drop), (from * 0.2, drop + 0.03), (to, drop)]), 0.012, line);
        }
    });
}

/// Draws rows of overlapping wave scales (青海波) between two heights.
pub(crate) fn scales(canvas: &mut Canvas, span: (f32, f32), radius: f32, colors: &[Color], line: Color) {
    let (top, bottom) = span;
    let mut y = top + radius;
    let mut odd = false;
    let mut row = 0_usize;
    while y < bottom + radius {
        let ground = colors[row % colors.len()];
        let mut x = if odd { -radius } else { 0.0 };
        while x < canvas.width + radius {
            canvas.fill(&circle(x, y, radius), ground);
            for share in [0.97, 0.74, 0.5, 0.26] {
                canvas.line(&arc((x, y), radius * share, PI * 1.02, PI * 1.98), radius * 0.055, line);
            }
            x += radius * 2.0;
        }
        y += radius * 0.5;
        odd = !odd;
        row += 1;
    }
}

/// A lattice that fills a ground.
#[derive(Clone, Copy)]
pub(crate) enum Lattice {
    /// Interlocked circles (铜钱纹).
    Coins,
    /// Tortoise-shell hexagons (龟背纹).
    Hexagons,
    /// Crab-apple windows (海棠纹).
    Blossoms,
    /// Diamonds with a dot (方胜).
    Diamonds,
}

/// Picks a lattice.
pub(crate) fn any_lattice(random: &Random) -> Lattice {
    random.pick(&[Lattice::Coins, Lattice::Hexagons, Lattice::Blossoms, Lattice::Diamonds])
}

/// Draws a fine lattice over the whole canvas.
pub(crate) fn lattice(canvas: &mut Canvas, kind: Lattice, cell: f32, line: Color) {
    let thin = cell * 0.035;
    let rows = (canvas.height / cell) as usize + 2;
    let columns = (canvas.width / cell) as usize + 2;
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (column as f32 * cell, row as f32 * cell);
            match kind {
                Lattice::Coins => {
                    canvas.line(&circle(x, y, cell * std::f32::consts::FRAC_1_SQRT_2), thin, line);
                }
                Lattice::Hexagons => {
                    let shift = if row % 2 == 0 { 0.0 } else { cell / 2.0 };
                    let center = (x + shift, y * 0.87);
                    for reach in [0.577, 0.36] {
                        let corners: Vec<Point> = (0..6)
                            .map(|side| polar(center, (side as f32 + 0.5) * PI / 3.0, cell * reach))
                            .collect();
                        canvas.line(&polygon(&corners), thin, line);
                    }
                }
                Lattice::Blossoms => {
                    for quarter in 0..4 {
                        let center = polar((x, y), quarter as f32 * PI / 2.0, cell * 0.22);
                        let from = quarter as f32 * PI / 2.0 - 1.9;
                        canvas.line(&arc(center, cell * 0.22, from, from + 3.8), thin, line);
                    }
                    canvas.fill(&circle(x + cell / 2.0, y + cell / 2.0, cell * 0.06), line);
                }
                Lattice::Diamonds => {
                    let half = cell / 2.0;
                    let diamond = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)];
                    canvas.line(&polygon(&diamond), thin, line);
                    canvas.fill(&circle(x, y, cell * 0.07), line);
                    canvas.fill(&circle(x + half, y + half, cell * 0.07), line);
                }
            }
        }
    }
}

/// Returns the points of one step of a meander border (回纹), in a square of side `size`.
fn key(size: f32) -> [Point; 9] {
    [
        (0.0, 1.0),
        (0.0, 0.0),
        (0.84, 0.0),
        (0.84, 0.72),
        (0.28, 0.72),
        (0.28, 0.36),
        (0.56, 0.36),
        (0.56, 0.5),
        (0.5, 0.5),
    ]
    .map(|(x, y)| (x * size, y * size))
}

/// Draws a straight meander band from a left point to the right.
pub(crate) fn meander(canvas: &mut Canvas, from: Point, length: f32, size: f32, line: Color) {
    let count = (length / size).round().max(1.0);
    let step = length / count;
    for index in 0..count as usize {
        let how = Transform::from_translate(from.0 + index as f32 * step + step * 0.08, from.1);
        canvas.line(&polyline(&key(step * 0.9)).transformed(how), size * 0.09, line);
    }
}

/// Draws a meander that runs around a circle.
pub(crate) fn round_meander(canvas: &mut Canvas, center: Point, radius: f32, size: f32, line: Color) {
    let count = (TAU * radius / size).round().max(3.0);
    for index in 0..count as usize {
        let degrees = 360.0 / count * index as f32;
        let how = Transform::from_translate(center.0, center.1)
            .pre_rotate(degrees)
            .pre_translate(-size * 0.42, -radius - size * 0.45);
        canvas.line(&polyline(&key(size * 0.88)).transformed(how), size * 0.09, line);
    }
}

/// Draws petals around a centre, one ring of a rosette; they reach from `radii.0` to `radii.1`.
pub(crate) fn petals(
    canvas: &mut Canvas,
    center: Point,
    radii: Point,
    folds: usize,
    colors: (Color, Color),
    line: Option<Color>,
) {
    let (inner, outer) = radii;
    let width = TAU * outer / folds as f32 * 0.62;
    for index in 0..folds {
        let angle = index as f32 / folds as f32 * TAU - PI / 2.0;
        let shape = petal(polar(center, angle, inner), angle, (outer - inner, width), 0.02);
        canvas.fill(&shape, radial(center, outer, &[(inner / outer, colors.0), (1.0, colors.1)]));
        if let Some(line) = line {
            canvas.line(&shape, 1.3, line);
        }
    }
}

/// Draws a peony-like roundel (团花): rings of petals, each turned half a step.
pub(crate) fn rosette(
    canvas: &mut Canvas,
    center: Point,
    radius: f32,
    folds: usize,
    colors: (Color, Color, Color),
) {
    let (outer, inner, heart) = colors;
    for (index, share) in [1.0, 0.74, 0.5].iter().enumerate() {
        let half = if index % 2 == 0 { 0.0 } else { 180.0 / folds as f32 };
        canvas.placed(center, half, 1.0, |canvas| {
            let tone = outer.mix(inner, index as f32 / 2.0);
            petals(
                canvas,
                (0.0, 0.0),
                (radius * 0.08, radius * share),
                folds,
                (tone.light(0.35), tone),
                Some(outer.dark(0.25).alpha(0.45)),
            );
        });
    }
    canvas.fill(&circle(center.0, center.1, radius * 0.2), heart);
    for index in 0..folds * 2 {
        let spot = polar(center, index as f32 / (folds * 2) as f32 * TAU, radius * 0.27);
        canvas.fill(&circle(spot.0, spot.1, radius * 0.03), heart);
    }
}

/// Draws a vine that scrolls around a ring (缠枝): a wave with a leaf in every bend.
pub(crate) fn round_vine(
    canvas: &mut Canvas,
    center: Point,
    radius: f32,
    swing: f32,
    folds: usize,
    color: Color,
) {
    let steps = folds * 16;
    let vine: Vec<Point> = (0..=steps)
        .map(|step| {
            let angle = step as f32 / steps as f32 * TAU;
            polar(center, angle, radius + (angle * folds as f32 / 2.0).sin() * swing)
        })
        .collect();
    canvas.line(&polyline(&vine), swing * 0.14, color);
    for index in 0..folds {
        let angle = (index as f32 + 0.5) / folds as f32 * TAU;
        let side = if index % 2 == 0 { 1.0 } else { -1.0 };
        let root = polar(center, angle, radius + side * swing);
        let step = TAU / folds as f32;
        for (turn, out) in [(0.42, -0.7), (-0.42, -0.7), (0.2, -1.4), (-0.2, -1.4)] {
            let tip = polar(center, angle + turn * step, radius + side * swing * (1.0 + out));
            canvas.fill(&leaf(root, tip, swing * 0.5, swing * 0.12), color);
        }
        let bud = polar(center, angle, radius - side * swing * 0.75);
        canvas.fill(&circle(bud.0, bud.1, swing * 0.2), color);
    }
}

/// Draws ruyi heads around a ring, their lobes pointing outwards.
pub(crate) fn round_ruyi(canvas: &mut Canvas, center: Point, radii: Point, folds: usize, color: Color) {
    let (inner, outer) = radii;
    let tall = outer - inner;
    for index in 0..folds {
        let angle = index as f32 / folds as f32 * TAU - PI / 2.0;
        let half = PI / folds as f32 * 0.86;
        canvas.fill(&ring_piece(center, (inner, inner + tall * 0.22), angle - half, angle + half), color);
        for (turn, reach, size) in [(-0.46, 0.38, 0.27), (0.46, 0.38, 0.27), (0.0, 0.66, 0.3)] {
            let spot = polar(center, angle + turn * half, inner + tall * reach);
            canvas.fill(&circle(spot.0, spot.1, tall * size), color);
        }
    }
}
