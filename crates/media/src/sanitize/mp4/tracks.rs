//! The description of tracks (`moov`).

use std::collections::{HashMap, HashSet};

use super::ranges::Ranges;
use super::sample_entry;
use super::sample_table::chunks;
use crate::boxes::{Found, boxes, cut, keep, u32_at};
use crate::error::MediaError;

/// The handlers of pictures and of sound.
const PLAYED: [&[u8; 4]; 2] = [b"vide", b"soun"];

/// What fragments need to know of the tracks.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    /// The ids of the tracks that are kept.
    pub kept: HashSet<u32>,
    /// The default size of a sample, by the id of its track.
    pub sample_sizes: HashMap<u32, u32>,
}

impl Tracks {
    /// Strips the contents of `moov`, and adds the samples of kept tracks to `samples`.
    pub fn strip(&mut self, bytes: &mut [u8], samples: &mut Ranges) -> Result<(), MediaError> {
        for found in keep(bytes, 0, bytes.len(), &[b"mvhd", b"trak", b"mvex"])? {
            match &found.kind {
                b"trak" => self.track(bytes, found, samples)?,
                b"mvex" => {
                    for found in keep(bytes, found.body, found.end, &[b"mehd", b"trex"])? {
                        if found.kind == *b"trex" {
                            let contents = found.contents(bytes);
                            let (id, size) = (u32_at(contents, 4), u32_at(contents, 16));
                            self.sample_sizes.insert(id.ok_or_else(cut)?, size.ok_or_else(cut)?);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn track(&mut self, bytes: &mut [u8], track: Found, samples: &mut Ranges) -> Result<(), MediaError> {
        let parts = boxes(bytes, track.body, track.end)?;
        let media = parts.iter().find(|part| part.kind == *b"mdia");
        let Some((media, handler)) = media.and_then(|media| Some((*media, handler(bytes, *media)?))) else {
            track.erase(bytes);
            return Ok(());
        };
        if !PLAYED.contains(&&handler) {
            track.erase(bytes);
            return Ok(());
        }
        for part in keep(bytes, track.body, track.end, &[b"tkhd", b"edts", b"mdia", b"tapt"])? {
            match &part.kind {
                b"tkhd" => {
                    let contents = part.contents(bytes);
                    // Version 1 has two times of 64 bits before the id.
                    let at = if contents.first() == Some(&1) { 20 } else { 12 };
                    self.kept.insert(u32_at(contents, at).ok_or_else(cut)?);
                }
                b"edts" => drop(keep(bytes, part.body, part.end, &[b"elst"])?),
                _ => {}
            }
        }
        strip_media(bytes, media, handler, samples)
    }
}

/// The handler of a track: what it holds.
fn handler(bytes: &[u8], media: Found) -> Option<[u8; 4]> {
    let parts = boxes(bytes, media.body, media.end).ok()?;
    let handler = parts.iter().find(|part| part.kind == *b"hdlr")?;
    handler.contents(bytes).get(8..12)?.first_chunk().copied()
}

fn strip_media(
    bytes: &mut [u8],
    media: Found,
    handler: [u8; 4],
    samples: &mut Ranges,
) -> Result<(), MediaError> {
    for part in keep(bytes, media.body, media.end, &[b"mdhd", b"hdlr", b"minf"])? {
        match &part.kind {
            b"hdlr" => unname(bytes, part),
            b"minf" => {
                let known: [&[u8; 4]; 5] = [b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"];
                for part in keep(bytes, part.body, part.end, &known)? {
                    match &part.kind {
                        b"hdlr" => unname(bytes, part),
                        b"dinf" => strip_references(bytes, part)?,
                        b"stbl" => strip_samples(bytes, part, handler, samples)?,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Erases the name of a handler, which is often that of the device.
fn unname(bytes: &mut [u8], handler: Found) {
    let from = (handler.body + 12).min(handler.end);
    bytes[from..handler.end].fill(0);
}

/// References to data: all of them become this file, because others contain paths.
fn strip_references(bytes: &mut [u8], information: Found) -> Result<(), MediaError> {
    for list in keep(bytes, information.body, information.end, &[b"dref"])? {
        // A version and the number of references come first.
        for reference in boxes(bytes, (list.body + 8).min(list.end), list.end)? {
            let contents = &mut bytes[reference.body..reference.end];
            contents.fill(0);
            if let Some(flags) = contents.get_mut(3) {
                *flags = 1;
            }
        }
    }
    Ok(())
}

fn strip_samples(
    bytes: &mut [u8],
    table: Found,
    handler: [u8; 4],
    samples: &mut Ranges,
) -> Result<(), MediaError> {
    let known: [&[u8; 4]; 15] = [
        b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stps", b"stsc", b"stsz", b"stz2", b"stco", b"co64",
        b"sdtp", b"sbgp", b"sgpd", b"stsh",
    ];
    let parts = keep(bytes, table.body, table.end, &known)?;
    for part in parts.iter().filter(|part| part.kind == *b"stsd") {
        sample_entry::strip(bytes, *part, handler)?;
    }
    chunks(bytes, &parts, samples);
    Ok(())
}
