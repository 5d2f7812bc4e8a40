//! A tea set on its tray.

use std::f32::consts::PI;

use super::{
    nature::{branch, plum_flower},
    scenery::{rest, soften, stage, steam},
};
use crate::{
    canvas::{Canvas, Fill, linear, radial, vertical},
    color::{
        Color, HAITANG, JU, QINGBI, Scheme, TAN, TAOYAO, TENGHUANG, TIANQING, WHITE, XUAN, YANZHI, ZITAN,
    },
    glyph::{Glyph, corner_seal, write},
    random::Random,
    shape::{Pen, Point, Shape, along, circle, ellipse, leaf, polygon, rect, round_rect, stroke},
};

/// Makes a body of revolution from half widths at heights above the foot.
pub(super) fn turned_body(foot: Point, profile: &[(f32, f32)]) -> Shape {
    let right: Vec<Point> = profile.iter().map(|(up, half)| (foot.0 + half, foot.1 - up)).collect();
    let mut points = soften(&right);
    let left: Vec<Point> = points.iter().rev().map(|spot| (2.0 * foot.0 - spot.0, spot.1)).collect();
    points.extend(left);
    polygon(&points)
}

/// Makes a glaze that is lit from the left.
fn glaze(middle: f32, half: f32, color: Color) -> Fill {
    linear(
        (middle - half, 0.0),
        (middle + half, 0.0),
        &[
            (0.0, color.dark(0.25)),
            (0.22, color.light(0.3)),
            (0.5, color),
            (0.85, color.dark(0.3)),
            (1.0, color.dark(0.18)),
        ],
    )
}

/// Draws a slim vase with a few branches of plum.
fn plum_vase(canvas: &mut Canvas, random: &Random, foot: Point, color: Color, bloom: (Color, Color)) {
    for lean in [-0.34, 0.1, 0.42] {
        let start = (foot.0, foot.1 - 196.0);
        let way = (-PI / 2.0 + lean, random.range(150.0, 220.0));
        for (spot, angle) in branch(canvas, random, start, way, 6.5, ZITAN.dark(0.2)) {
            plum_flower(
                canvas,
                random,
                (spot.0 + random.swing(9.0), spot.1 + random.swing(9.0)),
                random.range(11.0, 17.0),
                bloom,
            );
            let tip = (
                spot.0 + (angle + lean.signum()).cos() * 34.0,
                spot.1 + (angle + lean.signum()).sin() * 34.0,
            );
            canvas.fill(&stroke(&[spot, tip], |far| 3.2 - far * 2.0), ZITAN.dark(0.2));
            plum_flower(canvas, random, tip, random.range(8.0, 13.0), bloom);
        }
    }
    rest(canvas, foot, 36.0);
    let body = turned_body(
        foot,
        &[
            (0.0, 30.0),
            (14.0, 30.0),
            (70.0, 46.0),
            (112.0, 44.0),
            (150.0, 20.0),
            (184.0, 14.0),
            (200.0, 20.0),
        ],
    );
    canvas.fill(&body, glaze(foot.0, 48.0, color));
    canvas.clipped(&body, |canvas| {
        for level in [24.0, 132.0] {
            canvas.fill(&rect(foot.0 - 60.0, foot.1 - level, 120.0, 2.4), color.dark(0.5).alpha(0.5));
        }
        for step in -2..=2 {
            let x = foot.0 + step as f32 * 24.0;
            canvas.line(
                &leaf((x, foot.1 - 26.0), (x, foot.1 - 66.0), 20.0, 0.0),
                1.6,
                color.dark(0.5).alpha(0.4),
            );
        }
    });
}

/// Draws a cup without a handle; tea shows in its mouth.
fn cup(canvas: &mut Canvas, foot: Point, size: f32, color: Color) {
    rest(canvas, foot, size * 0.6);
    canvas.placed(foot, 0.0, size, |canvas| {
        let body = Pen::from(-0.8, -0.86)
            .cubic((-0.78, -0.3), (-0.5, -0.06), (-0.34, -0.04))
            .quad((0.0, 0.06), (0.34, -0.04))
            .cubic((0.5, -0.06), (0.78, -0.3), (0.8, -0.86))
            .close();
        canvas.fill(&body, glaze(0.0, 0.8, color));
        canvas.line(
            &Pen::from(-0.62, -0.36).quad((0.0, -0.2), (0.62, -0.36)).done(),
            0.03,
            color.dark(0.45).alpha(0.5),
        );
        canvas.fill(&ellipse(0.0, -0.86, 0.8, 0.2), color.light(0.5));
        canvas.fill(
            &ellipse(0.0, -0.83, 0.7, 0.145),
            linear(
                (-0.6, 0.0),
                (0.6, 0.0),
                &[(0.0, Color::hex(0x00a8_5a1e)), (1.0, Color::hex(0x00d8_943a))],
            ),
        );
        canvas.fill(&leaf((-0.5, -0.84), (0.1, -0.88), 0.06, 0.0), WHITE.alpha(0.55));
    });
}

