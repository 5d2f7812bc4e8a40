//! Hairstyles of portraits; the middle of the face is the origin.

use std::f32::consts::PI;

use super::nature::plum_flower;
use crate::{
    canvas::{Canvas, linear, radial, vertical},
    color::{CHIJIN, Color, HAITANG, NIJIN, QINGBI, Scheme, TAOYAO, WHITE},
    random::Random,
    shape::{Pen, Point, Shape, along, arc, circle, ellipse, round_rect, stroke},
};

/// A hairstyle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hair {
    TwoBuns,
    HighBun,
    Loose,
    SideLoops,
    TopKnot,
    ScholarCap,
    Braid,
}

/// Fills a part of the hair.
fn tress(canvas: &mut Canvas, shape: &Shape, color: Color) {
    canvas.fill(
        shape,
        vertical(-190.0, 120.0, &[(0.0, color.light(0.2)), (0.5, color), (1.0, color.dark(0.2))]),
    );
}

/// Draws a bun.
fn bun(canvas: &mut Canvas, at: Point, size: f32, color: Color) {
    canvas.fill(
        &circle(at.0, at.1, size),
        radial((at.0 - size * 0.3, at.1 - size * 0.4), size * 1.4, &[(0.0, color.light(0.3)), (1.0, color)]),
    );
    for share in [0.72, 0.46] {
        canvas.line(&arc(at, size * share, PI * 1.05, PI * 1.8), 1.6, color.light(0.34).alpha(0.7));
    }
}

/// Draws what is behind the face.
pub(super) fn back_hair(canvas: &mut Canvas, hair: Hair, color: Color) {
    match hair {
        Hair::Loose | Hair::SideLoops | Hair::HighBun => {
            let fallen = Pen::from(0.0, -128.0)
                .cubic((110.0, -128.0), (132.0, -30.0), (124.0, 70.0))
                .cubic((122.0, 150.0), (140.0, 200.0), (150.0, 290.0))
                .to(-150.0, 290.0)
                .cubic((-140.0, 200.0), (-122.0, 150.0), (-124.0, 70.0))
                .cubic((-132.0, -30.0), (-110.0, -128.0), (0.0, -128.0))
                .close();
            tress(canvas, &fallen, color.dark(0.1));
        }
        _ => tress(canvas, &ellipse(0.0, -16.0, 112.0, 114.0), color.dark(0.1)),
    }
    match hair {
        Hair::TwoBuns => {
            for side in [-1.0, 1.0] {
                bun(canvas, (side * 84.0, -104.0), 44.0, color);
            }
        }
        Hair::HighBun => {
            bun(canvas, (0.0, -150.0), 52.0, color);
            bun(canvas, (-40.0, -128.0), 34.0, color);
            bun(canvas, (40.0, -128.0), 34.0, color);
        }
        Hair::SideLoops => {
            for side in [-1.0, 1.0] {
                let ring = ellipse(side * 92.0, -92.0, 36.0, 56.0);
                canvas.line(&ring, 22.0, color);
                canvas.line(&ring, 2.0, color.light(0.3).alpha(0.6));
            }
        }
        Hair::TopKnot => bun(canvas, (0.0, -142.0), 36.0, color),
        Hair::Braid => {
            for link in 0..8 {
                let far = link as f32 / 7.0;
                canvas.fill(
                    &ellipse(112.0 + (far * 5.0).sin() * 8.0, 40.0 + far * 190.0, 20.0 - far * 6.0, 17.0),
                    color.light(if link % 2 == 0 { 0.1 } else { 0.02 }),
                );
            }
        }
        Hair::Loose | Hair::ScholarCap => {}
    }
}

