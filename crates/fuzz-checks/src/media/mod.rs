//! Media: what is accepted comes out without metadata, whole, within the limits, and the same when
//! it is sent again.

mod gif_blocks;
mod jpeg_segments;
mod mp4_boxes;
mod png_chunks;
mod webp_chunks;

use std::io::Cursor;
use std::sync::Once;

use image::{DynamicImage, ImageReader};
use miaohui_media::in_memory::{Sanitized, sanitized, thumbnail};
use miaohui_media::{Limits, MediaType};

const LIMITS: Limits = Limits {
    image_bytes: 1 << 20,
    video_bytes: 1 << 20,
    max_side: 1024,
    max_pixels: 1 << 18,
    memory: 16 << 20,
};

/// Bytes that a decoder may use at most.
const DECODER_MEMORY: u64 = 64 << 20;

/// Strips a JPEG picture.
pub fn jpeg(input: &[u8]) {
    check(MediaType::Jpeg, input, jpeg_segments::check);
}

/// Strips a PNG picture.
///
/// The checksums of the input are made right first, so that a search gets behind them.
pub fn png(input: &[u8]) {
    check(MediaType::Png, &png_chunks::with_checksums(input), png_chunks::check);
}

/// Strips a GIF picture.
pub fn gif(input: &[u8]) {
    check(MediaType::Gif, input, gif_blocks::check);
}

/// Strips a WebP picture.
pub fn webp(input: &[u8]) {
    check(MediaType::WebP, input, webp_chunks::check);
}

/// Converts a HEIC or AVIF picture.
pub fn heif(input: &[u8]) {
    tolerate_codecs();
    if MediaType::sniff(&input[..input.len().min(32)]).is_some() {
        return;
    }
    let Ok(once) = sanitized(input.to_vec(), &LIMITS) else { return };
    assert_eq!(once.media_type, MediaType::Jpeg);
    require_sound(&once, jpeg_segments::check);
}

/// Strips an MP4 video.
pub fn mp4(input: &[u8]) {
    check(MediaType::Mp4, input, mp4_boxes::check);
}

fn check(kind: MediaType, input: &[u8], structure: fn(&[u8])) {
    tolerate_codecs();
    if MediaType::sniff(&input[..input.len().min(32)]) != Some(kind) {
        return;
    }
    let Ok(once) = sanitized(input.to_vec(), &LIMITS) else { return };
    if (kind, once.media_type) == (MediaType::WebP, MediaType::Jpeg) {
        // It was turned.
        require_sound(&once, jpeg_segments::check);
        return;
    }
    assert_eq!(once.media_type, kind);
    let Some((width, height)) = require_sound(&once, structure) else {
        assert_eq!(once.bytes.len(), input.len(), "the offsets of a video change");
        return;
    };
    let can_differ = match kind {
        // Decoders disagree about a damaged JPEG, and each segment less makes another damage.
        MediaType::Jpeg => true,
        MediaType::Gif => gif_blocks::has_long_control(input),
        _ => [b"eXIf", b"EXIF"].iter().any(|mark| contains(input, *mark)),
    };
    if let (false, Some(before)) = (can_differ, decoded(kind, input)) {
        let after = decoded(kind, &once.bytes).expect("another decoder refuses what came out");
        assert!(before == after, "the pixels change");
        assert_eq!((after.width(), after.height()), (width, height));
    }
}

/// Requires of what came out that it holds nothing else, stays as it is when it is sent again, and has a
/// size within the limits, which is returned, and a thumbnail.
fn require_sound(once: &Sanitized, structure: fn(&[u8])) -> Option<(u32, u32)> {
    structure(&once.bytes);
    let twice = sanitized(once.bytes.clone(), &LIMITS);
    let twice = twice.unwrap_or_else(|error| panic!("what came out is refused: {error}"));
    assert!(*once == twice, "what came out changes when it is sent again");
    let (width, height) = once.pixels?;
    assert!(
        width.max(height) <= LIMITS.max_side && u64::from(width) * u64::from(height) <= LIMITS.max_pixels
    );
    let small = thumbnail(&once.bytes, once.media_type, 120, &LIMITS);
    let small = small.unwrap_or_else(|error| panic!("no thumbnail of what was accepted: {error}"));
    if let Some(small) = small {
        let small = image::load_from_memory(&small).unwrap();
        assert!(small.width() == 120 && small.height() > 0);
    }
    once.pixels
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn decoded(kind: MediaType, bytes: &[u8]) -> Option<DynamicImage> {
    let format = image::ImageFormat::from_mime_type(kind.mime())?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(LIMITS.max_side);
    limits.max_image_height = Some(LIMITS.max_side);
    limits.max_alloc = Some(DECODER_MEMORY);
    reader.limits(limits);
    std::panic::catch_unwind(|| reader.decode().ok()).ok()?
}

/// Lets panics of codecs pass, which the store takes as broken pictures. A fuzzer would end at
/// them.
fn tolerate_codecs() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let is_codec =
                panic.location().is_some_and(|location| location.file().contains("/registry/src/"));
            if !is_codec {
                loud(panic);
            }
        }));
    });
}
