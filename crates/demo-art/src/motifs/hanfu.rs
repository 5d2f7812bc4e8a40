//! Hanfu on a clothes rail: five cuts of five dynasties.

use super::{
    robe::{
        Cloth, OUTFITS, Weave, belt, body, both_sleeves, crossed_collar, front, rail, skirt, trim, weave,
    },
    scenery::stage,
};
use crate::{
    canvas::{Canvas, Shadow, vertical},
    color::{CHIJIN, Scheme, WHITE, XUAN, ZHUHONG, ZITAN},
    glyph::corner_seal,
    pattern::{meander, rosette},
    random::Random,
    shape::{Pen, along, circle, ellipse, leaf, polygon, rect, round_rect, stroke},
};

/// Draws a robe on display.
pub(super) fn hanfu(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    let (width, height) = (canvas.width, canvas.height);
    stage(canvas, random, scheme, height * 0.9);
    let cloth = random.pick(&OUTFITS);
    let cut = random.below(5);
    let size = (height / 700.0).clamp(0.86, 0.99);
    let origin = (width / 2.0, height * 0.9 - (530.0 + (height - 640.0) * 0.12) * size);
    canvas.placed(origin, 0.0, size, |canvas| {
        rail(canvas, ZITAN.mix(scheme.deep, 0.3));
        let shadow = Shadow { offset: (9.0, 14.0), blur: 20.0, color: scheme.deep.dark(0.4).alpha(0.4) };
        canvas.with_shadow(shadow, |canvas| match cut {
            0 => ruqun(canvas, random, cloth),
            1 => chest_skirt(canvas, random, cloth),
            2 => round_collar(canvas, random, cloth),
            3 => beizi(canvas, random, cloth),
            _ => horse_face(canvas, random, cloth),
        });
    });
    corner_seal(canvas, random);
}

/// Draws a crossed collar over a skirt, with wide sleeves (交领襦裙).
fn ruqun(canvas: &mut Canvas, random: &Random, cloth: Cloth) {
    both_sleeves(canvas, random, 268.0, 220.0, cloth);
    front(canvas, &body(94.0, 90.0, 200.0), cloth.top);
    crossed_collar(canvas, 166.0, cloth);
    skirt(canvas, random, (172.0, 520.0), 86.0, 196.0, cloth);
    belt(canvas, 176.0, 90.0, 250.0, cloth);
}

/// Draws a skirt tied above the chest with a gauze shawl (齐胸襦裙).
fn chest_skirt(canvas: &mut Canvas, random: &Random, cloth: Cloth) {
    both_sleeves(canvas, random, 262.0, 250.0, cloth);
    front(canvas, &body(92.0, 88.0, 130.0), cloth.top);
    canvas.fill(
        &polygon(&[(-30.0, -30.0), (30.0, -30.0), (44.0, 96.0), (-44.0, 96.0)]),
        cloth.trim.mix(XUAN, 0.82),
    );
    canvas.mirrored(0.0, |canvas| {
        trim(
            canvas,
            &along((34.0, -30.0), (38.0, 0.0), (44.0, 40.0), (50.0, 100.0)),
            17.0,
            cloth.trim,
            cloth.thread,
        );
    });
    skirt(canvas, random, (86.0, 520.0), 96.0, 206.0, cloth);
    canvas.fill(&round_rect((-99.0, 72.0), (198.0, 36.0), 5.0), cloth.trim);
    meander(canvas, (-92.0, 80.0), 184.0, 20.0, cloth.thread);
    for side in [-1.0, 1.0] {
        let ribbon =
            along((side * 8.0, 104.0), (side * 26.0, 190.0), (side * 6.0, 280.0), (side * 20.0, 390.0));
        canvas.fill(&stroke(&ribbon, |far| 10.0 + far * 6.0), cloth.trim.light(0.1));
        canvas.fill(&leaf((0.0, 92.0), (side * 40.0, 98.0), 28.0, 0.0), cloth.trim.light(0.18));
        let shawl =
            along((side * 120.0, -22.0), (side * 170.0, 120.0), (side * 96.0, 260.0), (side * 168.0, 470.0));
        canvas.fill(&stroke(&shawl, |far| 24.0 + far * 12.0), cloth.thread.mix(cloth.top, 0.4).alpha(0.62));
        canvas.fill(&stroke(&shawl, |_| 3.0), WHITE.alpha(0.4));
    }
    canvas.fill(&circle(0.0, 92.0, 9.0), cloth.thread);
}

