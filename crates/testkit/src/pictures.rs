//! Pictures for uploads.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use miaohui_kernel::Rng;

/// A PNG of one colour, chosen by `seed`.
pub fn png(seed: u8, width: u32, height: u32) -> Vec<u8> {
    encoded(&RgbImage::from_pixel(width, height, Rgb([seed, 80, 160])))
}

/// A PNG that cannot be compressed, of about three bytes a pixel.
pub fn noise(seed: u64, width: u32, height: u32) -> Vec<u8> {
    let mut pixels = vec![0; width as usize * height as usize * 3];
    Rng::seeded(seed).fill(&mut pixels);
    encoded(&RgbImage::from_raw(width, height, pixels).unwrap())
}

fn encoded(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}
