//! MP4: keeps the boxes and the samples that a player of pictures and sound needs. Everything else
//! becomes free space of the same size, so that no offset changes. The samples are never read.

mod fragments;
mod ranges;
mod sample_entry;
mod sample_table;
mod tracks;

use std::io::{Read, Seek, SeekFrom, Write};

use crate::boxes;
use crate::error::{MediaError, broken};
use ranges::Ranges;
use tracks::Tracks;

/// Most outermost boxes.
const MAX_BOXES: usize = 100_000;

/// Largest description of tracks or of a fragment, in bytes. It is read as a whole.
const MAX_DESCRIPTION: u64 = 8 << 20;

const ZEROS: [u8; 8192] = [0; 8192];

/// Removes places, names, devices, and tracks that are neither picture nor sound.
pub(crate) fn strip(file: &mut (impl Read + Write + Seek)) -> Result<(), MediaError> {
    let outermost = outermost(file)?;
    let find = |kind: &[u8; 4]| {
        let found = outermost.iter().find(|found| found.kind == *kind);
        found.copied().ok_or_else(|| broken(format!("there is no {} box", String::from_utf8_lossy(kind))))
    };
    find(b"ftyp")?;
    let description = find(b"moov")?;
    let (mut tracks, mut kept) = (Tracks::default(), Ranges::default());
    edit(file, description, |bytes| tracks.strip(bytes, &mut kept))?;
    for found in &outermost {
        match &found.kind {
            b"ftyp" | b"styp" | b"sidx" | b"mdat" => {}
            b"moov" if found.start == description.start => {}
            b"moof" => edit(file, *found, |bytes| fragments::strip(bytes, found.start, &tracks, &mut kept))?,
            _ => {
                file.seek(SeekFrom::Start(found.start + 4))?;
                file.write_all(b"free")?;
                blank(file, found.body, found.end)?;
            }
        }
    }
    if kept.is_full() {
        return Err(broken("the samples are scattered"));
    }
    for found in outermost.iter().filter(|found| found.kind == *b"mdat") {
        for (from, to) in kept.gaps(found.body, found.end) {
            blank(file, from, to)?;
        }
    }
    Ok(())
}

/// A box of the file.
#[derive(Clone, Copy)]
struct Outermost {
    kind: [u8; 4],
    start: u64,
    body: u64,
    end: u64,
}

fn outermost(file: &mut (impl Read + Seek)) -> Result<Vec<Outermost>, MediaError> {
    let len = file.seek(SeekFrom::End(0))?;
    let (mut start, mut all) = (0, Vec::new());
    while start < len {
        if all.len() == MAX_BOXES {
            return Err(broken("there are too many boxes"));
        }
        let (kind, body, end) = header(file, start, len)?;
        all.push(Outermost { kind, start, body, end });
        start = end;
    }
    Ok(all)
}

/// The type of a box, the position of its contents, and that of the next box.
fn header(file: &mut (impl Read + Seek), start: u64, end: u64) -> Result<([u8; 4], u64, u64), MediaError> {
    let left = end - start;
    let mut head = [0; 16];
    let read = left.min(16) as usize;
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut head[..read])?;
    let (kind, header, size) = boxes::header(&head[..read], left)?;
    Ok((kind, start + header, start + size))
}

/// Reads a box, changes it in place, and writes it back.
fn edit(
    file: &mut (impl Read + Write + Seek),
    found: Outermost,
    change: impl FnOnce(&mut [u8]) -> Result<(), MediaError>,
) -> Result<(), MediaError> {
    let len = found.end - found.body;
    if len > MAX_DESCRIPTION {
        return Err(broken("the description of the tracks is too large"));
    }
    let mut bytes = vec![0; len as usize];
    file.seek(SeekFrom::Start(found.body))?;
    file.read_exact(&mut bytes)?;
    change(&mut bytes)?;
    file.seek(SeekFrom::Start(found.body))?;
    Ok(file.write_all(&bytes)?)
}

fn blank(file: &mut (impl Write + Seek), from: u64, to: u64) -> Result<(), MediaError> {
    file.seek(SeekFrom::Start(from))?;
    let mut left = to - from;
    while left > 0 {
        let count = left.min(ZEROS.len() as u64) as usize;
        file.write_all(&ZEROS[..count])?;
        left -= count as u64;
    }
    Ok(())
}
