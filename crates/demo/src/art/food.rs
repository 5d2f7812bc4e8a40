//! Food from above: noodles, hotpot, mooncakes, and the table they stand on.

use std::f32::consts::{PI, TAU};

use super::{
    craft::cloth,
    dice::Dice,
    glyph::{Glyph, corner_seal, write},
    ink::{
        CHIJIN, Ink, JILAN, JU, MI, QINGBI, SHIQING, SONGHUA, SONGLU, TAN, TENGHUANG, WHITE, XUAN, XUANQING,
        YANZHI, ZHE, ZHUHONG, ZHUQING,
    },
    pattern::{round_meander, round_ruyi, round_vine},
    scenery::{leaf_shadow, steam},
    shape::{
        Pen, Shape, Spot, along, arc_points, blob, circle, leaf, oval, petal, polar, polygon, rect, ring,
        slab, stroke, swell,
    },
    sheet::{Shadow, Sheet, halo, slope},
};

fn cast(blur: f32) -> Option<Shadow> {
    Some(Shadow { offset: (blur * 0.3, blur * 0.7), blur, ink: Ink::hex(0x0014_0806).alpha(0.5) })
}

/// A table of planks, or a cloth, seen from above.
pub(super) fn tabletop(sheet: &mut Sheet, dice: &Dice) {
    let (width, height) = (sheet.width, sheet.height);
    if dice.chance(0.35) {
        let ground = dice.pick(&[
            Ink::hex(0x0034_4a58),
            YANZHI.dark(0.2),
            Ink::hex(0x00c9_b594),
            SONGLU,
            Ink::hex(0x00d8_c4b4),
        ]);
        cloth(sheet, dice, ground, CHIJIN);
        return;
    }
    let wood = dice.pick(&[
        TAN.dark(0.1),
        ZHE.dark(0.1),
        Ink::hex(0x0053_3a30),
        Ink::hex(0x00b0_8058),
        Ink::hex(0x0038_3638),
    ]);
    sheet.sky(&[(0.0, wood.light(0.12)), (1.0, wood.dark(0.2))]);
    let planks = 5;
    let wide = width / planks as f32;
    for plank in 0..planks {
        let left = plank as f32 * wide;
        let tone = if dice.chance(0.5) {
            WHITE.alpha(dice.range(0.01, 0.07))
        } else {
            wood.dark(0.6).alpha(dice.range(0.03, 0.15))
        };
        sheet.fill(&rect(left, 0.0, wide, height), tone);
        sheet.fill(&rect(left - 1.5, 0.0, 3.0, height), wood.dark(0.65).alpha(0.55));
        for _ in 0..7 {
            let x = left + dice.range(0.1, 0.9) * wide;
            let top = dice.range(-0.3, 0.8) * height;
            let line = leaf(
                (x, top),
                (x + dice.swing(10.0), top + dice.range(0.3, 0.8) * height),
                4.0,
                dice.swing(8.0),
            );
            sheet.fill(&line, wood.dark(0.5).alpha(0.16));
        }
    }
    sheet.glow((width * 0.25, height * 0.15), width * 0.8, WHITE.alpha(0.18));
    leaf_shadow(sheet, dice, (width + 30.0, -30.0), 330.0, wood.dark(0.7).alpha(0.28));
}

/// A pair of chopsticks lying from one point towards an angle.
pub(super) fn chopsticks(sheet: &mut Sheet, from: Spot, degrees: f32, long: f32) {
    sheet.placed(from, degrees, 1.0, |sheet| {
        sheet.lifted(cast(9.0), 1.0, |sheet| {
            for (shift, lean) in [(0.0, 0.0), (15.0, 5.0)] {
                let points = [(0.0, shift), (long * 0.5, shift + lean * 0.5), (long, shift + lean)];
                sheet.fill(
                    &stroke(&points, |far| 9.5 - far * 4.0),
                    slope(
                        (0.0, 0.0),
                        (long, 0.0),
                        &[
                            (0.0, Ink::hex(0x0026_1416)),
                            (0.3, Ink::hex(0x0026_1416)),
                            (0.31, ZHE.dark(0.1)),
                            (1.0, ZHE.light(0.2)),
                        ],
                    ),
                );
                sheet.fill(&stroke(&points[..2], |_| 1.6), WHITE.alpha(0.25));
                for ring in [0.24, 0.3] {
                    sheet.fill(&rect(long * ring, shift - 4.6, 4.0, 9.4), CHIJIN);
                }
            }
        });
    });
}

