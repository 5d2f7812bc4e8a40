//! Hanfu on a clothes rail: five cuts of five dynasties, in woven cloth.

use std::f32::consts::PI;

use super::{
    dice::Dice,
    glyph::corner_seal,
    ink::{
        CHIJIN, DAI, HAITANG, Ink, JILAN, JU, NIJIN, QINGBI, SHIQING, SONGLU, Scheme, TAOYAO, TENGHUANG,
        TIANQING, WHITE, XIANG, XUAN, YANZHI, YUEBAI, ZHUHONG, ZHUQING, ZITAN,
    },
    pattern::{meander, rosette},
    scenery::stage,
    shape::{Pen, Shape, Spot, along, circle, leaf, oval, petal, polygon, polyline, rect, slab, stroke},
    sheet::{Shadow, Sheet, fall, slope},
};

/// The colours of one outfit.
#[derive(Clone, Copy)]
struct Cloth {
    top: Ink,
    skirt: Ink,
    trim: Ink,
    thread: Ink,
}

const OUTFITS: [Cloth; 8] = [
    Cloth { top: Ink::hex(0x00f4_e6d2), skirt: ZHUHONG, trim: YANZHI, thread: CHIJIN },
    Cloth { top: TAOYAO, skirt: QINGBI, trim: SONGLU, thread: XUAN },
    Cloth { top: YUEBAI, skirt: SHIQING, trim: JILAN, thread: CHIJIN },
    Cloth { top: XIANG, skirt: ZHUQING, trim: SONGLU, thread: XUAN },
    Cloth { top: Ink::hex(0x00dc_d0e6), skirt: Ink::hex(0x0070_5a98), trim: DAI, thread: CHIJIN },
    Cloth { top: ZHUHONG, skirt: Ink::hex(0x0026_2c4a), trim: TENGHUANG, thread: CHIJIN },
    Cloth { top: TIANQING, skirt: Ink::hex(0x00f3_ead8), trim: HAITANG, thread: NIJIN },
    Cloth { top: SONGLU, skirt: JU, trim: CHIJIN, thread: CHIJIN },
];

/// What is woven into the cloth.
#[derive(Clone, Copy)]
enum Weave {
    Rosettes,
    Blossoms,
    Sprigs,
    Diamonds,
}

/// Weaves a small figure all over a piece of the robe.
fn weave(sheet: &mut Sheet, piece: &Shape, kind: Weave, cell: f32, ink: Ink) {
    sheet.within(piece, |sheet| {
        for row in 0..(620.0 / cell) as i32 {
            for column in -(330.0 / cell) as i32..=(330.0 / cell) as i32 {
                let shift = if row % 2 == 0 { 0.0 } else { cell / 2.0 };
                let spot = (column as f32 * cell + shift, row as f32 * cell * 0.82 - 30.0);
                match kind {
                    Weave::Rosettes => {
                        for turn in 0..6 {
                            let angle = turn as f32 * PI / 3.0;
                            sheet.fill(&petal(spot, angle, (cell * 0.24, cell * 0.2), 0.0), ink);
                        }
                        sheet.line(&circle(spot.0, spot.1, cell * 0.31), cell * 0.03, ink);
                    }
                    Weave::Blossoms => {
                        for turn in 0..5 {
                            let angle = turn as f32 * PI * 0.4 - PI / 2.0;
                            sheet.fill(&petal(spot, angle, (cell * 0.2, cell * 0.18), 0.1), ink);
                        }
                    }
                    Weave::Sprigs => {
                        let tip = (spot.0 + cell * 0.12, spot.1 - cell * 0.3);
                        for (dx, dy) in [(0.26, -0.1), (-0.2, -0.16), (0.1, -0.34)] {
                            sheet.fill(
                                &leaf(spot, (spot.0 + dx * cell, spot.1 + dy * cell), cell * 0.13, 0.0),
                                ink,
                            );
                        }
                        sheet.fill(&circle(tip.0, tip.1, cell * 0.05), ink);
                    }
                    Weave::Diamonds => {
                        let half = cell * 0.3;
                        let diamond = [
                            (spot.0, spot.1 - half),
                            (spot.0 + half, spot.1),
                            (spot.0, spot.1 + half),
                            (spot.0 - half, spot.1),
                        ];
                        sheet.line(&polygon(&diamond), cell * 0.035, ink);
                        sheet.fill(&circle(spot.0, spot.1, cell * 0.07), ink);
                    }
                }
            }
        }
    });
}

