//! The painted mask of an opera role.

use std::f32::consts::PI;

use super::craft::{cloth, tassel};
use crate::{
    canvas::{Canvas, Shadow, radial, vertical},
    color::{
        CHIJIN, Color, HAITANG, MO, NIJIN, QINGBI, SHIQING, SONGLU, TENGHUANG, WHITE, XUAN, XUANQING, YANZHI,
        YUEBAI, ZHUHONG, ZITAN,
    },
    glyph::{Glyph, corner_seal, write},
    pattern::cloud,
    random::Random,
    shape::{Pen, Point, Shape, along, blob, circle, ellipse, leaf, petal, polar, round_rect, stroke},
};

/// The colours of one role.
#[derive(Clone, Copy)]
struct Role {
    skin: Color,
    mark: Color,
    line: Color,
    spark: Color,
}

const ROLES: [Role; 6] = [
    Role { skin: ZHUHONG, mark: MO, line: XUAN, spark: CHIJIN },
    Role { skin: Color::hex(0x002c_2a2e), mark: XUAN, line: ZHUHONG, spark: CHIJIN },
    Role { skin: Color::hex(0x00f4_efe6), mark: MO, line: ZHUHONG, spark: SHIQING },
    Role { skin: Color::hex(0x0026_5c9c), mark: XUAN, line: ZHUHONG, spark: CHIJIN },
    Role { skin: NIJIN, mark: ZHUHONG, line: MO, spark: XUAN },
    Role { skin: Color::hex(0x0026_7a62), mark: XUAN, line: ZHUHONG, spark: TENGHUANG },
];

fn face_outline() -> Shape {
    Pen::from(0.0, -205.0)
        .cubic((110.0, -206.0), (168.0, -120.0), (160.0, -20.0))
        .cubic((154.0, 90.0), (92.0, 196.0), (0.0, 206.0))
        .cubic((-92.0, 196.0), (-154.0, 90.0), (-160.0, -20.0))
        .cubic((-168.0, -120.0), (-110.0, -206.0), (0.0, -205.0))
        .close()
}

/// Draws the headdress behind the mask: pompons on springs and pheasant plumes.
fn headdress(canvas: &mut Canvas, random: &Random, role: Role) {
    let plume = random.chance(0.6);
    canvas.mirrored(0.0, |canvas| {
        if plume {
            let feather = along((60.0, -190.0), (150.0, -330.0), (330.0, -260.0), (300.0, 10.0));
            canvas.fill(&stroke(&feather, |far| 15.0 * (1.0 - far * 0.8)), ZITAN.light(0.16));
            for (index, spot) in feather.iter().enumerate().step_by(2) {
                canvas.fill(
                    &circle(spot.0, spot.1, 5.5 * (1.0 - index as f32 / feather.len() as f32 * 0.7)),
                    XUAN.dark(0.1),
                );
            }
        }
        for (row, (radius, count)) in [(246.0, 6), (214.0, 6)].into_iter().enumerate() {
            for step in 0..count {
                let angle = -PI / 2.0 + (step as f32 + if row == 0 { 0.5 } else { 0.1 }) * 0.215;
                let spot = polar((0.0, 10.0), angle, radius);
                let root = polar((0.0, 10.0), angle, radius - 46.0);
                canvas.line(&Pen::from(root.0, root.1).to(spot.0, spot.1).done(), 2.0, CHIJIN);
                let color = [ZHUHONG, HAITANG, QINGBI, TENGHUANG][(step + row) % 4];
                let size = if row == 0 { 17.0 } else { 20.0 };
                canvas.fill(
                    &circle(spot.0, spot.1, size),
                    radial(
                        (spot.0 - 5.0, spot.1 - 6.0),
                        size * 1.3,
                        &[(0.0, color.light(0.45)), (0.6, color), (1.0, color.dark(0.25))],
                    ),
                );
            }
        }
        let drop = (172.0, 30.0);
        tassel(canvas, drop, 150.0, role.line);
    });
    let band = Pen::from(-172.0, 0.0)
        .cubic((-190.0, -150.0), (-90.0, -232.0), (0.0, -234.0))
        .cubic((90.0, -232.0), (190.0, -150.0), (172.0, 0.0))
        .cubic((150.0, -120.0), (80.0, -196.0), (0.0, -198.0))
        .cubic((-80.0, -196.0), (-150.0, -120.0), (-172.0, 0.0))
        .close();
    canvas.fill(&band, vertical(-234.0, 0.0, &[(0.0, CHIJIN), (1.0, NIJIN.dark(0.25))]));
    canvas.line(&band, 2.0, NIJIN.dark(0.45));
    for step in -6_i32..=6 {
        let spot = polar((0.0, 0.0), -PI / 2.0 + step as f32 * 0.2, 208.0 - (step.abs() as f32) * 3.2);
        canvas.fill(
            &circle(spot.0, spot.1, 6.5),
            radial((spot.0 - 2.0, spot.1 - 2.0), 8.0, &[(0.0, WHITE), (1.0, YUEBAI.dark(0.15))]),
        );
    }
}

