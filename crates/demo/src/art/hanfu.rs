//! Hanfu on a clothes rail: five cuts of five dynasties.

use super::{
    dice::Dice,
    glyph::corner_seal,
    ink::{CHIJIN, Scheme, WHITE, XUAN, ZHUHONG, ZITAN},
    pattern::{meander, rosette},
    robe::{
        Cloth, OUTFITS, Weave, belt, body, both_sleeves, crossed_collar, front, rail, skirt, trim, weave,
    },
    scenery::stage,
    shape::{Pen, along, circle, leaf, oval, polygon, rect, slab, stroke},
    sheet::{Shadow, Sheet, fall},
};

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
        let shadow = Shadow { offset: (9.0, 14.0), blur: 20.0, ink: scheme.deep.dark(0.4).alpha(0.4) };
        sheet.lifted(shadow, |sheet| match cut {
            0 => ruqun(sheet, dice, cloth),
            1 => chest_skirt(sheet, dice, cloth),
            2 => round_collar(sheet, dice, cloth),
            3 => beizi(sheet, dice, cloth),
            _ => horse_face(sheet, dice, cloth),
        });
    });
    corner_seal(sheet, dice);
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
        );
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
        for (x, low) in [(-70.0_f32, -120.0_f32), (-30.0, -46.0), (34.0, 50.0), (74.0, 126.0)] {
            sheet.fill(
                &stroke(&[(x, 210.0), (x.midpoint(low), 360.0), (low, 520.0)], |far| far * 14.0),
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
        );
    });
    sheet.line(&Pen::from(0.0, -14.0).to(0.0, 230.0).done(), 2.0, cloth.top.dark(0.4));
    sheet.fill(&slab((-32.0, -46.0), (64.0, 36.0), 8.0), cloth.trim);
    sheet.line(&slab((-29.0, -43.0), (58.0, 30.0), 6.0), 1.4, cloth.thread);
    for button in 0..5 {
        let y = -28.0 + button as f32 * 46.0;
        sheet.fill(&slab((-9.0, y - 4.0), (18.0, 8.0), 4.0), cloth.thread);
    }
}
