//! Plum and bamboo.

use std::f32::consts::PI;

use super::scenery::{crest, flakes, mist, moon, ridge};
use crate::{
    canvas::{Canvas, linear, radial},
    color::{
        Color, HAITANG, MO, QINGBI, SHIQING, SONGLU, TAN, TAOYAO, TENGHUANG, TIANQING, WHITE, XIANG, XUAN,
        XUANQING, YANZHI, YUEBAI, ZHUHONG, ZHUQING,
    },
    glyph::corner_seal,
    random::Random,
    shape::{Pen, Point, circle, leaf, petal, polar, stroke, swell},
};

/// Draws a crooked branch; returns its joints with their directions.
pub(super) fn branch(
    canvas: &mut Canvas,
    random: &Random,
    from: Point,
    way: (f32, f32),
    thick: f32,
    color: Color,
) -> Vec<(Point, f32)> {
    let (mut angle, length) = (way.0, way.1);
    let joints = ((length / 46.0) as usize).max(3);
    let mut points = vec![from];
    let mut found = Vec::new();
    let mut here = from;
    for joint in 0..joints {
        // Each bend returns towards the branch's own direction, or the branch would wander off.
        angle = way.0 + (angle - way.0) * 0.45 + random.swing(0.6);
        let reach = length / joints as f32 * random.range(0.8, 1.2);
        for part in 1..=4 {
            let spot = polar(here, angle, reach * part as f32 / 4.0);
            points.push((spot.0 + random.swing(thick * 0.1), spot.1 + random.swing(thick * 0.1)));
        }
        here = polar(here, angle, reach);
        if joint + 1 < joints {
            found.push((here, angle));
        }
    }
    let body = stroke(&points, |far| thick * (1.0 - far * 0.86) + 1.2);
    canvas.fill(&body, color);
    // A light upper side and streaks make the branch look round.
    let upper: Vec<Point> = points.iter().map(|spot| (spot.0 - thick * 0.06, spot.1 - thick * 0.2)).collect();
    canvas.fill(&stroke(&upper, |far| thick * 0.2 * (1.0 - far)), color.light(0.3).alpha(0.5));
    for _ in 0..(thick / 2.0) as usize {
        let at = random.below(points.len().saturating_sub(4).max(1));
        let streak =
            [points[at], points[(at + 2).min(points.len() - 1)], points[(at + 3).min(points.len() - 1)]];
        canvas.fill(&stroke(&streak, |far| swell(far) * thick * 0.12), color.light(0.22).alpha(0.4));
    }
    found.push((here, angle));
    found
}

/// Draws one plum flower seen from the front or a little from the side.
pub(super) fn plum_flower(
    canvas: &mut Canvas,
    random: &Random,
    center: Point,
    radius: f32,
    colors: (Color, Color),
) {
    let (pale, strong) = colors;
    let squash = random.range(0.72, 1.0);
    let turn = random.range(0.0, 360.0);
    let how = tiny_skia::Transform::from_translate(center.0, center.1)
        .pre_rotate(random.swing(40.0))
        .pre_scale(1.0, squash)
        .pre_rotate(turn);
    canvas.transformed(how, |canvas| {
        for index in 0..5 {
            let angle = index as f32 / 5.0 * PI * 2.0;
            let shape = petal((0.0, 0.0), angle, (radius, radius * 1.02), 0.05);
            canvas.fill(
                &shape,
                radial((0.0, 0.0), radius, &[(0.0, strong), (0.42, strong.mix(pale, 0.72)), (1.0, pale)]),
            );
            canvas.line(&shape, radius * 0.025, strong.alpha(0.4));
        }
        for index in 0..9 {
            let angle = index as f32 / 9.0 * PI * 2.0 + 0.2;
            let reach = radius * if index % 2 == 0 { 0.5 } else { 0.38 };
            let tip = polar((0.0, 0.0), angle, reach);
            canvas.line(
                &Pen::from(0.0, 0.0).to(tip.0, tip.1).done(),
                radius * 0.028,
                strong.dark(0.25).alpha(0.75),
            );
            canvas.fill(&circle(tip.0, tip.1, radius * 0.055), TENGHUANG.light(0.2));
        }
        canvas.fill(&circle(0.0, 0.0, radius * 0.12), strong.dark(0.1));
    });
}

fn plum_bud(canvas: &mut Canvas, center: Point, radius: f32, angle: f32, colors: (Color, Color)) {
    let head = polar(center, angle, radius * 0.7);
    canvas.fill(
        &circle(head.0, head.1, radius),
        radial(
            (head.0 - radius * 0.3, head.1 - radius * 0.4),
            radius * 1.4,
            &[(0.0, colors.0), (1.0, colors.1)],
        ),
    );
    for lean in [-0.7, 0.0, 0.7] {
        let tip = polar(center, angle + lean, radius * 1.1);
        canvas.fill(&leaf(center, tip, radius * 0.5, 0.0), YANZHI.dark(0.35));
    }
}

