//! What stands behind things: skies, moons, mist, ridges, roofs, and the stage of a still life.

use std::f32::consts::PI;

use super::{
    dice::Dice,
    ink::{Ink, Scheme, TENGHUANG, WHITE, XUAN},
    pattern::{any_lattice, lattice},
    shape::{Pen, Shape, Spot, along, circle, leaf, polygon, rect, stroke},
    sheet::{Sheet, fall, halo},
};

/// A moon (or a pale sun) with its light around it.
pub(super) fn moon(sheet: &mut Sheet, center: Spot, radius: f32, face: Ink, light: Ink) {
    sheet.glow(center, radius * 3.4, light.alpha(0.34));
    sheet.glow(center, radius * 1.7, light.alpha(0.4));
    let inks = [(0.0, face.light(0.5)), (0.7, face), (1.0, face.mix(light, 0.35))];
    let bright = (center.0 - radius * 0.25, center.1 - radius * 0.3);
    sheet.fill(&circle(center.0, center.1, radius), halo(bright, radius * 1.35, &inks));
}

/// Points of a mountain crest: steep rounded peaks over a rolling base, from left to right.
pub(super) fn crest(dice: &Dice, width: f32, base: f32, height: f32, peaks: usize) -> Vec<Spot> {
    let hills: Vec<(f32, f32, f32)> = (0..peaks)
        .map(|index| {
            let middle = (index as f32 + dice.range(0.1, 0.9)) / peaks as f32 * width * 1.1 - width * 0.05;
            (middle, dice.range(0.45, 1.0) * height, dice.range(0.5, 1.15) * width / peaks as f32 * 0.52)
        })
        .collect();
    let waves: Vec<(f32, f32, f32)> = (0..6)
        .map(|octave| {
            let fine = 1.9_f32.powi(octave);
            (fine * dice.range(1.6, 2.4) / width * 6.0, dice.range(0.0, 6.0), height * 0.06 / fine.powf(0.75))
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

/// A ridge that is dark at its crest and dissolves into mist below.
pub(super) fn ridge(sheet: &mut Sheet, line: &[Spot], depth: f32, ink: Ink, strength: f32) {
    let top = line.iter().map(|spot| spot.1).fold(f32::MAX, f32::min);
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
    let foot = top + depth;
    let mut points = line.to_vec();
    points.extend([(last.0, foot.max(last.1 + 1.0)), (first.0, foot.max(first.1 + 1.0))]);
    let body = ink.alpha(strength);
    let inks = [
        (0.0, body),
        (0.35, body.mix(ink.clear(), 0.25)),
        (0.75, body.mix(ink.clear(), 0.8)),
        (1.0, ink.clear()),
    ];
    sheet.fill(&polygon(&points), fall(top, foot, &inks));
}

/// A soft bank of mist across the sheet.
pub(super) fn mist(sheet: &mut Sheet, dice: &Dice, level: f32, depth: f32, ink: Ink) {
    for _ in 0..3 {
        let spot = (dice.range(0.0, 1.0) * sheet.width, level + dice.swing(depth * 0.4));
        sheet.pool(spot, (sheet.width * dice.range(0.4, 0.7), depth * dice.range(0.6, 1.0)), ink);
    }
}

/// Far birds, two short strokes each.
pub(super) fn birds(sheet: &mut Sheet, dice: &Dice, around: Spot, count: usize, ink: Ink) {
    for index in 0..count {
        let place = (around.0 + index as f32 * 17.0 + dice.swing(14.0), around.1 + dice.swing(26.0));
        let size = dice.range(5.0, 9.0);
        for side in [-1.0, 1.0] {
            let wing = [
                place,
                (place.0 + side * size * 0.5, place.1 - size * 0.5),
                (place.0 + side * size * 1.2, place.1 - size * 0.25),
            ];
            sheet.fill(&stroke(&wing, |far| 2.3 * (1.0 - far * 0.8)), ink);
        }
    }
}

/// The silhouette of a roof with upturned eaves; `eave` is the middle of its lower edge.
pub(super) fn roof(eave: Spot, width: f32, height: f32) -> Shape {
    let half = width / 2.0;
    let ridge = half * 0.42;
    let (x, y) = eave;
    let tip = y - height * 0.3;
    Pen::from(x - half, tip)
        .curve(
            (x - half * 0.82, y - height * 0.16),
            (x - half * 0.55, y - height * 0.35),
            (x - ridge, y - height),
        )
        .bow((x - ridge * 1.12, y - height * 1.16), (x - ridge * 1.2, y - height * 1.2))
        .bow((x - ridge * 0.8, y - height * 1.02), (x, y - height))
        .bow((x + ridge * 0.8, y - height * 1.02), (x + ridge * 1.2, y - height * 1.2))
        .bow((x + ridge * 1.12, y - height * 1.16), (x + ridge, y - height))
        .curve((x + half * 0.55, y - height * 0.35), (x + half * 0.82, y - height * 0.16), (x + half, tip))
        .curve((x + half * 0.86, y - height * 0.02), (x + half * 0.7, y), (x + half * 0.5, y))
        .to(x - half * 0.5, y)
        .curve((x - half * 0.7, y), (x - half * 0.86, y - height * 0.02), (x - half, tip))
        .close()
}

/// A house of the town's skyline: a roof, a wall and some lit windows.
pub(super) fn house(sheet: &mut Sheet, dice: &Dice, foot: Spot, size: Spot, ink: Ink, lit: f32) {
    let (width, height) = size;
    let eave = (foot.0, foot.1 - height * 0.55);
    sheet.fill(&rect(foot.0 - width * 0.38, eave.1 - 1.0, width * 0.76, height * 0.55 + 2.0), ink);
    let columns = (width / 20.0).clamp(2.0, 7.0) as usize;
    for column in 0..columns {
        if !dice.chance(lit) {
            continue;
        }
        let step = width * 0.66 / columns as f32;
        let left = foot.0 - width * 0.33 + column as f32 * step + step * 0.2;
        let top = eave.1 + height * 0.14;
        let warm = TENGHUANG.mix(WHITE, dice.range(0.0, 0.35));
        sheet.glow((left + step * 0.3, top + height * 0.12), step * 1.6, warm.alpha(0.35));
        sheet.fill(
            &rect(left, top, step * 0.6, height * 0.24),
            fall(
                top,
                top + height * 0.24,
                &[(0.0, warm.alpha(0.95)), (1.0, warm.mix(super::ink::JU, 0.6).alpha(0.9))],
            ),
        );
        sheet.fill(&rect(left + step * 0.27, top, step * 0.05, height * 0.24), ink);
        sheet.fill(&rect(left, top + height * 0.1, step * 0.6, height * 0.015 + 0.6), ink);
    }
    sheet.fill(&roof(eave, width, height * 0.45), ink);
}

/// A row of houses along the lower edge, at most `tall` high.
pub(super) fn town(sheet: &mut Sheet, dice: &Dice, foot: f32, tall: f32, ink: Ink, lit: f32) {
    // A low wall behind closes the gaps between the houses.
    sheet.fill(&rect(-2.0, foot - tall * 0.34, sheet.width + 4.0, tall * 0.36), ink);
    let mut x = dice.range(-60.0, 10.0);
    while x < sheet.width + 60.0 {
        let width = dice.range(0.9, 1.7) * tall;
        let height = tall * dice.range(0.55, 1.0);
        house(sheet, dice, (x + width * 0.4, foot), (width, height), ink, lit);
        x += width * dice.range(0.62, 0.8);
    }
    sheet.fill(&rect(-2.0, foot - 2.0, sheet.width + 4.0, sheet.height - foot + 4.0), ink);
}

/// The shadow that leaves outside a window throw on a wall.
pub(super) fn leaf_shadow(sheet: &mut Sheet, dice: &Dice, from: Spot, reach: f32, ink: Ink) {
    let lean = if from.0 < sheet.width / 2.0 { 1.0 } else { -1.0 };
    sheet.blurred(9.0, 1.0, |sheet| {
        for _ in 0..4 {
            let angle = PI * 0.5 - lean * dice.range(0.35, 1.1);
            let twig: Vec<Spot> = (0..10)
                .map(|step| {
                    let far = step as f32 / 9.0;
                    let bend = angle + far * 0.5 * lean;
                    (from.0 + bend.cos() * reach * far, from.1 + bend.sin() * reach * far)
                })
                .collect();
            sheet.fill(&stroke(&twig, |far| 6.0 - 4.0 * far), ink);
            for spot in twig.iter().skip(2) {
                for _ in 0..2 {
                    let way = angle + dice.swing(1.1);
                    let long = reach * dice.range(0.16, 0.3);
                    let tip = (spot.0 + way.cos() * long, spot.1 + way.sin() * long);
                    sheet.fill(&leaf(*spot, tip, long * 0.2, 0.0), ink);
                }
            }
        }
    });
}

/// The stage of a still life: a wall with a moon window or lattice, a table, and shadow of leaves.
pub(super) fn stage(sheet: &mut Sheet, dice: &Dice, scheme: Scheme, table: f32) {
    let (width, height) = (sheet.width, sheet.height);
    let wall = scheme.shade.mix(scheme.paper, 0.45);
    sheet.sky(&[(0.0, wall.dark(0.1)), (0.55, wall.light(0.15)), (1.0, wall)]);
    let disc = (width * dice.range(0.4, 0.6), table * 0.56);
    let radius = table.min(width) * 0.47;
    let light = scheme.paper.light(0.55);
    sheet.fill(
        &circle(disc.0, disc.1, radius),
        halo(disc, radius, &[(0.0, light), (1.0, light.mix(wall, 0.35))]),
    );
    let kind = any_lattice(dice);
    sheet.within(&circle(disc.0, disc.1, radius), |sheet| {
        lattice(sheet, kind, 42.0, scheme.gold.alpha(0.2));
    });
    sheet.line(&circle(disc.0, disc.1, radius), 3.0, scheme.gold.alpha(0.55));
    sheet.line(&circle(disc.0, disc.1, radius + 9.0), 1.0, scheme.gold.alpha(0.4));
    let corner = if dice.chance(0.5) { (-20.0, -30.0) } else { (width + 20.0, -30.0) };
    leaf_shadow(sheet, dice, corner, height * 0.55, scheme.deep.alpha(0.2));
    let wood = scheme.deep.mix(scheme.main, 0.25);
    let top = [(0.0, wood.light(0.3)), (0.16, wood.light(0.12)), (1.0, wood.dark(0.35))];
    sheet.fill(&rect(-2.0, table, width + 4.0, height - table + 4.0), fall(table, height, &top));
    sheet.fill(&rect(-2.0, table - 1.0, width + 4.0, 3.0), wood.light(0.55).alpha(0.8));
    for _ in 0..9 {
        let level = table + (height - table) * dice.unit().powf(0.8);
        let from = dice.range(-0.2, 0.7) * width;
        let grain =
            leaf((from, level), (from + dice.range(0.3, 0.8) * width, level + dice.swing(4.0)), 3.0, 0.0);
        sheet.fill(&grain, wood.dark(0.4).alpha(0.16));
    }
}

/// A contact shadow under something that stands on the table.
pub(super) fn rest(sheet: &mut Sheet, foot: Spot, half_width: f32) {
    sheet.pool(
        (foot.0 + half_width * 0.12, foot.1 + 3.0),
        (half_width * 1.25, half_width * 0.26),
        Ink::hex(0x0012_0808).alpha(0.5),
    );
    sheet.pool((foot.0, foot.1), (half_width * 0.95, half_width * 0.12), Ink::hex(0x0012_0808).alpha(0.55));
}

/// Steam that rises in slow curls.
pub(super) fn steam(sheet: &mut Sheet, dice: &Dice, from: Spot, tall: f32, count: usize) {
    let lines: Vec<Vec<Spot>> = (0..count)
        .map(|index| {
            let start = from.0 + (index as f32 - (count as f32 - 1.0) / 2.0) * tall * 0.2;
            let (phase, sway) = (dice.range(0.0, 6.0), dice.range(0.06, 0.13) * tall);
            (0..16)
                .map(|step| {
                    let far = step as f32 / 15.0;
                    (start + (far * 5.0 + phase).sin() * sway * far.sqrt(), from.1 - far * tall)
                })
                .collect()
        })
        .collect();
    sheet.blurred(8.0, 0.75, |sheet| {
        for line in &lines {
            sheet.fill(&stroke(line, |far| (far * PI).sin() * tall * 0.085), XUAN.light(0.6).alpha(0.6));
        }
    });
}

/// Snow (or petals, or sparks) that falls all over the sheet: small and faint far away, larger near.
pub(super) fn flakes(sheet: &mut Sheet, dice: &Dice, count: usize, ink: Ink) {
    for _ in 0..count {
        let near = dice.unit().powi(3);
        let spot = (dice.unit() * sheet.width, dice.unit() * sheet.height);
        sheet.fill(&circle(spot.0, spot.1, 1.0 + near * 3.4), ink.alpha(0.35 + 0.5 * near));
    }
}

/// Spots of light out of focus.
pub(super) fn bokeh(sheet: &mut Sheet, dice: &Dice, count: usize, span: (f32, f32), inks: &[Ink]) {
    for _ in 0..count {
        let spot = (dice.unit() * sheet.width, dice.range(span.0, span.1));
        let radius = dice.range(6.0, 24.0);
        let ink = dice.pick(inks);
        let inks = [(0.0, ink.alpha(0.12)), (0.8, ink.alpha(0.2)), (1.0, ink.alpha(0.28))];
        sheet.fill(&circle(spot.0, spot.1, radius), halo(spot, radius, &inks));
    }
}

/// More points along the same points, so that straight pieces between them look curved.
pub(super) fn soften(points: &[Spot]) -> Vec<Spot> {
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
