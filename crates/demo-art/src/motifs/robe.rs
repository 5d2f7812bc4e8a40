//! Parts of hanfu: woven cloth, sleeves, skirts, trims, the rail.

use std::f32::consts::PI;

use super::craft::tassel;
use crate::{
    canvas::{Canvas, linear, vertical},
    color::{
        CHIJIN, Color, DAI, HAITANG, JILAN, JU, NIJIN, QINGBI, SHIQING, SONGLU, TAOYAO, TENGHUANG, TIANQING,
        WHITE, XIANG, XUAN, YANZHI, YUEBAI, ZHUHONG, ZHUQING,
    },
    pattern::meander,
    random::Random,
    shape::{Pen, Point, Shape, along, circle, leaf, petal, polygon, polyline, rect, round_rect, stroke},
};

/// The colours of one outfit.
#[derive(Clone, Copy)]
pub(super) struct Cloth {
    pub(super) top: Color,
    pub(super) skirt: Color,
    pub(super) trim: Color,
    pub(super) thread: Color,
}

/// Outfits whose colours go together.
pub(super) const OUTFITS: [Cloth; 8] = [
    Cloth { top: Color::hex(0x00f4_e6d2), skirt: ZHUHONG, trim: YANZHI, thread: CHIJIN },
    Cloth { top: TAOYAO, skirt: QINGBI, trim: SONGLU, thread: XUAN },
    Cloth { top: YUEBAI, skirt: SHIQING, trim: JILAN, thread: CHIJIN },
    Cloth { top: XIANG, skirt: ZHUQING, trim: SONGLU, thread: XUAN },
    Cloth { top: Color::hex(0x00dc_d0e6), skirt: Color::hex(0x0070_5a98), trim: DAI, thread: CHIJIN },
    Cloth { top: ZHUHONG, skirt: Color::hex(0x0026_2c4a), trim: TENGHUANG, thread: CHIJIN },
    Cloth { top: TIANQING, skirt: Color::hex(0x00f3_ead8), trim: HAITANG, thread: NIJIN },
    Cloth { top: SONGLU, skirt: JU, trim: CHIJIN, thread: CHIJIN },
];

/// A figure that is woven into the cloth.
#[derive(Clone, Copy)]
pub(super) enum Weave {
    Rosettes,
    Blossoms,
    Sprigs,
    Diamonds,
}

/// Weaves a small figure all over a piece of the robe.
pub(super) fn weave(canvas: &mut Canvas, piece: &Shape, kind: Weave, cell: f32, color: Color) {
    canvas.clipped(piece, |canvas| {
        for row in 0..(620.0 / cell) as i32 {
            for column in -(330.0 / cell) as i32..=(330.0 / cell) as i32 {
                let shift = if row % 2 == 0 { 0.0 } else { cell / 2.0 };
                let spot = (column as f32 * cell + shift, row as f32 * cell * 0.82 - 30.0);
                match kind {
                    Weave::Rosettes => {
                        for turn in 0..6 {
                            let angle = turn as f32 * PI / 3.0;
                            canvas.fill(&petal(spot, angle, (cell * 0.24, cell * 0.2), 0.0), color);
                        }
                        canvas.line(&circle(spot.0, spot.1, cell * 0.31), cell * 0.03, color);
                    }
                    Weave::Blossoms => {
                        for turn in 0..5 {
                            let angle = turn as f32 * PI * 0.4 - PI / 2.0;
                            canvas.fill(&petal(spot, angle, (cell * 0.2, cell * 0.18), 0.1), color);
                        }
                    }
                    Weave::Sprigs => {
                        let tip = (spot.0 + cell * 0.12, spot.1 - cell * 0.3);
                        for (dx, dy) in [(0.26, -0.1), (-0.2, -0.16), (0.1, -0.34)] {
                            canvas.fill(
                                &leaf(spot, (spot.0 + dx * cell, spot.1 + dy * cell), cell * 0.13, 0.0),
                                color,
                            );
                        }
                        canvas.fill(&circle(tip.0, tip.1, cell * 0.05), color);
                    }
                    Weave::Diamonds => {
                        let half = cell * 0.3;
                        let diamond = [
                            (spot.0, spot.1 - half),
                            (spot.0 + half, spot.1),
                            (spot.0, spot.1 + half),
                            (spot.0 - half, spot.1),
                        ];
                        canvas.line(&polygon(&diamond), cell * 0.035, color);
                        canvas.fill(&circle(spot.0, spot.1, cell * 0.07), color);
                    }
                }
            }
        }
    });
}

