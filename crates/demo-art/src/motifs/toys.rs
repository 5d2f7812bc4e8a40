//! The tangram, the nine rings, and kites.

use std::f32::consts::{PI, TAU};

use super::{
    craft::{cloth, tassel},
    kitchen::cast,
    scenery::{crest, mist, ridge},
};
use crate::{
    canvas::{Canvas, linear, vertical},
    color::{
        CHIJIN, Color, HAITANG, JILAN, JU, MO, QINGBI, SHIQING, SONGHUA, SONGLU, TENGHUANG, TIANQING, WHITE,
        XUAN, YANZHI, YUEBAI, ZHUHONG, ZHUQING, ZITAN,
    },
    glyph::corner_seal,
    pattern::{cloud, rosette},
    random::Random,
    shape::{
        Pen, Point, Shape, along, arc_points, blob, circle, leaf, petal, polar, polygon, ring, round_rect,
        stroke,
    },
};

/// Draws the seven boards of the tangram, whole or scattered (七巧板).
pub(super) fn tangram(canvas: &mut Canvas, random: &Random) {
    let ground = random.pick(&[
        Color::hex(0x00ef_e2c8),
        Color::hex(0x0035_4a56),
        Color::hex(0x00d6_e2da),
        YANZHI.dark(0.25),
    ]);
    cloth(canvas, random, ground, CHIJIN);
    let center = canvas.center();
    let colors = [ZHUHONG, TENGHUANG, QINGBI, SHIQING, HAITANG, ZHUQING, JU];
    let lead = random.below(7);
    // Corners of the whole square, on a grid of 4 by 4.
    let pieces: [&[(f32, f32)]; 7] = [
        &[(0.0, 0.0), (4.0, 0.0), (2.0, 2.0)],
        &[(0.0, 0.0), (2.0, 2.0), (0.0, 4.0)],
        &[(4.0, 0.0), (4.0, 2.0), (3.0, 1.0)],
        &[(3.0, 1.0), (4.0, 2.0), (3.0, 3.0), (2.0, 2.0)],
        &[(2.0, 2.0), (3.0, 3.0), (1.0, 3.0)],
        &[(1.0, 3.0), (3.0, 3.0), (2.0, 4.0), (0.0, 4.0)],
        &[(4.0, 2.0), (4.0, 4.0), (2.0, 4.0)],
    ];
    let size = 104.0;
    let spread = random.range(1.06, 1.3);
    let turn = random.pick(&[0.0, 45.0, 12.0, -14.0]);
    canvas.placed(center, turn, 1.0, |canvas| {
        canvas.with_shadow(cast(18.0), |canvas| {
            for (index, corners) in pieces.iter().enumerate() {
                let count = corners.len() as f32;
                let middle = corners
                    .iter()
                    .fold((0.0, 0.0), |sum, spot| (sum.0 + spot.0 / count, sum.1 + spot.1 / count));
                let away = ((middle.0 - 2.0) * size * spread, (middle.1 - 2.0) * size * spread);
                let local: Vec<Point> = corners
                    .iter()
                    .map(|spot| ((spot.0 - middle.0) * size * 0.97, (spot.1 - middle.1) * size * 0.97))
                    .collect();
                let color = colors[(lead + index) % 7];
                canvas.placed(away, random.swing(7.0) * (spread - 1.0) * 8.0, 1.0, |canvas| {
                    let shape = polygon(&local);
                    let lower: Vec<Point> = local.iter().map(|spot| (spot.0, spot.1 + 7.0)).collect();
                    canvas.fill(&polygon(&lower), color.dark(0.5));
                    canvas.fill(
                        &shape,
                        linear(
                            (-size, -size),
                            (size, size),
                            &[(0.0, color.light(0.25)), (1.0, color.dark(0.08))],
                        ),
                    );
                    canvas.clipped(&shape, |canvas| {
                        for _ in 0..7 {
                            let x = random.swing(size);
                            canvas.fill(
                                &leaf(
                                    (x, -size * 1.4),
                                    (x + random.swing(20.0), size * 1.4),
                                    6.0,
                                    random.swing(10.0),
                                ),
                                color.dark(0.4).alpha(0.16),
                            );
                        }
                        rosette(
                            canvas,
                            (0.0, 0.0),
                            size * 0.2,
                            6,
                            (color.light(0.4), color.light(0.15), CHIJIN),
                        );
                    });
                    canvas.line(&shape, 2.0, color.light(0.5).alpha(0.7));
                });
            }
        });
    });
    corner_seal(canvas, random);
}

