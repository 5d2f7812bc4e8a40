//! Printed matter: tickets, shop emblems, sample cards.

use super::{
    avatar::plain_person,
    craft::cloth,
    dice::Dice,
    fair::{lantern, rope},
    glyph::{Glyph, corner_seal, write},
    ink::{CHIJIN, Ink, MO, NIJIN, Scheme, TAN, TAOYAO, TIANQING, WHITE, XUAN, XUANQING, YUEBAI, ZHUHONG},
    kitchen::cast,
    nature::{branch, plum_flower},
    pattern::{any_lattice, lattice, meander, petals, rosette, round_meander, round_ruyi},
    scenery::{birds, crest, moon, ridge},
    shape::{Pen, Shape, Spot, along, circle, rect, ring, slab, stroke},
    sheet::{Sheet, fall, halo, slope},
};

/// The outline of a ticket: rounded, with two notches where the stub tears off.
fn ticket_shape(size: Spot, tear: f32) -> Shape {
    let (wide, high) = size;
    let bite = 14.0;
    Pen::from(16.0, 0.0)
        .to(tear - bite, 0.0)
        .curve((tear - bite, bite * 1.3), (tear + bite, bite * 1.3), (tear + bite, 0.0))
        .to(wide - 16.0, 0.0)
        .bow((wide, 0.0), (wide, 16.0))
        .to(wide, high - 16.0)
        .bow((wide, high), (wide - 16.0, high))
        .to(tear + bite, high)
        .curve((tear + bite, high - bite * 1.3), (tear - bite, high - bite * 1.3), (tear - bite, high))
        .to(16.0, high)
        .bow((0.0, high), (0.0, high - 16.0))
        .to(0.0, 16.0)
        .bow((0.0, 0.0), (16.0, 0.0))
        .close()
}

/// A little scene for the face of a ticket, in a box of this size.
fn vignette(sheet: &mut Sheet, dice: &Dice, size: Spot, scheme: Scheme) {
    let (wide, high) = size;
    let disc = (wide * dice.range(0.58, 0.78), high * 0.36);
    match dice.below(3) {
        0 => {
            sheet.fill(
                &rect(0.0, 0.0, wide, high),
                fall(0.0, high, &[(0.0, scheme.paper), (1.0, scheme.shade)]),
            );
            moon(sheet, disc, high * 0.16, scheme.accent.light(0.1), scheme.paper);
            for layer in 0..3 {
                let near = layer as f32 / 2.0;
                let line = crest(dice, wide, high * (0.74 + near * 0.16), high * (0.42 - near * 0.14), 3);
                ridge(
                    sheet,
                    &line,
                    high * 0.55,
                    scheme.main.mix(scheme.deep, near).mix(scheme.paper, 0.5 - near * 0.4),
                    0.95,
                );
            }
            birds(sheet, dice, (wide * 0.22, high * 0.22), 4, scheme.deep);
        }
        1 => {
            let night = scheme.deep.mix(XUANQING, 0.5);
            sheet.fill(
                &rect(0.0, 0.0, wide, high),
                fall(0.0, high, &[(0.0, night), (1.0, night.mix(scheme.main, 0.6))]),
            );
            moon(sheet, (disc.0, high * 0.26), high * 0.13, CHIJIN.light(0.4), CHIJIN);
            let line = rope((-6.0, high * 0.08), (wide + 6.0, high * 0.12), high * 0.2);
            sheet.fill(&stroke(&line, |_| 1.6), night.dark(0.4));
            for index in 0..4 {
                let spot = line[(index * 2 + 1) * line.len() / 9];
                lantern(sheet, (spot.0, spot.1 + 42.0), 27.0 + dice.swing(6.0), ZHUHONG, None);
            }
            let hills = crest(dice, wide, high * 0.92, high * 0.2, 3);
            ridge(sheet, &hills, high * 0.4, night.dark(0.3), 1.0);
        }
        _ => {
            sheet.fill(
                &rect(0.0, 0.0, wide, high),
                fall(0.0, high, &[(0.0, scheme.shade), (1.0, scheme.paper)]),
            );
            sheet.fill(&circle(disc.0, disc.1 + 10.0, high * 0.27), scheme.paper.light(0.6));
            let joints = branch(sheet, dice, (-10.0, high * 0.86), (-0.42, wide * 1.1), 12.0, TAN.dark(0.4));
            for (index, (spot, angle)) in joints.into_iter().enumerate() {
                let side = if index % 2 == 0 { -0.9 } else { 0.9 };
                for (tip, _) in branch(sheet, dice, spot, (angle + side, 90.0), 5.0, TAN.dark(0.4)) {
                    plum_flower(
                        sheet,
                        dice,
                        tip,
                        dice.range(11.0, 18.0),
                        (scheme.accent.light(0.5), scheme.accent),
                    );
                }
            }
        }
    }
}