/// A sleeve to the right of the body; `drop` is how far its mouth hangs.
fn sleeve(sheet: &mut Sheet, reach: f32, drop: f32, ink: Ink, trim: Ink, thread: Ink) -> Shape {
    let piece = Pen::from(40.0, -24.0)
        .curve((110.0, -22.0), (reach * 0.7, -12.0), (reach, -6.0))
        .curve((reach + 6.0, drop * 0.4), (reach + 8.0, drop * 0.8), (reach + 2.0, drop))
        .curve((reach - 40.0, drop * 1.12), (reach * 0.62, drop * 1.02), (reach * 0.5, drop * 0.72))
        .curve((reach * 0.42, drop * 0.5), (112.0, 92.0), (92.0, 118.0))
        .to(40.0, 118.0)
        .close();
    sheet.fill(
        &piece,
        slope((60.0, 0.0), (reach, drop), &[(0.0, ink), (0.55, ink.light(0.16)), (1.0, ink.dark(0.12))]),
    );
    let cuff_ink = trim;
    sheet.within(&piece, |sheet| {
        let cuff = [(reach - 8.0, -12.0), (reach - 6.0, drop * 0.5), (reach - 12.0, drop * 1.1)];
        sheet.fill(&stroke(&cuff, |_| 30.0), cuff_ink);
        for edge in [-26.0, -20.0] {
            let line =
                [(reach + edge, -10.0), (reach + edge + 2.0, drop * 0.5), (reach + edge - 4.0, drop * 1.1)];
            sheet.line(&polyline(&line), 1.4, thread.alpha(0.9));
        }
        for (share, deep) in [(0.36, 0.55), (0.54, 0.8), (0.7, 0.9)] {
            let fold = [
                (reach * share, 6.0),
                (reach * (share + 0.05), drop * deep * 0.6),
                (reach * (share + 0.02), drop * deep * 1.15),
            ];
            sheet.fill(&stroke(&fold, |far| 9.0 * (far * PI).sin() + 0.5), ink.dark(0.45).alpha(0.16));
            let lit: Vec<Spot> = fold.iter().map(|spot| (spot.0 + 9.0, spot.1)).collect();
            sheet.fill(&stroke(&lit, |far| 6.0 * (far * PI).sin()), WHITE.alpha(0.14));
        }
    });
    piece
}