/// Draws the nine linked rings (九连环).
pub(super) fn nine_rings(canvas: &mut Canvas, random: &Random) {
    let ground = random.pick(&[YANZHI.dark(0.2), Color::hex(0x0030_4454), SONGLU, Color::hex(0x00e9_dcc4)]);
    cloth(canvas, random, ground, CHIJIN);
    let center = canvas.center();
    let metal = random.pick(&[Color::hex(0x00d2_b060), Color::hex(0x00c0_c4c8), Color::hex(0x00c8_8858)]);
    let hoop = |canvas: &mut Canvas, at: Point, radius: f32, thick: f32| {
        let colors = [(0.0, metal.light(0.6)), (0.4, metal), (0.7, metal.light(0.3)), (1.0, metal.dark(0.4))];
        canvas.fill_holed(
            &ring(at, radius - thick / 2.0, radius + thick / 2.0),
            linear((at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius), &colors),
        );
        canvas.line(&circle(at.0, at.1, radius + thick / 2.0), 0.8, metal.dark(0.55));
        canvas.line(&circle(at.0, at.1, radius - thick / 2.0), 0.8, metal.dark(0.55));
    };
    canvas.placed((center.0 + 36.0, center.1), -24.0 + random.swing(10.0), 1.04, |canvas| {
        canvas.with_shadow(cast(16.0), |canvas| {
            let plank = round_rect((-250.0, 96.0), (480.0, 32.0), 9.0);
            canvas.fill(&plank, vertical(96.0, 128.0, &[(0.0, ZITAN.light(0.3)), (1.0, ZITAN.dark(0.3))]));
            for index in 0..9 {
                let x = -214.0 + index as f32 * 49.0;
                canvas.fill(&stroke(&[(x, 106.0), (x + 8.0, 14.0)], |_| 5.0), metal.dark(0.1));
                canvas.fill(&circle(x, 112.0, 5.5), metal.light(0.3));
            }
            let loosened = random.below(5);
            for index in 0..9 {
                let x = -206.0 + index as f32 * 49.0;
                let drop = if index < loosened { 74.0 } else { 0.0 };
                hoop(canvas, (x + 8.0, -34.0 + drop * 0.7), 56.0, 10.0);
            }
            let frame = Pen::from(-300.0, -52.0)
                .to(216.0, -52.0)
                .quad((252.0, -34.0), (216.0, -16.0))
                .to(-300.0, -16.0)
                .quad((-318.0, -34.0), (-300.0, -52.0))
                .close();
            canvas.line(&frame, 10.0, metal.dark(0.45));
            canvas.line(
                &frame,
                7.0,
                linear(
                    (-300.0, -60.0),
                    (220.0, -10.0),
                    &[(0.0, metal.light(0.4)), (0.5, metal), (1.0, metal.light(0.5))],
                ),
            );
            canvas.fill(
                &round_rect((-372.0, -46.0), (76.0, 24.0), 11.0),
                linear((-372.0, -46.0), (-300.0, -20.0), &[(0.0, ZHUHONG.light(0.2)), (1.0, YANZHI)]),
            );
            for index in 0..9 {
                // The near side of every ring passes over the frame again.
                let x = -198.0 + index as f32 * 49.0;
                if index >= loosened {
                    let near = arc_points((x, -34.0), 56.0, -0.5, 0.62);
                    canvas.fill(&stroke(&near, |_| 9.0), metal.light(0.3));
                }
            }
            tassel(canvas, (-366.0, -26.0), 130.0, ZHUHONG);
        });
    });
    corner_seal(canvas, random);
}

