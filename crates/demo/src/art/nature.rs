//! Branches, bamboo and mountains.

use std::f32::consts::PI;

use super::{
    dice::Dice,
    glyph::corner_seal,
    ink::{
        CHIJIN, HAITANG, Ink, JU, MO, QINGBI, SHIQING, SONGLU, TAN, TAOYAO, TENGHUANG, TIANQING, WHITE,
        XIANG, XUAN, XUANQING, YANZHI, YUEBAI, ZHUHONG, ZHUQING,
    },
    scenery::{birds, crest, flakes, mist, moon, ridge, roof},
    shape::{Pen, Spot, circle, leaf, oval, petal, polar, polygon, rect, stroke, swell},
    sheet::{Sheet, fall, halo, slope},
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
            .bow((x - half * 0.86, (y + top.1) / 2.0), (top.0 - half * 1.08, top.1 + 2.0))
            .bow((top.0, top.1 - 2.0), (top.0 + half * 1.08, top.1 + 2.0))
            .bow((x + half * 0.86, (y + top.1) / 2.0), (x + half * 1.08, y))
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
                &stroke(&[(x, y), ((x + twig_end.0) / 2.0, y - thick * 0.9), twig_end], |far| {
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

/// A pavilion on a rock, small enough to make the mountains large.
pub(super) fn pavilion(sheet: &mut Sheet, foot: Spot, size: f32, ink: Ink) {
    let (x, y) = foot;
    for post in [-0.3, -0.1, 0.1, 0.3] {
        sheet.fill(&rect(x + post * size - size * 0.02, y - size * 0.46, size * 0.04, size * 0.46), ink);
    }
    sheet.fill(&rect(x - size * 0.38, y - size * 0.05, size * 0.76, size * 0.07), ink);
    sheet.fill(&roof((x, y - size * 0.42), size, size * 0.34), ink);
    sheet.fill(&roof((x, y - size * 0.7), size * 0.56, size * 0.3), ink);
    sheet.fill(&rect(x - size * 0.02, y - size * 1.16, size * 0.04, size * 0.2), ink);
}

/// A small boat with a ferryman.
pub(super) fn boat(sheet: &mut Sheet, at: Spot, size: f32, ink: Ink) {
    let (x, y) = at;
    let hull = Pen::from(x - size, y - size * 0.14)
        .bow((x, y + size * 0.3), (x + size, y - size * 0.2))
        .bow((x + size * 0.5, y + size * 0.2), (x, y + size * 0.2))
        .bow((x - size * 0.6, y + size * 0.2), (x - size, y - size * 0.14))
        .close();
    sheet.fill(&hull, ink);
    let awning = Pen::from(x - size * 0.42, y + size * 0.06)
        .curve(
            (x - size * 0.4, y - size * 0.34),
            (x + size * 0.2, y - size * 0.36),
            (x + size * 0.26, y + size * 0.04),
        )
        .close();
    sheet.fill(&awning, ink.light(0.12));
    let man = (x + size * 0.58, y - size * 0.06);
    sheet.fill(&leaf(man, (man.0 + size * 0.02, man.1 - size * 0.5), size * 0.2, 0.0), ink);
    sheet.fill(&oval(man.0 + size * 0.02, man.1 - size * 0.5, size * 0.15, size * 0.05), ink);
    sheet.line(
        &Pen::from(man.0 - size * 0.06, man.1 - size * 0.56).to(man.0 + size * 0.36, y + size * 0.34).done(),
        1.4,
        ink,
    );
}

/// A pine that leans out from the side, in flat cushions of needles.
pub(super) fn pine(sheet: &mut Sheet, dice: &Dice, root: Spot, hand: f32, size: f32, ink: Ink) {
    let trunk: Vec<Spot> = (0..8)
        .map(|step| {
            let far = step as f32 / 7.0;
            (
                root.0 + hand * size * (far * 0.62 + (far * 5.0).sin() * 0.06),
                root.1 - size * far.powf(0.8) * 0.62,
            )
        })
        .collect();
    sheet.fill(&stroke(&trunk, |far| size * 0.075 * (1.0 - far * 0.8)), ink);
    let tops = [
        (0.95, 0.0, 0.3),
        (0.72, 0.1, 0.36),
        (0.55, -0.2, 0.34),
        (0.85, 0.3, 0.3),
        (0.38, 0.24, 0.26),
        (1.0, -0.22, 0.2),
    ];
    for (far, side, wide) in tops {
        let knot = trunk[((far * 7.0) as usize).min(7)];
        let center = (knot.0 + hand * side * size * 0.7, knot.1 - size * 0.05 + dice.swing(size * 0.03));
        sheet.fill(&stroke(&[knot, (center.0, center.1 + size * 0.03)], |_| size * 0.018), ink);
        for _ in 0..26 {
            let at = (center.0 + dice.swing(wide * size * 0.5), center.1 + dice.swing(size * 0.03));
            for _ in 0..4 {
                let tip = polar(at, -PI * 0.5 + dice.swing(1.25), size * dice.range(0.05, 0.085));
                sheet.line(
                    &Pen::from(at.0, at.1).to(tip.0, tip.1).done(),
                    1.1,
                    ink.light(dice.unit() * 0.22),
                );
            }
        }
    }
}

/// Ridge behind ridge in mist, a river, a boat.
pub(super) fn mountains(sheet: &mut Sheet, dice: &Dice) {
    struct Mood {
        sky: [Ink; 3],
        far: Ink,
        near: Ink,
        disc: Ink,
    }
    let moods = [
        Mood {
            sky: [Ink::hex(0x00f3_ead6), XUAN, Ink::hex(0x00ef_dcc0)],
            far: Ink::hex(0x009f_a8a4),
            near: Ink::hex(0x0030_3a40),
            disc: ZHUHONG.light(0.08),
        },
        Mood {
            sky: [Ink::hex(0x00b5_d3d6), YUEBAI, XUAN],
            far: Ink::hex(0x0084_b4b8),
            near: Ink::hex(0x001d_5468),
            disc: XUAN.light(0.5),
        },
        Mood {
            sky: [Ink::hex(0x00f0_b49a), Ink::hex(0x00f8_dcc0), Ink::hex(0x00fb_ecd6)],
            far: Ink::hex(0x00c4_8f96),
            near: Ink::hex(0x004a_2f4c),
            disc: JU.light(0.2),
        },
        Mood {
            sky: [Ink::hex(0x001b_2548), Ink::hex(0x003c_5078), Ink::hex(0x0093_a9be)],
            far: Ink::hex(0x005f_7898),
            near: Ink::hex(0x000f_1830),
            disc: CHIJIN.light(0.5),
        },
        Mood {
            sky: [Ink::hex(0x00e4_edda), Ink::hex(0x00f1_f2de), XUAN],
            far: Ink::hex(0x0094_b893),
            near: Ink::hex(0x0022_4a3e),
            disc: TENGHUANG.light(0.35),
        },
    ];
    let mood = &moods[dice.below(moods.len())];
    let (width, height) = (sheet.width, sheet.height);
    let shore = height * 0.8;
    sheet.sky(&[(0.0, mood.sky[0]), (0.4, mood.sky[1]), (0.8, mood.sky[2])]);
    let hand = dice.side();
    let disc = (width * (0.5 + hand * dice.range(0.12, 0.26)), height * dice.range(0.18, 0.27));
    moon(sheet, disc, 46.0, mood.disc, mood.disc.light(0.5));
    birds(sheet, dice, (width * (0.46 - hand * 0.22), height * 0.2), 5, mood.near.alpha(0.75));
    let layers = 5;
    for layer in 0..layers {
        let near = layer as f32 / (layers - 1) as f32;
        let base = height * (0.56 + near * 0.22);
        let tall = height * (0.34 - near * 0.13) * dice.range(0.85, 1.15);
        let line = crest(dice, width, base, tall, 2 + dice.below(2) + layer / 2);
        let ink = mood.far.mix(mood.near, near.powf(1.25));
        ridge(sheet, &line, tall * 1.35, ink, 0.5 + near * 0.45);
        // A second wash inside the first shows the folds of the slope.
        let folds: Vec<Spot> = line
            .iter()
            .enumerate()
            .map(|(index, spot)| {
                (spot.0, spot.1 + tall * (0.13 + 0.07 * ((index as f32) * 0.37 + near * 4.0).sin()))
            })
            .collect();
        ridge(sheet, &folds, tall * 0.9, ink.dark(0.25), 0.16 + near * 0.2);
        let haze = mood.sky[2].light(0.2).alpha(0.5 - near * 0.12);
        mist(sheet, dice, base + height * 0.015, height * 0.07, haze);
    }
    water(sheet, dice, shore, mood.sky[2], mood.near);
    let mirror = (disc.0, shore + height * 0.07);
    sheet.pool(mirror, (70.0, 30.0), mood.disc.alpha(0.3));
    boat(
        sheet,
        (width * (0.5 - hand * dice.range(0.02, 0.2)), shore + height * 0.075),
        34.0,
        mood.near.dark(0.2),
    );
    let side = if hand > 0.0 { -10.0 } else { width + 10.0 };
    let rock = Pen::from(side, height * 0.68)
        .curve(
            (side + hand * 60.0, height * 0.7),
            (side + hand * 80.0, height * 0.8),
            (side + hand * 150.0, height * 0.86),
        )
        .curve(
            (side + hand * 200.0, height * 0.92),
            (side + hand * 210.0, height * 0.97),
            (side + hand * 300.0, height + 5.0),
        )
        .to(side, height + 5.0)
        .close();
    let dark = mood.near.dark(0.25);
    sheet.fill(
        &rock,
        slope((side, height * 0.7), (side + hand * 230.0, height), &[(0.0, dark), (1.0, dark.light(0.18))]),
    );
    if dice.chance(0.5) {
        pavilion(sheet, (side + hand * 88.0, height * 0.8), 82.0, dark);
    }
    pine(sheet, dice, (side + hand * 26.0, height * 0.72), hand, 190.0, dark);
    corner_seal(sheet, dice);
}

/// Still water below `shore`, with streaks of light.
fn water(sheet: &mut Sheet, dice: &Dice, shore: f32, light: Ink, dark: Ink) {
    let (width, height) = (sheet.width, sheet.height);
    let inks = [(0.0, light), (0.4, light.mix(dark, 0.18)), (1.0, light.mix(dark, 0.42))];
    sheet.fill(&rect(-1.0, shore, width + 2.0, height - shore + 1.0), fall(shore, height, &inks));
    for _ in 0..26 {
        let y = shore + (height - shore) * dice.unit().powf(0.7);
        let long = dice.range(30.0, 150.0) * (0.4 + (y - shore) / (height - shore));
        let x = dice.range(-0.1, 1.0) * width;
        let tone = if dice.chance(0.6) { WHITE.alpha(0.28) } else { dark.alpha(0.14) };
        sheet.fill(&leaf((x, y), (x + long, y), 2.2, 0.0), tone);
    }
    sheet.fill(
        &polygon(&[(0.0, shore - 1.0), (width, shore - 1.0), (width, shore + 2.0), (0.0, shore + 2.0)]),
        light.light(0.3).alpha(0.6),
    );
}