/// A dish of porcelain from above; gives the radius of its well.
fn dish(sheet: &mut Sheet, dice: &Dice, center: Spot, radius: f32, blue: Ink) -> f32 {
    let (x, y) = center;
    let white = Ink::hex(0x00f5_f3ec);
    sheet.fill(
        &circle(x, y, radius),
        halo(
            (x - radius * 0.25, y - radius * 0.3),
            radius * 1.4,
            &[(0.0, WHITE), (0.7, white), (1.0, Ink::hex(0x00cc_cfcc))],
        ),
    );
    sheet.line(&circle(x, y, radius * 0.975), radius * 0.022, blue);
    let band = radius * 0.9;
    match dice.below(4) {
        0 => round_meander(sheet, center, band, radius * 0.105, blue.alpha(0.9)),
        1 => round_vine(sheet, center, band, radius * 0.04, 24, blue),
        2 => round_ruyi(sheet, center, (radius * 0.85, radius * 0.95), 22, blue),
        _ => {
            for share in [0.93, 0.89] {
                sheet.line(&circle(x, y, radius * share), radius * 0.009, blue);
            }
        }
    }
    sheet.line(&circle(x, y, radius * 0.835), radius * 0.012, blue);
    let well = radius * 0.81;
    sheet.fill(
        &circle(x, y, well),
        halo(
            (x + radius * 0.1, y + radius * 0.12),
            well * 1.1,
            &[(0.0, white), (0.8, white), (1.0, Ink::hex(0x00d4_d4cc))],
        ),
    );
    well
}

/// The near sheen on a bowl's rim.
fn sheen(sheet: &mut Sheet, center: Spot, radius: f32) {
    sheet.blurred(6.0, 0.8, |sheet| {
        sheet.fill(
            &stroke(&arc_points(center, radius, PI * 1.1, PI * 1.42), |far| radius * 0.07 * (far * PI).sin()),
            WHITE.alpha(0.8),
        );
    });
}

/// Rings of spring onion.
fn scallions(sheet: &mut Sheet, dice: &Dice, center: Spot, reach: f32, count: usize) {
    for _ in 0..count {
        let spot = polar(center, dice.range(0.0, TAU), reach * dice.unit().sqrt());
        let size = dice.range(5.0, 8.5);
        let tilt = dice.range(0.6, 1.0);
        let ink = ZHUQING.mix(SONGHUA, dice.unit()).light(0.05);
        sheet.fill_holed(
            &Pen::default()
                .with(&oval(spot.0, spot.1, size, size * tilt))
                .with(&oval(spot.0, spot.1, size * 0.5, size * tilt * 0.5))
                .done(),
            ink,
        );
    }
}

fn chili(sheet: &mut Sheet, dice: &Dice, at: Spot, size: f32) {
    let angle = dice.range(0.0, TAU);
    let points = along(
        at,
        polar(at, angle, size * 0.4),
        polar(at, angle + 0.5, size * 0.7),
        polar(at, angle + 0.7, size),
    );
    let body = stroke(&points, |far| size * 0.3 * (1.0 - far).powf(0.5));
    sheet.line(&body, size * 0.05, YANZHI.dark(0.5));
    sheet.fill(&body, ZHUHONG.light(0.04));
    sheet.fill(&stroke(&points[..points.len() / 2], |_| size * 0.06), WHITE.alpha(0.6));
    sheet.fill(&circle(at.0, at.1, size * 0.12), ZHUQING);
}