/// Makes the right half of a swallow kite: head, wing, waist and a forked tail.
fn swallow_half() -> Shape {
    Pen::from(0.0, -0.56)
        .cubic((0.16, -0.58), (0.24, -0.46), (0.22, -0.32))
        .cubic((0.5, -0.42), (0.8, -0.66), (1.12, -0.78))
        .cubic((1.36, -0.84), (1.42, -0.56), (1.26, -0.34))
        .cubic((1.0, -0.02), (0.6, 0.12), (0.26, 0.14))
        .cubic((0.2, 0.3), (0.34, 0.62), (0.84, 1.06))
        .cubic((0.66, 1.14), (0.4, 1.06), (0.24, 0.9))
        .cubic((0.14, 0.76), (0.06, 0.6), (0.0, 0.52))
        .close()
}

fn swallow(
    canvas: &mut Canvas,
    random: &Random,
    at: Point,
    degrees: f32,
    size: f32,
    color: Color,
    flower: Color,
) {
    canvas.placed(at, degrees, size, |canvas| {
        let tail = random.swing(0.2);
        for side in [-1.0, 1.0] {
            let ribbon =
                along((side * 0.5, 0.95), (side * 0.9, 1.5), (side * (0.2 + tail), 1.9), (side * 0.8, 2.6));
            canvas.fill(&stroke(&ribbon, |far| 0.05 + 0.05 * far), flower);
        }
        canvas.mirrored(0.0, |canvas| {
            let half = swallow_half();
            canvas.fill(
                &half,
                linear((0.0, -0.6), (0.9, 0.8), &[(0.0, color.light(0.12)), (1.0, color.dark(0.1))]),
            );
            canvas.line(&half, 0.02, color.dark(0.5));
            let wing = blob(&[
                (0.3, -0.16),
                (0.6, -0.34),
                (0.98, -0.62),
                (1.22, -0.66),
                (1.16, -0.4),
                (0.86, -0.14),
                (0.5, 0.0),
            ]);
            canvas.fill(&wing, XUAN.alpha(0.95));
            for (x, y, radius) in [(0.5, -0.17, 0.12), (0.78, -0.33, 0.15), (1.06, -0.52, 0.12)] {
                for turn in 0..5 {
                    let angle = turn as f32 * TAU / 5.0;
                    canvas.fill(&petal((x, y), angle, (radius, radius), 0.08), flower);
                }
                canvas.fill(&circle(x, y, radius * 0.22), TENGHUANG);
            }
            canvas.fill(&leaf((0.1, 0.44), (0.62, 0.94), 0.16, 0.04), XUAN.alpha(0.9));
            canvas.fill(&leaf((0.2, 0.56), (0.5, 0.84), 0.07, 0.0), flower);
            canvas.fill(&leaf((0.03, -0.36), (0.19, -0.44), 0.11, 0.0), XUAN);
            canvas.fill(&circle(0.11, -0.405, 0.035), MO);
        });
        canvas.fill(
            &blob(&[(0.0, -0.26), (0.16, -0.04), (0.12, 0.24), (0.0, 0.36), (-0.12, 0.24), (-0.16, -0.04)]),
            XUAN,
        );
        for (y, radius) in [(0.0, 0.1), (0.2, 0.07)] {
            canvas.fill(&circle(0.0, y, radius), flower);
        }
        canvas.fill(&polygon(&[(-0.045, -0.3), (0.045, -0.3), (0.0, -0.2)]), TENGHUANG);
    });
}

