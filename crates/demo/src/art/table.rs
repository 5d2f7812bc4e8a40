//! Still lifes seen from the front: a tea set, a steamer of dumplings, an enamelled vase, candied haws.

use std::f32::consts::PI;

use super::{
    dice::Dice,
    glyph::{Glyph, corner_seal, seal, write},
    ink::{
        CHIJIN, HAITANG, Ink, JILAN, JU, NIJIN, QINGBI, SONGHUA, SONGLU, Scheme, TAN, TAOYAO, TENGHUANG,
        TIANQING, WHITE, XUAN, XUANQING, YANZHI, YUEBAI, ZHE, ZHUHONG, ZITAN,
    },
    nature::{branch, plum_flower},
    pattern::{meander, rosette},
    scenery::{bokeh, flakes, rest, stage, steam, town},
    shape::{Pen, Shape, Spot, along, circle, leaf, oval, petal, polygon, rect, slab, stroke},
    sheet::{Shadow, Sheet, fall, halo, slope},
};

/// A body of revolution given by half widths at heights from the foot upwards.
fn turned_body(foot: Spot, profile: &[(f32, f32)]) -> Shape {
    let right: Vec<Spot> = profile.iter().map(|(up, half)| (foot.0 + half, foot.1 - up)).collect();
    let mut points = super::scenery::soften(&right);
    let left: Vec<Spot> = points.iter().rev().map(|spot| (2.0 * foot.0 - spot.0, spot.1)).collect();
    points.extend(left);
    polygon(&points)
}

/// Glaze that is lit from the left.
fn glaze(middle: f32, half: f32, ink: Ink) -> super::sheet::Wash {
    slope(
        (middle - half, 0.0),
        (middle + half, 0.0),
        &[
            (0.0, ink.dark(0.25)),
            (0.22, ink.light(0.3)),
            (0.5, ink),
            (0.85, ink.dark(0.3)),
            (1.0, ink.dark(0.18)),
        ],
    )
}

/// A slim vase with a few branches of plum.
fn plum_vase(sheet: &mut Sheet, dice: &Dice, foot: Spot, ink: Ink, bloom: (Ink, Ink)) {
    for lean in [-0.34, 0.1, 0.42] {
        let start = (foot.0, foot.1 - 196.0);
        let way = (-PI / 2.0 + lean, dice.range(150.0, 220.0));
        for (spot, angle) in branch(sheet, dice, start, way, 6.5, ZITAN.dark(0.2)) {
            plum_flower(
                sheet,
                dice,
                (spot.0 + dice.swing(9.0), spot.1 + dice.swing(9.0)),
                dice.range(11.0, 17.0),
                bloom,
            );
            let tip = (
                spot.0 + (angle + lean.signum()).cos() * 34.0,
                spot.1 + (angle + lean.signum()).sin() * 34.0,
            );
            sheet.fill(&stroke(&[spot, tip], |far| 3.2 - far * 2.0), ZITAN.dark(0.2));
            plum_flower(sheet, dice, tip, dice.range(8.0, 13.0), bloom);
        }
    }
    rest(sheet, foot, 36.0);
    let body = turned_body(
        foot,
        &[
            (0.0, 30.0),
            (14.0, 30.0),
            (70.0, 46.0),
            (112.0, 44.0),
            (150.0, 20.0),
            (184.0, 14.0),
            (200.0, 20.0),
        ],
    );
    sheet.fill(&body, glaze(foot.0, 48.0, ink));
    sheet.within(&body, |sheet| {
        for level in [24.0, 132.0] {
            sheet.fill(&rect(foot.0 - 60.0, foot.1 - level, 120.0, 2.4), ink.dark(0.5).alpha(0.5));
        }
        for step in -2..=2 {
            let x = foot.0 + step as f32 * 24.0;
            sheet.line(
                &leaf((x, foot.1 - 26.0), (x, foot.1 - 66.0), 20.0, 0.0),
                1.6,
                ink.dark(0.5).alpha(0.4),
            );
        }
    });
}