fn half_egg(sheet: &mut Sheet, at: Spot, degrees: f32, size: f32) {
    sheet.placed(at, degrees, size, |sheet| {
        sheet.fill(&oval(0.04, 0.08, 1.0, 0.78), Ink::hex(0x003a_1c0c).alpha(0.4));
        sheet.fill(
            &oval(0.0, 0.0, 1.0, 0.78),
            halo((-0.2, -0.2), 1.2, &[(0.0, WHITE), (1.0, XUAN.dark(0.06))]),
        );
        sheet.line(&oval(0.0, 0.0, 0.98, 0.76), 0.05, ZHE.light(0.3).alpha(0.6));
        sheet.fill(
            &circle(0.02, 0.0, 0.46),
            halo((-0.1, -0.12), 0.6, &[(0.0, TENGHUANG.light(0.1)), (0.7, JU), (1.0, JU.dark(0.1))]),
        );
        sheet.fill(&oval(-0.12, -0.16, 0.16, 0.1), WHITE.alpha(0.5));
    });
}

fn greens(sheet: &mut Sheet, dice: &Dice, at: Spot, degrees: f32, size: f32) {
    sheet.placed(at, degrees, size, |sheet| {
        for (lean, long) in [(-0.36, 1.0), (0.34, 0.94), (0.0, 1.14)] {
            let tip = polar((0.0, 0.0), -PI / 2.0 + lean, long);
            let mid = polar((0.0, 0.0), -PI / 2.0 + lean, long * 0.36);
            let tone = ZHUQING.dark(dice.range(0.1, 0.3)).mix(SONGLU, 0.2);
            sheet.fill(&leaf(mid, tip, 0.5, 0.06), slope(mid, tip, &[(0.0, tone.light(0.2)), (1.0, tone)]));
            sheet.line(
                &Pen::from(mid.0, mid.1).to(tip.0 * 0.94, tip.1 * 0.94).done(),
                0.025,
                SONGHUA.light(0.4),
            );
            sheet.fill(
                &stroke(&[(0.0, 0.12), polar((0.0, 0.0), -PI / 2.0 + lean, long * 0.45)], |far| {
                    0.24 - far * 0.14
                }),
                SONGHUA.light(0.55),
            );
        }
    });
}

fn beef(sheet: &mut Sheet, dice: &Dice, at: Spot, size: f32) {
    let points: Vec<Spot> = (0..9)
        .map(|step| {
            let angle = step as f32 / 9.0 * TAU;
            (
                at.0 + angle.cos() * size * dice.range(0.85, 1.1),
                at.1 + angle.sin() * size * dice.range(0.55, 0.75),
            )
        })
        .collect();
    let shape = blob(&points);
    sheet.fill(
        &blob(&points.iter().map(|spot| (spot.0 + 3.0, spot.1 + 5.0)).collect::<Vec<_>>()),
        Ink::hex(0x0028_100a).alpha(0.4),
    );
    let brown = Ink::hex(0x008c_4a30);
    sheet.fill(
        &shape,
        slope(
            (at.0 - size, at.1 - size),
            (at.0 + size, at.1 + size),
            &[(0.0, brown.light(0.22)), (1.0, brown.dark(0.2))],
        ),
    );
    sheet.within(&shape, |sheet| {
        for vein in 0..4 {
            let y = at.1 - size * 0.5 + vein as f32 * size * 0.32;
            sheet.fill(
                &leaf(
                    (at.0 - size, y + dice.swing(6.0)),
                    (at.0 + size, y + dice.swing(10.0)),
                    size * 0.1,
                    dice.swing(6.0),
                ),
                Ink::hex(0x00e3_b794).alpha(0.6),
            );
        }
    });
    sheet.line(&shape, 1.4, brown.dark(0.45).alpha(0.7));
}

fn mushroom(sheet: &mut Sheet, at: Spot, size: f32) {
    sheet.fill(&circle(at.0 + 2.0, at.1 + 4.0, size), Ink::hex(0x0020_0e08).alpha(0.35));
    sheet.fill(
        &circle(at.0, at.1, size),
        halo(
            (at.0 - size * 0.3, at.1 - size * 0.3),
            size * 1.3,
            &[(0.0, TAN.light(0.35)), (1.0, TAN.dark(0.2))],
        ),
    );
    for turn in 0..3 {
        let angle = turn as f32 * PI / 3.0 + 0.3;
        let (from, to) = (polar(at, angle, size * 0.66), polar(at, angle + PI, size * 0.66));
        sheet.fill(&leaf(from, to, size * 0.22, 0.0), XUAN.dark(0.05));
    }
}

