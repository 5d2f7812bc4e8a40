//! Board games and the pitch-pot.

use std::f32::consts::PI;

use super::{
    kitchen::cast,
    scenery::{leaf_shadow, rest, soften, stage},
};
use crate::{
    canvas::{Canvas, linear, radial},
    color::{
        CHIJIN, Color, HAITANG, JILAN, QINGBI, SHIQING, Scheme, TAN, TENGHUANG, WHITE, ZHE, ZHUHONG, ZITAN,
    },
    glyph::{Glyph, corner_seal, seal, write},
    pattern::meander,
    random::Random,
    shape::{Pen, Point, circle, ellipse, leaf, petal, polar, polygon, rect, round_rect, stroke},
};

/// Draws wood that fills the canvas, its grain running down.
fn board(canvas: &mut Canvas, random: &Random, wood: Color) {
    let (width, height) = (canvas.width, canvas.height);
    canvas.background(&[(0.0, wood.light(0.16)), (1.0, wood.dark(0.14))]);
    for _ in 0..46 {
        let x = random.unit() * width;
        let line = leaf(
            (x, -20.0),
            (x + random.swing(46.0), height + 20.0),
            random.range(2.0, 11.0),
            random.swing(14.0),
        );
        canvas.fill(&line, wood.dark(0.45).alpha(random.range(0.04, 0.13)));
    }
    canvas.glow((width * 0.2, height * 0.15), width * 0.8, WHITE.alpha(0.22));
}

fn stone(canvas: &mut Canvas, at: Point, radius: f32, black: bool) {
    canvas.pool(
        (at.0 + radius * 0.2, at.1 + radius * 0.34),
        (radius * 1.2, radius * 1.1),
        Color::hex(0x0028_1406).alpha(0.6),
    );
    let bright = (at.0 - radius * 0.34, at.1 - radius * 0.4);
    let colors = if black {
        [(0.0, Color::hex(0x0074_787e)), (0.35, Color::hex(0x0034_3438)), (1.0, Color::hex(0x0010_1014))]
    } else {
        [(0.0, WHITE), (0.55, Color::hex(0x00f0_ece2)), (1.0, Color::hex(0x00bc_b4a4))]
    };
    canvas.fill(&circle(at.0, at.1, radius), radial(bright, radius * 1.5, &colors));
    canvas.fill(
        &ellipse(at.0 - radius * 0.3, at.1 - radius * 0.42, radius * 0.3, radius * 0.18),
        WHITE.alpha(if black { 0.35 } else { 0.8 }),
    );
}