/// Draws a long robe with a round collar and a woven badge (圆领袍).
fn round_collar(canvas: &mut Canvas, random: &Random, cloth: Cloth) {
    let cloth = Cloth { top: cloth.skirt, skirt: cloth.top, ..cloth };
    both_sleeves(canvas, random, 264.0, 176.0, cloth);
    let piece = body(98.0, 150.0, 514.0);
    canvas.fill(&body(98.0, 168.0, 500.0), cloth.top.dark(0.4));
    front(canvas, &piece, cloth.top);
    weave(canvas, &piece, Weave::Rosettes, 66.0, cloth.thread.alpha(0.26));
    canvas.clipped(&piece, |canvas| {
        for (x, low) in [(-70.0_f32, -120.0_f32), (-30.0, -46.0), (34.0, 50.0), (74.0, 126.0)] {
            canvas.fill(
                &stroke(&[(x, 210.0), (x.midpoint(low), 360.0), (low, 520.0)], |far| far * 14.0),
                cloth.top.dark(0.5).alpha(0.22),
            );
        }
        trim(
            canvas,
            &along((-150.0, 503.0), (-60.0, 514.0), (60.0, 514.0), (150.0, 503.0)),
            20.0,
            cloth.trim,
            cloth.thread,
        );
    });
    trim(
        canvas,
        &along((28.0, -2.0), (60.0, 10.0), (84.0, 30.0), (92.0, 110.0)),
        12.0,
        cloth.trim,
        cloth.thread,
    );
    canvas.fill(&ellipse(0.0, -18.0, 44.0, 27.0), cloth.trim);
    canvas.line(&ellipse(0.0, -18.0, 43.0, 26.0), 1.4, cloth.thread);
    canvas.fill(&ellipse(0.0, -19.0, 33.0, 18.0), XUAN.light(0.4));
    canvas.fill(&ellipse(0.0, -21.0, 27.0, 13.0), cloth.trim.dark(0.55));
    canvas.fill(&circle(46.0, 4.0, 6.0), cloth.thread);
    let badge = (0.0, 98.0);
    canvas.fill(&circle(badge.0, badge.1, 56.0), cloth.trim.dark(0.1));
    canvas.line(&circle(badge.0, badge.1, 56.0), 3.0, cloth.thread);
    rosette(canvas, badge, 50.0, random.pick(&[6, 8]), (cloth.thread.mix(ZHUHONG, 0.5), XUAN, cloth.thread));
    let belt_ink = ZITAN.dark(0.3);
    canvas.fill(&round_rect((-106.0, 190.0), (212.0, 26.0), 5.0), belt_ink);
    for plaque in -3..=3 {
        let x = plaque as f32 * 29.0;
        canvas.fill(
            &round_rect((x - 10.0, 193.0), (20.0, 20.0), 3.0),
            vertical(193.0, 213.0, &[(0.0, XUAN), (1.0, CHIJIN)]),
        );
    }
}

