//! How a decoded picture is cut and turned before it is shown.

use image::metadata::Orientation;

use crate::error::{MediaError, broken};

/// A step, in the order in which they apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Cut(Cut),
    /// Quarter turns against the clock.
    Turn(u8),
    /// Exchanges top and bottom.
    FlipVertical,
    /// Exchanges left and right.
    FlipHorizontal,
}

/// A part of a picture: its size, and how far its centre lies from that of the picture, as fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub width: (u32, u32),
    pub height: (u32, u32),
    pub right: (i32, u32),
    pub down: (i32, u32),
}

/// What all steps make together: a part of the picture, which is then turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placement {
    /// Left, top, width and height; `None` is the whole picture.
    pub part: Option<(u32, u32, u32, u32)>,
    pub orientation: Orientation,
}

impl Placement {
    /// Combines the steps for a picture of a size. A picture is cut before it is turned.
    pub fn of(steps: &[Step], (width, height): (u32, u32)) -> Result<Self, MediaError> {
        let (mut part, mut turns, mut is_flipped) = (None, 0_u8, false);
        for step in steps {
            match step {
                Step::Cut(cut) if part.is_none() && turns == 0 && !is_flipped => {
                    let (left, wide) = side(width, cut.width, cut.right)?;
                    let (top, high) = side(height, cut.height, cut.down)?;
                    part = Some((left, top, wide, high));
                }
                Step::Cut(_) => return Err(broken("the picture is cut twice")),
                // After a flip, a turn against the clock is one with it before the flip.
                Step::Turn(more) => turns = (turns + if is_flipped { *more } else { 4 - more % 4 }) % 4,
                Step::FlipHorizontal => is_flipped = !is_flipped,
                Step::FlipVertical => (is_flipped, turns) = (!is_flipped, (turns + 2) % 4),
            }
        }
        Ok(Self { part, orientation: orientation(turns, is_flipped) })
    }
}

/// So many quarter turns with the clock, and then a flip.
fn orientation(turns: u8, is_flipped: bool) -> Orientation {
    match (turns, is_flipped) {
        (1, false) => Orientation::Rotate90,
        (2, false) => Orientation::Rotate180,
        (3, false) => Orientation::Rotate270,
        (1, true) => Orientation::Rotate90FlipH,
        (2, true) => Orientation::FlipVertical,
        (3, true) => Orientation::Rotate270FlipH,
        (_, true) => Orientation::FlipHorizontal,
        _ => Orientation::NoTransforms,
    }
}

/// Where a cut begins on one side, and its length.
fn side(full: u32, length: (u32, u32), offset: (i32, u32)) -> Result<(u32, u32), MediaError> {
    let outside = || broken("the part of the picture lies outside");
    let length = length.0.checked_div(length.1).filter(|length| (1..=full).contains(length));
    let length = length.ok_or_else(outside)?;
    let moved = (2 * i64::from(offset.0)).checked_div(i64::from(offset.1)).ok_or_else(outside)?;
    let start = u32::try_from(i64::midpoint(i64::from(full - length), moved)).map_err(|_| outside())?;
    if full - length < start { Err(outside()) } else { Ok((start, length)) }
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, GrayImage, Luma};

    use super::*;

    #[test]
    fn steps_make_what_each_makes_after_the_other() {
        let image = DynamicImage::from(GrayImage::from_fn(3, 2, |x, y| Luma([(10 * y + x) as u8])));
        let all = [
            Step::Turn(0),
            Step::Turn(1),
            Step::Turn(2),
            Step::Turn(3),
            Step::FlipVertical,
            Step::FlipHorizontal,
        ];
        for first in all {
            for second in all {
                let mut expected = image.clone();
                for step in [first, second] {
                    expected = match step {
                        Step::Turn(1) => expected.rotate270(),
                        Step::Turn(2) => expected.rotate180(),
                        Step::Turn(3) => expected.rotate90(),
                        Step::FlipVertical => expected.flipv(),
                        Step::FlipHorizontal => expected.fliph(),
                        Step::Turn(_) | Step::Cut(_) => expected,
                    };
                }
                let mut turned = image.clone();
                turned.apply_orientation(Placement::of(&[first, second], (3, 2)).unwrap().orientation);
                assert_eq!(turned, expected, "{first:?} {second:?}");
            }
        }
    }

    #[test]
    fn a_cut_lies_within_the_picture() {
        let of = |width, right| {
            let cut = Cut { width, height: (2, 1), right, down: (0, 1) };
            Placement::of(&[Step::Cut(cut), Step::Turn(1)], (10, 2)).map(|placement| placement.part)
        };
        assert_eq!(of((4, 1), (0, 1)).unwrap(), Some((3, 0, 4, 2)));
        assert_eq!(of((8, 2), (-3, 1)).unwrap(), Some((0, 0, 4, 2)));
        for (width, right) in
            [((11, 1), (0, 1)), ((4, 1), (4, 1)), ((4, 0), (0, 1)), ((4, 1), (0, 0)), ((0, 1), (0, 1))]
        {
            assert!(of(width, right).is_err(), "{width:?} {right:?}");
        }
    }
}
