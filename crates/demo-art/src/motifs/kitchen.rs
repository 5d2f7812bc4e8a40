//! Tables, dishes and ingredients, seen from above.

use std::f32::consts::{PI, TAU};

use super::{craft::cloth, scenery::leaf_shadow};
use crate::{
    canvas::{Canvas, Shadow, linear, radial},
    color::{CHIJIN, Color, JU, SONGHUA, SONGLU, TAN, TENGHUANG, WHITE, XUAN, YANZHI, ZHE, ZHUHONG, ZHUQING},
    pattern::{round_meander, round_ruyi, round_vine},
    random::Random,
    shape::{Pen, Point, along, arc_points, blob, circle, ellipse, leaf, polar, rect, stroke},
};

/// Returns the shadow of something that stands on a table, seen from above.
pub(super) fn cast(blur: f32) -> Shadow {
    Shadow { offset: (blur * 0.3, blur * 0.7), blur, color: Color::hex(0x0014_0806).alpha(0.5) }
}

/// Draws a table of planks, or a cloth, seen from above.
pub(super) fn tabletop(canvas: &mut Canvas, random: &Random) {
    let (width, height) = (canvas.width, canvas.height);
    if random.chance(0.35) {
        let ground = random.pick(&[
            Color::hex(0x0034_4a58),
            YANZHI.dark(0.2),
            Color::hex(0x00c9_b594),
            SONGLU,
            Color::hex(0x00d8_c4b4),
        ]);
        cloth(canvas, random, ground, CHIJIN);
        return;
    }
    let wood = random.pick(&[
        TAN.dark(0.1),
        ZHE.dark(0.1),
        Color::hex(0x0053_3a30),
        Color::hex(0x00b0_8058),
        Color::hex(0x0038_3638),
    ]);
    canvas.background(&[(0.0, wood.light(0.12)), (1.0, wood.dark(0.2))]);
    let planks = 5;
    let wide = width / planks as f32;
    for plank in 0..planks {
        let left = plank as f32 * wide;
        let tone = if random.chance(0.5) {
            WHITE.alpha(random.range(0.01, 0.07))
        } else {
            wood.dark(0.6).alpha(random.range(0.03, 0.15))
        };
        canvas.fill(&rect(left, 0.0, wide, height), tone);
        canvas.fill(&rect(left - 1.5, 0.0, 3.0, height), wood.dark(0.65).alpha(0.55));
        for _ in 0..7 {
            let x = left + random.range(0.1, 0.9) * wide;
            let top = random.range(-0.3, 0.8) * height;
            let line = leaf(
                (x, top),
                (x + random.swing(10.0), top + random.range(0.3, 0.8) * height),
                4.0,
                random.swing(8.0),
            );
            canvas.fill(&line, wood.dark(0.5).alpha(0.16));
        }
    }
    canvas.glow((width * 0.25, height * 0.15), width * 0.8, WHITE.alpha(0.18));
    leaf_shadow(canvas, random, (width + 30.0, -30.0), 330.0, wood.dark(0.7).alpha(0.28));
}

/// Draws a pair of chopsticks lying from one point towards an angle.
pub(super) fn chopsticks(canvas: &mut Canvas, from: Point, degrees: f32, long: f32) {
    canvas.placed(from, degrees, 1.0, |canvas| {
        canvas.with_shadow(cast(9.0), |canvas| {
            for (shift, lean) in [(0.0, 0.0), (15.0, 5.0)] {
                let points = [(0.0, shift), (long * 0.5, shift + lean * 0.5), (long, shift + lean)];
                canvas.fill(
                    &stroke(&points, |far| 9.5 - far * 4.0),
                    linear(
                        (0.0, 0.0),
                        (long, 0.0),
                        &[
                            (0.0, Color::hex(0x0026_1416)),
                            (0.3, Color::hex(0x0026_1416)),
                            (0.31, ZHE.dark(0.1)),
                            (1.0, ZHE.light(0.2)),
                        ],
                    ),
                );
                canvas.fill(&stroke(&points[..2], |_| 1.6), WHITE.alpha(0.25));
                for ring in [0.24, 0.3] {
                    canvas.fill(&rect(long * ring, shift - 4.6, 4.0, 9.4), CHIJIN);
                }
            }
        });
    });
}