/// A cup without a handle; tea shows in its mouth.
fn cup(sheet: &mut Sheet, foot: Spot, size: f32, ink: Ink) {
    rest(sheet, foot, size * 0.6);
    sheet.placed(foot, 0.0, size, |sheet| {
        let body = Pen::from(-0.8, -0.86)
            .curve((-0.78, -0.3), (-0.5, -0.06), (-0.34, -0.04))
            .bow((0.0, 0.06), (0.34, -0.04))
            .curve((0.5, -0.06), (0.78, -0.3), (0.8, -0.86))
            .close();
        sheet.fill(&body, glaze(0.0, 0.8, ink));
        sheet.line(
            &Pen::from(-0.62, -0.36).bow((0.0, -0.2), (0.62, -0.36)).done(),
            0.03,
            ink.dark(0.45).alpha(0.5),
        );
        sheet.fill(&oval(0.0, -0.86, 0.8, 0.2), ink.light(0.5));
        sheet.fill(
            &oval(0.0, -0.83, 0.7, 0.145),
            slope((-0.6, 0.0), (0.6, 0.0), &[(0.0, Ink::hex(0x00a8_5a1e)), (1.0, Ink::hex(0x00d8_943a))]),
        );
        sheet.fill(&leaf((-0.5, -0.84), (0.1, -0.88), 0.06, 0.0), WHITE.alpha(0.55));
    });
}

/// A teapot, its lid, spout and handle.
fn teapot(sheet: &mut Sheet, foot: Spot, size: f32, hand: f32, ink: Ink, sign: Option<Glyph>) {
    rest(sheet, foot, size * 0.95);
    let how = tiny_skia::Transform::from_row(hand * size, 0.0, 0.0, size, foot.0, foot.1);
    sheet.moved(how, |sheet| {
        let grip = along((-0.8, -0.98), (-1.75, -1.25), (-1.7, -0.05), (-0.86, -0.28));
        sheet.fill(
            &stroke(&grip, |far| 0.15 + 0.05 * (far * PI).sin()),
            slope((-1.6, 0.0), (-0.8, 0.0), &[(0.0, ink.light(0.1)), (1.0, ink.dark(0.35))]),
        );
        let spout = along((0.72, -0.44), (1.2, -0.4), (1.12, -0.95), (1.6, -1.2));
        sheet.fill(
            &stroke(&spout, |far| 0.42 - far * 0.26),
            slope((0.7, -1.1), (1.4, -0.3), &[(0.0, ink.light(0.18)), (1.0, ink.dark(0.35))]),
        );
        sheet.fill(&oval(1.6, -1.21, 0.08, 0.045), ink.dark(0.6));
        let body = Pen::from(-0.52, -1.14)
            .curve((-1.05, -1.05), (-1.25, -0.3), (-0.62, -0.02))
            .bow((0.0, 0.06), (0.62, -0.02))
            .curve((1.25, -0.3), (1.05, -1.05), (0.52, -1.14))
            .bow((0.0, -1.24), (-0.52, -1.14))
            .close();
        let lit = if hand > 0.0 { -0.4 } else { 0.4 };
        sheet.fill(
            &body,
            halo(
                (lit, -0.78),
                1.5,
                &[(0.0, ink.light(0.36)), (0.35, ink.light(0.06)), (1.0, ink.dark(0.48))],
            ),
        );
        sheet.fill(&oval(0.0, -1.13, 0.54, 0.1), ink.dark(0.35));
        let lid = Pen::from(-0.5, -1.15)
            .curve((-0.4, -1.44), (0.4, -1.44), (0.5, -1.15))
            .bow((0.0, -1.06), (-0.5, -1.15))
            .close();
        sheet.fill(&lid, halo((lit * 0.5, -1.36), 0.7, &[(0.0, ink.light(0.36)), (1.0, ink.dark(0.25))]));
        sheet.fill(
            &circle(0.0, -1.46, 0.12),
            halo((lit * 0.1, -1.5), 0.16, &[(0.0, ink.light(0.5)), (1.0, ink.dark(0.2))]),
        );
        sheet.line(
            &Pen::from(-0.98, -0.62).bow((0.0, -0.5), (0.98, -0.62)).done(),
            0.018,
            ink.dark(0.5).alpha(0.4),
        );
    });
    if let Some(sign) = sign {
        write(
            sheet,
            sign,
            (foot.0 - size * 0.26, foot.1 - size * 0.88),
            size * 0.52,
            8.0,
            ink.light(0.6).alpha(0.75),
        );
    }
}