/// Draws the right half of the painting, to be mirrored; `style` is one of three.
fn half_paint(canvas: &mut Canvas, role: Role, style: usize) {
    let Role { mark, line, spark, .. } = role;
    let shape = |points: &[Point]| blob(points);
    // The field around the eye, swept up to the temple.
    let field: &[Point] = match style {
        0 => &[
            (22.0, -26.0),
            (60.0, -62.0),
            (112.0, -86.0),
            (150.0, -138.0),
            (148.0, -70.0),
            (124.0, -22.0),
            (76.0, -2.0),
            (36.0, -6.0),
        ],
        1 => &[
            (18.0, -40.0),
            (46.0, -74.0),
            (96.0, -84.0),
            (146.0, -70.0),
            (152.0, -20.0),
            (112.0, 12.0),
            (62.0, 10.0),
            (26.0, -8.0),
        ],
        _ => &[
            (20.0, -30.0),
            (58.0, -80.0),
            (88.0, -146.0),
            (120.0, -176.0),
            (142.0, -110.0),
            (134.0, -40.0),
            (84.0, 0.0),
            (36.0, -4.0),
        ],
    };
    canvas.fill(&shape(field), mark);
    let inner: Vec<Point> = field.iter().map(|spot| (spot.0 * 0.84 + 13.0, spot.1 * 0.84 - 6.0)).collect();
    canvas.line(&shape(&inner), 2.6, line);
    // Brow: a flame with a forked tail.
    let brow = along((20.0, -66.0), (52.0, -118.0), (104.0, -112.0), (128.0, -166.0));
    canvas.fill(&stroke(&brow, |far| 8.0 + 22.0 * (far * PI).sin()), if style == 1 { mark } else { line });
    canvas.fill(&stroke(&brow, |far| 7.0 * (far * PI).sin()), spark);
    let fork = along((84.0, -116.0), (112.0, -110.0), (138.0, -120.0), (148.0, -152.0));
    canvas.fill(&stroke(&fork, |far| 12.0 * (1.0 - far)), line);
    // Eye.
    let eye = Pen::from(38.0, -26.0)
        .cubic((60.0, -62.0), (98.0, -62.0), (122.0, -44.0))
        .cubic((98.0, -20.0), (62.0, -14.0), (38.0, -26.0))
        .close();
    canvas.fill(&eye, MO);
    canvas.fill(&leaf((46.0, -30.0), (112.0, -42.0), 26.0, 0.0), XUAN.light(0.5));
    canvas.fill(&circle(78.0, -37.0, 11.5), MO);
    canvas.fill(&circle(74.0, -41.0, 3.4), WHITE);
    // Cheek flames.
    let flames = [
        ((34.0, 44.0), (150.0, 10.0), 30.0),
        ((40.0, 76.0), (138.0, 62.0), 24.0),
        ((46.0, 106.0), (116.0, 112.0), 18.0),
    ];
    for (index, (from, to, thick)) in flames.into_iter().enumerate() {
        if style == 2 && index == 1 {
            continue;
        }
        let bend = along(from, (from.0 + 40.0, from.1 - 34.0), (to.0 - 30.0, to.1 + 40.0), to);
        canvas.fill(
            &stroke(&bend, |far| thick * (far * PI).sin().max(0.0).powf(0.7)),
            if index == 1 { line } else { mark },
        );
        canvas.fill(&stroke(&bend, |far| thick * 0.22 * (far * PI).sin()), spark);
    }
    // Nose wing: a curl.
    let wing: Vec<Point> = (0..26)
        .map(|step| {
            let far = step as f32 / 25.0;
            polar((27.0, 56.0), PI * 1.2 - far * 7.4, 24.0 * (1.0 - far * 0.82))
        })
        .collect();
    canvas.fill(&stroke(&wing, |far| 9.0 - far * 5.0), MO);
    // Half a mouth.
    let lip = Pen::from(0.0, 120.0)
        .cubic((20.0, 110.0), (48.0, 116.0), (70.0, 104.0))
        .cubic((56.0, 136.0), (28.0, 148.0), (0.0, 148.0))
        .close();
    canvas.fill(&lip, MO);
    let red = Pen::from(0.0, 125.0)
        .cubic((20.0, 116.0), (40.0, 122.0), (56.0, 115.0))
        .cubic((46.0, 134.0), (24.0, 142.0), (0.0, 142.0))
        .close();
    canvas.fill(&red, if role.skin == ZHUHONG { XUAN } else { ZHUHONG });
    canvas.line(&Pen::from(0.0, 131.0).quad((30.0, 129.0), (50.0, 119.0)).done(), 2.4, MO);
    // Chin strokes.
    for (x, low) in [(18.0, 190.0), (44.0, 172.0), (68.0, 150.0)] {
        canvas.fill(
            &stroke(
                &along((x, 156.0 - x * 0.2), (x + 6.0, 166.0), (x + 10.0, low - 6.0), (x + 2.0, low)),
                |far| 9.0 * (1.0 - far),
            ),
            mark,
        );
    }
}