/// A pleated skirt between two heights.
fn skirt(sheet: &mut Sheet, dice: &Dice, span: (f32, f32), waist: f32, hem: f32, cloth: Cloth) {
    let (top, bottom) = span;
    let piece = Pen::from(-waist, top)
        .curve((-waist * 1.25, top + 90.0), (-hem * 0.94, bottom - 130.0), (-hem, bottom - 8.0))
        .curve((-hem * 0.5, bottom + 14.0), (hem * 0.5, bottom + 14.0), (hem, bottom - 8.0))
        .curve((hem * 0.94, bottom - 130.0), (waist * 1.25, top + 90.0), (waist, top))
        .close();
    let ink = cloth.skirt;
    sheet.fill(&piece, fall(top, bottom, &[(0.0, ink.light(0.1)), (1.0, ink.dark(0.16))]));
    sheet.within(&piece, |sheet| {
        let pleats = 17;
        for pleat in 0..=pleats {
            let far = pleat as f32 / pleats as f32 * 2.0 - 1.0;
            let (x, low) = (far * waist, far * hem * 1.02);
            let wide = hem * 2.0 / pleats as f32;
            let fold = Pen::from(x, top)
                .bow((far * waist * 1.2, top + 100.0), (low, bottom + 14.0))
                .to(low + wide * 0.5, bottom + 14.0)
                .bow((far * waist * 1.2 + wide * 0.2, top + 100.0), (x + 2.0, top))
                .close();
            sheet.fill(&fold, if pleat % 2 == 0 { ink.dark(0.5).alpha(0.2) } else { WHITE.alpha(0.08) });
        }
    });
    let kind = dice.pick(&[Weave::Rosettes, Weave::Blossoms, Weave::Sprigs, Weave::Diamonds]);
    weave(sheet, &piece, kind, 62.0, cloth.thread.alpha(0.42));
    sheet.within(&piece, |sheet| {
        for (lift, thick, tone) in
            [(20.0, 34.0, cloth.trim), (41.0, 3.0, cloth.thread), (1.0, 3.0, cloth.thread)]
        {
            let band = along(
                (-hem - 8.0, bottom - 8.0 - lift),
                (-hem * 0.5, bottom + 14.0 - lift),
                (hem * 0.5, bottom + 14.0 - lift),
                (hem + 8.0, bottom - 8.0 - lift),
            );
            sheet.fill(&stroke(&band, |_| thick), tone.alpha(0.94));
        }
        meander(sheet, (-hem, bottom - 21.0), hem * 2.0, 22.0, cloth.thread.alpha(0.85));
    });
}

/// A long panel of the body from the shoulders down.
fn body(half: f32, hem: f32, length: f32) -> Shape {
    Pen::from(-46.0, -26.0)
        .bow((-half, -22.0), (-half, 40.0))
        .curve((-half, 120.0), (-hem, length * 0.6), (-hem, length))
        .bow((0.0, length + 12.0), (hem, length))
        .curve((hem, length * 0.6), (half, 120.0), (half, 40.0))
        .bow((half, -22.0), (46.0, -26.0))
        .close()
}

/// A trim that lies along points: the band, and a fine line on both edges.
fn trim(sheet: &mut Sheet, points: &[Spot], thick: f32, ink: Ink, thread: Ink) {
    sheet.fill(&stroke(points, |_| thick), ink);
    for side in [-1.0, 1.0] {
        let edge: Vec<Spot> = points
            .iter()
            .enumerate()
            .map(|(index, spot)| {
                let next = points[(index + 1).min(points.len() - 1)];
                let before = points[index.saturating_sub(1)];
                let (dx, dy) = (next.0 - before.0, next.1 - before.1);
                let long = dx.hypot(dy).max(0.01);
                (spot.0 - dy / long * side * thick * 0.38, spot.1 + dx / long * side * thick * 0.38)
            })
            .collect();
        sheet.line(&polyline(&edge), 1.2, thread.alpha(0.9));
    }
}

/// The crossed collar, the wearer's left over the right.
fn crossed_collar(sheet: &mut Sheet, low: f32, cloth: Cloth) {
    let throat = polygon(&[(-34.0, -28.0), (34.0, -28.0), (4.0, 62.0)]);
    sheet.fill(&throat, cloth.trim.dark(0.5));
    let under = along((-36.0, -30.0), (-34.0, 4.0), (-16.0, 36.0), (14.0, 62.0));
    trim(sheet, &under, 30.0, XUAN.light(0.4), XUAN.dark(0.15));
    trim(
        sheet,
        &under.iter().map(|spot| (spot.0 - 12.0, spot.1 + 5.0)).collect::<Vec<_>>(),
        24.0,
        cloth.trim,
        cloth.thread,
    );
    let over = along((36.0, -30.0), (36.0, 16.0), (-12.0, low * 0.45), (-86.0, low));
    let inner: Vec<Spot> = over.iter().map(|spot| (spot.0 - 10.0, spot.1 - 6.0)).collect();
    trim(sheet, &inner, 18.0, XUAN.light(0.4), XUAN.dark(0.15));
    trim(sheet, &over, 27.0, cloth.trim, cloth.thread);
}

