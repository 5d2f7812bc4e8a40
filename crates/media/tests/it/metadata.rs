//! Metadata is removed.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::{AnimationDecoder, ImageDecoder, ImageFormat};
use miaohui_media::MediaType;

use crate::samples::{
    LATITUDE, PLACE, animated_gif, animated_webp_with, camera_jpeg, camera_webp, contains, encoded, exif,
    flag, png_with, profile, read, store,
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
fn a_frame_of_a_webp_animation_loses_its_metadata() {
    let (_dir, store) = store();
    let sent = animated_webp_with(&[(b"EXIF", &exif(6)), (b"XMP ", PLACE), (b"odd ", b"odd")]);
    assert!(contains(&sent, PLACE) && contains(&sent, &LATITUDE));
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    for secret in [PLACE, &LATITUDE, b"EXIF", b"XMP ", b"odd "] {
        assert!(!contains(&kept, secret), "{}", String::from_utf8_lossy(secret));
    }
    assert_eq!(kept, read(&store, &store.put(&animated_webp_with(&[])).unwrap().sha256));
}

#[test]
fn a_webp_chunk_loses_what_follows_its_fields() {
    let (_dir, store) = store();
    let mut sent = camera_webp(1);
    let at = sent.windows(4).position(|window| window == b"VP8X").unwrap();
    sent[at + 4] = 10 + PLACE.len() as u8;
    sent.splice(at + 18..at + 18, PLACE.iter().copied());
    let size = sent.len() as u32 - 8;
    sent[4..8].copy_from_slice(&size.to_le_bytes());
    assert_eq!(PLACE.len() % 2, 0, "chunks have even lengths");
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(!contains(&kept, PLACE));
    assert_eq!(kept, read(&store, &store.put(&camera_webp(1)).unwrap().sha256));
}

#[test]
fn a_png_chunk_of_a_wrong_length_is_removed() {
    let (_dir, store) = store();
    let sent = png_with(&flag(8, 8), &[(b"gAMA", PLACE), (b"pHYs", PLACE), (b"sRGB", b"\0")]);
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(contains(&sent, PLACE) && !contains(&kept, PLACE) && contains(&kept, b"sRGB"));
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

#[test]
fn a_gif_extension_of_another_length_is_no_loop_count() {
    let (_dir, store) = store();
    let mut sent = animated_gif(6, 6);
    let looping = sent.windows(11).position(|window| window == b"NETSCAPE2.0").unwrap();
    // The name, the loop count and what is hidden behind it are one block of the extension.
    let hidden = 1 + PLACE.len();
    sent[looping - 1] = (11 + 4 + hidden) as u8;
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(!contains(&kept, PLACE) && !contains(&kept, b"NETSCAPE"));
    assert_eq!(read(&store, &store.put(&kept).unwrap().sha256), kept);
}
