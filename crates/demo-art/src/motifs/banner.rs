//! Wide banners, one for each season of the fair.

use std::f32::consts::PI;

use super::{
    fair::{burst, lantern, rope},
    kitchen::cast,
    nature::{branch, plum_flower},
    scenery::{birds, crest, flakes, mist, moon, ridge, town},
    waves::crane,
};
use crate::{
    canvas::{Canvas, linear, vertical},
    color::{
        CHIJIN, Color, HAITANG, JILAN, JU, NIJIN, QINGBI, SHIQING, SONGLU, TAN, TAOYAO, TENGHUANG, WHITE,
        XUAN, XUANQING, YANZHI, YUEBAI, ZHUHONG,
    },
    glyph::{Glyph, write},
    pattern::{cloud, meander, scales},
    random::Random,
    shape::{Point, round_rect, stroke},
};

/// A season for a banner.
struct Season {
    sky: [Color; 3],
    hill: Color,
    disc: Color,
    sign: [Glyph; 2],
    night: bool,
}

/// Draws a wide banner: a season, the town, and a plaque with two characters (横幅).
pub(super) fn banner(canvas: &mut Canvas, random: &Random) {
    let seasons = [
        Season {
            sky: [Color::hex(0x00f3_c9c0), Color::hex(0x00fa_e6da), XUAN],
            hill: Color::hex(0x006c_8f86),
            disc: ZHUHONG.light(0.1),
            sign: [Glyph::Chun, Glyph::Hua],
            night: false,
        },
        Season {
            sky: [Color::hex(0x009c_cdc6), Color::hex(0x00dc_eee2), Color::hex(0x00f6_f4e2)],
            hill: SONGLU.light(0.12),
            disc: TENGHUANG.light(0.3),
            sign: [Glyph::Shan, Glyph::Cha],
            night: false,
        },
        Season {
            sky: [Color::hex(0x00f0_b97e), Color::hex(0x00fa_dfb2), XUAN],
            hill: Color::hex(0x0090_4a38),
            disc: JU,
            sign: [Glyph::Yue, Glyph::He],
            night: false,
        },
        Season {
            sky: [XUANQING, Color::hex(0x0032_2f66), Color::hex(0x00b8_5a56)],
            hill: Color::hex(0x001c_1838),
            disc: CHIJIN.light(0.4),
            sign: [Glyph::Miao, Glyph::Hui],
            night: true,
        },
        Season {
            sky: [Color::hex(0x008c_1d22), Color::hex(0x00c0_3a2c), Color::hex(0x00ee_9a54)],
            hill: Color::hex(0x0050_1420),
            disc: CHIJIN,
            sign: [Glyph::Fu, Glyph::Xi],
            night: true,
        },
    ];
    let season = &seasons[random.below(seasons.len())];
    let (width, height) = (canvas.width, canvas.height);
    let hand = random.side();
    let at = |share: f32| width * (0.5 + hand * share);
    canvas.background(&[(0.0, season.sky[0]), (0.6, season.sky[1]), (1.0, season.sky[2])]);
    if season.night {
        flakes(canvas, random, 110, YUEBAI.alpha(0.5));
    }
    moon(canvas, (at(0.16), height * 0.36), 104.0, season.disc, season.disc.light(0.3));
    for layer in 0..4 {
        let near = layer as f32 / 3.0;
        let line =
            crest(random, width, height * (0.7 + near * 0.14), height * (0.32 - near * 0.12), 5 + layer);
        ridge(canvas, &line, height * 0.52, season.hill.mix(season.sky[1], 0.66 - near * 0.42), 0.9);
        mist(canvas, random, height * (0.8 + near * 0.06), 60.0, season.sky[2].alpha(0.4));
    }
    if season.night {
        for (share, high, radius) in [(-0.16, 0.28, 116.0), (0.36, 0.24, 130.0), (0.02, 0.5, 70.0)] {
            let color = random.pick(&[
                (CHIJIN, JU),
                (WHITE, HAITANG),
                (YUEBAI, QINGBI.light(0.3)),
                (CHIJIN.light(0.3), TENGHUANG),
            ]);
            burst(canvas, random, (at(share), height * high), radius, color);
        }
        town(canvas, random, height * 0.92, 136.0, season.hill.dark(0.3), 0.65);
    } else {
        for (share, high, size) in
            [(0.32, 0.3, 84.0), (-0.06, 0.2, 66.0), (0.06, 0.64, 90.0), (0.46, 0.5, 70.0)]
        {
            cloud(
                canvas,
                (at(share), height * high),
                size,
                random.side(),
                (WHITE.alpha(0.96), season.sky[1], NIJIN.alpha(0.9)),
            );
        }
        crane(canvas, (at(0.3), height * 0.56), -hand, 84.0);
        crane(canvas, (at(0.4), height * 0.68), -hand, 52.0);
        birds(canvas, random, (at(-0.1), height * 0.34), 6, season.hill.dark(0.2));
        scales(
            canvas,
            (height * 0.86, height + 10.0),
            44.0,
            &[SHIQING, QINGBI, JILAN.light(0.15)],
            CHIJIN.alpha(0.7),
        );
    }
    // Lanterns across the top, over the side without the plaque.
    let line = rope((at(-0.24), -6.0), (at(0.54), height * 0.06), height * 0.16);
    canvas.fill(&stroke(&line, |_| 2.4), season.hill.dark(0.4));
    for index in 0..8 {
        let spot = line[(index * 2 + 1) * (line.len() - 1) / 16];
        lantern(
            canvas,
            (spot.0, spot.1 + 42.0),
            random.range(26.0, 34.0),
            ZHUHONG.mix(JU, random.unit() * 0.3),
            None,
        );
    }
    if !season.night {
        let wood = TAN.dark(0.4);
        let start = (at(0.53), height * 0.1);
        let way = if hand > 0.0 { PI - 0.3 } else { 0.3 };
        for (spot, angle) in branch(canvas, random, start, (way, 420.0), 17.0, wood) {
            for (tip, _) in branch(canvas, random, spot, (angle + random.side() * 0.9, 120.0), 6.0, wood) {
                plum_flower(canvas, random, tip, random.range(15.0, 26.0), (TAOYAO.light(0.3), HAITANG));
            }
        }
    }
    plaque(canvas, (at(-0.35), height * 0.5), season.sign, season.night);
}