/// Draws a go board seen from above, with a bowl of stones (围棋).
pub(super) fn go(canvas: &mut Canvas, random: &Random) {
    let wood = random.pick(&[Color::hex(0x00de_b26c), Color::hex(0x00cf_9c5a), Color::hex(0x00e6_c288)]);
    board(canvas, random, wood);
    let (width, height) = (canvas.width, canvas.height);
    let cell = 50.0;
    let (columns, rows) = ((width / cell) as i32 + 1, (height / cell) as i32 + 1);
    let start = (cell * 0.5, cell * 0.5);
    let line = Color::hex(0x004a_2c14).alpha(0.75);
    for column in 0..columns {
        let x = start.0 + column as f32 * cell;
        canvas.fill(&rect(x - 0.8, start.1, 1.6, height), line);
    }
    for row in 0..rows {
        let y = start.1 + row as f32 * cell;
        canvas.fill(&rect(start.0, y - 0.8, width, 1.6), line);
    }
    canvas.fill(&rect(start.0 - 1.6, start.1, 3.2, height), line);
    canvas.fill(&rect(start.0, start.1 - 1.6, width, 3.2), line);
    for row in (3..rows).step_by(6) {
        for column in (3..columns).step_by(6) {
            canvas.fill(
                &circle(start.0 + column as f32 * cell, start.1 + row as f32 * cell, 4.6),
                line.alpha(1.0),
            );
        }
    }
    // Stones gather in two groups, each colour on its own side of a slanting line.
    let lean = random.side();
    let fights = [
        (random.range(3.0, 5.0), random.range(3.0, 4.5), 2.7),
        (random.range(7.0, 9.0), random.range(6.5, 9.0), 2.4),
    ];
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (column as f32, row as f32);
            let near =
                fights.iter().map(|(fx, fy, reach)| (x - fx).hypot(y - fy) / reach).fold(f32::MAX, f32::min);
            if near > 1.25 || !random.chance(0.82 - near * 0.36) {
                continue;
            }
            let front = (x - y * lean * 0.8 + random.swing(2.2)) * 0.9
                - 1.5 * lean.max(0.0)
                - 3.0 * (-lean).max(0.0) * 2.0;
            let black = if random.chance(0.14) { front < 0.0 } else { front >= 0.0 };
            stone(canvas, (start.0 + x * cell, start.1 + y * cell), 23.0, black);
        }
    }
    let bowl = (width - 86.0, 84.0);
    let black = random.chance(0.5);
    canvas.with_shadow(cast(24.0), |canvas| {
        let lacquer = ZITAN.mix(TAN, 0.3);
        canvas.fill(
            &circle(bowl.0, bowl.1, 132.0),
            radial(
                (bowl.0 - 40.0, bowl.1 - 44.0),
                190.0,
                &[(0.0, lacquer.light(0.4)), (0.5, lacquer), (1.0, lacquer.dark(0.4))],
            ),
        );
        canvas.fill(
            &circle(bowl.0, bowl.1, 108.0),
            radial(
                (bowl.0 + 24.0, bowl.1 + 30.0),
                130.0,
                &[(0.0, lacquer.dark(0.2)), (1.0, lacquer.dark(0.65))],
            ),
        );
        for step in 0..22 {
            let spot = polar(bowl, step as f32 * 2.4, 92.0 * (1.0 - step as f32 / 22.0).sqrt());
            stone(canvas, spot, 22.0, black);
        }
    });
    leaf_shadow(canvas, random, (-30.0, height * 0.2), 420.0, wood.dark(0.7).alpha(0.3));
    corner_seal(canvas, random);
}

/// Draws a chess piece with its name.
fn piece(canvas: &mut Canvas, at: Point, radius: f32, sign: Glyph, red: bool) {
    let wood = Color::hex(0x00e8_c48a);
    canvas.pool(
        (at.0 + radius * 0.16, at.1 + radius * 0.3),
        (radius * 1.25, radius * 1.18),
        Color::hex(0x0020_0e06).alpha(0.65),
    );
    canvas.fill(&circle(at.0, at.1 + 3.0, radius), wood.dark(0.45));
    canvas.fill(
        &circle(at.0, at.1, radius),
        radial(
            (at.0 - radius * 0.3, at.1 - radius * 0.35),
            radius * 1.5,
            &[(0.0, wood.light(0.4)), (0.6, wood), (1.0, wood.dark(0.25))],
        ),
    );
    let color = if red { ZHUHONG.dark(0.08) } else { Color::hex(0x0022_2a2e) };
    canvas.line(&circle(at.0, at.1, radius * 0.8), 2.2, color);
    write(canvas, sign, (at.0 - radius * 0.5, at.1 - radius * 0.52), radius, 11.0, color);
}

