//! A tea set on its tray.

use std::f32::consts::PI;

use super::{
    dice::Dice,
    glyph::{Glyph, corner_seal, write},
    ink::{HAITANG, Ink, JU, QINGBI, Scheme, TAN, TAOYAO, TENGHUANG, TIANQING, WHITE, XUAN, YANZHI, ZITAN},
    nature::{branch, plum_flower},
    scenery::{rest, soften, stage, steam},
    shape::{Pen, Shape, Spot, along, circle, leaf, oval, polygon, rect, slab, stroke},
    sheet::{Sheet, Wash, fall, halo, slope},
};

/// A body of revolution given by half widths at heights from the foot upwards.
pub(super) fn turned_body(foot: Spot, profile: &[(f32, f32)]) -> Shape {
    let right: Vec<Spot> = profile.iter().map(|(up, half)| (foot.0 + half, foot.1 - up)).collect();
    let mut points = soften(&right);
    let left: Vec<Spot> = points.iter().rev().map(|spot| (2.0 * foot.0 - spot.0, spot.1)).collect();
    points.extend(left);
    polygon(&points)
}

/// Glaze that is lit from the left.
fn glaze(middle: f32, half: f32, ink: Ink) -> Wash {
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