/// Draws a long coat open in front, over a skirt, with narrow sleeves (褙子).
fn beizi(canvas: &mut Canvas, random: &Random, cloth: Cloth) {
    skirt(canvas, random, (150.0, 520.0), 84.0, 150.0, cloth);
    both_sleeves(canvas, random, 272.0, 112.0, cloth);
    canvas.fill(
        &polygon(&[(-40.0, -26.0), (40.0, -26.0), (50.0, 190.0), (-50.0, 190.0)]),
        cloth.skirt.mix(XUAN, 0.78),
    );
    canvas.fill(&round_rect((-56.0, 150.0), (112.0, 24.0), 3.0), cloth.trim);
    let kind = random.pick(&[Weave::Sprigs, Weave::Blossoms]);
    canvas.mirrored(0.0, |canvas| {
        let panel = Pen::from(34.0, -26.0)
            .quad((92.0, -24.0), (95.0, 40.0))
            .cubic((96.0, 160.0), (128.0, 320.0), (134.0, 440.0))
            .to(56.0, 446.0)
            .cubic((50.0, 250.0), (40.0, 120.0), (34.0, -26.0))
            .close();
        front(canvas, &panel, cloth.top);
        weave(canvas, &panel, kind, 50.0, cloth.top.dark(0.35).alpha(0.22));
        trim(
            canvas,
            &along((33.0, -32.0), (40.0, 100.0), (48.0, 260.0), (58.0, 446.0)),
            19.0,
            cloth.trim,
            cloth.thread,
        );
        trim(canvas, &[(58.0, 440.0), (96.0, 438.0), (134.0, 432.0)], 12.0, cloth.trim, cloth.thread);
        for step in 0..9 {
            let far = step as f32 / 9.0;
            canvas.fill(&circle(34.0 + far * 23.0, -6.0 + far * 440.0, 3.4), cloth.thread);
        }
    });
}

/// Draws a jacket with a standing collar over a pleated skirt with a flat front (马面裙).
fn horse_face(canvas: &mut Canvas, random: &Random, cloth: Cloth) {
    skirt(canvas, random, (190.0, 524.0), 92.0, 200.0, cloth);
    let panel =
        Pen::from(-50.0, 190.0).to(-84.0, 528.0).quad((0.0, 536.0), (84.0, 528.0)).to(50.0, 190.0).close();
    canvas.fill(
        &panel,
        vertical(190.0, 530.0, &[(0.0, cloth.skirt.light(0.12)), (1.0, cloth.skirt.dark(0.06))]),
    );
    canvas.line(&panel, 2.0, cloth.skirt.dark(0.5).alpha(0.6));
    canvas.clipped(&panel, |canvas| {
        for (top, tall) in [(330.0, 44.0), (452.0, 64.0)] {
            canvas.fill(&rect(-100.0, top, 200.0, tall), cloth.trim);
            canvas.fill(&rect(-100.0, top, 200.0, 3.0), cloth.thread);
            canvas.fill(&rect(-100.0, top + tall - 3.0, 200.0, 3.0), cloth.thread);
            for spot in [-50.0, 0.0, 50.0] {
                rosette(canvas, (spot, top + tall / 2.0), tall * 0.38, 6, (cloth.thread, XUAN, cloth.thread));
            }
        }
    });
    both_sleeves(canvas, random, 258.0, 150.0, cloth);
    let piece = body(98.0, 112.0, 226.0);
    front(canvas, &piece, cloth.top);
    weave(canvas, &piece, Weave::Rosettes, 60.0, cloth.thread.alpha(0.3));
    canvas.clipped(&piece, |canvas| {
        trim(
            canvas,
            &along((-116.0, 222.0), (-40.0, 234.0), (40.0, 234.0), (116.0, 222.0)),
            22.0,
            cloth.trim,
            cloth.thread,
        );
    });
    canvas.line(&Pen::from(0.0, -14.0).to(0.0, 230.0).done(), 2.0, cloth.top.dark(0.4));
    canvas.fill(&round_rect((-32.0, -46.0), (64.0, 36.0), 8.0), cloth.trim);
    canvas.line(&round_rect((-29.0, -43.0), (58.0, 30.0), 6.0), 1.4, cloth.thread);
    for button in 0..5 {
        let y = -28.0 + button as f32 * 46.0;
        canvas.fill(&round_rect((-9.0, y - 4.0), (18.0, 8.0), 4.0), cloth.thread);
    }
}