/// A tea set on its tray (茶).
pub(super) fn tea(sheet: &mut Sheet, dice: &Dice) {
    let scheme = Scheme::roll(dice);
    let (width, height) = (sheet.width, sheet.height);
    let table = height * 0.72;
    stage(sheet, dice, scheme, table);
    let hand = dice.side();
    let clay = dice.pick(&[
        Ink::hex(0x008c_4a36),
        Ink::hex(0x0060_3a34),
        TIANQING,
        Ink::hex(0x00e9_e3d2),
        QINGBI.mix(TIANQING, 0.5),
        Ink::hex(0x003a_3c44),
    ]);
    let bloom = dice.pick(&[
        (TAOYAO.light(0.3), HAITANG),
        (HAITANG, YANZHI),
        (WHITE, TAOYAO),
        (TENGHUANG.light(0.3), JU),
    ]);
    plum_vase(
        sheet,
        dice,
        (width * (0.5 - hand * 0.31), table + 34.0),
        dice.pick(&[scheme.accent.light(0.1), TIANQING, XUAN, scheme.main]),
        bloom,
    );
    // A tray with slats.
    let tray = (width * 0.5 + hand * 36.0, table + 88.0);
    rest(sheet, (tray.0, tray.1 + 18.0), 250.0);
    let wood = TAN.dark(0.1);
    let top = polygon(&[
        (tray.0 - 216.0, tray.1 - 32.0),
        (tray.0 + 216.0, tray.1 - 32.0),
        (tray.0 + 250.0, tray.1 + 12.0),
        (tray.0 - 250.0, tray.1 + 12.0),
    ]);
    sheet.fill(&top, fall(tray.1 - 32.0, tray.1 + 12.0, &[(0.0, wood.dark(0.1)), (1.0, wood.light(0.2))]));
    for slat in -7..=7 {
        let x = slat as f32;
        sheet.line(
            &Pen::from(tray.0 + x * 29.0, tray.1 - 30.0).to(tray.0 + x * 33.5, tray.1 + 10.0).done(),
            2.0,
            wood.dark(0.5),
        );
    }
    sheet.fill(
        &slab((tray.0 - 250.0, tray.1 + 11.0), (500.0, 17.0), 5.0),
        fall(tray.1 + 11.0, tray.1 + 28.0, &[(0.0, wood.light(0.3)), (1.0, wood.dark(0.35))]),
    );
    let pot = (tray.0 - hand * 20.0, tray.1 - 8.0);
    let sign = dice.chance(0.6).then_some(Glyph::Cha);
    teapot(sheet, pot, 102.0, hand, clay, sign);
    let ware = if dice.chance(0.5) { clay } else { XUAN };
    for (x, y, size) in [(152.0, -10.0, 42.0), (196.0, 8.0, 46.0), (-190.0, 6.0, 44.0)] {
        cup(sheet, (tray.0 + hand * x, tray.1 + y), size, ware);
    }
    steam(sheet, dice, (tray.0 + hand * 150.0, tray.1 - 50.0), 150.0, 2);
    steam(sheet, dice, (pot.0 + hand * 150.0, pot.1 - 120.0), 130.0, 1);
    corner_seal(sheet, dice);
}

/// One soup dumpling with its pleats gathered at the top.
fn bun(sheet: &mut Sheet, foot: Spot, size: f32, dough: Ink) {
    sheet.pool((foot.0 + 3.0, foot.1), (size * 1.05, size * 0.34), Ink::hex(0x0030_1a0c).alpha(0.45));
    sheet.placed(foot, 0.0, size, |sheet| {
        let body = Pen::from(-0.98, -0.22)
            .curve((-1.0, -0.72), (-0.5, -0.98), (-0.14, -1.08))
            .bow((0.0, -1.2), (0.14, -1.08))
            .curve((0.5, -0.98), (1.0, -0.72), (0.98, -0.22))
            .curve((0.8, 0.14), (-0.8, 0.14), (-0.98, -0.22))
            .close();
        sheet.fill(
            &body,
            halo(
                (-0.3, -0.62),
                1.4,
                &[(0.0, dough.light(0.5)), (0.55, dough), (1.0, dough.dark(0.2).mix(ZHE, 0.15))],
            ),
        );
        for pleat in -5_i32..=5 {
            let far = pleat as f32 / 5.0;
            let line = along(
                (far * 0.07, -1.06),
                (far * 0.28 + 0.06, -0.98),
                (far * 0.66 + 0.05, -0.8),
                (far * 0.86, -0.42),
            );
            sheet.fill(
                &stroke(&line, |far| 0.045 * (1.0 - far) + 0.006),
                dough.dark(0.35).mix(ZHE, 0.3).alpha(0.55),
            );
            let lit: Vec<Spot> = line.iter().map(|spot| (spot.0 - 0.045, spot.1 + 0.02)).collect();
            sheet.fill(&stroke(&lit, |far| 0.035 * (1.0 - far)), WHITE.alpha(0.7));
        }
        sheet.fill(&oval(0.0, -1.07, 0.12, 0.05), dough.dark(0.3).mix(ZHE, 0.3));
    });
}

