//! Pictures for uploads.

use std::io::Cursor;

/// A PNG of one colour, chosen by `seed`.
pub fn png(seed: u8, width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([seed, 80, 160]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
