//! The fair itself: lanterns, fireworks, a wide banner, and what hangs from the stalls.

use std::f32::consts::TAU;

use tiny_skia::BlendMode;

use super::{
    dice::Dice,
    glyph::{Glyph, corner_seal, write},
    ink::{
        CHIJIN, DINGXIANG, HAITANG, Ink, JU, NIJIN, QINGBI, TENGHUANG, WHITE, XUANQING, YANZHI, YUEBAI,
        ZHUHONG, ZITAN,
    },
    scenery::{bokeh, crest, flakes, moon, ridge, town},
    shape::{Pen, Spot, along, circle, leaf, oval, polar, rect, slab, stroke},
    sheet::{Sheet, fall, halo, slope},
};

/// A lantern hung by its top: `at` is the middle of its body.
pub(super) fn lantern(sheet: &mut Sheet, at: Spot, radius: f32, ink: Ink, sign: Option<Glyph>) {
    sheet.glow(at, radius * 3.1, ink.mix(TENGHUANG, 0.45).alpha(0.5));
    sheet.placed(at, 0.0, radius, |sheet| {
        let cap = fall(-1.0, 1.0, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.25))]);
        sheet.line(&Pen::from(0.0, -1.4).to(0.0, -0.9).done(), 0.035, NIJIN.dark(0.3));
        let strands = fall(1.0, 2.2, &[(0.0, ink.light(0.1)), (1.0, ink.dark(0.3))]);
        let tassel = Pen::from(-0.13, 1.2).to(-0.19, 2.0).to(0.19, 2.0).to(0.13, 1.2).close();
        sheet.line(&Pen::from(0.0, 0.9).to(0.0, 1.2).done(), 0.04, NIJIN);
        sheet.fill(&tassel, strands);
        for strand in -3..=3 {
            let x = strand as f32 * 0.045;
            sheet.line(&Pen::from(x, 1.25).to(x * 1.45, 2.02).done(), 0.014, ink.dark(0.35).alpha(0.7));
        }
        sheet.fill(&circle(0.0, 1.17, 0.1), CHIJIN);
        let body = oval(0.0, 0.0, 1.12, 0.9);
        let inside = [
            (0.0, TENGHUANG.light(0.55)),
            (0.28, TENGHUANG.mix(JU, 0.35).light(0.1)),
            (0.62, ink.light(0.06)),
            (1.0, ink.dark(0.42)),
        ];
        sheet.fill(&body, halo((0.0, 0.12), 1.25, &inside));
        for share in [0.0, 0.3, 0.56, 0.77, 0.92] {
            sheet.line(&oval(0.0, 0.0, 1.12 * share + 0.004, 0.9), 0.022, ink.dark(0.45).alpha(0.55));
        }
        sheet.fill(&oval(-0.42, -0.4, 0.3, 0.2), WHITE.alpha(0.12));
        sheet.fill(&slab((-0.46, -0.98), (0.92, 0.17), 0.05), cap);
        sheet.fill(
            &slab((-0.42, 0.81), (0.84, 0.17), 0.05),
            fall(0.8, 1.0, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.35))]),
        );
        if let Some(glyph) = sign {
            sheet.glow((0.0, 0.0), 0.7, TENGHUANG.alpha(0.4));
            write(sheet, glyph, (-0.37, -0.4), 0.74, 12.0, ZITAN.alpha(0.85));
        }
    });
}