/// The wall of a bamboo steamer under the ellipse at `center`.
fn basket(sheet: &mut Sheet, center: Spot, radius: f32, deep: f32) {
    let (x, y) = center;
    let flat = radius * 0.34;
    let cane = Ink::hex(0x00cf_a468);
    let wall = Pen::from(x - radius, y)
        .to(x - radius, y + deep)
        .curve(
            (x - radius * 0.96, y + deep + flat * 1.3),
            (x + radius * 0.96, y + deep + flat * 1.3),
            (x + radius, y + deep),
        )
        .to(x + radius, y)
        .close();
    sheet.fill(
        &wall,
        slope(
            (x - radius, 0.0),
            (x + radius, 0.0),
            &[(0.0, cane.dark(0.4)), (0.25, cane.light(0.2)), (0.6, cane), (1.0, cane.dark(0.45))],
        ),
    );
    sheet.within(&wall, |sheet| {
        for band in [0.14, 0.8] {
            let line = along(
                (x - radius, y + deep * band),
                (x - radius * 0.96, y + deep * band + flat * 1.3),
                (x + radius * 0.96, y + deep * band + flat * 1.3),
                (x + radius, y + deep * band),
            );
            sheet.fill(
                &stroke(&line, |_| deep * 0.2),
                slope(
                    (x - radius, 0.0),
                    (x + radius, 0.0),
                    &[(0.0, cane.dark(0.5)), (0.3, cane.light(0.35)), (1.0, cane.dark(0.4))],
                ),
            );
        }
        for lash in 0..5 {
            let far = lash as f32 / 4.0 * 1.6 - 0.8;
            let low = y + flat * (1.0 - far * far).sqrt();
            sheet.line(
                &Pen::from(x + far * radius, low).to(x + far * radius * 0.99, low + deep).done(),
                5.0,
                TAN.dark(0.1),
            );
            sheet.line(
                &Pen::from(x + far * radius - 1.0, low).to(x + far * radius * 0.99 - 1.0, low + deep).done(),
                1.4,
                cane.light(0.4),
            );
        }
    });
    sheet.fill(
        &oval(x, y, radius, flat),
        slope(
            (x - radius, 0.0),
            (x + radius, 0.0),
            &[(0.0, cane.light(0.1)), (0.5, cane.light(0.4)), (1.0, cane.dark(0.2))],
        ),
    );
    sheet.line(&oval(x, y, radius * 0.985, flat * 0.975), 1.4, cane.dark(0.5).alpha(0.6));
    sheet.fill(&oval(x, y + 2.0, radius * 0.93, flat * 0.89), cane.dark(0.5));
    let floor = oval(x, y + 6.0, radius * 0.91, flat * 0.85);
    sheet.fill(
        &floor,
        fall(y - flat, y + flat, &[(0.0, Ink::hex(0x008c_6a44)), (1.0, Ink::hex(0x00d8_bc8c))]),
    );
    sheet.within(&floor, |sheet| {
        for slat in -6..=6 {
            let at = x + slat as f32 * radius * 0.15;
            sheet.line(
                &Pen::from(at, y - flat).to(at + slat as f32 * 3.0, y + flat).done(),
                2.0,
                TAN.dark(0.2).alpha(0.45),
            );
        }
        sheet.fill(&oval(x, y + 8.0, radius * 0.8, flat * 0.72), XUAN.alpha(0.85));
    });
}

