//! Portraits for avatars: a round face and seven ways to wear one's hair.

use std::f32::consts::{PI, TAU};

use super::{
    dice::Dice,
    ink::{CHIJIN, HAITANG, Ink, NIJIN, QINGBI, Scheme, TAOYAO, WHITE, XUAN, YANZHI, ZHUHONG},
    nature::plum_flower,
    pattern::{any_lattice, cloud, lattice},
    shape::{Pen, Shape, Spot, along, arc, circle, leaf, oval, petal, slab, stroke, thread},
    sheet::{Shadow, Sheet, fall, halo, slope},
};

/// How somebody wears their hair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hair {
    TwoBuns,
    HighBun,
    Loose,
    SideLoops,
    TopKnot,
    ScholarCap,
    Braid,
}

/// A portrait: a round face, one of seven ways to wear one's hair, on a patterned disc.
pub(super) fn avatar(sheet: &mut Sheet, dice: &Dice) {
    let scheme = Scheme::roll(dice);
    let (width, height) = (sheet.width, sheet.height);
    let ground = if dice.chance(0.6) {
        scheme.shade.mix(scheme.paper, 0.3)
    } else {
        scheme.main.mix(scheme.deep, 0.25)
    };
    sheet.sky(&[(0.0, ground.light(0.16)), (1.0, ground.dark(0.14))]);
    let kind = any_lattice(dice);
    lattice(sheet, kind, 58.0, scheme.gold.alpha(0.28));
    let center = (width / 2.0, height / 2.0);
    let disc = scheme.paper.light(0.35).mix(scheme.accent, 0.1);
    sheet.glow((center.0, center.1 - 20.0), 380.0, WHITE.alpha(0.4));
    sheet.fill(
        &circle(center.0, center.1 - 26.0, 232.0),
        fall(center.1 - 260.0, center.1 + 200.0, &[(0.0, disc), (1.0, disc.mix(scheme.shade, 0.7))]),
    );
    sheet.line(&circle(center.0, center.1 - 26.0, 242.0), 2.0, scheme.gold.alpha(0.8));
    if dice.chance(0.5) {
        cloud(
            sheet,
            (center.0 - 190.0, center.1 - 60.0),
            74.0,
            1.0,
            (scheme.paper, scheme.shade, scheme.gold.alpha(0.8)),
        );
        cloud(
            sheet,
            (center.0 + 196.0, center.1 - 150.0),
            60.0,
            -1.0,
            (scheme.paper, scheme.shade, scheme.gold.alpha(0.8)),
        );
    } else {
        for _ in 0..7 {
            let spot =
                (center.0 + dice.side() * dice.range(150.0, 250.0), center.1 + dice.range(-230.0, 100.0));
            plum_flower(sheet, dice, spot, dice.range(16.0, 30.0), (scheme.accent.light(0.6), scheme.accent));
        }
    }
    let hair = dice.pick(&[
        Hair::TwoBuns,
        Hair::HighBun,
        Hair::Loose,
        Hair::SideLoops,
        Hair::TopKnot,
        Hair::ScholarCap,
        Hair::Braid,
    ]);
    let shadow = Shadow { offset: (0.0, 8.0), blur: 22.0, ink: scheme.deep.alpha(0.3) };
    sheet.placed((center.0, height - 640.0 + 336.0), 0.0, 1.12, |sheet| {
        sheet.lifted(shadow, |sheet| person(sheet, dice, scheme, hair));
    });
}

const LOCKS: [Ink; 4] =
    [Ink::hex(0x002a_2228), Ink::hex(0x0033_2620), Ink::hex(0x0022_2834), Ink::hex(0x0048_2e26)];