/// Two tickets to the fair (票).
pub(super) fn ticket(sheet: &mut Sheet, dice: &Dice) {
    let scheme = Scheme::roll(dice);
    let ground = if dice.chance(0.5) { scheme.deep.mix(scheme.main, 0.3) } else { scheme.shade };
    cloth(sheet, dice, ground, scheme.gold);
    let center = sheet.center();
    let lean = -8.0 + dice.swing(5.0);
    for (index, (turn, drop)) in [(lean + 13.0, 52.0), (lean, -26.0)].into_iter().enumerate() {
        let scheme =
            if index == 0 { Scheme { main: scheme.accent, accent: scheme.main, ..scheme } } else { scheme };
        sheet.placed((center.0, center.1 + drop), turn, 1.0, |sheet| {
            sheet.lifted(cast(20.0), |sheet| {
                sheet.placed((-276.0, -122.0), 0.0, 1.0, |sheet| one_ticket(sheet, dice, scheme));
            });
        });
    }
    corner_seal(sheet, dice);
}

fn one_ticket(sheet: &mut Sheet, dice: &Dice, scheme: Scheme) {
    let size = (552.0, 244.0);
    let tear = 404.0;
    let outline = ticket_shape(size, tear);
    let paper = scheme.paper.light(0.25);
    sheet.fill(&outline, fall(0.0, size.1, &[(0.0, paper.light(0.3)), (1.0, paper.dark(0.05))]));
    sheet.within(&outline, |sheet| {
        let picture = slab((14.0, 14.0), (268.0, 216.0), 10.0);
        sheet.within(&picture, |sheet| {
            sheet.placed((14.0, 14.0), 0.0, 1.0, |sheet| vignette(sheet, dice, (268.0, 216.0), scheme));
        });
        sheet.line(&slab((14.0, 14.0), (268.0, 216.0), 10.0), 2.0, scheme.gold);
        for (index, sign) in [Glyph::Miao, Glyph::Hui].into_iter().enumerate() {
            write(sheet, sign, (306.0, 36.0 + index as f32 * 88.0), 74.0, 11.0, scheme.main.dark(0.12));
        }
        meander(sheet, (296.0, 212.0), 94.0, 15.0, scheme.gold);
        sheet.fill(&rect(tear, 0.0, size.0 - tear, size.1), scheme.main);
        let kind = any_lattice(dice);
        sheet.within(&rect(tear, 0.0, size.0 - tear, size.1), |sheet| {
            lattice(sheet, kind, 34.0, scheme.gold.alpha(0.35));
        });
        for dot in 0..14 {
            sheet.fill(&circle(tear, 22.0 + dot as f32 * 15.4, 2.6), ground_hole(scheme));
        }
        let middle = (tear + 76.0, 92.0);
        sheet.fill(&circle(middle.0, middle.1, 50.0), paper);
        sheet.line(&circle(middle.0, middle.1, 45.0), 1.6, scheme.gold);
        let sign = dice.pick(&[Glyph::Fu, Glyph::Ji, Glyph::Le, Glyph::Xi, Glyph::Yi]);
        write(sheet, sign, (middle.0 - 28.0, middle.1 - 28.0), 56.0, 11.0, scheme.main.dark(0.1));
        sheet.fill(&rect(tear + 28.0, 166.0, 96.0, 50.0), paper);
        let mut x = tear + 34.0;
        while x < tear + 116.0 {
            let wide = dice.pick(&[1.6, 2.6, 4.2]);
            sheet.fill(&rect(x, 172.0, wide, 38.0), MO);
            x += wide + dice.pick(&[2.0, 3.2]);
        }
    });
    sheet.line(&outline, 1.2, scheme.gold.alpha(0.8));
}

