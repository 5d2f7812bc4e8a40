//! Wide banners, one for each season of the fair.

use std::f32::consts::PI;

use super::{
    dice::Dice,
    fair::{burst, lantern, rope},
    glyph::{Glyph, write},
    ink::{
        CHIJIN, HAITANG, Ink, JILAN, JU, NIJIN, QINGBI, SHIQING, SONGLU, TAN, TAOYAO, TENGHUANG, WHITE, XUAN,
        XUANQING, YANZHI, YUEBAI, ZHUHONG,
    },
    kitchen::cast,
    nature::{branch, plum_flower},
    pattern::{cloud, meander, scales},
    scenery::{birds, crest, flakes, mist, moon, ridge, town},
    shape::{Spot, slab, stroke},
    sheet::{Sheet, fall, slope},
    waves::crane,
};

/// A season for a banner.
struct Season {
    sky: [Ink; 3],
    hill: Ink,
    disc: Ink,
    sign: [Glyph; 2],
    night: bool,
}

/// A wide banner: a season, the town, and a plaque with two characters (横幅).
pub(super) fn banner(sheet: &mut Sheet, dice: &Dice) {
    let seasons = [
        Season {
            sky: [Ink::hex(0x00f3_c9c0), Ink::hex(0x00fa_e6da), XUAN],
            hill: Ink::hex(0x006c_8f86),
            disc: ZHUHONG.light(0.1),
            sign: [Glyph::Chun, Glyph::Hua],
            night: false,
        },
        Season {
            sky: [Ink::hex(0x009c_cdc6), Ink::hex(0x00dc_eee2), Ink::hex(0x00f6_f4e2)],
            hill: SONGLU.light(0.12),
            disc: TENGHUANG.light(0.3),
            sign: [Glyph::Shan, Glyph::Cha],
            night: false,
        },
        Season {
            sky: [Ink::hex(0x00f0_b97e), Ink::hex(0x00fa_dfb2), XUAN],
            hill: Ink::hex(0x0090_4a38),
            disc: JU,
            sign: [Glyph::Yue, Glyph::He],
            night: false,
        },
        Season {
            sky: [XUANQING, Ink::hex(0x0032_2f66), Ink::hex(0x00b8_5a56)],
            hill: Ink::hex(0x001c_1838),
            disc: CHIJIN.light(0.4),
            sign: [Glyph::Miao, Glyph::Hui],
            night: true,
        },
        Season {
            sky: [Ink::hex(0x008c_1d22), Ink::hex(0x00c0_3a2c), Ink::hex(0x00ee_9a54)],
            hill: Ink::hex(0x0050_1420),
            disc: CHIJIN,
            sign: [Glyph::Fu, Glyph::Xi],
            night: true,
        },
    ];
    let season = &seasons[dice.below(seasons.len())];
    let (width, height) = (sheet.width, sheet.height);
    let hand = dice.side();
    let at = |share: f32| width * (0.5 + hand * share);
    sheet.sky(&[(0.0, season.sky[0]), (0.6, season.sky[1]), (1.0, season.sky[2])]);
    if season.night {
        flakes(sheet, dice, 110, YUEBAI.alpha(0.5));
    }
    moon(sheet, (at(0.16), height * 0.36), 104.0, season.disc, season.disc.light(0.3));
    for layer in 0..4 {
        let near = layer as f32 / 3.0;
        let line = crest(dice, width, height * (0.7 + near * 0.14), height * (0.32 - near * 0.12), 5 + layer);
        ridge(sheet, &line, height * 0.52, season.hill.mix(season.sky[1], 0.66 - near * 0.42), 0.9);
        mist(sheet, dice, height * (0.8 + near * 0.06), 60.0, season.sky[2].alpha(0.4));
    }
    if season.night {
        for (share, high, radius) in [(-0.16, 0.28, 116.0), (0.36, 0.24, 130.0), (0.02, 0.5, 70.0)] {
            let ink = dice.pick(&[
                (CHIJIN, JU),
                (WHITE, HAITANG),
                (YUEBAI, QINGBI.light(0.3)),
                (CHIJIN.light(0.3), TENGHUANG),
            ]);
            burst(sheet, dice, (at(share), height * high), radius, ink);
        }
        town(sheet, dice, height * 0.92, 136.0, season.hill.dark(0.3), 0.65);
    } else {
        for (share, high, size) in
            [(0.32, 0.3, 84.0), (-0.06, 0.2, 66.0), (0.06, 0.64, 90.0), (0.46, 0.5, 70.0)]
        {
            cloud(
                sheet,
                (at(share), height * high),
                size,
                dice.side(),
                (WHITE.alpha(0.96), season.sky[1], NIJIN.alpha(0.9)),
            );
        }
        crane(sheet, (at(0.3), height * 0.56), -hand, 84.0);
        crane(sheet, (at(0.4), height * 0.68), -hand, 52.0);
        birds(sheet, dice, (at(-0.1), height * 0.34), 6, season.hill.dark(0.2));
        scales(
            sheet,
            (height * 0.86, height + 10.0),
            44.0,
            &[SHIQING, QINGBI, JILAN.light(0.15)],
            CHIJIN.alpha(0.7),
        );
    }
    // Lanterns across the top, over the side without the plaque.
    let line = rope((at(-0.24), -6.0), (at(0.54), height * 0.06), height * 0.16);
    sheet.fill(&stroke(&line, |_| 2.4), season.hill.dark(0.4));
    for index in 0..8 {
        let spot = line[(index * 2 + 1) * (line.len() - 1) / 16];
        lantern(
            sheet,
            (spot.0, spot.1 + 42.0),
            dice.range(26.0, 34.0),
            ZHUHONG.mix(JU, dice.unit() * 0.3),
            None,
        );
    }
    if !season.night {
        let wood = TAN.dark(0.4);
        let start = (at(0.53), height * 0.1);
        let way = if hand > 0.0 { PI - 0.3 } else { 0.3 };
        for (spot, angle) in branch(sheet, dice, start, (way, 420.0), 17.0, wood) {
            for (tip, _) in branch(sheet, dice, spot, (angle + dice.side() * 0.9, 120.0), 6.0, wood) {
                plum_flower(sheet, dice, tip, dice.range(15.0, 26.0), (TAOYAO.light(0.3), HAITANG));
            }
        }
    }
    plaque(sheet, (at(-0.35), height * 0.5), season.sign, season.night);
}

