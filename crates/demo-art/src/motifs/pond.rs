//! Koi among lily pads.

use std::f32::consts::{PI, TAU};

use crate::{
    canvas::{Canvas, Shadow, linear, radial},
    color::{
        Color, HAITANG, JU, MO, QINGBI, SHIQING, SONGHUA, SONGLU, TAOYAO, TENGHUANG, TIANQING, WHITE,
        XUANQING, ZHUHONG, ZHUQING,
    },
    glyph::corner_seal,
    random::Random,
    shape::{Pen, Point, arc, blob, circle, leaf, petal, polar, polygon, smooth_line, stroke},
};

/// Draws a lily pad from above, with its notch and veins.
fn pad(canvas: &mut Canvas, random: &Random, center: Point, radius: f32, color: Color) {
    let notch = random.range(0.0, TAU);
    let gap = 0.16;
    let outline: Vec<Point> = (0..=40)
        .map(|step| {
            let angle = notch + gap + step as f32 / 40.0 * (TAU - gap * 2.0);
            polar(center, angle, radius * (1.0 + 0.025 * (angle * 7.0).sin()))
        })
        .chain([polar(center, notch, radius * 0.16)])
        .collect();
    let bright = polar(center, -2.2, radius * 0.4);
    let colors = [(0.0, color.light(0.24)), (0.7, color), (1.0, color.dark(0.26))];
    canvas.fill(&polygon(&outline), radial(bright, radius * 1.35, &colors));
    for vein in 0..9 {
        let angle = notch + gap + (vein as f32 + 0.5) / 9.0 * (TAU - gap * 2.0);
        let tip = polar(center, angle, radius * 0.9);
        canvas.line(
            &Pen::from(center.0, center.1).to(tip.0, tip.1).done(),
            radius * 0.014,
            color.light(0.45).alpha(0.5),
        );
    }
    canvas.line(&polygon(&outline), radius * 0.022, color.light(0.4).alpha(0.4));
}

/// Draws a lotus or lily from straight above, for the pond.
fn floating_lotus(canvas: &mut Canvas, random: &Random, center: Point, size: f32, colors: (Color, Color)) {
    let turn = random.range(0.0, 60.0);
    canvas.placed(center, turn, size, |canvas| {
        for (reach, count, half) in [(1.0, 9, 0.0), (0.76, 8, 0.4), (0.5, 6, 0.2)] {
            for index in 0..count {
                let angle = (index as f32 + half) / count as f32 * TAU;
                let tip = polar((0.0, 0.0), angle, reach);
                let shape = leaf((0.0, 0.0), tip, reach * 0.46, 0.0);
                canvas.fill(
                    &shape,
                    linear((0.0, 0.0), tip, &[(0.0, colors.0.light(0.5)), (0.55, colors.0), (1.0, colors.1)]),
                );
                canvas.line(&shape, 0.012, colors.1.dark(0.1).alpha(0.35));
            }
        }
        canvas.fill(&circle(0.0, 0.0, 0.2), radial((0.0, 0.0), 0.2, &[(0.0, SONGHUA), (1.0, TENGHUANG)]));
    });
}

/// Draws a koi from above, along a bent spine.
fn koi(canvas: &mut Canvas, random: &Random, center: Point, degrees: f32, size: f32) {
    let coats = [
        (WHITE, ZHUHONG),
        (ZHUHONG.mix(JU, 0.35), WHITE),
        (WHITE, MO.light(0.08)),
        (TENGHUANG, JU),
        (WHITE, JU),
    ];
    let (body, patch) = random.pick(&coats);
    let bend = random.side() * random.range(0.35, 0.75);
    let spine: Vec<Point> = (0..=24)
        .map(|step| {
            let far = step as f32 / 24.0;
            ((0.5 - far) * 2.0, (far * PI * 1.25).sin() * 0.2 * bend + far * far * 0.22 * bend)
        })
        .collect();
    let girth =
        |far: f32| 0.8 * (far * 1.06 + 0.02).powf(0.5) * (1.0 - far * 0.97).max(0.0).powf(0.95) + 0.03;
    let tail = spine[24];
    let before = spine[21];
    let way = (tail.1 - before.1).atan2(tail.0 - before.0);
    let fin = patch.mix(body, 0.55).light(0.25);
    let draw = |canvas: &mut Canvas| {
        for (lean, long) in [(0.55, 0.62), (-0.5, 0.56), (0.12, 0.44)] {
            let tip = polar(tail, way + lean, long);
            let shape = leaf(polar(tail, way + PI, 0.08), tip, 0.24, lean * 0.16);
            canvas.fill(&shape, linear(tail, tip, &[(0.0, fin.alpha(0.95)), (1.0, fin.alpha(0.35))]));
            canvas.line(&Pen::from(tail.0, tail.1).to(tip.0, tip.1).done(), 0.008, WHITE.alpha(0.5));
        }
        for (at, out, back) in [(6_usize, 0.42, 0.34), (13, 0.26, 0.26)] {
            for side in [-1.0, 1.0] {
                let root = (spine[at].0, spine[at].1 + side * girth(at as f32 / 24.0) * 0.4);
                let tip = (root.0 - back, root.1 + side * out);
                let shape = leaf(root, tip, 0.2, -side * 0.07);
                canvas.fill(&shape, linear(root, tip, &[(0.0, fin), (1.0, fin.alpha(0.3))]));
            }
        }
        let outline = stroke(&spine, girth);
        canvas.fill(&outline, body);
        canvas.fill(&circle(spine[1].0 - 0.02, spine[1].1, girth(0.05) * 0.5), body);
        canvas.clipped(&outline, |canvas| {
            for at in [3_usize, 9, 15, 20] {
                if random.chance(0.85) {
                    let wide = girth(at as f32 / 24.0);
                    let spot = (spine[at].0 + random.swing(0.06), spine[at].1 + random.swing(0.14));
                    let points: Vec<Point> = (0..8)
                        .map(|step| polar(spot, step as f32 / 8.0 * TAU, wide * random.range(0.3, 0.74)))
                        .collect();
                    canvas.fill(&blob(&points), patch);
                }
            }
            let shade =
                stroke(&spine.iter().map(|spot| (spot.0, spot.1 + 0.12)).collect::<Vec<_>>(), |far| {
                    girth(far) * 0.5
                });
            canvas.fill(&shade, MO.alpha(0.12));
            for at in (5..21).step_by(2) {
                let wide = girth(at as f32 / 24.0) * 0.36;
                canvas.line(&arc(spine[at], wide, -1.1, 1.1), 0.012, MO.alpha(0.1));
            }
        });
        canvas.fill(&stroke(&spine[7..19], |far| (far * PI).sin() * 0.07), patch.dark(0.12).alpha(0.55));
        for side in [-1.0, 1.0] {
            let eye = (spine[2].0 - 0.01, spine[2].1 + side * girth(2.0 / 24.0) * 0.4);
            canvas.fill(&circle(eye.0, eye.1, 0.028), MO);
            let whisker = [
                spine[0],
                (spine[0].0 + 0.06, spine[0].1 + side * 0.08),
                (spine[0].0 + 0.03, spine[0].1 + side * 0.16),
            ];
            canvas.line(&smooth_line(&whisker), 0.01, body.dark(0.15));
        }
    };
    canvas.placed((center.0 + 10.0, center.1 + 20.0), degrees, size, |canvas| {
        canvas.fill(&stroke(&spine, |far| girth(far) * 1.15), XUANQING.alpha(0.16));
        canvas.fill(&stroke(&spine, |far| girth(far) * 0.8), XUANQING.alpha(0.14));
    });
    canvas.placed(center, degrees, size, draw);
}

