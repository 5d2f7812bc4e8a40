//! The picture that is put together from tiles, at its size or shrunk.

use image::{Rgb, RgbImage};

use crate::error::{MediaError, broken};

/// A picture that is filled part by part. At a scale above 1, each of its pixels is the average of so
/// many in both directions.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    scale: usize,
    image: RgbImage,
}

impl Canvas {
    /// A black picture of this size before it is shrunk.
    pub fn new((width, height): (u32, u32), scale: u32) -> Self {
        let image = RgbImage::new(width.div_ceil(scale), height.div_ceil(scale));
        Self { width: width as usize, height: height as usize, scale: scale as usize, image }
    }

    /// Its size before it is shrunk.
    #[cfg(feature = "avif")]
    pub fn size(&self) -> (u32, u32) {
        (self.width as u32, self.height as u32)
    }

    /// Puts rows of `width` pixels at a place, which is a multiple of the scale. What reaches out of the
    /// picture is dropped.
    pub fn put(&mut self, (x, y): (usize, usize), width: usize, rgb: &[u8]) -> Result<(), MediaError> {
        if width == 0 || !x.is_multiple_of(self.scale) || !y.is_multiple_of(self.scale) {
            return Err(broken("the tiles do not fit"));
        }
        let rows = rgb.len() / 3 / width;
        let (wide, high) = (width.min(self.width.saturating_sub(x)), rows.min(self.height.saturating_sub(y)));
        let scale = self.scale;
        for row in 0..high.div_ceil(scale) {
            for column in 0..wide.div_ceil(scale) {
                let (mut sums, mut count) = ([0_u32; 3], 0);
                for from_y in row * scale..((row + 1) * scale).min(high) {
                    for from_x in column * scale..((column + 1) * scale).min(wide) {
                        let at = (from_y * width + from_x) * 3;
                        for (sum, sample) in sums.iter_mut().zip(&rgb[at..at + 3]) {
                            *sum += u32::from(*sample);
                        }
                        count += 1;
                    }
                }
                let pixel = Rgb(sums.map(|sum| ((sum + count / 2) / count) as u8));
                self.image.put_pixel((x / scale + column) as u32, (y / scale + row) as u32, pixel);
            }
        }
        Ok(())
    }

    /// Lays the picture on white, as another one of the same size says: white where that is black.
    pub fn on_white(&mut self, opacity: &Self, is_premultiplied: bool) -> Result<(), MediaError> {
        if self.image.dimensions() != opacity.image.dimensions() {
            return Err(broken("the transparency has another size"));
        }
        for (pixel, Rgb([opacity, ..])) in self.image.pixels_mut().zip(opacity.image.pixels()) {
            let opacity = u32::from(*opacity);
            for sample in &mut pixel.0 {
                let colour = u32::from(*sample) * if is_premultiplied { 255 } else { opacity };
                *sample = ((colour + (255 - opacity) * 255 + 127) / 255).min(255) as u8;
            }
        }
        Ok(())
    }

    pub fn into_image(self) -> RgbImage {
        self.image
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_averaged_and_cut() {
        let mut canvas = Canvas::new((3, 2), 2);
        canvas.put((0, 0), 2, &[10, 0, 0, 20, 0, 0, 30, 0, 0, 40, 0, 0]).unwrap();
        canvas.put((2, 0), 2, &[8, 8, 8, 99, 99, 99, 10, 10, 10, 99, 99, 99]).unwrap();
        let image = canvas.into_image();
        assert_eq!(image.dimensions(), (2, 1));
        assert_eq!((image.get_pixel(0, 0).0, image.get_pixel(1, 0).0), ([25, 0, 0], [9, 9, 9]));
        assert!(Canvas::new((4, 4), 2).put((1, 0), 2, &[0; 12]).is_err());
    }

    #[test]
    fn transparency_becomes_white() {
        let canvas = |samples: &[u8]| {
            let mut canvas = Canvas::new((2, 1), 1);
            canvas.put((0, 0), 2, samples).unwrap();
            canvas
        };
        let opacity = canvas(&[0, 0, 0, 255, 255, 255]);
        for is_premultiplied in [false, true] {
            let mut picture = canvas(&[0, 0, 0, 10, 20, 30]);
            picture.on_white(&opacity, is_premultiplied).unwrap();
            assert_eq!(picture.into_image().into_raw(), [255, 255, 255, 10, 20, 30]);
        }
    }
}
