//! What people upload, and what is kept of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::trivially_copy_pass_by_ref, missing_docs)]

use std::io::{Cursor, Read};
use std::path::Path;

use image::codecs::gif::{GifDecoder, GifEncoder};
use image::{AnimationDecoder, DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use miaohui_media::{BlobStore, Limits, MediaError, MediaType, thumb_width};
use tempfile::TempDir;

const PLACE: &[u8] = b"39.9042N 116.4074E";

fn store() -> (TempDir, BlobStore) {
    let dir = tempfile::tempdir().unwrap();
    let store = BlobStore::open(dir.path(), Limits::default()).unwrap();
    (dir, store)
}

fn read(store: &BlobStore, sha256: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.open_blob(sha256).unwrap().0.read_to_end(&mut bytes).unwrap();
    bytes
}

/// Red on the left, blue on the right.
fn flag(width: u32, height: u32) -> DynamicImage {
    let paint = |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    RgbImage::from_fn(width, height, paint).into()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// An APP1 segment with an orientation and a text that stands for a place.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend_from_slice(PLACE);
    exif
}

fn camera_jpeg(orientation: u8) -> Vec<u8> {
    let mut jpeg = Jpeg::from_bytes(encoded(&flag(64, 32), ImageFormat::Jpeg).into()).unwrap();
    jpeg.segments_mut().insert(0, JpegSegment::new_with_contents(0xe1, exif(orientation).into()));
    jpeg.segments_mut().insert(1, JpegSegment::new_with_contents(0xfe, PLACE.to_vec().into()));
    let mut bytes = jpeg.encoder().bytes().to_vec();
    bytes.extend_from_slice(PLACE);
    bytes
}

#[test]
fn a_camera_picture_loses_its_place_and_keeps_its_pixels() {
    let (_dir, store) = store();
    let sent = camera_jpeg(1);
    assert!(contains(&sent, PLACE));
    let blob = store.put(&sent).unwrap();
    let kept = read(&store, &blob.sha256);
    assert!(!contains(&kept, PLACE) && !contains(&kept, b"Exif"));
    assert_eq!((blob.media_type, blob.width, blob.height), (MediaType::Jpeg, Some(64), Some(32)));
    assert_eq!(blob.size, kept.len() as u64);
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
    assert_eq!(pixels(&sent), pixels(&kept), "nothing was encoded again");
}

#[test]
fn a_picture_taken_sideways_stands_upright() {
    let (_dir, store) = store();
    let blob = store.put(&camera_jpeg(6)).unwrap();
    assert_eq!((blob.width, blob.height), (Some(32), Some(64)));
    let kept = read(&store, &blob.sha256);
    assert!(!contains(&kept, PLACE) && !contains(&kept, b"Exif"));
    let upright = image::load_from_memory(&kept).unwrap().to_rgb8();
    let (top, bottom) = (upright.get_pixel(16, 5), upright.get_pixel(16, 58));
    assert!(top[0] > 150 && bottom[2] > 150, "red above blue: {top:?} {bottom:?}");
}

#[test]
fn png_texts_and_what_follows_the_picture_go() {
    let (_dir, store) = store();
    let mut png = Png::from_bytes(encoded(&flag(8, 8), ImageFormat::Png).into()).unwrap();
    png.chunks_mut().insert(1, PngChunk::new(*b"tEXt", PLACE.to_vec().into()));
    png.chunks_mut().insert(2, PngChunk::new(*b"prVt", PLACE.to_vec().into()));
    let mut sent = png.encoder().bytes().to_vec();
    sent.extend_from_slice(PLACE);
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(!contains(&kept, PLACE));
    assert_eq!(image::load_from_memory(&kept).unwrap().to_rgb8(), flag(8, 8).to_rgb8());
}

#[test]
fn webp_metadata_goes_with_its_flags() {
    let (_dir, store) = store();
    let mut webp = WebP::from_bytes(encoded(&flag(8, 8), ImageFormat::WebP).into()).unwrap();
    let flags = vec![0b0000_1100, 0, 0, 0, 7, 0, 0, 7, 0, 0];
    let chunk = |id: &[u8; 4], data: Vec<u8>| RiffChunk::new(*id, RiffContent::Data(data.into()));
    webp.chunks_mut().insert(0, chunk(b"VP8X", flags));
    webp.chunks_mut().push(chunk(b"EXIF", PLACE.to_vec()));
    webp.chunks_mut().push(chunk(b"XMP ", PLACE.to_vec()));
    let sent = webp.encoder().bytes().to_vec();
    assert!(contains(&sent, PLACE));
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(!contains(&kept, PLACE));
    let at = kept.windows(4).position(|w| w == b"VP8X").unwrap();
    assert_eq!(kept[at + 8], 0, "the flags too");
    assert_eq!(image::load_from_memory(&kept).unwrap().to_rgb8(), flag(8, 8).to_rgb8());
}

fn moving_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.set_repeat(image::codecs::gif::Repeat::Infinite).unwrap();
    let frames = (0..3).map(|n| Frame::new(RgbaImage::from_pixel(6, 6, Rgba([n * 80, 0, 0, 255]))));
    encoder.encode_frames(frames).unwrap();
    drop(encoder);
    bytes
}