/// A belt with two ribbons, a knot and a jade ring.
fn belt(sheet: &mut Sheet, level: f32, half: f32, long: f32, cloth: Cloth) {
    sheet.fill(
        &slab((-half, level - 17.0), (half * 2.0, 34.0), 5.0),
        fall(level - 17.0, level + 17.0, &[(0.0, cloth.trim.light(0.12)), (1.0, cloth.trim.dark(0.16))]),
    );
    for edge in [-12.0, 12.0] {
        sheet.line(&Pen::from(-half, level + edge).to(half, level + edge).done(), 1.6, cloth.thread);
    }
    for (side, reach) in [(-1.0, long), (1.0, long * 0.86)] {
        let ribbon = along(
            (side * 5.0, level),
            (side * 22.0, level + reach * 0.3),
            (side * 4.0, level + reach * 0.7),
            (side * 24.0, level + reach),
        );
        sheet.fill(&stroke(&ribbon, |far| 11.0 + far * 5.0), cloth.trim.light(0.06));
        sheet.fill(&stroke(&ribbon, |_| 1.4), cloth.thread.alpha(0.8));
    }
    for side in [-1.0, 1.0] {
        let bow = leaf((0.0, level), (side * 34.0, level + 6.0), 24.0, 0.0);
        sheet.fill(&bow, cloth.trim.light(0.14));
        sheet.line(&bow, 1.2, cloth.thread.alpha(0.7));
    }
    sheet.fill(&circle(0.0, level, 9.0), cloth.trim);
    let ring = (-46.0, level + 62.0);
    sheet.line(&Pen::from(ring.0, level + 12.0).to(ring.0, level + 46.0).done(), 2.0, cloth.thread);
    sheet.line(&circle(ring.0, ring.1, 11.0), 6.0, QINGBI.light(0.45));
    super::craft::tassel(sheet, (ring.0, ring.1 + 12.0), 52.0, cloth.trim);
}

/// The rail: a lacquered bar on two posts.
fn rail(sheet: &mut Sheet, lacquer: Ink) {
    for side in [-1.0, 1.0] {
        let post = rect(side * 296.0 - 6.0, -60.0, 12.0, 620.0);
        sheet.fill(
            &post,
            slope(
                (side * 296.0 - 6.0, 0.0),
                (side * 296.0 + 6.0, 0.0),
                &[(0.0, lacquer.dark(0.2)), (0.35, lacquer.light(0.3)), (1.0, lacquer.dark(0.35))],
            ),
        );
        sheet.fill(&slab((side * 296.0 - 34.0, 540.0), (68.0, 16.0), 6.0), lacquer.dark(0.25));
    }
    sheet.fill(
        &slab((-312.0, -32.0), (624.0, 12.0), 6.0),
        fall(-32.0, -20.0, &[(0.0, lacquer.light(0.35)), (0.5, lacquer), (1.0, lacquer.dark(0.4))]),
    );
    for side in [-1.0, 1.0] {
        let curl =
            along((side * 308.0, -26.0), (side * 336.0, -26.0), (side * 340.0, -58.0), (side * 314.0, -56.0));
        sheet.fill(&stroke(&curl, |far| 11.0 - far * 4.0), lacquer);
        sheet.fill(&circle(side * 314.0, -56.0, 5.0), CHIJIN);
    }
}

