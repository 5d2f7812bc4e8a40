//! Unsupported and too large files.

use image::ImageFormat;
use miaohui_media::{BlobStore, Limits, MediaError};

use crate::samples::{animated_gif, encoded, flag, phone_video, store, webp, wrong_size_webp};

#[test]
fn unsupported_types_are_refused() {
    let (_dir, store) = store();
    let texts: [&[u8]; 6] = [
        b"",
        b"\xff",
        b"hello, this is only a text that goes on",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7 and so on, for more than 32 bytes",
        b"RIFX\0\0\0\0WEBPVP8 and so on, for more than 32",
    ];
    for text in texts {
        assert!(matches!(store.put(text), Err(MediaError::UnknownType)));
    }
}

#[test]
fn an_unsupported_type_is_refused_by_its_first_bytes() {
    let (_dir, store) = store();
    let mut incoming = store.begin().unwrap();
    incoming.write(&[7; 31]).unwrap();
    assert!(matches!(incoming.write(&[7]), Err(MediaError::UnknownType)));
    assert!(matches!(store.finish(incoming), Err(MediaError::UnknownType)));
}

#[test]
fn limits_apply_during_the_upload() {
    let dir = tempfile::tempdir().unwrap();
    let limits = Limits { image_bytes: 540, video_bytes: 4000, ..Limits::default() };
    let store = BlobStore::open(dir.path(), limits).unwrap();
    let mut incoming = store.begin().unwrap();
    incoming.write(&encoded(&flag(8, 8), ImageFormat::Png)[..40]).unwrap();
    incoming.write(&[0; 500]).unwrap();
    assert!(matches!(incoming.write(&[0]), Err(MediaError::TooLarge { limit: 540 })));
    assert!(matches!(store.finish(incoming), Err(MediaError::TooLarge { limit: 540 })));
    assert_eq!(std::fs::read_dir(dir.path().join("tmp")).unwrap().count(), 0);
    assert!(phone_video().len() > 541);
    store.put(&phone_video()).unwrap();
}

#[test]
fn a_decompression_bomb_is_refused_by_its_header() {
    let (_dir, store) = store();
    let refused = |bytes: &[u8]| match store.put(bytes) {
        Err(MediaError::TooManyPixels { width, height }) => (width, height),
        other => panic!("{other:?}"),
    };
    let mut png = encoded(&flag(8, 8), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(refused(&png), (60_000, 60_000));
    let mut jpeg = encoded(&flag(8, 8), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|window| window == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert_eq!(refused(&jpeg), (60_000, 60_000));
    let mut gif = animated_gif(8, 8);
    gif[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
    assert_eq!(refused(&gif), (60_000, 60_000));
    assert_eq!(refused(&encoded(&flag(30_001, 1), ImageFormat::Png)), (30_001, 1));
}

#[test]
fn an_indexed_png_without_a_palette_is_refused() {
    let (_dir, store) = store();
    let mut png = encoded(&flag(200, 8).to_luma8().into(), ImageFormat::Png);
    assert_eq!(png[25], 0, "grey");
    png[25] = 3;
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    assert!(matches!(store.put(&png), Err(MediaError::Broken(_))));
}

#[test]
fn a_frame_larger_than_its_gif_is_refused() {
    let (_dir, store) = store();
    let mut gif = animated_gif(8, 8);
    let frame = gif.windows(9).position(|window| window == [0x2c, 0, 0, 0, 0, 8, 0, 8, 0]).unwrap();
    gif[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert!(matches!(store.put(&gif), Err(MediaError::Broken(_))));
}

#[test]
fn a_webp_chunk_larger_than_its_file_is_refused() {
    let (_dir, store) = store();
    let mut bytes = crate::samples::camera_webp(1);
    let exif = bytes.windows(4).position(|window| window == b"EXIF").unwrap();
    bytes[exif + 4..exif + 8].copy_from_slice(&[0xff; 4]);
    assert!(matches!(store.put(&bytes), Err(MediaError::Broken(_))));
}

#[test]
fn a_frame_of_another_size_than_declared_is_refused() {
    let (_dir, store) = store();
    assert!(matches!(store.put(&wrong_size_webp()), Err(MediaError::Broken(_))));
    assert!(matches!(store.put(&webp(Vec::new())), Err(MediaError::UnknownType | MediaError::Broken(_))));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(crc & 1)))
    })
}
