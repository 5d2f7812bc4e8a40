//! Plum and bamboo.

use std::f32::consts::PI;

use super::{
    dice::Dice,
    glyph::corner_seal,
    ink::{
        HAITANG, Ink, MO, QINGBI, SHIQING, SONGLU, TAN, TAOYAO, TENGHUANG, TIANQING, WHITE, XIANG, XUAN,
        XUANQING, YANZHI, YUEBAI, ZHUHONG, ZHUQING,
    },
    scenery::{crest, flakes, mist, moon, ridge},
    shape::{Pen, Spot, circle, leaf, petal, polar, stroke, swell},
    sheet::{Sheet, halo, slope},
};

/// A branch that kinks like old wood; gives back its joints with their directions.
pub(super) fn branch(
    sheet: &mut Sheet,
    dice: &Dice,
    from: Spot,
    way: (f32, f32),
    thick: f32,
    ink: Ink,
) -> Vec<(Spot, f32)> {
    let (mut angle, length) = (way.0, way.1);
    let joints = ((length / 46.0) as usize).max(3);
    let mut points = vec![from];
    let mut found = Vec::new();
    let mut here = from;
    for joint in 0..joints {
        // Kinks are drawn back to the branch's own direction, or it would wander off.
        angle = way.0 + (angle - way.0) * 0.45 + dice.swing(0.6);
        let reach = length / joints as f32 * dice.range(0.8, 1.2);
        for part in 1..=4 {
            let spot = polar(here, angle, reach * part as f32 / 4.0);
            points.push((spot.0 + dice.swing(thick * 0.1), spot.1 + dice.swing(thick * 0.1)));
        }
        here = polar(here, angle, reach);
        if joint + 1 < joints {
            found.push((here, angle));
        }
    }
    let body = stroke(&points, |far| thick * (1.0 - far * 0.86) + 1.2);
    sheet.fill(&body, ink);
    // Light along the upper side and dry-brush streaks give the bark its roundness.
    let upper: Vec<Spot> = points.iter().map(|spot| (spot.0 - thick * 0.06, spot.1 - thick * 0.2)).collect();
    sheet.fill(&stroke(&upper, |far| thick * 0.2 * (1.0 - far)), ink.light(0.3).alpha(0.5));
    for _ in 0..(thick / 2.0) as usize {
        let at = dice.below(points.len().saturating_sub(4).max(1));
        let streak =
            [points[at], points[(at + 2).min(points.len() - 1)], points[(at + 3).min(points.len() - 1)]];
        sheet.fill(&stroke(&streak, |far| swell(far) * thick * 0.12), ink.light(0.22).alpha(0.4));
    }
    found.push((here, angle));
    found
}

/// One plum flower seen from the front or a little from the side.
pub(super) fn plum_flower(sheet: &mut Sheet, dice: &Dice, center: Spot, radius: f32, inks: (Ink, Ink)) {
    let (pale, strong) = inks;
    let squash = dice.range(0.72, 1.0);
    let turn = dice.range(0.0, 360.0);
    let how = tiny_skia::Transform::from_translate(center.0, center.1)
        .pre_rotate(dice.swing(40.0))
        .pre_scale(1.0, squash)
        .pre_rotate(turn);
    sheet.moved(how, |sheet| {
        for index in 0..5 {
            let angle = index as f32 / 5.0 * PI * 2.0;
            let shape = petal((0.0, 0.0), angle, (radius, radius * 1.02), 0.05);
            sheet.fill(
                &shape,
                halo((0.0, 0.0), radius, &[(0.0, strong), (0.42, strong.mix(pale, 0.72)), (1.0, pale)]),
            );
            sheet.line(&shape, radius * 0.025, strong.alpha(0.4));
        }
        for index in 0..9 {
            let angle = index as f32 / 9.0 * PI * 2.0 + 0.2;
            let reach = radius * if index % 2 == 0 { 0.5 } else { 0.38 };
            let tip = polar((0.0, 0.0), angle, reach);
            sheet.line(
                &Pen::from(0.0, 0.0).to(tip.0, tip.1).done(),
                radius * 0.028,
                strong.dark(0.25).alpha(0.75),
            );
            sheet.fill(&circle(tip.0, tip.1, radius * 0.055), TENGHUANG.light(0.2));
        }
        sheet.fill(&circle(0.0, 0.0, radius * 0.12), strong.dark(0.1));
    });
}

fn plum_bud(sheet: &mut Sheet, center: Spot, radius: f32, angle: f32, inks: (Ink, Ink)) {
    let head = polar(center, angle, radius * 0.7);
    sheet.fill(
        &circle(head.0, head.1, radius),
        halo((head.0 - radius * 0.3, head.1 - radius * 0.4), radius * 1.4, &[(0.0, inks.0), (1.0, inks.1)]),
    );
    for lean in [-0.7, 0.0, 0.7] {
        let tip = polar(center, angle + lean, radius * 1.1);
        sheet.fill(&leaf(center, tip, radius * 0.5, 0.0), YANZHI.dark(0.35));
    }
}