/// A bowl of noodles from above (面).
pub(super) fn noodles(sheet: &mut Sheet, dice: &Dice) {
    tabletop(sheet, dice);
    let (width, height) = (sheet.width, sheet.height);
    let center = (width * 0.5 + dice.swing(14.0), height * 0.52);
    let broths = [
        (Ink::hex(0x00d9_8a3c), Ink::hex(0x00a8_5420)),
        (Ink::hex(0x00cf_3f22), Ink::hex(0x0090_1c14)),
        (Ink::hex(0x00ef_dfbe), Ink::hex(0x00d4_b886)),
        (Ink::hex(0x00c4_7a2c), Ink::hex(0x007e_4216)),
    ];
    let (light, dark) = dice.pick(&broths);
    let blue = dice.pick(&[JILAN, ZHUHONG.dark(0.1), SONGLU, Ink::hex(0x0030_3030)]);
    let radius = 246.0;
    let mut well = radius * 0.81;
    sheet.lifted(cast(30.0), 1.0, |sheet| well = dish(sheet, dice, center, radius, blue));
    let pool = circle(center.0, center.1, well);
    sheet.fill(
        &pool,
        halo(
            center,
            well,
            &[(0.0, light), (0.75, light.mix(dark, 0.5)), (0.94, dark), (1.0, dark.dark(0.3))],
        ),
    );
    sheet.within(&pool, |sheet| {
        let flour = Ink::hex(0x00f7_e2a8);
        for bundle in 0..13 {
            // Each bundle is a part of a swirl around a middle of its own.
            let pivot = polar(center, dice.range(0.0, TAU), well * dice.range(0.0, 0.62));
            let reach = well * dice.range(0.3, 0.72);
            let from = dice.range(0.0, TAU);
            let to = from + dice.range(1.6, 3.6);
            sheet.fill(&stroke(&arc_points(pivot, reach, from, to), |_| 44.0), flour.mix(dark, 0.45));
            for strand in 0..6 {
                let radius = (reach + (strand as f32 - 2.5) * 7.2).max(8.0);
                let line = arc_points(pivot, radius, from + dice.swing(0.1), to + dice.swing(0.1));
                sheet.fill(
                    &stroke(&line, |_| 5.4),
                    flour.dark(if bundle < 6 { 0.12 } else { 0.0 }).mix(light, 0.08),
                );
            }
        }
    });
    sheet.fill_holed(
        &ring(center, well * 0.9, well),
        halo(center, well, &[(0.0, dark.clear()), (0.9, dark.clear()), (1.0, dark.dark(0.4).alpha(0.5))]),
    );
    let turn = dice.range(0.0, TAU);
    let place = |angle: f32, share: f32| polar(center, turn + angle, well * share);
    greens(sheet, dice, place(0.4, 0.62), (turn + 0.4).to_degrees() + 110.0, 96.0);
    greens(sheet, dice, place(0.9, 0.7), (turn + 0.9).to_degrees() + 70.0, 80.0);
    if dice.chance(0.6) {
        for step in 0..4 {
            let spot = place(2.3 + step as f32 * 0.32, 0.5 + 0.06 * step as f32);
            beef(sheet, dice, spot, 46.0);
        }
    } else {
        for step in 0..5 {
            mushroom(sheet, place(2.3 + step as f32 * 0.3, 0.5 + 0.14 * (step % 2) as f32), 25.0);
        }
    }
    half_egg(sheet, place(4.5, 0.46), 30.0, 50.0);
    if dice.chance(0.5) {
        half_egg(sheet, place(5.2, 0.56), -20.0, 48.0);
    }
    scallions(sheet, dice, center, well * 0.62, 26);
    if dice.chance(0.7) {
        for _ in 0..4 {
            chili(sheet, dice, polar(center, dice.range(0.0, TAU), well * dice.range(0.2, 0.8)), 30.0);
        }
    }
    sheen(sheet, center, radius * 0.9);
    chopsticks(sheet, (width - 64.0, 20.0), 74.0 + dice.swing(8.0), 420.0);
    steam(sheet, dice, (center.0 - 20.0, center.1 + 10.0), 300.0, 3);
    corner_seal(sheet, dice);
}

