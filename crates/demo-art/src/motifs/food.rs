//! Noodles and hotpot from above.

use std::f32::consts::{PI, TAU};

use super::{
    kitchen::{beef, cast, chili, chopsticks, dish, greens, half_egg, mushroom, scallions, sheen, tabletop},
    scenery::steam,
};
use crate::{
    canvas::{Canvas, linear, radial},
    color::{Color, JILAN, JU, SHIQING, SONGLU, TAN, TENGHUANG, WHITE, XUAN, YANZHI, ZHUHONG},
    glyph::corner_seal,
    random::Random,
    shape::{Point, arc_points, circle, ellipse, leaf, polar, polygon, ring, round_rect, stroke},
};

/// Draws a bowl of noodles from above (面).
pub(super) fn noodles(canvas: &mut Canvas, random: &Random) {
    tabletop(canvas, random);
    let (width, height) = (canvas.width, canvas.height);
    let center = (width * 0.5 + random.swing(14.0), height * 0.52);
    let broths = [
        (Color::hex(0x00d9_8a3c), Color::hex(0x00a8_5420)),
        (Color::hex(0x00cf_3f22), Color::hex(0x0090_1c14)),
        (Color::hex(0x00ef_dfbe), Color::hex(0x00d4_b886)),
        (Color::hex(0x00c4_7a2c), Color::hex(0x007e_4216)),
    ];
    let (light, dark) = random.pick(&broths);
    let blue = random.pick(&[JILAN, ZHUHONG.dark(0.1), SONGLU, Color::hex(0x0030_3030)]);
    let radius = 246.0;
    let mut well = radius * 0.81;
    canvas.with_shadow(cast(30.0), |canvas| well = dish(canvas, random, center, radius, blue));
    let pool = circle(center.0, center.1, well);
    canvas.fill(
        &pool,
        radial(
            center,
            well,
            &[(0.0, light), (0.75, light.mix(dark, 0.5)), (0.94, dark), (1.0, dark.dark(0.3))],
        ),
    );
    canvas.clipped(&pool, |canvas| {
        let flour = Color::hex(0x00f7_e2a8);
        for bundle in 0..13 {
            // Each bundle is an arc around a centre of its own.
            let pivot = polar(center, random.range(0.0, TAU), well * random.range(0.0, 0.62));
            let reach = well * random.range(0.3, 0.72);
            let from = random.range(0.0, TAU);
            let to = from + random.range(1.6, 3.6);
            canvas.fill(&stroke(&arc_points(pivot, reach, from, to), |_| 44.0), flour.mix(dark, 0.45));
            for strand in 0..6 {
                let radius = (reach + (strand as f32 - 2.5) * 7.2).max(8.0);
                let line = arc_points(pivot, radius, from + random.swing(0.1), to + random.swing(0.1));
                canvas.fill(
                    &stroke(&line, |_| 5.4),
                    flour.dark(if bundle < 6 { 0.12 } else { 0.0 }).mix(light, 0.08),
                );
            }
        }
    });
    canvas.fill_holed(
        &ring(center, well * 0.9, well),
        radial(center, well, &[(0.0, dark.clear()), (0.9, dark.clear()), (1.0, dark.dark(0.4).alpha(0.5))]),
    );
    let turn = random.range(0.0, TAU);
    let place = |angle: f32, share: f32| polar(center, turn + angle, well * share);
    greens(canvas, random, place(0.4, 0.62), (turn + 0.4).to_degrees() + 110.0, 96.0);
    greens(canvas, random, place(0.9, 0.7), (turn + 0.9).to_degrees() + 70.0, 80.0);
    if random.chance(0.6) {
        for step in 0..4 {
            let spot = place(2.3 + step as f32 * 0.32, 0.5 + 0.06 * step as f32);
            beef(canvas, random, spot, 46.0);
        }
    } else {
        for step in 0..5 {
            mushroom(canvas, place(2.3 + step as f32 * 0.3, 0.5 + 0.14 * (step % 2) as f32), 25.0);
        }
    }
    half_egg(canvas, place(4.5, 0.46), 30.0, 50.0);
    if random.chance(0.5) {
        half_egg(canvas, place(5.2, 0.56), -20.0, 48.0);
    }
    scallions(canvas, random, center, well * 0.62, 26);
    if random.chance(0.7) {
        for _ in 0..4 {
            chili(canvas, random, polar(center, random.range(0.0, TAU), well * random.range(0.2, 0.8)), 30.0);
        }
    }
    sheen(canvas, center, radius * 0.9);
    chopsticks(canvas, (width - 64.0, 20.0), 74.0 + random.swing(8.0), 420.0);
    steam(canvas, random, (center.0 - 20.0, center.1 + 10.0), 300.0, 3);
    corner_seal(canvas, random);
}

