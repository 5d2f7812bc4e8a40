//! Files like those of cameras, phones and editors.

use std::io::{Cursor, Read};

use image::codecs::gif::{GifEncoder, Repeat};
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use img_parts::ImageICC;
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use miaohui_media::{BlobStore, Limits};
use tempfile::TempDir;

/// A text that stands for private metadata.
pub const PLACE: &[u8] = b"39.9042N 116.4074E";

/// 39° 54′ 15.12″ as EXIF writes it: three fractions.
pub const LATITUDE: [u8; 24] = *b"\0\0\0\x27\0\0\0\x01\0\0\0\x36\0\0\0\x01\0\0\x05\xe8\0\0\0\x64";

pub fn store() -> (TempDir, BlobStore) {
    let dir = tempfile::tempdir().unwrap();
    let store = BlobStore::open(dir.path(), Limits::default()).unwrap();
    (dir, store)
}

pub fn read(store: &BlobStore, sha256: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.open_blob(sha256).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

pub fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// A picture that is red on the left and blue on the right.
pub fn flag(width: u32, height: u32) -> DynamicImage {
    let paint = |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    RgbImage::from_fn(width, height, paint).into()
}

pub fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// EXIF data with an orientation and a GPS directory.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0");
    exif.extend([orientation, 0, 0]);
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    exif.extend(b"\0\x02\0\x01\0\x02\0\0\0\x02N\0\0\0\0\x02\0\x05\0\0\0\x03\0\0\0\x44\0\0\0\0");
    assert_eq!(exif.len(), 0x44);
    exif.extend(LATITUDE);
    exif
}

/// The header of a colour profile, of which the code reads the colour space only.
pub fn profile(space: &[u8; 4]) -> Vec<u8> {
    let mut profile = vec![0; 132];
    profile[16..20].copy_from_slice(space);
    profile
}

/// A JPEG of 64 × 32 pixels, with metadata before, in and after the picture.
pub fn camera_jpeg(orientation: u8) -> Vec<u8> {
    let segment = |marker, data: Vec<u8>| JpegSegment::new_with_contents(marker, data.into());
    let mut jpeg = Jpeg::from_bytes(encoded(&flag(64, 32), ImageFormat::Jpeg).into()).unwrap();
    jpeg.set_icc_profile(Some(profile(b"RGB ").into()));
    jpeg.segments_mut().insert(0, segment(0xe1, [b"Exif\0\0".to_vec(), exif(orientation)].concat()));
    jpeg.segments_mut().insert(1, segment(0xe1, [b"http://ns.adobe.com/xap/1.0/\0", PLACE].concat()));
    jpeg.segments_mut().insert(2, segment(0xe2, [b"MPF\0", PLACE].concat()));
    jpeg.segments_mut().insert(3, segment(0xed, [b"Photoshop 3.0\0", PLACE].concat()));
    jpeg.segments_mut().insert(4, segment(0xfe, PLACE.to_vec()));
    let mut bytes = jpeg.encoder().bytes().to_vec();
    bytes.truncate(bytes.len() - 2);
    bytes.extend([0xff, 0xfe, 0, PLACE.len() as u8 + 2]);
    bytes.extend_from_slice(PLACE);
    bytes.extend([0xff, 0xd9]);
    bytes.extend_from_slice(PLACE);
    bytes
}

pub fn png_with(image: &DynamicImage, chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut png = Png::from_bytes(encoded(image, ImageFormat::Png).into()).unwrap();
    for (kind, data) in chunks.iter().rev() {
        png.chunks_mut().insert(1, PngChunk::new(**kind, data.to_vec().into()));
    }
    png.encoder().bytes().to_vec()
}

/// A PNG animation of one frame of 8 × 8 pixels.
pub fn animated_png() -> Vec<u8> {
    let frame = b"\0\0\0\0\0\0\0\x08\0\0\0\x08\0\0\0\0\0\0\0\0\0\x01\0\x0a\0\0";
    let chunks: [(&[u8; 4], &[u8]); 3] =
        [(b"acTL", b"\0\0\0\x01\0\0\0\0"), (b"eXIf", &exif(6)), (b"fcTL", frame)];
    png_with(&flag(8, 8), &chunks)
}

fn chunk(id: &[u8; 4], data: &[u8]) -> RiffChunk {
    RiffChunk::new(*id, RiffContent::Data(data.to_vec().into()))
}

pub fn webp(chunks: Vec<RiffChunk>) -> Vec<u8> {
    let content = RiffContent::List { kind: Some(*b"WEBP"), subchunks: chunks };
    RiffChunk::new(*b"RIFF", content).encoder().bytes().to_vec()
}

/// A chunk with the coded pixels of a picture.
fn vp8l(image: &DynamicImage) -> RiffChunk {
    let still = WebP::from_bytes(encoded(image, ImageFormat::WebP).into()).unwrap();
    still.chunk_by_id(*b"VP8L").unwrap().clone()
}

