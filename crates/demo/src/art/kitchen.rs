//! The table from above and what lies in bowls: dishes, chopsticks, eggs, greens, mushrooms.

use std::f32::consts::{PI, TAU};

use super::{
    craft::cloth,
    dice::Dice,
    ink::{CHIJIN, Ink, JU, SONGHUA, SONGLU, TAN, TENGHUANG, WHITE, XUAN, YANZHI, ZHE, ZHUHONG, ZHUQING},
    pattern::{round_meander, round_ruyi, round_vine},
    scenery::leaf_shadow,
    shape::{Pen, Spot, along, arc_points, blob, circle, leaf, oval, polar, rect, stroke},
    sheet::{Shadow, Sheet, halo, slope},
};

/// The shadow under something that stands on a table, seen from above.
pub(super) fn cast(blur: f32) -> Shadow {
    Shadow { offset: (blur * 0.3, blur * 0.7), blur, ink: Ink::hex(0x0014_0806).alpha(0.5) }
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
        sheet.lifted(cast(9.0), |sheet| {
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
pub(super) fn dish(sheet: &mut Sheet, dice: &Dice, center: Spot, radius: f32, blue: Ink) -> f32 {
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
pub(super) fn sheen(sheet: &mut Sheet, center: Spot, radius: f32) {
    sheet.blurred(6.0, 0.8, |sheet| {
        sheet.fill(
            &stroke(&arc_points(center, radius, PI * 1.1, PI * 1.42), |far| radius * 0.07 * (far * PI).sin()),
            WHITE.alpha(0.8),
        );
    });
}

/// Rings of spring onion.
pub(super) fn scallions(sheet: &mut Sheet, dice: &Dice, center: Spot, reach: f32, count: usize) {
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

/// A dried chili, bent any way.
pub(super) fn chili(sheet: &mut Sheet, dice: &Dice, at: Spot, size: f32) {
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

/// A soft egg, cut open.
pub(super) fn half_egg(sheet: &mut Sheet, at: Spot, degrees: f32, size: f32) {
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

/// A small head of bok choy.
pub(super) fn greens(sheet: &mut Sheet, dice: &Dice, at: Spot, degrees: f32, size: f32) {
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

/// A slice of braised beef.
pub(super) fn beef(sheet: &mut Sheet, dice: &Dice, at: Spot, size: f32) {
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

/// A shiitake with its star.
pub(super) fn mushroom(sheet: &mut Sheet, at: Spot, size: f32) {
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
