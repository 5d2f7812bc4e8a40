//! Backgrounds: moons, mist, ridges, roofs, and the stage of a still life.

use std::f32::consts::PI;

use crate::{
    canvas::{Canvas, radial, vertical},
    color::{Color, JU, Scheme, TENGHUANG, WHITE, XUAN},
    pattern::{any_lattice, lattice},
    random::Random,
    shape::{Pen, Point, Shape, along, circle, leaf, polygon, rect, stroke},
};

/// Draws a moon (or a pale sun) with its light around it.
pub(super) fn moon(canvas: &mut Canvas, center: Point, radius: f32, face: Color, light: Color) {
    canvas.glow(center, radius * 3.4, light.alpha(0.34));
    canvas.glow(center, radius * 1.7, light.alpha(0.4));
    let colors = [(0.0, face.light(0.5)), (0.7, face), (1.0, face.mix(light, 0.35))];
    let bright = (center.0 - radius * 0.25, center.1 - radius * 0.3);
    canvas.fill(&circle(center.0, center.1, radius), radial(bright, radius * 1.35, &colors));
}

/// Returns the points of a mountain crest from left to right: steep rounded peaks over a rolling
/// base.
pub(super) fn crest(random: &Random, width: f32, base: f32, height: f32, peaks: usize) -> Vec<Point> {
    let hills: Vec<(f32, f32, f32)> = (0..peaks)
        .map(|index| {
            let middle = (index as f32 + random.range(0.1, 0.9)) / peaks as f32 * width * 1.1 - width * 0.05;
            (middle, random.range(0.45, 1.0) * height, random.range(0.5, 1.15) * width / peaks as f32 * 0.52)
        })
        .collect();
    let waves: Vec<(f32, f32, f32)> = (0..6)
        .map(|octave| {
            let fine = 1.9_f32.powi(octave);
            (
                fine * random.range(1.6, 2.4) / width * 6.0,
                random.range(0.0, 6.0),
                height * 0.06 / fine.powf(0.75),
            )
        })
        .collect();
    let steps = (width / 5.0) as usize;
    (0..=steps)
        .map(|step| {
            let x = step as f32 / steps as f32 * width;
            let hill = hills
                .iter()
                .map(|(middle, tall, wide)| tall * (-((x - middle).abs() / wide).powf(1.6)).exp())
                .fold(0.0_f32, f32::max);
            let rough: f32 = waves.iter().map(|(speed, phase, deep)| (x * speed + phase).sin() * deep).sum();
            (x, base - hill - rough)
        })
        .collect()
}

/// Draws a ridge that fades from its crest downwards.
pub(super) fn ridge(canvas: &mut Canvas, line: &[Point], depth: f32, color: Color, strength: f32) {
    let top = line.iter().map(|spot| spot.1).fold(f32::MAX, f32::min);
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
    let foot = top + depth;
    let mut points = line.to_vec();
    points.extend([(last.0, foot.max(last.1 + 1.0)), (first.0, foot.max(first.1 + 1.0))]);
    let body = color.alpha(strength);
    let colors = [
        (0.0, body),
        (0.35, body.mix(color.clear(), 0.25)),
        (0.75, body.mix(color.clear(), 0.8)),
        (1.0, color.clear()),
    ];
    canvas.fill(&polygon(&points), vertical(top, foot, &colors));
}

/// Draws a bank of mist across the canvas.
pub(super) fn mist(canvas: &mut Canvas, random: &Random, level: f32, depth: f32, color: Color) {
    for _ in 0..3 {
        let spot = (random.range(0.0, 1.0) * canvas.width, level + random.swing(depth * 0.4));
        canvas.pool(spot, (canvas.width * random.range(0.4, 0.7), depth * random.range(0.6, 1.0)), color);
    }
}

/// Draws far birds, two short strokes each.
pub(super) fn birds(canvas: &mut Canvas, random: &Random, around: Point, count: usize, color: Color) {
    for index in 0..count {
        let place = (around.0 + index as f32 * 17.0 + random.swing(14.0), around.1 + random.swing(26.0));
        let size = random.range(5.0, 9.0);
        for side in [-1.0, 1.0] {
            let wing = [
                place,
                (place.0 + side * size * 0.5, place.1 - size * 0.5),
                (place.0 + side * size * 1.2, place.1 - size * 0.25),
            ];
            canvas.fill(&stroke(&wing, |far| 2.3 * (1.0 - far * 0.8)), color);
        }
    }
}

