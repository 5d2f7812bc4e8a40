//! JPEG: keeps only the segments that a decoder needs, up to the end of the picture.

use super::stripped::Stripped;
use crate::error::{MediaError, broken};

const TEM: u8 = 0x01;
const RST: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;

const EXIF: &[u8] = b"Exif\0\0";
/// The length of a JFIF header without its thumbnail, which may show parts that were cropped.
const JFIF_LEN: usize = 12;
const ADOBE_LEN: usize = 12;

/// The most scans. Each scan takes a few bytes in the file, and a pass over all pixels in the
/// decoder.
const MAX_SCANS: usize = 100;

/// Copies segments and scans up to the end marker, behind which phones append videos and second
/// pictures. The whole file is parsed, because editors also write comments between scans. If only
/// the end marker is missing, it is added.
pub(super) fn strip(bytes: &[u8]) -> Result<Stripped, MediaError> {
    let (mut out, mut exif) = (Vec::with_capacity(bytes.len()), None);
    let mut scans = Scans::default();
    out.extend([0xff, SOI]);
    let mut at = 2;
    loop {
        let marker = next_marker(bytes, at)?;
        at = marker.end;
        match marker.code {
            TEM => continue,
            EOI => {
                out.extend([0xff, EOI]);
                return Ok(Stripped { bytes: out, exif, is_open: false });
            }
            0xc0..=0xcf | SOS..=0xfe => {}
            other => return Err(broken(format!("a JPEG marker is {other:#04x}"))),
        }
        let contents = contents(bytes, at)?;
        at += 2 + contents.len();
        if marker.code == APP1 && exif.is_none() {
            exif = contents.strip_prefix(EXIF).map(<[u8]>::to_vec);
        }
        copy(&mut out, marker.code, contents);
        if is_frame(marker.code) {
            scans.begin(contents);
        }
        if marker.code == SOS {
            scans.add(contents)?;
            let Ok(next) = next_marker(bytes, at) else {
                if !scans.are_complete() {
                    return Err(cut());
                }
                let rest = &bytes[at..];
                let end = rest.iter().rposition(|byte| *byte != 0xff).map_or(0, |last| last + 1);
                out.extend_from_slice(&rest[..end]);
                out.extend([0xff, EOI]);
                return Ok(Stripped { bytes: out, exif, is_open: true });
            };
            out.extend_from_slice(&bytes[at..next.start]);
            at = next.start;
        }
    }
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// The scans so far: how exactly each coefficient of each component is known.
#[derive(Default)]
struct Scans {
    count: usize,
    /// For each component its id, and the missing bits of each coefficient.
    components: Vec<(u8, [u8; 64])>,
}

impl Scans {
    /// Reads the components of a frame.
    fn begin(&mut self, frame: &[u8]) {
        let components = frame.get(6..).unwrap_or_default().chunks_exact(3);
        self.components = components.map(|component| (component[0], [u8::MAX; 64])).collect();
    }

    /// Reads the header of a scan.
    fn add(&mut self, scan: &[u8]) -> Result<(), MediaError> {
        self.count += 1;
        if self.count > MAX_SCANS {
            return Err(broken("there are too many scans"));
        }
        let count = usize::from(*scan.first().ok_or_else(cut)?);
        let Some([first, last, bits]) = scan.get(1 + 2 * count..).and_then(<[u8]>::first_chunk) else {
            return Ok(());
        };
        for id in scan[1..].chunks_exact(2).take(count).map(|component| component[0]) {
            for (_, missing) in self.components.iter_mut().filter(|(known, _)| *known == id) {
                if let Some(missing) = missing.get_mut(usize::from(*first)..=usize::from(*last)) {
                    missing.fill(bits & 15);
                }
            }
        }
        Ok(())
    }

    /// Whether no further scan can follow.
    fn are_complete(&self) -> bool {
        !self.components.is_empty() && self.components.iter().all(|(_, missing)| *missing == [0; 64])
    }
}

/// Copies a segment that affects the display: JFIF, the colour profile, Adobe's colour transform,
/// tables, frames and scans.
fn copy(out: &mut Vec<u8>, marker: u8, contents: &[u8]) {
    match marker {
        APP0 if contents.starts_with(b"JFIF\0") && contents.len() >= JFIF_LEN + 2 => {
            segment(out, marker, &[&contents[..JFIF_LEN], &[0, 0]].concat());
        }
        APP2 if contents.starts_with(b"ICC_PROFILE\0") => segment(out, marker, contents),
        APP14 if contents.starts_with(b"Adobe") && contents.len() >= ADOBE_LEN => {
            segment(out, marker, &contents[..ADOBE_LEN]);
        }
        0xc0..=0xcf | SOS..=0xdf => segment(out, marker, contents),
        _ => {}
    }
}

/// Appends a segment. Its contents fit, because they come from a segment that was read.
fn segment(out: &mut Vec<u8>, marker: u8, contents: &[u8]) {
    out.extend([0xff, marker]);
    out.extend((contents.len() as u16 + 2).to_be_bytes());
    out.extend_from_slice(contents);
}

fn contents(bytes: &[u8], at: usize) -> Result<&[u8], MediaError> {
    let (len, rest) = bytes.get(at..).and_then(<[u8]>::split_first_chunk).ok_or_else(cut)?;
    let len = usize::from(u16::from_be_bytes(*len)).checked_sub(2).ok_or_else(cut)?;
    rest.get(..len).ok_or_else(cut)
}

struct Marker {
    /// The position of its first `ff`; there may be several.
    start: usize,
    code: u8,
    end: usize,
}

/// The next marker that is neither an escaped byte of a scan nor a restart within one.
fn next_marker(bytes: &[u8], mut from: usize) -> Result<Marker, MediaError> {
    loop {
        let rest = bytes.get(from..).ok_or_else(cut)?;
        let start = from + rest.iter().position(|byte| *byte == 0xff).ok_or_else(cut)?;
        let fill = bytes[start..].iter().position(|byte| *byte != 0xff).ok_or_else(cut)?;
        let (code, end) = (bytes[start + fill], start + fill + 1);
        if code != 0 && !RST.contains(&code) {
            return Ok(Marker { start, code, end });
        }
        from = end;
    }
}

fn cut() -> MediaError {
    broken("the JPEG is cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_are_copied_without_the_data_around_them() {
        let scan = b"\xff\xda\0\x03\x07\x12\xff\0\x34\xff\xd0\x56";
        let sent = [
            b"\xff\xd8garbage\xff\x01\xff\xff\xc0\0\x03\x08".as_slice(),
            scan,
            b"\xff\xff\xfe\0\x04hi",
            scan,
            b"\xff\xe1\0\x08secret\xff\xd9trailer",
        ];
        let kept = [b"\xff\xd8\xff\xc0\0\x03\x08".as_slice(), scan, scan, b"\xff\xd9"];
        assert_eq!(strip(&sent.concat()).unwrap().bytes, kept.concat());
    }

    #[test]
    fn a_thumbnail_in_the_header_is_removed() {
        let sent = b"\xff\xd8\xff\xe0\0\x13JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01RGB\xff\xd9";
        let kept = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\x01\0\x48\0\x48\0\0\xff\xd9";
        assert_eq!(strip(sent).unwrap().bytes, kept);
    }

    #[test]
    fn too_many_scans_are_refused() {
        let scans = b"\xff\xda\0\x03\x07\x12".repeat(MAX_SCANS + 1);
        assert!(strip(&[b"\xff\xd8".as_slice(), &scans, b"\xff\xd9"].concat()).is_err());
    }
}