fn ground_hole(scheme: Scheme) -> Ink {
    scheme.deep.alpha(0.75)
}

/// A shop's emblem: a character in a roundel, a plaque or a seal (招牌).
pub(super) fn emblem(sheet: &mut Sheet, dice: &Dice) {
    let scheme = Scheme::roll(dice);
    let (light, strong, written) = if dice.chance(0.5) {
        (scheme.paper, scheme.main, scheme.main.dark(0.12))
    } else {
        (scheme.main.dark(0.1), scheme.paper, scheme.paper)
    };
    sheet.sky(&[(0.0, light.light(0.14)), (1.0, light.dark(0.1))]);
    let kind = any_lattice(dice);
    lattice(sheet, kind, 54.0, scheme.gold.alpha(0.25));
    let center = sheet.center();
    let (x, y) = center;
    sheet.glow(center, 400.0, WHITE.alpha(0.22));
    let sign = dice.pick(&[
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
    sheet.lifted(cast(22.0), |sheet| match dice.below(4) {
        0 => {
            sheet.fill(
                &circle(x, y, 236.0),
                halo((x - 70.0, y - 80.0), 360.0, &[(0.0, strong.light(0.16)), (1.0, strong.dark(0.1))]),
            );
            sheet.line(&circle(x, y, 226.0), 4.0, scheme.gold);
            round_meander(sheet, center, 200.0, 30.0, scheme.gold);
            sheet.line(&circle(x, y, 174.0), 4.0, scheme.gold);
            petals(sheet, center, (118.0, 166.0), 24, (light.mix(strong, 0.3), light), None);
            sheet.fill(&circle(x, y, 126.0), light);
            write(sheet, sign, (x - 82.0, y - 84.0), 166.0, 11.0, written);
        }
        1 => {
            let side = 208.0;
            sheet.fill(
                &slab((x - side, y - side), (side * 2.0, side * 2.0), 40.0),
                slope(
                    (x - side, y - side),
                    (x + side, y + side),
                    &[(0.0, ZHUHONG.light(0.1)), (1.0, ZHUHONG.dark(0.16))],
                ),
            );
            sheet.line(
                &slab((x - side + 18.0, y - side + 18.0), (side * 2.0 - 36.0, side * 2.0 - 36.0), 28.0),
                6.0,
                XUAN,
            );
            write(sheet, sign, (x - 128.0, y - 130.0), 258.0, 11.5, XUAN);
        }
        2 => {
            round_ruyi(sheet, center, (176.0, 250.0), 12, scheme.gold);
            sheet.fill(
                &circle(x, y, 198.0),
                halo((x - 60.0, y - 60.0), 300.0, &[(0.0, strong.light(0.2)), (1.0, strong.dark(0.12))]),
            );
            sheet.line(&circle(x, y, 186.0), 3.0, light);
            rosette(sheet, center, 172.0, 12, (strong.light(0.16), strong.light(0.05), strong));
            sheet.fill(&circle(x, y, 112.0), light);
            sheet.line(&circle(x, y, 104.0), 2.4, scheme.gold);
            write(sheet, sign, (x - 66.0, y - 68.0), 134.0, 11.5, written);
        }
        _ => {
            let lacquer = Ink::hex(0x002a_1c1e);
            sheet.fill(
                &slab((x - 178.0, y - 244.0), (356.0, 488.0), 22.0),
                slope(
                    (x - 178.0, 0.0),
                    (x + 178.0, 0.0),
                    &[(0.0, NIJIN.dark(0.2)), (0.3, CHIJIN), (1.0, NIJIN.dark(0.35))],
                ),
            );
            sheet.fill(
                &slab((x - 160.0, y - 226.0), (320.0, 452.0), 14.0),
                slope(
                    (x - 160.0, y - 226.0),
                    (x + 160.0, y + 226.0),
                    &[(0.0, lacquer.light(0.18)), (1.0, lacquer)],
                ),
            );
            sheet.line(&slab((x - 146.0, y - 212.0), (292.0, 424.0), 8.0), 2.0, CHIJIN);
            write(sheet, sign, (x - 100.0, y - 196.0), 200.0, 10.5, CHIJIN);
            let second = dice.pick(&[Glyph::Fu, Glyph::Ji, Glyph::Hao, Glyph::Yi]);
            write(sheet, second, (x - 78.0, y + 34.0), 158.0, 10.5, CHIJIN);
        }
    });
}

/// A card with a portrait and grey bars in place of writing: what a sample document looks like.
pub(super) fn sample_card(sheet: &mut Sheet, dice: &Dice) {
    let scheme = Scheme::roll(dice);
    sheet.sky(&[(0.0, YUEBAI.light(0.3)), (1.0, TIANQING.light(0.4))]);
    let (width, height) = (sheet.width, sheet.height);
    let size = (width.min(560.0), 360.0);
    let corner = ((width - size.0) / 2.0, (height - size.1) / 2.0);
    sheet.lifted(cast(22.0), |sheet| {
        let card = slab(corner, size, 22.0);
        sheet.fill(
            &card,
            slope(
                corner,
                (corner.0 + size.0, corner.1 + size.1),
                &[(0.0, WHITE), (0.6, YUEBAI.light(0.5)), (1.0, TAOYAO.light(0.7))],
            ),
        );
        sheet.within(&card, |sheet| {
            for wave in 0..16 {
                let y = corner.1 + wave as f32 * 25.0;
                let line = along(
                    (corner.0, y),
                    (corner.0 + 160.0, y - 46.0),
                    (corner.0 + 380.0, y + 50.0),
                    (corner.0 + size.0, y - 8.0),
                );
                sheet.fill(&stroke(&line, |_| 1.2), scheme.main.alpha(0.2));
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
                sheet.fill(&slab((x, corner.1 + 52.0 + down), (long, 18.0), 9.0), MO.alpha(0.32));
            }
            sheet.fill(&slab((corner.0 + 36.0, corner.1 + 298.0), (300.0, 22.0), 11.0), MO.alpha(0.45));
            let photo = slab((corner.0 + size.0 - 204.0, corner.1 + 42.0), (168.0, 212.0), 10.0);
            sheet.fill(&photo, fall(corner.1, corner.1 + 250.0, &[(0.0, YUEBAI), (1.0, TIANQING)]));
            sheet.within(&photo, |sheet| {
                sheet.placed((corner.0 + size.0 - 120.0, corner.1 + 142.0), 0.0, 0.56, |sheet| {
                    plain_person(sheet, dice, scheme);
                });
            });
        });
        let stamp = (corner.0 + size.0 - 250.0, corner.1 + size.1 - 90.0);
        sheet.fill_holed(&ring(stamp, 44.0, 49.0), ZHUHONG.alpha(0.7));
        write(sheet, Glyph::Zhong, (stamp.0 - 24.0, stamp.1 - 25.0), 50.0, 9.0, ZHUHONG.alpha(0.6));
    });
}