/// A person from the chest up; the middle of the face is the origin.
fn person(sheet: &mut Sheet, dice: &Dice, scheme: Scheme, hair: Hair) {
    let skin = dice.pick(&[
        Ink::hex(0x00fb_e3cf),
        Ink::hex(0x00f6_d6bb),
        Ink::hex(0x00f0_c8a6),
        Ink::hex(0x00fd_ebdd),
    ]);
    let lock = dice.pick(&LOCKS);
    let male = matches!(hair, Hair::TopKnot | Hair::ScholarCap);
    back_hair(sheet, hair, lock);
    // Shoulders and a crossed collar.
    let robe = if dice.chance(0.5) { scheme.main } else { scheme.accent };
    let trim = if dice.chance(0.5) { scheme.gold } else { scheme.paper };
    let torso = Pen::from(-40.0, 96.0)
        .curve((-90.0, 118.0), (-168.0, 128.0), (-190.0, 290.0))
        .to(190.0, 290.0)
        .curve((168.0, 128.0), (90.0, 118.0), (40.0, 96.0))
        .close();
    sheet.fill(&torso, fall(96.0, 290.0, &[(0.0, robe.light(0.14)), (1.0, robe.dark(0.16))]));
    sheet.within(&torso, |sheet| {
        for row in 0..4 {
            for column in -4_i32..=4 {
                let spot =
                    (column as f32 * 46.0 + if row % 2 == 0 { 0.0 } else { 23.0 }, 130.0 + row as f32 * 42.0);
                for turn in 0..5 {
                    sheet.fill(&petal(spot, turn as f32 * TAU / 5.0, (9.0, 8.0), 0.0), trim.alpha(0.22));
                }
            }
        }
    });
    let neck =
        Pen::from(-27.0, 70.0).to(-30.0, 112.0).bow((0.0, 150.0), (30.0, 112.0)).to(27.0, 70.0).close();
    sheet.fill(&neck, fall(70.0, 140.0, &[(0.0, skin.mix(ZHUHONG, 0.16).dark(0.08)), (1.0, skin)]));
    for (points, thick, ink) in [
        (along((-44.0, 92.0), (-36.0, 136.0), (-14.0, 166.0), (10.0, 190.0)), 30.0, XUAN.light(0.4)),
        (along((-56.0, 94.0), (-46.0, 142.0), (-24.0, 176.0), (2.0, 204.0)), 24.0, trim),
        (along((44.0, 92.0), (40.0, 150.0), (0.0, 210.0), (-76.0, 292.0)), 30.0, XUAN.light(0.4)),
        (along((56.0, 94.0), (52.0, 156.0), (12.0, 220.0), (-62.0, 300.0)), 26.0, trim),
    ] {
        sheet.fill(&stroke(&points, |_| thick), ink);
        sheet.line(&thread(&points), 1.4, ink.dark(0.3).alpha(0.5));
    }
    // Ears, face, blush.
    for side in [-1.0, 1.0] {
        sheet.fill(&oval(side * 95.0, 14.0, 14.0, 21.0), skin.mix(ZHUHONG, 0.08));
        if !male {
            sheet.fill(&circle(side * 97.0, 42.0, 4.5), scheme.gold);
            sheet.fill(&leaf((side * 97.0, 44.0), (side * 97.0, 66.0), 9.0, 0.0), scheme.accent);
        }
    }
    let face = Pen::from(0.0, -104.0)
        .curve((72.0, -104.0), (104.0, -44.0), (97.0, 16.0))
        .curve((92.0, 66.0), (46.0, 104.0), (0.0, 106.0))
        .curve((-46.0, 104.0), (-92.0, 66.0), (-97.0, 16.0))
        .curve((-104.0, -44.0), (-72.0, -104.0), (0.0, -104.0))
        .close();
    sheet.fill(
        &face,
        halo((-18.0, -10.0), 150.0, &[(0.0, skin.light(0.25)), (0.75, skin), (1.0, skin.mix(ZHUHONG, 0.12))]),
    );
    for side in [-1.0, 1.0] {
        sheet.pool((side * 58.0, 42.0), (34.0, 24.0), HAITANG.alpha(if male { 0.28 } else { 0.55 }));
    }
    let fringe = matches!(hair, Hair::TwoBuns | Hair::Braid);
    features(sheet, dice, lock, (male, fringe));
    front_hair(sheet, dice, hair, lock, scheme);
}

fn features(sheet: &mut Sheet, dice: &Dice, lock: Ink, (male, fringe): (bool, bool)) {
    let smiling = dice.chance(0.45);
    for side in [-1.0, 1.0] {
        let brow =
            along((side * 22.0, -22.0), (side * 36.0, -34.0), (side * 56.0, -33.0), (side * 68.0, -22.0));
        sheet.fill(
            &stroke(&brow, |far| (if male { 9.0 } else { 5.5 }) * (1.0 - far * 0.72)),
            lock.light(0.06),
        );
        if smiling {
            let eye =
                along((side * 24.0, 12.0), (side * 32.0, -3.0), (side * 52.0, -3.0), (side * 62.0, 10.0));
            sheet.fill(&stroke(&eye, |far| 3.0 + 3.2 * (far * PI).sin()), lock);
        } else {
            sheet.fill(&oval(side * 43.0, 6.0, 13.0, 16.0), lock);
            sheet.fill(&circle(side * 43.0 - 4.0, 0.0, 5.0), WHITE);
            sheet.fill(&circle(side * 43.0 + 4.5, 11.0, 2.6), WHITE.alpha(0.8));
            let lid =
                along((side * 25.0, 4.0), (side * 32.0, -13.0), (side * 53.0, -13.0), (side * 63.0, -1.0));
            sheet.fill(&stroke(&lid, |far| 2.2 + 3.4 * far), lock);
        }
    }
    sheet.line(&Pen::from(-3.0, 34.0).bow((1.0, 40.0), (6.0, 36.0)).done(), 2.4, YANZHI.alpha(0.5));
    if dice.chance(0.3) {
        let lips = Pen::from(-15.0, 62.0)
            .bow((0.0, 66.0), (15.0, 62.0))
            .bow((8.0, 82.0), (0.0, 82.0))
            .bow((-8.0, 82.0), (-15.0, 62.0))
            .close();
        sheet.fill(&lips, YANZHI);
        sheet.fill(&oval(0.0, 77.0, 7.0, 4.0), HAITANG);
    } else {
        let smile = along((-16.0, 64.0), (-8.0, 74.0), (8.0, 74.0), (16.0, 64.0));
        sheet.fill(
            &stroke(&smile, |far| 2.4 + 3.6 * (far * PI).sin()),
            if male { YANZHI.alpha(0.75) } else { ZHUHONG.dark(0.1) },
        );
    }
    if !male && !fringe && dice.chance(0.6) {
        // A flower painted between the brows (花钿).
        for turn in [-0.7, 0.0, 0.7] {
            sheet.fill(&petal((0.0, -34.0), -PI / 2.0 + turn, (15.0, 9.0), 0.0), ZHUHONG);
        }
    }
}