/// Draws a small plate with raw food.
fn side_plate(canvas: &mut Canvas, random: &Random, center: Point, radius: f32, kind: usize) {
    {
        let well = dish(canvas, random, center, radius, JILAN.mix(SHIQING, 0.3));
        for step in 0..9 {
            let angle = step as f32 / 8.0 * TAU;
            let spot = if step == 8 { center } else { polar(center, angle, well * 0.58) };
            match kind {
                0 => {
                    // Rolled slices of lamb.
                    let red = Color::hex(0x00cf_5a54);
                    canvas
                        .fill(&circle(spot.0 + 2.0, spot.1 + 3.0, well * 0.27), YANZHI.dark(0.5).alpha(0.3));
                    canvas.fill(
                        &circle(spot.0, spot.1, well * 0.27),
                        radial(
                            spot,
                            well * 0.27,
                            &[(0.0, red.light(0.5)), (0.6, red), (1.0, red.dark(0.15))],
                        ),
                    );
                    for share in [0.22, 0.14] {
                        let curl: Vec<Point> = arc_points(spot, well * share, angle, angle + 4.6);
                        canvas.fill(&stroke(&curl, |far| 4.2 * (1.0 - far * 0.5)), XUAN.alpha(0.9));
                    }
                }
                1 => greens(
                    canvas,
                    random,
                    polar(center, angle, well * 0.25),
                    angle.to_degrees() + 90.0,
                    well * 0.62,
                ),
                2 => {
                    // Tofu in cubes.
                    let size = well * 0.36;
                    let corner = (spot.0 - size / 2.0, spot.1 - size / 2.0);
                    canvas.fill(
                        &round_rect((corner.0 + 3.0, corner.1 + 4.0), (size, size), 4.0),
                        TAN.alpha(0.25),
                    );
                    canvas.fill(
                        &round_rect(corner, (size, size), 4.0),
                        linear(
                            corner,
                            (corner.0 + size, corner.1 + size),
                            &[(0.0, WHITE), (1.0, XUAN.dark(0.06))],
                        ),
                    );
                }
                3 => mushroom(canvas, spot, well * 0.25),
                _ => {
                    // Fish balls.
                    let color = if step % 2 == 0 { XUAN } else { Color::hex(0x00f2_b090) };
                    canvas.fill(&circle(spot.0 + 2.0, spot.1 + 4.0, well * 0.24), TAN.alpha(0.3));
                    canvas.fill(
                        &circle(spot.0, spot.1, well * 0.24),
                        radial(
                            (spot.0 - 4.0, spot.1 - 5.0),
                            well * 0.32,
                            &[(0.0, WHITE), (1.0, color.dark(0.08))],
                        ),
                    );
                }
            }
        }
    }
}

/// Returns the points of the wavy wall that parts the pot, from top to bottom.
fn divide(center: Point, radius: f32) -> Vec<Point> {
    let upper = arc_points((center.0, center.1 - radius / 2.0), radius / 2.0, -PI / 2.0, PI / 2.0);
    let lower = arc_points((center.0, center.1 + radius / 2.0), radius / 2.0, PI * 1.5, PI / 2.0);
    upper.into_iter().chain(lower).collect()
}