#[test]
fn a_gif_loses_its_comments_and_still_moves() {
    let (_dir, store) = store();
    let mut sent = moving_gif();
    assert_eq!(sent.pop(), Some(0x3b));
    sent.extend([0x21, 0xfe, PLACE.len() as u8]);
    sent.extend_from_slice(PLACE);
    sent.extend([0, 0x21, 0xff, 11]);
    sent.extend_from_slice(b"XMP DataXMP");
    sent.push(PLACE.len() as u8);
    sent.extend_from_slice(PLACE);
    sent.extend([0, 0x3b]);
    sent.extend_from_slice(PLACE);
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(!contains(&kept, PLACE) && contains(&kept, b"NETSCAPE2.0"));
    assert_eq!(GifDecoder::new(Cursor::new(kept)).unwrap().into_frames().count(), 3);
}

fn mp4_box(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut bytes = (contents.len() as u32 + 8).to_be_bytes().to_vec();
    bytes.extend_from_slice(kind);
    bytes.extend_from_slice(contents);
    bytes
}

fn phone_video() -> Vec<u8> {
    let place = mp4_box(b"udta", &mp4_box(b"\xa9xyz", PLACE));
    let trak = mp4_box(b"trak", &[mp4_box(b"tkhd", &[7; 84]), place.clone()].concat());
    let moov = mp4_box(b"moov", &[mp4_box(b"mvhd", &[1; 100]), trak, place].concat());
    let media = mp4_box(b"mdat", &[9; 500]);
    let foreign = mp4_box(b"uuid", PLACE);
    [mp4_box(b"ftyp", b"isom\0\0\x02\0isomiso2mp41"), moov, media, foreign].concat()
}

#[test]
fn a_video_loses_its_place_and_nothing_moves() {
    let (_dir, store) = store();
    let sent = phone_video();
    let blob = store.put(&sent).unwrap();
    let kept = read(&store, &blob.sha256);
    assert_eq!((blob.media_type, kept.len(), blob.width), (MediaType::Mp4, sent.len(), None));
    assert!(!contains(&kept, PLACE) && contains(&kept, &[9; 500]) && contains(&kept, &[7; 84]));
    assert!(store.thumb(&blob.sha256, MediaType::Mp4, 120).unwrap().is_none());
    let endless = [mp4_box(b"ftyp", b"isom\0\0\x02\0isomiso2mp41"), b"\0\0\0\0mdat".to_vec()].concat();
    assert!(matches!(store.put(&endless), Err(MediaError::Broken(_))), "no moov");
    let mut overlong = sent.clone();
    overlong[3] = 255;
    assert!(matches!(store.put(&overlong), Err(MediaError::Broken(_))));
}

#[test]
fn what_is_no_medium_is_refused() {
    let (_dir, store) = store();
    let jpeg = encoded(&flag(64, 64), ImageFormat::Jpeg);
    assert!(matches!(store.put(b"hello, this is only a text that goes on"), Err(MediaError::UnknownType)));
    assert!(matches!(store.put(b""), Err(MediaError::UnknownType)));
    assert!(matches!(store.put(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(MediaError::UnknownType)));
    assert!(matches!(store.put(&jpeg[..jpeg.len() / 2]), Err(MediaError::Broken(_))));
    assert!(matches!(store.put(&jpeg[..40]), Err(MediaError::Broken(_))));
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let (_dir, store) = store();
    let mut png = encoded(&flag(8, 8), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    assert!(matches!(store.put(&png), Err(MediaError::TooManyPixels { width: 60_000, height: 60_000 })));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(crc & 1)))
    })
}