/// A small plate with something raw on it, for the table around the pot.
fn side_plate(sheet: &mut Sheet, dice: &Dice, center: Spot, radius: f32, kind: usize) {
    {
        let well = dish(sheet, dice, center, radius, JILAN.mix(SHIQING, 0.3));
        for step in 0..9 {
            let angle = step as f32 / 8.0 * TAU;
            let spot = if step == 8 { center } else { polar(center, angle, well * 0.58) };
            match kind {
                0 => {
                    // Rolled slices of lamb.
                    let red = Ink::hex(0x00cf_5a54);
                    sheet.fill(&circle(spot.0 + 2.0, spot.1 + 3.0, well * 0.27), YANZHI.dark(0.5).alpha(0.3));
                    sheet.fill(
                        &circle(spot.0, spot.1, well * 0.27),
                        halo(spot, well * 0.27, &[(0.0, red.light(0.5)), (0.6, red), (1.0, red.dark(0.15))]),
                    );
                    for share in [0.22, 0.14] {
                        let curl: Vec<Spot> = arc_points(spot, well * share, angle, angle + 4.6);
                        sheet.fill(&stroke(&curl, |far| 4.2 * (1.0 - far * 0.5)), XUAN.alpha(0.9));
                    }
                }
                1 => greens(
                    sheet,
                    dice,
                    polar(center, angle, well * 0.25),
                    angle.to_degrees() + 90.0,
                    well * 0.62,
                ),
                2 => {
                    // Tofu in cubes.
                    let size = well * 0.36;
                    let corner = (spot.0 - size / 2.0, spot.1 - size / 2.0);
                    sheet.fill(&slab((corner.0 + 3.0, corner.1 + 4.0), (size, size), 4.0), TAN.alpha(0.25));
                    sheet.fill(
                        &slab(corner, (size, size), 4.0),
                        slope(
                            corner,
                            (corner.0 + size, corner.1 + size),
                            &[(0.0, WHITE), (1.0, XUAN.dark(0.06))],
                        ),
                    );
                }
                3 => mushroom(sheet, spot, well * 0.25),
                _ => {
                    // Fish balls.
                    let ink = if step % 2 == 0 { XUAN } else { Ink::hex(0x00f2_b090) };
                    sheet.fill(&circle(spot.0 + 2.0, spot.1 + 4.0, well * 0.24), TAN.alpha(0.3));
                    sheet.fill(
                        &circle(spot.0, spot.1, well * 0.24),
                        halo(
                            (spot.0 - 4.0, spot.1 - 5.0),
                            well * 0.32,
                            &[(0.0, WHITE), (1.0, ink.dark(0.08))],
                        ),
                    );
                }
            }
        }
    }
}

/// The wavy wall that parts the pot, from top to bottom.
fn divide(center: Spot, radius: f32) -> Vec<Spot> {
    let upper = arc_points((center.0, center.1 - radius / 2.0), radius / 2.0, -PI / 2.0, PI / 2.0);
    let lower = arc_points((center.0, center.1 + radius / 2.0), radius / 2.0, PI * 1.5, PI / 2.0);
    upper.into_iter().chain(lower).collect()
}

