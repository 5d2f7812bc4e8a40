//! Portraits for avatars: a round face and seven ways to wear one's hair.

use std::f32::consts::{PI, TAU};

use super::hair::{Hair, back_hair, front_hair};
use super::nature::plum_flower;
use crate::{
    canvas::{Canvas, Shadow, radial, vertical},
    color::{Color, HAITANG, Scheme, WHITE, XUAN, YANZHI, ZHUHONG},
    pattern::{any_lattice, cloud, lattice},
    random::Random,
    shape::{Pen, along, circle, ellipse, leaf, petal, smooth_line, stroke},
};

/// Draws a portrait: a round face, one of seven ways to wear one's hair, on a patterned disc.
pub(super) fn avatar(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    let (width, height) = (canvas.width, canvas.height);
    let ground = if random.chance(0.6) {
        scheme.shade.mix(scheme.paper, 0.3)
    } else {
        scheme.main.mix(scheme.deep, 0.25)
    };
    canvas.background(&[(0.0, ground.light(0.16)), (1.0, ground.dark(0.14))]);
    let kind = any_lattice(random);
    lattice(canvas, kind, 58.0, scheme.gold.alpha(0.28));
    let center = (width / 2.0, height / 2.0);
    let disc = scheme.paper.light(0.35).mix(scheme.accent, 0.1);
    canvas.glow((center.0, center.1 - 20.0), 380.0, WHITE.alpha(0.4));
    canvas.fill(
        &circle(center.0, center.1 - 26.0, 232.0),
        vertical(center.1 - 260.0, center.1 + 200.0, &[(0.0, disc), (1.0, disc.mix(scheme.shade, 0.7))]),
    );
    canvas.line(&circle(center.0, center.1 - 26.0, 242.0), 2.0, scheme.gold.alpha(0.8));
    if random.chance(0.5) {
        cloud(
            canvas,
            (center.0 - 190.0, center.1 - 60.0),
            74.0,
            1.0,
            (scheme.paper, scheme.shade, scheme.gold.alpha(0.8)),
        );
        cloud(
            canvas,
            (center.0 + 196.0, center.1 - 150.0),
            60.0,
            -1.0,
            (scheme.paper, scheme.shade, scheme.gold.alpha(0.8)),
        );
    } else {
        for _ in 0..7 {
            let spot = (
                center.0 + random.side() * random.range(150.0, 250.0),
                center.1 + random.range(-230.0, 100.0),
            );
            plum_flower(
                canvas,
                random,
                spot,
                random.range(16.0, 30.0),
                (scheme.accent.light(0.6), scheme.accent),
            );
        }
    }
    let hair = random.pick(&[
        Hair::TwoBuns,
        Hair::HighBun,
        Hair::Loose,
        Hair::SideLoops,
        Hair::TopKnot,
        Hair::ScholarCap,
        Hair::Braid,
    ]);
    let shadow = Shadow { offset: (0.0, 8.0), blur: 22.0, color: scheme.deep.alpha(0.3) };
    canvas.placed((center.0, height - 640.0 + 336.0), 0.0, 1.12, |canvas| {
        canvas.with_shadow(shadow, |canvas| person(canvas, random, scheme, hair));
    });
}

const LOCKS: [Color; 4] =
    [Color::hex(0x002a_2228), Color::hex(0x0033_2620), Color::hex(0x0022_2834), Color::hex(0x0048_2e26)];

