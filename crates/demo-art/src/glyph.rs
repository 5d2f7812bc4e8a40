//! A few characters written stroke by stroke, so that no font is needed.

use crate::{
    canvas::Canvas,
    color::{Color, XUAN, ZHUHONG},
    random::Random,
    shape::{Point, circle, polyline, round_rect, stroke},
};

/// The characters that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    Fu,
    Xi,
    Miao,
    Hui,
    Ji,
    Chun,
    Shan,
    Cha,
    Jiu,
    Mian,
    Wei,
    Hao,
    Jiang,
    Yi,
    Hua,
    He,
    Le,
    Yue,
    Zhong,
    General,
    Chariot,
    Horse,
    Cannon,
    Soldier,
    Pawn,
    Scholar,
}

type Stroke = &'static [(u8, u8)];

/// Returns a character's strokes on a grid of 100 by 100, in writing order.
const fn strokes(glyph: Glyph) -> &'static [Stroke] {
    match glyph {
        Glyph::Fu => &[
            &[(20, 4), (30, 14)],
            &[(8, 25), (38, 25), (26, 44), (6, 62)],
            &[(24, 46), (24, 97)],
            &[(31, 50), (42, 61)],
            &[(49, 10), (95, 10)],
            &[(56, 22), (88, 22), (88, 42), (56, 42), (56, 21)],
            &[(51, 54), (93, 54), (93, 95), (51, 95), (51, 53)],
            &[(72, 54), (72, 95)],
            &[(51, 74), (93, 74)],
        ],
        Glyph::Xi => &[
            &[(14, 12), (86, 12)],
            &[(50, 2), (50, 28)],
            &[(26, 27), (74, 27)],
            &[(33, 38), (67, 38), (67, 54), (33, 54), (33, 37)],
            &[(36, 60), (41, 67)],
            &[(64, 60), (59, 67)],
            &[(5, 70), (95, 70)],
            &[(26, 80), (74, 80), (74, 98), (26, 98), (26, 79)],
        ],
        Glyph::Miao => &[
            &[(50, 3), (56, 13)],
            &[(16, 18), (94, 18)],
            &[(20, 18), (19, 60), (6, 97)],
            &[(36, 42), (86, 42), (86, 92), (36, 92), (36, 41)],
            &[(61, 26), (61, 92)],
            &[(36, 66), (86, 66)],
        ],
        Glyph::Hui => &[
            &[(50, 4), (32, 36), (5, 55)],
            &[(51, 6), (70, 36), (96, 55)],
            &[(33, 47), (67, 47)],
            &[(16, 65), (85, 65)],
            &[(46, 66), (23, 92), (80, 90)],
            &[(67, 75), (85, 97)],
        ],
        Glyph::Ji => &[
            &[(10, 24), (90, 24)],
            &[(50, 4), (50, 46)],
            &[(21, 46), (79, 46)],
            &[(24, 61), (76, 61), (76, 95), (24, 95), (24, 60)],
        ],
        Glyph::Chun => &[
            &[(18, 13), (82, 13)],
            &[(23, 28), (77, 28)],
            &[(5, 43), (95, 43)],
            &[(48, 3), (40, 44), (7, 78)],
            &[(57, 43), (70, 60), (96, 77)],
            &[(34, 60), (66, 60), (66, 97), (34, 97), (34, 59)],
            &[(34, 78), (66, 78)],
        ],
        Glyph::Shan => &[&[(50, 8), (50, 88)], &[(12, 38), (12, 89), (88, 89)], &[(88, 36), (88, 95)]],
        Glyph::Cha => &[
            &[(6, 15), (94, 15)],
            &[(32, 4), (32, 27)],
            &[(68, 4), (68, 27)],
            &[(50, 25), (32, 48), (5, 64)],
            &[(51, 26), (68, 48), (96, 64)],
            &[(24, 64), (76, 64)],
            &[(50, 47), (50, 98)],
            &[(42, 70), (20, 92)],
            &[(58, 70), (82, 92)],
        ],
        Glyph::Jiu => &[
            &[(10, 10), (20, 20)],
            &[(4, 36), (15, 46)],
            &[(5, 94), (21, 62)],
            &[(32, 12), (95, 12)],
            &[(36, 34), (90, 34), (90, 95), (36, 95), (36, 33)],
            &[(54, 12), (53, 46), (46, 60)],
            &[(73, 12), (73, 54), (88, 58)],
            &[(36, 76), (90, 76)],
        ],
        Glyph::Mian => &[
            &[(5, 9), (95, 9)],
            &[(51, 10), (43, 28)],
            &[(13, 28), (87, 28), (87, 96), (13, 96), (13, 27)],
            &[(38, 28), (38, 96)],
            &[(62, 28), (62, 96)],
            &[(38, 50), (62, 50)],
            &[(38, 72), (62, 72)],
        ],
        Glyph::Wei => &[
            &[(6, 26), (34, 26), (34, 68), (6, 68), (6, 25)],
            &[(48, 24), (88, 24)],
            &[(42, 47), (96, 47)],
            &[(68, 4), (68, 98)],
            &[(65, 50), (42, 82)],
            &[(71, 50), (97, 80)],
        ],
        Glyph::Hao => &[
            &[(26, 6), (13, 58), (45, 93)],
            &[(43, 31), (32, 70), (5, 96)],
            &[(2, 32), (51, 32)],
            &[(57, 14), (91, 14), (73, 36)],
            &[(73, 36), (73, 93), (60, 88)],
            &[(51, 53), (98, 53)],
        ],
        Glyph::Jiang => &[
            &[(8, 10), (93, 10)],
            &[(14, 10), (14, 92), (96, 92)],
            &[(76, 22), (37, 33)],
            &[(37, 33), (36, 60), (24, 82)],
            &[(37, 50), (85, 50)],
            &[(63, 50), (63, 84)],
        ],
        Glyph::Yi => &[
            &[(6, 18), (94, 18)],
            &[(32, 4), (32, 33)],
            &[(68, 4), (68, 33)],
            &[(20, 46), (80, 46), (24, 78), (26, 93), (86, 93), (91, 74)],
        ],
        Glyph::Hua => &[
            &[(6, 17), (94, 17)],
            &[(32, 4), (32, 31)],
            &[(68, 4), (68, 31)],
            &[(34, 34), (24, 54), (5, 70)],
            &[(22, 56), (22, 98)],
            &[(88, 46), (54, 68)],
            &[(54, 36), (54, 90), (62, 94), (92, 93), (94, 76)],
        ],
        Glyph::He => &[
            &[(44, 6), (12, 16)],
            &[(4, 35), (53, 35)],
            &[(29, 13), (29, 98)],
            &[(26, 39), (4, 70)],
            &[(32, 39), (51, 62)],
            &[(62, 30), (94, 30), (94, 80), (62, 80), (62, 29)],
        ],
        Glyph::Le => &[
            &[(74, 6), (23, 17)],
            &[(23, 17), (17, 49), (90, 49)],
            &[(53, 28), (53, 94), (40, 88)],
            &[(29, 62), (11, 87)],
            &[(73, 62), (93, 84)],
        ],
        Glyph::Yue => &[
            &[(28, 8), (27, 62), (10, 96)],
            &[(28, 8), (80, 8), (80, 94), (66, 88)],
            &[(28, 34), (80, 34)],
            &[(28, 60), (80, 60)],
        ],
        Glyph::Zhong => &[&[(14, 28), (86, 28), (86, 64), (14, 64), (14, 27)], &[(50, 4), (50, 98)]],
        Glyph::General => &[
            &[(26, 3), (16, 20)],
            &[(12, 20), (12, 92)],
            &[(12, 20), (42, 20), (42, 48), (12, 48)],
            &[(12, 64), (44, 64), (44, 90), (12, 90)],
            &[(56, 28), (56, 80)],
            &[(56, 28), (92, 28), (92, 76), (84, 72)],
            &[(74, 4), (74, 98)],
        ],
        Glyph::Chariot => &[
            &[(16, 14), (84, 14)],
            &[(24, 28), (76, 28), (76, 66), (24, 66), (24, 27)],
            &[(24, 47), (76, 47)],
            &[(5, 81), (95, 81)],
            &[(50, 2), (50, 98)],
        ],
        Glyph::Horse => &[
            &[(22, 8), (84, 8)],
            &[(22, 8), (22, 58)],
            &[(22, 25), (78, 25)],
            &[(22, 41), (78, 41)],
            &[(50, 8), (50, 58)],
            &[(22, 58), (90, 58), (86, 94), (70, 90)],
            &[(10, 70), (5, 90)],
            &[(27, 69), (31, 86)],
            &[(44, 68), (49, 83)],
            &[(60, 67), (67, 80)],
        ],
        Glyph::Cannon => &[
            &[(8, 32), (14, 52)],
            &[(44, 28), (36, 46)],
            &[(26, 8), (25, 56), (4, 96)],
            &[(27, 56), (44, 86)],
            &[(63, 5), (49, 32)],
            &[(57, 20), (95, 20), (92, 64), (80, 60)],
            &[(53, 38), (78, 38), (78, 55), (53, 55)],
            &[(53, 38), (53, 92), (95, 92), (97, 76)],
        ],
        Glyph::Soldier => &[
            &[(64, 4), (26, 14)],
            &[(28, 13), (28, 59)],
            &[(28, 35), (86, 35)],
            &[(64, 35), (64, 59)],
            &[(4, 61), (96, 61)],
            &[(36, 70), (12, 95)],
            &[(62, 70), (88, 94)],
        ],
        Glyph::Pawn => &[
            &[(50, 2), (55, 11)],
            &[(10, 18), (90, 18)],
            &[(34, 22), (30, 40), (13, 57)],
            &[(33, 36), (47, 52)],
            &[(69, 22), (65, 40), (50, 57)],
            &[(68, 36), (88, 54)],
            &[(5, 67), (95, 67)],
            &[(50, 54), (50, 98)],
        ],
        Glyph::Scholar => &[&[(8, 36), (92, 36)], &[(50, 5), (50, 88)], &[(22, 88), (78, 88)]],
    }
}