/// Draws a porcelain dish from above; returns the radius of its well.
pub(super) fn dish(canvas: &mut Canvas, random: &Random, center: Point, radius: f32, blue: Color) -> f32 {
    let (x, y) = center;
    let white = Color::hex(0x00f5_f3ec);
    canvas.fill(
        &circle(x, y, radius),
        radial(
            (x - radius * 0.25, y - radius * 0.3),
            radius * 1.4,
            &[(0.0, WHITE), (0.7, white), (1.0, Color::hex(0x00cc_cfcc))],
        ),
    );
    canvas.line(&circle(x, y, radius * 0.975), radius * 0.022, blue);
    let band = radius * 0.9;
    match random.below(4) {
        0 => round_meander(canvas, center, band, radius * 0.105, blue.alpha(0.9)),
        1 => round_vine(canvas, center, band, radius * 0.04, 24, blue),
        2 => round_ruyi(canvas, center, (radius * 0.85, radius * 0.95), 22, blue),
        _ => {
            for share in [0.93, 0.89] {
                canvas.line(&circle(x, y, radius * share), radius * 0.009, blue);
            }
        }
    }
    canvas.line(&circle(x, y, radius * 0.835), radius * 0.012, blue);
    let well = radius * 0.81;
    canvas.fill(
        &circle(x, y, well),
        radial(
            (x + radius * 0.1, y + radius * 0.12),
            well * 1.1,
            &[(0.0, white), (0.8, white), (1.0, Color::hex(0x00d4_d4cc))],
        ),
    );
    well
}

/// Draws the near sheen on a bowl's rim.
pub(super) fn sheen(canvas: &mut Canvas, center: Point, radius: f32) {
    canvas.blurred(6.0, 0.8, |canvas| {
        canvas.fill(
            &stroke(&arc_points(center, radius, PI * 1.1, PI * 1.42), |far| radius * 0.07 * (far * PI).sin()),
            WHITE.alpha(0.8),
        );
    });
}

/// Draws rings of spring onion.
pub(super) fn scallions(canvas: &mut Canvas, random: &Random, center: Point, reach: f32, count: usize) {
    for _ in 0..count {
        let spot = polar(center, random.range(0.0, TAU), reach * random.unit().sqrt());
        let size = random.range(5.0, 8.5);
        let tilt = random.range(0.6, 1.0);
        let color = ZHUQING.mix(SONGHUA, random.unit()).light(0.05);
        canvas.fill_holed(
            &Pen::default()
                .with(&ellipse(spot.0, spot.1, size, size * tilt))
                .with(&ellipse(spot.0, spot.1, size * 0.5, size * tilt * 0.5))
                .done(),
            color,
        );
    }
}

/// Draws a dried chili, bent any way.
pub(super) fn chili(canvas: &mut Canvas, random: &Random, at: Point, size: f32) {
    let angle = random.range(0.0, TAU);
    let points = along(
        at,
        polar(at, angle, size * 0.4),
        polar(at, angle + 0.5, size * 0.7),
        polar(at, angle + 0.7, size),
    );
    let body = stroke(&points, |far| size * 0.3 * (1.0 - far).powf(0.5));
    canvas.line(&body, size * 0.05, YANZHI.dark(0.5));
    canvas.fill(&body, ZHUHONG.light(0.04));
    canvas.fill(&stroke(&points[..points.len() / 2], |_| size * 0.06), WHITE.alpha(0.6));
    canvas.fill(&circle(at.0, at.1, size * 0.12), ZHUQING);
}

/// Draws a soft egg, cut open.
pub(super) fn half_egg(canvas: &mut Canvas, at: Point, degrees: f32, size: f32) {
    canvas.placed(at, degrees, size, |canvas| {
        canvas.fill(&ellipse(0.04, 0.08, 1.0, 0.78), Color::hex(0x003a_1c0c).alpha(0.4));
        canvas.fill(
            &ellipse(0.0, 0.0, 1.0, 0.78),
            radial((-0.2, -0.2), 1.2, &[(0.0, WHITE), (1.0, XUAN.dark(0.06))]),
        );
        canvas.line(&ellipse(0.0, 0.0, 0.98, 0.76), 0.05, ZHE.light(0.3).alpha(0.6));
        canvas.fill(
            &circle(0.02, 0.0, 0.46),
            radial((-0.1, -0.12), 0.6, &[(0.0, TENGHUANG.light(0.1)), (0.7, JU), (1.0, JU.dark(0.1))]),
        );
        canvas.fill(&ellipse(-0.12, -0.16, 0.16, 0.1), WHITE.alpha(0.5));
    });
}

