//! Ridges in mist over a river.

use std::f32::consts::PI;

use super::scenery::{birds, crest, mist, moon, ridge, roof};
use crate::{
    canvas::{Canvas, linear, vertical},
    color::{CHIJIN, Color, JU, TENGHUANG, WHITE, XUAN, YUEBAI, ZHUHONG},
    glyph::corner_seal,
    random::Random,
    shape::{Pen, Point, ellipse, leaf, polar, polygon, rect, stroke},
};

/// Draws a small pavilion.
pub(super) fn pavilion(canvas: &mut Canvas, foot: Point, size: f32, color: Color) {
    let (x, y) = foot;
    for post in [-0.3, -0.1, 0.1, 0.3] {
        canvas.fill(&rect(x + post * size - size * 0.02, y - size * 0.46, size * 0.04, size * 0.46), color);
    }
    canvas.fill(&rect(x - size * 0.38, y - size * 0.05, size * 0.76, size * 0.07), color);
    canvas.fill(&roof((x, y - size * 0.42), size, size * 0.34), color);
    canvas.fill(&roof((x, y - size * 0.7), size * 0.56, size * 0.3), color);
    canvas.fill(&rect(x - size * 0.02, y - size * 1.16, size * 0.04, size * 0.2), color);
}

/// Draws a small boat with a ferryman.
pub(super) fn boat(canvas: &mut Canvas, at: Point, size: f32, color: Color) {
    let (x, y) = at;
    let hull = Pen::from(x - size, y - size * 0.14)
        .quad((x, y + size * 0.3), (x + size, y - size * 0.2))
        .quad((x + size * 0.5, y + size * 0.2), (x, y + size * 0.2))
        .quad((x - size * 0.6, y + size * 0.2), (x - size, y - size * 0.14))
        .close();
    canvas.fill(&hull, color);
    let awning = Pen::from(x - size * 0.42, y + size * 0.06)
        .cubic(
            (x - size * 0.4, y - size * 0.34),
            (x + size * 0.2, y - size * 0.36),
            (x + size * 0.26, y + size * 0.04),
        )
        .close();
    canvas.fill(&awning, color.light(0.12));
    let man = (x + size * 0.58, y - size * 0.06);
    canvas.fill(&leaf(man, (man.0 + size * 0.02, man.1 - size * 0.5), size * 0.2, 0.0), color);
    canvas.fill(&ellipse(man.0 + size * 0.02, man.1 - size * 0.5, size * 0.15, size * 0.05), color);
    canvas.line(
        &Pen::from(man.0 - size * 0.06, man.1 - size * 0.56).to(man.0 + size * 0.36, y + size * 0.34).done(),
        1.4,
        color,
    );
}

/// Draws a pine that leans out from the side.
pub(super) fn pine(canvas: &mut Canvas, random: &Random, root: Point, hand: f32, size: f32, color: Color) {
    let trunk: Vec<Point> = (0..8)
        .map(|step| {
            let far = step as f32 / 7.0;
            (
                root.0 + hand * size * (far * 0.62 + (far * 5.0).sin() * 0.06),
                root.1 - size * far.powf(0.8) * 0.62,
            )
        })
        .collect();
    canvas.fill(&stroke(&trunk, |far| size * 0.075 * (1.0 - far * 0.8)), color);
    let tops = [
        (0.95, 0.0, 0.3),
        (0.72, 0.1, 0.36),
        (0.55, -0.2, 0.34),
        (0.85, 0.3, 0.3),
        (0.38, 0.24, 0.26),
        (1.0, -0.22, 0.2),
    ];
    for (far, side, wide) in tops {
        let knot = trunk[((far * 7.0) as usize).min(7)];
        let center = (knot.0 + hand * side * size * 0.7, knot.1 - size * 0.05 + random.swing(size * 0.03));
        canvas.fill(&stroke(&[knot, (center.0, center.1 + size * 0.03)], |_| size * 0.018), color);
        for _ in 0..26 {
            let at = (center.0 + random.swing(wide * size * 0.5), center.1 + random.swing(size * 0.03));
            for _ in 0..4 {
                let tip = polar(at, -PI * 0.5 + random.swing(1.25), size * random.range(0.05, 0.085));
                canvas.line(
                    &Pen::from(at.0, at.1).to(tip.0, tip.1).done(),
                    1.1,
                    color.light(random.unit() * 0.22),
                );
            }
        }
    }
}