/// Writes a character into the square of side `size` whose top left corner is given, with a brush
/// `weight` wide (100 would fill the square).
pub(crate) fn write(canvas: &mut Canvas, glyph: Glyph, corner: Point, size: f32, weight: f32, color: Color) {
    // Many strokes need to be thin, or they merge.
    let weight = weight * (1.12 - strokes(glyph).len() as f32 * 0.04).clamp(0.76, 1.0);
    for run in strokes(glyph) {
        let points: Vec<Point> = run
            .iter()
            .map(|(x, y)| (corner.0 + f32::from(*x) / 100.0 * size, corner.1 + f32::from(*y) / 100.0 * size))
            .collect();
        let thick = size * weight / 100.0;
        let (Some(first), Some(last)) = (points.first(), points.last()) else { continue };
        if points.len() == 2 {
            // A straight stroke thins towards its end.
            let (head, tail) = (thick * 1.06, thick * 0.84);
            canvas.fill(&stroke(&points, |far| head + (tail - head) * far), color);
            canvas.fill(&circle(first.0, first.1, head / 2.0), color);
            canvas.fill(&circle(last.0, last.1, tail / 2.0), color);
        } else {
            canvas.line(&polyline(&points), thick * 0.94, color);
        }
    }
}

const SEALS: [&[Glyph]; 8] = [
    &[Glyph::Miao, Glyph::Hui],
    &[Glyph::Fu],
    &[Glyph::Ji],
    &[Glyph::Hao, Glyph::Wei],
    &[Glyph::Shan, Glyph::Yue],
    &[Glyph::Jiang],
    &[Glyph::Miao, Glyph::Hui],
    &[Glyph::Chun],
];

