//! Crafts on a cloth: the folding fan and the blue-and-white plate.

use std::f32::consts::{PI, TAU};

use super::{
    nature::{bamboo_leaves, branch, plum_flower},
    scenery::{birds, crest, leaf_shadow, mist, ridge},
};
use crate::{
    canvas::{Canvas, Shadow, radial, vertical},
    color::{
        CHIJIN, Color, HAITANG, JILAN, MI, QINGBI, SONGLU, Scheme, TAN, TAOYAO, TENGHUANG, WHITE, YANZHI,
        ZHUHONG, ZITAN,
    },
    glyph::{Glyph, corner_seal, write},
    pattern::{any_lattice, lattice, petals, rosette, round_meander, round_ruyi, round_vine},
    random::Random,
    shape::{Pen, Point, arc, arc_points, circle, polar, ring_piece, round_rect, stroke},
};

/// Returns the shadow of something that lies flat.
fn lying(blur: f32) -> Shadow {
    Shadow { offset: (blur * 0.35, blur * 0.8), blur, color: Color::hex(0x0018_0c0c).alpha(0.42) }
}

/// Draws a cloth that fills the canvas: a gradient, a faint lattice and the shadow of leaves.
pub(super) fn cloth(canvas: &mut Canvas, random: &Random, ground: Color, line: Color) {
    canvas.background(&[(0.0, ground.light(0.14)), (1.0, ground.dark(0.16))]);
    let kind = any_lattice(random);
    lattice(canvas, kind, 46.0, line.alpha(0.16));
    canvas.glow((canvas.width * 0.3, canvas.height * 0.2), canvas.width * 0.7, WHITE.alpha(0.22));
    let corner = if random.chance(0.5) { (-30.0, -30.0) } else { (canvas.width + 30.0, -30.0) };
    leaf_shadow(canvas, random, corner, 330.0, ground.dark(0.6).alpha(0.26));
}

/// Draws an open folding fan (折扇) with a painted leaf.
pub(super) fn fan(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    let (width, height) = (canvas.width, canvas.height);
    let ground = if random.chance(0.5) {
        scheme.deep.mix(scheme.main, 0.35)
    } else {
        scheme.shade.mix(scheme.main, 0.12)
    };
    cloth(canvas, random, ground, scheme.gold);
    let tilt = random.swing(9.0);
    canvas.placed((width / 2.0, height / 2.0 + 142.0), tilt, 1.0, |canvas| {
        let (from, to) = (PI * 1.07, PI * 1.93);
        let outer = 298.0 + ((width - 640.0) * 0.25).clamp(0.0, 60.0);
        let inner = outer * 0.43;
        canvas.with_shadow(lying(22.0), |canvas| {
            let folds = 26;
            let step = (to - from) / folds as f32;
            for stick in 0..=folds / 2 {
                let angle = from + stick as f32 * step * 2.0;
                let wood = if stick == 0 || stick == folds / 2 { ZITAN } else { TAN.light(0.12) };
                let thick = if stick == 0 || stick == folds / 2 { 15.0 } else { 8.0 };
                let points =
                    [polar((0.0, 0.0), angle, -38.0), (0.0, 0.0), polar((0.0, 0.0), angle, inner + 6.0)];
                canvas.fill(&stroke(&points, |far| thick * (0.7 + 0.5 * far)), wood);
                canvas.fill(
                    &stroke(&points[1..], |far| thick * 0.22 * (0.5 + far)),
                    wood.light(0.25).alpha(0.7),
                );
            }
            let leaf_paper = ring_piece((0.0, 0.0), (inner, outer), from, to);
            let paper = scheme.paper.light(0.3);
            canvas.fill(
                &leaf_paper,
                radial(
                    (0.0, 0.0),
                    outer,
                    &[(0.4, paper.dark(0.05)), (0.7, paper), (1.0, scheme.shade.mix(paper, 0.6))],
                ),
            );
            canvas.clipped(&leaf_paper, |canvas| fan_painting(canvas, random, scheme, outer));
            for fold in 0..folds {
                let angle = from + fold as f32 * step;
                let tone = if fold % 2 == 0 { scheme.deep.alpha(0.09) } else { WHITE.alpha(0.1) };
                canvas.fill(&ring_piece((0.0, 0.0), (inner, outer), angle, angle + step), tone);
            }
            for (radius, thick) in [(outer - 3.0, 7.0), (inner + 3.0, 6.0)] {
                canvas.line(&arc((0.0, 0.0), radius, from, to), thick, scheme.main.dark(0.1));
                canvas.line(&arc((0.0, 0.0), radius, from, to), thick * 0.28, scheme.gold);
            }
            for angle in [from, to] {
                let points = [polar((0.0, 0.0), angle, -40.0), polar((0.0, 0.0), angle, outer + 8.0)];
                canvas.fill(&stroke(&points, |far| 12.0 + 6.0 * far), ZITAN);
                canvas.fill(&stroke(&points, |far| 2.0 + 2.0 * far), ZITAN.light(0.3).alpha(0.7));
            }
            canvas.fill(&circle(0.0, 0.0, 8.0), CHIJIN);
            canvas.fill(&circle(0.0, 0.0, 3.5), ZITAN);
            tassel(canvas, (0.0, 8.0), 66.0, scheme.accent);
        });
    });
    corner_seal(canvas, random);
}

