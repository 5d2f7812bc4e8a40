//! Paper: the window flower cut with scissors and the oiled umbrella.

use std::f32::consts::{PI, TAU};

use tiny_skia::BlendMode;

use super::{
    dice::Dice,
    glyph::{Glyph, corner_seal, write},
    ink::{CHIJIN, HAITANG, Ink, JU, NIJIN, QINGBI, TAN, TENGHUANG, WHITE, XUAN, YANZHI, ZHUHONG},
    nature::{branch, plum_flower},
    scenery::leaf_shadow,
    shape::{
        Pen, Spot, along, circle, leaf, petal, polar, polygon, polyline, ring, ring_piece, slab, stroke,
    },
    sheet::{Shadow, Sheet, halo, slope},
};

/// Draws something in every wedge of an `n`-fold figure, mirrored within the wedge.
fn folded(sheet: &mut Sheet, center: Spot, folds: usize, mut draw: impl FnMut(&mut Sheet)) {
    for index in 0..folds {
        sheet
            .placed(center, 360.0 / folds as f32 * index as f32, 1.0, |sheet| sheet.mirrored(0.0, &mut draw));
    }
}

/// A paper-cut window flower (窗花).
pub(super) fn paper_cut(sheet: &mut Sheet, dice: &Dice) {
    let (red, ground) = dice.pick(&[
        (ZHUHONG, XUAN),
        (ZHUHONG.dark(0.06), Ink::hex(0x00f3_d9a8)),
        (Ink::hex(0x00c8_2a28), Ink::hex(0x00df_e9e4)),
        (CHIJIN, YANZHI.dark(0.1)),
    ]);
    sheet.sky(&[(0.0, ground.light(0.25)), (1.0, ground.dark(0.1))]);
    // A window frame behind the flower: papered panes and thin bars.
    let (width, height) = (sheet.width, sheet.height);
    let center = (width / 2.0, height / 2.0);
    let bar = ground.dark(0.22).alpha(0.55);
    for step in 0..=6 {
        let at = step as f32 / 6.0;
        sheet.line(&Pen::from(at * width, 0.0).to(at * width, height).done(), 3.0, bar);
        sheet.line(&Pen::from(0.0, at * height).to(width, at * height).done(), 3.0, bar);
    }
    leaf_shadow(sheet, dice, (width + 30.0, -20.0), 380.0, ground.dark(0.5).alpha(0.25));
    sheet.glow((width * 0.3, height * 0.25), 380.0, WHITE.alpha(0.3));
    let folds = dice.pick(&[6_usize, 8, 8, 10]);
    let wedge = PI / folds as f32;
    let shadow = Shadow { offset: (5.0, 9.0), blur: 10.0, ink: Ink::hex(0x0030_0c08).alpha(0.4) };
    sheet.lifted(shadow, |sheet| {
        let outer = 270.0;
        let paper =
            halo((center.0 - 80.0, center.1 - 90.0), 420.0, &[(0.0, red.light(0.1)), (1.0, red.dark(0.08))]);
        let scallops = folds * 2;
        let points: Vec<Spot> = (0..scallops * 16)
            .map(|step| {
                let angle = step as f32 / (scallops * 16) as f32 * TAU - PI / 2.0;
                let wave = ((angle + PI / 2.0) * scallops as f32 / 2.0).cos().abs().powf(0.6);
                polar(center, angle, outer * (0.9 + 0.1 * wave))
            })
            .collect();
        sheet.fill(&polygon(&points), paper);
        sheet.blending(BlendMode::DestinationOut, |sheet| {
            let rings =
                [(outer * 0.69, outer * 0.87), (outer * 0.46, outer * 0.66), (outer * 0.27, outer * 0.43)];
            let first = dice.below(5);
            let stride = 1 + dice.below(3);
            for (index, (low, high)) in rings.into_iter().enumerate() {
                let style = (first + index * stride) % 5;
                folded(sheet, center, folds, |sheet| cut_ring(sheet, (low, high), wedge, style, red));
            }
            folded(sheet, center, folds, |sheet| {
                // Saw teeth along the rim, the mark of scissors.
                for tooth in 0..5 {
                    let angle = -PI / 2.0 + wedge * (tooth as f32 + 0.5) / 5.0;
                    let wave = (angle + PI / 2.0) * folds as f32;
                    let tip = polar((0.0, 0.0), angle, outer * (0.9 + 0.055 * wave.cos().abs()));
                    sheet.fill(
                        &leaf(polar((0.0, 0.0), angle, outer * 0.885), tip, outer * wedge * 0.12, 0.0),
                        WHITE,
                    );
                }
            });
            for radius in [outer * 0.675, outer * 0.445] {
                for index in 0..folds * 2 {
                    let angle = (index as f32 + 0.5) * wedge - PI / 2.0;
                    let half = wedge * 0.4;
                    sheet.fill(
                        &ring_piece(center, (radius - 1.6, radius + 1.6), angle - half, angle + half),
                        WHITE,
                    );
                }
            }
            sheet.fill_holed(&ring(center, outer * 0.225, outer * 0.245), WHITE);
            for index in 0..folds {
                // Bridges keep the middle from falling out.
                let angle = index as f32 * wedge * 2.0 - PI / 2.0;
                sheet.blending(BlendMode::SourceOver, |sheet| {
                    let ends = [polar(center, angle, outer * 0.21), polar(center, angle, outer * 0.26)];
                    sheet.line(&polyline(&ends), 7.0, red);
                });
            }
            let sign = dice.pick(&[Glyph::Xi, Glyph::Fu, Glyph::Chun, Glyph::Ji]);
            write(sheet, sign, (center.0 - 39.0, center.1 - 40.0), 78.0, 9.0, WHITE);
        });
    });
    corner_seal(sheet, dice);
}

