//! Fragments (`moof`): descriptions of the samples that follow.

use super::ranges::Ranges;
use super::tracks::Tracks;
use crate::boxes::{Found, cut, keep, u32_at, u64_at};
use crate::error::{MediaError, broken};

/// A flag of `tfhd`: places are counted from the beginning of the fragment.
const COUNTS_FROM_FRAGMENT: u32 = 0x2_0000;

/// The header of a track in a fragment.
struct Header {
    track: u32,
    /// Where places are counted from, if it says so.
    base: Option<u64>,
    counts_from_fragment: bool,
    sample_size: Option<u32>,
}

/// Strips a fragment that begins at `start` of the file, and adds the samples of kept tracks.
pub(super) fn strip(
    bytes: &mut [u8],
    start: u64,
    tracks: &Tracks,
    samples: &mut Ranges,
) -> Result<(), MediaError> {
    // Without other information, a track's samples follow those of the track before it.
    let (mut follows, mut is_erased) = (start, false);
    for part in keep(bytes, 0, bytes.len(), &[b"mfhd", b"traf"])? {
        if part.kind != *b"traf" {
            continue;
        }
        let known: [&[u8; 4]; 6] = [b"tfhd", b"tfdt", b"trun", b"sdtp", b"sbgp", b"sgpd"];
        let parts = keep(bytes, part.body, part.end, &known)?;
        let header = parts.iter().find(|part| part.kind == *b"tfhd").ok_or_else(cut)?;
        let header = Header::read(header.contents(bytes)).ok_or_else(cut)?;
        let mut base = header.base.unwrap_or(if header.counts_from_fragment { start } else { follows });
        let size = header.sample_size.or_else(|| tracks.sample_sizes.get(&header.track).copied());
        let is_kept = tracks.kept.contains(&header.track);
        if is_kept && is_erased && header.base.is_none() && !header.counts_from_fragment {
            count_from_fragment(bytes, &parts, base, start)?;
            base = start;
        }
        follows = base;
        for run in parts.iter().filter(|part| part.kind == *b"trun") {
            let (from, len) = run_range(*run, bytes, base, follows, size.unwrap_or(0)).ok_or_else(cut)?;
            follows = from.saturating_add(len);
            if is_kept {
                samples.add(from, len);
            }
        }
        if !is_kept {
            part.erase(bytes);
            is_erased = true;
        }
    }
    Ok(())
}

/// Makes the places of a track count from `start`, the beginning of the fragment, and no longer
/// from `base`, the end of the samples of a track that is removed.
fn count_from_fragment(bytes: &mut [u8], parts: &[Found], base: u64, start: u64) -> Result<(), MediaError> {
    let (mut is_first, moved) = (true, i128::from(base) - i128::from(start));
    for part in parts {
        let flags = u32_at(part.contents(bytes), 0).ok_or_else(cut)?;
        match &part.kind {
            b"tfhd" => write(bytes, part.body, flags | COUNTS_FROM_FRAGMENT),
            b"trun" if flags & 0x1 != 0 => {
                let place = u32_at(part.contents(bytes), 8).ok_or_else(cut)?.cast_signed();
                let place = i32::try_from(i128::from(place) + moved)
                    .map_err(|_| broken("a place in a fragment is too far away"))?;
                write(bytes, part.body + 8, place.cast_unsigned());
            }
            // A further run follows the run before it.
            b"trun" if is_first => return Err(broken("a fragment depends on a removed track")),
            _ => {}
        }
        is_first &= part.kind != *b"trun";
    }
    Ok(())
}

fn write(bytes: &mut [u8], at: usize, word: u32) {
    bytes[at..at + 4].copy_from_slice(&word.to_be_bytes());
}

impl Header {
    fn read(contents: &[u8]) -> Option<Self> {
        let flags = u32_at(contents, 0)?;
        let mut at = 8;
        let mut skip = |flag: u32, size: usize| {
            let found = (flags & flag != 0).then_some(at);
            at += if found.is_some() { size } else { 0 };
            found
        };
        let base = skip(0x1, 8);
        skip(0x2, 4);
        skip(0x8, 4);
        let size = skip(0x10, 4);
        Some(Self {
            track: u32_at(contents, 4)?,
            base: base.map_or(Some(None), |at| u64_at(contents, at).map(Some))?,
            counts_from_fragment: flags & COUNTS_FROM_FRAGMENT != 0,
            sample_size: size.map_or(Some(None), |at| u32_at(contents, at).map(Some))?,
        })
    }
}

/// Where the samples of a run begin, and their length.
fn run_range(run: Found, bytes: &[u8], base: u64, follows: u64, default_size: u32) -> Option<(u64, u64)> {
    let contents = run.contents(bytes);
    let (flags, count) = (u32_at(contents, 0)?, u32_at(contents, 4)?);
    let mut at = 8;
    let mut from = follows;
    if flags & 0x1 != 0 {
        from = base.checked_add_signed(u32_at(contents, at)?.cast_signed().into())?;
        at += 4;
    }
    if flags & 0x4 != 0 {
        at += 4;
    }
    if flags & 0x200 == 0 {
        return Some((from, u64::from(count) * u64::from(default_size)));
    }
    let has = |flag: u32| if flags & flag == 0 { 0 } else { 4 };
    let (before, entry) = (has(0x100), has(0x100) + 4 + has(0x400) + has(0x800));
    let mut len = 0;
    for _ in 0..count {
        len += u64::from(u32_at(contents, at + before)?);
        at += entry;
    }
    Some((from, len))
}
