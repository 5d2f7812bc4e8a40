//! Printed matter: tickets, shop emblems, sample cards.

use super::{
    avatar::plain_person,
    craft::cloth,
    fair::{lantern, rope},
    kitchen::cast,
    nature::{branch, plum_flower},
    scenery::{birds, crest, moon, ridge},
};
use crate::{
    canvas::{Canvas, linear, radial, vertical},
    color::{
        CHIJIN, Color, MO, NIJIN, Scheme, TAN, TAOYAO, TIANQING, WHITE, XUAN, XUANQING, YUEBAI, ZHUHONG,
    },
    glyph::{Glyph, corner_seal, write},
    pattern::{any_lattice, lattice, meander, petals, rosette, round_meander, round_ruyi},
    random::Random,
    shape::{Pen, Point, Shape, along, circle, rect, ring, round_rect, stroke},
};

/// Makes the outline of a ticket: rounded, with two notches where the stub tears off.
fn ticket_shape(size: Point, tear: f32) -> Shape {
    let (wide, high) = size;
    let bite = 14.0;
    Pen::from(16.0, 0.0)
        .to(tear - bite, 0.0)
        .cubic((tear - bite, bite * 1.3), (tear + bite, bite * 1.3), (tear + bite, 0.0))
        .to(wide - 16.0, 0.0)
        .quad((wide, 0.0), (wide, 16.0))
        .to(wide, high - 16.0)
        .quad((wide, high), (wide - 16.0, high))
        .to(tear + bite, high)
        .cubic((tear + bite, high - bite * 1.3), (tear - bite, high - bite * 1.3), (tear - bite, high))
        .to(16.0, high)
        .quad((0.0, high), (0.0, high - 16.0))
        .to(0.0, 16.0)
        .quad((0.0, 0.0), (16.0, 0.0))
        .close()
}

/// Draws a small scene for the face of a ticket, in a box of this size.
fn vignette(canvas: &mut Canvas, random: &Random, size: Point, scheme: Scheme) {
    let (wide, high) = size;
    let disc = (wide * random.range(0.58, 0.78), high * 0.36);
    match random.below(3) {
        0 => {
            canvas.fill(
                &rect(0.0, 0.0, wide, high),
                vertical(0.0, high, &[(0.0, scheme.paper), (1.0, scheme.shade)]),
            );
            moon(canvas, disc, high * 0.16, scheme.accent.light(0.1), scheme.paper);
            for layer in 0..3 {
                let near = layer as f32 / 2.0;
                let line = crest(random, wide, high * (0.74 + near * 0.16), high * (0.42 - near * 0.14), 3);
                ridge(
                    canvas,
                    &line,
                    high * 0.55,
                    scheme.main.mix(scheme.deep, near).mix(scheme.paper, 0.5 - near * 0.4),
                    0.95,
                );
            }
            birds(canvas, random, (wide * 0.22, high * 0.22), 4, scheme.deep);
        }
        1 => {
            let night = scheme.deep.mix(XUANQING, 0.5);
            canvas.fill(
                &rect(0.0, 0.0, wide, high),
                vertical(0.0, high, &[(0.0, night), (1.0, night.mix(scheme.main, 0.6))]),
            );
            moon(canvas, (disc.0, high * 0.26), high * 0.13, CHIJIN.light(0.4), CHIJIN);
            let line = rope((-6.0, high * 0.08), (wide + 6.0, high * 0.12), high * 0.2);
            canvas.fill(&stroke(&line, |_| 1.6), night.dark(0.4));
            for index in 0..4 {
                let spot = line[(index * 2 + 1) * line.len() / 9];
                lantern(canvas, (spot.0, spot.1 + 42.0), 27.0 + random.swing(6.0), ZHUHONG, None);
            }
            let hills = crest(random, wide, high * 0.92, high * 0.2, 3);
            ridge(canvas, &hills, high * 0.4, night.dark(0.3), 1.0);
        }
        _ => {
            canvas.fill(
                &rect(0.0, 0.0, wide, high),
                vertical(0.0, high, &[(0.0, scheme.shade), (1.0, scheme.paper)]),
            );
            canvas.fill(&circle(disc.0, disc.1 + 10.0, high * 0.27), scheme.paper.light(0.6));
            let joints =
                branch(canvas, random, (-10.0, high * 0.86), (-0.42, wide * 1.1), 12.0, TAN.dark(0.4));
            for (index, (spot, angle)) in joints.into_iter().enumerate() {
                let side = if index % 2 == 0 { -0.9 } else { 0.9 };
                for (tip, _) in branch(canvas, random, spot, (angle + side, 90.0), 5.0, TAN.dark(0.4)) {
                    plum_flower(
                        canvas,
                        random,
                        tip,
                        random.range(11.0, 18.0),
                        (scheme.accent.light(0.5), scheme.accent),
                    );
                }
            }
        }
    }
}