/// Draws a cord with a jade bead and a fringe.
pub(super) fn tassel(canvas: &mut Canvas, from: Point, long: f32, color: Color) {
    let (x, y) = from;
    canvas.line(&Pen::from(x, y).quad((x + 10.0, y + long * 0.2), (x, y + long * 0.4)).done(), 2.2, color);
    canvas.fill(
        &circle(x, y + long * 0.44, long * 0.09),
        radial((x - 2.0, y + long * 0.41), long * 0.14, &[(0.0, QINGBI.light(0.5)), (1.0, QINGBI)]),
    );
    let fringe = Pen::from(x - long * 0.07, y + long * 0.54)
        .to(x - long * 0.13, y + long)
        .to(x + long * 0.13, y + long)
        .to(x + long * 0.07, y + long * 0.54)
        .close();
    canvas.fill(&fringe, vertical(y + long * 0.5, y + long, &[(0.0, color), (1.0, color.dark(0.3))]));
    for strand in -2..=2 {
        let at = x + strand as f32 * long * 0.04;
        canvas.line(
            &Pen::from(at, y + long * 0.56).to(x + strand as f32 * long * 0.052, y + long).done(),
            0.9,
            color.light(0.3).alpha(0.6),
        );
    }
    canvas.fill(&round_rect((x - long * 0.09, y + long * 0.5), (long * 0.18, long * 0.07), 2.0), CHIJIN);
}

/// Draws the painting on a fan; the pivot is the origin.
fn fan_painting(canvas: &mut Canvas, random: &Random, scheme: Scheme, outer: f32) {
    match random.below(3) {
        0 => {
            canvas.placed((-320.0, -outer), 0.0, 1.0, |canvas| {
                canvas.fill(&circle(430.0, 92.0, 34.0), ZHUHONG.alpha(0.85));
                for layer in 0..3 {
                    let near = layer as f32 / 2.0;
                    let line = crest(random, 640.0, 190.0 + near * 66.0, 120.0 - near * 44.0, 4);
                    ridge(
                        canvas,
                        &line,
                        170.0,
                        scheme.main.mix(scheme.deep, near).mix(scheme.paper, 0.5 - near * 0.42),
                        0.9,
                    );
                    mist(canvas, random, 236.0 + near * 40.0, 40.0, scheme.paper.light(0.4).alpha(0.5));
                }
                birds(canvas, random, (180.0, 82.0), 5, scheme.deep);
            });
        }
        1 => {
            let spine = branch(canvas, random, (-340.0, -70.0), (-0.5, 520.0), 14.0, TAN.dark(0.35));
            let mut spots: Vec<Point> = spine.iter().map(|joint| joint.0).collect();
            for (index, (spot, angle)) in spine.iter().enumerate() {
                let side = if index % 2 == 0 { -0.9 } else { 0.8 };
                spots.extend(
                    branch(canvas, random, *spot, (angle + side, 120.0), 6.0, TAN.dark(0.35))
                        .iter()
                        .map(|joint| joint.0),
                );
            }
            let pink =
                random.pick(&[(TAOYAO.light(0.3), HAITANG), (HAITANG, YANZHI), (WHITE, TAOYAO.dark(0.1))]);
            for spot in spots {
                plum_flower(
                    canvas,
                    random,
                    (spot.0 + random.swing(10.0), spot.1 + random.swing(10.0)),
                    random.range(13.0, 22.0),
                    pink,
                );
            }
        }
        _ => {
            for index in 0..5 {
                let foot = (-250.0 + index as f32 * 120.0 + random.swing(40.0), -90.0);
                let top = (foot.0 + random.swing(50.0) + 30.0, -outer - 10.0);
                let tone = SONGLU.light(random.range(0.05, 0.45));
                for joint in 0..5 {
                    let share = |far: f32| (foot.0 + (top.0 - foot.0) * far, foot.1 + (top.1 - foot.1) * far);
                    let (low, high) = (share(joint as f32 / 5.0), share((joint as f32 + 0.94) / 5.0));
                    canvas.fill(&stroke(&[low, high], |_| 7.0), tone);
                    if joint > 0 {
                        bamboo_leaves(canvas, random, low, 52.0, tone);
                    }
                }
            }
            canvas.fill(&circle(190.0, -outer + 78.0, 30.0), TENGHUANG.alpha(0.55));
        }
    }
}

