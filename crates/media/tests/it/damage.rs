//! Truncated and damaged files.

use image::ImageFormat;
use miaohui_media::{BlobStore, MediaError, thumb_width};

use crate::samples::{
    animated_gif, animated_png, animated_webp, camera_jpeg, camera_webp, encoded, flag, fragmented_video,
    phone_video, store,
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
        // A JPEG whose end marker alone is missing is completed.
        let end = bytes.len() - if bytes.starts_with(b"\xff\xd8") { 2 } else { 0 };
        for len in (32..end).step_by(if cfg!(debug_assertions) { 3 } else { 1 }) {
            let result = store.put(&bytes[..len]);
            assert!(matches!(result, Err(MediaError::Broken(_))), "{len} of {}: {result:?}", bytes.len());
        }
        assert!(matches!(store.put(&bytes[..end - 1]), Err(MediaError::Broken(_))));
    }
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