/// Draws two tickets to the fair (票).
pub(super) fn ticket(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    let ground = if random.chance(0.5) { scheme.deep.mix(scheme.main, 0.3) } else { scheme.shade };
    cloth(canvas, random, ground, scheme.gold);
    let center = canvas.center();
    let lean = -8.0 + random.swing(5.0);
    for (index, (turn, drop)) in [(lean + 13.0, 52.0), (lean, -26.0)].into_iter().enumerate() {
        let scheme =
            if index == 0 { Scheme { main: scheme.accent, accent: scheme.main, ..scheme } } else { scheme };
        canvas.placed((center.0, center.1 + drop), turn, 1.0, |canvas| {
            canvas.with_shadow(cast(20.0), |canvas| {
                canvas.placed((-276.0, -122.0), 0.0, 1.0, |canvas| one_ticket(canvas, random, scheme));
            });
        });
    }
    corner_seal(canvas, random);
}

fn one_ticket(canvas: &mut Canvas, random: &Random, scheme: Scheme) {
    let size = (552.0, 244.0);
    let tear = 404.0;
    let outline = ticket_shape(size, tear);
    let paper = scheme.paper.light(0.25);
    canvas.fill(&outline, vertical(0.0, size.1, &[(0.0, paper.light(0.3)), (1.0, paper.dark(0.05))]));
    canvas.clipped(&outline, |canvas| {
        let picture = round_rect((14.0, 14.0), (268.0, 216.0), 10.0);
        canvas.clipped(&picture, |canvas| {
            canvas.placed((14.0, 14.0), 0.0, 1.0, |canvas| vignette(canvas, random, (268.0, 216.0), scheme));
        });
        canvas.line(&round_rect((14.0, 14.0), (268.0, 216.0), 10.0), 2.0, scheme.gold);
        for (index, sign) in [Glyph::Miao, Glyph::Hui].into_iter().enumerate() {
            write(canvas, sign, (306.0, 36.0 + index as f32 * 88.0), 74.0, 11.0, scheme.main.dark(0.12));
        }
        meander(canvas, (296.0, 212.0), 94.0, 15.0, scheme.gold);
        canvas.fill(&rect(tear, 0.0, size.0 - tear, size.1), scheme.main);
        let kind = any_lattice(random);
        canvas.clipped(&rect(tear, 0.0, size.0 - tear, size.1), |canvas| {
            lattice(canvas, kind, 34.0, scheme.gold.alpha(0.35));
        });
        for dot in 0..14 {
            canvas.fill(&circle(tear, 22.0 + dot as f32 * 15.4, 2.6), ground_hole(scheme));
        }
        let middle = (tear + 76.0, 92.0);
        canvas.fill(&circle(middle.0, middle.1, 50.0), paper);
        canvas.line(&circle(middle.0, middle.1, 45.0), 1.6, scheme.gold);
        let sign = random.pick(&[Glyph::Fu, Glyph::Ji, Glyph::Le, Glyph::Xi, Glyph::Yi]);
        write(canvas, sign, (middle.0 - 28.0, middle.1 - 28.0), 56.0, 11.0, scheme.main.dark(0.1));
        canvas.fill(&rect(tear + 28.0, 166.0, 96.0, 50.0), paper);
        let mut x = tear + 34.0;
        while x < tear + 116.0 {
            let wide = random.pick(&[1.6, 2.6, 4.2]);
            canvas.fill(&rect(x, 172.0, wide, 38.0), MO);
            x += wide + random.pick(&[2.0, 3.2]);
        }
    });
    canvas.line(&outline, 1.2, scheme.gold.alpha(0.8));
}