/// Draws a teapot, its lid, spout and handle.
fn teapot(canvas: &mut Canvas, foot: Point, size: f32, hand: f32, color: Color, sign: Option<Glyph>) {
    rest(canvas, foot, size * 0.95);
    let how = tiny_skia::Transform::from_row(hand * size, 0.0, 0.0, size, foot.0, foot.1);
    canvas.transformed(how, |canvas| {
        let grip = along((-0.8, -0.98), (-1.75, -1.25), (-1.7, -0.05), (-0.86, -0.28));
        canvas.fill(
            &stroke(&grip, |far| 0.15 + 0.05 * (far * PI).sin()),
            linear((-1.6, 0.0), (-0.8, 0.0), &[(0.0, color.light(0.1)), (1.0, color.dark(0.35))]),
        );
        let spout = along((0.72, -0.44), (1.2, -0.4), (1.12, -0.95), (1.6, -1.2));
        canvas.fill(
            &stroke(&spout, |far| 0.42 - far * 0.26),
            linear((0.7, -1.1), (1.4, -0.3), &[(0.0, color.light(0.18)), (1.0, color.dark(0.35))]),
        );
        canvas.fill(&ellipse(1.6, -1.21, 0.08, 0.045), color.dark(0.6));
        let body = Pen::from(-0.52, -1.14)
            .cubic((-1.05, -1.05), (-1.25, -0.3), (-0.62, -0.02))
            .quad((0.0, 0.06), (0.62, -0.02))
            .cubic((1.25, -0.3), (1.05, -1.05), (0.52, -1.14))
            .quad((0.0, -1.24), (-0.52, -1.14))
            .close();
        let lit = if hand > 0.0 { -0.4 } else { 0.4 };
        canvas.fill(
            &body,
            radial(
                (lit, -0.78),
                1.5,
                &[(0.0, color.light(0.36)), (0.35, color.light(0.06)), (1.0, color.dark(0.48))],
            ),
        );
        canvas.fill(&ellipse(0.0, -1.13, 0.54, 0.1), color.dark(0.35));
        let lid = Pen::from(-0.5, -1.15)
            .cubic((-0.4, -1.44), (0.4, -1.44), (0.5, -1.15))
            .quad((0.0, -1.06), (-0.5, -1.15))
            .close();
        canvas.fill(
            &lid,
            radial((lit * 0.5, -1.36), 0.7, &[(0.0, color.light(0.36)), (1.0, color.dark(0.25))]),
        );
        canvas.fill(
            &circle(0.0, -1.46, 0.12),
            radial((lit * 0.1, -1.5), 0.16, &[(0.0, color.light(0.5)), (1.0, color.dark(0.2))]),
        );
        canvas.line(
            &Pen::from(-0.98, -0.62).quad((0.0, -0.5), (0.98, -0.62)).done(),
            0.018,
            color.dark(0.5).alpha(0.4),
        );
    });
    if let Some(sign) = sign {
        write(
            canvas,
            sign,
            (foot.0 - size * 0.26, foot.1 - size * 0.88),
            size * 0.52,
            8.0,
            color.light(0.6).alpha(0.75),
        );
    }
}

/// Draws a tea set on its tray (茶).
pub(super) fn tea(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    let (width, height) = (canvas.width, canvas.height);
    let table = height * 0.72;
    stage(canvas, random, scheme, table);
    let hand = random.side();
    let clay = random.pick(&[
        Color::hex(0x008c_4a36),
        Color::hex(0x0060_3a34),
        TIANQING,
        Color::hex(0x00e9_e3d2),
        QINGBI.mix(TIANQING, 0.5),
        Color::hex(0x003a_3c44),
    ]);
    let bloom = random.pick(&[
        (TAOYAO.light(0.3), HAITANG),
        (HAITANG, YANZHI),
        (WHITE, TAOYAO),
        (TENGHUANG.light(0.3), JU),
    ]);
    plum_vase(
        canvas,
        random,
        (width * (0.5 - hand * 0.31), table + 34.0),
        random.pick(&[scheme.accent.light(0.1), TIANQING, XUAN, scheme.main]),
        bloom,
    );
    // A tray with slats.
    let tray = (width * 0.5 + hand * 36.0, table + 88.0);
    rest(canvas, (tray.0, tray.1 + 18.0), 250.0);
    let wood = TAN.dark(0.1);
    let top = polygon(&[
        (tray.0 - 216.0, tray.1 - 32.0),
        (tray.0 + 216.0, tray.1 - 32.0),
        (tray.0 + 250.0, tray.1 + 12.0),
        (tray.0 - 250.0, tray.1 + 12.0),
    ]);
    canvas
        .fill(&top, vertical(tray.1 - 32.0, tray.1 + 12.0, &[(0.0, wood.dark(0.1)), (1.0, wood.light(0.2))]));
    for slat in -7..=7 {
        let x = slat as f32;
        canvas.line(
            &Pen::from(tray.0 + x * 29.0, tray.1 - 30.0).to(tray.0 + x * 33.5, tray.1 + 10.0).done(),
            2.0,
            wood.dark(0.5),
        );
    }
    canvas.fill(
        &round_rect((tray.0 - 250.0, tray.1 + 11.0), (500.0, 17.0), 5.0),
        vertical(tray.1 + 11.0, tray.1 + 28.0, &[(0.0, wood.light(0.3)), (1.0, wood.dark(0.35))]),
    );
    let pot = (tray.0 - hand * 20.0, tray.1 - 8.0);
    let sign = random.chance(0.6).then_some(Glyph::Cha);
    teapot(canvas, pot, 102.0, hand, clay, sign);
    let ware = if random.chance(0.5) { clay } else { XUAN };
    for (x, y, size) in [(152.0, -10.0, 42.0), (196.0, 8.0, 46.0), (-190.0, 6.0, 44.0)] {
        cup(canvas, (tray.0 + hand * x, tray.1 + y), size, ware);
    }
    steam(canvas, random, (tray.0 + hand * 150.0, tray.1 - 50.0), 150.0, 2);
    steam(canvas, random, (pot.0 + hand * 150.0, pot.1 - 120.0), 130.0, 1);
    corner_seal(canvas, random);
}