/// A WebP picture of 64 × 32 pixels, with metadata.
pub fn camera_webp(orientation: u8) -> Vec<u8> {
    let head = chunk(b"VP8X", &[0b0010_1100, 0, 0, 0, 63, 0, 0, 31, 0, 0]);
    let prefixed = [b"Exif\0\0".to_vec(), exif(orientation)].concat();
    let profile = chunk(b"ICCP", &profile(b"RGB "));
    webp(vec![head, profile, vp8l(&flag(64, 32)), chunk(b"EXIF", &prefixed), chunk(b"XMP ", PLACE)])
}

/// A WebP animation of two frames of 64 × 32 pixels, with an orientation.
pub fn animated_webp() -> Vec<u8> {
    animated_webp_with(&[])
}

/// The animation with chunks behind the pixels of each frame.
pub fn animated_webp_with(more: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let frame = |data: &[u8]| {
        let header = [0, 0, 0, 0, 0, 0, 63, 0, 0, 31, 0, 0, 100, 0, 0, 0];
        chunk(b"ANMF", &[&header, data].concat())
    };
    let mut pixels = vp8l(&flag(64, 32)).encoder().bytes().to_vec();
    for (id, data) in more {
        pixels.extend_from_slice(&chunk(id, data).encoder().bytes());
    }
    let head = chunk(b"VP8X", &[0b0000_1010, 0, 0, 0, 63, 0, 0, 31, 0, 0]);
    let exif = chunk(b"EXIF", &exif(6));
    webp(vec![head, chunk(b"ANIM", &[0; 6]), frame(&pixels), frame(&pixels), exif])
}

/// A WebP animation with a frame of 16 × 16 pixels that declares 8 × 8, behind its alpha channel.
pub fn wrong_size_webp() -> Vec<u8> {
    let alpha = chunk(b"ALPH", &[0; 65]).encoder().bytes();
    let pixels = [b"\x10\x08\0\x9d\x01\x2a\x10\0\x10\0".as_slice(), &[0; 600]].concat();
    let pixels = chunk(b"VP8 ", &pixels).encoder().bytes();
    let header = [0, 0, 0, 0, 0, 0, 7, 0, 0, 7, 0, 0, 100, 0, 0, 0];
    let frame = chunk(b"ANMF", &[&header[..], &alpha, &pixels].concat());
    let head = chunk(b"VP8X", &[0b0001_0010, 0, 0, 0, 15, 0, 0, 15, 0, 0]);
    webp(vec![head, chunk(b"ANIM", &[0; 6]), frame])
}

/// A GIF animation of three frames, with a comment, XMP, and data hidden behind the loop count.
pub fn animated_gif(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.set_repeat(Repeat::Infinite).unwrap();
    let paint = |n: u8| RgbaImage::from_pixel(width.into(), height.into(), Rgba([n * 80, 0, 0, 255]));
    encoder.encode_frames((0..3).map(|n| Frame::new(paint(n)))).unwrap();
    drop(encoder);
    let looping = bytes.windows(11).position(|window| window == b"NETSCAPE2.0").unwrap();
    let hidden = [&[PLACE.len() as u8], PLACE].concat();
    bytes.splice(looping + 15..looping + 15, hidden.clone());
    assert_eq!(bytes.pop(), Some(0x3b));
    bytes.extend([&[0x21, 0xfe], hidden.as_slice(), &[0, 0x21, 0xff, 11]].concat());
    bytes.extend([b"XMP DataXMP", hidden.as_slice(), &[0, 0x3b], PLACE].concat());
    bytes
}

pub fn mp4_box(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut bytes = (contents.len() as u32 + 8).to_be_bytes().to_vec();
    bytes.extend_from_slice(kind);
    bytes.extend_from_slice(contents);
    bytes
}

/// A box with a size of 64 bits.
pub fn long_mp4_box(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let size = (contents.len() as u64 + 16).to_be_bytes();
    [b"\0\0\0\x01", kind.as_slice(), &size, contents].concat()
}

pub fn file_type() -> Vec<u8> {
    mp4_box(b"ftyp", b"isom\0\0\x02\0isomiso2mp41")
}

/// A full box: a version, flags and big-endian words.
fn words(kind: &[u8; 4], words: &[u32]) -> Vec<u8> {
    let contents: Vec<u8> = [0].iter().chain(words).flat_map(|word| word.to_be_bytes()).collect();
    mp4_box(kind, &contents)
}