/// Draws what is before the face, with its ornaments.
pub(super) fn front_hair(canvas: &mut Canvas, random: &Random, hair: Hair, color: Color, scheme: Scheme) {
    let part = if hair == Hair::Loose { random.swing(30.0) } else { 0.0 };
    let cap = match hair {
        Hair::TwoBuns | Hair::Braid => {
            // A straight fringe.
            Pen::from(-102.0, 20.0)
                .cubic((-118.0, -80.0), (-70.0, -132.0), (0.0, -132.0))
                .cubic((70.0, -132.0), (118.0, -80.0), (102.0, 20.0))
                .cubic((96.0, -10.0), (92.0, -30.0), (82.0, -46.0))
                .quad((40.0, -34.0), (0.0, -38.0))
                .quad((-40.0, -34.0), (-82.0, -46.0))
                .cubic((-92.0, -30.0), (-96.0, -10.0), (-102.0, 20.0))
                .close()
        }
        _ => Pen::from(-103.0, 34.0)
            .cubic((-120.0, -80.0), (-70.0, -130.0), (part, -130.0))
            .cubic((70.0, -130.0), (120.0, -80.0), (103.0, 34.0))
            .cubic((100.0, -30.0), (60.0, -76.0), (part, -92.0))
            .cubic((-60.0, -76.0), (-100.0, -30.0), (-103.0, 34.0))
            .close(),
    };
    tress(canvas, &cap, color);
    for step in -4_i32..=4 {
        let x = step as f32 * 20.0;
        let line = Pen::from(part + x * 0.3, -124.0)
            .quad((part * 0.4 + x * 1.1, -100.0), (x * 1.22, -66.0 + (step.abs() as f32) * 9.0))
            .done();
        canvas.line(&line, 1.5, color.light(0.32).alpha(0.5));
    }
    match hair {
        Hair::TwoBuns => {
            for side in [-1.0, 1.0] {
                canvas.line(
                    &arc(
                        (side * 84.0, -104.0),
                        40.0,
                        PI * if side > 0.0 { 0.45 } else { 0.1 },
                        PI * if side > 0.0 { 0.9 } else { 0.55 },
                    ),
                    8.0,
                    scheme.accent,
                );
                let ribbon = along(
                    (side * 106.0, -74.0),
                    (side * 132.0, -40.0),
                    (side * 112.0, -10.0),
                    (side * 128.0, 30.0),
                );
                canvas.fill(&stroke(&ribbon, |far| 8.0 - far * 3.0), scheme.accent);
            }
        }
        Hair::HighBun | Hair::SideLoops => {
            plum_flower(canvas, random, (-52.0, -106.0), 25.0, (scheme.accent.light(0.5), scheme.accent));
            plum_flower(canvas, random, (-26.0, -118.0), 17.0, (TAOYAO.light(0.4), HAITANG));
            let pin = [(20.0, -116.0), (112.0, -138.0)];
            canvas.fill(&stroke(&pin, |_| 5.0), scheme.gold);
            for step in 0..4 {
                canvas.fill(
                    &circle(108.0, -130.0 + step as f32 * 13.0, 4.2),
                    if step % 2 == 0 { scheme.gold } else { scheme.accent },
                );
            }
        }
        Hair::Loose => {
            canvas.line(&arc((0.0, -10.0), 112.0, PI * 1.2, PI * 1.8), 7.0, scheme.accent);
            plum_flower(canvas, random, (82.0, -86.0), 24.0, (WHITE, scheme.accent));
        }
        Hair::TopKnot => {
            let crown = round_rect((-26.0, -150.0), (52.0, 26.0), 8.0);
            canvas.fill(&crown, vertical(-150.0, -124.0, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.2))]));
            canvas.fill(&stroke(&[(-52.0, -138.0), (52.0, -138.0)], |_| 5.0), NIJIN);
            canvas.fill(&circle(0.0, -137.0, 6.0), QINGBI);
        }
        Hair::ScholarCap => scholar_cap(canvas, random, scheme),
        Hair::Braid => {
            plum_flower(canvas, random, (-78.0, -84.0), 24.0, (WHITE, scheme.accent));
            canvas.line(&arc((0.0, -6.0), 106.0, PI * 1.16, PI * 1.84), 9.0, scheme.main);
        }
    }
}

/// Draws a soft black cap with two stiff wings (幞头).
fn scholar_cap(canvas: &mut Canvas, random: &Random, scheme: Scheme) {
    let black = Color::hex(0x0024_2228);
    let stiff = random.chance(0.5);
    for side in [-1.0, 1.0] {
        let wing = if stiff {
            along(
                (side * 70.0, -98.0),
                (side * 120.0, -112.0),
                (side * 160.0, -104.0),
                (side * 196.0, -110.0),
            )
        } else {
            along((side * 84.0, -70.0), (side * 130.0, -60.0), (side * 134.0, -10.0), (side * 128.0, 40.0))
        };
        canvas.fill(&stroke(&wing, |far| 10.0 + 10.0 * far), black);
    }
    let cap = Pen::from(-106.0, -44.0)
        .cubic((-112.0, -110.0), (-70.0, -130.0), (-58.0, -136.0))
        .cubic((-50.0, -190.0), (50.0, -190.0), (58.0, -136.0))
        .cubic((70.0, -130.0), (112.0, -110.0), (106.0, -44.0))
        .quad((0.0, -96.0), (-106.0, -44.0))
        .close();
    canvas.fill(
        &cap,
        linear(
            (-90.0, -170.0),
            (80.0, -50.0),
            &[(0.0, black.light(0.22)), (0.5, black), (1.0, black.dark(0.3))],
        ),
    );
    canvas.line(&Pen::from(-60.0, -132.0).quad((0.0, -150.0), (60.0, -132.0)).done(), 2.0, black.light(0.3));
    canvas.fill(&circle(0.0, -96.0, 10.0), scheme.gold);
    canvas.fill(&circle(0.0, -96.0, 6.0), QINGBI.light(0.2));
}
