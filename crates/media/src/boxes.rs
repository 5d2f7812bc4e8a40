//! Boxes in memory.

use crate::error::{MediaError, broken};

/// A box: positions in the bytes that it was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub kind: [u8; 4],
    pub start: usize,
    pub body: usize,
    pub end: usize,
}

impl Found {
    /// The contents.
    pub fn contents<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        &bytes[self.body..self.end]
    }

    /// Turns it into free space.
    pub fn erase(&self, bytes: &mut [u8]) {
        bytes[self.start + 4..self.start + 8].copy_from_slice(b"free");
        bytes[self.body..self.end].fill(0);
    }
}

/// Reads the header of a box that has `left` bytes at most: type, size of the header, size.
pub(crate) fn header(head: &[u8], left: u64) -> Result<([u8; 4], u64, u64), MediaError> {
    let size = u32_at(head, 0).ok_or_else(cut)?;
    let kind = *head.get(4..8).and_then(<[u8]>::first_chunk).ok_or_else(cut)?;
    let (header, size) = match size {
        // Size 0 means to the end of the enclosing box.
        0 => (8, left),
        1 => (16, u64_at(head, 8).ok_or_else(cut)?),
        size => (8, size.into()),
    };
    if size < header || size > left { Err(cut()) } else { Ok((kind, header, size)) }
}

/// The boxes from `from` to `to`, which fill the space.
pub(crate) fn boxes(bytes: &[u8], from: usize, to: usize) -> Result<Vec<Found>, MediaError> {
    let (mut start, mut all) = (from, Vec::new());
    while start < to {
        // QuickTime ends some lists with a zero of 32 bits.
        if to - start < 8 && bytes[start..to].iter().all(|byte| *byte == 0) {
            break;
        }
        let left = to - start;
        let (kind, header, size) = header(&bytes[start..to], left as u64)?;
        let (body, end) = (start + header as usize, start + size as usize);
        all.push(Found { kind, start, body, end });
        start = end;
    }
    Ok(all)
}

/// Erases the boxes whose type is not in `known`; returns the others.
pub(crate) fn keep(
    bytes: &mut [u8],
    from: usize,
    to: usize,
    known: &[&[u8; 4]],
) -> Result<Vec<Found>, MediaError> {
    let mut kept = boxes(bytes, from, to)?;
    kept.retain(|found| {
        let is_known = known.contains(&&found.kind);
        if !is_known {
            found.erase(bytes);
        }
        is_known
    });
    Ok(kept)
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|eight| u64::from_be_bytes(*eight))
}

pub(crate) fn cut() -> MediaError {
    broken("a box is cut off")
}
