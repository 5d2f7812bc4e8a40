//! A pagoda or a gate in the snow.

use super::{
    fair::lantern,
    scenery::{crest, flakes, mist, moon, ridge},
};
use crate::{
    canvas::{Canvas, linear, radial, vertical},
    color::{
        CHIJIN, Color, DAI, JU, MO, QINGBI, TAN, TENGHUANG, WHITE, XUAN, XUANQING, YUEBAI, ZHUHONG, ZITAN,
    },
    glyph::corner_seal,
    random::Random,
    shape::{Pen, Point, circle, ellipse, polygon, rect},
};

/// Draws one storey's roof under snow: tiles, a red bracket band and the white that lies on it.
fn snowy_roof(canvas: &mut Canvas, eave: Point, width: f32, height: f32, tile: Color) {
    let half = width / 2.0;
    let (x, y) = eave;
    let top = half * 0.34;
    let body = Pen::from(x - half, y - height * 0.28)
        .cubic((x - half * 0.7, y - height * 0.22), (x - top * 1.5, y - height * 0.55), (x - top, y - height))
        .to(x + top, y - height)
        .cubic(
            (x + top * 1.5, y - height * 0.55),
            (x + half * 0.7, y - height * 0.22),
            (x + half, y - height * 0.28),
        )
        .cubic((x + half * 0.8, y), (x + half * 0.5, y), (x, y))
        .cubic((x - half * 0.5, y), (x - half * 0.8, y), (x - half, y - height * 0.28))
        .close();
    canvas.fill(&body, vertical(y - height, y, &[(0.0, tile), (1.0, tile.dark(0.35))]));
    let snow = Pen::from(x - half, y - height * 0.28)
        .cubic(
            (x - half * 0.7, y - height * 0.3),
            (x - top * 1.6, y - height * 0.66),
            (x - top * 1.04, y - height * 1.06),
        )
        .quad((x, y - height * 1.16), (x + top * 1.04, y - height * 1.06))
        .cubic(
            (x + top * 1.6, y - height * 0.66),
            (x + half * 0.7, y - height * 0.3),
            (x + half, y - height * 0.28),
        )
        .cubic(
            (x + half * 0.75, y - height * 0.06),
            (x + half * 0.55, y - height * 0.2),
            (x + half * 0.4, y - height * 0.14),
        )
        .cubic(
            (x + half * 0.25, y - height * 0.08),
            (x + half * 0.12, y - height * 0.2),
            (x, y - height * 0.15),
        )
        .cubic(
            (x - half * 0.14, y - height * 0.1),
            (x - half * 0.3, y - height * 0.22),
            (x - half * 0.45, y - height * 0.13),
        )
        .cubic(
            (x - half * 0.6, y - height * 0.06),
            (x - half * 0.8, y - height * 0.1),
            (x - half, y - height * 0.28),
        )
        .close();
    canvas.fill(
        &snow,
        vertical(y - height * 1.1, y, &[(0.0, WHITE), (0.7, YUEBAI.light(0.4)), (1.0, YUEBAI.dark(0.08))]),
    );
    for step in -4_i32..=4 {
        let at = step as f32 / 5.0;
        let line = Pen::from(x + top * at * 1.05, y - height * 0.96)
            .quad((x + half * at * 0.62, y - height * 0.42), (x + half * at * 0.96, y - height * 0.2))
            .done();
        canvas.line(&line, 1.1, YUEBAI.dark(0.22).alpha(0.55));
    }
    for side in [-1.0, 1.0] {
        let bell = (x + side * half * 0.97, y - height * 0.2);
        canvas.line(&Pen::from(bell.0, bell.1 - 3.0).to(bell.0, bell.1 + 7.0).done(), 1.0, NIJIN_DARK);
        canvas.fill(&circle(bell.0, bell.1 + 8.0, 2.4), CHIJIN);
    }
}

const NIJIN_DARK: Color = Color::hex(0x008a_6a34);

