//! Paper: the paper-cut window flower and the oil-paper umbrella.

use std::f32::consts::{PI, TAU};

use tiny_skia::BlendMode;

use super::{
    nature::{branch, plum_flower},
    scenery::leaf_shadow,
};
use crate::{
    canvas::{Canvas, Shadow, linear, radial},
    color::{CHIJIN, Color, HAITANG, JU, NIJIN, QINGBI, TAN, TENGHUANG, WHITE, XUAN, YANZHI, ZHUHONG},
    glyph::{Glyph, corner_seal, write},
    random::Random,
    shape::{
        Pen, Point, along, circle, leaf, petal, polar, polygon, polyline, ring, ring_piece, round_rect,
        stroke,
    },
};

/// Draws something in every wedge of an `n`-fold figure, mirrored within the wedge.
fn folded(canvas: &mut Canvas, center: Point, folds: usize, mut draw: impl FnMut(&mut Canvas)) {
    for index in 0..folds {
        canvas.placed(center, 360.0 / folds as f32 * index as f32, 1.0, |canvas| {
            canvas.mirrored(0.0, &mut draw);
        });
    }
}

/// Draws a paper-cut window flower (窗花).
pub(super) fn paper_cut(canvas: &mut Canvas, random: &Random) {
    let (red, ground) = random.pick(&[
        (ZHUHONG, XUAN),
        (ZHUHONG.dark(0.06), Color::hex(0x00f3_d9a8)),
        (Color::hex(0x00c8_2a28), Color::hex(0x00df_e9e4)),
        (CHIJIN, YANZHI.dark(0.1)),
    ]);
    canvas.background(&[(0.0, ground.light(0.25)), (1.0, ground.dark(0.1))]);
    // A window frame behind the flower: papered panes and thin bars.
    let (width, height) = (canvas.width, canvas.height);
    let center = (width / 2.0, height / 2.0);
    let bar = ground.dark(0.22).alpha(0.55);
    for step in 0..=6 {
        let at = step as f32 / 6.0;
        canvas.line(&Pen::from(at * width, 0.0).to(at * width, height).done(), 3.0, bar);
        canvas.line(&Pen::from(0.0, at * height).to(width, at * height).done(), 3.0, bar);
    }
    leaf_shadow(canvas, random, (width + 30.0, -20.0), 380.0, ground.dark(0.5).alpha(0.25));
    canvas.glow((width * 0.3, height * 0.25), 380.0, WHITE.alpha(0.3));
    let folds = random.pick(&[6_usize, 8, 8, 10]);
    let wedge = PI / folds as f32;
    let shadow = Shadow { offset: (5.0, 9.0), blur: 10.0, color: Color::hex(0x0030_0c08).alpha(0.4) };
    canvas.with_shadow(shadow, |canvas| {
        let outer = 270.0;
        let paper = radial(
            (center.0 - 80.0, center.1 - 90.0),
            420.0,
            &[(0.0, red.light(0.1)), (1.0, red.dark(0.08))],
        );
        let scallops = folds * 2;
        let points: Vec<Point> = (0..scallops * 16)
            .map(|step| {
                let angle = step as f32 / (scallops * 16) as f32 * TAU - PI / 2.0;
                let wave = ((angle + PI / 2.0) * scallops as f32 / 2.0).cos().abs().powf(0.6);
                polar(center, angle, outer * (0.9 + 0.1 * wave))
            })
            .collect();
        canvas.fill(&polygon(&points), paper);
        canvas.blending(BlendMode::DestinationOut, |canvas| {
            let rings =
                [(outer * 0.69, outer * 0.87), (outer * 0.46, outer * 0.66), (outer * 0.27, outer * 0.43)];
            let first = random.below(5);
            let stride = 1 + random.below(3);
            for (index, (low, high)) in rings.into_iter().enumerate() {
                let style = (first + index * stride) % 5;
                folded(canvas, center, folds, |canvas| cut_ring(canvas, (low, high), wedge, style, red));
            }
            folded(canvas, center, folds, |canvas| {
                // Saw teeth along the rim, the mark of scissors.
                for tooth in 0..5 {
                    let angle = -PI / 2.0 + wedge * (tooth as f32 + 0.5) / 5.0;
                    let wave = (angle + PI / 2.0) * folds as f32;
                    let tip = polar((0.0, 0.0), angle, outer * (0.9 + 0.055 * wave.cos().abs()));
                    canvas.fill(
                        &leaf(polar((0.0, 0.0), angle, outer * 0.885), tip, outer * wedge * 0.12, 0.0),
                        WHITE,
                    );
                }
            });
            for radius in [outer * 0.675, outer * 0.445] {
                for index in 0..folds * 2 {
                    let angle = (index as f32 + 0.5) * wedge - PI / 2.0;
                    let half = wedge * 0.4;
                    canvas.fill(
                        &ring_piece(center, (radius - 1.6, radius + 1.6), angle - half, angle + half),
                        WHITE,
                    );
                }
            }
            canvas.fill_holed(&ring(center, outer * 0.225, outer * 0.245), WHITE);
            for index in 0..folds {
                // Bridges hold the middle.
                let angle = index as f32 * wedge * 2.0 - PI / 2.0;
                canvas.blending(BlendMode::SourceOver, |canvas| {
                    let ends = [polar(center, angle, outer * 0.21), polar(center, angle, outer * 0.26)];
                    canvas.line(&polyline(&ends), 7.0, red);
                });
            }
            let sign = random.pick(&[Glyph::Xi, Glyph::Fu, Glyph::Chun, Glyph::Ji]);
            write(canvas, sign, (center.0 - 39.0, center.1 - 40.0), 78.0, 9.0, WHITE);
        });
    });
    corner_seal(canvas, random);
}

