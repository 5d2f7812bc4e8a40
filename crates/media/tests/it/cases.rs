//! Real files that need care; `tests/cases/README.md` describes them.

use image::{DynamicImage, RgbImage};
use miaohui_media::{BlobStore, Limits, MediaError, MediaType};

use crate::samples::{contains, read, store};

pub fn case(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub fn pixels(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().into_rgb8()
}

/// The mean difference of two pictures' samples.
pub fn difference(a: &RgbImage, b: &RgbImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let sum: u64 = a.iter().zip(b.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.len() as f64
}

#[test]
fn a_jpeg_with_a_scan_for_each_component_looks_as_libjpeg_shows_it() {
    let (_dir, store) = store();
    let expected = pixels(&case("jpeg-noninterleaved-upright-by-libjpeg.png"));
    let blob = store.put(&case("jpeg-noninterleaved-160x107-orient6.jpg")).unwrap();
    assert_eq!((blob.width, blob.height), (Some(107), Some(160)));
    let stored = pixels(&read(&store, &blob.sha256));
    assert!(difference(&stored, &expected) < 4.0, "{}", difference(&stored, &expected));
}

/// The same picture with its scans in another order, behind all tables.
fn with_scans(bytes: &[u8], order: [usize; 3]) -> Vec<u8> {
    let (mut tables, mut scans, mut at) = (bytes[..2].to_vec(), Vec::new(), 2);
    while bytes[at + 1] != 0xd9 {
        let len = 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
        if bytes[at + 1] != 0xda {
            tables.extend_from_slice(&bytes[at..at + len]);
            at += len;
            continue;
        }
        let is_end = |pair: &[u8]| pair[0] == 0xff && pair[1] != 0;
        let end = at + len + bytes[at + len..].windows(2).position(is_end).unwrap();
        scans.push(&bytes[at..end]);
        at = end;
    }
    order
        .iter()
        .fold(tables, |mut all, scan| {
            all.extend_from_slice(scans[*scan]);
            all
        })
        .into_iter()
        .chain([0xff, 0xd9])
        .collect()
}

#[test]
fn the_order_of_scans_changes_nothing() {
    let (_dir, store) = store();
    let expected = pixels(&case("jpeg-noninterleaved-upright-by-libjpeg.png"));
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let sent = with_scans(&case("jpeg-noninterleaved-160x107-orient6.jpg"), order);
        let stored = pixels(&read(&store, &store.put(&sent).unwrap().sha256));
        assert!(difference(&stored, &expected) < 4.0, "{order:?}: {}", difference(&stored, &expected));
    }
}

#[test]
fn a_turned_webp_does_not_swell() {
    let (_dir, store) = store();
    for (name, kept_as) in [
        ("webp-lossy-orient6.webp", MediaType::Jpeg),
        ("webp-lossy-transparent-orient6.webp", MediaType::WebP),
    ] {
        let sent = case(name);
        let blob = store.put(&sent).unwrap();
        assert_eq!(blob.media_type, kept_as, "{name}");
        let kept = read(&store, &blob.sha256);
        let expected = image::load_from_memory(&sent).unwrap().rotate90().into_rgb8();
        assert!(difference(&pixels(&kept), &expected) < 4.0, "{name}");
        if kept_as == MediaType::Jpeg {
            assert!(kept.len() < 4 * sent.len(), "{} from {}", kept.len(), sent.len());
        }
    }
}

#[test]
fn its_thumbnail_looks_alike() {
    let (_dir, store) = store();
    // Without its EXIF data, so that the original scans are stored.
    let mut sent = case("jpeg-noninterleaved-160x107-orient6.jpg");
    let exif = sent.windows(6).position(|window| window == b"Exif\0\0").unwrap();
    sent[exif..exif + 4].copy_from_slice(b"None");
    let blob = store.put(&sent).unwrap();
    assert_eq!((blob.width, blob.height), (Some(160), Some(107)));
    let mut thumb = store.thumb(&blob.sha256, MediaType::Jpeg, 120).unwrap().unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut thumb.file, &mut bytes).unwrap();
    let thumb = pixels(&bytes);
    let upright = DynamicImage::from(pixels(&case("jpeg-noninterleaved-upright-by-libjpeg.png")));
    let expected = upright.rotate270().resize_exact(
        thumb.width(),
        thumb.height(),
        image::imageops::FilterType::CatmullRom,
    );
    let difference = difference(&thumb, &expected.into_rgb8());
    assert!(difference < 6.0, "{difference}");
}

#[test]
fn a_jpeg_without_its_end_marker_is_completed() {
    let (_dir, store) = store();
    let sent = case("jpeg-no-eoi.jpg");
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(kept.ends_with(&[0xff, 0xd9]));
    let expected = pixels(&case("jpeg-no-eoi-by-libjpeg.png"));
    assert!(difference(&pixels(&kept), &expected) < 4.0, "{}", difference(&pixels(&kept), &expected));
    for len in (sent.len() / 2..sent.len()).step_by(97) {
        let cut = store.put(&sent[..len]);
        assert!(matches!(cut, Err(MediaError::Broken(_))), "{len} of {}: {cut:?}", sent.len());
    }
}

#[test]
fn a_long_screenshot_is_accepted() {
    let (_dir, store) = store();
    let blob = store.put(&case("long-screenshot-1080x15000.png")).unwrap();
    assert_eq!((blob.width, blob.height), (Some(1080), Some(15_000)));
    let thumb = store.thumb(&blob.sha256, MediaType::Png, 240).unwrap().unwrap();
    assert!(thumb.file.len > 0);
    let dir = tempfile::tempdir().unwrap();
    let strict = BlobStore::open(dir.path(), Limits { max_side: 14_999, ..Limits::default() }).unwrap();
    let refused = strict.put(&case("long-screenshot-1080x15000.png"));
    assert!(matches!(refused, Err(MediaError::TooManyPixels { .. })), "{refused:?}");
}

#[test]
fn a_photo_of_a_phone_with_50_megapixels_is_accepted() {
    let (_dir, store) = store();
    let mut photo = Vec::new();
    let pixels = vec![120; 8192 * 6144];
    image::codecs::jpeg::JpegEncoder::new(&mut photo)
        .encode(&pixels, 8192, 6144, image::ExtendedColorType::L8)
        .unwrap();
    let blob = store.put(&photo).unwrap();
    assert_eq!((blob.width, blob.height), (Some(8192), Some(6144)));
    let thumb = store.thumb(&blob.sha256, MediaType::Jpeg, 240).unwrap().unwrap();
    assert!(thumb.file.len > 0);
}

#[test]
fn a_video_holds_no_places_in_subtitles() {
    let (_dir, store) = store();
    let sent = case("mp4-dji-subtitle-gps.mp4");
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert_eq!(kept.len(), sent.len());
    for word in [b"sbtl".as_slice(), b"tx3g", b"udta", b"loci", b"VideoHandler"] {
        assert!(contains(&sent, word));
        assert!(!contains(&kept, word), "{}", String::from_utf8_lossy(word));
    }
    // The subtitles' samples, as their table says.
    for (from, len) in [(0x15ba, 0x35), (0x45c0, 0x1d), (0x9d4d, 2)] {
        assert!(kept[from..from + len].iter().all(|byte| *byte == 0));
    }
    // Pictures and sound are where they were: of the data, only the subtitles differ.
    let differing = (40..40_271).filter(|at| sent[*at] != kept[*at]).count();
    assert!(differing <= 0x35 + 0x1d + 2, "{differing}");
    assert_eq!(sent[40_680..40_744], kept[40_680..40_744], "the codec");
}
