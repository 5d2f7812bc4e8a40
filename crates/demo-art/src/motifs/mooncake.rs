//! Mooncakes under a twig of osmanthus.

use std::f32::consts::{PI, TAU};

use super::{
    craft::cloth,
    kitchen::{cast, dish},
};
use crate::{
    canvas::{Canvas, linear, radial},
    color::{
        CHIJIN, Color, JILAN, JU, MI, QINGBI, SONGHUA, SONGLU, TAN, TENGHUANG, XUANQING, YANZHI, ZHUHONG,
    },
    glyph::{Glyph, corner_seal, write},
    random::Random,
    shape::{Point, Shape, along, arc_points, circle, leaf, petal, polar, polygon, stroke, swell},
};

/// Draws mooncakes on a plate under an autumn twig (月饼).
pub(super) fn mooncakes(canvas: &mut Canvas, random: &Random) {
    let ground =
        random.pick(&[XUANQING.light(0.1), SONGLU, YANZHI.dark(0.2), MI.dark(0.08), Color::hex(0x004a_4468)]);
    cloth(canvas, random, ground, CHIJIN);
    let (width, height) = (canvas.width, canvas.height);
    let center = (width * 0.5, height * 0.52);
    let blue = random.pick(&[JILAN, QINGBI.dark(0.3), ZHUHONG.dark(0.15)]);
    canvas.with_shadow(cast(30.0), |canvas| {
        dish(canvas, random, center, 256.0, blue);
    });
    let crusts = [Color::hex(0x00d0_8a3a), Color::hex(0x00c4_7630), Color::hex(0x00e2_a550)];
    let crust = random.pick(&crusts);
    let signs = [Glyph::Yue, Glyph::Fu, Glyph::Xi, Glyph::Ji, Glyph::Hao, Glyph::He];
    let lead = random.below(signs.len());
    let count = 6;
    let turn = random.range(0.0, 1.0);
    canvas.with_shadow(cast(12.0), |canvas| {
        for index in 0..count {
            let way = turn + index as f32 / count as f32 * TAU;
            let spot = polar(center, way, 134.0);
            let folds = if index % 2 == 0 { 12 } else { 8 };
            mooncake(
                canvas,
                spot,
                62.0,
                crust.mix(crusts[index % 3], 0.5),
                (signs[(lead + index) % signs.len()], folds),
            );
            if index == 2 {
                slice(canvas, spot, 62.0, way + 0.5);
            }
        }
        mooncake(canvas, center, 64.0, crust, (Glyph::Yue, 16));
    });
    let corner = if random.chance(0.5) { (-10.0, 40.0) } else { (width + 10.0, 30.0) };
    osmanthus(canvas, random, corner);
    corner_seal(canvas, random);
}

fn mooncake(canvas: &mut Canvas, at: Point, size: f32, crust: Color, face: (Glyph, usize)) {
    let (sign, folds) = face;
    let rim = |share: f32, depth: f32| -> Shape {
        let points: Vec<Point> = (0..folds * 10)
            .map(|step| {
                let angle = step as f32 / (folds * 10) as f32 * TAU;
                let wave = (angle * folds as f32 / 2.0).sin().abs().powf(0.7);
                polar(at, angle, size * share * (1.0 - depth + depth * wave))
            })
            .collect();
        polygon(&points)
    };
    canvas.fill(
        &rim(1.0, 0.09),
        linear(
            (at.0 - size, at.1 - size),
            (at.0 + size, at.1 + size),
            &[(0.0, crust.light(0.35)), (0.5, crust), (1.0, crust.dark(0.38))],
        ),
    );
    canvas.fill(
        &rim(0.86, 0.07),
        linear(
            (at.0 - size, at.1 - size),
            (at.0 + size, at.1 + size),
            &[(0.0, crust.dark(0.24)), (1.0, crust.light(0.3))],
        ),
    );
    canvas.fill(
        &rim(0.82, 0.07),
        radial(
            (at.0 - size * 0.2, at.1 - size * 0.25),
            size * 1.1,
            &[(0.0, crust.light(0.26)), (1.0, crust.dark(0.08))],
        ),
    );
    for index in 0..folds {
        let angle = index as f32 / folds as f32 * TAU;
        let shape = petal(polar(at, angle, size * 0.5), angle, (size * 0.27, size * 1.5 / folds as f32), 0.0);
        canvas.line(&shape, 2.4, crust.dark(0.4).alpha(0.75));
        canvas.line(&shape, 0.9, crust.light(0.5));
    }
    canvas.line(&circle(at.0, at.1, size * 0.47), 2.6, crust.dark(0.4).alpha(0.8));
    canvas.line(&circle(at.0, at.1, size * 0.45), 1.0, crust.light(0.5));
    let corner = (at.0 - size * 0.28, at.1 - size * 0.29);
    write(canvas, sign, (corner.0 + 1.2, corner.1 + 1.6), size * 0.56, 11.0, crust.light(0.45));
    write(canvas, sign, corner, size * 0.56, 10.0, crust.dark(0.5));
}