/// Draws a game of Chinese chess (象棋).
pub(super) fn xiangqi(canvas: &mut Canvas, random: &Random) {
    let wood = random.pick(&[Color::hex(0x00c8_9a62), Color::hex(0x00b7_7f4c), Color::hex(0x00d8_b07c)]);
    board(canvas, random, wood);
    let (width, height) = (canvas.width, canvas.height);
    let cell = 66.0;
    let origin = (width / 2.0 - cell * 4.0, height / 2.0 - cell * 3.5);
    let line = Color::hex(0x0044_2010).alpha(0.8);
    let at = |column: f32, row: f32| (origin.0 + column * cell, origin.1 + row * cell);
    for row in -1..9 {
        let (from, to) = (at(0.0, row as f32), at(8.0, row as f32));
        canvas.fill(&rect(from.0, from.1 - 1.0, to.0 - from.0, 2.0), line);
    }
    for column in 0..9 {
        for (from, to) in [(-2.0, 3.0), (4.0, 9.0)] {
            let (top, low) = (at(column as f32, from), at(column as f32, to));
            canvas.fill(&rect(top.0 - 1.0, top.1, 2.0, low.1 - top.1), line);
        }
    }
    for edge in [0.0, 8.0] {
        let (top, low) = (at(edge, -2.0), at(edge, 9.0));
        canvas.fill(&rect(top.0 - 2.0, top.1, 4.0, low.1 - top.1), line);
    }
    let middle = at(4.0, 3.5);
    for (index, sign) in [Glyph::Shan, Glyph::Yue, Glyph::He, Glyph::Le].into_iter().enumerate() {
        let x = middle.0 + (index as f32 - 1.5) * cell * 1.7;
        write(canvas, sign, (x - 20.0, middle.1 - 21.0), 42.0, 8.0, line.alpha(0.55));
    }
    let fallen = [Glyph::Chariot, Glyph::Horse, Glyph::Cannon];
    let mut taken: Vec<(i32, i32)> = Vec::new();
    for index in 0..15 {
        let red = index % 2 == 0;
        let column = random.below(9) as i32;
        let row =
            if random.chance(0.72) == red { 4 + random.below(3) as i32 } else { random.below(4) as i32 };
        if taken.contains(&(column, row)) {
            continue;
        }
        taken.push((column, row));
        let sign = match (index, red) {
            (0, _) => Glyph::General,
            (_, true) => random.pick(&[Glyph::Soldier, Glyph::Chariot, Glyph::Horse, Glyph::Cannon]),
            (_, false) => {
                random.pick(&[Glyph::Pawn, Glyph::Scholar, Glyph::Horse, Glyph::Chariot, Glyph::Cannon])
            }
        };
        let spot = at(column as f32, row as f32);
        piece(canvas, (spot.0 + random.swing(3.0), spot.1 + random.swing(3.0)), 31.0, sign, red);
    }
    for index in 0..3 {
        let spot = (46.0 + index as f32 * 60.0, height - 40.0 + random.swing(10.0));
        piece(canvas, spot, 31.0, fallen[random.below(3)], index % 2 == 0);
    }
    leaf_shadow(canvas, random, (-30.0, -20.0), 430.0, wood.dark(0.75).alpha(0.32));
    seal(canvas, random, (width - 30.0, height - 30.0));
}

/// Draws an arrow with feathers, its head at the origin pointing down.
fn arrow(canvas: &mut Canvas, head: Point, degrees: f32, long: f32, feather: Color) {
    canvas.placed(head, degrees, 1.0, |canvas| {
        canvas.fill(
            &stroke(&[(0.0, 0.0), (0.0, -long)], |_| 5.5),
            linear((-3.0, 0.0), (3.0, 0.0), &[(0.0, ZHE.light(0.4)), (1.0, ZHE.dark(0.2))]),
        );
        for side in [-1.0, 1.0] {
            let vane = Pen::from(0.0, -long + 56.0)
                .quad((side * 15.0, -long + 46.0), (side * 15.0, -long + 8.0))
                .to(0.0, -long - 2.0)
                .close();
            canvas.fill(&vane, feather.dark(if side > 0.0 { 0.18 } else { 0.0 }));
            for step in 0..5 {
                let y = -long + 14.0 + step as f32 * 9.0;
                canvas.line(&Pen::from(side * 2.0, y + 6.0).to(side * 13.0, y).done(), 1.0, WHITE.alpha(0.4));
            }
        }
        canvas.fill(&round_rect((-4.0, -long + 58.0), (8.0, 7.0), 2.0), CHIJIN);
    });
}