/// Draws a plum branch in front of the moon.
pub(super) fn plum(canvas: &mut Canvas, random: &Random) {
    struct Mood {
        sky: [Color; 3],
        moon: Color,
        pale: Color,
        strong: Color,
        wood: Color,
        snow: bool,
    }
    let moods = [
        Mood {
            sky: [XUAN, XUAN, XIANG],
            moon: XIANG.light(0.55),
            pale: Color::hex(0x00ec_6a62),
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
            sky: [Color::hex(0x00f2_ccc4), Color::hex(0x00f8_e6da), YUEBAI],
            moon: WHITE,
            pale: Color::hex(0x00fc_e3e0),
            strong: HAITANG,
            wood: TAN.dark(0.3),
            snow: false,
        },
        Mood {
            sky: [QINGBI.dark(0.25), TIANQING, XUAN],
            moon: XUAN.light(0.4),
            pale: Color::hex(0x00f5_8f86),
            strong: ZHUHONG,
            wood: ZITAN_WOOD,
            snow: false,
        },
    ];
    let mood = &moods[random.below(moods.len())];
    let (width, height) = (canvas.width, canvas.height);
    canvas.background(&[(0.0, mood.sky[0]), (0.55, mood.sky[1]), (1.0, mood.sky[2])]);
    let hand = random.side();
    let flip = |x: f32| if hand > 0.0 { x } else { width - x };
    moon(canvas, (flip(width * 0.66), height * 0.34), 118.0, mood.moon, mood.moon.light(0.3));
    let far = crest(random, width, height * 0.93, 110.0, 3);
    ridge(canvas, &far, 170.0, mood.wood.mix(mood.sky[2], 0.45), 0.35);
    mist(canvas, random, height * 0.94, 70.0, mood.sky[2].light(0.4).alpha(0.5));
    let start = (flip(-24.0), height * random.range(0.7, 0.86));
    let toward = |angle: f32| if hand > 0.0 { angle } else { PI - angle };
    let reach = width.hypot(height) * 0.62;
    let mut buds: Vec<(Point, f32)> = Vec::new();
    let spine = branch(canvas, random, start, (toward(-0.5), reach), 30.0, mood.wood);
    for (index, (spot, angle)) in spine.iter().enumerate() {
        let side = if index % 2 == 0 { -1.0 } else { 1.0 };
        let way = (angle + side * random.range(0.5, 1.0), reach * random.range(0.28, 0.42));
        let thick = 13.0 * (1.0 - index as f32 / spine.len() as f32 * 0.5);
        for (tip, lean) in branch(canvas, random, *spot, way, thick, mood.wood) {
            let twig = (lean - side * random.range(0.2, 0.8), random.range(50.0, 110.0));
            buds.extend(branch(canvas, random, tip, twig, 5.0, mood.wood).into_iter().skip(1));
            buds.push((tip, lean));
        }
    }
    buds.extend(spine.iter().skip(1).copied());
    let colors = (mood.pale, mood.strong);
    for (spot, angle) in &buds {
        let place = (spot.0 + random.swing(14.0), spot.1 + random.swing(14.0));
        match random.below(10) {
            0..=2 => plum_bud(canvas, *spot, random.range(5.0, 8.5), angle + random.swing(1.4), colors),
            3..=5 => {}
            _ => plum_flower(canvas, random, place, random.range(15.0, 28.0), colors),
        }
    }
    for _ in 0..9 {
        let spot = (random.unit() * width, random.range(0.35, 0.97) * height);
        let shape = petal(spot, random.range(0.0, 6.0), (random.range(8.0, 13.0), 10.0), 0.06);
        canvas.fill(&shape, mood.pale.mix(mood.strong, random.unit() * 0.4).alpha(0.85));
    }
    if mood.snow {
        flakes(canvas, random, 120, WHITE);
    }
    corner_seal(canvas, random);
}

const ZITAN_WOOD: Color = Color::hex(0x0038_1d1c);

/// Draws a spray of leaves that hangs from a knot.
pub(super) fn bamboo_leaves(canvas: &mut Canvas, random: &Random, knot: Point, size: f32, color: Color) {
    let base = PI * 0.5 + random.swing(0.9);
    for _ in 0..3 + random.below(3) {
        let angle = base + random.swing(1.1);
        let long = size * random.range(0.7, 1.25);
        let tip = polar(knot, angle, long);
        let tone = color.mix(color.dark(0.4), random.unit() * 0.6);
        let shape = leaf(knot, tip, long * 0.15, long * random.swing(0.1));
        canvas.fill(&shape, tone);
    }
}

