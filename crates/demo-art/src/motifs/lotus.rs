//! Lotus over misty water.

use std::f32::consts::TAU;

use super::scenery::{mist, moon};
use crate::{
    canvas::{Canvas, linear},
    color::{
        CHIJIN, Color, HAITANG, JU, QINGBI, SHIQING, SONGLU, TAOYAO, TENGHUANG, TIANQING, WHITE, YANZHI,
        YUEBAI, ZHUHONG, ZHUQING,
    },
    glyph::corner_seal,
    random::Random,
    shape::{Pen, Point, along, blob, circle, leaf, polar, stroke},
};

/// Draws an open lotus seen a little from above.
pub(super) fn lotus_flower(canvas: &mut Canvas, center: Point, size: f32, colors: (Color, Color)) {
    let (pale, strong) = colors;
    let rows: [(f32, f32, f32, usize); 4] =
        [(1.0, 0.92, 0.34, 9), (0.86, 0.98, 0.36, 8), (0.62, 1.0, 0.38, 6), (0.34, 0.92, 0.4, 4)];
    for (spread, tall, wide, count) in rows {
        for index in 0..count {
            let far = index as f32 / (count - 1) as f32 * 2.0 - 1.0;
            let lean = far * spread;
            let tip = (center.0 + lean * size, center.1 - size * tall * (1.0 - lean.abs().powf(1.7) * 0.78));
            let root = (center.0 + lean * size * 0.14, center.1 + size * 0.14);
            let shape = leaf(root, tip, size * wide * 1.3, far * size * -0.06);
            canvas.fill(&shape, linear(root, tip, &[(0.0, pale.light(0.4)), (0.55, pale), (1.0, strong)]));
            canvas.line(&shape, size * 0.009, strong.dark(0.1).alpha(0.4));
        }
    }
    canvas.fill(
        &leaf(
            (center.0 - size * 0.2, center.1 + size * 0.02),
            (center.0 + size * 0.2, center.1 + size * 0.02),
            size * 0.2,
            0.0,
        ),
        TENGHUANG,
    );
    for (lean, tall) in [(-0.95, 0.2), (0.95, 0.2), (-0.5, 0.34), (0.5, 0.34), (0.0, 0.4)] {
        let tip = (center.0 + lean * size * 0.8, center.1 - size * (tall - 0.26));
        let root = (center.0 + lean * size * 0.08, center.1 + size * 0.2);
        let shape = leaf(root, tip, size * 0.42, 0.0);
        canvas.fill(&shape, linear(root, tip, &[(0.0, pale.light(0.5)), (1.0, strong.mix(pale, 0.3))]));
        canvas.line(&shape, size * 0.009, strong.dark(0.1).alpha(0.35));
    }
}

/// Draws a lotus leaf from the side: a wide bowl on its stem.
fn side_leaf(canvas: &mut Canvas, center: Point, size: f32, tilt: f32, color: Color) {
    canvas.placed(center, tilt, size, |canvas| {
        let rim: Vec<Point> = (0..36)
            .map(|step| {
                let angle = step as f32 / 36.0 * TAU;
                let wave = 1.0 + 0.06 * (angle * 5.0).sin() + 0.03 * (angle * 9.0).cos();
                (angle.cos() * wave, angle.sin() * 0.36 * wave)
            })
            .collect();
        let under = Pen::from(-1.0, 0.0).cubic((-0.8, 0.62), (0.8, 0.62), (1.0, 0.0)).close();
        canvas.fill(&under, color.dark(0.35));
        canvas.fill(
            &blob(&rim),
            linear(
                (-0.8, -0.4),
                (0.7, 0.5),
                &[(0.0, color.light(0.2)), (0.6, color), (1.0, color.dark(0.25))],
            ),
        );
        for vein in 0..13 {
            let angle = vein as f32 / 13.0 * TAU;
            let tip = (angle.cos() * 0.94, angle.sin() * 0.33);
            canvas.line(
                &Pen::from(0.0, 0.02).quad((tip.0 * 0.5, tip.1 * 0.5 + 0.04), tip).done(),
                0.012,
                color.light(0.35).alpha(0.55),
            );
        }
        canvas.fill(&circle(0.0, 0.02, 0.05), color.light(0.4));
    });
}

