//! The picture that stands for any video where a picture is asked for: no frame of a video is decoded.

use std::sync::LazyLock;

use bytes::Bytes;
use image::{GrayImage, Luma};

use crate::decoded::Picture;
use crate::encode::encode;
use crate::media_type::MediaType;
use crate::thumb_widths::{WIDTHS, thumb_width};

const GROUND: Luma<u8> = Luma([48]);
const MARK: Luma<u8> = Luma([224]);

/// The pictures of all widths, small to large.
static PICTURES: LazyLock<[Bytes; WIDTHS.len()]> = LazyLock::new(|| WIDTHS.map(draw));

/// The PNG picture for a video, at least as wide as `wanted` if one is, and its width.
pub fn video_picture(wanted: u32) -> (Bytes, u32) {
    let largest = WIDTHS[WIDTHS.len() - 1];
    let width = thumb_width(wanted).unwrap_or(largest);
    let at = WIDTHS.iter().position(|known| *known == width).unwrap_or_default();
    (PICTURES[at].clone(), width)
}

/// Draws a triangle that points to the right, on a dark ground of 16 to 9.
fn draw(width: u32) -> Bytes {
    let height = width * 9 / 16;
    let (middle, size) = (i64::from(height) / 2, i64::from(height) / 4);
    let left = i64::from(width) / 2 - size * 2 / 3;
    let image = GrayImage::from_fn(width, height, |x, y| {
        let (right, away) = (i64::from(x) - left, (i64::from(y) - middle).abs());
        // The sides meet twice as far to the right as the base reaches up.
        if right >= 0 && right + 2 * away < 2 * size { MARK } else { GROUND }
    });
    let picture = Picture { image: image.into(), icc_profile: None };
    encode(picture, MediaType::Png, 0).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_width_has_a_small_picture() {
        for (wanted, width) in [(1, 120), (120, 120), (121, 240), (960, 960), (5000, 960)] {
            let (bytes, is) = video_picture(wanted);
            let image = image::load_from_memory(&bytes).unwrap().into_luma8();
            assert_eq!((is, image.width(), image.height()), (width, width, width * 9 / 16));
            assert_eq!(*image.get_pixel(width / 2, width * 9 / 32), MARK);
            assert_eq!(*image.get_pixel(0, 0), GROUND);
            assert!(bytes.len() < 8 << 10, "{}", bytes.len());
        }
    }
}