/// Makes the silhouette of a roof with upturned eaves; `eave` is the middle of its lower edge.
pub(super) fn roof(eave: Point, width: f32, height: f32) -> Shape {
    let half = width / 2.0;
    let ridge = half * 0.42;
    let (x, y) = eave;
    let tip = y - height * 0.3;
    Pen::from(x - half, tip)
        .cubic(
            (x - half * 0.82, y - height * 0.16),
            (x - half * 0.55, y - height * 0.35),
            (x - ridge, y - height),
        )
        .quad((x - ridge * 1.12, y - height * 1.16), (x - ridge * 1.2, y - height * 1.2))
        .quad((x - ridge * 0.8, y - height * 1.02), (x, y - height))
        .quad((x + ridge * 0.8, y - height * 1.02), (x + ridge * 1.2, y - height * 1.2))
        .quad((x + ridge * 1.12, y - height * 1.16), (x + ridge, y - height))
        .cubic((x + half * 0.55, y - height * 0.35), (x + half * 0.82, y - height * 0.16), (x + half, tip))
        .cubic((x + half * 0.86, y - height * 0.02), (x + half * 0.7, y), (x + half * 0.5, y))
        .to(x - half * 0.5, y)
        .cubic((x - half * 0.7, y), (x - half * 0.86, y - height * 0.02), (x - half, tip))
        .close()
}

/// Draws a house of the town's skyline: a roof, a wall and some lit windows.
pub(super) fn house(canvas: &mut Canvas, random: &Random, foot: Point, size: Point, color: Color, lit: f32) {
    let (width, height) = size;
    let eave = (foot.0, foot.1 - height * 0.55);
    canvas.fill(&rect(foot.0 - width * 0.38, eave.1 - 1.0, width * 0.76, height * 0.55 + 2.0), color);
    let columns = (width / 20.0).clamp(2.0, 7.0) as usize;
    for column in 0..columns {
        if !random.chance(lit) {
            continue;
        }
        let step = width * 0.66 / columns as f32;
        let left = foot.0 - width * 0.33 + column as f32 * step + step * 0.2;
        let top = eave.1 + height * 0.14;
        let warm = TENGHUANG.mix(WHITE, random.range(0.0, 0.35));
        canvas.glow((left + step * 0.3, top + height * 0.12), step * 1.6, warm.alpha(0.35));
        canvas.fill(
            &rect(left, top, step * 0.6, height * 0.24),
            vertical(
                top,
                top + height * 0.24,
                &[(0.0, warm.alpha(0.95)), (1.0, warm.mix(JU, 0.6).alpha(0.9))],
            ),
        );
        canvas.fill(&rect(left + step * 0.27, top, step * 0.05, height * 0.24), color);
        canvas.fill(&rect(left, top + height * 0.1, step * 0.6, height * 0.015 + 0.6), color);
    }
    canvas.fill(&roof(eave, width, height * 0.45), color);
}

/// Draws a row of houses along the lower edge, at most `tall` high.
pub(super) fn town(canvas: &mut Canvas, random: &Random, foot: f32, tall: f32, color: Color, lit: f32) {
    // A low wall behind closes the gaps between the houses.
    canvas.fill(&rect(-2.0, foot - tall * 0.34, canvas.width + 4.0, tall * 0.36), color);
    let mut x = random.range(-60.0, 10.0);
    while x < canvas.width + 60.0 {
        let width = random.range(0.9, 1.7) * tall;
        let height = tall * random.range(0.55, 1.0);
        house(canvas, random, (x + width * 0.4, foot), (width, height), color, lit);
        x += width * random.range(0.62, 0.8);
    }
    canvas.fill(&rect(-2.0, foot - 2.0, canvas.width + 4.0, canvas.height - foot + 4.0), color);
}

/// Draws the shadow of leaves on a wall.
pub(super) fn leaf_shadow(canvas: &mut Canvas, random: &Random, from: Point, reach: f32, color: Color) {
    let lean = if from.0 < canvas.width / 2.0 { 1.0 } else { -1.0 };
    canvas.blurred(9.0, 1.0, |canvas| {
        for _ in 0..4 {
            let angle = PI * 0.5 - lean * random.range(0.35, 1.1);
            let twig: Vec<Point> = (0..10)
                .map(|step| {
                    let far = step as f32 / 9.0;
                    let bend = angle + far * 0.5 * lean;
                    (from.0 + bend.cos() * reach * far, from.1 + bend.sin() * reach * far)
                })
                .collect();
            canvas.fill(&stroke(&twig, |far| 6.0 - 4.0 * far), color);
            for spot in twig.iter().skip(2) {
                for _ in 0..2 {
                    let way = angle + random.swing(1.1);
                    let long = reach * random.range(0.16, 0.3);
                    let tip = (spot.0 + way.cos() * long, spot.1 + way.sin() * long);
                    canvas.fill(&leaf(*spot, tip, long * 0.2, 0.0), color);
                }
            }
        }
    });
}

