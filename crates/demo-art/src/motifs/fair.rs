//! The fair at night: lanterns and fireworks.

use std::f32::consts::TAU;

use tiny_skia::BlendMode;

use super::scenery::{bokeh, crest, flakes, moon, ridge, town};
use crate::{
    canvas::{Canvas, linear, radial, vertical},
    color::{
        CHIJIN, Color, DINGXIANG, HAITANG, JU, NIJIN, QINGBI, TENGHUANG, WHITE, XUANQING, YANZHI, YUEBAI,
        ZHUHONG, ZITAN,
    },
    glyph::{Glyph, corner_seal, write},
    random::Random,
    shape::{Pen, Point, along, circle, ellipse, leaf, polar, rect, round_rect, stroke},
};

/// Draws a hanging lantern; `at` is the middle of its body.
pub(super) fn lantern(canvas: &mut Canvas, at: Point, radius: f32, color: Color, sign: Option<Glyph>) {
    canvas.glow(at, radius * 3.1, color.mix(TENGHUANG, 0.45).alpha(0.5));
    canvas.placed(at, 0.0, radius, |canvas| {
        let cap = vertical(-1.0, 1.0, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.25))]);
        canvas.line(&Pen::from(0.0, -1.4).to(0.0, -0.9).done(), 0.035, NIJIN.dark(0.3));
        let strands = vertical(1.0, 2.2, &[(0.0, color.light(0.1)), (1.0, color.dark(0.3))]);
        let tassel = Pen::from(-0.13, 1.2).to(-0.19, 2.0).to(0.19, 2.0).to(0.13, 1.2).close();
        canvas.line(&Pen::from(0.0, 0.9).to(0.0, 1.2).done(), 0.04, NIJIN);
        canvas.fill(&tassel, strands);
        for strand in -3..=3 {
            let x = strand as f32 * 0.045;
            canvas.line(&Pen::from(x, 1.25).to(x * 1.45, 2.02).done(), 0.014, color.dark(0.35).alpha(0.7));
        }
        canvas.fill(&circle(0.0, 1.17, 0.1), CHIJIN);
        let body = ellipse(0.0, 0.0, 1.12, 0.9);
        let inside = [
            (0.0, TENGHUANG.light(0.55)),
            (0.28, TENGHUANG.mix(JU, 0.35).light(0.1)),
            (0.62, color.light(0.06)),
            (1.0, color.dark(0.42)),
        ];
        canvas.fill(&body, radial((0.0, 0.12), 1.25, &inside));
        for share in [0.0, 0.3, 0.56, 0.77, 0.92] {
            canvas.line(&ellipse(0.0, 0.0, 1.12 * share + 0.004, 0.9), 0.022, color.dark(0.45).alpha(0.55));
        }
        canvas.fill(&ellipse(-0.42, -0.4, 0.3, 0.2), WHITE.alpha(0.12));
        canvas.fill(&round_rect((-0.46, -0.98), (0.92, 0.17), 0.05), cap);
        canvas.fill(
            &round_rect((-0.42, 0.81), (0.84, 0.17), 0.05),
            vertical(0.8, 1.0, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.35))]),
        );
        if let Some(glyph) = sign {
            canvas.glow((0.0, 0.0), 0.7, TENGHUANG.alpha(0.4));
            write(canvas, glyph, (-0.37, -0.4), 0.74, 12.0, ZITAN.alpha(0.85));
        }
    });
}

