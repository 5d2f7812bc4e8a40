//! The waves, cliff, clouds and cranes of court robes.

use crate::{
    canvas::{Canvas, linear, radial, vertical},
    color::{
        CHIJIN, Color, DAI, JILAN, JU, MO, NIJIN, QINGBI, SHIQING, SONGLU, TIANQING, WHITE, XIANG, XUAN,
        YUEBAI, ZHUHONG,
    },
    glyph::corner_seal,
    pattern::{cloud, scales},
    random::Random,
    shape::{Pen, Point, circle, leaf, rect, stroke},
};

/// Draws a crane in flight with spread wings.
pub(super) fn crane(canvas: &mut Canvas, at: Point, hand: f32, size: f32) {
    let how = tiny_skia::Transform::from_row(hand * size, 0.0, 0.0, size, at.0, at.1);
    canvas.transformed(how, |canvas| {
        for (lift, long) in [(-0.85, 1.0), (-0.35, 0.9)] {
            for feather in 0..7 {
                let far = feather as f32 / 6.0;
                let tip = (-0.28 - far * 0.5 * long + lift * 0.25, lift * (1.15 - far * 0.85));
                let root = (0.1 - far * 0.34, -0.05);
                let color = if far < 0.28 { MO.light(0.05) } else { WHITE.mix(YUEBAI, far * 0.5) };
                canvas.fill(&leaf(root, tip, 0.16, 0.05), color);
                canvas.line(&leaf(root, tip, 0.16, 0.05), 0.012, DAI.alpha(0.45));
            }
        }
        let body = leaf((0.42, 0.02), (-0.6, 0.12), 0.3, 0.0);
        canvas.fill(&body, WHITE);
        canvas.fill(&leaf((-0.4, 0.1), (-0.85, 0.2), 0.12, 0.0), MO);
        let neck = [(0.3, 0.02), (0.55, -0.02), (0.72, -0.16), (0.95, -0.14)];
        canvas.fill(&stroke(&neck, |far| 0.12 - far * 0.06), WHITE);
        canvas.fill(&stroke(&neck[1..], |far| 0.06 - far * 0.02), MO.alpha(0.85));
        canvas.fill(&circle(0.95, -0.15, 0.055), WHITE);
        canvas.fill(&circle(0.96, -0.19, 0.035), ZHUHONG);
        canvas.fill(&leaf((0.98, -0.14), (1.24, -0.1), 0.045, 0.0), NIJIN);
        for drop in [0.0, 0.05] {
            canvas.fill(&stroke(&[(-0.5, 0.12 + drop), (-1.2, 0.3 + drop)], |_| 0.025), MO.light(0.15));
        }
    });
}

/// Draws the cliff that rises from the waves (江崖): three stepped peaks in bands.
fn cliff(canvas: &mut Canvas, foot: Point, size: f32, colors: &[Color]) {
    for (shift, tall, wide) in [(-0.5, 0.7, 0.42), (0.5, 0.7, 0.42), (0.0, 1.0, 0.5)] {
        for (band, color) in colors.iter().enumerate() {
            let share = 1.0 - band as f32 / colors.len() as f32;
            let (half, top) = (wide * size * share.powf(0.8), tall * size * share);
            let x = foot.0 + shift * size;
            let shape = Pen::from(x - half, foot.1)
                .cubic(
                    (x - half * 0.9, foot.1 - top * 0.5),
                    (x - half * 0.5, foot.1 - top),
                    (x, foot.1 - top),
                )
                .cubic(
                    (x + half * 0.5, foot.1 - top),
                    (x + half * 0.9, foot.1 - top * 0.5),
                    (x + half, foot.1),
                )
                .close();
            canvas.fill(&shape, *color);
            canvas.line(&shape, 1.6, CHIJIN.alpha(0.9));
        }
    }
}

/// Draws a breaking wave with a curled crest and spray.
fn breaker(canvas: &mut Canvas, at: Point, size: f32, hand: f32, colors: (Color, Color)) {
    let how = tiny_skia::Transform::from_row(hand * size, 0.0, 0.0, size, at.0, at.1);
    canvas.transformed(how, |canvas| {
        let body = Pen::from(-1.0, 0.5)
            .cubic((-0.7, 0.3), (-0.5, -0.75), (0.2, -0.8))
            .cubic((0.62, -0.8), (0.78, -0.38), (0.5, -0.2))
            .cubic((0.36, -0.12), (0.2, -0.28), (0.32, -0.4))
            .cubic((0.1, -0.42), (0.0, 0.1), (0.7, 0.5))
            .close();
        canvas.fill(&body, linear((-0.3, -0.8), (0.1, 0.5), &[(0.0, colors.0), (1.0, colors.1)]));
        canvas.line(&body, 0.03, CHIJIN);
        for inner in [0.16, 0.32] {
            let line = Pen::from(-0.86 + inner, 0.5)
                .cubic(
                    (-0.6 + inner, 0.2),
                    (-0.4 + inner * 0.7, -0.62 + inner * 0.4),
                    (0.16, -0.66 + inner * 0.3),
                )
                .done();
            canvas.line(&line, 0.025, WHITE.alpha(0.75));
        }
        for (x, y, radius) in [
            (0.3, -0.98, 0.07),
            (0.55, -0.86, 0.09),
            (0.78, -0.66, 0.06),
            (0.86, -0.45, 0.045),
            (0.06, -1.0, 0.045),
        ] {
            canvas.fill(&circle(x, y, radius), WHITE);
            canvas.line(&circle(x, y, radius), 0.02, CHIJIN);
        }
    });
}

