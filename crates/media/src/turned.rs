//! A view of a picture as its orientation shows it, without a copy.

use image::metadata::Orientation;
use image::{GenericImageView, ImageBuffer, Pixel};

/// A turned picture of 8 bits a sample.
pub(crate) struct Turned<'i, P: Pixel<Subpixel = u8>> {
    pub image: &'i ImageBuffer<P, Vec<u8>>,
    pub orientation: Orientation,
}

/// Whether the orientation exchanges width and height.
pub(crate) fn is_upended(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH)
}

impl<P: Pixel<Subpixel = u8>> GenericImageView for Turned<'_, P> {
    type Pixel = P;

    fn dimensions(&self) -> (u32, u32) {
        let (width, height) = self.image.dimensions();
        if is_upended(self.orientation) { (height, width) } else { (width, height) }
    }

    fn get_pixel(&self, x: u32, y: u32) -> P {
        let (width, height) = self.image.dimensions();
        let (x, y) = match self.orientation {
            Orientation::NoTransforms => (x, y),
            Orientation::FlipHorizontal => (width - 1 - x, y),
            Orientation::FlipVertical => (x, height - 1 - y),
            Orientation::Rotate180 => (width - 1 - x, height - 1 - y),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate90 => (y, height - 1 - x),
            Orientation::Rotate270 => (width - 1 - y, x),
            Orientation::Rotate270FlipH => (width - 1 - y, height - 1 - x),
        };
        *self.image.get_pixel(x, y)
    }
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, GrayImage, Luma};

    use super::*;

    #[test]
    fn a_view_shows_what_a_turned_copy_holds() {
        let image = GrayImage::from_fn(3, 2, |x, y| Luma([(10 * y + x) as u8]));
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            let mut copy = DynamicImage::from(image.clone());
            copy.apply_orientation(orientation);
            let copy = copy.into_luma8();
            let view = Turned { image: &image, orientation };
            assert_eq!(view.dimensions(), copy.dimensions());
            assert!(view.pixels().all(|(x, y, pixel)| pixel == *copy.get_pixel(x, y)), "{exif}");
        }
    }
}