/// Draws a long lantern.
fn drum_lantern(canvas: &mut Canvas, at: Point, radius: f32, color: Color) {
    canvas.glow(at, radius * 2.8, color.mix(TENGHUANG, 0.5).alpha(0.42));
    canvas.placed(at, 0.0, radius, |canvas| {
        canvas.line(&Pen::from(0.0, -1.7).to(0.0, -1.2).done(), 0.035, NIJIN.dark(0.3));
        let body = round_rect((-0.62, -1.2), (1.24, 2.4), 0.3);
        let colors = [
            (0.0, color.dark(0.4)),
            (0.28, color),
            (0.5, TENGHUANG.light(0.3)),
            (0.72, color),
            (1.0, color.dark(0.45)),
        ];
        canvas.fill(&body, linear((-0.62, 0.0), (0.62, 0.0), &colors));
        for step in -5..=5 {
            let y = step as f32 * 0.21;
            canvas.line(
                &Pen::from(-0.62, y).quad((0.0, y + 0.09), (0.62, y)).done(),
                0.018,
                color.dark(0.5).alpha(0.5),
            );
        }
        for y in [-1.3, 1.12] {
            canvas.fill(
                &round_rect((-0.5, y), (1.0, 0.18), 0.06),
                vertical(y, y + 0.18, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.4))]),
            );
        }
        for strand in -2..=2 {
            let x = strand as f32 * 0.1;
            canvas.line(&Pen::from(x, 1.32).to(x * 1.2, 2.1).done(), 0.03, color.dark(0.1));
        }
    });
}

/// Picks the colours of a night sky, from the top to the horizon.
fn night(random: &Random) -> [Color; 3] {
    random.pick(&[
        [XUANQING, Color::hex(0x0027_2f5e), Color::hex(0x00a0_5a5c)],
        [Color::hex(0x000d_2233), Color::hex(0x001f_4f61), Color::hex(0x00c9_8a52)],
        [Color::hex(0x0024_1436), Color::hex(0x0053_2a5c), Color::hex(0x00c2_5b54)],
        [Color::hex(0x0010_1a30), Color::hex(0x0028_3b66), Color::hex(0x0065_84a8)],
    ])
}

/// Returns the points of a rope that sags between two points.
pub(super) fn rope(from: Point, to: Point, sag: f32) -> Vec<Point> {
    along(
        from,
        (from.0 + (to.0 - from.0) * 0.3, from.1 + (to.1 - from.1) * 0.3 + sag),
        (from.0 + (to.0 - from.0) * 0.7, from.1 + (to.1 - from.1) * 0.7 + sag),
        to,
    )
}

/// Draws strings of lanterns over the roofs of a street.
pub(super) fn lantern_night(canvas: &mut Canvas, random: &Random) {
    let sky = night(random);
    let (width, height) = (canvas.width, canvas.height);
    canvas.background(&[(0.0, sky[0]), (0.5, sky[1]), (1.0, sky[2])]);
    flakes(canvas, random, 60, YUEBAI.alpha(0.5));
    let hand = random.side();
    moon(canvas, (width * (0.5 + hand * 0.27), height * 0.2), 52.0, YUEBAI.mix(CHIJIN, 0.4), CHIJIN);
    let hills = crest(random, width, height * 0.8, 120.0, 3);
    ridge(canvas, &hills, 260.0, sky[1].mix(sky[2], 0.4), 0.9);
    town(canvas, random, height * 0.86, 120.0, sky[0].mix(sky[1], 0.7), 0.35);
    canvas.pool((width * 0.5, height * 0.9), (width * 0.62, 120.0), JU.alpha(0.32));
    town(canvas, random, height * 0.97, 165.0, sky[0].mix(sky[1], 0.25).dark(0.15), 0.7);
    bokeh(canvas, random, 22, (height * 0.72, height), &[TENGHUANG, JU, CHIJIN]);
    let reds = [ZHUHONG, ZHUHONG.mix(JU, 0.45), YANZHI.light(0.08)];
    for (row, (top, sag, size)) in [(0.1, 0.17, 15.0), (0.02, 0.16, 25.0)].into_iter().enumerate() {
        let from = (-10.0, height * (top + random.range(0.0, 0.12)));
        let to = (width + 10.0, height * (top + random.range(0.0, 0.12)));
        let line = rope(from, to, height * sag);
        canvas.fill(&stroke(&line, |_| 1.6 + row as f32), sky[0].dark(0.3));
        let count = (width / (size * 4.6)) as usize;
        for index in 0..count {
            let far = (index as f32 + 0.5) / count as f32;
            let spot = line[(far * (line.len() - 1) as f32) as usize];
            let radius = size * random.range(0.86, 1.14);
            let color = random.pick(&reds);
            if random.chance(0.3) {
                drum_lantern(canvas, (spot.0, spot.1 + radius * 1.7), radius * 0.86, color);
            } else {
                lantern(canvas, (spot.0, spot.1 + radius * 1.4), radius, color, None);
            }
        }
    }
    let big = 92.0;
    let spot = (width * (0.5 - hand * 0.2), height * 0.47);
    canvas.line(&Pen::from(spot.0, -5.0).to(spot.0, spot.1 - big).done(), 3.0, sky[0].dark(0.3));
    let sign = random.pick(&[Glyph::Fu, Glyph::Xi, Glyph::Ji, Glyph::Chun, Glyph::Le]);
    lantern(canvas, spot, big, ZHUHONG, Some(sign));
    let second = (width * (0.5 + hand * 0.25), height * 0.56);
    canvas.line(&Pen::from(second.0, -5.0).to(second.0, second.1 - 56.0).done(), 2.2, sky[0].dark(0.3));
    lantern(canvas, second, 56.0, ZHUHONG.mix(JU, 0.2), None);
    corner_seal(canvas, random);
}