/// A robe on display.
pub(super) fn hanfu(sheet: &mut Sheet, dice: &Dice) {
    let scheme = Scheme::roll(dice);
    let (width, height) = (sheet.width, sheet.height);
    stage(sheet, dice, scheme, height * 0.9);
    let cloth = dice.pick(&OUTFITS);
    let cut = dice.below(5);
    let size = (height / 700.0).clamp(0.86, 0.99);
    let origin = (width / 2.0, height * 0.9 - (530.0 + (height - 640.0) * 0.12) * size);
    sheet.placed(origin, 0.0, size, |sheet| {
        rail(sheet, ZITAN.mix(scheme.deep, 0.3));
        let shadow = Some(Shadow { offset: (9.0, 14.0), blur: 20.0, ink: scheme.deep.dark(0.4).alpha(0.4) });
        sheet.lifted(shadow, 1.0, |sheet| match cut {
            0 => ruqun(sheet, dice, cloth),
            1 => chest_skirt(sheet, dice, cloth),
            2 => round_collar(sheet, dice, cloth),
            3 => beizi(sheet, dice, cloth),
            _ => horse_face(sheet, dice, cloth),
        });
    });
    corner_seal(sheet, dice);
}

fn both_sleeves(sheet: &mut Sheet, dice: &Dice, reach: f32, drop: f32, cloth: Cloth) {
    let kind = dice.pick(&[Weave::Rosettes, Weave::Blossoms, Weave::Sprigs]);
    sheet.mirrored(0.0, |sheet| {
        let piece = sleeve(sheet, reach, drop, cloth.top, cloth.trim, cloth.thread);
        weave(sheet, &piece, kind, 58.0, cloth.top.dark(0.3).alpha(0.16));
    });
}

fn front(sheet: &mut Sheet, piece: &Shape, ink: Ink) {
    sheet.fill(
        piece,
        slope(
            (-110.0, 0.0),
            (110.0, 0.0),
            &[(0.0, ink.dark(0.14)), (0.4, ink.light(0.12)), (1.0, ink.dark(0.16))],
        ),
    );
}

/// Crossed collar over a skirt, with wide sleeves (交领襦裙).
fn ruqun(sheet: &mut Sheet, dice: &Dice, cloth: Cloth) {
    both_sleeves(sheet, dice, 268.0, 220.0, cloth);
    front(sheet, &body(94.0, 90.0, 200.0), cloth.top);
    crossed_collar(sheet, 166.0, cloth);
    skirt(sheet, dice, (172.0, 520.0), 86.0, 196.0, cloth);
    belt(sheet, 176.0, 90.0, 250.0, cloth);
}

/// A skirt tied above the chest with a gauze shawl (齐胸襦裙).
fn chest_skirt(sheet: &mut Sheet, dice: &Dice, cloth: Cloth) {
    both_sleeves(sheet, dice, 262.0, 250.0, cloth);
    front(sheet, &body(92.0, 88.0, 130.0), cloth.top);
    sheet.fill(
        &polygon(&[(-30.0, -30.0), (30.0, -30.0), (44.0, 96.0), (-44.0, 96.0)]),
        cloth.trim.mix(XUAN, 0.82),
    );
    sheet.mirrored(0.0, |sheet| {
        trim(
            sheet,
            &along((34.0, -30.0), (38.0, 0.0), (44.0, 40.0), (50.0, 100.0)),
            17.0,
            cloth.trim,
            cloth.thread,
        )
    });
    skirt(sheet, dice, (86.0, 520.0), 96.0, 206.0, cloth);
    sheet.fill(&slab((-99.0, 72.0), (198.0, 36.0), 5.0), cloth.trim);
    meander(sheet, (-92.0, 80.0), 184.0, 20.0, cloth.thread);
    for side in [-1.0, 1.0] {
        let ribbon =
            along((side * 8.0, 104.0), (side * 26.0, 190.0), (side * 6.0, 280.0), (side * 20.0, 390.0));
        sheet.fill(&stroke(&ribbon, |far| 10.0 + far * 6.0), cloth.trim.light(0.1));
        sheet.fill(&leaf((0.0, 92.0), (side * 40.0, 98.0), 28.0, 0.0), cloth.trim.light(0.18));
        let shawl =
            along((side * 120.0, -22.0), (side * 170.0, 120.0), (side * 96.0, 260.0), (side * 168.0, 470.0));
        sheet.fill(&stroke(&shawl, |far| 24.0 + far * 12.0), cloth.thread.mix(cloth.top, 0.4).alpha(0.62));
        sheet.fill(&stroke(&shawl, |_| 3.0), WHITE.alpha(0.4));
    }
    sheet.fill(&circle(0.0, 92.0, 9.0), cloth.thread);
}

