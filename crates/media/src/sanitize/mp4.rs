//! MP4: boxes with places, names and devices become free space of the same size, so that no offset
//! changes. The file is edited in place and never read as a whole.

use std::io::{Read, Seek, SeekFrom, Write};

use crate::error::{MediaError, broken};

const MAX_DEPTH: usize = 8;
const MAX_BOXES: usize = 100_000;
const ZEROS: [u8; 8192] = [0; 8192];

/// Overwrites `udta`, `meta` and `uuid` boxes at any depth, and free space, which may contain old
/// ones.
pub(crate) fn strip(file: &mut (impl Read + Write + Seek)) -> Result<(), MediaError> {
    let len = file.seek(SeekFrom::End(0))?;
    let mut walk = Walk { file, seen: Vec::new(), left: MAX_BOXES };
    walk.boxes(0, len, 0)?;
    for needed in [*b"ftyp", *b"moov"] {
        if !walk.seen.contains(&needed) {
            return Err(broken(format!("there is no {} box", String::from_utf8_lossy(&needed))));
        }
    }
    Ok(())
}

struct Walk<'f, F> {
    file: &'f mut F,
    /// The types of the outermost boxes.
    seen: Vec<[u8; 4]>,
    left: usize,
}

impl<F: Read + Write + Seek> Walk<'_, F> {
    fn boxes(&mut self, mut at: u64, end: u64, depth: usize) -> Result<(), MediaError> {
        if depth > MAX_DEPTH {
            return Err(broken("boxes are nested too deeply"));
        }
        while at < end {
            self.left = self.left.checked_sub(1).ok_or_else(|| broken("there are too many boxes"))?;
            let (kind, body, next) = self.header(at, end)?;
            if depth == 0 {
                self.seen.push(kind);
            }
            match &kind {
                b"udta" | b"meta" | b"uuid" | b"free" | b"skip" => self.blank(at, body, next)?,
                b"moov" | b"trak" | b"mdia" | b"minf" | b"moof" | b"traf" | b"edts" | b"mvex" => {
                    self.boxes(body, next, depth + 1)?;
                }
                _ => {}
            }
            at = next;
        }
        Ok(())
    }

    /// The type of a box, the position of its contents, and that of the next box.
    fn header(&mut self, at: u64, end: u64) -> Result<([u8; 4], u64, u64), MediaError> {
        let cut = || broken("a box is cut off");
        let left = end - at;
        if left < 8 {
            return Err(cut());
        }
        let mut head = [0; 8];
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut head)?;
        let [a, b, c, d, kind @ ..] = head;
        let (header, size) = match u32::from_be_bytes([a, b, c, d]) {
            // Size 0 means to the end of the enclosing box.
            0 => (8, left),
            1 if left < 16 => return Err(cut()),
            1 => {
                let mut long = [0; 8];
                self.file.read_exact(&mut long)?;
                (16, u64::from_be_bytes(long))
            }
            size => (8, size.into()),
        };
        if size < header || size > left { Err(cut()) } else { Ok((kind, at + header, at + size)) }
    }

    fn blank(&mut self, at: u64, body: u64, next: u64) -> Result<(), MediaError> {
        self.file.seek(SeekFrom::Start(at + 4))?;
        self.file.write_all(b"free")?;
        self.file.seek(SeekFrom::Start(body))?;
        let mut left = next - body;
        while left > 0 {
            let count = left.min(ZEROS.len() as u64) as usize;
            self.file.write_all(&ZEROS[..count])?;
            left -= count as u64;
        }
        Ok(())
    }
}