fn ground_hole(scheme: Scheme) -> Color {
    scheme.deep.alpha(0.75)
}

/// Draws a shop's emblem: a character in a roundel, a plaque or a seal (招牌).
pub(super) fn emblem(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    let (light, strong, written) = if random.chance(0.5) {
        (scheme.paper, scheme.main, scheme.main.dark(0.12))
    } else {
        (scheme.main.dark(0.1), scheme.paper, scheme.paper)
    };
    canvas.background(&[(0.0, light.light(0.14)), (1.0, light.dark(0.1))]);
    let kind = any_lattice(random);
    lattice(canvas, kind, 54.0, scheme.gold.alpha(0.25));
    let center = canvas.center();
    let (x, y) = center;
    canvas.glow(center, 400.0, WHITE.alpha(0.22));
    let sign = random.pick(&[
        Glyph::Yi,
        Glyph::Jiang,
        Glyph::Hua,
        Glyph::He,
        Glyph::Le,
        Glyph::Chun,
        Glyph::Shan,
        Glyph::Yue,
        Glyph::Ji,
        Glyph::Fu,
        Glyph::Xi,
        Glyph::Zhong,
        Glyph::Jiu,
        Glyph::Mian,
    ]);
    canvas.with_shadow(cast(22.0), |canvas| match random.below(4) {
        0 => {
            canvas.fill(
                &circle(x, y, 236.0),
                radial((x - 70.0, y - 80.0), 360.0, &[(0.0, strong.light(0.16)), (1.0, strong.dark(0.1))]),
            );
            canvas.line(&circle(x, y, 226.0), 4.0, scheme.gold);
            round_meander(canvas, center, 200.0, 30.0, scheme.gold);
            canvas.line(&circle(x, y, 174.0), 4.0, scheme.gold);
            petals(canvas, center, (118.0, 166.0), 24, (light.mix(strong, 0.3), light), None);
            canvas.fill(&circle(x, y, 126.0), light);
            write(canvas, sign, (x - 82.0, y - 84.0), 166.0, 11.0, written);
        }
        1 => {
            let side = 208.0;
            canvas.fill(
                &round_rect((x - side, y - side), (side * 2.0, side * 2.0), 40.0),
                linear(
                    (x - side, y - side),
                    (x + side, y + side),
                    &[(0.0, ZHUHONG.light(0.1)), (1.0, ZHUHONG.dark(0.16))],
                ),
            );
            canvas.line(
                &round_rect((x - side + 18.0, y - side + 18.0), (side * 2.0 - 36.0, side * 2.0 - 36.0), 28.0),
                6.0,
                XUAN,
            );
            write(canvas, sign, (x - 128.0, y - 130.0), 258.0, 11.5, XUAN);
        }
        2 => {
            round_ruyi(canvas, center, (176.0, 250.0), 12, scheme.gold);
            canvas.fill(
                &circle(x, y, 198.0),
                radial((x - 60.0, y - 60.0), 300.0, &[(0.0, strong.light(0.2)), (1.0, strong.dark(0.12))]),
            );
            canvas.line(&circle(x, y, 186.0), 3.0, light);
            rosette(canvas, center, 172.0, 12, (strong.light(0.16), strong.light(0.05), strong));
            canvas.fill(&circle(x, y, 112.0), light);
            canvas.line(&circle(x, y, 104.0), 2.4, scheme.gold);
            write(canvas, sign, (x - 66.0, y - 68.0), 134.0, 11.5, written);
        }
        _ => {
            let lacquer = Color::hex(0x002a_1c1e);
            canvas.fill(
                &round_rect((x - 178.0, y - 244.0), (356.0, 488.0), 22.0),
                linear(
                    (x - 178.0, 0.0),
                    (x + 178.0, 0.0),
                    &[(0.0, NIJIN.dark(0.2)), (0.3, CHIJIN), (1.0, NIJIN.dark(0.35))],
                ),
            );
            canvas.fill(
                &round_rect((x - 160.0, y - 226.0), (320.0, 452.0), 14.0),
                linear(
                    (x - 160.0, y - 226.0),
                    (x + 160.0, y + 226.0),
                    &[(0.0, lacquer.light(0.18)), (1.0, lacquer)],
                ),
            );
            canvas.line(&round_rect((x - 146.0, y - 212.0), (292.0, 424.0), 8.0), 2.0, CHIJIN);
            write(canvas, sign, (x - 100.0, y - 196.0), 200.0, 10.5, CHIJIN);
            let second = random.pick(&[Glyph::Fu, Glyph::Ji, Glyph::Hao, Glyph::Yi]);
            write(canvas, second, (x - 78.0, y + 34.0), 158.0, 10.5, CHIJIN);
        }
    });
}