/// Draws one storey: red posts, lit lattice windows, a balustrade.
fn storey(canvas: &mut Canvas, foot: Point, width: f32, height: f32, lit: Color) {
    let (x, y) = foot;
    let half = width / 2.0;
    let wall = ZHUHONG.dark(0.22);
    canvas.fill(
        &rect(x - half, y - height, width, height),
        linear((x - half, y), (x + half, y), &[(0.0, wall.dark(0.3)), (0.4, wall), (1.0, wall.dark(0.38))]),
    );
    let bays = ((width / 34.0) as usize).max(3);
    let step = width / bays as f32;
    for bay in 0..bays {
        let left = x - half + bay as f32 * step;
        let pane = rect(left + step * 0.2, y - height * 0.82, step * 0.6, height * 0.62);
        canvas.fill(&pane, vertical(y - height, y, &[(0.0, lit.light(0.3)), (1.0, lit.mix(JU, 0.4))]));
        for bar in 1..3 {
            let at = left + step * (0.2 + 0.2 * bar as f32);
            canvas.line(
                &Pen::from(at, y - height * 0.82).to(at, y - height * 0.2).done(),
                1.0,
                wall.dark(0.3),
            );
        }
        canvas.line(
            &Pen::from(left + step * 0.2, y - height * 0.5).to(left + step * 0.8, y - height * 0.5).done(),
            1.0,
            wall.dark(0.3),
        );
        canvas.fill(&rect(left - 1.6, y - height, 3.2, height), wall.light(0.14));
    }
    canvas.fill(&rect(x - half * 1.06, y - height * 0.17, width * 1.06, height * 0.06), wall.light(0.2));
    canvas.fill(&rect(x - half, y - height, width, height * 0.12), QINGBI.dark(0.35));
    for mark in 0..bays * 2 {
        let at = x - half + (mark as f32 + 0.5) * step / 2.0;
        canvas.fill(&circle(at, y - height * 0.94, height * 0.045), CHIJIN);
    }
}

/// Draws a fir or cypress loaded with snow.
fn snowy_tree(canvas: &mut Canvas, random: &Random, foot: Point, tall: f32, color: Color) {
    canvas.fill(&rect(foot.0 - tall * 0.02, foot.1 - tall * 0.15, tall * 0.04, tall * 0.16), TAN.dark(0.4));
    for tier in 0..5 {
        let far = tier as f32 / 5.0;
        let (y, half) = (foot.1 - tall * (0.1 + far * 0.72), tall * 0.27 * (1.0 - far * 0.78));
        let sway = random.swing(half * 0.1);
        let bough = Pen::from(foot.0 + sway, y - tall * 0.26)
            .quad((foot.0 - half * 0.3, y - tall * 0.08), (foot.0 - half, y))
            .quad((foot.0, y + tall * 0.05), (foot.0 + half, y))
            .quad((foot.0 + half * 0.3, y - tall * 0.08), (foot.0 + sway, y - tall * 0.26))
            .close();
        canvas.fill(&bough, color.mix(color.light(0.2), far));
        let cap = Pen::from(foot.0 + sway, y - tall * 0.265)
            .quad((foot.0 - half * 0.32, y - tall * 0.1), (foot.0 - half, y))
            .quad((foot.0 - half * 0.5, y - tall * 0.01), (foot.0 - half * 0.36, y - tall * 0.05))
            .quad((foot.0 - half * 0.1, y), (foot.0 + half * 0.1, y - tall * 0.06))
            .quad((foot.0 + half * 0.2, y - tall * 0.12), (foot.0 + sway, y - tall * 0.265))
            .close();
        canvas.fill(&cap, WHITE.mix(YUEBAI, 0.2).alpha(0.95));
    }
}

/// Draws a pagoda (or a temple gate) in falling snow.
pub(super) fn snow(canvas: &mut Canvas, random: &Random) {
    let moods = [
        ([XUANQING, Color::hex(0x003a_5078), Color::hex(0x008f_a9c4)], CHIJIN.light(0.4), TENGHUANG),
        ([Color::hex(0x00a8_c4d2), YUEBAI, WHITE], WHITE, CHIJIN),
        (
            [Color::hex(0x0047_4468), Color::hex(0x0096_7c94), Color::hex(0x00ec_c2b0)],
            Color::hex(0x00ff_e9cf),
            TENGHUANG.mix(JU, 0.3),
        ),
    ];
    let (sky, disc, lit) = random.pick(&moods);
    let (width, height) = (canvas.width, canvas.height);
    let hand = random.side();
    canvas.background(&[(0.0, sky[0]), (0.5, sky[1]), (0.85, sky[2]), (1.0, sky[2])]);
    moon(canvas, (width * (0.5 - hand * 0.28), height * 0.2), 50.0, disc, disc);
    for layer in 0..3 {
        let near = layer as f32 / 2.0;
        let line = crest(random, width, height * (0.62 + near * 0.12), 190.0 - near * 90.0, 3);
        ridge(canvas, &line, 240.0, sky[0].mix(sky[2], 0.55 - near * 0.2).mix(DAI, 0.25), 0.75);
        ridge(canvas, &line.iter().map(|spot| (spot.0, spot.1 - 5.0)).collect::<Vec<_>>(), 70.0, WHITE, 0.45);
        mist(canvas, random, height * (0.72 + near * 0.08), 70.0, sky[2].light(0.4).alpha(0.55));
    }
    let ground = height * 0.86;
    let tile = DAI.mix(MO, 0.4);
    let spot = (width * (0.5 + hand * 0.12), ground);
    let tree = Color::hex(0x0027_4a4a).mix(sky[0], 0.35);
    for index in 0..7 {
        let x = width * (index as f32 + random.range(0.1, 0.9)) / 7.0;
        snowy_tree(
            canvas,
            random,
            (x, ground + random.range(-8.0, 6.0)),
            random.range(70.0, 120.0),
            tree.mix(sky[2], 0.35),
        );
    }
    if random.chance(0.6) {
        pagoda(canvas, random, spot, tile, lit);
    } else {
        gate(canvas, (width / 2.0, ground), tile, lit);
    }
    snowfield(canvas, random, ground, sky[2]);
    for (x, tall) in [(0.5 - hand * 0.4, 190.0), (0.5 - hand * 0.24, 124.0), (0.5 + hand * 0.44, 150.0)] {
        snowy_tree(canvas, random, (width * x, height * 0.95), tall, tree);
    }
    flakes(canvas, random, 230, WHITE);
    corner_seal(canvas, random);
}