/// A two-flavour hotpot among its plates (火锅).
pub(super) fn hotpot(sheet: &mut Sheet, dice: &Dice) {
    tabletop(sheet, dice);
    let (width, height) = (sheet.width, sheet.height);
    let center = (width * 0.5, height * 0.5);
    let first = dice.below(5);
    let brass = Ink::hex(0x00c8_8a44);
    sheet.lifted(cast(26.0), 1.0, |sheet| {
        for (index, (x, y)) in [(0.12, 0.13), (0.89, 0.12), (0.1, 0.88), (0.9, 0.87)].into_iter().enumerate()
        {
            side_plate(sheet, dice, (width * x, height * y), 96.0, (first + index) % 5);
        }
        for side in [-1.0, 1.0] {
            let grip = oval(center.0 + side * 236.0, center.1, 34.0, 52.0);
            sheet.line(&grip, 15.0, brass.dark(0.25));
            sheet.line(&grip, 5.0, brass.light(0.4));
        }
        let lip = slope(
            (center.0 - 200.0, center.1 - 200.0),
            (center.0 + 200.0, center.1 + 200.0),
            &[(0.0, brass.light(0.55)), (0.35, brass), (0.6, brass.light(0.3)), (1.0, brass.dark(0.4))],
        );
        sheet.fill(&circle(center.0, center.1, 226.0), lip);
    });
    sheet.line(&circle(center.0, center.1, 218.0), 2.0, brass.dark(0.45));
    for stud in 0..40 {
        let spot = polar(center, stud as f32 / 40.0 * TAU, 210.0);
        sheet.fill(&circle(spot.0, spot.1, 3.4), brass.light(0.5));
    }
    let radius = 200.0;
    let turn = dice.range(-30.0, 30.0) + if dice.chance(0.5) { 180.0 } else { 0.0 };
    sheet.placed(center, turn, 1.0, |sheet| {
        let origin = (0.0, 0.0);
        let red = Ink::hex(0x00c4_2a14);
        sheet.fill(
            &circle(0.0, 0.0, radius),
            halo(origin, radius, &[(0.0, red.light(0.14)), (0.8, red.dark(0.12)), (1.0, red.dark(0.5))]),
        );
        let wall = divide(origin, radius);
        let mut clear = wall.clone();
        clear.extend(arc_points(origin, radius, PI / 2.0, -PI / 2.0));
        let clear = polygon(&clear);
        let milk = Ink::hex(0x00f3_e4c2);
        sheet.fill(
            &clear,
            halo(origin, radius, &[(0.0, milk.light(0.3)), (0.8, milk), (1.0, milk.dark(0.3))]),
        );
        // The red side lies to the left after the wall is drawn; oil and spice float there.
        let mut spicy = wall.clone();
        spicy.extend(arc_points(origin, radius, PI / 2.0, PI * 1.5));
        sheet.within(&polygon(&spicy), |sheet| {
            for _ in 0..26 {
                let spot = polar(origin, dice.range(PI * 0.5, PI * 1.5), radius * dice.unit().sqrt());
                let size = dice.range(6.0, 20.0);
                sheet.fill(&circle(spot.0, spot.1, size), JU.alpha(0.35));
                sheet.line(&circle(spot.0, spot.1, size), 1.2, TENGHUANG.alpha(0.5));
            }
            for _ in 0..12 {
                let spot = polar(
                    (0.0, -radius * 0.45),
                    dice.range(PI * 0.4, PI * 1.5),
                    radius * dice.range(0.1, 0.8),
                );
                chili(sheet, dice, spot, dice.range(34.0, 50.0));
            }
            for _ in 0..34 {
                let spot = polar(origin, dice.range(PI * 0.5, PI * 1.5), radius * dice.unit().sqrt());
                sheet.fill(&circle(spot.0, spot.1, 3.0), Ink::hex(0x0048_2a16));
            }
        });
        sheet.within(&clear, |sheet| {
            for (x, y) in [(0.0, 0.36), (-0.16, 0.6), (0.2, 0.62), (0.62, 0.1), (0.66, -0.24)] {
                mushroom(sheet, (x * radius + dice.swing(12.0), y * radius + dice.swing(12.0)), 23.0);
            }
            for _ in 0..14 {
                let spot = polar(origin, dice.range(-PI * 0.5, PI * 0.5), radius * dice.unit().sqrt());
                sheet
                    .fill(&leaf(spot, polar(spot, dice.range(0.0, TAU), 12.0), 7.0, 0.0), ZHUHONG.dark(0.05));
            }
            scallions(sheet, dice, (radius * 0.3, radius * 0.4), radius * 0.5, 20);
            for _ in 0..6 {
                let spot = polar(origin, dice.range(-1.2, 1.2), radius * dice.range(0.4, 0.85));
                sheet.line(&circle(spot.0, spot.1, dice.range(5.0, 10.0)), 1.4, WHITE.alpha(0.9));
            }
        });
        sheet.fill(&stroke(&wall, |_| 15.0), brass.dark(0.2));
        sheet.fill(&stroke(&wall, |_| 6.0), brass.light(0.45));
    });
    sheet.line(&circle(center.0, center.1, radius), 6.0, brass.dark(0.35));
    chopsticks(sheet, (width * 0.5 - 20.0, height - 20.0), -12.0 + dice.swing(8.0), 300.0);
    steam(sheet, dice, (center.0, center.1 + 40.0), 330.0, 4);
}

