//! The second decoder of JPEG, the one that browsers use. It only confirms what the first one makes of a
//! picture before that is stored in place of what was sent.

use image::DynamicImage;
use mozjpeg::{ColorSpace, Decompress};

use crate::decoded::guarded;
use crate::error::{MediaError, broken};
use crate::jpeg::rgb;

/// The mean difference of samples, of 255, that no two decoders reach by rounding: in the picture, and in
/// one of its rows.
const DIFFERS: f64 = 4.0;
const ROW_DIFFERS: f64 = 24.0;

/// Refuses a picture that looks otherwise when this decoder decodes it, shrunk by the same scale. It is
/// read row by row, so that it needs less memory than the first decoder had.
pub(crate) fn require_same(bytes: &[u8], scale: u32, image: &DynamicImage) -> Result<(), MediaError> {
    guarded(|| if is_same(bytes, scale, image)? { Ok(()) } else { Err(broken("decoders disagree about it")) })
}

fn is_same(bytes: &[u8], scale: u32, image: &DynamicImage) -> Result<bool, MediaError> {
    let mut decoder = Decompress::new_mem(bytes).map_err(broken)?;
    decoder.scale((8 / scale) as u8);
    let inks = matches!(decoder.color_space(), ColorSpace::JCS_CMYK | ColorSpace::JCS_YCCK);
    let (to, samples) = match image {
        DynamicImage::ImageLuma8(_) => (ColorSpace::JCS_GRAYSCALE, 1),
        _ if inks => (ColorSpace::JCS_CMYK, 4),
        _ => (ColorSpace::JCS_RGB, 3),
    };
    let mut decoder = decoder.to_colorspace(to).map_err(broken)?;
    let (width, height) = (image.width() as usize, image.height() as usize);
    if (decoder.width(), decoder.height()) != (width, height) {
        return Ok(false);
    }
    let mut row = vec![0; width * samples];
    let mut sum = 0;
    for expected in image.as_bytes().chunks_exact(image.as_bytes().len() / height) {
        decoder.read_scanlines_into(&mut row).map_err(broken)?;
        let differing: u64 = if inks { distance(&colours(&row), expected) } else { distance(&row, expected) };
        if differing as f64 > ROW_DIFFERS * expected.len() as f64 {
            return Ok(false);
        }
        sum += differing;
    }
    decoder.finish().map_err(broken)?;
    Ok(sum as f64 <= DIFFERS * image.as_bytes().len() as f64)
}

fn distance(a: &[u8], b: &[u8]) -> u64 {
    a.iter().zip(b).map(|(a, b)| u64::from(a.abs_diff(*b))).sum()
}

/// Four inks, which this decoder leaves inverted, as red, green and blue.
fn colours(row: &[u8]) -> Vec<u8> {
    rgb(&row.iter().map(|ink| 255 - ink).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageFormat, RgbImage};

    use super::*;
    use crate::jpeg::header;
    use crate::limits::Limits;

    #[test]
    fn the_same_picture_is_confirmed_at_every_scale() {
        let wave = |x: u32, y: u32| image::Rgb([(x * 7) as u8, (y * 5) as u8, ((x * y) / 9) as u8]);
        for image in [
            DynamicImage::from(RgbImage::from_fn(203, 149, wave)),
            DynamicImage::from(RgbImage::from_fn(64, 33, wave)).to_luma8().into(),
        ] {
            let mut bytes = Cursor::new(Vec::new());
            image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
            let bytes = bytes.into_inner();
            let header = header(&bytes, &Limits::default()).unwrap();
            for scale in [1, 2, 4, 8] {
                let picture = header.decode(&bytes, scale).unwrap().image;
                require_same(&bytes, scale, &picture).unwrap();
                assert!(require_same(&bytes, scale, &picture.fliph()).is_err(), "{scale}");
                let other = if scale == 8 { 4 } else { 8 };
                assert!(require_same(&bytes, other, &picture).is_err(), "{scale} at {other}");
            }
        }
    }
}