/// A steamer of soup dumplings (笼).
pub(super) fn dumplings(sheet: &mut Sheet, dice: &Dice) {
    let scheme = Scheme::roll(dice);
    let (width, height) = (sheet.width, sheet.height);
    let table = height * 0.64;
    stage(sheet, dice, scheme, table);
    let center = (width * 0.5, height * 0.58);
    let radius = 226.0;
    let lower = dice.chance(0.6);
    let lift = if lower { 0.0 } else { 60.0 };
    rest(sheet, (center.0, center.1 + 190.0), 256.0);
    if lower {
        basket(sheet, (center.0, center.1 + 74.0), radius + 3.0, 66.0);
    }
    let top = (center.0, center.1 + lift);
    basket(sheet, top, radius, 66.0);
    let doughs = dice.pick(&[
        [Ink::hex(0x00f8_f0e0); 3],
        [Ink::hex(0x00f8_f0e0), Ink::hex(0x00d6_e4b8), Ink::hex(0x00f8_f0e0)],
        [Ink::hex(0x00fb_eccb), Ink::hex(0x00f6_cfc0), Ink::hex(0x00f8_f0e0)],
    ]);
    let rows: [(f32, &[f32]); 3] =
        [(-0.36, &[-0.42, 0.0, 0.42]), (0.08, &[-0.62, -0.2, 0.22, 0.62]), (0.62, &[-0.42, 0.0, 0.42])];
    let mut number = 0;
    for (down, across) in rows {
        for x in across {
            let foot = (top.0 + x * radius * 0.98, top.1 + down * radius * 0.34 + 14.0);
            bun(sheet, foot, 47.0 + down * 5.0, doughs[number % 3]);
            if dice.chance(0.25) {
                sheet.fill(&circle(foot.0, foot.1 - 54.0, 4.0), ZHUHONG);
            }
            number += 1;
        }
    }
    let saucer = (width * 0.86, height * 0.9);
    rest(sheet, (saucer.0, saucer.1 + 18.0), 66.0);
    sheet.fill(&oval(saucer.0, saucer.1 + 6.0, 66.0, 27.0), XUAN.dark(0.3));
    sheet.fill(&oval(saucer.0, saucer.1, 66.0, 26.0), XUAN);
    sheet.line(&oval(saucer.0, saucer.1, 62.0, 23.5), 2.0, JILAN);
    sheet.fill(
        &oval(saucer.0, saucer.1 + 1.0, 51.0, 17.0),
        slope(
            (saucer.0 - 50.0, 0.0),
            (saucer.0 + 50.0, 0.0),
            &[(0.0, Ink::hex(0x002c_1210)), (1.0, Ink::hex(0x0068_2c1a))],
        ),
    );
    for step in 0..6 {
        let x = saucer.0 - 26.0 + step as f32 * 8.0;
        sheet.fill(
            &stroke(
                &[(x, saucer.1 - 2.0 + dice.swing(4.0)), (x + 22.0, saucer.1 + 2.0 + dice.swing(5.0))],
                |_| 3.0,
            ),
            TENGHUANG.light(0.3),
        );
    }
    for shift in [0.0, 13.0] {
        let sticks = [(width * 0.03, height * 0.9 + shift), (width * 0.62, height * 0.955 + shift * 0.7)];
        sheet.fill(
            &stroke(
                &[(sticks[0].0 + 4.0, sticks[0].1 + 8.0), (sticks[1].0 + 4.0, sticks[1].1 + 6.0)],
                |_| 6.0,
            ),
            Ink::hex(0x0010_0808).alpha(0.35),
        );
        sheet.fill(
            &stroke(&sticks, |far| 9.0 - far * 4.0),
            slope(
                sticks[0],
                sticks[1],
                &[
                    (0.0, ZITAN.dark(0.3)),
                    (0.3, ZITAN.dark(0.3)),
                    (0.32, CHIJIN),
                    (0.35, CHIJIN),
                    (0.37, ZHE.light(0.15)),
                    (1.0, ZHE.light(0.3)),
                ],
            ),
        );
    }
    steam(sheet, dice, (top.0, top.1 - 20.0), 300.0, 5);
    seal(sheet, dice, (78.0, 122.0));
}

