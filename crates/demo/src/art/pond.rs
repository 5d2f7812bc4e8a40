//! Koi among lily pads.

use std::f32::consts::{PI, TAU};

use super::{
    dice::Dice,
    glyph::corner_seal,
    ink::{
        HAITANG, Ink, JU, MO, QINGBI, SHIQING, SONGHUA, SONGLU, TAOYAO, TENGHUANG, TIANQING, WHITE, XUANQING,
        ZHUHONG, ZHUQING,
    },
    shape::{Pen, Spot, arc, blob, circle, leaf, petal, polar, polygon, stroke, thread},
    sheet::{Shadow, Sheet, halo, slope},
};

/// A lily pad from above, with its notch and veins.
fn pad(sheet: &mut Sheet, dice: &Dice, center: Spot, radius: f32, ink: Ink) {
    let notch = dice.range(0.0, TAU);
    let gap = 0.16;
    let outline: Vec<Spot> = (0..=40)
        .map(|step| {
            let angle = notch + gap + step as f32 / 40.0 * (TAU - gap * 2.0);
            polar(center, angle, radius * (1.0 + 0.025 * (angle * 7.0).sin()))
        })
        .chain([polar(center, notch, radius * 0.16)])
        .collect();
    let bright = polar(center, -2.2, radius * 0.4);
    let inks = [(0.0, ink.light(0.24)), (0.7, ink), (1.0, ink.dark(0.26))];
    sheet.fill(&polygon(&outline), halo(bright, radius * 1.35, &inks));
    for vein in 0..9 {
        let angle = notch + gap + (vein as f32 + 0.5) / 9.0 * (TAU - gap * 2.0);
        let tip = polar(center, angle, radius * 0.9);
        sheet.line(
            &Pen::from(center.0, center.1).to(tip.0, tip.1).done(),
            radius * 0.014,
            ink.light(0.45).alpha(0.5),
        );
    }
    sheet.line(&polygon(&outline), radius * 0.022, ink.light(0.4).alpha(0.4));
}

/// A lotus or lily from straight above, for the pond.
fn floating_lotus(sheet: &mut Sheet, dice: &Dice, center: Spot, size: f32, inks: (Ink, Ink)) {
    let turn = dice.range(0.0, 60.0);
    sheet.placed(center, turn, size, |sheet| {
        for (reach, count, half) in [(1.0, 9, 0.0), (0.76, 8, 0.4), (0.5, 6, 0.2)] {
            for index in 0..count {
                let angle = (index as f32 + half) / count as f32 * TAU;
                let tip = polar((0.0, 0.0), angle, reach);
                let shape = leaf((0.0, 0.0), tip, reach * 0.46, 0.0);
                sheet.fill(
                    &shape,
                    slope((0.0, 0.0), tip, &[(0.0, inks.0.light(0.5)), (0.55, inks.0), (1.0, inks.1)]),
                );
                sheet.line(&shape, 0.012, inks.1.dark(0.1).alpha(0.35));
            }
        }
        sheet.fill(&circle(0.0, 0.0, 0.2), halo((0.0, 0.0), 0.2, &[(0.0, SONGHUA), (1.0, TENGHUANG)]));
    });
}

/// A koi from above, along a bent spine.
fn koi(sheet: &mut Sheet, dice: &Dice, center: Spot, degrees: f32, size: f32) {
    let coats = [
        (WHITE, ZHUHONG),
        (ZHUHONG.mix(JU, 0.35), WHITE),
        (WHITE, MO.light(0.08)),
        (TENGHUANG, JU),
        (WHITE, JU),
    ];
    let (body, patch) = dice.pick(&coats);
    let bend = dice.side() * dice.range(0.35, 0.75);
    let spine: Vec<Spot> = (0..=24)
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
    let draw = |sheet: &mut Sheet| {
        for (lean, long) in [(0.55, 0.62), (-0.5, 0.56), (0.12, 0.44)] {
            let tip = polar(tail, way + lean, long);
            let shape = leaf(polar(tail, way + PI, 0.08), tip, 0.24, lean * 0.16);
            sheet.fill(&shape, slope(tail, tip, &[(0.0, fin.alpha(0.95)), (1.0, fin.alpha(0.35))]));
            sheet.line(&Pen::from(tail.0, tail.1).to(tip.0, tip.1).done(), 0.008, WHITE.alpha(0.5));
        }
        for (at, out, back) in [(6_usize, 0.42, 0.34), (13, 0.26, 0.26)] {
            for side in [-1.0, 1.0] {
                let root = (spine[at].0, spine[at].1 + side * girth(at as f32 / 24.0) * 0.4);
                let tip = (root.0 - back, root.1 + side * out);
                let shape = leaf(root, tip, 0.2, -side * 0.07);
                sheet.fill(&shape, slope(root, tip, &[(0.0, fin), (1.0, fin.alpha(0.3))]));
            }
        }
        let outline = stroke(&spine, girth);
        sheet.fill(&outline, body);
        sheet.fill(&circle(spine[1].0 - 0.02, spine[1].1, girth(0.05) * 0.5), body);
        sheet.within(&outline, |sheet| {
            for at in [3_usize, 9, 15, 20] {
                if dice.chance(0.85) {
                    let wide = girth(at as f32 / 24.0);
                    let spot = (spine[at].0 + dice.swing(0.06), spine[at].1 + dice.swing(0.14));
                    let points: Vec<Spot> = (0..8)
                        .map(|step| polar(spot, step as f32 / 8.0 * TAU, wide * dice.range(0.3, 0.74)))
                        .collect();
                    sheet.fill(&blob(&points), patch);
                }
            }
            let shade =
                stroke(&spine.iter().map(|spot| (spot.0, spot.1 + 0.12)).collect::<Vec<_>>(), |far| {
                    girth(far) * 0.5
                });
            sheet.fill(&shade, MO.alpha(0.12));
            for at in (5..21).step_by(2) {
                let wide = girth(at as f32 / 24.0) * 0.36;
                sheet.line(&arc(spine[at], wide, -1.1, 1.1), 0.012, MO.alpha(0.1));
            }
        });
        sheet.fill(&stroke(&spine[7..19], |far| (far * PI).sin() * 0.07), patch.dark(0.12).alpha(0.55));
        for side in [-1.0, 1.0] {
            let eye = (spine[2].0 - 0.01, spine[2].1 + side * girth(2.0 / 24.0) * 0.4);
            sheet.fill(&circle(eye.0, eye.1, 0.028), MO);
            let whisker = [
                spine[0],
                (spine[0].0 + 0.06, spine[0].1 + side * 0.08),
                (spine[0].0 + 0.03, spine[0].1 + side * 0.16),
            ];
            sheet.line(&thread(&whisker), 0.01, body.dark(0.15));
        }
    };
    sheet.placed((center.0 + 10.0, center.1 + 20.0), degrees, size, |sheet| {
        sheet.fill(&stroke(&spine, |far| girth(far) * 1.15), XUANQING.alpha(0.16));
        sheet.fill(&stroke(&spine, |far| girth(far) * 0.8), XUANQING.alpha(0.14));
    });
    sheet.placed(center, degrees, size, draw);
}