/// A long lantern like a drum, for variety in a row.
fn drum_lantern(sheet: &mut Sheet, at: Spot, radius: f32, ink: Ink) {
    sheet.glow(at, radius * 2.8, ink.mix(TENGHUANG, 0.5).alpha(0.42));
    sheet.placed(at, 0.0, radius, |sheet| {
        sheet.line(&Pen::from(0.0, -1.7).to(0.0, -1.2).done(), 0.035, NIJIN.dark(0.3));
        let body = slab((-0.62, -1.2), (1.24, 2.4), 0.3);
        let inks = [
            (0.0, ink.dark(0.4)),
            (0.28, ink),
            (0.5, TENGHUANG.light(0.3)),
            (0.72, ink),
            (1.0, ink.dark(0.45)),
        ];
        sheet.fill(&body, slope((-0.62, 0.0), (0.62, 0.0), &inks));
        for step in -5..=5 {
            let y = step as f32 * 0.21;
            sheet.line(
                &Pen::from(-0.62, y).bow((0.0, y + 0.09), (0.62, y)).done(),
                0.018,
                ink.dark(0.5).alpha(0.5),
            );
        }
        for y in [-1.3, 1.12] {
            sheet.fill(
                &slab((-0.5, y), (1.0, 0.18), 0.06),
                fall(y, y + 0.18, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.4))]),
            );
        }
        for strand in -2..=2 {
            let x = strand as f32 * 0.1;
            sheet.line(&Pen::from(x, 1.32).to(x * 1.2, 2.1).done(), 0.03, ink.dark(0.1));
        }
    });
}

/// A night sky: colours, and the warmth at the horizon.
fn night(dice: &Dice) -> [Ink; 3] {
    dice.pick(&[
        [XUANQING, Ink::hex(0x0027_2f5e), Ink::hex(0x00a0_5a5c)],
        [Ink::hex(0x000d_2233), Ink::hex(0x001f_4f61), Ink::hex(0x00c9_8a52)],
        [Ink::hex(0x0024_1436), Ink::hex(0x0053_2a5c), Ink::hex(0x00c2_5b54)],
        [Ink::hex(0x0010_1a30), Ink::hex(0x0028_3b66), Ink::hex(0x0065_84a8)],
    ])
}

/// A rope that sags between two points.
pub(super) fn rope(from: Spot, to: Spot, sag: f32) -> Vec<Spot> {
    along(
        from,
        (from.0 + (to.0 - from.0) * 0.3, from.1 + (to.1 - from.1) * 0.3 + sag),
        (from.0 + (to.0 - from.0) * 0.7, from.1 + (to.1 - from.1) * 0.7 + sag),
        to,
    )
}

/// Strings of lanterns over the roofs of a street.
pub(super) fn lantern_night(sheet: &mut Sheet, dice: &Dice) {
    let sky = night(dice);
    let (width, height) = (sheet.width, sheet.height);
    sheet.sky(&[(0.0, sky[0]), (0.5, sky[1]), (1.0, sky[2])]);
    flakes(sheet, dice, 60, YUEBAI.alpha(0.5));
    let hand = dice.side();
    moon(sheet, (width * (0.5 + hand * 0.27), height * 0.2), 52.0, YUEBAI.mix(CHIJIN, 0.4), CHIJIN);
    let hills = crest(dice, width, height * 0.8, 120.0, 3);
    ridge(sheet, &hills, 260.0, sky[1].mix(sky[2], 0.4), 0.9);
    town(sheet, dice, height * 0.86, 120.0, sky[0].mix(sky[1], 0.7), 0.35);
    sheet.pool((width * 0.5, height * 0.9), (width * 0.62, 120.0), JU.alpha(0.32));
    town(sheet, dice, height * 0.97, 165.0, sky[0].mix(sky[1], 0.25).dark(0.15), 0.7);
    bokeh(sheet, dice, 22, (height * 0.72, height), &[TENGHUANG, JU, CHIJIN]);
    let reds = [ZHUHONG, ZHUHONG.mix(JU, 0.45), YANZHI.light(0.08)];
    for (row, (top, sag, size)) in [(0.1, 0.17, 15.0), (0.02, 0.16, 25.0)].into_iter().enumerate() {
        let from = (-10.0, height * (top + dice.range(0.0, 0.12)));
        let to = (width + 10.0, height * (top + dice.range(0.0, 0.12)));
        let line = rope(from, to, height * sag);
        sheet.fill(&stroke(&line, |_| 1.6 + row as f32), sky[0].dark(0.3));
        let count = (width / (size * 4.6)) as usize;
        for index in 0..count {
            let far = (index as f32 + 0.5) / count as f32;
            let spot = line[(far * (line.len() - 1) as f32) as usize];
            let radius = size * dice.range(0.86, 1.14);
            let ink = dice.pick(&reds);
            if dice.chance(0.3) {
                drum_lantern(sheet, (spot.0, spot.1 + radius * 1.7), radius * 0.86, ink);
            } else {
                lantern(sheet, (spot.0, spot.1 + radius * 1.4), radius, ink, None);
            }
        }
    }
    let big = 92.0;
    let spot = (width * (0.5 - hand * 0.2), height * 0.47);
    sheet.line(&Pen::from(spot.0, -5.0).to(spot.0, spot.1 - big).done(), 3.0, sky[0].dark(0.3));
    let sign = dice.pick(&[Glyph::Fu, Glyph::Xi, Glyph::Ji, Glyph::Chun, Glyph::Le]);
    lantern(sheet, spot, big, ZHUHONG, Some(sign));
    let second = (width * (0.5 + hand * 0.25), height * 0.56);
    sheet.line(&Pen::from(second.0, -5.0).to(second.0, second.1 - 56.0).done(), 2.2, sky[0].dark(0.3));
    lantern(sheet, second, 56.0, ZHUHONG.mix(JU, 0.2), None);
    corner_seal(sheet, dice);
}