/// A long robe with a round collar and a woven badge (圆领袍).
fn round_collar(sheet: &mut Sheet, dice: &Dice, cloth: Cloth) {
    let cloth = Cloth { top: cloth.skirt, skirt: cloth.top, ..cloth };
    both_sleeves(sheet, dice, 264.0, 176.0, cloth);
    let piece = body(98.0, 150.0, 514.0);
    sheet.fill(&body(98.0, 168.0, 500.0), cloth.top.dark(0.4));
    front(sheet, &piece, cloth.top);
    weave(sheet, &piece, Weave::Rosettes, 66.0, cloth.thread.alpha(0.26));
    sheet.within(&piece, |sheet| {
        for (x, low) in [(-70.0, -120.0), (-30.0, -46.0), (34.0, 50.0), (74.0, 126.0)] {
            sheet.fill(
                &stroke(&[(x, 210.0), ((x + low) / 2.0, 360.0), (low, 520.0)], |far| far * 14.0),
                cloth.top.dark(0.5).alpha(0.22),
            );
        }
        trim(
            sheet,
            &along((-150.0, 503.0), (-60.0, 514.0), (60.0, 514.0), (150.0, 503.0)),
            20.0,
            cloth.trim,
            cloth.thread,
        );
    });
    trim(
        sheet,
        &along((28.0, -2.0), (60.0, 10.0), (84.0, 30.0), (92.0, 110.0)),
        12.0,
        cloth.trim,
        cloth.thread,
    );
    sheet.fill(&oval(0.0, -18.0, 44.0, 27.0), cloth.trim);
    sheet.line(&oval(0.0, -18.0, 43.0, 26.0), 1.4, cloth.thread);
    sheet.fill(&oval(0.0, -19.0, 33.0, 18.0), XUAN.light(0.4));
    sheet.fill(&oval(0.0, -21.0, 27.0, 13.0), cloth.trim.dark(0.55));
    sheet.fill(&circle(46.0, 4.0, 6.0), cloth.thread);
    let badge = (0.0, 98.0);
    sheet.fill(&circle(badge.0, badge.1, 56.0), cloth.trim.dark(0.1));
    sheet.line(&circle(badge.0, badge.1, 56.0), 3.0, cloth.thread);
    rosette(sheet, badge, 50.0, dice.pick(&[6, 8]), (cloth.thread.mix(ZHUHONG, 0.5), XUAN, cloth.thread));
    let belt_ink = ZITAN.dark(0.3);
    sheet.fill(&slab((-106.0, 190.0), (212.0, 26.0), 5.0), belt_ink);
    for plaque in -3..=3 {
        let x = plaque as f32 * 29.0;
        sheet.fill(
            &slab((x - 10.0, 193.0), (20.0, 20.0), 3.0),
            fall(193.0, 213.0, &[(0.0, XUAN), (1.0, CHIJIN)]),
        );
    }
}