/// A track of one chunk, with a name in its handler and in its encoder.
fn track(id: u32, handler: &[u8; 4], place: u32, sizes: &[u32]) -> Vec<u8> {
    let named = [b"\0\0\0\0\0\0\0\0", handler.as_slice(), &[0; 12], PLACE, b"\0"].concat();
    let mut entry = match handler {
        b"vide" => [&[0; 42], PLACE, &[0; 78 - 42 - PLACE.len()], &mp4_box(b"avcC", b"config")].concat(),
        b"soun" => [&[0; 28], mp4_box(b"esds", b"config").as_slice()].concat(),
        _ => PLACE.to_vec(),
    };
    entry.extend(mp4_box(b"note", PLACE));
    let description = [b"\0\0\0\0\0\0\0\x01".as_slice(), &mp4_box(b"code", &entry)].concat();
    let sample_sizes = [&[0, sizes.len() as u32], sizes].concat();
    let table = [
        mp4_box(b"stsd", &description),
        words(b"stts", &[1, sizes.len() as u32, 40]),
        words(b"stsc", &[1, 1, sizes.len() as u32, 1]),
        words(b"stsz", &sample_sizes),
        words(b"stco", &[1, place]),
    ];
    let reference = [b"\0\0\0\0\0\0\0\x01".as_slice(), &mp4_box(b"alis", PLACE)].concat();
    let data = mp4_box(b"dinf", &mp4_box(b"dref", &reference));
    let information = [mp4_box(b"vmhd", &[0; 12]), data, mp4_box(b"stbl", &table.concat())].concat();
    let media = [mp4_box(b"mdhd", &[3; 24]), mp4_box(b"hdlr", &named), mp4_box(b"minf", &information)];
    let header = [&[0; 12], id.to_be_bytes().as_slice(), &[7; 68]].concat();
    let place = mp4_box(b"udta", &mp4_box(b"\xa9xyz", PLACE));
    mp4_box(b"trak", &[mp4_box(b"tkhd", &header), mp4_box(b"mdia", &media.concat()), place].concat())
}

/// The samples of [`phone_video`], without and with those that hold places.
pub fn samples() -> (Vec<u8>, Vec<u8>) {
    let kept = [vec![9; 300], vec![8; 100]].concat();
    (kept.clone(), [kept, PLACE.to_vec(), PLACE.to_vec()].concat())
}

/// A video with pictures, sound, and a track of places; the second place belongs to no track.
pub fn phone_video() -> Vec<u8> {
    let at = file_type().len() as u32 + 8;
    let data = mp4_box(b"mdat", &samples().1);
    let tracks = [
        track(1, b"vide", at, &[100, 200]),
        track(2, b"soun", at + 300, &[60, 40]),
        track(3, b"sbtl", at + 400, &[PLACE.len() as u32]),
    ];
    let place = mp4_box(b"udta", &mp4_box(b"\xa9xyz", PLACE));
    let keys = long_mp4_box(b"meta", PLACE);
    let moov = mp4_box(b"moov", &[mp4_box(b"mvhd", &[1; 100]), tracks.concat(), place, keys].concat());
    let old = mp4_box(b"free", PLACE);
    let foreign = long_mp4_box(b"uuid", PLACE);
    [file_type(), data, moov, old, foreign, mp4_box(b"meta", PLACE)].concat()
}

/// A fragment of pictures with the words `PLACE` behind its samples.
pub fn fragmented_video() -> Vec<u8> {
    fragmented_video_with(0x2_0000)
}

/// The video with these flags in the headers of its tracks. Without `0x2_0000`, the places of each
/// track are counted from the end of the samples of the track before it.
pub fn fragmented_video_with(track_flags: u32) -> Vec<u8> {
    let mut extends = words(b"trex", &[1, 1, 40, 50, 0]);
    extends.extend(words(b"trex", &[2, 1, 40, 50, 0]));
    let tracks = [track(1, b"vide", 0, &[]), track(2, b"meta", 0, &[])].concat();
    let moov = mp4_box(b"moov", &[mp4_box(b"mvhd", &[1; 100]), tracks, mp4_box(b"mvex", &extends)].concat());
    let run = |id: u32, place: u32, sizes: &[u32]| {
        let flags = |kind: &[u8; 4], flags: u32, rest: &[u32]| {
            let contents: Vec<u8> = [flags].iter().chain(rest).flat_map(|word| word.to_be_bytes()).collect();
            mp4_box(kind, &contents)
        };
        let header = flags(b"tfhd", track_flags, &[id]);
        let run = match sizes {
            [] => flags(b"trun", 0x1, &[2, place]),
            _ => flags(b"trun", 0x201, &[&[sizes.len() as u32, place], sizes].concat()),
        };
        mp4_box(b"traf", &[header, run, mp4_box(b"uuid", PLACE)].concat())
    };
    let fragment = |at: u32| {
        let places = PLACE.len() as u32;
        let before = |samples: u32| if track_flags == 0 { 0 } else { at + samples };
        let parts =
            [run(1, at, &[100, 30]), run(2, before(130), &[places]), run(1, before(130 + places), &[])];
        mp4_box(b"moof", &[mp4_box(b"mfhd", &[0; 8]), parts.concat()].concat())
    };
    let fragment = fragment(fragment(0).len() as u32 + 8);
    let data = [&[9; 130], PLACE, &[6; 100], PLACE].concat();
    [file_type(), moov, fragment, mp4_box(b"mdat", &data)].concat()
}