/// Draws the upright plaque of a banner.
fn plaque(canvas: &mut Canvas, center: Point, sign: [Glyph; 2], night: bool) {
    let (x, y) = center;
    let ground = if night { YANZHI.dark(0.1) } else { ZHUHONG.dark(0.05) };
    canvas.with_shadow(cast(22.0), |canvas| {
        canvas.fill(
            &round_rect((x - 118.0, y - 236.0), (236.0, 472.0), 18.0),
            linear(
                (x - 118.0, 0.0),
                (x + 118.0, 0.0),
                &[(0.0, NIJIN.dark(0.2)), (0.35, CHIJIN.light(0.2)), (1.0, NIJIN.dark(0.3))],
            ),
        );
        canvas.fill(
            &round_rect((x - 106.0, y - 224.0), (212.0, 448.0), 12.0),
            vertical(y - 224.0, y + 224.0, &[(0.0, ground.light(0.1)), (1.0, ground.dark(0.2))]),
        );
        canvas.line(&round_rect((x - 95.0, y - 213.0), (190.0, 426.0), 8.0), 2.0, CHIJIN);
        meander(canvas, (x - 88.0, y - 204.0), 176.0, 20.0, CHIJIN.alpha(0.9));
        meander(canvas, (x - 88.0, y + 186.0), 176.0, 20.0, CHIJIN.alpha(0.9));
        for (index, glyph) in sign.into_iter().enumerate() {
            write(
                canvas,
                glyph,
                (x - 73.0, y - 166.0 + index as f32 * 176.0),
                148.0,
                11.0,
                CHIJIN.light(0.25),
            );
        }
    });
}