fn pagoda(canvas: &mut Canvas, random: &Random, foot: Point, tile: Color, lit: Color) {
    let storeys = 4 + random.below(2);
    let (mut y, mut wide) = (foot.1, 176.0);
    canvas.glow((foot.0, foot.1 - 150.0), 260.0, lit.alpha(0.24));
    canvas.fill(&rect(foot.0 - 112.0, y - 14.0, 224.0, 20.0), XUAN.dark(0.3));
    y -= 12.0;
    for level in 0..storeys {
        let tall = 52.0 - level as f32 * 3.5;
        storey(canvas, (foot.0, y), wide * 0.78, tall, lit);
        y -= tall - 4.0;
        snowy_roof(canvas, (foot.0, y), wide * 1.34, 40.0 - level as f32 * 2.0, tile);
        y -= 30.0 - level as f32 * 1.6;
        wide *= 0.83;
    }
    let spire = [(0.0, 0.0, 9.0), (0.0, 11.0, 7.0), (0.0, 20.0, 5.5), (0.0, 28.0, 4.0)];
    canvas.fill(&rect(foot.0 - 1.6, y - 58.0, 3.2, 58.0), CHIJIN);
    for (_, up, radius) in spire {
        canvas.fill(
            &ellipse(foot.0, y - 12.0 - up, radius, 4.0),
            vertical(y - 60.0, y, &[(0.0, CHIJIN.light(0.3)), (1.0, CHIJIN.dark(0.25))]),
        );
    }
}

fn gate(canvas: &mut Canvas, foot: Point, tile: Color, lit: Color) {
    let (x, y) = foot;
    canvas.glow((x, y - 120.0), 280.0, lit.alpha(0.26));
    canvas.fill(&rect(x - 230.0, y - 16.0, 460.0, 24.0), XUAN.dark(0.3));
    for side in [-1.0, 1.0] {
        storey(canvas, (x + side * 152.0, y - 14.0), 130.0, 76.0, lit);
        snowy_roof(canvas, (x + side * 152.0, y - 86.0), 190.0, 50.0, tile);
    }
    storey(canvas, (x, y - 14.0), 210.0, 118.0, lit);
    let door = Pen::from(x - 42.0, y - 14.0)
        .to(x - 42.0, y - 70.0)
        .cubic((x - 40.0, y - 108.0), (x + 40.0, y - 108.0), (x + 42.0, y - 70.0))
        .to(x + 42.0, y - 14.0)
        .close();
    canvas.fill(&door, radial((x, y - 50.0), 80.0, &[(0.0, lit.light(0.5)), (1.0, JU.dark(0.2))]));
    canvas.line(&door, 4.0, ZITAN);
    snowy_roof(canvas, (x, y - 128.0), 320.0, 66.0, tile);
    storey(canvas, (x, y - 178.0), 130.0, 44.0, lit);
    snowy_roof(canvas, (x, y - 218.0), 226.0, 58.0, tile);
    for side in [-1.0, 1.0] {
        lantern(canvas, (x + side * 70.0, y - 86.0), 16.0, ZHUHONG, None);
    }
}

fn snowfield(canvas: &mut Canvas, random: &Random, ground: f32, tint: Color) {
    let (width, height) = (canvas.width, canvas.height);
    for layer in 0..3 {
        let near = layer as f32 / 2.0;
        let top = ground - 4.0 + near * (height - ground) * 0.5;
        let (phase, deep) = (random.range(0.0, 6.0), 8.0 + near * 10.0);
        let mut points: Vec<Point> = (0..=24)
            .map(|step| {
                let far = step as f32 / 24.0;
                (far * width * 1.02 - 4.0, top + (far * 5.0 + phase).sin() * deep)
            })
            .collect();
        points.extend([(width + 4.0, height + 4.0), (-4.0, height + 4.0)]);
        canvas.fill(
            &polygon(&points),
            vertical(
                top - deep,
                height,
                &[(0.0, WHITE), (1.0, tint.mix(YUEBAI, 0.5).dark(0.08 * (1.0 - near)))],
            ),
        );
    }
}