/// Draws half a wedge of one ring of a paper cut, around the upward direction; what is filled is
/// cut away.
fn cut_ring(canvas: &mut Canvas, radii: Point, wedge: f32, style: usize, paper: Color) {
    let (low, high) = radii;
    let at = |turn: f32, share: f32| polar((0.0, 0.0), -PI / 2.0 + turn * wedge, low + (high - low) * share);
    let tall = high - low;
    let wide = low.midpoint(high) * wedge;
    let dot = |canvas: &mut Canvas, turn: f32, share: f32, size: f32| {
        let spot = at(turn, share);
        canvas.fill(&circle(spot.0, spot.1, size), WHITE);
    };
    match style {
        0 => {
            // A petal with an eye, between crescents.
            canvas.fill(&petal(at(0.0, 0.04), -PI / 2.0, (tall * 0.94, wide * 0.86), 0.0), WHITE);
            canvas.blending(BlendMode::SourceOver, |canvas| {
                canvas.fill(&leaf(at(0.0, 0.16), at(0.0, 0.8), wide * 0.3, 0.0), paper);
            });
            canvas.fill(&leaf(at(0.98, 0.04), at(0.6, 0.98), wide * 0.34, wide * -0.24), WHITE);
        }
        1 => {
            // Moon teeth stacked like scales.
            for (share, reach) in [(0.04, 0.92), (0.38, 0.74), (0.7, 0.5)] {
                let points: Vec<Point> = (0..=10)
                    .map(|step| {
                        let far = step as f32 / 10.0;
                        at(reach * far, share + 0.2 - far * far * 0.2)
                    })
                    .collect();
                canvas.fill(&stroke(&points, |far| tall * 0.24 * (1.0 - far * far)), WHITE);
            }
            dot(canvas, 0.9, 0.8, tall * 0.13);
        }
        2 => {
            // A plum blossom beside a leaf.
            let blossom = at(0.56, 0.5);
            for step in 0..5 {
                let angle = step as f32 / 5.0 * TAU - PI / 2.0;
                canvas.fill(
                    &petal(polar(blossom, angle, tall * 0.06), angle, (tall * 0.36, tall * 0.34), 0.12),
                    WHITE,
                );
            }
            canvas.fill(&leaf(at(0.0, 0.04), at(0.0, 0.96), wide * 0.34, 0.0), WHITE);
        }
        3 => {
            // Rays like a chrysanthemum.
            for step in 0..3 {
                let turn = 0.12 + step as f32 * 0.33;
                canvas.fill(
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
            canvas.fill(&stroke(&points, |far| tall * (0.1 + 0.16 * (far * PI).sin())), WHITE);
            dot(canvas, 0.24, 0.74, wide * 0.2);
            dot(canvas, 0.0, 0.86, wide * 0.17);
            canvas.fill(&leaf(at(0.96, 0.4), at(0.72, 1.0), wide * 0.28, 0.0), WHITE);
        }
    }
}

/// Draws oil-paper umbrellas (油纸伞) from above, in the rain or on a terrace.
pub(super) fn umbrella(canvas: &mut Canvas, random: &Random) {
    let grounds = [
        (Color::hex(0x0086_9c9c), Color::hex(0x004f_676c)),
        (Color::hex(0x00e9_dcc2), Color::hex(0x00c9_b694)),
        (Color::hex(0x002f_4a5c), Color::hex(0x0018_2b3c)),
        (Color::hex(0x00cf_dccf), Color::hex(0x009c_b8a8)),
    ];
    let (light, dark) = random.pick(&grounds);
    let (width, height) = (canvas.width, canvas.height);
    canvas.background(&[(0.0, light), (1.0, dark)]);
    // Wet flagstones.
    for row in 0..8 {
        let y = row as f32 / 8.0 * height;
        let tall = height / 8.0;
        for column in 0..5 {
            let x = (column as f32 - if row % 2 == 0 { 0.0 } else { 0.5 }) * width / 4.0 + random.swing(10.0);
            let tone = if random.chance(0.5) {
                WHITE.alpha(random.range(0.02, 0.1))
            } else {
                dark.dark(0.4).alpha(random.range(0.03, 0.14))
            };
            canvas.fill(&round_rect((x + 2.0, y + 2.0), (width / 4.0 - 4.0, tall - 4.0), 5.0), tone);
        }
    }
    for _ in 0..12 {
        let spot = (random.unit() * width, random.unit() * height);
        for ripple in 1..3 {
            canvas.line(
                &circle(spot.0, spot.1, ripple as f32 * random.range(6.0, 10.0)),
                1.2,
                WHITE.alpha(0.22),
            );
        }
    }
    let colors = [ZHUHONG, TENGHUANG.dark(0.05), QINGBI, HAITANG, JU, Color::hex(0x0038_6a9c), XUAN];
    let lead = random.below(colors.len());
    let hand = random.side();
    let places = [
        (0.5 + hand * 0.34, 0.16, 118.0),
        (0.5 - hand * 0.38, 0.86, 132.0),
        (0.5 + hand * 0.42, 0.8, 96.0),
        (0.5 - hand * 0.03, 0.48, 208.0),
    ];
    for (index, (x, y, radius)) in places.into_iter().enumerate() {
        let color = colors[(lead + index * 3) % colors.len()];
        let center = (width * x, height * y);
        canvas.with_shadow(
            Shadow { offset: (14.0, 26.0), blur: 24.0, color: Color::hex(0x0008_0c14).alpha(0.5) },
            |canvas| {
                one_umbrella(canvas, random, center, radius, color);
            },
        );
    }
    for _ in 0..40 {
        let spot = (random.unit() * width, random.unit() * height);
        let long = random.range(16.0, 34.0);
        canvas.fill(&leaf(spot, (spot.0 - long * 0.18, spot.1 + long), 1.8, 0.0), WHITE.alpha(0.3));
    }
    corner_seal(canvas, random);
}

fn one_umbrella(canvas: &mut Canvas, random: &Random, center: Point, radius: f32, color: Color) {
    let ribs = 20;
    let step = TAU / ribs as f32;
    let turn = random.range(0.0, step);
    let rim: Vec<Point> = (0..ribs * 6)
        .map(|at| {
            let angle = turn + at as f32 / 6.0 * step;
            let dip = (at as f32 / 6.0 * PI).sin().abs();
            polar(center, angle, radius * (1.0 - 0.035 * dip))
        })
        .collect();
    let bright = (center.0 - radius * 0.3, center.1 - radius * 0.35);
    let colors = [(0.0, color.light(0.35)), (0.5, color), (1.0, color.dark(0.32))];
    canvas.fill(&polygon(&rim), radial(bright, radius * 1.5, &colors));
    canvas.clipped(&polygon(&rim), |canvas| {
        for rib in 0..ribs {
            let angle = turn + rib as f32 * step;
            let shade = Pen::from(center.0, center.1)
                .to(polar(center, angle, radius).0, polar(center, angle, radius).1);
            let edge = polar(center, angle + step * 0.5, radius);
            canvas.fill(&shade.to(edge.0, edge.1).close(), color.dark(0.5).alpha(0.13));
        }
        let (wood, flower) = if color == XUAN {
            (TAN.dark(0.3), (HAITANG, YANZHI))
        } else {
            (color.dark(0.6), (WHITE, color.light(0.55)))
        };
        let start = polar(center, random.range(0.0, TAU), radius * 0.98);
        let way = (center.1 - start.1).atan2(center.0 - start.0) + random.side() * 0.5;
        for (spot, angle) in branch(canvas, random, start, (way, radius * 1.15), radius * 0.045, wood) {
            plum_flower(canvas, random, spot, radius * random.range(0.09, 0.13), flower);
            let tip = polar(spot, angle + random.side(), radius * 0.2);
            canvas.fill(&stroke(&[spot, tip], |far| radius * 0.02 * (1.0 - far * 0.6)), wood);
            plum_flower(canvas, random, tip, radius * random.range(0.06, 0.1), flower);
        }
        canvas.line(&circle(center.0, center.1, radius * 0.9), radius * 0.012, CHIJIN.alpha(0.7));
        canvas.line(&circle(center.0, center.1, radius * 0.2), radius * 0.012, CHIJIN.alpha(0.7));
    });
    for rib in 0..ribs {
        let angle = turn + rib as f32 * step;
        let tip = polar(center, angle, radius);
        canvas.line(
            &Pen::from(center.0, center.1).to(tip.0, tip.1).done(),
            radius * 0.009,
            color.dark(0.5).alpha(0.5),
        );
        canvas.fill(&circle(tip.0, tip.1, radius * 0.014), NIJIN);
    }
    canvas.fill(
        &circle(center.0, center.1, radius * 0.085),
        radial(
            (center.0 - 3.0, center.1 - 4.0),
            radius * 0.1,
            &[(0.0, TAN.light(0.35)), (1.0, TAN.dark(0.25))],
        ),
    );
    canvas.fill(
        &circle(center.0, center.1, radius * 0.035),
        linear((center.0, center.1 - 5.0), (center.0, center.1 + 5.0), &[(0.0, CHIJIN), (1.0, NIJIN)]),
    );
}
