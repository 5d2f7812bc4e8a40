//! Pictures are rotated by their EXIF orientation.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageEncoder, ImageFormat};
use img_parts::ImageICC;
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::{Png, PngChunk};
use miaohui_media::MediaType;

use crate::samples::{
    LATITUDE, PLACE, animated_png, animated_webp, camera_jpeg, camera_webp, contains, encoded, exif, flag,
    profile, read, store,
};

fn assert_red_above_blue(bytes: &[u8]) {
    let upright = image::load_from_memory(bytes).unwrap().to_rgb8();
    assert_eq!(upright.dimensions(), (32, 64));
    let (top, bottom) = (upright.get_pixel(16, 5), upright.get_pixel(16, 58));
    assert!(top[0] > 150 && bottom[2] > 150, "{top:?} {bottom:?}");
}

#[test]
fn a_jpeg_is_rotated() {
    let (_dir, store) = store();
    let blob = store.put(&camera_jpeg(6)).unwrap();
    assert_eq!((blob.media_type, blob.width, blob.height), (MediaType::Jpeg, Some(32), Some(64)));
    let kept = read(&store, &blob.sha256);
    assert!(!contains(&kept, PLACE) && !contains(&kept, &LATITUDE) && !contains(&kept, b"Exif"));
    assert_red_above_blue(&kept);
    let mut decoder = JpegDecoder::new(Cursor::new(kept)).unwrap();
    assert_eq!(decoder.icc_profile().unwrap(), Some(profile(b"RGB ")));
}

#[test]
fn every_orientation_is_applied() {
    let (_dir, store) = store();
    for orientation in 0..=9 {
        let blob = store.put(&camera_jpeg(orientation)).unwrap();
        let sides = if (5..=8).contains(&orientation) { (32, 64) } else { (64, 32) };
        assert_eq!((blob.width.unwrap(), blob.height.unwrap()), sides, "{orientation}");
    }
}

#[test]
fn a_grey_picture_stays_grey_and_loses_a_cmyk_profile() {
    let (_dir, store) = store();
    let turned = |image: &DynamicImage, space: &[u8; 4]| {
        let mut jpeg = Jpeg::from_bytes(encoded(image, ImageFormat::Jpeg).into()).unwrap();
        let exif = [b"Exif\0\0".to_vec(), exif(6)].concat();
        jpeg.segments_mut().insert(0, JpegSegment::new_with_contents(0xe1, exif.into()));
        jpeg.set_icc_profile(Some(profile(space).into()));
        let kept = read(&store, &store.put(&jpeg.encoder().bytes()).unwrap().sha256);
        let mut decoder = JpegDecoder::new(Cursor::new(kept)).unwrap();
        (decoder.color_type().has_color(), decoder.icc_profile().unwrap())
    };
    let grey = DynamicImage::ImageLuma8(flag(64, 32).to_luma8());
    assert_eq!(turned(&grey, b"GRAY"), (false, Some(profile(b"GRAY"))));
    assert_eq!(turned(&flag(64, 32), b"CMYK"), (true, None));
}

#[test]
fn a_png_is_rotated_in_its_colour_depth() {
    let (_dir, store) = store();
    let deep = DynamicImage::ImageRgb16(flag(64, 32).to_rgb16());
    let mut sent = Vec::new();
    let mut encoder = PngEncoder::new(&mut sent);
    encoder.set_icc_profile(profile(b"RGB ")).unwrap();
    deep.write_with_encoder(encoder).unwrap();
    let mut png = Png::from_bytes(sent.into()).unwrap();
    png.chunks_mut().insert(1, PngChunk::new(*b"eXIf", exif(6).into()));
    let blob = store.put(&png.encoder().bytes()).unwrap();
    assert_eq!((blob.media_type, blob.width, blob.height), (MediaType::Png, Some(32), Some(64)));
    let kept = read(&store, &blob.sha256);
    assert!(!contains(&kept, &LATITUDE));
    assert_red_above_blue(&kept);
    let mut decoder = PngDecoder::new(Cursor::new(kept)).unwrap();
    assert_eq!(decoder.color_type(), image::ColorType::Rgb16);
    assert_eq!(decoder.icc_profile().unwrap(), Some(profile(b"RGB ")));
}

#[test]
fn a_webp_is_rotated() {
    let (_dir, store) = store();
    let blob = store.put(&camera_webp(6)).unwrap();
    assert_eq!((blob.media_type, blob.width, blob.height), (MediaType::WebP, Some(32), Some(64)));
    let kept = read(&store, &blob.sha256);
    assert!(!contains(&kept, PLACE) && !contains(&kept, &LATITUDE));
    assert_red_above_blue(&kept);
    let mut decoder = WebPDecoder::new(Cursor::new(kept)).unwrap();
    assert_eq!(decoder.icc_profile().unwrap(), Some(profile(b"RGB ")));
}

#[test]
fn an_animation_is_not_rotated() {
    let (_dir, store) = store();
    let blob = store.put(&animated_webp()).unwrap();
    assert_eq!((blob.width, blob.height), (Some(64), Some(32)));
    let kept = read(&store, &blob.sha256);
    assert!(!contains(&kept, &LATITUDE));
    assert_eq!(WebPDecoder::new(Cursor::new(kept)).unwrap().into_frames().count(), 2);
    let kept = read(&store, &store.put(&animated_png()).unwrap().sha256);
    assert!(!contains(&kept, &LATITUDE));
    assert!(PngDecoder::new(Cursor::new(kept)).unwrap().is_apng().unwrap());
}