/// One burst of fireworks: rays that thin out, then sparks that hang.
pub(super) fn burst(sheet: &mut Sheet, dice: &Dice, center: Spot, radius: f32, inks: (Ink, Ink)) {
    let (core, tip) = inks;
    sheet.blending(BlendMode::Plus, |sheet| {
        sheet.glow(center, radius * 1.35, tip.alpha(0.28));
        sheet.glow(center, radius * 0.4, core.alpha(0.55));
    });
    let shells = [(1.0, 26), (0.68, 18), (0.38, 12)];
    for (share, rays) in shells {
        let turn = dice.range(0.0, 1.0);
        for ray in 0..rays {
            let angle = (ray as f32 + turn) / rays as f32 * TAU + dice.swing(0.04);
            let reach = radius * share * dice.range(0.88, 1.06);
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
            sheet.fill(&stroke(&line, |far| 0.7 + far * 2.0), slope(from, (end.0, end.1 + sag), &fade));
            sheet.fill(&circle(end.0, end.1 + sag, 2.1 * share + 0.8), core.light(0.5));
        }
    }
}

/// A willow burst: gold that trickles down.
fn willow(sheet: &mut Sheet, dice: &Dice, center: Spot, radius: f32, ink: Ink) {
    sheet.glow(center, radius, ink.alpha(0.3));
    for ray in 0..34 {
        let angle = ray as f32 / 34.0 * TAU + dice.swing(0.06);
        let reach = radius * dice.range(0.5, 1.0);
        let out = polar(center, angle, reach * 0.75);
        let end = (
            center.0 + angle.cos() * reach,
            center.1 + angle.sin() * reach * 0.7 + reach * dice.range(0.5, 0.8),
        );
        let line = along(
            center,
            polar(center, angle, reach * 0.45),
            (out.0 + angle.cos() * reach * 0.2, out.1),
            end,
        );
        let fade = [(0.0, ink.light(0.6).alpha(0.9)), (0.5, ink.alpha(0.75)), (1.0, ink.clear())];
        sheet.fill(&stroke(&line, |far| 2.4 - far * 1.4), slope(center, end, &fade));
    }
}