/// Draws a person from the chest up; the middle of the face is the origin.
fn person(canvas: &mut Canvas, random: &Random, scheme: Scheme, hair: Hair) {
    let skin = random.pick(&[
        Color::hex(0x00fb_e3cf),
        Color::hex(0x00f6_d6bb),
        Color::hex(0x00f0_c8a6),
        Color::hex(0x00fd_ebdd),
    ]);
    let lock = random.pick(&LOCKS);
    let male = matches!(hair, Hair::TopKnot | Hair::ScholarCap);
    back_hair(canvas, hair, lock);
    // Shoulders and a crossed collar.
    let robe = if random.chance(0.5) { scheme.main } else { scheme.accent };
    let trim = if random.chance(0.5) { scheme.gold } else { scheme.paper };
    let torso = Pen::from(-40.0, 96.0)
        .cubic((-90.0, 118.0), (-168.0, 128.0), (-190.0, 290.0))
        .to(190.0, 290.0)
        .cubic((168.0, 128.0), (90.0, 118.0), (40.0, 96.0))
        .close();
    canvas.fill(&torso, vertical(96.0, 290.0, &[(0.0, robe.light(0.14)), (1.0, robe.dark(0.16))]));
    canvas.clipped(&torso, |canvas| {
        for row in 0..4 {
            for column in -4_i32..=4 {
                let spot =
                    (column as f32 * 46.0 + if row % 2 == 0 { 0.0 } else { 23.0 }, 130.0 + row as f32 * 42.0);
                for turn in 0..5 {
                    canvas.fill(&petal(spot, turn as f32 * TAU / 5.0, (9.0, 8.0), 0.0), trim.alpha(0.22));
                }
            }
        }
    });
    let neck =
        Pen::from(-27.0, 70.0).to(-30.0, 112.0).quad((0.0, 150.0), (30.0, 112.0)).to(27.0, 70.0).close();
    canvas.fill(&neck, vertical(70.0, 140.0, &[(0.0, skin.mix(ZHUHONG, 0.16).dark(0.08)), (1.0, skin)]));
    for (points, thick, color) in [
        (along((-44.0, 92.0), (-36.0, 136.0), (-14.0, 166.0), (10.0, 190.0)), 30.0, XUAN.light(0.4)),
        (along((-56.0, 94.0), (-46.0, 142.0), (-24.0, 176.0), (2.0, 204.0)), 24.0, trim),
        (along((44.0, 92.0), (40.0, 150.0), (0.0, 210.0), (-76.0, 292.0)), 30.0, XUAN.light(0.4)),
        (along((56.0, 94.0), (52.0, 156.0), (12.0, 220.0), (-62.0, 300.0)), 26.0, trim),
    ] {
        canvas.fill(&stroke(&points, |_| thick), color);
        canvas.line(&smooth_line(&points), 1.4, color.dark(0.3).alpha(0.5));
    }
    // Ears, face, blush.
    for side in [-1.0, 1.0] {
        canvas.fill(&ellipse(side * 95.0, 14.0, 14.0, 21.0), skin.mix(ZHUHONG, 0.08));
        if !male {
            canvas.fill(&circle(side * 97.0, 42.0, 4.5), scheme.gold);
            canvas.fill(&leaf((side * 97.0, 44.0), (side * 97.0, 66.0), 9.0, 0.0), scheme.accent);
        }
    }
    let face = Pen::from(0.0, -104.0)
        .cubic((72.0, -104.0), (104.0, -44.0), (97.0, 16.0))
        .cubic((92.0, 66.0), (46.0, 104.0), (0.0, 106.0))
        .cubic((-46.0, 104.0), (-92.0, 66.0), (-97.0, 16.0))
        .cubic((-104.0, -44.0), (-72.0, -104.0), (0.0, -104.0))
        .close();
    canvas.fill(
        &face,
        radial(
            (-18.0, -10.0),
            150.0,
            &[(0.0, skin.light(0.25)), (0.75, skin), (1.0, skin.mix(ZHUHONG, 0.12))],
        ),
    );
    for side in [-1.0, 1.0] {
        canvas.pool((side * 58.0, 42.0), (34.0, 24.0), HAITANG.alpha(if male { 0.28 } else { 0.55 }));
    }
    let fringe = matches!(hair, Hair::TwoBuns | Hair::Braid);
    features(canvas, random, lock, (male, fringe));
    front_hair(canvas, random, hair, lock, scheme);
}

fn features(canvas: &mut Canvas, random: &Random, lock: Color, (male, fringe): (bool, bool)) {
    let smiling = random.chance(0.45);
    for side in [-1.0, 1.0] {
        let brow =
            along((side * 22.0, -22.0), (side * 36.0, -34.0), (side * 56.0, -33.0), (side * 68.0, -22.0));
        canvas.fill(
            &stroke(&brow, |far| (if male { 9.0 } else { 5.5 }) * (1.0 - far * 0.72)),
            lock.light(0.06),
        );
        if smiling {
            let eye =
                along((side * 24.0, 12.0), (side * 32.0, -3.0), (side * 52.0, -3.0), (side * 62.0, 10.0));
            canvas.fill(&stroke(&eye, |far| 3.0 + 3.2 * (far * PI).sin()), lock);
        } else {
            canvas.fill(&ellipse(side * 43.0, 6.0, 13.0, 16.0), lock);
            canvas.fill(&circle(side * 43.0 - 4.0, 0.0, 5.0), WHITE);
            canvas.fill(&circle(side * 43.0 + 4.5, 11.0, 2.6), WHITE.alpha(0.8));
            let lid =
                along((side * 25.0, 4.0), (side * 32.0, -13.0), (side * 53.0, -13.0), (side * 63.0, -1.0));
            canvas.fill(&stroke(&lid, |far| 2.2 + 3.4 * far), lock);
        }
    }
    canvas.line(&Pen::from(-3.0, 34.0).quad((1.0, 40.0), (6.0, 36.0)).done(), 2.4, YANZHI.alpha(0.5));
    if random.chance(0.3) {
        let lips = Pen::from(-15.0, 62.0)
            .quad((0.0, 66.0), (15.0, 62.0))
            .quad((8.0, 82.0), (0.0, 82.0))
            .quad((-8.0, 82.0), (-15.0, 62.0))
            .close();
        canvas.fill(&lips, YANZHI);
        canvas.fill(&ellipse(0.0, 77.0, 7.0, 4.0), HAITANG);
    } else {
        let smile = along((-16.0, 64.0), (-8.0, 74.0), (8.0, 74.0), (16.0, 64.0));
        canvas.fill(
            &stroke(&smile, |far| 2.4 + 3.6 * (far * PI).sin()),
            if male { YANZHI.alpha(0.75) } else { ZHUHONG.dark(0.1) },
        );
    }
    if !male && !fringe && random.chance(0.6) {
        // A flower painted between the brows (花钿).
        for turn in [-0.7, 0.0, 0.7] {
            canvas.fill(&petal((0.0, -34.0), -PI / 2.0 + turn, (15.0, 9.0), 0.0), ZHUHONG);
        }
    }
}

/// Draws a person without ornament, for a sample card.
pub(super) fn plain_person(canvas: &mut Canvas, random: &Random, scheme: Scheme) {
    let hair = random.pick(&[Hair::TopKnot, Hair::Loose, Hair::TwoBuns]);
    person(canvas, random, scheme, hair);
}