/// Draws the stage of a still life: a wall with a moon window or lattice, a table, the shadow of
/// leaves.
pub(super) fn stage(canvas: &mut Canvas, random: &Random, scheme: Scheme, table: f32) {
    let (width, height) = (canvas.width, canvas.height);
    let wall = scheme.shade.mix(scheme.paper, 0.45);
    canvas.background(&[(0.0, wall.dark(0.1)), (0.55, wall.light(0.15)), (1.0, wall)]);
    let disc = (width * random.range(0.4, 0.6), table * 0.56);
    let radius = table.min(width) * 0.47;
    let light = scheme.paper.light(0.55);
    canvas.fill(
        &circle(disc.0, disc.1, radius),
        radial(disc, radius, &[(0.0, light), (1.0, light.mix(wall, 0.35))]),
    );
    let kind = any_lattice(random);
    canvas.clipped(&circle(disc.0, disc.1, radius), |canvas| {
        lattice(canvas, kind, 42.0, scheme.gold.alpha(0.2));
    });
    canvas.line(&circle(disc.0, disc.1, radius), 3.0, scheme.gold.alpha(0.55));
    canvas.line(&circle(disc.0, disc.1, radius + 9.0), 1.0, scheme.gold.alpha(0.4));
    let corner = if random.chance(0.5) { (-20.0, -30.0) } else { (width + 20.0, -30.0) };
    leaf_shadow(canvas, random, corner, height * 0.55, scheme.deep.alpha(0.2));
    let wood = scheme.deep.mix(scheme.main, 0.25);
    let top = [(0.0, wood.light(0.3)), (0.16, wood.light(0.12)), (1.0, wood.dark(0.35))];
    canvas.fill(&rect(-2.0, table, width + 4.0, height - table + 4.0), vertical(table, height, &top));
    canvas.fill(&rect(-2.0, table - 1.0, width + 4.0, 3.0), wood.light(0.55).alpha(0.8));
    for _ in 0..9 {
        let level = table + (height - table) * random.unit().powf(0.8);
        let from = random.range(-0.2, 0.7) * width;
        let grain =
            leaf((from, level), (from + random.range(0.3, 0.8) * width, level + random.swing(4.0)), 3.0, 0.0);
        canvas.fill(&grain, wood.dark(0.4).alpha(0.16));
    }
}

/// Draws the shadow under something that stands on the table.
pub(super) fn rest(canvas: &mut Canvas, foot: Point, half_width: f32) {
    canvas.pool(
        (foot.0 + half_width * 0.12, foot.1 + 3.0),
        (half_width * 1.25, half_width * 0.26),
        Color::hex(0x0012_0808).alpha(0.5),
    );
    canvas.pool(
        (foot.0, foot.1),
        (half_width * 0.95, half_width * 0.12),
        Color::hex(0x0012_0808).alpha(0.55),
    );
}

/// Draws steam that rises in slow curls.
pub(super) fn steam(canvas: &mut Canvas, random: &Random, from: Point, tall: f32, count: usize) {
    let lines: Vec<Vec<Point>> = (0..count)
        .map(|index| {
            let start = from.0 + (index as f32 - (count as f32 - 1.0) / 2.0) * tall * 0.2;
            let (phase, sway) = (random.range(0.0, 6.0), random.range(0.06, 0.13) * tall);
            (0..16)
                .map(|step| {
                    let far = step as f32 / 15.0;
                    (start + (far * 5.0 + phase).sin() * sway * far.sqrt(), from.1 - far * tall)
                })
                .collect()
        })
        .collect();
    canvas.blurred(8.0, 0.75, |canvas| {
        for line in &lines {
            canvas.fill(&stroke(line, |far| (far * PI).sin() * tall * 0.085), XUAN.light(0.6).alpha(0.6));
        }
    });
}

/// Draws snow (or petals, or sparks) all over the canvas: small and faint far away, larger near.
pub(super) fn flakes(canvas: &mut Canvas, random: &Random, count: usize, color: Color) {
    for _ in 0..count {
        let near = random.unit().powi(3);
        let spot = (random.unit() * canvas.width, random.unit() * canvas.height);
        canvas.fill(&circle(spot.0, spot.1, 1.0 + near * 3.4), color.alpha(0.35 + 0.5 * near));
    }
}

/// Draws spots of light out of focus.
pub(super) fn bokeh(canvas: &mut Canvas, random: &Random, count: usize, span: (f32, f32), colors: &[Color]) {
    for _ in 0..count {
        let spot = (random.unit() * canvas.width, random.range(span.0, span.1));
        let radius = random.range(6.0, 24.0);
        let color = random.pick(colors);
        let colors = [(0.0, color.alpha(0.12)), (0.8, color.alpha(0.2)), (1.0, color.alpha(0.28))];
        canvas.fill(&circle(spot.0, spot.1, radius), radial(spot, radius, &colors));
    }
}

/// Returns more points on a smooth line through the given points.
pub(super) fn soften(points: &[Point]) -> Vec<Point> {
    let mut soft = Vec::with_capacity(points.len() * 8);
    let at = |index: usize, shift: isize| {
        points[(index as isize + shift).clamp(0, points.len() as isize - 1) as usize]
    };
    for index in 0..points.len().saturating_sub(1) {
        let (before, here, there, after) = (at(index, -1), at(index, 0), at(index, 1), at(index, 2));
        let curve = along(
            here,
            (here.0 + (there.0 - before.0) / 6.0, here.1 + (there.1 - before.1) / 6.0),
            (there.0 - (after.0 - here.0) / 6.0, there.1 - (after.1 - here.1) / 6.0),
            there,
        );
        soft.extend(curve);
    }
    soft
}