/// One half wedge of one ring of a paper cut, around the upward direction; everything filled here is cut away.
fn cut_ring(sheet: &mut Sheet, radii: Spot, wedge: f32, style: usize, paper: Ink) {
    let (low, high) = radii;
    let at = |turn: f32, share: f32| polar((0.0, 0.0), -PI / 2.0 + turn * wedge, low + (high - low) * share);
    let tall = high - low;
    let wide = low.midpoint(high) * wedge;
    let dot = |sheet: &mut Sheet, turn: f32, share: f32, size: f32| {
        let spot = at(turn, share);
        sheet.fill(&circle(spot.0, spot.1, size), WHITE);
    };
    match style {
        0 => {
            // A petal with an eye, between crescents.
            sheet.fill(&petal(at(0.0, 0.04), -PI / 2.0, (tall * 0.94, wide * 0.86), 0.0), WHITE);
            sheet.blending(BlendMode::SourceOver, |sheet| {
                sheet.fill(&leaf(at(0.0, 0.16), at(0.0, 0.8), wide * 0.3, 0.0), paper);
            });
            sheet.fill(&leaf(at(0.98, 0.04), at(0.6, 0.98), wide * 0.34, wide * -0.24), WHITE);
        }
        1 => {
            // Moon teeth stacked like scales.
            for (share, reach) in [(0.04, 0.92), (0.38, 0.74), (0.7, 0.5)] {
                let points: Vec<Spot> = (0..=10)
                    .map(|step| {
                        let far = step as f32 / 10.0;
                        at(reach * far, share + 0.2 - far * far * 0.2)
                    })
                    .collect();
                sheet.fill(&stroke(&points, |far| tall * 0.24 * (1.0 - far * far)), WHITE);
            }
            dot(sheet, 0.9, 0.8, tall * 0.13);
        }
        2 => {
            // A plum blossom beside a leaf.
            let blossom = at(0.56, 0.5);
            for step in 0..5 {
                let angle = step as f32 / 5.0 * TAU - PI / 2.0;
                sheet.fill(
                    &petal(polar(blossom, angle, tall * 0.06), angle, (tall * 0.36, tall * 0.34), 0.12),
                    WHITE,
                );
            }
            sheet.fill(&leaf(at(0.0, 0.04), at(0.0, 0.96), wide * 0.34, 0.0), WHITE);
        }
        3 => {
            // Rays like a chrysanthemum.
            for step in 0..3 {
                let turn = 0.12 + step as f32 * 0.33;
                sheet.fill(
                    &petal(
                        at(turn, 0.02),
                        -PI / 2.0 + turn * wedge,
                        (tall * (0.96 - step as f32 * 0.1), wide * 0.26),
                        0.0,
                    ),
                    WHITE,
                );
            }
        }
        _ => {
            // A ruyi head on a curl.
            let points = along(at(0.94, 0.1), at(0.6, -0.1), at(0.1, 0.2), at(0.12, 0.5));
            sheet.fill(&stroke(&points, |far| tall * (0.1 + 0.16 * (far * PI).sin())), WHITE);
            dot(sheet, 0.24, 0.74, wide * 0.2);
            dot(sheet, 0.0, 0.86, wide * 0.17);
            sheet.fill(&leaf(at(0.96, 0.4), at(0.72, 1.0), wide * 0.28, 0.0), WHITE);
        }
    }
}