fn tress(sheet: &mut Sheet, shape: &Shape, ink: Ink) {
    sheet.fill(shape, fall(-190.0, 120.0, &[(0.0, ink.light(0.2)), (0.5, ink), (1.0, ink.dark(0.2))]));
}

fn bun(sheet: &mut Sheet, at: Spot, size: f32, ink: Ink) {
    sheet.fill(
        &circle(at.0, at.1, size),
        halo((at.0 - size * 0.3, at.1 - size * 0.4), size * 1.4, &[(0.0, ink.light(0.3)), (1.0, ink)]),
    );
    for share in [0.72, 0.46] {
        sheet.line(&arc(at, size * share, PI * 1.05, PI * 1.8), 1.6, ink.light(0.34).alpha(0.7));
    }
}

fn back_hair(sheet: &mut Sheet, hair: Hair, ink: Ink) {
    match hair {
        Hair::Loose | Hair::SideLoops | Hair::HighBun => {
            let fallen = Pen::from(0.0, -128.0)
                .curve((110.0, -128.0), (132.0, -30.0), (124.0, 70.0))
                .curve((122.0, 150.0), (140.0, 200.0), (150.0, 290.0))
                .to(-150.0, 290.0)
                .curve((-140.0, 200.0), (-122.0, 150.0), (-124.0, 70.0))
                .curve((-132.0, -30.0), (-110.0, -128.0), (0.0, -128.0))
                .close();
            tress(sheet, &fallen, ink.dark(0.1));
        }
        _ => tress(sheet, &oval(0.0, -16.0, 112.0, 114.0), ink.dark(0.1)),
    }
    match hair {
        Hair::TwoBuns => {
            for side in [-1.0, 1.0] {
                bun(sheet, (side * 84.0, -104.0), 44.0, ink);
            }
        }
        Hair::HighBun => {
            bun(sheet, (0.0, -150.0), 52.0, ink);
            bun(sheet, (-40.0, -128.0), 34.0, ink);
            bun(sheet, (40.0, -128.0), 34.0, ink);
        }
        Hair::SideLoops => {
            for side in [-1.0, 1.0] {
                let ring = oval(side * 92.0, -92.0, 36.0, 56.0);
                sheet.line(&ring, 22.0, ink);
                sheet.line(&ring, 2.0, ink.light(0.3).alpha(0.6));
            }
        }
        Hair::TopKnot => bun(sheet, (0.0, -142.0), 36.0, ink),
        Hair::Braid => {
            for link in 0..8 {
                let far = link as f32 / 7.0;
                sheet.fill(
                    &oval(112.0 + (far * 5.0).sin() * 8.0, 40.0 + far * 190.0, 20.0 - far * 6.0, 17.0),
                    ink.light(if link % 2 == 0 { 0.1 } else { 0.02 }),
                );
            }
        }
        Hair::Loose | Hair::ScholarCap => {}
    }
}