/// Draws a red seal with one or two white characters and a worn edge.
pub(crate) fn seal(canvas: &mut Canvas, random: &Random, right_bottom: Point) {
    let name = random.pick(&SEALS);
    let side = 44.0;
    let height = if name.len() > 1 { side * 1.72 } else { side };
    let corner = (right_bottom.0 - side, right_bottom.1 - height);
    let red = ZHUHONG.dark(0.06).alpha(0.92);
    let tilt = random.swing(3.0);
    canvas.placed(corner, tilt, 1.0, |canvas| {
        canvas.fill(&round_rect((0.0, 0.0), (side, height), 7.0), red);
        canvas.line(&round_rect((3.2, 3.2), (side - 6.4, height - 6.4), 5.0), 1.2, XUAN.alpha(0.75));
        for (index, glyph) in name.iter().enumerate() {
            let place = (8.5, 8.5 + index as f32 * (side * 0.75));
            write(canvas, *glyph, place, side - 17.0, 10.0, XUAN.alpha(0.95));
        }
        for _ in 0..9 {
            // Small gaps, as in a real seal's print.
            let along = random.unit();
            let spot = match random.below(3) {
                0 => (along * side, random.swing(2.0)),
                1 => (random.swing(2.0), along * height),
                _ => (along * side, along * height),
            };
            canvas.fill(&circle(spot.0, spot.1, random.range(0.5, 1.6)), XUAN.alpha(0.7));
        }
    });
}

/// Draws a seal in the lower right (or left) corner.
pub(crate) fn corner_seal(canvas: &mut Canvas, random: &Random) {
    let spot = if random.chance(0.7) {
        (canvas.width - 34.0, canvas.height - 36.0)
    } else {
        (34.0 + 44.0, canvas.height - 36.0)
    };
    seal(canvas, random, spot);
}
