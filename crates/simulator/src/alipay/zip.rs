//! ZIP files whose names are written in GBK, as Alipay writes them: without the flag of UTF-8.

use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

const LOCAL_HEADER: u32 = 0x0403_4b50;
const CENTRAL_HEADER: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// The version that is needed for compressed files.
const VERSION: u16 = 20;
const DEFLATED: u16 = 8;
/// 1980-01-01, the first date.
const DATE: u16 = 0x0021;

/// Packs files, which are given by their names and contents. `None` if they are too large.
pub fn zip(files: &[(Vec<u8>, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in files {
        let offset = u32::try_from(archive.len()).ok()?;
        let mut crc = Crc::new();
        crc.update(content);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).ok()?;
        let packed = encoder.finish().ok()?;
        let mut shared = Vec::new();
        let flags = 0_u16;
        let time = 0_u16;
        for field in [VERSION, flags, DEFLATED, time, DATE] {
            shared.extend(field.to_le_bytes());
        }
        for field in [crc.sum(), u32::try_from(packed.len()).ok()?, u32::try_from(content.len()).ok()?] {
            shared.extend(field.to_le_bytes());
        }
        let no_extra = 0_u16;
        for field in [u16::try_from(name.len()).ok()?, no_extra] {
            shared.extend(field.to_le_bytes());
        }
        archive.extend(LOCAL_HEADER.to_le_bytes());
        archive.extend(&shared);
        archive.extend(name);
        archive.extend(packed);
        directory.extend(CENTRAL_HEADER.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&shared);
        // No comment, disk 0, and no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name);
    }
    let count = u16::try_from(files.len()).ok()?;
    let (start, size) = (u32::try_from(archive.len()).ok()?, u32::try_from(directory.len()).ok()?);
    archive.extend(directory);
    archive.extend(END.to_le_bytes());
    let disk = 0_u16;
    for field in [disk, disk, count, count] {
        archive.extend(field.to_le_bytes());
    }
    archive.extend(size.to_le_bytes());
    archive.extend(start.to_le_bytes());
    let no_comment = 0_u16;
    archive.extend(no_comment.to_le_bytes());
    Some(archive)
}
