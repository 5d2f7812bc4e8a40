//! Maple and ginkgo.

use std::f32::consts::PI;

use super::scenery::{crest, mist, moon, ridge};
use crate::{
    canvas::{Canvas, radial},
    color::{CHIJIN, Color, JU, TENGHUANG, XUAN, YANZHI, ZHE, ZHUHONG, ZITAN},
    glyph::corner_seal,
    random::Random,
    shape::{Pen, Point, Shape, polar, polygon, stroke},
};

/// Makes the outline of a maple leaf; its stem is the origin, its tip one unit up.
fn maple_shape() -> Shape {
    let lobes = [(-2.45_f32, 0.5_f32), (-1.2, 0.86), (0.0, 1.0), (1.2, 0.86), (2.45, 0.5)];
    let mut points: Vec<Point> = vec![(0.0, 0.02)];
    let at = |angle: f32, reach: f32| (angle.sin() * reach, -0.12 - angle.cos() * reach * 0.92);
    for (index, (angle, reach)) in lobes.iter().enumerate() {
        let before = if index == 0 { -PI } else { (lobes[index - 1].0 + angle) / 2.0 };
        if index > 0 {
            points.push(at(before, 0.3));
        }
        for (turn, share) in
            [(-0.2, 0.56), (-0.27, 0.72), (-0.11, 0.76), (0.0, 1.0), (0.11, 0.76), (0.27, 0.72), (0.2, 0.56)]
        {
            points.push(at(angle + turn, reach * share));
        }
    }
    polygon(&points)
}

fn maple(canvas: &mut Canvas, at: Point, size: f32, degrees: f32, color: Color) {
    canvas.placed(at, degrees, size, |canvas| {
        canvas.fill(
            &maple_shape(),
            radial((0.0, -0.12), 0.95, &[(0.0, color.light(0.22).mix(TENGHUANG, 0.25)), (1.0, color)]),
        );
        for (angle, reach) in [(-1.2_f32, 0.72), (-0.0, 0.86), (1.2, 0.72), (-2.4, 0.4), (2.4, 0.4)] {
            let tip = (angle.sin() * reach, -0.12 - angle.cos() * reach * 0.92);
            canvas.line(&Pen::from(0.0, -0.1).to(tip.0, tip.1).done(), 0.018, color.dark(0.35).alpha(0.6));
        }
        canvas.fill(
            &stroke(&[(0.0, -0.1), (0.03, 0.2), (0.1, 0.42)], |far| 0.045 - far * 0.02),
            color.dark(0.35),
        );
    });
}

fn ginkgo(canvas: &mut Canvas, at: Point, size: f32, degrees: f32, color: Color) {
    canvas.placed(at, degrees, size, |canvas| {
        let fan = Pen::from(0.0, 0.0)
            .cubic((-0.3, -0.2), (-0.75, -0.3), (-0.92, -0.52))
            .cubic((-0.8, -0.86), (-0.45, -1.02), (-0.1, -0.94))
            .quad((-0.03, -0.85), (0.0, -0.66))
            .quad((0.03, -0.85), (0.1, -0.94))
            .cubic((0.45, -1.02), (0.8, -0.86), (0.92, -0.52))
            .cubic((0.75, -0.3), (0.3, -0.2), (0.0, 0.0))
            .close();
        canvas.fill(
            &fan,
            radial((0.0, 0.0), 1.05, &[(0.0, color.mix(ZHE, 0.3)), (0.5, color), (1.0, color.light(0.3))]),
        );
        for step in -5..=5 {
            let angle = -PI / 2.0 + step as f32 * 0.19;
            let tip = polar((0.0, -0.02), angle, 0.86);
            canvas.line(&Pen::from(0.0, -0.02).to(tip.0, tip.1).done(), 0.012, color.dark(0.3).alpha(0.4));
        }
        canvas.fill(
            &stroke(&[(0.0, -0.04), (0.03, 0.3), (-0.04, 0.6)], |far| 0.05 - far * 0.025),
            color.dark(0.25),
        );
    });
}