/// Draws the painted mask of an opera role (脸谱).
pub(super) fn opera_mask(canvas: &mut Canvas, random: &Random) {
    let role = random.pick(&ROLES);
    let grounds = [
        YANZHI.dark(0.25),
        XUANQING.light(0.06),
        SONGLU,
        Color::hex(0x00ec_d9b0),
        ZITAN,
        SHIQING.dark(0.25),
        XUAN.dark(0.04),
    ];
    let mut ground = random.pick(&grounds);
    if ground == YANZHI.dark(0.25) && role.skin == ZHUHONG {
        ground = XUANQING.light(0.06);
    }
    cloth(canvas, random, ground, CHIJIN);
    let (width, height) = (canvas.width, canvas.height);
    let center = (width / 2.0, height / 2.0 + 30.0);
    canvas.glow(center, 360.0, CHIJIN.alpha(0.35));
    for (x, y, size, hand) in
        [(0.14, 0.84, 84.0, 1.0), (0.87, 0.88, 92.0, -1.0), (0.1, 0.16, 60.0, 1.0), (0.9, 0.13, 56.0, -1.0)]
    {
        cloud(canvas, (width * x, height * y), size, hand, (ground.light(0.5), ground.light(0.28), CHIJIN));
    }
    let style = random.below(3);
    let shadow = Shadow { offset: (8.0, 18.0), blur: 26.0, color: ground.dark(0.8).alpha(0.5) };
    canvas.placed(center, 0.0, 0.98, |canvas| {
        canvas.with_shadow(shadow, |canvas| {
            headdress(canvas, random, role);
            let outline = face_outline();
            canvas.fill(
                &outline,
                radial(
                    (-30.0, -60.0),
                    300.0,
                    &[(0.0, role.skin.light(0.12)), (0.6, role.skin), (1.0, role.skin.dark(0.25))],
                ),
            );
            canvas.clipped(&outline, |canvas| {
                canvas.mirrored(0.0, |canvas| half_paint(canvas, role, style));
                // The bridge of the nose and the sign on the brow sit on the middle line.
                canvas.fill(&leaf((0.0, -150.0), (0.0, 80.0), 22.0, 0.0), role.line.alpha(0.9));
                canvas.fill(&leaf((0.0, -110.0), (0.0, 60.0), 8.0, 0.0), role.spark);
                canvas.fill(&ellipse(0.0, 66.0, 17.0, 11.0), role.skin.light(0.1));
                brow_sign(canvas, role, random.below(4));
            });
            canvas.line(&outline, 3.0, MO);
        });
    });
    canvas.blurred(10.0, 0.5, |canvas| {
        canvas.fill(
            &leaf((center.0 - 120.0, center.1 - 130.0), (center.0 - 136.0, center.1 + 60.0), 34.0, -10.0),
            WHITE.alpha(0.5),
        );
    });
    corner_seal(canvas, random);
}

fn brow_sign(canvas: &mut Canvas, role: Role, kind: usize) {
    let spot = (0.0, -148.0);
    match kind {
        0 => {
            canvas.fill(&circle(spot.0, spot.1, 25.0), role.spark);
            canvas.fill(&circle(spot.0 + 9.0, spot.1 - 5.0, 20.0), role.skin);
        }
        1 => {
            for turn in 0..3 {
                let angle = -PI / 2.0 + (turn as f32 - 1.0) * 0.62;
                canvas.fill(
                    &petal((0.0, -118.0), angle, (60.0, 26.0), 0.0),
                    if turn == 1 { ZHUHONG } else { role.spark },
                );
                canvas.line(&petal((0.0, -118.0), angle, (60.0, 26.0), 0.0), 2.0, MO);
            }
        }
        2 => {
            for turn in 0..2 {
                let side = if turn == 0 { -1.0 } else { 1.0 };
                canvas.fill(&circle(spot.0 + side * 11.0, spot.1, 14.0), if turn == 0 { MO } else { XUAN });
            }
            canvas.line(&circle(spot.0, spot.1, 28.0), 4.0, role.spark);
        }
        _ => {
            canvas.fill(&round_rect((-24.0, -176.0), (48.0, 48.0), 10.0), role.spark);
            write(canvas, Glyph::Shan, (-16.0, -170.0), 32.0, 14.0, MO);
        }
    }
}