/// Oil-paper umbrellas (油纸伞) from above, in the rain or on a terrace.
pub(super) fn umbrella(sheet: &mut Sheet, dice: &Dice) {
    let grounds = [
        (Ink::hex(0x0086_9c9c), Ink::hex(0x004f_676c)),
        (Ink::hex(0x00e9_dcc2), Ink::hex(0x00c9_b694)),
        (Ink::hex(0x002f_4a5c), Ink::hex(0x0018_2b3c)),
        (Ink::hex(0x00cf_dccf), Ink::hex(0x009c_b8a8)),
    ];
    let (light, dark) = dice.pick(&grounds);
    let (width, height) = (sheet.width, sheet.height);
    sheet.sky(&[(0.0, light), (1.0, dark)]);
    // Wet flagstones.
    for row in 0..8 {
        let y = row as f32 / 8.0 * height;
        let tall = height / 8.0;
        for column in 0..5 {
            let x = (column as f32 - if row % 2 == 0 { 0.0 } else { 0.5 }) * width / 4.0 + dice.swing(10.0);
            let tone = if dice.chance(0.5) {
                WHITE.alpha(dice.range(0.02, 0.1))
            } else {
                dark.dark(0.4).alpha(dice.range(0.03, 0.14))
            };
            sheet.fill(&slab((x + 2.0, y + 2.0), (width / 4.0 - 4.0, tall - 4.0), 5.0), tone);
        }
    }
    for _ in 0..12 {
        let spot = (dice.unit() * width, dice.unit() * height);
        for ripple in 1..3 {
            sheet.line(
                &circle(spot.0, spot.1, ripple as f32 * dice.range(6.0, 10.0)),
                1.2,
                WHITE.alpha(0.22),
            );
        }
    }
    let colors = [ZHUHONG, TENGHUANG.dark(0.05), QINGBI, HAITANG, JU, Ink::hex(0x0038_6a9c), XUAN];
    let lead = dice.below(colors.len());
    let hand = dice.side();
    let places = [
        (0.5 + hand * 0.34, 0.16, 118.0),
        (0.5 - hand * 0.38, 0.86, 132.0),
        (0.5 + hand * 0.42, 0.8, 96.0),
        (0.5 - hand * 0.03, 0.48, 208.0),
    ];
    for (index, (x, y, radius)) in places.into_iter().enumerate() {
        let ink = colors[(lead + index * 3) % colors.len()];
        let center = (width * x, height * y);
        sheet.lifted(
            Shadow { offset: (14.0, 26.0), blur: 24.0, ink: Ink::hex(0x0008_0c14).alpha(0.5) },
            |sheet| {
                one_umbrella(sheet, dice, center, radius, ink);
            },
        );
    }
    for _ in 0..40 {
        let spot = (dice.unit() * width, dice.unit() * height);
        let long = dice.range(16.0, 34.0);
        sheet.fill(&leaf(spot, (spot.0 - long * 0.18, spot.1 + long), 1.8, 0.0), WHITE.alpha(0.3));
    }
    corner_seal(sheet, dice);
}