/// A long coat open in front, over a skirt, with narrow sleeves (褙子).
fn beizi(sheet: &mut Sheet, dice: &Dice, cloth: Cloth) {
    skirt(sheet, dice, (150.0, 520.0), 84.0, 150.0, cloth);
    both_sleeves(sheet, dice, 272.0, 112.0, cloth);
    sheet.fill(
        &polygon(&[(-40.0, -26.0), (40.0, -26.0), (50.0, 190.0), (-50.0, 190.0)]),
        cloth.skirt.mix(XUAN, 0.78),
    );
    sheet.fill(&slab((-56.0, 150.0), (112.0, 24.0), 3.0), cloth.trim);
    let kind = dice.pick(&[Weave::Sprigs, Weave::Blossoms]);
    sheet.mirrored(0.0, |sheet| {
        let panel = Pen::from(34.0, -26.0)
            .bow((92.0, -24.0), (95.0, 40.0))
            .curve((96.0, 160.0), (128.0, 320.0), (134.0, 440.0))
            .to(56.0, 446.0)
            .curve((50.0, 250.0), (40.0, 120.0), (34.0, -26.0))
            .close();
        front(sheet, &panel, cloth.top);
        weave(sheet, &panel, kind, 50.0, cloth.top.dark(0.35).alpha(0.22));
        trim(
            sheet,
            &along((33.0, -32.0), (40.0, 100.0), (48.0, 260.0), (58.0, 446.0)),
            19.0,
            cloth.trim,
            cloth.thread,
        );
        trim(sheet, &[(58.0, 440.0), (96.0, 438.0), (134.0, 432.0)], 12.0, cloth.trim, cloth.thread);
        for step in 0..9 {
            let far = step as f32 / 9.0;
            sheet.fill(&circle(34.0 + far * 23.0, -6.0 + far * 440.0, 3.4), cloth.thread);
        }
    });
}

/// A jacket with a standing collar over a pleated skirt with a flat front (马面裙).
fn horse_face(sheet: &mut Sheet, dice: &Dice, cloth: Cloth) {
    skirt(sheet, dice, (190.0, 524.0), 92.0, 200.0, cloth);
    let panel =
        Pen::from(-50.0, 190.0).to(-84.0, 528.0).bow((0.0, 536.0), (84.0, 528.0)).to(50.0, 190.0).close();
    sheet.fill(&panel, fall(190.0, 530.0, &[(0.0, cloth.skirt.light(0.12)), (1.0, cloth.skirt.dark(0.06))]));
    sheet.line(&panel, 2.0, cloth.skirt.dark(0.5).alpha(0.6));
    sheet.within(&panel, |sheet| {
        for (top, tall) in [(330.0, 44.0), (452.0, 64.0)] {
            sheet.fill(&rect(-100.0, top, 200.0, tall), cloth.trim);
            sheet.fill(&rect(-100.0, top, 200.0, 3.0), cloth.thread);
            sheet.fill(&rect(-100.0, top + tall - 3.0, 200.0, 3.0), cloth.thread);
            for spot in [-50.0, 0.0, 50.0] {
                rosette(sheet, (spot, top + tall / 2.0), tall * 0.38, 6, (cloth.thread, XUAN, cloth.thread));
            }
        }
    });
    both_sleeves(sheet, dice, 258.0, 150.0, cloth);
    let piece = body(98.0, 112.0, 226.0);
    front(sheet, &piece, cloth.top);
    weave(sheet, &piece, Weave::Rosettes, 60.0, cloth.thread.alpha(0.3));
    sheet.within(&piece, |sheet| {
        trim(
            sheet,
            &along((-116.0, 222.0), (-40.0, 234.0), (40.0, 234.0), (116.0, 222.0)),
            22.0,
            cloth.trim,
            cloth.thread,
        )
    });
    sheet.line(&Pen::from(0.0, -14.0).to(0.0, 230.0).done(), 2.0, cloth.top.dark(0.4));
    sheet.fill(&slab((-32.0, -46.0), (64.0, 36.0), 8.0), cloth.trim);
    sheet.line(&slab((-29.0, -43.0), (58.0, 30.0), 6.0), 1.4, cloth.thread);
    for button in 0..5 {
        let y = -28.0 + button as f32 * 46.0;
        sheet.fill(&slab((-9.0, y - 4.0), (18.0, 8.0), 4.0), cloth.thread);
    }
}
