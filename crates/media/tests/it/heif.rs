//! HEIC and AVIF pictures, as phones send them.

use miaohui_media::{BlobStore, Limits, MediaError, MediaType};

use crate::cases::{case, difference, pixels};
use crate::samples::{contains, mp4_box, read, store};

/// Pictures whose decoder this build has.
fn built_in() -> Vec<&'static str> {
    let heic = cfg!(feature = "heic").then_some(["heic-tiles-turned.heic", "heic-transparent.heic"]);
    let avif = cfg!(feature = "avif").then_some(["avif-turned.avif", "avif-transparent.avif"]);
    heic.into_iter().chain(avif).flatten().collect()
}

fn reference(name: &str) -> String {
    format!("{}-by-libheif.png", name.split('.').next().unwrap())
}

#[test]
fn a_picture_becomes_an_upright_jpeg() {
    let (_dir, store) = store();
    for name in built_in() {
        let blob = store.put(&case(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(blob.media_type, MediaType::Jpeg, "{name}");
        let kept = read(&store, &blob.sha256);
        assert!(kept.starts_with(b"\xff\xd8") && !contains(&kept, b"Exif"), "{name}");
        let (kept, expected) = (pixels(&kept), pixels(&case(&reference(name))));
        assert_eq!((blob.width.unwrap(), blob.height.unwrap()), expected.dimensions(), "{name}");
        assert!(difference(&kept, &expected) < 4.0, "{name}: {}", difference(&kept, &expected));
        assert!(store.thumb(&blob.sha256, blob.media_type, 120).unwrap().is_some(), "{name}");
    }
}

#[test]
fn a_picture_too_large_for_the_memory_shrinks() {
    let dir = tempfile::tempdir().unwrap();
    // Less than a canvas of 300 × 225 pixels needs beside the decoder.
    let memory = (4 << 20) + 128 * 128 * 15 + 100_000;
    let limits = Limits { memory, ..Limits::default() };
    let store = BlobStore::open(dir.path(), limits).unwrap();
    for name in built_in().into_iter().filter(|name| *name == "heic-tiles-turned.heic") {
        let blob = store.put(&case(name)).unwrap();
        assert_eq!((blob.width, blob.height), (Some(113), Some(150)));
        let expected = image::DynamicImage::from(pixels(&case(&reference(name))));
        let expected = expected.resize_exact(113, 150, image::imageops::FilterType::Triangle).into_rgb8();
        assert!(difference(&pixels(&read(&store, &blob.sha256)), &expected) < 4.0);
    }
}

#[test]
fn a_picture_with_too_many_pixels_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let limits = Limits { max_pixels: 10_000, ..Limits::default() };
    let store = BlobStore::open(dir.path(), limits).unwrap();
    for name in built_in() {
        let refused = store.put(&case(name));
        assert!(matches!(refused, Err(MediaError::TooManyPixels { .. })), "{name}: {refused:?}");
    }
}

#[test]
fn damage_is_refused() {
    let (_dir, store) = store();
    for name in built_in() {
        let whole = case(name);
        for len in (32..whole.len() - 8).step_by(whole.len() / 40) {
            let cut = store.put(&whole[..len]);
            assert!(matches!(cut, Err(MediaError::Broken(_))), "{len} of {name}: {cut:?}");
        }
        for at in (8..whole.len()).step_by(whole.len() / 60) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            assert!(!matches!(store.put(&damaged), Err(MediaError::Io(_))), "{at} of {name}");
        }
    }
}

#[test]
fn a_format_without_a_decoder_is_named() {
    let (_dir, store) = store();
    for (brand, name, is_built_in) in
        [(b"heic", "HEIC", cfg!(feature = "heic")), (b"avif", "AVIF", cfg!(feature = "avif"))]
    {
        let sent = mp4_box(b"ftyp", &[brand.as_slice(), &[0; 24]].concat());
        match store.put(&sent) {
            Err(MediaError::Unsupported(named)) if !is_built_in => assert_eq!(named, name),
            Err(MediaError::Broken(_)) if is_built_in => {}
            other => panic!("{name}: {other:?}"),
        }
    }
}