/// Draws a sleeve to the right of the body; `drop` is how far its mouth hangs.
fn sleeve(canvas: &mut Canvas, reach: f32, drop: f32, color: Color, trim: Color, thread: Color) -> Shape {
    let piece = Pen::from(40.0, -24.0)
        .cubic((110.0, -22.0), (reach * 0.7, -12.0), (reach, -6.0))
        .cubic((reach + 6.0, drop * 0.4), (reach + 8.0, drop * 0.8), (reach + 2.0, drop))
        .cubic((reach - 40.0, drop * 1.12), (reach * 0.62, drop * 1.02), (reach * 0.5, drop * 0.72))
        .cubic((reach * 0.42, drop * 0.5), (112.0, 92.0), (92.0, 118.0))
        .to(40.0, 118.0)
        .close();
    canvas.fill(
        &piece,
        linear(
            (60.0, 0.0),
            (reach, drop),
            &[(0.0, color), (0.55, color.light(0.16)), (1.0, color.dark(0.12))],
        ),
    );
    let cuff_ink = trim;
    canvas.clipped(&piece, |canvas| {
        let cuff = [(reach - 8.0, -12.0), (reach - 6.0, drop * 0.5), (reach - 12.0, drop * 1.1)];
        canvas.fill(&stroke(&cuff, |_| 30.0), cuff_ink);
        for edge in [-26.0, -20.0] {
            let line =
                [(reach + edge, -10.0), (reach + edge + 2.0, drop * 0.5), (reach + edge - 4.0, drop * 1.1)];
            canvas.line(&polyline(&line), 1.4, thread.alpha(0.9));
        }
        for (share, deep) in [(0.36, 0.55), (0.54, 0.8), (0.7, 0.9)] {
            let fold = [
                (reach * share, 6.0),
                (reach * (share + 0.05), drop * deep * 0.6),
                (reach * (share + 0.02), drop * deep * 1.15),
            ];
            canvas.fill(&stroke(&fold, |far| 9.0 * (far * PI).sin() + 0.5), color.dark(0.45).alpha(0.16));
            let lit: Vec<Point> = fold.iter().map(|spot| (spot.0 + 9.0, spot.1)).collect();
            canvas.fill(&stroke(&lit, |far| 6.0 * (far * PI).sin()), WHITE.alpha(0.14));
        }
    });
    piece
}

/// Draws a pleated skirt between two heights.
pub(super) fn skirt(
    canvas: &mut Canvas,
    random: &Random,
    span: (f32, f32),
    waist: f32,
    hem: f32,
    cloth: Cloth,
) {
    let (top, bottom) = span;
    let piece = Pen::from(-waist, top)
        .cubic((-waist * 1.25, top + 90.0), (-hem * 0.94, bottom - 130.0), (-hem, bottom - 8.0))
        .cubic((-hem * 0.5, bottom + 14.0), (hem * 0.5, bottom + 14.0), (hem, bottom - 8.0))
        .cubic((hem * 0.94, bottom - 130.0), (waist * 1.25, top + 90.0), (waist, top))
        .close();
    let color = cloth.skirt;
    canvas.fill(&piece, vertical(top, bottom, &[(0.0, color.light(0.1)), (1.0, color.dark(0.16))]));
    canvas.clipped(&piece, |canvas| {
        let pleats = 17;
        for pleat in 0..=pleats {
            let far = pleat as f32 / pleats as f32 * 2.0 - 1.0;
            let (x, low) = (far * waist, far * hem * 1.02);
            let wide = hem * 2.0 / pleats as f32;
            let fold = Pen::from(x, top)
                .quad((far * waist * 1.2, top + 100.0), (low, bottom + 14.0))
                .to(low + wide * 0.5, bottom + 14.0)
                .quad((far * waist * 1.2 + wide * 0.2, top + 100.0), (x + 2.0, top))
                .close();
            canvas.fill(&fold, if pleat % 2 == 0 { color.dark(0.5).alpha(0.2) } else { WHITE.alpha(0.08) });
        }
    });
    let kind = random.pick(&[Weave::Rosettes, Weave::Blossoms, Weave::Sprigs, Weave::Diamonds]);
    weave(canvas, &piece, kind, 62.0, cloth.thread.alpha(0.42));
    canvas.clipped(&piece, |canvas| {
        for (lift, thick, tone) in
            [(20.0, 34.0, cloth.trim), (41.0, 3.0, cloth.thread), (1.0, 3.0, cloth.thread)]
        {
            let band = along(
                (-hem - 8.0, bottom - 8.0 - lift),
                (-hem * 0.5, bottom + 14.0 - lift),
                (hem * 0.5, bottom + 14.0 - lift),
                (hem + 8.0, bottom - 8.0 - lift),
            );
            canvas.fill(&stroke(&band, |_| thick), tone.alpha(0.94));
        }
        meander(canvas, (-hem, bottom - 21.0), hem * 2.0, 22.0, cloth.thread.alpha(0.85));
    });
}