/// Draws a sample identity card: a portrait, and grey bars in place of writing.
pub(super) fn sample_card(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    canvas.background(&[(0.0, YUEBAI.light(0.3)), (1.0, TIANQING.light(0.4))]);
    let (width, height) = (canvas.width, canvas.height);
    let size = (width.min(560.0), 360.0);
    let corner = ((width - size.0) / 2.0, (height - size.1) / 2.0);
    canvas.with_shadow(cast(22.0), |canvas| {
        let card = round_rect(corner, size, 22.0);
        canvas.fill(
            &card,
            linear(
                corner,
                (corner.0 + size.0, corner.1 + size.1),
                &[(0.0, WHITE), (0.6, YUEBAI.light(0.5)), (1.0, TAOYAO.light(0.7))],
            ),
        );
        canvas.clipped(&card, |canvas| {
            for wave in 0..16 {
                let y = corner.1 + wave as f32 * 25.0;
                let line = along(
                    (corner.0, y),
                    (corner.0 + 160.0, y - 46.0),
                    (corner.0 + 380.0, y + 50.0),
                    (corner.0 + size.0, y - 8.0),
                );
                canvas.fill(&stroke(&line, |_| 1.2), scheme.main.alpha(0.2));
            }
            let bars = [
                (0.0, 0.0, 120.0),
                (0.0, 52.0, 76.0),
                (110.0, 52.0, 150.0),
                (0.0, 104.0, 210.0),
                (0.0, 150.0, 240.0),
                (0.0, 196.0, 190.0),
            ];
            for (right, down, long) in bars {
                let x = corner.0 + 36.0 + right;
                canvas.fill(&round_rect((x, corner.1 + 52.0 + down), (long, 18.0), 9.0), MO.alpha(0.32));
            }
            canvas
                .fill(&round_rect((corner.0 + 36.0, corner.1 + 298.0), (300.0, 22.0), 11.0), MO.alpha(0.45));
            let photo = round_rect((corner.0 + size.0 - 204.0, corner.1 + 42.0), (168.0, 212.0), 10.0);
            canvas.fill(&photo, vertical(corner.1, corner.1 + 250.0, &[(0.0, YUEBAI), (1.0, TIANQING)]));
            canvas.clipped(&photo, |canvas| {
                canvas.placed((corner.0 + size.0 - 120.0, corner.1 + 142.0), 0.0, 0.56, |canvas| {
                    plain_person(canvas, random, scheme);
                });
            });
        });
        let stamp = (corner.0 + size.0 - 250.0, corner.1 + size.1 - 90.0);
        canvas.fill_holed(&ring(stamp, 44.0, 49.0), ZHUHONG.alpha(0.7));
        write(canvas, Glyph::Zhong, (stamp.0 - 24.0, stamp.1 - 25.0), 50.0, 9.0, ZHUHONG.alpha(0.6));
    });
}