#[test]
fn limits_hold_while_bytes_arrive() {
    let dir = tempfile::tempdir().unwrap();
    let limits = Limits { image_bytes: 1000, video_bytes: 1100, ..Limits::default() };
    let store = BlobStore::open(dir.path(), limits).unwrap();
    let mut incoming = store.begin().unwrap();
    incoming.write(&encoded(&flag(8, 8), ImageFormat::Png)[..40]).unwrap();
    incoming.write(&[0; 900]).unwrap();
    assert!(matches!(incoming.write(&[0; 100]), Err(MediaError::TooLarge { limit: 1000 })));
    drop(incoming);
    assert_eq!(std::fs::read_dir(dir.path().join("tmp")).unwrap().count(), 0);
    store.put(&phone_video()).unwrap();
}

#[test]
fn a_crash_leaves_nothing_behind() {
    let (dir, store) = store();
    let mut incoming = store.begin().unwrap();
    incoming.write(&encoded(&flag(8, 8), ImageFormat::Png)).unwrap();
    std::mem::forget(incoming);
    assert_eq!(std::fs::read_dir(dir.path().join("tmp")).unwrap().count(), 1);
    drop(store);
    BlobStore::open(dir.path(), Limits::default()).unwrap();
    assert_eq!(std::fs::read_dir(dir.path().join("tmp")).unwrap().count(), 0);
}

#[test]
fn blobs_are_named_by_their_bytes_and_can_be_removed() {
    let (_dir, store) = store();
    let png = encoded(&flag(300, 100), ImageFormat::Png);
    let (one, two) = (store.put(&png).unwrap(), store.put(&png).unwrap());
    assert_eq!(one, two);
    store.thumb(&one.sha256, MediaType::Png, 120).unwrap().unwrap();
    store.remove(&one.sha256).unwrap();
    store.remove(&one.sha256).unwrap();
    assert!(store.open_blob(&one.sha256).is_err());
    assert!(store.thumb(&one.sha256, MediaType::Png, 120).is_err());
    for name in ["", "../../etc/passwd", &"A".repeat(64), &"é".repeat(32), &format!("{}/", &one.sha256[..63])]
    {
        assert!(store.open_blob(name).is_err(), "{name}");
        assert!(store.remove(name).is_err(), "{name}");
    }
}

#[test]
fn thumbnails_are_made_once_and_never_larger() {
    let (dir, store) = store();
    let blob = store.put(&encoded(&flag(600, 300), ImageFormat::Png)).unwrap();
    let thumb = store.thumb(&blob.sha256, blob.media_type, 240).unwrap().unwrap();
    assert_eq!(thumb.media_type, MediaType::Jpeg);
    let files = || std::fs::read_dir(shard(dir.path(), &blob.sha256)).unwrap().count();
    let modified = thumb.file.metadata().unwrap().modified().unwrap();
    let again = store.thumb(&blob.sha256, blob.media_type, 240).unwrap().unwrap();
    assert_eq!((again.file.metadata().unwrap().modified().unwrap(), files()), (modified, 1));
    assert!(store.thumb(&blob.sha256, blob.media_type, 960).unwrap().is_none());
    let glass: DynamicImage = RgbaImage::from_pixel(200, 50, Rgba([9, 9, 9, 100])).into();
    let blob = store.put(&encoded(&glass, ImageFormat::Png)).unwrap();
    assert_eq!(store.thumb(&blob.sha256, blob.media_type, 120).unwrap().unwrap().media_type, MediaType::Png);
    assert_eq!([1, 120, 121, 960, 961].map(thumb_width), [Some(120), Some(120), Some(240), Some(960), None]);
}

fn shard(dir: &Path, sha256: &str) -> std::path::PathBuf {
    dir.join("thumbs").join(&sha256[..2]).join(&sha256[2..4])
}

#[test]
fn no_damage_makes_it_panic() {
    let (_dir, store) = store();
    let samples = [
        camera_jpeg(6),
        encoded(&flag(16, 16), ImageFormat::Png),
        encoded(&flag(16, 16), ImageFormat::WebP),
        moving_gif(),
        phone_video(),
    ];
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..1500 {
        let mut bytes = samples[round % samples.len()].clone();
        for _ in 0..=(next() % 4) {
            let at = (next() % bytes.len() as u64) as usize;
            match next() % 3 {
                0 => bytes[at] = next() as u8,
                1 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, next() as u8),
            }
        }
        let _ = store.put(&bytes);
    }
}