fn front_hair(sheet: &mut Sheet, dice: &Dice, hair: Hair, ink: Ink, scheme: Scheme) {
    let part = if hair == Hair::Loose { dice.swing(30.0) } else { 0.0 };
    let cap = match hair {
        Hair::TwoBuns | Hair::Braid => {
            // A straight fringe.
            Pen::from(-102.0, 20.0)
                .curve((-118.0, -80.0), (-70.0, -132.0), (0.0, -132.0))
                .curve((70.0, -132.0), (118.0, -80.0), (102.0, 20.0))
                .curve((96.0, -10.0), (92.0, -30.0), (82.0, -46.0))
                .bow((40.0, -34.0), (0.0, -38.0))
                .bow((-40.0, -34.0), (-82.0, -46.0))
                .curve((-92.0, -30.0), (-96.0, -10.0), (-102.0, 20.0))
                .close()
        }
        _ => Pen::from(-103.0, 34.0)
            .curve((-120.0, -80.0), (-70.0, -130.0), (part, -130.0))
            .curve((70.0, -130.0), (120.0, -80.0), (103.0, 34.0))
            .curve((100.0, -30.0), (60.0, -76.0), (part, -92.0))
            .curve((-60.0, -76.0), (-100.0, -30.0), (-103.0, 34.0))
            .close(),
    };
    tress(sheet, &cap, ink);
    for step in -4_i32..=4 {
        let x = step as f32 * 20.0;
        let line = Pen::from(part + x * 0.3, -124.0)
            .bow((part * 0.4 + x * 1.1, -100.0), (x * 1.22, -66.0 + (step.abs() as f32) * 9.0))
            .done();
        sheet.line(&line, 1.5, ink.light(0.32).alpha(0.5));
    }
    match hair {
        Hair::TwoBuns => {
            for side in [-1.0, 1.0] {
                sheet.line(
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
                sheet.fill(&stroke(&ribbon, |far| 8.0 - far * 3.0), scheme.accent);
            }
        }
        Hair::HighBun | Hair::SideLoops => {
            plum_flower(sheet, dice, (-52.0, -106.0), 25.0, (scheme.accent.light(0.5), scheme.accent));
            plum_flower(sheet, dice, (-26.0, -118.0), 17.0, (TAOYAO.light(0.4), HAITANG));
            let pin = [(20.0, -116.0), (112.0, -138.0)];
            sheet.fill(&stroke(&pin, |_| 5.0), scheme.gold);
            for step in 0..4 {
                sheet.fill(
                    &circle(108.0, -130.0 + step as f32 * 13.0, 4.2),
                    if step % 2 == 0 { scheme.gold } else { scheme.accent },
                );
            }
        }
        Hair::Loose => {
            sheet.line(&arc((0.0, -10.0), 112.0, PI * 1.2, PI * 1.8), 7.0, scheme.accent);
            plum_flower(sheet, dice, (82.0, -86.0), 24.0, (WHITE, scheme.accent));
        }
        Hair::TopKnot => {
            let crown = slab((-26.0, -150.0), (52.0, 26.0), 8.0);
            sheet.fill(&crown, fall(-150.0, -124.0, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.2))]));
            sheet.fill(&stroke(&[(-52.0, -138.0), (52.0, -138.0)], |_| 5.0), NIJIN);
            sheet.fill(&circle(0.0, -137.0, 6.0), QINGBI);
        }
        Hair::ScholarCap => scholar_cap(sheet, dice, scheme),
        Hair::Braid => {
            plum_flower(sheet, dice, (-78.0, -84.0), 24.0, (WHITE, scheme.accent));
            sheet.line(&arc((0.0, -6.0), 106.0, PI * 1.16, PI * 1.84), 9.0, scheme.main);
        }
    }
}

/// A soft black cap with two stiff wings (幞头).
fn scholar_cap(sheet: &mut Sheet, dice: &Dice, scheme: Scheme) {
    let black = Ink::hex(0x0024_2228);
    let stiff = dice.chance(0.5);
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
        sheet.fill(&stroke(&wing, |far| 10.0 + 10.0 * far), black);
    }
    let cap = Pen::from(-106.0, -44.0)
        .curve((-112.0, -110.0), (-70.0, -130.0), (-58.0, -136.0))
        .curve((-50.0, -190.0), (50.0, -190.0), (58.0, -136.0))
        .curve((70.0, -130.0), (112.0, -110.0), (106.0, -44.0))
        .bow((0.0, -96.0), (-106.0, -44.0))
        .close();
    sheet.fill(
        &cap,
        slope(
            (-90.0, -170.0),
            (80.0, -50.0),
            &[(0.0, black.light(0.22)), (0.5, black), (1.0, black.dark(0.3))],
        ),
    );
    sheet.line(&Pen::from(-60.0, -132.0).bow((0.0, -150.0), (60.0, -132.0)).done(), 2.0, black.light(0.3));
    sheet.fill(&circle(0.0, -96.0, 10.0), scheme.gold);
    sheet.fill(&circle(0.0, -96.0, 6.0), QINGBI.light(0.2));
}

/// A person without ornament, for a sample card.
pub(super) fn plain_person(sheet: &mut Sheet, dice: &Dice, scheme: Scheme) {
    let hair = dice.pick(&[Hair::TopKnot, Hair::Loose, Hair::TwoBuns]);
    person(sheet, dice, scheme, hair);
}
