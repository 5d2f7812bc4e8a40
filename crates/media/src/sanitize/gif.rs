//! GIF: comments and foreign extensions go, the loop count stays.

use crate::MediaError;
use crate::error::broken;

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;
const HEADER: usize = 13;
const IMAGE_DESCRIPTOR: usize = 10;

/// Copies the blocks that show something, up to the trailer.
pub(crate) fn strip(bytes: &[u8]) -> Result<Vec<u8>, MediaError> {
    let mut at = HEADER + color_table(*bytes.get(10).ok_or_else(cut)?);
    let mut out = bytes.get(..at).ok_or_else(cut)?.to_vec();
    loop {
        let start = at;
        match *bytes.get(at).ok_or_else(cut)? {
            TRAILER => {
                out.push(TRAILER);
                return Ok(out);
            }
            IMAGE => {
                let packed = *bytes.get(at + 9).ok_or_else(cut)?;
                // The byte after the tables is the size of the codes.
                at = sub_blocks(bytes, at + IMAGE_DESCRIPTOR + color_table(packed) + 1)?;
                out.extend_from_slice(&bytes[start..at]);
            }
            EXTENSION => {
                let label = *bytes.get(at + 1).ok_or_else(cut)?;
                at = sub_blocks(bytes, at + 2)?;
                let block = &bytes[start..at];
                let looping =
                    block.get(3..14).is_some_and(|name| name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0");
                if label == GRAPHIC_CONTROL || (label == APPLICATION && looping) {
                    out.extend_from_slice(block);
                }
            }
            other => return Err(broken(format!("a GIF block begins with {other:#04x}"))),
        }
    }
}

/// Bytes of the colour table that a packed field announces.
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