fn bamboo_stalk(canvas: &mut Canvas, random: &Random, foot: f32, thick: f32, color: Color, leaves: bool) {
    let lean = random.swing(0.07);
    let mut y = canvas.height + random.range(10.0, 70.0);
    let mut x = foot;
    while y > -40.0 {
        let long = thick * random.range(4.2, 5.8);
        let top = (x + lean * long, y - long);
        let half = thick / 2.0;
        let body = Pen::from(x - half * 1.08, y)
            .quad((x - half * 0.86, y.midpoint(top.1)), (top.0 - half * 1.08, top.1 + 2.0))
            .quad((top.0, top.1 - 2.0), (top.0 + half * 1.08, top.1 + 2.0))
            .quad((x + half * 0.86, y.midpoint(top.1)), (x + half * 1.08, y))
            .quad((x, y + 3.0), (x - half * 1.08, y))
            .close();
        let colors =
            [(0.0, color.dark(0.28)), (0.3, color.light(0.28)), (0.55, color), (1.0, color.dark(0.4))];
        canvas.fill(&body, linear((x - half, y), (x + half, y), &colors));
        canvas.fill(
            &leaf((x - half * 1.2, y), (x + half * 1.2, y), thick * 0.14, 0.0),
            color.dark(0.55).alpha(0.75),
        );
        canvas.fill(
            &leaf((x - half * 1.1, y - 3.2), (x + half * 1.1, y - 3.2), thick * 0.07, 0.0),
            color.light(0.6).alpha(0.7),
        );
        if leaves && random.chance(0.72) {
            let side = random.side();
            let twig_end = (x + side * thick * random.range(1.6, 3.4), y - thick * random.range(0.6, 2.2));
            canvas.fill(
                &stroke(&[(x, y), (x.midpoint(twig_end.0), y - thick * 0.9), twig_end], |far| {
                    4.0 - 2.6 * far
                }),
                color.dark(0.3),
            );
            for share in [0.55, 1.0] {
                let knot = (
                    x + (twig_end.0 - x) * share,
                    y + (twig_end.1 - y) * share - thick * 0.2 * (1.0 - share),
                );
                bamboo_leaves(canvas, random, knot, thick.max(15.0) * 3.1, color);
            }
        }
        y = top.1 + 2.0;
        x = top.0;
    }
}

/// Draws a bamboo grove in morning mist.
pub(super) fn bamboo(canvas: &mut Canvas, random: &Random) {
    let moods = [
        (Color::hex(0x00e6_edcf), Color::hex(0x00b7_cfa8), ZHUQING, XUAN.light(0.4)),
        (Color::hex(0x00d9_ebe6), TIANQING, SONGLU.light(0.18), WHITE),
        (Color::hex(0x00fa_ecc6), Color::hex(0x00c9_cf9a), Color::hex(0x006f_8744), TENGHUANG.light(0.55)),
        (Color::hex(0x0026_4a58), Color::hex(0x0010_2733), Color::hex(0x0046_8a74), YUEBAI),
    ];
    let (high, low, green, light) = random.pick(&moods);
    let (width, height) = (canvas.width, canvas.height);
    canvas.background(&[(0.0, high), (1.0, low)]);
    let sun = (width * (0.5 + random.side() * random.range(0.1, 0.2)), height * random.range(0.24, 0.4));
    moon(canvas, sun, 66.0, light, light);
    let ground = low.mix(green, 0.2);
    for layer in 0..3 {
        let near = layer as f32 / 2.0;
        let color = ground.mix(green, 0.18 + near * 0.5).mix(high, 0.35 * (1.0 - near));
        let count = 7 - layer * 2;
        for index in 0..count {
            let foot = (index as f32 + random.range(0.1, 0.9)) / count as f32 * width;
            if near > 0.2 && (foot - sun.0).abs() < 70.0 {
                continue;
            }
            bamboo_stalk(canvas, random, foot, 8.0 + near * 9.0, color, layer > 0);
        }
        mist(canvas, random, height * (0.95 - near * 0.05), 150.0, high.light(0.2).alpha(0.42));
    }
    let side = if sun.0 > width / 2.0 { 1.0 } else { -1.0 };
    for share in [0.44, 0.24, -0.42] {
        let foot = width * (0.5 - side * (share + random.swing(0.04)));
        bamboo_stalk(canvas, random, foot, random.range(24.0, 33.0), green, true);
    }
    mist(canvas, random, height * 0.99, 90.0, high.light(0.3).alpha(0.4));
    corner_seal(canvas, random);
}