/// The upright plaque of a banner.
fn plaque(sheet: &mut Sheet, center: Spot, sign: [Glyph; 2], night: bool) {
    let (x, y) = center;
    let ground = if night { YANZHI.dark(0.1) } else { ZHUHONG.dark(0.05) };
    sheet.lifted(cast(22.0), |sheet| {
        sheet.fill(
            &slab((x - 118.0, y - 236.0), (236.0, 472.0), 18.0),
            slope(
                (x - 118.0, 0.0),
                (x + 118.0, 0.0),
                &[(0.0, NIJIN.dark(0.2)), (0.35, CHIJIN.light(0.2)), (1.0, NIJIN.dark(0.3))],
            ),
        );
        sheet.fill(
            &slab((x - 106.0, y - 224.0), (212.0, 448.0), 12.0),
            fall(y - 224.0, y + 224.0, &[(0.0, ground.light(0.1)), (1.0, ground.dark(0.2))]),
        );
        sheet.line(&slab((x - 95.0, y - 213.0), (190.0, 426.0), 8.0), 2.0, CHIJIN);
        meander(sheet, (x - 88.0, y - 204.0), 176.0, 20.0, CHIJIN.alpha(0.9));
        meander(sheet, (x - 88.0, y + 186.0), 176.0, 20.0, CHIJIN.alpha(0.9));
        for (index, glyph) in sign.into_iter().enumerate() {
            write(
                sheet,
                glyph,
                (x - 73.0, y - 166.0 + index as f32 * 176.0),
                148.0,
                11.0,
                CHIJIN.light(0.25),
            );
        }
    });
}