/// Draws koi circling among lily pads.
pub(super) fn koi_pond(canvas: &mut Canvas, random: &Random) {
    let waters = [
        (QINGBI.light(0.1), SONGLU.dark(0.1), ZHUQING),
        (TIANQING, SHIQING.dark(0.3), QINGBI.dark(0.1)),
        (SHIQING.light(0.1), XUANQING, QINGBI.dark(0.05)),
        (SONGHUA.mix(QINGBI, 0.5), SONGLU.dark(0.15), ZHUQING.dark(0.05)),
    ];
    let (light, deep, green) = random.pick(&waters);
    let (width, height) = (canvas.width, canvas.height);
    canvas.background(&[(0.0, light), (0.6, light.mix(deep, 0.65)), (1.0, deep)]);
    for _ in 0..5 {
        let spot = (random.unit() * width, random.unit() * height);
        canvas.pool(
            spot,
            (random.range(120.0, 240.0), random.range(90.0, 170.0)),
            light.light(0.3).alpha(0.2),
        );
    }
    for _ in 0..3 {
        let spot = (random.unit() * width, random.unit() * height);
        for ripple in 1..5 {
            let radius = ripple as f32 * 26.0 + random.range(0.0, 6.0);
            canvas.line(&circle(spot.0, spot.1, radius), 1.6, WHITE.alpha(0.2 - ripple as f32 * 0.035));
        }
    }
    let middle = (width * 0.5, height * 0.52);
    let turn = random.range(0.0, 360.0);
    let count = 3 + random.below(2);
    for index in 0..count {
        let degrees = turn + index as f32 * 360.0 / count as f32 + random.swing(18.0);
        let spot = polar(middle, degrees.to_radians(), 158.0 + random.swing(30.0));
        koi(canvas, random, spot, degrees + 90.0 + random.swing(16.0), random.range(92.0, 118.0));
    }
    let corner = turn + 30.0;
    let shadow = Shadow { offset: (8.0, 16.0), blur: 14.0, color: deep.dark(0.4).alpha(0.55) };
    canvas.with_shadow(shadow, |canvas| {
        for index in 0..8 {
            let angle = (corner + index as f32 * 45.0 + random.swing(16.0)).to_radians();
            let far = width.min(height) * random.range(0.46, 0.66);
            let spot = (
                width / 2.0 + angle.cos() * far * width / 640.0,
                height / 2.0 + angle.sin() * far * height / 640.0,
            );
            pad(canvas, random, spot, random.range(44.0, 92.0), green.mix(deep, random.range(0.0, 0.3)));
            if index % 3 == 0 {
                floating_lotus(
                    canvas,
                    random,
                    (spot.0 + random.swing(30.0), spot.1 + random.swing(30.0)),
                    random.range(38.0, 54.0),
                    (TAOYAO.light(0.4), HAITANG),
                );
            }
        }
    });
    for _ in 0..7 {
        let spot = (random.unit() * width, random.unit() * height);
        canvas.fill(&petal(spot, random.range(0.0, 6.0), (13.0, 11.0), 0.08), TAOYAO.light(0.25).alpha(0.9));
    }
    corner_seal(canvas, random);
}