/// Draws lotus flowers over misty water.
pub(super) fn lotus(canvas: &mut Canvas, random: &Random) {
    let moods = [
        (
            Color::hex(0x00fb_ecd9),
            Color::hex(0x00cf_e0cc),
            ZHUQING.dark(0.1),
            (TAOYAO.light(0.45), HAITANG),
            TENGHUANG.light(0.4),
        ),
        (YUEBAI, TIANQING.light(0.1), QINGBI.dark(0.2), (WHITE, TAOYAO), WHITE),
        (
            Color::hex(0x0018_2a44),
            Color::hex(0x0037_6470),
            Color::hex(0x002d_6b5c),
            (Color::hex(0x00fb_dfe0), HAITANG.light(0.15)),
            CHIJIN.light(0.4),
        ),
        (
            Color::hex(0x00f6_d9c4),
            Color::hex(0x00e8_c8b8),
            SONGLU.light(0.2),
            (WHITE, Color::hex(0x00ee_9aa0)),
            JU.light(0.35),
        ),
    ];
    let (high, low, green, flower, disc) = random.pick(&moods);
    let (width, height) = (canvas.width, canvas.height);
    let hand = random.side();
    canvas.background(&[(0.0, high), (0.7, low), (1.0, low.mix(green, 0.35))]);
    moon(canvas, (width * (0.5 + hand * 0.2), height * 0.27), 84.0, disc, disc);
    for row in 0..3 {
        let near = row as f32 / 2.0;
        for _ in 0..5 - row {
            let spot = (random.range(-0.05, 1.05) * width, height * (0.66 + near * 0.2) + random.swing(36.0));
            let color = low.mix(green, 0.3 + near * 0.55).dark(near * 0.14);
            let size = 60.0 + near * 62.0 + random.swing(16.0);
            let stem = [
                (spot.0, spot.1 + 8.0),
                (spot.0 + random.swing(12.0), spot.1 + 100.0),
                (spot.0 + random.swing(26.0), height + 10.0),
            ];
            canvas.fill(&stroke(&stem, |_| 3.0 + near * 3.0), color.dark(0.15));
            side_leaf(canvas, spot, size, random.swing(16.0), color);
        }
        mist(canvas, random, height * (0.8 + near * 0.1), 80.0, low.light(0.35).alpha(0.4));
    }
    let blooms = [
        (0.5 - hand * random.range(0.04, 0.2), random.range(0.44, 0.54), random.range(108.0, 136.0)),
        (0.5 + hand * random.range(0.22, 0.34), random.range(0.56, 0.68), random.range(60.0, 86.0)),
    ];
    for (x, y, size) in blooms {
        let spot = (width * x, height * y);
        let bend = (spot.0 + hand * 26.0, spot.1 + 110.0);
        let stem =
            along(spot, bend, (bend.0 - hand * 10.0, bend.1 + 60.0), (spot.0 - hand * 14.0, height + 10.0));
        canvas.fill(&stroke(&stem, |_| 6.0), green.light(0.1));
        canvas.glow((spot.0, spot.1 - size * 0.2), size * 1.8, flower.0.alpha(0.4));
        lotus_flower(canvas, spot, size, flower);
    }
    let bud = (width * (0.5 - hand * random.range(0.34, 0.42)), height * random.range(0.34, 0.5));
    canvas.fill(
        &stroke(&[bud, (bud.0 + hand * 10.0, height * 0.7), (bud.0, height + 10.0)], |_| 4.5),
        green.light(0.1),
    );
    for lean in [-0.35, 0.35, 0.0] {
        let tip = (bud.0 + lean * 16.0, bud.1 - 64.0 + lean.abs() * 24.0);
        canvas.fill(
            &leaf((bud.0, bud.1 + 8.0), tip, 34.0, lean * 14.0),
            linear(bud, tip, &[(0.0, flower.0), (1.0, flower.1)]),
        );
    }
    if random.chance(0.7) {
        dragonfly(canvas, (bud.0 + 2.0, bud.1 - 76.0), hand, 46.0);
    }
    let near_leaf = (width * (0.5 + hand * 0.3), height * 0.93);
    side_leaf(canvas, near_leaf, 190.0, -hand * 8.0, green.dark(0.12));
    corner_seal(canvas, random);
}

/// Draws a dragonfly about to settle.
fn dragonfly(canvas: &mut Canvas, at: Point, hand: f32, size: f32) {
    let tail = (at.0 + hand * size, at.1 - size * 0.3);
    for (angle, long) in [(-2.2, 0.9), (-1.7, 0.85), (-0.75, 0.8), (-1.15, 0.9)] {
        let tip = polar(at, angle, size * long);
        canvas.fill(&leaf(at, tip, size * 0.2, 0.0), YUEBAI.alpha(0.75));
        canvas.line(&leaf(at, tip, size * 0.2, 0.0), 0.8, SHIQING.alpha(0.6));
    }
    canvas.fill(
        &stroke(&[(at.0 - hand * size * 0.14, at.1 + size * 0.05), at, tail], |far| {
            size * (0.13 - 0.09 * far)
        }),
        YANZHI,
    );
    canvas.fill(&circle(at.0 - hand * size * 0.18, at.1 + size * 0.06, size * 0.09), ZHUHONG);
}
