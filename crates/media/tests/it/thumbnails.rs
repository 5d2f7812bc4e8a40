//! Thumbnails.

use std::io::Read;
use std::os::unix::fs::MetadataExt;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use img_parts::ImageICC;
use img_parts::jpeg::Jpeg;
use miaohui_media::{Blob, BlobStore, Content, Limits, MediaType, Thumb, thumb_width};

use crate::samples::{animated_gif, encoded, flag, profile, store};

fn thumb(store: &BlobStore, blob: &Blob, width: u32) -> Option<Thumb> {
    store.thumb(&blob.sha256, blob.media_type, width).unwrap()
}

fn read(mut thumb: Thumb) -> Vec<u8> {
    let mut bytes = Vec::new();
    thumb.file.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes.len() as u64, thumb.file.len);
    bytes
}

fn inode(thumb: &Thumb) -> u64 {
    let Content::File(file) = &thumb.file.content else { panic!("not on the disk") };
    file.metadata().unwrap().ino()
}

fn glass(alpha: u8) -> DynamicImage {
    RgbaImage::from_pixel(200, 50, Rgba([9, 9, 9, alpha])).into()
}

#[test]
fn a_thumbnail_is_made_once() {
    let (_dir, store) = store();
    let blob = store.put(&encoded(&flag(600, 300), ImageFormat::Png)).unwrap();
    let made = thumb(&store, &blob, 240).unwrap();
    assert_eq!(made.media_type, MediaType::Jpeg);
    let of_made = inode(&made);
    assert_eq!(inode(&thumb(&store, &blob, 240).unwrap()), of_made);
    assert_ne!(inode(&thumb(&store, &blob, 120).unwrap()), of_made);
    let small = image::load_from_memory(&read(made)).unwrap().to_rgb8();
    assert_eq!(small.dimensions(), (240, 120));
    assert!(small.get_pixel(10, 60)[0] > 180 && small.get_pixel(230, 60)[2] > 180);
}

#[test]
fn a_thumbnail_is_smaller_than_the_picture() {
    let (_dir, store) = store();
    let blob = store.put(&encoded(&flag(480, 10), ImageFormat::Png)).unwrap();
    assert!(thumb(&store, &blob, 480).is_none());
    assert!(thumb(&store, &blob, 960).is_none());
    assert!(thumb(&store, &blob, 4000).is_none());
    assert!(thumb(&store, &blob, 240).is_some());
    let thin = store.put(&encoded(&flag(2000, 1), ImageFormat::Png)).unwrap();
    let small = image::load_from_memory(&read(thumb(&store, &thin, 120).unwrap())).unwrap();
    assert_eq!((small.width(), small.height()), (120, 1));
}

#[test]
fn thumbnails_have_a_few_widths() {
    assert_eq!([1, 120, 121, 960, 961].map(thumb_width), [Some(120), Some(120), Some(240), Some(960), None]);
    let (_dir, store) = store();
    let blob = store.put(&encoded(&flag(600, 300), ImageFormat::Png)).unwrap();
    let inode = |width| inode(&thumb(&store, &blob, width).unwrap());
    assert_eq!((inode(0), inode(200)), (inode(120), inode(240)));
}

#[test]
fn a_transparent_picture_has_a_transparent_thumbnail() {
    let (_dir, store) = store();
    for (alpha, kind) in [(100, MediaType::Png), (255, MediaType::Jpeg)] {
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let blob = store.put(&encoded(&glass(alpha), format)).unwrap();
            let thumb = thumb(&store, &blob, 120).unwrap();
            assert_eq!(thumb.media_type, kind);
            let small = image::load_from_memory(&read(thumb)).unwrap().to_rgba8();
            assert_eq!(small.get_pixel(60, 15)[3], alpha);
        }
    }
}

#[test]
fn pictures_of_every_colour_depth_have_thumbnails() {
    let (_dir, store) = store();
    let flag = flag(600, 300);
    let depths = [
        DynamicImage::ImageRgb16(flag.to_rgb16()),
        DynamicImage::ImageRgba16(flag.to_rgba16()),
        DynamicImage::ImageLuma8(flag.to_luma8()),
        DynamicImage::ImageLuma16(flag.to_luma16()),
        DynamicImage::ImageLumaA8(flag.to_luma_alpha8()),
        DynamicImage::ImageLumaA16(flag.to_luma_alpha16()),
    ];
    for picture in depths {
        let blob = store.put(&encoded(&picture, ImageFormat::Png)).unwrap();
        let thumb = thumb(&store, &blob, 120).unwrap();
        assert_eq!(thumb.media_type, MediaType::Jpeg, "{:?}", picture.color());
        let small = image::load_from_memory(&read(thumb)).unwrap();
        assert_eq!((small.width(), small.height()), (120, 60));
        let (left, whole) = (small.to_luma8().get_pixel(10, 30)[0], picture.to_luma8().get_pixel(50, 150)[0]);
        assert!(left.abs_diff(whole) < 4, "{:?}: {left} {whole}", picture.color());
    }
}

#[test]
fn the_thumbnail_of_an_animation_is_its_first_frame() {
    let (_dir, store) = store();
    let blob = store.put(&animated_gif(200, 100)).unwrap();
    let thumb = thumb(&store, &blob, 120).unwrap();
    assert_eq!(thumb.media_type, MediaType::Jpeg);
    let small = image::load_from_memory(&read(thumb)).unwrap().to_rgb8();
    assert!(small.pixels().all(|pixel| pixel[0] < 10), "the first frame is black, the others are red");
}

#[test]
fn a_thumbnail_keeps_the_colour_profile() {
    let (_dir, store) = store();
    let mut jpeg = Jpeg::from_bytes(encoded(&flag(300, 100), ImageFormat::Jpeg).into()).unwrap();
    jpeg.set_icc_profile(Some(profile(b"RGB ").into()));
    let blob = store.put(&jpeg.encoder().bytes()).unwrap();
    let small = Jpeg::from_bytes(read(thumb(&store, &blob, 120).unwrap()).into()).unwrap();
    assert_eq!(small.icc_profile().unwrap(), profile(b"RGB "));
}

#[test]
fn a_picture_above_the_present_limits_has_no_thumbnail() {
    let (dir, store) = store();
    let blob = store.put(&encoded(&flag(600, 300), ImageFormat::Png)).unwrap();
    let strict = BlobStore::open(dir.path(), Limits { max_pixels: 1000, ..Limits::default() }).unwrap();
    assert!(thumb(&strict, &blob, 240).is_none());
}