/// Draws maple or ginkgo leaves before autumn hills.
pub(super) fn autumn(canvas: &mut Canvas, random: &Random) {
    struct Mood {
        sky: [Color; 3],
        hill: Color,
        leaves: [Color; 4],
        fan: bool,
    }
    let moods = [
        Mood {
            sky: [Color::hex(0x00f7_dcae), Color::hex(0x00fb_ecd0), XUAN],
            hill: Color::hex(0x00b5_7a56),
            leaves: [ZHUHONG, YANZHI.light(0.12), JU, ZHUHONG.mix(JU, 0.5)],
            fan: false,
        },
        Mood {
            sky: [Color::hex(0x009c_c4cf), Color::hex(0x00d9_e8e2), XUAN],
            hill: Color::hex(0x004f_7f86),
            leaves: [ZHUHONG, JU, ZHUHONG.light(0.1), YANZHI.light(0.1)],
            fan: false,
        },
        Mood {
            sky: [Color::hex(0x00cf_dfe4), Color::hex(0x00f3_efdc), Color::hex(0x00fb_e8b8)],
            hill: Color::hex(0x0080_8f72),
            leaves: [TENGHUANG, TENGHUANG.light(0.2), Color::hex(0x00e9_a12c), CHIJIN.mix(TENGHUANG, 0.5)],
            fan: true,
        },
        Mood {
            sky: [Color::hex(0x0054_2a3c), Color::hex(0x00a8_4c40), Color::hex(0x00f0_b070)],
            hill: Color::hex(0x003d_2034),
            leaves: [JU, TENGHUANG, ZHUHONG.light(0.1), JU.light(0.2)],
            fan: false,
        },
    ];
    let mood = &moods[random.below(moods.len())];
    let (width, height) = (canvas.width, canvas.height);
    let hand = random.side();
    let flip = |x: f32| if hand > 0.0 { x } else { width - x };
    canvas.background(&[(0.0, mood.sky[0]), (0.55, mood.sky[1]), (1.0, mood.sky[2])]);
    moon(
        canvas,
        (flip(width * 0.68), height * 0.5),
        74.0,
        mood.leaves[2].mix(mood.sky[1], 0.55),
        mood.sky[1].light(0.3),
    );
    for layer in 0..3 {
        let near = layer as f32 / 2.0;
        let line = crest(random, width, height * (0.74 + near * 0.13), 150.0 - near * 50.0, 3);
        ridge(canvas, &line, 230.0, mood.hill.mix(mood.sky[1], 0.62 - near * 0.5), 0.85);
        mist(canvas, random, height * (0.84 + near * 0.1), 60.0, mood.sky[2].alpha(0.4));
    }
    let leaf = |canvas: &mut Canvas, at: Point, size: f32, degrees: f32, color: Color| {
        if mood.fan {
            ginkgo(canvas, at, size, degrees, color);
        } else {
            maple(canvas, at, size, degrees, color);
        }
    };
    // The nearest leaves are out of focus.
    canvas.blurred(11.0, 0.8, |canvas| {
        for _ in 0..4 {
            let spot = (flip(width * random.range(0.0, 0.2)), height * random.range(0.72, 1.0));
            leaf(
                canvas,
                spot,
                random.range(70.0, 110.0),
                random.range(0.0, 360.0),
                random.pick(&mood.leaves).dark(0.1),
            );
        }
    });
    let wood = mood.hill.mix(ZITAN, 0.7).dark(0.3);
    let spines: [&[(f32, f32)]; 3] = [
        &[(-0.03, 0.1), (0.2, 0.13), (0.42, 0.1), (0.63, 0.17), (0.84, 0.15)],
        &[(0.2, 0.13), (0.33, 0.22), (0.4, 0.33), (0.52, 0.4)],
        &[(-0.03, 0.3), (0.12, 0.34), (0.22, 0.43), (0.27, 0.52)],
    ];
    let mut perches = Vec::new();
    for (index, spine) in spines.iter().enumerate() {
        let points: Vec<Point> =
            spine.iter().map(|(x, y)| (flip(x * width), y * height + random.swing(14.0))).collect();
        let thick = if index == 0 { 13.0 } else { 7.0 };
        canvas.fill(&stroke(&points, |far| thick * (1.0 - far * 0.8)), wood);
        for pair in points.windows(2) {
            for step in 0..4 {
                let far = step as f32 / 4.0;
                perches.push((
                    pair[0].0 + (pair[1].0 - pair[0].0) * far,
                    pair[0].1 + (pair[1].1 - pair[0].1) * far,
                ));
            }
        }
    }
    for round in 0..2 {
        for perch in &perches {
            if !random.chance(0.66) {
                continue;
            }
            let drop = (perch.0 + random.swing(26.0), perch.1 + random.range(-18.0, 34.0));
            canvas.line(&Pen::from(perch.0, perch.1).quad((perch.0, drop.1 - 4.0), drop).done(), 1.6, wood);
            let color = mood.leaves[random.below(4)].dark(if round == 0 { 0.22 } else { 0.0 });
            leaf(canvas, drop, random.range(26.0, 46.0), 180.0 + random.swing(70.0), color);
        }
    }
    for _ in 0..9 {
        let spot = (random.unit() * width, random.range(0.42, 0.94) * height);
        leaf(canvas, spot, random.range(15.0, 32.0), random.range(0.0, 360.0), random.pick(&mood.leaves));
    }
    corner_seal(canvas, random);
}