/// Draws several ridges in mist, a river and a boat.
pub(super) fn mountains(canvas: &mut Canvas, random: &Random) {
    struct Mood {
        sky: [Color; 3],
        far: Color,
        near: Color,
        disc: Color,
    }
    let moods = [
        Mood {
            sky: [Color::hex(0x00f3_ead6), XUAN, Color::hex(0x00ef_dcc0)],
            far: Color::hex(0x009f_a8a4),
            near: Color::hex(0x0030_3a40),
            disc: ZHUHONG.light(0.08),
        },
        Mood {
            sky: [Color::hex(0x00b5_d3d6), YUEBAI, XUAN],
            far: Color::hex(0x0084_b4b8),
            near: Color::hex(0x001d_5468),
            disc: XUAN.light(0.5),
        },
        Mood {
            sky: [Color::hex(0x00f0_b49a), Color::hex(0x00f8_dcc0), Color::hex(0x00fb_ecd6)],
            far: Color::hex(0x00c4_8f96),
            near: Color::hex(0x004a_2f4c),
            disc: JU.light(0.2),
        },
        Mood {
            sky: [Color::hex(0x001b_2548), Color::hex(0x003c_5078), Color::hex(0x0093_a9be)],
            far: Color::hex(0x005f_7898),
            near: Color::hex(0x000f_1830),
            disc: CHIJIN.light(0.5),
        },
        Mood {
            sky: [Color::hex(0x00e4_edda), Color::hex(0x00f1_f2de), XUAN],
            far: Color::hex(0x0094_b893),
            near: Color::hex(0x0022_4a3e),
            disc: TENGHUANG.light(0.35),
        },
    ];
    let mood = &moods[random.below(moods.len())];
    let (width, height) = (canvas.width, canvas.height);
    let shore = height * 0.8;
    canvas.background(&[(0.0, mood.sky[0]), (0.4, mood.sky[1]), (0.8, mood.sky[2])]);
    let hand = random.side();
    let disc = (width * (0.5 + hand * random.range(0.12, 0.26)), height * random.range(0.18, 0.27));
    moon(canvas, disc, 46.0, mood.disc, mood.disc.light(0.5));
    birds(canvas, random, (width * (0.46 - hand * 0.22), height * 0.2), 5, mood.near.alpha(0.75));
    let layers = 5;
    for layer in 0..layers {
        let near = layer as f32 / (layers - 1) as f32;
        let base = height * (0.56 + near * 0.22);
        let tall = height * (0.34 - near * 0.13) * random.range(0.85, 1.15);
        let line = crest(random, width, base, tall, 2 + random.below(2) + layer / 2);
        let color = mood.far.mix(mood.near, near.powf(1.25));
        ridge(canvas, &line, tall * 1.35, color, 0.5 + near * 0.45);
        // A second, darker ridge inside the first suggests folds.
        let folds: Vec<Point> = line
            .iter()
            .enumerate()
            .map(|(index, spot)| {
                (spot.0, spot.1 + tall * (0.13 + 0.07 * ((index as f32) * 0.37 + near * 4.0).sin()))
            })
            .collect();
        ridge(canvas, &folds, tall * 0.9, color.dark(0.25), 0.16 + near * 0.2);
        let haze = mood.sky[2].light(0.2).alpha(0.5 - near * 0.12);
        mist(canvas, random, base + height * 0.015, height * 0.07, haze);
    }
    water(canvas, random, shore, mood.sky[2], mood.near);
    let mirror = (disc.0, shore + height * 0.07);
    canvas.pool(mirror, (70.0, 30.0), mood.disc.alpha(0.3));
    boat(
        canvas,
        (width * (0.5 - hand * random.range(0.02, 0.2)), shore + height * 0.075),
        34.0,
        mood.near.dark(0.2),
    );
    let side = if hand > 0.0 { -10.0 } else { width + 10.0 };
    let rock = Pen::from(side, height * 0.68)
        .cubic(
            (side + hand * 60.0, height * 0.7),
            (side + hand * 80.0, height * 0.8),
            (side + hand * 150.0, height * 0.86),
        )
        .cubic(
            (side + hand * 200.0, height * 0.92),
            (side + hand * 210.0, height * 0.97),
            (side + hand * 300.0, height + 5.0),
        )
        .to(side, height + 5.0)
        .close();
    let dark = mood.near.dark(0.25);
    canvas.fill(
        &rock,
        linear((side, height * 0.7), (side + hand * 230.0, height), &[(0.0, dark), (1.0, dark.light(0.18))]),
    );
    if random.chance(0.5) {
        pavilion(canvas, (side + hand * 88.0, height * 0.8), 82.0, dark);
    }
    pine(canvas, random, (side + hand * 26.0, height * 0.72), hand, 190.0, dark);
    corner_seal(canvas, random);
}

/// Draws still water below `shore`, with streaks of light.
fn water(canvas: &mut Canvas, random: &Random, shore: f32, light: Color, dark: Color) {
    let (width, height) = (canvas.width, canvas.height);
    let colors = [(0.0, light), (0.4, light.mix(dark, 0.18)), (1.0, light.mix(dark, 0.42))];
    canvas.fill(&rect(-1.0, shore, width + 2.0, height - shore + 1.0), vertical(shore, height, &colors));
    for _ in 0..26 {
        let y = shore + (height - shore) * random.unit().powf(0.7);
        let long = random.range(30.0, 150.0) * (0.4 + (y - shore) / (height - shore));
        let x = random.range(-0.1, 1.0) * width;
        let tone = if random.chance(0.6) { WHITE.alpha(0.28) } else { dark.alpha(0.14) };
        canvas.fill(&leaf((x, y), (x + long, y), 2.2, 0.0), tone);
    }
    canvas.fill(
        &polygon(&[(0.0, shore - 1.0), (width, shore - 1.0), (width, shore + 2.0), (0.0, shore + 2.0)]),
        light.light(0.3).alpha(0.6),
    );
}
