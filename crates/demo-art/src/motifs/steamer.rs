//! A steamer of dumplings, and candied haws.

use super::scenery::{bokeh, flakes, rest, stage, steam, town};
use crate::{
    canvas::{Canvas, Shadow, linear, radial, vertical},
    color::{
        CHIJIN, Color, JILAN, JU, SONGHUA, Scheme, TAN, TENGHUANG, WHITE, XUAN, XUANQING, YANZHI, YUEBAI,
        ZHE, ZHUHONG, ZITAN,
    },
    glyph::{Glyph, corner_seal, seal, write},
    random::Random,
    shape::{Pen, Point, along, circle, ellipse, leaf, polygon, stroke},
};

/// Draws one soup dumpling with its pleats gathered at the top.
fn bun(canvas: &mut Canvas, foot: Point, size: f32, dough: Color) {
    canvas.pool((foot.0 + 3.0, foot.1), (size * 1.05, size * 0.34), Color::hex(0x0030_1a0c).alpha(0.45));
    canvas.placed(foot, 0.0, size, |canvas| {
        let body = Pen::from(-0.98, -0.22)
            .cubic((-1.0, -0.72), (-0.5, -0.98), (-0.14, -1.08))
            .quad((0.0, -1.2), (0.14, -1.08))
            .cubic((0.5, -0.98), (1.0, -0.72), (0.98, -0.22))
            .cubic((0.8, 0.14), (-0.8, 0.14), (-0.98, -0.22))
            .close();
        canvas.fill(
            &body,
            radial(
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
            canvas.fill(
                &stroke(&line, |far| 0.045 * (1.0 - far) + 0.006),
                dough.dark(0.35).mix(ZHE, 0.3).alpha(0.55),
            );
            let lit: Vec<Point> = line.iter().map(|spot| (spot.0 - 0.045, spot.1 + 0.02)).collect();
            canvas.fill(&stroke(&lit, |far| 0.035 * (1.0 - far)), WHITE.alpha(0.7));
        }
        canvas.fill(&ellipse(0.0, -1.07, 0.12, 0.05), dough.dark(0.3).mix(ZHE, 0.3));
    });
}

/// Draws the wall of a bamboo steamer under the ellipse at `center`.
fn basket(canvas: &mut Canvas, center: Point, radius: f32, deep: f32) {
    let (x, y) = center;
    let flat = radius * 0.34;
    let cane = Color::hex(0x00cf_a468);
    let wall = Pen::from(x - radius, y)
        .to(x - radius, y + deep)
        .cubic(
            (x - radius * 0.96, y + deep + flat * 1.3),
            (x + radius * 0.96, y + deep + flat * 1.3),
            (x + radius, y + deep),
        )
        .to(x + radius, y)
        .close();
    canvas.fill(
        &wall,
        linear(
            (x - radius, 0.0),
            (x + radius, 0.0),
            &[(0.0, cane.dark(0.4)), (0.25, cane.light(0.2)), (0.6, cane), (1.0, cane.dark(0.45))],
        ),
    );
    canvas.clipped(&wall, |canvas| {
        for band in [0.14, 0.8] {
            let line = along(
                (x - radius, y + deep * band),
                (x - radius * 0.96, y + deep * band + flat * 1.3),
                (x + radius * 0.96, y + deep * band + flat * 1.3),
                (x + radius, y + deep * band),
            );
            canvas.fill(
                &stroke(&line, |_| deep * 0.2),
                linear(
                    (x - radius, 0.0),
                    (x + radius, 0.0),
                    &[(0.0, cane.dark(0.5)), (0.3, cane.light(0.35)), (1.0, cane.dark(0.4))],
                ),
            );
        }
        for lash in 0..5 {
            let far = lash as f32 / 4.0 * 1.6 - 0.8;
            let low = y + flat * (1.0 - far * far).sqrt();
            canvas.line(
                &Pen::from(x + far * radius, low).to(x + far * radius * 0.99, low + deep).done(),
                5.0,
                TAN.dark(0.1),
            );
            canvas.line(
                &Pen::from(x + far * radius - 1.0, low).to(x + far * radius * 0.99 - 1.0, low + deep).done(),
                1.4,
                cane.light(0.4),
            );
        }
    });
    canvas.fill(
        &ellipse(x, y, radius, flat),
        linear(
            (x - radius, 0.0),
            (x + radius, 0.0),
            &[(0.0, cane.light(0.1)), (0.5, cane.light(0.4)), (1.0, cane.dark(0.2))],
        ),
    );
    canvas.line(&ellipse(x, y, radius * 0.985, flat * 0.975), 1.4, cane.dark(0.5).alpha(0.6));
    canvas.fill(&ellipse(x, y + 2.0, radius * 0.93, flat * 0.89), cane.dark(0.5));
    let floor = ellipse(x, y + 6.0, radius * 0.91, flat * 0.85);
    canvas.fill(
        &floor,
        vertical(y - flat, y + flat, &[(0.0, Color::hex(0x008c_6a44)), (1.0, Color::hex(0x00d8_bc8c))]),
    );
    canvas.clipped(&floor, |canvas| {
        for slat in -6..=6 {
            let at = x + slat as f32 * radius * 0.15;
            canvas.line(
                &Pen::from(at, y - flat).to(at + slat as f32 * 3.0, y + flat).done(),
                2.0,
                TAN.dark(0.2).alpha(0.45),
            );
        }
        canvas.fill(&ellipse(x, y + 8.0, radius * 0.8, flat * 0.72), XUAN.alpha(0.85));
    });
}

/// Draws a steamer of soup dumplings (笼).
pub(super) fn dumplings(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    let (width, height) = (canvas.width, canvas.height);
    let table = height * 0.64;
    stage(canvas, random, scheme, table);
    let center = (width * 0.5, height * 0.58);
    let radius = 226.0;
    let lower = random.chance(0.6);
    let lift = if lower { 0.0 } else { 60.0 };
    rest(canvas, (center.0, center.1 + 190.0), 256.0);
    if lower {
        basket(canvas, (center.0, center.1 + 74.0), radius + 3.0, 66.0);
    }
    let top = (center.0, center.1 + lift);
    basket(canvas, top, radius, 66.0);
    let doughs = random.pick(&[
        [Color::hex(0x00f8_f0e0); 3],
        [Color::hex(0x00f8_f0e0), Color::hex(0x00d6_e4b8), Color::hex(0x00f8_f0e0)],
        [Color::hex(0x00fb_eccb), Color::hex(0x00f6_cfc0), Color::hex(0x00f8_f0e0)],
    ]);
    let rows: [(f32, &[f32]); 3] =
        [(-0.36, &[-0.42, 0.0, 0.42]), (0.08, &[-0.62, -0.2, 0.22, 0.62]), (0.62, &[-0.42, 0.0, 0.42])];
    let mut number = 0;
    for (down, across) in rows {
        for x in across {
            let foot = (top.0 + x * radius * 0.98, top.1 + down * radius * 0.34 + 14.0);
            bun(canvas, foot, 47.0 + down * 5.0, doughs[number % 3]);
            if random.chance(0.25) {
                canvas.fill(&circle(foot.0, foot.1 - 54.0, 4.0), ZHUHONG);
            }
            number += 1;
        }
    }
    let saucer = (width * 0.86, height * 0.9);
    rest(canvas, (saucer.0, saucer.1 + 18.0), 66.0);
    canvas.fill(&ellipse(saucer.0, saucer.1 + 6.0, 66.0, 27.0), XUAN.dark(0.3));
    canvas.fill(&ellipse(saucer.0, saucer.1, 66.0, 26.0), XUAN);
    canvas.line(&ellipse(saucer.0, saucer.1, 62.0, 23.5), 2.0, JILAN);
    canvas.fill(
        &ellipse(saucer.0, saucer.1 + 1.0, 51.0, 17.0),
        linear(
            (saucer.0 - 50.0, 0.0),
            (saucer.0 + 50.0, 0.0),
            &[(0.0, Color::hex(0x002c_1210)), (1.0, Color::hex(0x0068_2c1a))],
        ),
    );
    for step in 0..6 {
        let x = saucer.0 - 26.0 + step as f32 * 8.0;
        canvas.fill(
            &stroke(
                &[(x, saucer.1 - 2.0 + random.swing(4.0)), (x + 22.0, saucer.1 + 2.0 + random.swing(5.0))],
                |_| 3.0,
            ),
            TENGHUANG.light(0.3),
        );
    }
    for shift in [0.0, 13.0] {
        let sticks = [(width * 0.03, height * 0.9 + shift), (width * 0.62, height * 0.955 + shift * 0.7)];
        canvas.fill(
            &stroke(
                &[(sticks[0].0 + 4.0, sticks[0].1 + 8.0), (sticks[1].0 + 4.0, sticks[1].1 + 6.0)],
                |_| 6.0,
            ),
            Color::hex(0x0010_0808).alpha(0.35),
        );
        canvas.fill(
            &stroke(&sticks, |far| 9.0 - far * 4.0),
            linear(
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
    steam(canvas, random, (top.0, top.1 - 20.0), 300.0, 5);
    seal(canvas, random, (78.0, 122.0));
}

/// Draws candied haws on sticks before the lights of a winter street (糖葫芦).
pub(super) fn candied_haws(canvas: &mut Canvas, random: &Random) {
    let (width, height) = (canvas.width, canvas.height);
    let skies = [
        [XUANQING, Color::hex(0x003c_3a66), Color::hex(0x00b0_6a60)],
        [Color::hex(0x00a9_c2d0), YUEBAI, XUAN],
        [Color::hex(0x0034_2038), Color::hex(0x0070_3848), Color::hex(0x00e0_9a60)],
    ];
    let sky = random.pick(&skies);
    canvas.background(&[(0.0, sky[0]), (0.55, sky[1]), (1.0, sky[2])]);
    canvas.blurred(9.0, 0.9, |canvas| {
        town(canvas, random, height * 0.86, 190.0, sky[0].mix(sky[1], 0.4).dark(0.1), 0.6);
    });
    bokeh(canvas, random, 26, (height * 0.3, height), &[TENGHUANG, JU, ZHUHONG.light(0.2), CHIJIN]);
    let fruits = [ZHUHONG.dark(0.06), ZHUHONG, YANZHI.light(0.06)];
    let count = 5;
    let shadow = Shadow { offset: (8.0, 14.0), blur: 18.0, color: XUANQING.alpha(0.5) };
    canvas.with_shadow(shadow, |canvas| {
        for index in 0..count {
            let far = index as f32 / (count - 1) as f32 * 2.0 - 1.0;
            let degrees = far * 25.0;
            let kind = random.below(5);
            canvas.placed((width / 2.0, height * 0.98), degrees, height / 640.0, |canvas| {
                skewer(canvas, random, far, kind, fruits[index % 3]);
            });
        }
        // The paper that holds the sticks.
        let paper = random.pick(&[XUAN, YUEBAI, XUAN.mix(TENGHUANG, 0.3)]);
        let (x, y) = (width / 2.0, height);
        let wrap = polygon(&[
            (x - 106.0, y - 150.0),
            (x + 104.0, y - 158.0),
            (x + 46.0, y + 20.0),
            (x - 46.0, y + 20.0),
        ]);
        canvas.fill(
            &wrap,
            linear(
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
        canvas.fill(&fold, linear((x - 90.0, 0.0), (x + 30.0, 0.0), &[(0.0, paper), (1.0, paper.dark(0.1))]));
        write(
            canvas,
            random.pick(&[Glyph::Ji, Glyph::Fu, Glyph::Hao, Glyph::Xi]),
            (x - 8.0, y - 100.0),
            52.0,
            9.0,
            ZHUHONG,
        );
    });
    flakes(canvas, random, 150, WHITE);
    corner_seal(canvas, random);
}

fn skewer(canvas: &mut Canvas, random: &Random, far: f32, kind: usize, haw: Color) {
    let top = -560.0 + far.abs() * 60.0;
    canvas.fill(
        &stroke(&[(0.0, 0.0), (0.0, top)], |far| 6.0 - far * 2.5),
        linear((-3.0, 0.0), (3.0, 0.0), &[(0.0, XUAN.dark(0.1)), (1.0, ZHE.light(0.2))]),
    );
    for step in 0..6 {
        let y = top + 52.0 + step as f32 * 60.0;
        let radius = 33.0 - step as f32 * 0.8;
        let color = match (kind, step % 2) {
            (1, 1) => TENGHUANG.mix(JU, 0.4),
            (2, 0) => SONGHUA.dark(0.1),
            (3, 1) => XUAN.dark(0.05),
            _ => haw,
        };
        canvas.fill(&circle(0.0, y, radius + 1.6), CHIJIN.mix(color, 0.4).alpha(0.75));
        canvas.fill(
            &circle(0.0, y, radius),
            radial(
                (-radius * 0.35, y - radius * 0.4),
                radius * 1.5,
                &[(0.0, color.light(0.35)), (0.35, color), (1.0, color.dark(0.5))],
            ),
        );
        canvas.fill(
            &leaf(
                (-radius * 0.62, y + radius * 0.1),
                (-radius * 0.1, y - radius * 0.72),
                radius * 0.34,
                radius * -0.14,
            ),
            WHITE.alpha(0.75),
        );
        canvas.fill(&circle(radius * 0.4, y + radius * 0.42, radius * 0.09), WHITE.alpha(0.6));
        for _ in 0..4 {
            let spot = (random.swing(radius * 0.8), y + random.swing(radius * 0.8));
            canvas.fill(&circle(spot.0, spot.1, 1.3), XUAN.alpha(0.55));
        }
    }
    // Hardened sugar at the top.
    let cap = polygon(&[(-13.0, top + 26.0), (-7.0, top - 6.0), (6.0, top - 10.0), (14.0, top + 26.0)]);
    canvas.fill(&cap, CHIJIN.light(0.3).alpha(0.75));
}