/// Makes a long panel of the body from the shoulders down.
pub(super) fn body(half: f32, hem: f32, length: f32) -> Shape {
    Pen::from(-46.0, -26.0)
        .quad((-half, -22.0), (-half, 40.0))
        .cubic((-half, 120.0), (-hem, length * 0.6), (-hem, length))
        .quad((0.0, length + 12.0), (hem, length))
        .cubic((hem, length * 0.6), (half, 120.0), (half, 40.0))
        .quad((half, -22.0), (46.0, -26.0))
        .close()
}

/// Draws a trim that lies along points: the band, and a fine line on both edges.
pub(super) fn trim(canvas: &mut Canvas, points: &[Point], thick: f32, color: Color, thread: Color) {
    canvas.fill(&stroke(points, |_| thick), color);
    for side in [-1.0, 1.0] {
        let edge: Vec<Point> = points
            .iter()
            .enumerate()
            .map(|(index, spot)| {
                let next = points[(index + 1).min(points.len() - 1)];
                let before = points[index.saturating_sub(1)];
                let (dx, dy) = (next.0 - before.0, next.1 - before.1);
                let long = dx.hypot(dy).max(0.01);
                (spot.0 - dy / long * side * thick * 0.38, spot.1 + dx / long * side * thick * 0.38)
            })
            .collect();
        canvas.line(&polyline(&edge), 1.2, thread.alpha(0.9));
    }
}

/// Draws the crossed collar, the wearer's left over the right.
pub(super) fn crossed_collar(canvas: &mut Canvas, low: f32, cloth: Cloth) {
    let throat = polygon(&[(-34.0, -28.0), (34.0, -28.0), (4.0, 62.0)]);
    canvas.fill(&throat, cloth.trim.dark(0.5));
    let under = along((-36.0, -30.0), (-34.0, 4.0), (-16.0, 36.0), (14.0, 62.0));
    trim(canvas, &under, 30.0, XUAN.light(0.4), XUAN.dark(0.15));
    trim(
        canvas,
        &under.iter().map(|spot| (spot.0 - 12.0, spot.1 + 5.0)).collect::<Vec<_>>(),
        24.0,
        cloth.trim,
        cloth.thread,
    );
    let over = along((36.0, -30.0), (36.0, 16.0), (-12.0, low * 0.45), (-86.0, low));
    let inner: Vec<Point> = over.iter().map(|spot| (spot.0 - 10.0, spot.1 - 6.0)).collect();
    trim(canvas, &inner, 18.0, XUAN.light(0.4), XUAN.dark(0.15));
    trim(canvas, &over, 27.0, cloth.trim, cloth.thread);
}

