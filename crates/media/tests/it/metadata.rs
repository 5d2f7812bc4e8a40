//! Metadata is removed.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::{AnimationDecoder, ImageDecoder, ImageFormat};
use miaohui_media::MediaType;

use crate::samples::{
    LATITUDE, PLACE, animated_gif, camera_jpeg, camera_webp, contains, encoded, exif, flag, png_with,
    profile, read, store,
};

fn pixels(bytes: &[u8]) -> image::RgbImage {
    image::load_from_memory(bytes).unwrap().to_rgb8()
}

#[test]
fn a_jpeg_keeps_its_pixels_without_its_metadata() {
    let (_dir, store) = store();
    let sent = camera_jpeg(1);
    assert!(contains(&sent, PLACE) && contains(&sent, &LATITUDE));
    let blob = store.put(&sent).unwrap();
    let kept = read(&store, &blob.sha256);
    for secret in [PLACE, &LATITUDE, b"Exif", b"adobe", b"Photoshop", b"MPF"] {
        assert!(!contains(&kept, secret), "{}", String::from_utf8_lossy(secret));
    }
    assert!(kept.ends_with(&[0xff, 0xd9]) && contains(&kept, b"JFIF"));
    assert_eq!((blob.media_type, blob.width, blob.height), (MediaType::Jpeg, Some(64), Some(32)));
    assert_eq!(blob.size, kept.len() as u64);
    assert_eq!(pixels(&sent), pixels(&kept), "not encoded again");
    let mut decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(kept)).unwrap();
    assert_eq!(decoder.icc_profile().unwrap(), Some(profile(b"RGB ")));
}

#[test]
fn a_png_loses_its_texts_and_trailing_data() {
    let (_dir, store) = store();
    let texts: [(&[u8; 4], &[u8]); 7] = [
        (b"tEXt", PLACE),
        (b"zTXt", PLACE),
        (b"iTXt", PLACE),
        (b"tIME", b"\x07\xea\x0b\x15\x06\x3b\x2e"),
        (b"eXIf", &exif(1)),
        (b"prVt", PLACE),
        (b"gAMA", b"\0\0\xb1\x8f"),
    ];
    let mut sent = png_with(&flag(8, 8), &texts);
    sent.extend_from_slice(&[b"PK\x03\x04", PLACE].concat());
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    for secret in [PLACE, &LATITUDE, b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"PK"] {
        assert!(!contains(&kept, secret), "{}", String::from_utf8_lossy(secret));
    }
    assert!(contains(&kept, b"gAMA"), "a chunk that affects colours is kept");
    assert!(kept.ends_with(b"IEND\xae\x42\x60\x82"));
    assert_eq!(pixels(&kept), flag(8, 8).to_rgb8());
}

#[test]
fn a_webp_loses_its_metadata_and_their_flags() {
    let (_dir, store) = store();
    let mut sent = camera_webp(1);
    assert!(contains(&sent, PLACE) && contains(&sent, &LATITUDE));
    sent.extend_from_slice(PLACE);
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(!contains(&kept, PLACE) && !contains(&kept, &LATITUDE) && !contains(&kept, b"EXIF"));
    let at = kept.windows(4).position(|window| window == b"VP8X").unwrap();
    assert_eq!(kept[at + 8], 0b0010_0000, "only the flag of the profile is left");
    assert_eq!(pixels(&kept), flag(64, 32).to_rgb8());
}

#[test]
fn a_webp_without_metadata_is_unchanged() {
    let (_dir, store) = store();
    let sent = encoded(&flag(8, 8), ImageFormat::WebP);
    assert_eq!(read(&store, &store.put(&sent).unwrap().sha256), sent);
}

#[test]
fn a_gif_loses_its_comments_and_stays_animated() {
    let (_dir, store) = store();
    let sent = animated_gif(6, 6);
    let frames = |bytes| GifDecoder::new(Cursor::new(bytes)).unwrap().into_frames().collect_frames().unwrap();
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(!contains(&kept, PLACE) && contains(&kept, b"NETSCAPE2.0\x03\x01\0\0\0"));
    let (before, after) = (frames(sent), frames(kept));
    assert_eq!(after.len(), 3);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((before.buffer(), before.delay()), (after.buffer(), after.delay()));
    }
}