/// Draws the pitch-pot with its arrows (投壶).
pub(super) fn pitch_pot(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    let (width, height) = (canvas.width, canvas.height);
    stage(canvas, random, scheme, height * 0.76);
    let metals = [Color::hex(0x0056_7a6c), Color::hex(0x00a8_7a3c), JILAN, Color::hex(0x007a_4030)];
    let bronze = random.pick(&metals);
    let foot = (width / 2.0, height * 0.9);
    let feathers = [ZHUHONG, TENGHUANG, QINGBI, SHIQING, HAITANG];
    rest(canvas, foot, 118.0);
    for (index, lean) in [-9.0, 2.0, 11.0].into_iter().enumerate() {
        let mouth = (foot.0 + lean * 1.4, foot.1 - 316.0);
        arrow(canvas, mouth, lean, 196.0 + index as f32 * 12.0, feathers[(index + random.below(5)) % 5]);
    }
    let ear = if random.chance(0.5) { -1.0 } else { 1.0 };
    arrow(canvas, (foot.0 + ear * 62.0, foot.1 - 280.0), ear * 7.0, 190.0, ZHUHONG);
    let metal = |middle: f32, half: f32| {
        linear(
            (middle - half, 0.0),
            (middle + half, 0.0),
            &[
                (0.0, bronze.dark(0.4)),
                (0.25, bronze.light(0.4)),
                (0.5, bronze),
                (0.82, bronze.dark(0.35)),
                (1.0, bronze.dark(0.15)),
            ],
        )
    };
    for side in [-1.0, 1.0] {
        let x = foot.0 + side * 62.0;
        let tube = round_rect((x - 21.0, foot.1 - 296.0), (42.0, 92.0), 8.0);
        canvas.fill(&tube, metal(x, 21.0));
        canvas.fill(&ellipse(x, foot.1 - 294.0, 21.0, 7.0), bronze.dark(0.55));
        canvas.line(&ellipse(x, foot.1 - 294.0, 21.0, 7.0), 3.0, CHIJIN);
        canvas.fill(&rect(x - 21.0, foot.1 - 216.0, 42.0, 4.0), CHIJIN);
    }
    let profile: Vec<Point> = soften(&[
        (76.0, 0.0),
        (66.0, -16.0),
        (98.0, -62.0),
        (116.0, -112.0),
        (84.0, -164.0),
        (44.0, -192.0),
        (38.0, -250.0),
        (38.0, -310.0),
        (52.0, -326.0),
    ]);
    let mut points: Vec<Point> = profile.iter().map(|spot| (foot.0 + spot.0, foot.1 + spot.1)).collect();
    points.extend(profile.iter().rev().map(|spot| (foot.0 - spot.0, foot.1 + spot.1)));
    let body = polygon(&points);
    canvas.fill(&body, metal(foot.0, 112.0));
    canvas.clipped(&body, |canvas| {
        meander(canvas, (foot.0 - 120.0, foot.1 - 128.0), 240.0, 24.0, CHIJIN.alpha(0.8));
        for level in [-136.0, -98.0, -190.0, -302.0, -20.0] {
            canvas.fill(&rect(foot.0 - 130.0, foot.1 + level, 260.0, 3.0), CHIJIN.alpha(0.85));
        }
        for step in -3..=3 {
            let x = foot.0 + step as f32 * 32.0;
            let shape = petal((x, foot.1 - 28.0), -PI / 2.0, (56.0, 40.0), 0.0);
            canvas.line(&shape, 2.0, CHIJIN.alpha(0.7));
        }
        write(
            canvas,
            random.pick(&[Glyph::Le, Glyph::Ji, Glyph::He, Glyph::Fu]),
            (foot.0 - 20.0, foot.1 - 262.0),
            40.0,
            9.0,
            CHIJIN.alpha(0.85),
        );
    });
    let flying = (width * (0.5 - ear * 0.2), height * 0.36);
    arrow(canvas, flying, -ear * 62.0 + random.swing(8.0), 160.0, TENGHUANG);
    for step in 0..3 {
        let off = step as f32 * 15.0 - 15.0;
        let from = (flying.0 - ear * 96.0, flying.1 - 96.0 + off);
        canvas.fill(&leaf(from, (from.0 - ear * 70.0, from.1 - 40.0), 3.0, 0.0), scheme.deep.alpha(0.3));
    }
    corner_seal(canvas, random);
}
