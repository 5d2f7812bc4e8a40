//! The properties of the shown picture of an AVIF file that its parser leaves out: how it is turned and
//! cut, and its colour profile.

use super::placement::{Cut, Step};
use crate::boxes::{Found, boxes, cut as cut_off, u32_at};
use crate::error::{MediaError, broken};

/// What the shown picture's properties say.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub steps: Vec<Step>,
    pub icc_profile: Option<Vec<u8>>,
    /// Primaries, transfer, matrix, and whether all values are used.
    pub colour: Option<(u16, u16, u16, bool)>,
}

impl Properties {
    pub fn read(bytes: &[u8]) -> Result<Self, MediaError> {
        let meta = find(bytes, 0, bytes.len(), *b"meta")?;
        // A version and flags come before the boxes of it and of the lists.
        let inside = (meta.body + 4).min(meta.end);
        let shown = find(bytes, inside, meta.end, *b"pitm")?;
        let shown = shown_item(shown.contents(bytes)).ok_or_else(cut_off)?;
        let properties = find(bytes, inside, meta.end, *b"iprp")?;
        let all = find(bytes, properties.body, properties.end, *b"ipco")?;
        let all = boxes(bytes, all.body, all.end)?;
        let mut read = Self::default();
        for list in boxes(bytes, properties.body, properties.end)?.iter().filter(|list| list.kind == *b"ipma")
        {
            for index in associated(list.contents(bytes), shown).ok_or_else(cut_off)? {
                // The numbers begin with 1; 0 is none.
                if let Some(property) = index.checked_sub(1).and_then(|index| all.get(index)) {
                    read.add(property.kind, property.contents(bytes))?;
                }
            }
        }
        Ok(read)
    }

    fn add(&mut self, kind: [u8; 4], contents: &[u8]) -> Result<(), MediaError> {
        let first = || contents.first().copied().ok_or_else(cut_off);
        match &kind {
            b"irot" => self.steps.push(Step::Turn(first()? & 3)),
            b"imir" if first()? & 1 == 0 => self.steps.push(Step::FlipVertical),
            b"imir" => self.steps.push(Step::FlipHorizontal),
            b"clap" => self.steps.push(Step::Cut(aperture(contents).ok_or_else(cut_off)?)),
            b"colr" => match contents.split_at_checked(4) {
                Some((b"prof" | b"rICC", profile)) => self.icc_profile = Some(profile.to_vec()),
                Some((b"nclx", numbers)) => self.colour = colour(numbers),
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }
}

fn find(bytes: &[u8], from: usize, to: usize, kind: [u8; 4]) -> Result<Found, MediaError> {
    let found = boxes(bytes, from, to)?.into_iter().find(|found| found.kind == kind);
    found.ok_or_else(|| broken(format!("there is no {} box", String::from_utf8_lossy(&kind))))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_be_bytes(*two))
}

/// The numbers of the primaries, the transfer and the matrix, and whether all values are used.
fn colour(numbers: &[u8]) -> Option<(u16, u16, u16, bool)> {
    let word = |at| u16_at(numbers, at);
    Some((word(0)?, word(2)?, word(4)?, numbers.get(6)? & 0x80 != 0))
}

fn shown_item(contents: &[u8]) -> Option<u32> {
    if *contents.first()? == 0 { u16_at(contents, 4).map(u32::from) } else { u32_at(contents, 4) }
}

/// The numbers of an item's properties, in their order.
fn associated(contents: &[u8], item: u32) -> Option<Vec<usize>> {
    let (version, is_wide) = (*contents.first()?, contents.get(3)? & 1 == 1);
    let (mut at, mut found) = (8, Vec::new());
    for _ in 0..u32_at(contents, 4)? {
        let id = if version == 0 { u16_at(contents, at)?.into() } else { u32_at(contents, at)? };
        at += if version == 0 { 2 } else { 4 };
        let count = *contents.get(at)?;
        at += 1;
        for _ in 0..count {
            // The first bit says whether a reader must know the property.
            let index =
                if is_wide { u16_at(contents, at)? & 0x7fff } else { (contents.get(at)? & 0x7f).into() };
            at += if is_wide { 2 } else { 1 };
            if id == item {
                found.push(usize::from(index));
            }
        }
    }
    Some(found)
}

fn aperture(contents: &[u8]) -> Option<Cut> {
    let word = |n: usize| u32_at(contents, 4 * n);
    let signed = |n: usize| word(n).map(u32::cast_signed);
    Some(Cut {
        width: (word(0)?, word(1)?),
        height: (word(2)?, word(3)?),
        right: (signed(4)?, word(5)?),
        down: (signed(6)?, word(7)?),
    })
}