/// A plum branch in front of the moon.
pub(super) fn plum(sheet: &mut Sheet, dice: &Dice) {
    struct Mood {
        sky: [Ink; 3],
        moon: Ink,
        pale: Ink,
        strong: Ink,
        wood: Ink,
        snow: bool,
    }
    let moods = [
        Mood {
            sky: [XUAN, XUAN, XIANG],
            moon: XIANG.light(0.55),
            pale: Ink::hex(0x00ec_6a62),
            strong: YANZHI,
            wood: MO,
            snow: false,
        },
        Mood {
            sky: [XUANQING.light(0.08), SHIQING.dark(0.35), TIANQING],
            moon: YUEBAI.light(0.5),
            pale: WHITE,
            strong: TAOYAO,
            wood: XUANQING.dark(0.3),
            snow: true,
        },
        Mood {
            sky: [Ink::hex(0x00f2_ccc4), Ink::hex(0x00f8_e6da), YUEBAI],
            moon: WHITE,
            pale: Ink::hex(0x00fc_e3e0),
            strong: HAITANG,
            wood: TAN.dark(0.3),
            snow: false,
        },
        Mood {
            sky: [QINGBI.dark(0.25), TIANQING, XUAN],
            moon: XUAN.light(0.4),
            pale: Ink::hex(0x00f5_8f86),
            strong: ZHUHONG,
            wood: ZITAN_WOOD,
            snow: false,
        },
    ];
    let mood = &moods[dice.below(moods.len())];
    let (width, height) = (sheet.width, sheet.height);
    sheet.sky(&[(0.0, mood.sky[0]), (0.55, mood.sky[1]), (1.0, mood.sky[2])]);
    let hand = dice.side();
    let flip = |x: f32| if hand > 0.0 { x } else { width - x };
    moon(sheet, (flip(width * 0.66), height * 0.34), 118.0, mood.moon, mood.moon.light(0.3));
    let far = crest(dice, width, height * 0.93, 110.0, 3);
    ridge(sheet, &far, 170.0, mood.wood.mix(mood.sky[2], 0.45), 0.35);
    mist(sheet, dice, height * 0.94, 70.0, mood.sky[2].light(0.4).alpha(0.5));
    let start = (flip(-24.0), height * dice.range(0.7, 0.86));
    let toward = |angle: f32| if hand > 0.0 { angle } else { PI - angle };
    let reach = width.hypot(height) * 0.62;
    let mut buds: Vec<(Spot, f32)> = Vec::new();
    let spine = branch(sheet, dice, start, (toward(-0.5), reach), 30.0, mood.wood);
    for (index, (spot, angle)) in spine.iter().enumerate() {
        let side = if index % 2 == 0 { -1.0 } else { 1.0 };
        let way = (angle + side * dice.range(0.5, 1.0), reach * dice.range(0.28, 0.42));
        let thick = 13.0 * (1.0 - index as f32 / spine.len() as f32 * 0.5);
        for (tip, lean) in branch(sheet, dice, *spot, way, thick, mood.wood) {
            let twig = (lean - side * dice.range(0.2, 0.8), dice.range(50.0, 110.0));
            buds.extend(branch(sheet, dice, tip, twig, 5.0, mood.wood).into_iter().skip(1));
            buds.push((tip, lean));
        }
    }
    buds.extend(spine.iter().skip(1).copied());
    let inks = (mood.pale, mood.strong);
    for (spot, angle) in &buds {
        let place = (spot.0 + dice.swing(14.0), spot.1 + dice.swing(14.0));
        match dice.below(10) {
            0..=2 => plum_bud(sheet, *spot, dice.range(5.0, 8.5), angle + dice.swing(1.4), inks),
            3..=5 => {}
            _ => plum_flower(sheet, dice, place, dice.range(15.0, 28.0), inks),
        }
    }
    for _ in 0..9 {
        let spot = (dice.unit() * width, dice.range(0.35, 0.97) * height);
        let shape = petal(spot, dice.range(0.0, 6.0), (dice.range(8.0, 13.0), 10.0), 0.06);
        sheet.fill(&shape, mood.pale.mix(mood.strong, dice.unit() * 0.4).alpha(0.85));
    }
    if mood.snow {
        flakes(sheet, dice, 120, WHITE);
    }
    corner_seal(sheet, dice);
}

const ZITAN_WOOD: Ink = Ink::hex(0x0038_1d1c);

/// A spray of leaves that hangs from a knot.
pub(super) fn bamboo_leaves(sheet: &mut Sheet, dice: &Dice, knot: Spot, size: f32, ink: Ink) {
    let base = PI * 0.5 + dice.swing(0.9);
    for _ in 0..3 + dice.below(3) {
        let angle = base + dice.swing(1.1);
        let long = size * dice.range(0.7, 1.25);
        let tip = polar(knot, angle, long);
        let tone = ink.mix(ink.dark(0.4), dice.unit() * 0.6);
        let shape = leaf(knot, tip, long * 0.15, long * dice.swing(0.1));
        sheet.fill(&shape, tone);
    }
}