/// Draws waves, cliff and clouds under the sun, the hem of a court robe (海水江崖).
pub(super) fn waves(canvas: &mut Canvas, random: &Random) {
    let moods = [
        (XIANG.light(0.35), XUAN, ZHUHONG, [JILAN, SHIQING, TIANQING, YUEBAI]),
        (
            Color::hex(0x0016_2c55),
            Color::hex(0x002d_5a84),
            CHIJIN.light(0.2),
            [SHIQING, QINGBI, TIANQING, YUEBAI],
        ),
        (Color::hex(0x009c_2a2c), Color::hex(0x00c4_4a36), CHIJIN, [JILAN, SHIQING, QINGBI, XUAN]),
        (
            Color::hex(0x00bf_dcd8),
            Color::hex(0x00ee_f3e6),
            JU.mix(ZHUHONG, 0.5),
            [SONGLU, QINGBI, TIANQING, XUAN],
        ),
    ];
    let (high, low, disc, blues) = random.pick(&moods);
    let (width, height) = (canvas.width, canvas.height);
    let hand = random.side();
    canvas.background(&[(0.0, high), (0.75, low), (1.0, low)]);
    let sun = (width * (0.5 + hand * 0.04), height * 0.36);
    canvas.glow(sun, 270.0, disc.light(0.3).alpha(0.35));
    canvas.fill(
        &circle(sun.0, sun.1, 118.0),
        radial((sun.0 - 30.0, sun.1 - 40.0), 170.0, &[(0.0, disc.light(0.2)), (1.0, disc)]),
    );
    canvas.line(&circle(sun.0, sun.1, 124.0), 1.6, CHIJIN);
    let puffs = [(0.17, 0.26, 78.0), (0.8, 0.18, 66.0), (0.74, 0.46, 88.0), (0.2, 0.52, 62.0)];
    for (index, (x, y, size)) in puffs.into_iter().enumerate() {
        let spot = (width * (0.5 + hand * (x - 0.5)) + random.swing(20.0), height * y + random.swing(14.0));
        let side = if index % 2 == 0 { hand } else { -hand };
        let tint = blues[2].mix(WHITE, 0.5);
        cloud(canvas, spot, size, side, (XUAN.light(0.4), tint, NIJIN.dark(0.12)));
    }
    crane(canvas, (width * (0.5 - hand * 0.13), height * 0.3), hand, 92.0);
    if random.chance(0.6) {
        crane(canvas, (width * (0.5 + hand * 0.27), height * 0.34), -hand, 52.0);
    }
    let sea = height * 0.74;
    let bands = [blues[0], blues[1], blues[2], blues[3], blues[1]];
    cliff(canvas, (width * 0.5, sea + 60.0), 168.0, &bands);
    for (index, x) in [0.12, 0.86, 0.3, 0.7].into_iter().enumerate() {
        let size = if index < 2 { 92.0 } else { 64.0 };
        let side = if x < 0.5 { 1.0 } else { -1.0 };
        breaker(canvas, (width * x, sea + 34.0), size, side, (blues[2], blues[0]));
    }
    scales(
        canvas,
        (sea, height - 70.0),
        46.0,
        &[blues[0].light(0.06), blues[1], blues[0].light(0.12), blues[1].light(0.1)],
        CHIJIN.alpha(0.75),
    );
    standing_water(canvas, height - 66.0, &blues);
    corner_seal(canvas, random);
}

/// Draws the slanting stripes below the waves (立水).
fn standing_water(canvas: &mut Canvas, top: f32, colors: &[Color; 4]) {
    let (width, height) = (canvas.width, canvas.height);
    canvas.fill(&rect(-1.0, top, width + 2.0, height - top + 1.0), colors[0]);
    let count = (width / 16.0) as usize;
    for index in 0..=count {
        let x = index as f32 * 16.0;
        let lean = ((x / width - 0.5) * 60.0) + (index as f32 * 0.8).sin() * 3.0;
        let line = Pen::from(x, top)
            .cubic((x + lean * 0.2, top + 24.0), (x + lean * 0.8, top + 36.0), (x + lean, height + 4.0))
            .done();
        let color = [colors[3], CHIJIN, colors[2], colors[1].light(0.2)][index % 4];
        canvas.line(&line, 5.5, color.alpha(0.85));
    }
    canvas.fill(
        &rect(-1.0, top - 2.0, width + 2.0, 4.0),
        vertical(top - 2.0, top + 2.0, &[(0.0, CHIJIN), (1.0, NIJIN)]),
    );
}