/// Draws a two-flavour hotpot among its plates (火锅).
pub(super) fn hotpot(canvas: &mut Canvas, random: &Random) {
    tabletop(canvas, random);
    let (width, height) = (canvas.width, canvas.height);
    let center = (width * 0.5, height * 0.5);
    let first = random.below(5);
    let brass = Color::hex(0x00c8_8a44);
    canvas.with_shadow(cast(26.0), |canvas| {
        for (index, (x, y)) in [(0.12, 0.13), (0.89, 0.12), (0.1, 0.88), (0.9, 0.87)].into_iter().enumerate()
        {
            side_plate(canvas, random, (width * x, height * y), 96.0, (first + index) % 5);
        }
        for side in [-1.0, 1.0] {
            let grip = ellipse(center.0 + side * 236.0, center.1, 34.0, 52.0);
            canvas.line(&grip, 15.0, brass.dark(0.25));
            canvas.line(&grip, 5.0, brass.light(0.4));
        }
        let lip = linear(
            (center.0 - 200.0, center.1 - 200.0),
            (center.0 + 200.0, center.1 + 200.0),
            &[(0.0, brass.light(0.55)), (0.35, brass), (0.6, brass.light(0.3)), (1.0, brass.dark(0.4))],
        );
        canvas.fill(&circle(center.0, center.1, 226.0), lip);
    });
    canvas.line(&circle(center.0, center.1, 218.0), 2.0, brass.dark(0.45));
    for stud in 0..40 {
        let spot = polar(center, stud as f32 / 40.0 * TAU, 210.0);
        canvas.fill(&circle(spot.0, spot.1, 3.4), brass.light(0.5));
    }
    let radius = 200.0;
    let turn = random.range(-30.0, 30.0) + if random.chance(0.5) { 180.0 } else { 0.0 };
    canvas.placed(center, turn, 1.0, |canvas| {
        let origin = (0.0, 0.0);
        let red = Color::hex(0x00c4_2a14);
        canvas.fill(
            &circle(0.0, 0.0, radius),
            radial(origin, radius, &[(0.0, red.light(0.14)), (0.8, red.dark(0.12)), (1.0, red.dark(0.5))]),
        );
        let wall = divide(origin, radius);
        let mut clear = wall.clone();
        clear.extend(arc_points(origin, radius, PI / 2.0, -PI / 2.0));
        let clear = polygon(&clear);
        let milk = Color::hex(0x00f3_e4c2);
        canvas.fill(
            &clear,
            radial(origin, radius, &[(0.0, milk.light(0.3)), (0.8, milk), (1.0, milk.dark(0.3))]),
        );
        // Oil and spices float on the red side, left of the wall.
        let mut spicy = wall.clone();
        spicy.extend(arc_points(origin, radius, PI / 2.0, PI * 1.5));
        canvas.clipped(&polygon(&spicy), |canvas| {
            for _ in 0..26 {
                let spot = polar(origin, random.range(PI * 0.5, PI * 1.5), radius * random.unit().sqrt());
                let size = random.range(6.0, 20.0);
                canvas.fill(&circle(spot.0, spot.1, size), JU.alpha(0.35));
                canvas.line(&circle(spot.0, spot.1, size), 1.2, TENGHUANG.alpha(0.5));
            }
            for _ in 0..12 {
                let spot = polar(
                    (0.0, -radius * 0.45),
                    random.range(PI * 0.4, PI * 1.5),
                    radius * random.range(0.1, 0.8),
                );
                chili(canvas, random, spot, random.range(34.0, 50.0));
            }
            for _ in 0..34 {
                let spot = polar(origin, random.range(PI * 0.5, PI * 1.5), radius * random.unit().sqrt());
                canvas.fill(&circle(spot.0, spot.1, 3.0), Color::hex(0x0048_2a16));
            }
        });
        canvas.clipped(&clear, |canvas| {
            for (x, y) in [(0.0, 0.36), (-0.16, 0.6), (0.2, 0.62), (0.62, 0.1), (0.66, -0.24)] {
                mushroom(canvas, (x * radius + random.swing(12.0), y * radius + random.swing(12.0)), 23.0);
            }
            for _ in 0..14 {
                let spot = polar(origin, random.range(-PI * 0.5, PI * 0.5), radius * random.unit().sqrt());
                canvas.fill(
                    &leaf(spot, polar(spot, random.range(0.0, TAU), 12.0), 7.0, 0.0),
                    ZHUHONG.dark(0.05),
                );
            }
            scallions(canvas, random, (radius * 0.3, radius * 0.4), radius * 0.5, 20);
            for _ in 0..6 {
                let spot = polar(origin, random.range(-1.2, 1.2), radius * random.range(0.4, 0.85));
                canvas.line(&circle(spot.0, spot.1, random.range(5.0, 10.0)), 1.4, WHITE.alpha(0.9));
            }
        });
        canvas.fill(&stroke(&wall, |_| 15.0), brass.dark(0.2));
        canvas.fill(&stroke(&wall, |_| 6.0), brass.light(0.45));
    });
    canvas.line(&circle(center.0, center.1, radius), 6.0, brass.dark(0.35));
    chopsticks(canvas, (width * 0.5 - 20.0, height - 20.0), -12.0 + random.swing(8.0), 300.0);
    steam(canvas, random, (center.0, center.1 + 40.0), 330.0, 4);
}
