//! Pictures for uploads.

use std::io::Cursor;

use miaohui_kernel::Rng;

/// A PNG that cannot be compressed, of about three bytes a pixel.
pub fn noise(seed: u64, width: u32, height: u32) -> Vec<u8> {
    let mut pixels = vec![0; width as usize * height as usize * 3];
    Rng::seeded(seed).fill(&mut pixels);
    let picture = image::RgbImage::from_raw(width, height, pixels).unwrap();
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A PNG of one colour, chosen by `seed`.
pub fn png(seed: u8, width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([seed, 80, 160]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
