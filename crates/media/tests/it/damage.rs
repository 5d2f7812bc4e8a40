//! Truncated and damaged files.

use image::ImageFormat;
use miaohui_media::{BlobStore, MediaError, thumb_width};

use crate::samples::{
    animated_gif, animated_png, animated_webp, camera_jpeg, camera_webp, contains, encoded, flag,
    fragmented_video, phone_video, read, store,
};

#[test]
fn a_truncated_file_is_broken() {
    let (_dir, store) = store();
    let whole = [
        encoded(&flag(64, 64), ImageFormat::Jpeg),
        encoded(&flag(64, 64), ImageFormat::Png),
        encoded(&flag(64, 64), ImageFormat::WebP),
        encoded(&flag(16, 16), ImageFormat::Gif),
        camera_webp(6),
        animated_png(),
        animated_webp(),
    ];
    for bytes in whole {
        store.put(&bytes).unwrap();
        // A file whose end marker alone is missing is completed.
        let end = bytes.len() - end_marker(&bytes);
        for len in (32..end).step_by(if cfg!(debug_assertions) { 3 } else { 1 }) {
            let result = store.put(&bytes[..len]);
            assert!(matches!(result, Err(MediaError::Broken(_))), "{len} of {}: {result:?}", bytes.len());
        }
        assert!(matches!(store.put(&bytes[..end - 1]), Err(MediaError::Broken(_))));
    }
}

/// The length of the mark at the end of a still picture.
fn end_marker(bytes: &[u8]) -> usize {
    match bytes {
        [0xff, 0xd8, ..] => 2,
        [b'G', ..] => 1,
        [0x89, ..] if !contains(bytes, b"acTL") => 12,
        _ => 0,
    }
}

#[test]
fn a_picture_without_its_end_is_completed() {
    let (_dir, store) = store();
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif] {
        let whole = encoded(&flag(64, 64), format);
        let kept = read(&store, &store.put(&whole).unwrap().sha256);
        let end = end_marker(&whole);
        for missing in 1..=end {
            let blob = store.put(&whole[..whole.len() - missing]);
            let blob = blob.unwrap_or_else(|error| panic!("{format:?} without {missing}: {error}"));
            assert_eq!(read(&store, &blob.sha256), kept, "{format:?} without {missing}");
        }
        assert!(store.put(&whole[..whole.len() - end - 1]).is_err(), "{format:?}");
    }
    let mut control = encoded(&flag(8, 8), ImageFormat::Gif);
    control.pop();
    control.extend(b"\x21\xf9\x04\0\0\0\0\0");
    assert!(matches!(store.put(&control), Err(MediaError::Broken(_))), "a frame is announced");
}

#[test]
fn damaged_files_cause_no_panic() {
    let (_dir, store) = store();
    let samples = [
        camera_jpeg(6),
        encoded(&flag(16, 16), ImageFormat::Png),
        camera_webp(1),
        animated_gif(6, 6),
        phone_video(),
        fragmented_video(),
        animated_webp(),
        animated_png(),
        crate::samples::wrong_size_webp(),
    ];
    let mut next = xorshift();
    for round in 0..2400 {
        let mut bytes = samples[round % samples.len()].clone();
        for _ in 0..=(next() % 4) {
            let at = (next() % bytes.len() as u64) as usize;
            match next() % 4 {
                0 => bytes[at] = next() as u8,
                1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][next() as usize % 5],
                2 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, next() as u8),
            }
        }
        assert_no_io_error(&store, &bytes);
    }
}

#[test]
fn random_bytes_cause_no_panic() {
    let (_dir, store) = store();
    let heads: [&[u8]; 6] = [
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x40\0\0\0WEBPVP8X",
        b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x40moov",
        b"",
    ];
    let mut next = xorshift();
    for round in 0..2000 {
        let len = next() % 200;
        let noise = (0..len).map(|_| next() as u8);
        let bytes: Vec<u8> = heads[round % heads.len()].iter().copied().chain(noise).collect();
        assert_no_io_error(&store, &bytes);
    }
}

/// A damaged file is refused without an I/O error; an accepted one has a thumbnail.
fn assert_no_io_error(store: &BlobStore, bytes: &[u8]) {
    match store.put(bytes) {
        Err(MediaError::Io(error)) => panic!("{error}"),
        Err(_) => {}
        Ok(blob) => {
            store.thumb(&blob.sha256, blob.media_type, thumb_width(1).unwrap()).unwrap();
            store.remove(&blob.sha256).unwrap();
        }
    }
}

fn xorshift() -> impl FnMut() -> u64 {
    let mut state = 88_172_645_463_325_252_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}
