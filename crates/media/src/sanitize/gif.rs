//! GIF: removes comments and application extensions except the loop count.

use super::stripped::Stripped;
use crate::error::{MediaError, broken};

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;
const HEADER: usize = 13;
const IMAGE_DESCRIPTOR: usize = 10;

/// Copies the visible blocks, up to the trailer. If only that is missing, it is added.
pub(super) fn strip(bytes: &[u8]) -> Result<Stripped, MediaError> {
    let mut at = HEADER + color_table(*bytes.get(10).ok_or_else(cut)?);
    let mut out = bytes.get(..at).ok_or_else(cut)?.to_vec();
    let mut ends_with_image = false;
    loop {
        let start = at;
        let block = match bytes.get(at) {
            Some(block) => *block,
            None if ends_with_image => TRAILER,
            None => return Err(cut()),
        };
        ends_with_image = block == IMAGE;
        match block {
            TRAILER => {
                out.push(TRAILER);
                return Ok(Stripped { bytes: out, exif: None, is_open: false });
            }
            IMAGE => {
                let packed = *bytes.get(at + 9).ok_or_else(cut)?;
                // The byte after the tables is the size of the codes.
                at = sub_blocks(bytes, at + IMAGE_DESCRIPTOR + color_table(packed) + 1)?;
                out.extend_from_slice(&bytes[start..at]);
            }
            EXTENSION => {
                at = sub_blocks(bytes, at + 2)?;
                if let Some(visible) = visible_part(&bytes[start..at]) {
                    out.extend_from_slice(visible);
                    out.push(0);
                }
            }
            other => return Err(broken(format!("a GIF block begins with {other:#04x}"))),
        }
    }
}

/// The sub-blocks of an extension that affect the display, without further sub-blocks behind them.
fn visible_part(extension: &[u8]) -> Option<&[u8]> {
    match *extension.get(1)? {
        GRAPHIC_CONTROL if *extension.get(2)? == 4 => extension.get(..7),
        APPLICATION if *extension.get(2)? == 11 => {
            let name = extension.get(3..14)?;
            let looping = name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0";
            (looping && extension.get(14..16)? == [3, 1]).then(|| extension.get(..18))?
        }
        _ => None,
    }
}

/// The size in bytes of the colour table that a packed field declares.
fn color_table(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// The position after a chain of sub-blocks.
fn sub_blocks(bytes: &[u8], mut at: usize) -> Result<usize, MediaError> {
    loop {
        let len = usize::from(*bytes.get(at).ok_or_else(cut)?);
        at += 1 + len;
        if len == 0 {
            return Ok(at);
        }
    }
}

fn cut() -> MediaError {
    broken("a GIF block is cut off")
}
