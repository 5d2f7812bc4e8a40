//! Water: the koi pond, lotus, and the waves and clouds of court robes.

use std::f32::consts::{PI, TAU};

use super::{
    dice::Dice,
    glyph::corner_seal,
    ink::{
        CHIJIN, DAI, HAITANG, Ink, JILAN, JU, MO, NIJIN, QINGBI, SHIQING, SONGHUA, SONGLU, TAOYAO, TENGHUANG,
        TIANQING, WHITE, XIANG, XUAN, XUANQING, YANZHI, YUEBAI, ZHUHONG, ZHUQING,
    },
    pattern::{cloud, scales},
    scenery::{mist, moon},
    shape::{Pen, Spot, along, arc, blob, circle, leaf, petal, polar, polygon, stroke, thread},
    sheet::{Shadow, Sheet, fall, halo, slope},
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

/// An open lotus seen a little from above.
pub(super) fn lotus_flower(sheet: &mut Sheet, center: Spot, size: f32, inks: (Ink, Ink)) {
    let (pale, strong) = inks;
    let rows: [(f32, f32, f32, usize); 4] =
        [(1.0, 0.92, 0.34, 9), (0.86, 0.98, 0.36, 8), (0.62, 1.0, 0.38, 6), (0.34, 0.92, 0.4, 4)];
    for (spread, tall, wide, count) in rows {
        for index in 0..count {
            let far = index as f32 / (count - 1) as f32 * 2.0 - 1.0;
            let lean = far * spread;
            let tip = (center.0 + lean * size, center.1 - size * tall * (1.0 - lean.abs().powf(1.7) * 0.78));
            let root = (center.0 + lean * size * 0.14, center.1 + size * 0.14);
            let shape = leaf(root, tip, size * wide * 1.3, far * size * -0.06);
            sheet.fill(&shape, slope(root, tip, &[(0.0, pale.light(0.4)), (0.55, pale), (1.0, strong)]));
            sheet.line(&shape, size * 0.009, strong.dark(0.1).alpha(0.4));
        }
    }
    sheet.fill(
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
        sheet.fill(&shape, slope(root, tip, &[(0.0, pale.light(0.5)), (1.0, strong.mix(pale, 0.3))]));
        sheet.line(&shape, size * 0.009, strong.dark(0.1).alpha(0.35));
    }
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
    let shadow = Some(Shadow { offset: (8.0, 16.0), blur: 14.0, ink: deep.dark(0.4).alpha(0.55) });
    sheet.lifted(shadow, 1.0, |sheet| {
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

/// A lotus leaf from the side: a wide bowl on its stem.
fn side_leaf(sheet: &mut Sheet, center: Spot, size: f32, tilt: f32, ink: Ink) {
    sheet.placed(center, tilt, size, |sheet| {
        let rim: Vec<Spot> = (0..36)
            .map(|step| {
                let angle = step as f32 / 36.0 * TAU;
                let wave = 1.0 + 0.06 * (angle * 5.0).sin() + 0.03 * (angle * 9.0).cos();
                (angle.cos() * wave, angle.sin() * 0.36 * wave)
            })
            .collect();
        let under = Pen::from(-1.0, 0.0).curve((-0.8, 0.62), (0.8, 0.62), (1.0, 0.0)).close();
        sheet.fill(&under, ink.dark(0.35));
        sheet.fill(
            &blob(&rim),
            slope((-0.8, -0.4), (0.7, 0.5), &[(0.0, ink.light(0.2)), (0.6, ink), (1.0, ink.dark(0.25))]),
        );
        for vein in 0..13 {
            let angle = vein as f32 / 13.0 * TAU;
            let tip = (angle.cos() * 0.94, angle.sin() * 0.33);
            sheet.line(
                &Pen::from(0.0, 0.02).bow((tip.0 * 0.5, tip.1 * 0.5 + 0.04), tip).done(),
                0.012,
                ink.light(0.35).alpha(0.55),
            );
        }
        sheet.fill(&circle(0.0, 0.02, 0.05), ink.light(0.4));
    });
}

/// Lotus over misty water.
pub(super) fn lotus(sheet: &mut Sheet, dice: &Dice) {
    let moods = [
        (
            Ink::hex(0x00fb_ecd9),
            Ink::hex(0x00cf_e0cc),
            ZHUQING.dark(0.1),
            (TAOYAO.light(0.45), HAITANG),
            TENGHUANG.light(0.4),
        ),
        (YUEBAI, TIANQING.light(0.1), QINGBI.dark(0.2), (WHITE, TAOYAO), WHITE),
        (
            Ink::hex(0x0018_2a44),
            Ink::hex(0x0037_6470),
            Ink::hex(0x002d_6b5c),
            (Ink::hex(0x00fb_dfe0), HAITANG.light(0.15)),
            CHIJIN.light(0.4),
        ),
        (
            Ink::hex(0x00f6_d9c4),
            Ink::hex(0x00e8_c8b8),
            SONGLU.light(0.2),
            (WHITE, Ink::hex(0x00ee_9aa0)),
            JU.light(0.35),
        ),
    ];
    let (high, low, green, flower, disc) = dice.pick(&moods);
    let (width, height) = (sheet.width, sheet.height);
    let hand = dice.side();
    sheet.sky(&[(0.0, high), (0.7, low), (1.0, low.mix(green, 0.35))]);
    moon(sheet, (width * (0.5 + hand * 0.2), height * 0.27), 84.0, disc, disc);
    for row in 0..3 {
        let near = row as f32 / 2.0;
        for _ in 0..5 - row {
            let spot = (dice.range(-0.05, 1.05) * width, height * (0.66 + near * 0.2) + dice.swing(36.0));
            let ink = low.mix(green, 0.3 + near * 0.55).dark(near * 0.14);
            let size = 60.0 + near * 62.0 + dice.swing(16.0);
            let stem = [
                (spot.0, spot.1 + 8.0),
                (spot.0 + dice.swing(12.0), spot.1 + 100.0),
                (spot.0 + dice.swing(26.0), height + 10.0),
            ];
            sheet.fill(&stroke(&stem, |_| 3.0 + near * 3.0), ink.dark(0.15));
            side_leaf(sheet, spot, size, dice.swing(16.0), ink);
        }
        mist(sheet, dice, height * (0.8 + near * 0.1), 80.0, low.light(0.35).alpha(0.4));
    }
    let blooms = [
        (0.5 - hand * dice.range(0.04, 0.2), dice.range(0.44, 0.54), dice.range(108.0, 136.0)),
        (0.5 + hand * dice.range(0.22, 0.34), dice.range(0.56, 0.68), dice.range(60.0, 86.0)),
    ];
    for (x, y, size) in blooms {
        let spot = (width * x, height * y);
        let bend = (spot.0 + hand * 26.0, spot.1 + 110.0);
        let stem =
            along(spot, bend, (bend.0 - hand * 10.0, bend.1 + 60.0), (spot.0 - hand * 14.0, height + 10.0));
        sheet.fill(&stroke(&stem, |_| 6.0), green.dark(0.1));
        sheet.glow((spot.0, spot.1 - size * 0.2), size * 1.8, flower.0.alpha(0.4));
        lotus_flower(sheet, spot, size, flower);
    }
    let bud = (width * (0.5 - hand * dice.range(0.34, 0.42)), height * dice.range(0.34, 0.5));
    sheet.fill(
        &stroke(&[bud, (bud.0 + hand * 10.0, height * 0.7), (bud.0, height + 10.0)], |_| 4.5),
        green.dark(0.1),
    );
    for lean in [-0.35, 0.35, 0.0] {
        let tip = (bud.0 + lean * 16.0, bud.1 - 64.0 + lean.abs() * 24.0);
        sheet.fill(
            &leaf((bud.0, bud.1 + 8.0), tip, 34.0, lean * 14.0),
            slope(bud, tip, &[(0.0, flower.0), (1.0, flower.1)]),
        );
    }
    if dice.chance(0.7) {
        dragonfly(sheet, (bud.0 + 2.0, bud.1 - 76.0), hand, 46.0);
    }
    let near_leaf = (width * (0.5 + hand * 0.3), height * 0.93);
    side_leaf(sheet, near_leaf, 190.0, -hand * 8.0, green.dark(0.12));
    corner_seal(sheet, dice);
}

/// A dragonfly about to settle.
fn dragonfly(sheet: &mut Sheet, at: Spot, hand: f32, size: f32) {
    let tail = (at.0 + hand * size, at.1 - size * 0.3);
    for (angle, long) in [(-2.2, 0.9), (-1.7, 0.85), (-0.75, 0.8), (-1.15, 0.9)] {
        let tip = polar(at, angle, size * long);
        sheet.fill(&leaf(at, tip, size * 0.2, 0.0), YUEBAI.alpha(0.75));
        sheet.line(&leaf(at, tip, size * 0.2, 0.0), 0.8, SHIQING.alpha(0.6));
    }
    sheet.fill(
        &stroke(&[(at.0 - hand * size * 0.14, at.1 + size * 0.05), at, tail], |far| {
            size * (0.13 - 0.09 * far)
        }),
        YANZHI,
    );
    sheet.fill(&circle(at.0 - hand * size * 0.18, at.1 + size * 0.06, size * 0.09), ZHUHONG);
}

/// A crane in flight with spread wings.
fn crane(sheet: &mut Sheet, at: Spot, hand: f32, size: f32) {
    let how = tiny_skia::Transform::from_row(hand * size, 0.0, 0.0, size, at.0, at.1);
    sheet.moved(how, |sheet| {
        for (lift, long) in [(-0.85, 1.0), (-0.35, 0.9)] {
            for feather in 0..7 {
                let far = feather as f32 / 6.0;
                let tip = (-0.28 - far * 0.5 * long + lift * 0.25, lift * (1.15 - far * 0.85));
                let root = (0.1 - far * 0.34, -0.05);
                let ink = if far < 0.28 { MO.light(0.05) } else { WHITE.mix(YUEBAI, far * 0.5) };
                sheet.fill(&leaf(root, tip, 0.16, 0.05), ink);
                sheet.line(&leaf(root, tip, 0.16, 0.05), 0.012, DAI.alpha(0.45));
            }
        }
        let body = leaf((0.42, 0.02), (-0.6, 0.12), 0.3, 0.0);
        sheet.fill(&body, WHITE);
        sheet.fill(&leaf((-0.4, 0.1), (-0.85, 0.2), 0.12, 0.0), MO);
        let neck = [(0.3, 0.02), (0.55, -0.02), (0.72, -0.16), (0.95, -0.14)];
        sheet.fill(&stroke(&neck, |far| 0.12 - far * 0.06), WHITE);
        sheet.fill(&stroke(&neck[1..], |far| 0.06 - far * 0.02), MO.alpha(0.85));
        sheet.fill(&circle(0.95, -0.15, 0.055), WHITE);
        sheet.fill(&circle(0.96, -0.19, 0.035), ZHUHONG);
        sheet.fill(&leaf((0.98, -0.14), (1.24, -0.1), 0.045, 0.0), NIJIN);
        for drop in [0.0, 0.05] {
            sheet.fill(&stroke(&[(-0.5, 0.12 + drop), (-1.2, 0.3 + drop)], |_| 0.025), MO.light(0.15));
        }
    });
}

/// The cliff that rises from the waves (江崖): three stepped peaks in bands.
fn cliff(sheet: &mut Sheet, foot: Spot, size: f32, inks: &[Ink]) {
    for (shift, tall, wide) in [(-0.5, 0.7, 0.42), (0.5, 0.7, 0.42), (0.0, 1.0, 0.5)] {
        for (band, ink) in inks.iter().enumerate() {
            let share = 1.0 - band as f32 / inks.len() as f32;
            let (half, top) = (wide * size * share.powf(0.8), tall * size * share);
            let x = foot.0 + shift * size;
            let shape = Pen::from(x - half, foot.1)
                .curve(
                    (x - half * 0.9, foot.1 - top * 0.5),
                    (x - half * 0.5, foot.1 - top),
                    (x, foot.1 - top),
                )
                .curve(
                    (x + half * 0.5, foot.1 - top),
                    (x + half * 0.9, foot.1 - top * 0.5),
                    (x + half, foot.1),
                )
                .close();
            sheet.fill(&shape, *ink);
            sheet.line(&shape, 1.6, CHIJIN.alpha(0.9));
        }
    }
}

/// A breaking wave with a curled crest and spray.
fn breaker(sheet: &mut Sheet, at: Spot, size: f32, hand: f32, inks: (Ink, Ink)) {
    let how = tiny_skia::Transform::from_row(hand * size, 0.0, 0.0, size, at.0, at.1);
    sheet.moved(how, |sheet| {
        let body = Pen::from(-1.0, 0.5)
            .curve((-0.7, 0.3), (-0.5, -0.75), (0.2, -0.8))
            .curve((0.62, -0.8), (0.78, -0.38), (0.5, -0.2))
            .curve((0.36, -0.12), (0.2, -0.28), (0.32, -0.4))
            .curve((0.1, -0.42), (0.0, 0.1), (0.7, 0.5))
            .close();
        sheet.fill(&body, slope((-0.3, -0.8), (0.1, 0.5), &[(0.0, inks.0), (1.0, inks.1)]));
        sheet.line(&body, 0.03, CHIJIN);
        for inner in [0.16, 0.32] {
            let line = Pen::from(-0.86 + inner, 0.5)
                .curve(
                    (-0.6 + inner, 0.2),
                    (-0.4 + inner * 0.7, -0.62 + inner * 0.4),
                    (0.16, -0.66 + inner * 0.3),
                )
                .done();
            sheet.line(&line, 0.025, WHITE.alpha(0.75));
        }
        for (x, y, radius) in [
            (0.3, -0.98, 0.07),
            (0.55, -0.86, 0.09),
            (0.78, -0.66, 0.06),
            (0.86, -0.45, 0.045),
            (0.06, -1.0, 0.045),
        ] {
            sheet.fill(&circle(x, y, radius), WHITE);
            sheet.line(&circle(x, y, radius), 0.02, CHIJIN);
        }
    });
}

/// Waves, cliff and clouds under the sun, the hem of a court robe (海水江崖).
pub(super) fn waves(sheet: &mut Sheet, dice: &Dice) {
    let moods = [
        (XIANG.light(0.35), XUAN, ZHUHONG, [JILAN, SHIQING, TIANQING, YUEBAI]),
        (
            Ink::hex(0x0016_2c55),
            Ink::hex(0x002d_5a84),
            CHIJIN.light(0.2),
            [SHIQING, QINGBI, TIANQING, YUEBAI],
        ),
        (Ink::hex(0x009c_2a2c), Ink::hex(0x00c4_4a36), CHIJIN, [JILAN, SHIQING, QINGBI, XUAN]),
        (
            Ink::hex(0x00bf_dcd8),
            Ink::hex(0x00ee_f3e6),
            JU.mix(ZHUHONG, 0.5),
            [SONGLU, QINGBI, TIANQING, XUAN],
        ),
    ];
    let (high, low, disc, blues) = dice.pick(&moods);
    let (width, height) = (sheet.width, sheet.height);
    let hand = dice.side();
    sheet.sky(&[(0.0, high), (0.75, low), (1.0, low)]);
    let sun = (width * (0.5 + hand * 0.04), height * 0.36);
    sheet.glow(sun, 270.0, disc.light(0.3).alpha(0.35));
    sheet.fill(
        &circle(sun.0, sun.1, 118.0),
        halo((sun.0 - 30.0, sun.1 - 40.0), 170.0, &[(0.0, disc.light(0.2)), (1.0, disc)]),
    );
    sheet.line(&circle(sun.0, sun.1, 124.0), 1.6, CHIJIN);
    let puffs = [(0.17, 0.26, 78.0), (0.8, 0.18, 66.0), (0.74, 0.46, 88.0), (0.2, 0.52, 62.0)];
    for (index, (x, y, size)) in puffs.into_iter().enumerate() {
        let spot = (width * (0.5 + hand * (x - 0.5)) + dice.swing(20.0), height * y + dice.swing(14.0));
        let side = if index % 2 == 0 { hand } else { -hand };
        let tint = blues[2].mix(WHITE, 0.5);
        cloud(sheet, spot, size, side, (XUAN.light(0.4), tint, NIJIN.dark(0.12)));
    }
    crane(sheet, (width * (0.5 - hand * 0.13), height * 0.3), hand, 92.0);
    if dice.chance(0.6) {
        crane(sheet, (width * (0.5 + hand * 0.27), height * 0.34), -hand, 52.0);
    }
    let sea = height * 0.74;
    let bands = [blues[0], blues[1], blues[2], blues[3], blues[1]];
    cliff(sheet, (width * 0.5, sea + 60.0), 168.0, &bands);
    for (index, x) in [0.12, 0.86, 0.3, 0.7].into_iter().enumerate() {
        let size = if index < 2 { 92.0 } else { 64.0 };
        let side = if x < 0.5 { 1.0 } else { -1.0 };
        breaker(sheet, (width * x, sea + 34.0), size, side, (blues[2], blues[0]));
    }
    scales(
        sheet,
        (sea, height - 70.0),
        46.0,
        &[blues[0].light(0.06), blues[1], blues[0].light(0.12), blues[1].light(0.1)],
        CHIJIN.alpha(0.75),
    );
    standing_water(sheet, height - 66.0, &blues);
    corner_seal(sheet, dice);
}

/// The slanting stripes below the waves (立水).
fn standing_water(sheet: &mut Sheet, top: f32, inks: &[Ink; 4]) {
    let (width, height) = (sheet.width, sheet.height);
    sheet.fill(&super::shape::rect(-1.0, top, width + 2.0, height - top + 1.0), inks[0]);
    let count = (width / 16.0) as usize;
    for index in 0..=count {
        let x = index as f32 * 16.0;
        let lean = ((x / width - 0.5) * 60.0) + (index as f32 * 0.8).sin() * 3.0;
        let line = Pen::from(x, top)
            .curve((x + lean * 0.2, top + 24.0), (x + lean * 0.8, top + 36.0), (x + lean, height + 4.0))
            .done();
        let ink = [inks[3], CHIJIN, inks[2], inks[1].light(0.2)][index % 4];
        sheet.line(&line, 5.5, ink.alpha(0.85));
    }
    sheet.fill(
        &super::shape::rect(-1.0, top - 2.0, width + 2.0, 4.0),
        fall(top - 2.0, top + 2.0, &[(0.0, CHIJIN), (1.0, NIJIN)]),
    );
}
