//! The embroidery hoop.

use std::f32::consts::{PI, TAU};

use super::{craft::cloth, kitchen::cast};
use crate::{
    canvas::{Canvas, linear, radial, vertical},
    color::{
        CHIJIN, Color, HAITANG, JU, MO, NIJIN, QINGBI, SHIQING, SONGHUA, SONGLU, TAN, TENGHUANG, WHITE, XUAN,
        YUEBAI, ZHUHONG, ZHUQING,
    },
    glyph::corner_seal,
    random::Random,
    shape::{Pen, Point, along, circle, leaf, petal, polar, rect, round_rect, stroke},
};

/// Draws a petal in satin stitch: the threads run from root to edge.
fn stitched(canvas: &mut Canvas, root: Point, angle: f32, size: Point, color: Color) {
    let shape = petal(root, angle, size, 0.06);
    let tip = polar(root, angle, size.0);
    canvas.fill(&shape, linear(root, tip, &[(0.0, color.dark(0.25)), (0.5, color), (1.0, color.light(0.5))]));
    for thread in -5_i32..=5 {
        let far = thread as f32 / 5.0;
        let end = polar(root, angle + far * (size.1 / size.0) * 0.44, size.0 * (0.96 - far.abs() * 0.16));
        let from = polar(root, angle + far * 0.1, size.0 * 0.12);
        let tone = if thread % 2 == 0 { WHITE.alpha(0.3) } else { color.dark(0.4).alpha(0.22) };
        canvas.line(&Pen::from(from.0, from.1).to(end.0, end.1).done(), 1.1, tone);
    }
}

/// Draws a leaf in satin stitch, its threads slanting from the rib.
fn stitched_leaf(canvas: &mut Canvas, root: Point, tip: Point, wide: f32, color: Color) {
    canvas.fill(
        &leaf(root, tip, wide, 0.0),
        linear(root, tip, &[(0.0, color.dark(0.2)), (1.0, color.light(0.25))]),
    );
    let (dx, dy) = (tip.0 - root.0, tip.1 - root.1);
    let long = dx.hypot(dy).max(0.1);
    for step in 1..9 {
        let far = step as f32 / 9.0;
        let spot = (root.0 + dx * far, root.1 + dy * far);
        let half = wide * 0.42 * (far * PI).sin();
        for side in [-1.0, 1.0] {
            let end = (
                spot.0 - dy / long * half * side + dx / long * half * 0.5,
                spot.1 + dx / long * half * side + dy / long * half * 0.5,
            );
            canvas.line(&Pen::from(spot.0, spot.1).to(end.0, end.1).done(), 0.9, WHITE.alpha(0.28));
        }
    }
    canvas.line(&Pen::from(root.0, root.1).to(tip.0, tip.1).done(), 1.2, color.dark(0.35).alpha(0.6));
}

/// Draws a butterfly in coloured threads.
fn butterfly(canvas: &mut Canvas, at: Point, degrees: f32, size: f32, colors: (Color, Color)) {
    canvas.placed(at, degrees, size / 60.0, |canvas| {
        for side in [-1.0, 1.0] {
            let way = if side > 0.0 { 0.0 } else { PI };
            stitched(canvas, (side * 3.0, 0.0), way - side * 0.62, (62.0, 44.0), colors.0);
            stitched(canvas, (side * 3.0, 4.0), way + side * 0.6, (44.0, 34.0), colors.1);
            let spot = polar((side * 3.0, 0.0), way - side * 0.62, 42.0);
            canvas.fill(&circle(spot.0, spot.1, 6.0), CHIJIN);
            let feeler = along((0.0, -16.0), (side * 4.0, -30.0), (side * 12.0, -38.0), (side * 18.0, -36.0));
            canvas.fill(&stroke(&feeler, |_| 1.6), MO);
        }
        canvas.fill(&leaf((0.0, -20.0), (0.0, 26.0), 11.0, 0.0), MO.light(0.12));
    });
}

