//! The description of a track's samples (`stsd`): the codec and its configuration.

use crate::boxes::{Found, boxes, cut, keep};
use crate::error::MediaError;

/// Boxes of codecs, and of colours, shapes and channels.
const KNOWN: [&[u8; 4]; 31] = [
    b"avcC", b"hvcC", b"lhvC", b"vvcC", b"av1C", b"vpcC", b"d263", b"esds", b"dOps", b"dfLa", b"dac3",
    b"dec3", b"dac4", b"alac", b"damr", b"dvcC", b"dvvC", b"colr", b"pasp", b"clap", b"btrt", b"fiel",
    b"gama", b"mdcv", b"clli", b"SmDm", b"CoLL", b"wave", b"chan", b"chnl", b"srat",
];

/// The space before the boxes of an entry, without the entry's own header.
const PICTURE: usize = 78;
const SOUND: usize = 28;

/// The name of the encoder in an entry of pictures: a length and 31 characters.
const ENCODER_NAME: std::ops::Range<usize> = 42..74;

/// Strips the entries of a track with this handler.
pub(super) fn strip(bytes: &mut [u8], list: Found, handler: [u8; 4]) -> Result<(), MediaError> {
    // A version and the number of entries come first.
    for entry in boxes(bytes, (list.body + 8).min(list.end), list.end)? {
        let fixed = if handler == *b"vide" {
            let name = entry.body + ENCODER_NAME.start..entry.body + ENCODER_NAME.end;
            bytes.get_mut(name).filter(|_| entry.body + PICTURE <= entry.end).ok_or_else(cut)?.fill(0);
            PICTURE
        } else {
            let (space, version) = sound_space(bytes, entry).ok_or_else(cut)?;
            // All readers take it as it was read here.
            bytes[entry.body + 8..entry.body + 10].copy_from_slice(&version);
            space
        };
        keep(bytes, entry.body + fixed, entry.end, &KNOWN)?;
    }
    Ok(())
}

/// The space before the boxes of an entry of sound, and the version that has it. QuickTime has
/// longer versions of it, and in MP4 files, where it has to be 0, the version says little.
fn sound_space(bytes: &[u8], entry: Found) -> Option<(usize, [u8; 2])> {
    let version: [u8; 2] = *entry.contents(bytes).get(8..)?.first_chunk()?;
    let longer = match version {
        [0, 1] => 16,
        [0, 2] => 36,
        _ => 0,
    };
    let fits = |(space, _): &(usize, [u8; 2])| {
        let from = entry.body + space;
        from <= entry.end && boxes(bytes, from, entry.end).is_ok()
    };
    [(SOUND + longer, version), (SOUND, [0, 0])].into_iter().find(fits)
}