/// Takes a wedge out of a mooncake, down to its filling and yolk.
fn slice(canvas: &mut Canvas, at: Point, size: f32, angle: f32) {
    let mut wedge = arc_points(at, size * 1.02, angle - 0.55, angle + 0.55);
    wedge.push(at);
    let paste = Color::hex(0x0070_3022);
    canvas.fill(&polygon(&wedge), paste.dark(0.2));
    let mut inner = arc_points(at, size * 0.9, angle - 0.5, angle + 0.5);
    inner.push(polar(at, angle, size * 0.1));
    canvas.fill(&polygon(&inner), radial(at, size, &[(0.0, paste.light(0.2)), (1.0, paste)]));
    let yolk = polar(at, angle, size * 0.5);
    canvas.fill(
        &circle(yolk.0, yolk.1, size * 0.2),
        radial((yolk.0 - 3.0, yolk.1 - 3.0), size * 0.26, &[(0.0, TENGHUANG), (1.0, JU)]),
    );
    canvas.line(&polygon(&wedge), 1.6, paste.dark(0.5).alpha(0.7));
}

/// Draws a twig of sweet osmanthus reaching in from a corner.
fn osmanthus(canvas: &mut Canvas, random: &Random, from: Point) {
    let hand = if from.0 < canvas.width / 2.0 { 1.0 } else { -1.0 };
    canvas.with_shadow(cast(14.0), |canvas| {
        let twig = along(
            from,
            (from.0 + hand * 70.0, from.1 - 20.0),
            (from.0 + hand * 130.0, from.1 + 50.0),
            (from.0 + hand * 210.0, from.1 + 26.0),
        );
        canvas.fill(&stroke(&twig, |far| 7.0 - far * 4.5), TAN.dark(0.2));
        for (index, spot) in twig.iter().enumerate().step_by(3).skip(1) {
            let side = if index % 2 == 0 { 1.0 } else { -1.0 };
            let angle = (if hand > 0.0 { 0.1 } else { PI - 0.1 }) + side * 0.8;
            let tip = polar(*spot, angle, random.range(62.0, 88.0));
            let shape = leaf(*spot, tip, 27.0, 5.0 * side);
            canvas.fill(&shape, linear(*spot, tip, &[(0.0, SONGLU.light(0.25)), (1.0, SONGLU.light(0.05))]));
            canvas.fill(&stroke(&[*spot, tip], |far| 1.6 * swell(far)), SONGHUA.alpha(0.6));
            for _ in 0..7 {
                let bloom = (spot.0 + random.swing(19.0), spot.1 + random.swing(19.0));
                for turn in 0..4 {
                    canvas.fill(
                        &petal(bloom, turn as f32 * PI / 2.0 + bloom.0, (6.5, 6.0), 0.0),
                        TENGHUANG.mix(JU, random.unit() * 0.4),
                    );
                }
            }
        }
    });
    for _ in 0..14 {
        let bloom = (random.unit() * canvas.width, random.unit() * canvas.height);
        for turn in 0..4 {
            canvas.fill(&petal(bloom, turn as f32 * PI / 2.0 + bloom.0, (5.5, 5.0), 0.0), TENGHUANG);
        }
    }
}