/// Draws an embroidery hoop with flowers half done (刺绣).
pub(super) fn embroidery(canvas: &mut Canvas, random: &Random) {
    let ground = random.pick(&[
        Color::hex(0x00d9_c6a8),
        Color::hex(0x0045_5a60),
        Color::hex(0x00b7_c9be),
        Color::hex(0x0075_5864),
        TAN.dark(0.1),
    ]);
    cloth(canvas, random, ground, WHITE);
    let (width, height) = (canvas.width, canvas.height);
    let center = (width / 2.0, height / 2.0);
    let silk = random.pick(&[
        XUAN,
        Color::hex(0x00fb_e9e2),
        YUEBAI,
        Color::hex(0x0022_3350),
        Color::hex(0x00f2_e6b8),
    ]);
    let wood = Color::hex(0x00cf_a062);
    canvas.with_shadow(cast(26.0), |canvas| {
        canvas.fill(
            &round_rect((center.0 - 19.0, center.1 - 284.0), (38.0, 28.0), 6.0),
            vertical(center.1 - 284.0, center.1 - 256.0, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.3))]),
        );
        canvas.fill(
            &circle(center.0, center.1, 264.0),
            linear(
                (center.0 - 200.0, center.1 - 200.0),
                (center.0 + 200.0, center.1 + 200.0),
                &[(0.0, wood.light(0.4)), (0.5, wood), (1.0, wood.dark(0.4))],
            ),
        );
        canvas.line(&circle(center.0, center.1, 252.0), 1.6, wood.dark(0.5));
        canvas.fill(
            &circle(center.0, center.1, 242.0),
            radial(
                (center.0 - 60.0, center.1 - 70.0),
                340.0,
                &[(0.0, silk.light(0.3)), (1.0, silk.dark(0.1))],
            ),
        );
    });
    let inside = circle(center.0, center.1, 240.0);
    canvas.clipped(&inside, |canvas| {
        for step in 0..60 {
            let at = center.0 - 240.0 + step as f32 * 8.0;
            canvas.fill(&rect(at, center.1 - 240.0, 0.9, 480.0), silk.dark(0.4).alpha(0.08));
            canvas.fill(
                &rect(center.0 - 240.0, center.1 - 240.0 + step as f32 * 8.0, 480.0, 0.9),
                WHITE.alpha(0.14),
            );
        }
    });
    let bloom = random.pick(&[
        HAITANG,
        ZHUHONG.light(0.08),
        Color::hex(0x00b0_7ac0),
        SHIQING.light(0.2),
        JU.light(0.1),
    ]);
    let hand = random.side();
    let flip = |x: f32| center.0 + hand * x;
    let stem = along(
        (flip(-150.0), center.1 + 170.0),
        (flip(-60.0), center.1 + 90.0),
        (flip(-30.0), center.1 - 10.0),
        (flip(70.0), center.1 - 120.0),
    );
    canvas.fill(&stroke(&stem, |far| 6.0 - far * 3.0), SONGLU.light(0.12));
    for (index, spot) in stem.iter().enumerate().step_by(4) {
        let side = if index % 8 == 0 { 1.0 } else { -1.0 };
        let angle = if hand > 0.0 { -0.8 } else { PI + 0.8 } + side * 1.1;
        stitched_leaf(
            canvas,
            *spot,
            polar(*spot, angle, random.range(58.0, 88.0)),
            30.0,
            ZHUQING.mix(SONGLU, random.unit() * 0.6).mix(SONGHUA, random.unit() * 0.3),
        );
    }
    for (x, y, size) in [(-36.0, 36.0, 104.0), (84.0, -104.0, 66.0)] {
        let middle = (flip(x), center.1 + y);
        for (share, count, half) in [(1.0, 9, 0.0), (0.74, 8, 0.4), (0.5, 6, 0.1)] {
            for index in 0..count {
                let angle = (index as f32 + half) / count as f32 * TAU;
                stitched(
                    canvas,
                    polar(middle, angle, size * 0.05),
                    angle,
                    (size * share, size * share * 0.74),
                    bloom.mix(bloom.light(0.35), 1.0 - share),
                );
            }
        }
        for index in 0..14 {
            let spot = polar(middle, index as f32 * 2.4, size * 0.16 * (index as f32 / 14.0).sqrt());
            canvas.fill(&circle(spot.0, spot.1, size * 0.028), TENGHUANG);
        }
    }
    butterfly(canvas, (flip(-104.0), center.1 - 112.0), hand * 24.0, 74.0, (SHIQING, TENGHUANG));
    butterfly(canvas, (flip(138.0), center.1 + 84.0), -hand * 30.0, 54.0, (JU, QINGBI));
    needle(canvas, (flip(90.0), center.1 + 150.0), hand, bloom);
    spools(canvas, random, hand);
    corner_seal(canvas, random);
}

/// Draws a needle stuck in the silk, with its thread.
fn needle(canvas: &mut Canvas, at: Point, hand: f32, color: Color) {
    let thread = along(
        at,
        (at.0 - hand * 60.0, at.1 + 60.0),
        (at.0 - hand * 160.0, at.1 + 20.0),
        (at.0 - hand * 120.0, at.1 - 60.0),
    );
    canvas.fill(&stroke(&thread, |_| 2.0), color);
    let end = (at.0 + hand * 66.0, at.1 - 52.0);
    canvas.fill(
        &stroke(&[at, end], |far| 4.0 - far * 3.0),
        linear(at, end, &[(0.0, WHITE), (1.0, Color::hex(0x008a_9098))]),
    );
}

/// Draws spools of silk lying in a corner.
fn spools(canvas: &mut Canvas, random: &Random, hand: f32) {
    let (width, height) = (canvas.width, canvas.height);
    let colors = [ZHUHONG, TENGHUANG, QINGBI, SHIQING, HAITANG, SONGLU];
    let lead = random.below(6);
    let base = (width * (0.5 - hand * 0.4), height * 0.91);
    canvas.with_shadow(cast(12.0), |canvas| {
        for (index, (x, y)) in [(0.0, 0.0), (66.0, 26.0), (8.0, -66.0)].into_iter().enumerate() {
            let color = colors[(lead + index) % 6];
            let spot = (base.0 + hand * x, base.1 + y);
            canvas.placed(spot, hand * (20.0 + index as f32 * 24.0), 1.0, |canvas| {
                for end in [-26.0, 20.0] {
                    canvas.fill(&round_rect((end, -21.0), (8.0, 42.0), 4.0), Color::hex(0x00d0_a468));
                }
                canvas.fill(
                    &round_rect((-20.0, -16.0), (42.0, 32.0), 4.0),
                    vertical(-16.0, 16.0, &[(0.0, color.light(0.4)), (0.5, color), (1.0, color.dark(0.35))]),
                );
                for turn in 0..9 {
                    let x = -18.0 + turn as f32 * 4.6;
                    canvas.line(
                        &Pen::from(x, -15.0).to(x + 2.0, 15.0).done(),
                        0.8,
                        color.dark(0.4).alpha(0.5),
                    );
                }
            });
        }
    });
}