/// Fireworks over the roofs and their light on the river.
pub(super) fn fireworks(sheet: &mut Sheet, dice: &Dice) {
    let sky = night(dice);
    let (width, height) = (sheet.width, sheet.height);
    sheet.sky(&[(0.0, sky[0].dark(0.2)), (0.55, sky[1]), (0.78, sky[2].mix(sky[1], 0.35)), (1.0, sky[1])]);
    flakes(sheet, dice, 70, YUEBAI.alpha(0.4));
    let pairs = [
        (CHIJIN, ZHUHONG.light(0.15)),
        (WHITE, HAITANG.light(0.1)),
        (YUEBAI, QINGBI.light(0.2)),
        (CHIJIN.light(0.3), TENGHUANG),
        (WHITE, DINGXIANG),
        (CHIJIN, JU.light(0.1)),
    ];
    let lead = dice.below(pairs.len());
    let hand = dice.side();
    let places =
        [(0.5 - hand * 0.2, 0.3, 165.0), (0.5 + hand * 0.26, 0.22, 112.0), (0.5 + hand * 0.12, 0.47, 84.0)];
    willow(sheet, dice, (width * (0.5 - hand * 0.36), height * 0.5), 92.0, CHIJIN);
    for (index, (x, y, radius)) in places.into_iter().enumerate() {
        let center = (width * x + dice.swing(20.0), height * y + dice.swing(16.0));
        sheet.fill(
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
        burst(sheet, dice, center, radius, pairs[(lead + index * 2) % pairs.len()]);
    }
    let shore = height * 0.85;
    let hills = crest(dice, width, height * 0.8, 80.0, 3);
    ridge(sheet, &hills, 170.0, sky[0].mix(sky[2], 0.35), 0.85);
    town(sheet, dice, shore, 130.0, sky[0].dark(0.3), 0.6);
    let river = [(0.0, sky[1].dark(0.2)), (1.0, sky[0].dark(0.35))];
    sheet.fill(&rect(-1.0, shore, width + 2.0, height - shore + 1.0), fall(shore, height, &river));
    for (index, (x, _, radius)) in places.into_iter().enumerate() {
        let (core, tip) = pairs[(lead + index * 2) % pairs.len()];
        let spot = (width * x, shore + (height - shore) * 0.35);
        sheet.pool(spot, (radius * 0.9, 60.0), tip.alpha(0.4));
        for _ in 0..11 {
            let y = shore + (height - shore) * dice.unit();
            let x = spot.0 + dice.swing(radius * 0.9);
            let long = dice.range(14.0, 50.0);
            sheet.fill(
                &leaf((x - long / 2.0, y), (x + long / 2.0, y), 2.4, 0.0),
                core.mix(tip, dice.unit()).alpha(0.5),
            );
        }
    }
    for _ in 0..26 {
        let x = dice.unit() * width;
        let long = dice.range(8.0, 26.0);
        let y = shore + dice.range(2.0, 16.0);
        sheet.fill(&leaf((x, y), (x + long, y), 1.8, 0.0), TENGHUANG.alpha(0.5));
    }
    for _ in 0..4 {
        let spot = (dice.unit() * width, height * dice.range(0.9, 0.98));
        river_lantern(sheet, spot, dice.range(9.0, 15.0));
    }
    corner_seal(sheet, dice);
}

/// A paper lotus with a candle, set afloat.
fn river_lantern(sheet: &mut Sheet, at: Spot, size: f32) {
    sheet.glow(at, size * 4.0, TENGHUANG.alpha(0.5));
    sheet.pool((at.0, at.1 + size), (size * 2.0, size * 0.8), JU.alpha(0.5));
    for (lean, tall) in [(-1.25, 0.9), (1.25, 0.9), (-0.7, 1.15), (0.7, 1.15), (0.0, 1.25)] {
        let tip = (at.0 + lean * size, at.1 - tall * size + lean.abs() * size * 0.3);
        let petal = leaf((at.0, at.1 + size * 0.3), tip, size * 0.8, 0.0);
        sheet.fill(&petal, slope((at.0, at.1), tip, &[(0.0, CHIJIN.light(0.4)), (1.0, HAITANG)]));
    }
    sheet.fill(&circle(at.0, at.1 - size * 0.15, size * 0.3), TENGHUANG.light(0.6));
}