/// Draws a blue-and-white plate (青花) from above.
pub(super) fn porcelain(canvas: &mut Canvas, random: &Random) {
    let blue =
        random.pick(&[JILAN, Color::hex(0x0023_4f9a), JILAN.mix(SONGLU, 0.25), Color::hex(0x00a8_2f2a)]);
    let ground = random.pick(&[
        MI.dark(0.06),
        TAN.dark(0.2),
        Color::hex(0x00b9_c9c4),
        Color::hex(0x0033_4a5e),
        Color::hex(0x00d9_b8a2),
    ]);
    cloth(canvas, random, ground, blue);
    let (width, height) = (canvas.width, canvas.height);
    let center = (width / 2.0, height / 2.0);
    let white = Color::hex(0x00f4_f6f4);
    canvas.with_shadow(lying(30.0), |canvas| {
        let (x, y) = center;
        canvas.fill(
            &circle(x, y, 272.0),
            radial(
                (x - 60.0, y - 70.0),
                360.0,
                &[(0.0, WHITE), (0.7, white), (1.0, Color::hex(0x00cd_d8de))],
            ),
        );
        canvas.line(&circle(x, y, 268.0), 5.0, blue.alpha(0.85));
        canvas.line(&circle(x, y, 259.0), 1.4, blue);
        match random.below(3) {
            0 => round_meander(canvas, center, 240.0, 26.0, blue),
            1 => round_ruyi(canvas, center, (222.0, 254.0), 28, blue.light(0.08)),
            _ => round_vine(canvas, center, 238.0, 11.0, 30, blue),
        }
        canvas.line(&circle(x, y, 217.0), 1.4, blue);
        canvas.line(&circle(x, y, 212.0), 3.2, blue);
        let folds = random.pick(&[8_usize, 10, 12]);
        round_vine(canvas, center, 172.0, 24.0, folds * 2, blue.light(0.05));
        for index in 0..folds {
            let spot = polar(center, (index as f32 + 0.5) / folds as f32 * TAU, 172.0);
            rosette(canvas, spot, 21.0, 6, (blue.light(0.12), white.mix(blue, 0.3), blue));
        }
        canvas.line(&circle(x, y, 132.0), 3.2, blue);
        canvas.line(&circle(x, y, 126.0), 1.4, blue);
        round_ruyi(canvas, center, (92.0, 122.0), folds * 2, blue.light(0.1));
        canvas.fill(&circle(x, y, 88.0), white);
        if random.chance(0.6) {
            rosette(canvas, center, 84.0, folds, (blue, white.mix(blue, 0.12), blue.dark(0.1)));
        } else {
            let sign = random.pick(&[Glyph::Fu, Glyph::Xi, Glyph::Ji, Glyph::Chun, Glyph::Cha]);
            petals(canvas, center, (58.0, 86.0), folds * 2, (white.mix(blue, 0.2), blue), None);
            write(canvas, sign, (x - 40.0, y - 41.0), 80.0, 11.0, blue.dark(0.05));
        }
    });
    // Reflections of a window on the glaze.
    canvas.blurred(7.0, 0.75, |canvas| {
        canvas.fill(
            &stroke(&arc_points(center, 196.0, PI * 1.08, PI * 1.4), |far| 22.0 * (far * PI).sin()),
            WHITE.alpha(0.75),
        );
        canvas.fill(
            &stroke(&arc_points(center, 204.0, PI * 0.16, PI * 0.34), |far| 12.0 * (far * PI).sin()),
            WHITE.alpha(0.5),
        );
    });
    corner_seal(canvas, random);
}