/// Mooncakes on a plate under an autumn twig (月饼).
pub(super) fn mooncakes(sheet: &mut Sheet, dice: &Dice) {
    let ground =
        dice.pick(&[XUANQING.light(0.1), SONGLU, YANZHI.dark(0.2), MI.dark(0.08), Ink::hex(0x004a_4468)]);
    cloth(sheet, dice, ground, CHIJIN);
    let (width, height) = (sheet.width, sheet.height);
    let center = (width * 0.5, height * 0.52);
    let blue = dice.pick(&[JILAN, QINGBI.dark(0.3), ZHUHONG.dark(0.15)]);
    sheet.lifted(cast(30.0), 1.0, |sheet| {
        dish(sheet, dice, center, 256.0, blue);
    });
    let crusts = [Ink::hex(0x00d0_8a3a), Ink::hex(0x00c4_7630), Ink::hex(0x00e2_a550)];
    let crust = dice.pick(&crusts);
    let signs = [Glyph::Yue, Glyph::Fu, Glyph::Xi, Glyph::Ji, Glyph::Hao, Glyph::He];
    let lead = dice.below(signs.len());
    let count = 6;
    let turn = dice.range(0.0, 1.0);
    sheet.lifted(cast(12.0), 1.0, |sheet| {
        for index in 0..count {
            let way = turn + index as f32 / count as f32 * TAU;
            let spot = polar(center, way, 134.0);
            let folds = if index % 2 == 0 { 12 } else { 8 };
            mooncake(
                sheet,
                spot,
                62.0,
                crust.mix(crusts[index % 3], 0.5),
                (signs[(lead + index) % signs.len()], folds),
            );
            if index == 2 {
                slice(sheet, spot, 62.0, way + 0.5);
            }
        }
        mooncake(sheet, center, 64.0, crust, (Glyph::Yue, 16));
    });
    let corner = if dice.chance(0.5) { (-10.0, 40.0) } else { (width + 10.0, 30.0) };
    osmanthus(sheet, dice, corner);
    corner_seal(sheet, dice);
}

fn mooncake(sheet: &mut Sheet, at: Spot, size: f32, crust: Ink, face: (Glyph, usize)) {
    let (sign, folds) = face;
    let rim = |share: f32, depth: f32| -> Shape {
        let points: Vec<Spot> = (0..folds * 10)
            .map(|step| {
                let angle = step as f32 / (folds * 10) as f32 * TAU;
                let wave = (angle * folds as f32 / 2.0).sin().abs().powf(0.7);
                polar(at, angle, size * share * (1.0 - depth + depth * wave))
            })
            .collect();
        polygon(&points)
    };
    sheet.fill(
        &rim(1.0, 0.09),
        slope(
            (at.0 - size, at.1 - size),
            (at.0 + size, at.1 + size),
            &[(0.0, crust.light(0.35)), (0.5, crust), (1.0, crust.dark(0.38))],
        ),
    );
    sheet.fill(
        &rim(0.86, 0.07),
        slope(
            (at.0 - size, at.1 - size),
            (at.0 + size, at.1 + size),
            &[(0.0, crust.dark(0.24)), (1.0, crust.light(0.3))],
        ),
    );
    sheet.fill(
        &rim(0.82, 0.07),
        halo(
            (at.0 - size * 0.2, at.1 - size * 0.25),
            size * 1.1,
            &[(0.0, crust.light(0.26)), (1.0, crust.dark(0.08))],
        ),
    );
    for index in 0..folds {
        let angle = index as f32 / folds as f32 * TAU;
        let shape = petal(polar(at, angle, size * 0.5), angle, (size * 0.27, size * 1.5 / folds as f32), 0.0);
        sheet.line(&shape, 2.4, crust.dark(0.4).alpha(0.75));
        sheet.line(&shape, 0.9, crust.light(0.5));
    }
    sheet.line(&circle(at.0, at.1, size * 0.47), 2.6, crust.dark(0.4).alpha(0.8));
    sheet.line(&circle(at.0, at.1, size * 0.45), 1.0, crust.light(0.5));
    let corner = (at.0 - size * 0.28, at.1 - size * 0.29);
    write(sheet, sign, (corner.0 + 1.2, corner.1 + 1.6), size * 0.56, 11.0, crust.light(0.45));
    write(sheet, sign, corner, size * 0.56, 10.0, crust.dark(0.5));
}

