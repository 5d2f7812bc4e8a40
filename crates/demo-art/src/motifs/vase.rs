//! The enamelled vase.

use std::f32::consts::PI;

use super::{
    scenery::{rest, stage},
    tea::turned_body,
};
use crate::{
    canvas::{Canvas, linear, vertical},
    color::{
        CHIJIN, Color, HAITANG, JILAN, JU, NIJIN, QINGBI, SONGHUA, SONGLU, Scheme, TENGHUANG, TIANQING,
        WHITE, XUAN, YANZHI, YUEBAI, ZHUHONG, ZITAN,
    },
    glyph::corner_seal,
    pattern::{meander, rosette},
    random::Random,
    shape::{along, circle, leaf, petal, rect, round_rect, stroke},
};

/// Draws an enamelled vase with gold wires (景泰蓝).
pub(super) fn cloisonne(canvas: &mut Canvas, random: &Random) {
    let scheme = Scheme::pick(random);
    let (width, height) = (canvas.width, canvas.height);
    let table = height * 0.8;
    stage(canvas, random, scheme, table);
    let blue = random.pick(&[
        Color::hex(0x001f_66a8),
        Color::hex(0x0018_8a96),
        JILAN,
        Color::hex(0x009a_2634),
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
    let profile = random.pick(&profiles);
    let size = (height - 640.0).max(0.0) / 640.0 * 0.6 + 1.0;
    let foot = (width / 2.0, table + 54.0);
    rest(canvas, (foot.0, foot.1 + 18.0), 130.0);
    let stand = round_rect((foot.0 - 104.0, foot.1 - 2.0), (208.0, 22.0), 7.0);
    canvas.fill(&stand, vertical(foot.1, foot.1 + 20.0, &[(0.0, ZITAN.light(0.3)), (1.0, ZITAN.dark(0.4))]));
    for side in [-1.0, 1.0] {
        canvas.fill(
            &round_rect((foot.0 + side * 84.0 - 12.0, foot.1 + 12.0), (24.0, 18.0), 5.0),
            ZITAN.dark(0.25),
        );
    }
    canvas.placed(foot, 0.0, size, |canvas| {
        let body = turned_body((0.0, 0.0), profile);
        let tall = profile[profile.len() - 1].0;
        canvas.fill(&body, blue);
        canvas.clipped(&body, |canvas| {
            enamel(canvas, random, blue, tall);
            // Dark sides and a light stripe on the left make the vase look round.
            let side_light = [
                (0.0, Color::hex(0x0008_0810).alpha(0.62)),
                (0.2, Color::hex(0x0008_0810).clear()),
                (0.6, Color::hex(0x0008_0810).alpha(0.05)),
                (1.0, Color::hex(0x0008_0810).alpha(0.66)),
            ];
            canvas.fill(
                &rect(-160.0, -tall - 20.0, 320.0, tall + 40.0),
                linear((-150.0, 0.0), (150.0, 0.0), &side_light),
            );
        });
        canvas.line(&body, 2.2, NIJIN.dark(0.2));
        for (level, half) in [(4.0, profile[0].1 + 2.0), (tall - 3.0, profile[profile.len() - 1].1 + 2.0)] {
            canvas.fill(
                &round_rect((-half, -level - 5.0), (half * 2.0, 11.0), 4.0),
                linear(
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
        canvas.blurred(7.0, 0.7, |canvas| {
            let shine = [(-86.0, -tall * 0.3), (-96.0, -tall * 0.5), (-62.0, -tall * 0.66)];
            canvas.fill(&stroke(&shine, |far| 22.0 * (far * PI).sin()), WHITE.alpha(0.7));
        });
    });
    corner_seal(canvas, random);
}

/// Draws the bands and flowers on the vase, the origin at its foot.
fn enamel(canvas: &mut Canvas, random: &Random, blue: Color, tall: f32) {
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
            canvas.fill(&stroke(&curl, |far| 2.0 - far), gold.alpha(0.65));
        }
    }
    let flowers = [
        (HAITANG, XUAN, TENGHUANG),
        (XUAN, HAITANG.light(0.4), JU),
        (TENGHUANG, XUAN, ZHUHONG),
        (Color::hex(0x00c8_a0d8), XUAN, TENGHUANG),
    ];
    let lead = random.below(flowers.len());
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
            canvas.fill(&shape, if turn % 2 == 0 { QINGBI.light(0.1) } else { SONGHUA.dark(0.1) });
            canvas.line(&shape, 1.3, gold);
        }
        rosette(canvas, spot, size, 8, flowers[(lead + index.min(3)) % flowers.len()]);
        canvas.line(&circle(spot.0, spot.1, size * 0.2), 1.6, gold);
    }
    let bands = [(0.06, 34.0, YANZHI), (0.78, 26.0, QINGBI.dark(0.15)), (0.92, 24.0, ZHUHONG.dark(0.1))];
    for (up, thick, color) in bands {
        let top = -tall * up - thick / 2.0;
        let color = if color == YANZHI && blue == Color::hex(0x009a_2634) { JILAN } else { color };
        canvas.fill(&rect(-170.0, top, 340.0, thick), color);
        meander(canvas, (-168.0, top + thick * 0.2), 336.0, thick * 0.62, gold);
        for edge in [0.0, thick] {
            canvas.fill(&rect(-170.0, top + edge - 1.5, 340.0, 3.0), gold);
        }
    }
    for step in -7..=7 {
        let x = step as f32 * 22.0;
        let shape = petal((x, -tall * 0.1), -PI / 2.0, (34.0, 22.0), 0.0);
        canvas.fill(&shape, if step % 2 == 0 { TIANQING } else { HAITANG.light(0.2) });
        canvas.line(&shape, 1.4, gold);
        let head = petal((x, -tall * 0.745), PI / 2.0, (26.0, 20.0), 0.0);
        canvas.fill(&head, if step % 2 == 0 { YUEBAI } else { TENGHUANG });
        canvas.line(&head, 1.4, gold);
    }
}