/// Draws swallow kites over spring hills (风筝).
pub(super) fn kites(canvas: &mut Canvas, random: &Random) {
    let skies = [
        ([Color::hex(0x0085_bcd2), YUEBAI, XUAN], ZHUQING),
        ([Color::hex(0x00f2_c4a8), Color::hex(0x00fa_e4cc), XUAN], Color::hex(0x0086_8f62)),
        ([TIANQING, Color::hex(0x00dc_ece0), Color::hex(0x00f6_f2dc)], SONGLU.light(0.25)),
    ];
    let (sky, hill) = random.pick(&skies);
    let (width, height) = (canvas.width, canvas.height);
    let hand = random.side();
    canvas.background(&[(0.0, sky[0]), (0.6, sky[1]), (1.0, sky[2])]);
    for (x, y, size) in [(0.18, 0.6, 76.0), (0.84, 0.52, 64.0), (0.5, 0.14, 52.0)] {
        cloud(
            canvas,
            (width * x + random.swing(40.0), height * y),
            size,
            random.side(),
            (WHITE, sky[0].light(0.6), sky[0].dark(0.2).alpha(0.6)),
        );
    }
    for layer in 0..3 {
        let near = layer as f32 / 2.0;
        let line = crest(random, width, height * (0.82 + near * 0.12), 76.0 - near * 20.0, 3);
        ridge(canvas, &line, 210.0, hill.mix(sky[1], 0.62 - near * 0.5), 0.95);
        mist(canvas, random, height * (0.9 + near * 0.05), 40.0, sky[2].alpha(0.4));
    }
    let child = (width * (0.5 - hand * 0.3), height * 0.94);
    let kites = [
        (0.5 + hand * 0.1, 0.34, 120.0, ZHUHONG, JILAN),
        (0.5 - hand * 0.28, 0.2, 66.0, JILAN, ZHUHONG),
        (0.5 + hand * 0.34, 0.58, 58.0, SONGLU, HAITANG),
    ];
    for (x, y, size, color, flower) in kites {
        let spot = (width * x + random.swing(20.0), height * y + random.swing(16.0));
        let line = along(
            spot,
            (spot.0 - hand * 20.0, spot.1 + 160.0),
            (child.0 + hand * 100.0, child.1 - 90.0),
            (child.0 + hand * 12.0, child.1 - 26.0),
        );
        canvas.fill(&stroke(&line, |_| 1.2), hill.dark(0.5).alpha(0.5));
        swallow(canvas, random, spot, hand * random.range(6.0, 24.0), size, color, flower);
    }
    // The children who hold the lines.
    for (shift, tall, robe) in [(0.0, 44.0, ZHUHONG), (-hand * 34.0, 36.0, TENGHUANG)] {
        let foot = (child.0 + shift, child.1 + 14.0);
        canvas.fill(
            &polygon(&[
                (foot.0 - tall * 0.24, foot.1),
                (foot.0 + tall * 0.24, foot.1),
                (foot.0 + tall * 0.12, foot.1 - tall * 0.7),
                (foot.0 - tall * 0.12, foot.1 - tall * 0.7),
            ]),
            robe,
        );
        canvas.fill(
            &stroke(
                &[(foot.0, foot.1 - tall * 0.6), (foot.0 + hand * tall * 0.34, foot.1 - tall * 0.86)],
                |_| tall * 0.12,
            ),
            robe.dark(0.12),
        );
        canvas.fill(&circle(foot.0, foot.1 - tall * 0.84, tall * 0.17), Color::hex(0x00f6_d6bb));
        canvas.fill(&circle(foot.0, foot.1 - tall * 0.92, tall * 0.16), MO);
        canvas.fill(&circle(foot.0 - tall * 0.13, foot.1 - tall * 1.04, tall * 0.07), MO);
        canvas.fill(&circle(foot.0 + tall * 0.13, foot.1 - tall * 1.04, tall * 0.07), MO);
    }
    willow(canvas, random, if hand > 0.0 { width } else { 0.0 }, hand);
    corner_seal(canvas, random);
}

/// Draws willow twigs hanging in from the upper corner.
fn willow(canvas: &mut Canvas, random: &Random, side: f32, hand: f32) {
    for twig in 0..8 {
        let start = (side - hand * (twig as f32 * 15.0 - 6.0), -12.0);
        let long = random.range(120.0, 260.0) * (1.0 - twig as f32 * 0.06);
        let end = (start.0 - hand * random.range(10.0, 50.0), start.1 + long);
        let line = along(
            start,
            (start.0 - hand * 8.0, start.1 + long * 0.3),
            (end.0 + hand * 20.0, end.1 - long * 0.3),
            end,
        );
        canvas.fill(&stroke(&line, |far| 2.2 - far * 1.4), ZHUQING.dark(0.3));
        for (index, spot) in line.iter().enumerate().skip(1) {
            let lean = if index % 2 == 0 { 0.5 } else { -0.5 };
            let tip = polar(*spot, PI / 2.0 + lean, random.range(15.0, 25.0));
            canvas.fill(&leaf(*spot, tip, 5.2, 1.0), ZHUQING.mix(SONGHUA, random.unit() * 0.8));
        }
    }
}