/// Takes a wedge out of a mooncake, down to its filling and yolk.
fn slice(sheet: &mut Sheet, at: Spot, size: f32, angle: f32) {
    let mut wedge = arc_points(at, size * 1.02, angle - 0.55, angle + 0.55);
    wedge.push(at);
    let paste = Ink::hex(0x0070_3022);
    sheet.fill(&polygon(&wedge), paste.dark(0.2));
    let mut inner = arc_points(at, size * 0.9, angle - 0.5, angle + 0.5);
    inner.push(polar(at, angle, size * 0.1));
    sheet.fill(&polygon(&inner), halo(at, size, &[(0.0, paste.light(0.2)), (1.0, paste)]));
    let yolk = polar(at, angle, size * 0.5);
    sheet.fill(
        &circle(yolk.0, yolk.1, size * 0.2),
        halo((yolk.0 - 3.0, yolk.1 - 3.0), size * 0.26, &[(0.0, TENGHUANG), (1.0, JU)]),
    );
    sheet.line(&polygon(&wedge), 1.6, paste.dark(0.5).alpha(0.7));
}

/// A twig of sweet osmanthus reaching in from a corner.
fn osmanthus(sheet: &mut Sheet, dice: &Dice, from: Spot) {
    let hand = if from.0 < sheet.width / 2.0 { 1.0 } else { -1.0 };
    sheet.lifted(cast(14.0), 1.0, |sheet| {
        let twig = along(
            from,
            (from.0 + hand * 70.0, from.1 - 20.0),
            (from.0 + hand * 130.0, from.1 + 50.0),
            (from.0 + hand * 210.0, from.1 + 26.0),
        );
        sheet.fill(&stroke(&twig, |far| 7.0 - far * 4.5), TAN.dark(0.2));
        for (index, spot) in twig.iter().enumerate().step_by(3).skip(1) {
            let side = if index % 2 == 0 { 1.0 } else { -1.0 };
            let angle = (if hand > 0.0 { 0.1 } else { PI - 0.1 }) + side * 0.8;
            let tip = polar(*spot, angle, dice.range(62.0, 88.0));
            let shape = leaf(*spot, tip, 27.0, 5.0 * side);
            sheet.fill(&shape, slope(*spot, tip, &[(0.0, SONGLU.light(0.25)), (1.0, SONGLU.light(0.05))]));
            sheet.fill(&stroke(&[*spot, tip], |far| 1.6 * swell(far)), SONGHUA.alpha(0.6));
            for _ in 0..7 {
                let bloom = (spot.0 + dice.swing(19.0), spot.1 + dice.swing(19.0));
                for turn in 0..4 {
                    sheet.fill(
                        &petal(bloom, turn as f32 * PI / 2.0 + bloom.0, (6.5, 6.0), 0.0),
                        TENGHUANG.mix(JU, dice.unit() * 0.4),
                    );
                }
            }
        }
    });
    for _ in 0..14 {
        let bloom = (dice.unit() * sheet.width, dice.unit() * sheet.height);
        for turn in 0..4 {
            sheet.fill(&petal(bloom, turn as f32 * PI / 2.0 + bloom.0, (5.5, 5.0), 0.0), TENGHUANG);
        }
    }
}