/// Draws a belt with two ribbons, a knot and a jade ring.
pub(super) fn belt(canvas: &mut Canvas, level: f32, half: f32, long: f32, cloth: Cloth) {
    canvas.fill(
        &round_rect((-half, level - 17.0), (half * 2.0, 34.0), 5.0),
        vertical(level - 17.0, level + 17.0, &[(0.0, cloth.trim.light(0.12)), (1.0, cloth.trim.dark(0.16))]),
    );
    for edge in [-12.0, 12.0] {
        canvas.line(&Pen::from(-half, level + edge).to(half, level + edge).done(), 1.6, cloth.thread);
    }
    for (side, reach) in [(-1.0, long), (1.0, long * 0.86)] {
        let ribbon = along(
            (side * 5.0, level),
            (side * 22.0, level + reach * 0.3),
            (side * 4.0, level + reach * 0.7),
            (side * 24.0, level + reach),
        );
        canvas.fill(&stroke(&ribbon, |far| 11.0 + far * 5.0), cloth.trim.light(0.06));
        canvas.fill(&stroke(&ribbon, |_| 1.4), cloth.thread.alpha(0.8));
    }
    for side in [-1.0, 1.0] {
        let bow = leaf((0.0, level), (side * 34.0, level + 6.0), 24.0, 0.0);
        canvas.fill(&bow, cloth.trim.light(0.14));
        canvas.line(&bow, 1.2, cloth.thread.alpha(0.7));
    }
    canvas.fill(&circle(0.0, level, 9.0), cloth.trim);
    let ring = (-46.0, level + 62.0);
    canvas.line(&Pen::from(ring.0, level + 12.0).to(ring.0, level + 46.0).done(), 2.0, cloth.thread);
    canvas.line(&circle(ring.0, ring.1, 11.0), 6.0, QINGBI.light(0.45));
    tassel(canvas, (ring.0, ring.1 + 12.0), 52.0, cloth.trim);
}

/// Draws the rail: a lacquered bar on two posts.
pub(super) fn rail(canvas: &mut Canvas, lacquer: Color) {
    for side in [-1.0, 1.0] {
        let post = rect(side * 296.0 - 6.0, -60.0, 12.0, 620.0);
        canvas.fill(
            &post,
            linear(
                (side * 296.0 - 6.0, 0.0),
                (side * 296.0 + 6.0, 0.0),
                &[(0.0, lacquer.dark(0.2)), (0.35, lacquer.light(0.3)), (1.0, lacquer.dark(0.35))],
            ),
        );
        canvas.fill(&round_rect((side * 296.0 - 34.0, 540.0), (68.0, 16.0), 6.0), lacquer.dark(0.25));
    }
    canvas.fill(
        &round_rect((-312.0, -32.0), (624.0, 12.0), 6.0),
        vertical(-32.0, -20.0, &[(0.0, lacquer.light(0.35)), (0.5, lacquer), (1.0, lacquer.dark(0.4))]),
    );
    for side in [-1.0, 1.0] {
        let curl =
            along((side * 308.0, -26.0), (side * 336.0, -26.0), (side * 340.0, -58.0), (side * 314.0, -56.0));
        canvas.fill(&stroke(&curl, |far| 11.0 - far * 4.0), lacquer);
        canvas.fill(&circle(side * 314.0, -56.0, 5.0), CHIJIN);
    }
}

/// Draws the left and the right sleeve, woven.
pub(super) fn both_sleeves(canvas: &mut Canvas, random: &Random, reach: f32, drop: f32, cloth: Cloth) {
    let kind = random.pick(&[Weave::Rosettes, Weave::Blossoms, Weave::Sprigs]);
    canvas.mirrored(0.0, |canvas| {
        let piece = sleeve(canvas, reach, drop, cloth.top, cloth.trim, cloth.thread);
        weave(canvas, &piece, kind, 58.0, cloth.top.dark(0.3).alpha(0.16));
    });
}

/// Draws the cloth of the front, lightest in its middle.
pub(super) fn front(canvas: &mut Canvas, piece: &Shape, color: Color) {
    canvas.fill(
        piece,
        linear(
            (-110.0, 0.0),
            (110.0, 0.0),
            &[(0.0, color.dark(0.14)), (0.4, color.light(0.12)), (1.0, color.dark(0.16))],
        ),
    );
}