fn bamboo_stalk(sheet: &mut Sheet, dice: &Dice, foot: f32, thick: f32, ink: Ink, leaves: bool) {
    let lean = dice.swing(0.07);
    let mut y = sheet.height + dice.range(10.0, 70.0);
    let mut x = foot;
    while y > -40.0 {
        let long = thick * dice.range(4.2, 5.8);
        let top = (x + lean * long, y - long);
        let half = thick / 2.0;
        let body = Pen::from(x - half * 1.08, y)
            .bow((x - half * 0.86, y.midpoint(top.1)), (top.0 - half * 1.08, top.1 + 2.0))
            .bow((top.0, top.1 - 2.0), (top.0 + half * 1.08, top.1 + 2.0))
            .bow((x + half * 0.86, y.midpoint(top.1)), (x + half * 1.08, y))
            .bow((x, y + 3.0), (x - half * 1.08, y))
            .close();
        let inks = [(0.0, ink.dark(0.28)), (0.3, ink.light(0.28)), (0.55, ink), (1.0, ink.dark(0.4))];
        sheet.fill(&body, slope((x - half, y), (x + half, y), &inks));
        sheet.fill(
            &leaf((x - half * 1.2, y), (x + half * 1.2, y), thick * 0.14, 0.0),
            ink.dark(0.55).alpha(0.75),
        );
        sheet.fill(
            &leaf((x - half * 1.1, y - 3.2), (x + half * 1.1, y - 3.2), thick * 0.07, 0.0),
            ink.light(0.6).alpha(0.7),
        );
        if leaves && dice.chance(0.72) {
            let side = dice.side();
            let twig_end = (x + side * thick * dice.range(1.6, 3.4), y - thick * dice.range(0.6, 2.2));
            sheet.fill(
                &stroke(&[(x, y), (x.midpoint(twig_end.0), y - thick * 0.9), twig_end], |far| {
                    4.0 - 2.6 * far
                }),
                ink.dark(0.3),
            );
            for share in [0.55, 1.0] {
                let knot = (
                    x + (twig_end.0 - x) * share,
                    y + (twig_end.1 - y) * share - thick * 0.2 * (1.0 - share),
                );
                bamboo_leaves(sheet, dice, knot, thick.max(15.0) * 3.1, ink);
            }
        }
        y = top.1 + 2.0;
        x = top.0;
    }
}

/// A bamboo grove in morning mist.
pub(super) fn bamboo(sheet: &mut Sheet, dice: &Dice) {
    let moods = [
        (Ink::hex(0x00e6_edcf), Ink::hex(0x00b7_cfa8), ZHUQING, XUAN.light(0.4)),
        (Ink::hex(0x00d9_ebe6), TIANQING, SONGLU.light(0.18), WHITE),
        (Ink::hex(0x00fa_ecc6), Ink::hex(0x00c9_cf9a), Ink::hex(0x006f_8744), TENGHUANG.light(0.55)),
        (Ink::hex(0x0026_4a58), Ink::hex(0x0010_2733), Ink::hex(0x0046_8a74), YUEBAI),
    ];
    let (high, low, green, light) = dice.pick(&moods);
    let (width, height) = (sheet.width, sheet.height);
    sheet.sky(&[(0.0, high), (1.0, low)]);
    let sun = (width * (0.5 + dice.side() * dice.range(0.1, 0.2)), height * dice.range(0.24, 0.4));
    moon(sheet, sun, 66.0, light, light);
    let ground = low.mix(green, 0.2);
    for layer in 0..3 {
        let near = layer as f32 / 2.0;
        let ink = ground.mix(green, 0.18 + near * 0.5).mix(high, 0.35 * (1.0 - near));
        let count = 7 - layer * 2;
        for index in 0..count {
            let foot = (index as f32 + dice.range(0.1, 0.9)) / count as f32 * width;
            if near > 0.2 && (foot - sun.0).abs() < 70.0 {
                continue;
            }
            bamboo_stalk(sheet, dice, foot, 8.0 + near * 9.0, ink, layer > 0);
        }
        mist(sheet, dice, height * (0.95 - near * 0.05), 150.0, high.light(0.2).alpha(0.42));
    }
    let side = if sun.0 > width / 2.0 { 1.0 } else { -1.0 };
    for share in [0.44, 0.24, -0.42] {
        let foot = width * (0.5 - side * (share + dice.swing(0.04)));
        bamboo_stalk(sheet, dice, foot, dice.range(24.0, 33.0), green, true);
    }
    mist(sheet, dice, height * 0.99, 90.0, high.light(0.3).alpha(0.4));
    corner_seal(sheet, dice);
}