/// Koi circling among lily pads.
pub(super) fn koi_pond(sheet: &mut Sheet, dice: &Dice) {
    let waters = [
        (QINGBI.light(0.1), SONGLU.dark(0.1), ZHUQING),
        (TIANQING, SHIQING.dark(0.3), QINGBI.dark(0.1)),
        (SHIQING.light(0.1), XUANQING, QINGBI.dark(0.05)),
        (SONGHUA.mix(QINGBI, 0.5), SONGLU.dark(0.15), ZHUQING.dark(0.05)),
    ];
    let (light, deep, green) = dice.pick(&waters);
    let (width, height) = (sheet.width, sheet.height);
    sheet.sky(&[(0.0, light), (0.6, light.mix(deep, 0.65)), (1.0, deep)]);
    for _ in 0..5 {
        let spot = (dice.unit() * width, dice.unit() * height);
        sheet.pool(spot, (dice.range(120.0, 240.0), dice.range(90.0, 170.0)), light.light(0.3).alpha(0.2));
    }
    for _ in 0..3 {
        let spot = (dice.unit() * width, dice.unit() * height);
        for ripple in 1..5 {
            let radius = ripple as f32 * 26.0 + dice.range(0.0, 6.0);
            sheet.line(&circle(spot.0, spot.1, radius), 1.6, WHITE.alpha(0.2 - ripple as f32 * 0.035));
        }
    }
    let middle = (width * 0.5, height * 0.52);
    let turn = dice.range(0.0, 360.0);
    let count = 3 + dice.below(2);
    for index in 0..count {
        let degrees = turn + index as f32 * 360.0 / count as f32 + dice.swing(18.0);
        let spot = polar(middle, degrees.to_radians(), 158.0 + dice.swing(30.0));
        koi(sheet, dice, spot, degrees + 90.0 + dice.swing(16.0), dice.range(92.0, 118.0));
    }
    let corner = turn + 30.0;
    let shadow = Shadow { offset: (8.0, 16.0), blur: 14.0, ink: deep.dark(0.4).alpha(0.55) };
    sheet.lifted(shadow, |sheet| {
        for index in 0..8 {
            let angle = (corner + index as f32 * 45.0 + dice.swing(16.0)).to_radians();
            let far = width.min(height) * dice.range(0.46, 0.66);
            let spot = (
                width / 2.0 + angle.cos() * far * width / 640.0,
                height / 2.0 + angle.sin() * far * height / 640.0,
            );
            pad(sheet, dice, spot, dice.range(44.0, 92.0), green.mix(deep, dice.range(0.0, 0.3)));
            if index % 3 == 0 {
                floating_lotus(
                    sheet,
                    dice,
                    (spot.0 + dice.swing(30.0), spot.1 + dice.swing(30.0)),
                    dice.range(38.0, 54.0),
                    (TAOYAO.light(0.4), HAITANG),
                );
            }
        }
    });
    for _ in 0..7 {
        let spot = (dice.unit() * width, dice.unit() * height);
        sheet.fill(&petal(spot, dice.range(0.0, 6.0), (13.0, 11.0), 0.08), TAOYAO.light(0.25).alpha(0.9));
    }
    corner_seal(sheet, dice);
}