/// Draws a small head of bok choy.
pub(super) fn greens(canvas: &mut Canvas, random: &Random, at: Point, degrees: f32, size: f32) {
    canvas.placed(at, degrees, size, |canvas| {
        for (lean, long) in [(-0.36, 1.0), (0.34, 0.94), (0.0, 1.14)] {
            let tip = polar((0.0, 0.0), -PI / 2.0 + lean, long);
            let mid = polar((0.0, 0.0), -PI / 2.0 + lean, long * 0.36);
            let tone = ZHUQING.dark(random.range(0.1, 0.3)).mix(SONGLU, 0.2);
            canvas.fill(&leaf(mid, tip, 0.5, 0.06), linear(mid, tip, &[(0.0, tone.light(0.2)), (1.0, tone)]));
            canvas.line(
                &Pen::from(mid.0, mid.1).to(tip.0 * 0.94, tip.1 * 0.94).done(),
                0.025,
                SONGHUA.light(0.4),
            );
            canvas.fill(
                &stroke(&[(0.0, 0.12), polar((0.0, 0.0), -PI / 2.0 + lean, long * 0.45)], |far| {
                    0.24 - far * 0.14
                }),
                SONGHUA.light(0.55),
            );
        }
    });
}

/// Draws a slice of braised beef.
pub(super) fn beef(canvas: &mut Canvas, random: &Random, at: Point, size: f32) {
    let points: Vec<Point> = (0..9)
        .map(|step| {
            let angle = step as f32 / 9.0 * TAU;
            (
                at.0 + angle.cos() * size * random.range(0.85, 1.1),
                at.1 + angle.sin() * size * random.range(0.55, 0.75),
            )
        })
        .collect();
    let shape = blob(&points);
    canvas.fill(
        &blob(&points.iter().map(|spot| (spot.0 + 3.0, spot.1 + 5.0)).collect::<Vec<_>>()),
        Color::hex(0x0028_100a).alpha(0.4),
    );
    let brown = Color::hex(0x008c_4a30);
    canvas.fill(
        &shape,
        linear(
            (at.0 - size, at.1 - size),
            (at.0 + size, at.1 + size),
            &[(0.0, brown.light(0.22)), (1.0, brown.dark(0.2))],
        ),
    );
    canvas.clipped(&shape, |canvas| {
        for vein in 0..4 {
            let y = at.1 - size * 0.5 + vein as f32 * size * 0.32;
            canvas.fill(
                &leaf(
                    (at.0 - size, y + random.swing(6.0)),
                    (at.0 + size, y + random.swing(10.0)),
                    size * 0.1,
                    random.swing(6.0),
                ),
                Color::hex(0x00e3_b794).alpha(0.6),
            );
        }
    });
    canvas.line(&shape, 1.4, brown.dark(0.45).alpha(0.7));
}

/// Draws a shiitake with its star.
pub(super) fn mushroom(canvas: &mut Canvas, at: Point, size: f32) {
    canvas.fill(&circle(at.0 + 2.0, at.1 + 4.0, size), Color::hex(0x0020_0e08).alpha(0.35));
    canvas.fill(
        &circle(at.0, at.1, size),
        radial(
            (at.0 - size * 0.3, at.1 - size * 0.3),
            size * 1.3,
            &[(0.0, TAN.light(0.35)), (1.0, TAN.dark(0.2))],
        ),
    );
    for turn in 0..3 {
        let angle = turn as f32 * PI / 3.0 + 0.3;
        let (from, to) = (polar(at, angle, size * 0.66), polar(at, angle + PI, size * 0.66));
        canvas.fill(&leaf(from, to, size * 0.22, 0.0), XUAN.dark(0.05));
    }
}