/// Draws one burst of fireworks: rays with sparks at their ends.
pub(super) fn burst(
    canvas: &mut Canvas,
    random: &Random,
    center: Point,
    radius: f32,
    colors: (Color, Color),
) {
    let (core, tip) = colors;
    canvas.blending(BlendMode::Plus, |canvas| {
        canvas.glow(center, radius * 1.35, tip.alpha(0.28));
        canvas.glow(center, radius * 0.4, core.alpha(0.55));
    });
    let shells = [(1.0, 26), (0.68, 18), (0.38, 12)];
    for (share, rays) in shells {
        let turn = random.range(0.0, 1.0);
        for ray in 0..rays {
            let angle = (ray as f32 + turn) / rays as f32 * TAU + random.swing(0.04);
            let reach = radius * share * random.range(0.88, 1.06);
            let sag = reach * 0.12;
            let from = polar(center, angle, reach * 0.24);
            let end = polar(center, angle, reach);
            let line = along(
                from,
                polar(center, angle, reach * 0.5),
                polar(center, angle, reach * 0.8),
                (end.0, end.1 + sag),
            );
            let fade = [(0.0, core.alpha(0.15)), (0.6, core.mix(tip, 0.5).alpha(0.9)), (1.0, tip)];
            canvas.fill(&stroke(&line, |far| 0.7 + far * 2.0), linear(from, (end.0, end.1 + sag), &fade));
            canvas.fill(&circle(end.0, end.1 + sag, 2.1 * share + 0.8), core.light(0.5));
        }
    }
}

/// Draws a burst of fireworks whose golden rays fall.
fn willow(canvas: &mut Canvas, random: &Random, center: Point, radius: f32, color: Color) {
    canvas.glow(center, radius, color.alpha(0.3));
    for ray in 0..34 {
        let angle = ray as f32 / 34.0 * TAU + random.swing(0.06);
        let reach = radius * random.range(0.5, 1.0);
        let out = polar(center, angle, reach * 0.75);
        let end = (
            center.0 + angle.cos() * reach,
            center.1 + angle.sin() * reach * 0.7 + reach * random.range(0.5, 0.8),
        );
        let line = along(
            center,
            polar(center, angle, reach * 0.45),
            (out.0 + angle.cos() * reach * 0.2, out.1),
            end,
        );
        let fade = [(0.0, color.light(0.6).alpha(0.9)), (0.5, color.alpha(0.75)), (1.0, color.clear())];
        canvas.fill(&stroke(&line, |far| 2.4 - far * 1.4), linear(center, end, &fade));
    }
}