/// An enamelled vase with gold wires (景泰蓝).
pub(super) fn cloisonne(sheet: &mut Sheet, dice: &Dice) {
    let scheme = Scheme::roll(dice);
    let (width, height) = (sheet.width, sheet.height);
    let table = height * 0.8;
    stage(sheet, dice, scheme, table);
    let blue = dice.pick(&[
        Ink::hex(0x001f_66a8),
        Ink::hex(0x0018_8a96),
        JILAN,
        Ink::hex(0x009a_2634),
        SONGLU.light(0.1),
    ]);
    let profiles: [&[(f32, f32)]; 3] = [
        &[
            (0.0, 74.0),
            (16.0, 72.0),
            (60.0, 96.0),
            (140.0, 138.0),
            (216.0, 142.0),
            (276.0, 94.0),
            (318.0, 52.0),
            (372.0, 44.0),
            (410.0, 72.0),
        ],
        &[
            (0.0, 66.0),
            (20.0, 62.0),
            (90.0, 92.0),
            (190.0, 148.0),
            (262.0, 146.0),
            (318.0, 92.0),
            (344.0, 50.0),
            (372.0, 48.0),
            (386.0, 60.0),
        ],
        &[
            (0.0, 84.0),
            (14.0, 80.0),
            (44.0, 104.0),
            (110.0, 150.0),
            (176.0, 142.0),
            (226.0, 88.0),
            (268.0, 46.0),
            (356.0, 38.0),
            (412.0, 66.0),
        ],
    ];
    let profile = dice.pick(&profiles);
    let size = (height - 640.0).max(0.0) / 640.0 * 0.6 + 1.0;
    let foot = (width / 2.0, table + 54.0);
    rest(sheet, (foot.0, foot.1 + 18.0), 130.0);
    let stand = slab((foot.0 - 104.0, foot.1 - 2.0), (208.0, 22.0), 7.0);
    sheet.fill(&stand, fall(foot.1, foot.1 + 20.0, &[(0.0, ZITAN.light(0.3)), (1.0, ZITAN.dark(0.4))]));
    for side in [-1.0, 1.0] {
        sheet.fill(&slab((foot.0 + side * 84.0 - 12.0, foot.1 + 12.0), (24.0, 18.0), 5.0), ZITAN.dark(0.25));
    }
    sheet.placed(foot, 0.0, size, |sheet| {
        let body = turned_body((0.0, 0.0), profile);
        let tall = profile[profile.len() - 1].0;
        sheet.fill(&body, blue);
        sheet.within(&body, |sheet| {
            enamel(sheet, dice, blue, tall);
            // Roundness: dark at both sides, a long window light on the left.
            let side_light = [
                (0.0, Ink::hex(0x0008_0810).alpha(0.62)),
                (0.2, Ink::hex(0x0008_0810).clear()),
                (0.6, Ink::hex(0x0008_0810).alpha(0.05)),
                (1.0, Ink::hex(0x0008_0810).alpha(0.66)),
            ];
            sheet.fill(
                &rect(-160.0, -tall - 20.0, 320.0, tall + 40.0),
                slope((-150.0, 0.0), (150.0, 0.0), &side_light),
            );
        });
        sheet.line(&body, 2.2, NIJIN.dark(0.2));
        for (level, half) in [(4.0, profile[0].1 + 2.0), (tall - 3.0, profile[profile.len() - 1].1 + 2.0)] {
            sheet.fill(
                &slab((-half, -level - 5.0), (half * 2.0, 11.0), 4.0),
                slope(
                    (-half, 0.0),
                    (half, 0.0),
                    &[
                        (0.0, NIJIN.dark(0.4)),
                        (0.25, CHIJIN.light(0.5)),
                        (0.6, NIJIN),
                        (1.0, NIJIN.dark(0.45)),
                    ],
                ),
            );
        }
        sheet.blurred(7.0, 0.7, |sheet| {
            let shine = [(-86.0, -tall * 0.3), (-96.0, -tall * 0.5), (-62.0, -tall * 0.66)];
            sheet.fill(&stroke(&shine, |far| 22.0 * (far * PI).sin()), WHITE.alpha(0.7));
        });
    });
    corner_seal(sheet, dice);
}

