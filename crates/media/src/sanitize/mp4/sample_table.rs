//! Where the samples of a track are (`stbl`).

use super::ranges::Ranges;
use crate::boxes::{Found, u32_at, u64_at};

/// Adds the chunks of a track. Samples without a place, or places without a size, are left out.
pub(super) fn chunks(bytes: &[u8], table: &[Found], samples: &mut Ranges) {
    let find =
        |kind: &[u8; 4]| table.iter().find(|found| found.kind == *kind).map(|found| found.contents(bytes));
    let Some(counts) = find(b"stsc") else { return };
    let Some(mut sizes) =
        find(b"stsz").and_then(Sizes::plain).or_else(|| find(b"stz2").and_then(Sizes::compact))
    else {
        return;
    };
    let places: Box<dyn Fn(usize) -> Option<u64>> = match (find(b"stco"), find(b"co64")) {
        (Some(list), _) => Box::new(move |n| entry(list, n).then(|| u32_at(list, 8 + 4 * n))?.map(u64::from)),
        (None, Some(list)) => Box::new(move |n| entry(list, n).then(|| u64_at(list, 8 + 8 * n))?),
        (None, None) => return,
    };
    // Each entry holds the number of its first chunk, from 1 on, and the samples of a chunk.
    let run = |n: usize| {
        entry(counts, n).then(|| Some((u32_at(counts, 8 + 12 * n)?, u32_at(counts, 12 + 12 * n)?)))?
    };
    let (mut at, mut per_chunk) = (0, 0);
    for chunk in 0.. {
        let Some(place) = places(chunk) else { return };
        while let Some((_, count)) = run(at).filter(|(first, _)| *first as usize <= chunk + 1) {
            per_chunk = count;
            at += 1;
        }
        samples.add(place, sizes.next(per_chunk));
    }
}

/// Whether a list whose length stands in its second word has an entry `n`.
fn entry(list: &[u8], n: usize) -> bool {
    u32_at(list, 4).is_some_and(|count| n < count as usize)
}

/// The sizes of samples, in order.
struct Sizes<'b> {
    list: &'b [u8],
    /// The size of every sample, if there is no list.
    uniform: u64,
    bits: usize,
    left: u64,
    at: usize,
}

impl<'b> Sizes<'b> {
    fn plain(contents: &'b [u8]) -> Option<Self> {
        let (uniform, left) = (u32_at(contents, 4)?.into(), u32_at(contents, 8)?.into());
        Some(Self { list: contents.get(12..)?, uniform, bits: 32, left, at: 0 })
    }

    fn compact(contents: &'b [u8]) -> Option<Self> {
        let (bits, left) = (usize::from(*contents.get(7)?), u32_at(contents, 8)?.into());
        matches!(bits, 4 | 8 | 16).then_some(Self {
            list: contents.get(12..)?,
            uniform: 0,
            bits,
            left,
            at: 0,
        })
    }

    /// The sum of the next `count` sizes.
    fn next(&mut self, count: u32) -> u64 {
        let count = u64::from(count).min(self.left);
        self.left -= count;
        if self.uniform > 0 {
            return self.uniform * count;
        }
        let mut sum = 0;
        for _ in 0..count {
            let Some(size) = self.size() else {
                self.left = 0;
                break;
            };
            self.at += 1;
            sum += size;
        }
        sum
    }

    fn size(&self) -> Option<u64> {
        let at = self.at;
        match self.bits {
            4 => self
                .list
                .get(at / 2)
                .map(|byte| u64::from(if at.is_multiple_of(2) { byte >> 4 } else { byte & 15 })),
            8 => self.list.get(at).copied().map(u64::from),
            16 => self.list.get(2 * at..)?.first_chunk().map(|two| u16::from_be_bytes(*two).into()),
            _ => u32_at(self.list, 4 * at).map(u64::from),
        }
    }
}