/// Draws fireworks over the roofs and their reflections on the river.
pub(super) fn fireworks(canvas: &mut Canvas, random: &Random) {
    let sky = night(random);
    let (width, height) = (canvas.width, canvas.height);
    canvas.background(&[
        (0.0, sky[0].dark(0.2)),
        (0.55, sky[1]),
        (0.78, sky[2].mix(sky[1], 0.35)),
        (1.0, sky[1]),
    ]);
    flakes(canvas, random, 70, YUEBAI.alpha(0.4));
    let pairs = [
        (CHIJIN, ZHUHONG.light(0.15)),
        (WHITE, HAITANG.light(0.1)),
        (YUEBAI, QINGBI.light(0.2)),
        (CHIJIN.light(0.3), TENGHUANG),
        (WHITE, DINGXIANG),
        (CHIJIN, JU.light(0.1)),
    ];
    let lead = random.below(pairs.len());
    let hand = random.side();
    let places =
        [(0.5 - hand * 0.2, 0.3, 165.0), (0.5 + hand * 0.26, 0.22, 112.0), (0.5 + hand * 0.12, 0.47, 84.0)];
    willow(canvas, random, (width * (0.5 - hand * 0.36), height * 0.5), 92.0, CHIJIN);
    for (index, (x, y, radius)) in places.into_iter().enumerate() {
        let center = (width * x + random.swing(20.0), height * y + random.swing(16.0));
        canvas.fill(
            &stroke(
                &along(
                    (center.0 + hand * 24.0, height * 0.8),
                    (center.0 + hand * 18.0, height * 0.6),
                    (center.0, height * 0.5),
                    center,
                ),
                |far| 2.2 * far,
            ),
            CHIJIN.alpha(0.22),
        );
        burst(canvas, random, center, radius, pairs[(lead + index * 2) % pairs.len()]);
    }
    let shore = height * 0.85;
    let hills = crest(random, width, height * 0.8, 80.0, 3);
    ridge(canvas, &hills, 170.0, sky[0].mix(sky[2], 0.35), 0.85);
    town(canvas, random, shore, 130.0, sky[0].dark(0.3), 0.6);
    let river = [(0.0, sky[1].dark(0.2)), (1.0, sky[0].dark(0.35))];
    canvas.fill(&rect(-1.0, shore, width + 2.0, height - shore + 1.0), vertical(shore, height, &river));
    for (index, (x, _, radius)) in places.into_iter().enumerate() {
        let (core, tip) = pairs[(lead + index * 2) % pairs.len()];
        let spot = (width * x, shore + (height - shore) * 0.35);
        canvas.pool(spot, (radius * 0.9, 60.0), tip.alpha(0.4));
        for _ in 0..11 {
            let y = shore + (height - shore) * random.unit();
            let x = spot.0 + random.swing(radius * 0.9);
            let long = random.range(14.0, 50.0);
            canvas.fill(
                &leaf((x - long / 2.0, y), (x + long / 2.0, y), 2.4, 0.0),
                core.mix(tip, random.unit()).alpha(0.5),
            );
        }
    }
    for _ in 0..26 {
        let x = random.unit() * width;
        let long = random.range(8.0, 26.0);
        let y = shore + random.range(2.0, 16.0);
        canvas.fill(&leaf((x, y), (x + long, y), 1.8, 0.0), TENGHUANG.alpha(0.5));
    }
    for _ in 0..4 {
        let spot = (random.unit() * width, height * random.range(0.9, 0.98));
        river_lantern(canvas, spot, random.range(9.0, 15.0));
    }
    corner_seal(canvas, random);
}

/// Draws a floating paper lotus with a candle.
fn river_lantern(canvas: &mut Canvas, at: Point, size: f32) {
    canvas.glow(at, size * 4.0, TENGHUANG.alpha(0.5));
    canvas.pool((at.0, at.1 + size), (size * 2.0, size * 0.8), JU.alpha(0.5));
    for (lean, tall) in [(-1.25, 0.9), (1.25, 0.9), (-0.7, 1.15), (0.7, 1.15), (0.0, 1.25)] {
        let tip = (at.0 + lean * size, at.1 - tall * size + lean.abs() * size * 0.3);
        let petal = leaf((at.0, at.1 + size * 0.3), tip, size * 0.8, 0.0);
        canvas.fill(&petal, linear((at.0, at.1), tip, &[(0.0, CHIJIN.light(0.4)), (1.0, HAITANG)]));
    }
    canvas.fill(&circle(at.0, at.1 - size * 0.15, size * 0.3), TENGHUANG.light(0.6));
}