/// The bands and flowers on the vase, the origin at its foot.
fn enamel(sheet: &mut Sheet, dice: &Dice, blue: Ink, tall: f32) {
    let gold = CHIJIN;
    for row in 0..11 {
        for column in -4..=4 {
            let shift = if row % 2 == 0 { 0.0 } else { 20.0 };
            let spot = (column as f32 * 40.0 + shift, -tall * row as f32 / 10.0);
            let curl = along(
                spot,
                (spot.0 + 14.0, spot.1 - 16.0),
                (spot.0 + 22.0, spot.1 + 6.0),
                (spot.0 + 8.0, spot.1 + 4.0),
            );
            sheet.fill(&stroke(&curl, |far| 2.0 - far), gold.alpha(0.65));
        }
    }
    let flowers = [
        (HAITANG, XUAN, TENGHUANG),
        (XUAN, HAITANG.light(0.4), JU),
        (TENGHUANG, XUAN, ZHUHONG),
        (Ink::hex(0x00c8_a0d8), XUAN, TENGHUANG),
    ];
    let lead = dice.below(flowers.len());
    for (index, (x, up, size)) in [
        (0.0, 0.43, 62.0),
        (-104.0, 0.5, 40.0),
        (104.0, 0.5, 40.0),
        (-66.0, 0.28, 30.0),
        (66.0, 0.28, 30.0),
        (0.0, 0.66, 30.0),
    ]
    .into_iter()
    .enumerate()
    {
        let spot = (x, -tall * up);
        for turn in 0..6 {
            let angle = turn as f32 * PI / 3.0 + 0.3;
            let root = (spot.0 + angle.cos() * size * 0.8, spot.1 + angle.sin() * size * 0.8);
            let tip = (spot.0 + angle.cos() * size * 1.5, spot.1 + angle.sin() * size * 1.5);
            let shape = leaf(root, tip, size * 0.34, size * 0.1);
            sheet.fill(&shape, if turn % 2 == 0 { QINGBI.light(0.1) } else { SONGHUA.dark(0.1) });
            sheet.line(&shape, 1.3, gold);
        }
        rosette(sheet, spot, size, 8, flowers[(lead + index.min(3)) % flowers.len()]);
        sheet.line(&circle(spot.0, spot.1, size * 0.2), 1.6, gold);
    }
    let bands = [(0.06, 34.0, YANZHI), (0.78, 26.0, QINGBI.dark(0.15)), (0.92, 24.0, ZHUHONG.dark(0.1))];
    for (up, thick, ink) in bands {
        let top = -tall * up - thick / 2.0;
        let ink = if ink == YANZHI && blue == Ink::hex(0x009a_2634) { JILAN } else { ink };
        sheet.fill(&rect(-170.0, top, 340.0, thick), ink);
        meander(sheet, (-168.0, top + thick * 0.2), 336.0, thick * 0.62, gold);
        for edge in [0.0, thick] {
            sheet.fill(&rect(-170.0, top + edge - 1.5, 340.0, 3.0), gold);
        }
    }
    for step in -7..=7 {
        let x = step as f32 * 22.0;
        let shape = petal((x, -tall * 0.1), -PI / 2.0, (34.0, 22.0), 0.0);
        sheet.fill(&shape, if step % 2 == 0 { TIANQING } else { HAITANG.light(0.2) });
        sheet.line(&shape, 1.4, gold);
        let head = petal((x, -tall * 0.745), PI / 2.0, (26.0, 20.0), 0.0);
        sheet.fill(&head, if step % 2 == 0 { YUEBAI } else { TENGHUANG });
        sheet.line(&head, 1.4, gold);
    }
}