fn one_umbrella(sheet: &mut Sheet, dice: &Dice, center: Spot, radius: f32, ink: Ink) {
    let ribs = 20;
    let step = TAU / ribs as f32;
    let turn = dice.range(0.0, step);
    let rim: Vec<Spot> = (0..ribs * 6)
        .map(|at| {
            let angle = turn + at as f32 / 6.0 * step;
            let dip = (at as f32 / 6.0 * PI).sin().abs();
            polar(center, angle, radius * (1.0 - 0.035 * dip))
        })
        .collect();
    let bright = (center.0 - radius * 0.3, center.1 - radius * 0.35);
    let inks = [(0.0, ink.light(0.35)), (0.5, ink), (1.0, ink.dark(0.32))];
    sheet.fill(&polygon(&rim), halo(bright, radius * 1.5, &inks));
    sheet.within(&polygon(&rim), |sheet| {
        for rib in 0..ribs {
            let angle = turn + rib as f32 * step;
            let shade = Pen::from(center.0, center.1)
                .to(polar(center, angle, radius).0, polar(center, angle, radius).1);
            let edge = polar(center, angle + step * 0.5, radius);
            sheet.fill(&shade.to(edge.0, edge.1).close(), ink.dark(0.5).alpha(0.13));
        }
        let (wood, flower) = if ink == XUAN {
            (TAN.dark(0.3), (HAITANG, YANZHI))
        } else {
            (ink.dark(0.6), (WHITE, ink.light(0.55)))
        };
        let start = polar(center, dice.range(0.0, TAU), radius * 0.98);
        let way = (center.1 - start.1).atan2(center.0 - start.0) + dice.side() * 0.5;
        for (spot, angle) in branch(sheet, dice, start, (way, radius * 1.15), radius * 0.045, wood) {
            plum_flower(sheet, dice, spot, radius * dice.range(0.09, 0.13), flower);
            let tip = polar(spot, angle + dice.side(), radius * 0.2);
            sheet.fill(&stroke(&[spot, tip], |far| radius * 0.02 * (1.0 - far * 0.6)), wood);
            plum_flower(sheet, dice, tip, radius * dice.range(0.06, 0.1), flower);
        }
        sheet.line(&circle(center.0, center.1, radius * 0.9), radius * 0.012, CHIJIN.alpha(0.7));
        sheet.line(&circle(center.0, center.1, radius * 0.2), radius * 0.012, CHIJIN.alpha(0.7));
    });
    for rib in 0..ribs {
        let angle = turn + rib as f32 * step;
        let tip = polar(center, angle, radius);
        sheet.line(
            &Pen::from(center.0, center.1).to(tip.0, tip.1).done(),
            radius * 0.009,
            ink.dark(0.5).alpha(0.5),
        );
        sheet.fill(&circle(tip.0, tip.1, radius * 0.014), NIJIN);
    }
    sheet.fill(
        &circle(center.0, center.1, radius * 0.085),
        halo(
            (center.0 - 3.0, center.1 - 4.0),
            radius * 0.1,
            &[(0.0, TAN.light(0.35)), (1.0, TAN.dark(0.25))],
        ),
    );
    sheet.fill(
        &circle(center.0, center.1, radius * 0.035),
        slope((center.0, center.1 - 5.0), (center.0, center.1 + 5.0), &[(0.0, CHIJIN), (1.0, NIJIN)]),
    );
}