/// Candied haws on sticks before the lights of a winter street (糖葫芦).
pub(super) fn candied_haws(sheet: &mut Sheet, dice: &Dice) {
    let (width, height) = (sheet.width, sheet.height);
    let skies = [
        [XUANQING, Ink::hex(0x003c_3a66), Ink::hex(0x00b0_6a60)],
        [Ink::hex(0x00a9_c2d0), YUEBAI, XUAN],
        [Ink::hex(0x0034_2038), Ink::hex(0x0070_3848), Ink::hex(0x00e0_9a60)],
    ];
    let sky = dice.pick(&skies);
    sheet.sky(&[(0.0, sky[0]), (0.55, sky[1]), (1.0, sky[2])]);
    sheet.blurred(9.0, 0.9, |sheet| {
        town(sheet, dice, height * 0.86, 190.0, sky[0].mix(sky[1], 0.4).dark(0.1), 0.6)
    });
    bokeh(sheet, dice, 26, (height * 0.3, height), &[TENGHUANG, JU, ZHUHONG.light(0.2), CHIJIN]);
    let fruits = [ZHUHONG.dark(0.06), ZHUHONG, YANZHI.light(0.06)];
    let count = 5;
    let shadow = Some(Shadow { offset: (8.0, 14.0), blur: 18.0, ink: XUANQING.alpha(0.5) });
    sheet.lifted(shadow, 1.0, |sheet| {
        for index in 0..count {
            let far = index as f32 / (count - 1) as f32 * 2.0 - 1.0;
            let degrees = far * 25.0;
            let kind = dice.below(5);
            sheet.placed((width / 2.0, height * 0.98), degrees, height / 640.0, |sheet| {
                skewer(sheet, dice, far, kind, fruits[index % 3]);
            });
        }
        // The paper that holds the sticks.
        let paper = dice.pick(&[XUAN, YUEBAI, XUAN.mix(TENGHUANG, 0.3)]);
        let (x, y) = (width / 2.0, height);
        let wrap = polygon(&[
            (x - 106.0, y - 150.0),
            (x + 104.0, y - 158.0),
            (x + 46.0, y + 20.0),
            (x - 46.0, y + 20.0),
        ]);
        sheet.fill(
            &wrap,
            slope(
                (x - 100.0, 0.0),
                (x + 100.0, 0.0),
                &[(0.0, paper.dark(0.12)), (0.4, paper), (1.0, paper.dark(0.2))],
            ),
        );
        let fold = polygon(&[
            (x - 106.0, y - 150.0),
            (x + 30.0, y - 90.0),
            (x - 20.0, y + 20.0),
            (x - 46.0, y + 20.0),
        ]);
        sheet.fill(&fold, slope((x - 90.0, 0.0), (x + 30.0, 0.0), &[(0.0, paper), (1.0, paper.dark(0.1))]));
        write(
            sheet,
            dice.pick(&[Glyph::Ji, Glyph::Fu, Glyph::Hao, Glyph::Xi]),
            (x - 8.0, y - 100.0),
            52.0,
            9.0,
            ZHUHONG,
        );
    });
    flakes(sheet, dice, 150, WHITE);
    corner_seal(sheet, dice);
}

fn skewer(sheet: &mut Sheet, dice: &Dice, far: f32, kind: usize, haw: Ink) {
    let top = -560.0 + far.abs() * 60.0;
    sheet.fill(
        &stroke(&[(0.0, 0.0), (0.0, top)], |far| 6.0 - far * 2.5),
        slope((-3.0, 0.0), (3.0, 0.0), &[(0.0, XUAN.dark(0.1)), (1.0, ZHE.light(0.2))]),
    );
    for step in 0..6 {
        let y = top + 52.0 + step as f32 * 60.0;
        let radius = 33.0 - step as f32 * 0.8;
        let ink = match (kind, step % 2) {
            (1, 1) => TENGHUANG.mix(JU, 0.4),
            (2, 0) => SONGHUA.dark(0.1),
            (3, 1) => XUAN.dark(0.05),
            _ => haw,
        };
        sheet.fill(&circle(0.0, y, radius + 1.6), CHIJIN.mix(ink, 0.4).alpha(0.75));
        sheet.fill(
            &circle(0.0, y, radius),
            halo(
                (-radius * 0.35, y - radius * 0.4),
                radius * 1.5,
                &[(0.0, ink.light(0.35)), (0.35, ink), (1.0, ink.dark(0.5))],
            ),
        );
        sheet.fill(
            &leaf(
                (-radius * 0.62, y + radius * 0.1),
                (-radius * 0.1, y - radius * 0.72),
                radius * 0.34,
                radius * -0.14,
            ),
            WHITE.alpha(0.75),
        );
        sheet.fill(&circle(radius * 0.4, y + radius * 0.42, radius * 0.09), WHITE.alpha(0.6));
        for _ in 0..4 {
            let spot = (dice.swing(radius * 0.8), y + dice.swing(radius * 0.8));
            sheet.fill(&circle(spot.0, spot.1, 1.3), XUAN.alpha(0.55));
        }
    }
    // The sugar that ran to the top and set.
    let cap = polygon(&[(-13.0, top + 26.0), (-7.0, top - 6.0), (6.0, top - 10.0), (14.0, top + 26.0)]);
    sheet.fill(&cap, CHIJIN.light(0.3).alpha(0.75));
}
