//! The write-ahead log of SQLite as a file: its frames, and which of them are committed.
//!
//! The format is documented at <https://www.sqlite.org/fileformat2.html#walformat>.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// The first bytes, without the bit that tells the byte order of checksums.
const MAGIC: u32 = 0x377f_0682;

/// Where a reader of the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalPosition {
    salt: [u32; 2],
    page_size: u32,
    big_endian: bool,
    /// Frames that were read, up to a commit.
    frames: u64,
    /// The checksum of the last one.
    checksum: [u32; 2],
}

/// The pages that the commits after a position have left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalPages {
    /// Bytes of a page.
    pub page_size: u32,
    /// The latest content of each changed page, by its number.
    pub pages: BTreeMap<u32, Vec<u8>>,
    /// The pages of the database after the last commit.
    pub database_pages: u32,
}

impl WalPages {
    /// Adds later changes.
    pub fn merge(&mut self, later: Self) {
        if later.pages.is_empty() {
            return;
        }
        self.page_size = later.page_size;
        self.database_pages = later.database_pages;
        self.pages.extend(later.pages);
        // What a shrinking database has cut off.
        let last = self.database_pages;
        self.pages.retain(|number, _| *number <= last);
    }

    /// The size of the pages in bytes.
    pub fn bytes(&self) -> u64 {
        self.pages.len() as u64 * u64::from(self.page_size)
    }
}

/// What a read of the log has found.
#[derive(Clone, Debug)]
pub enum WalRead {
    /// Commits follow the position without a gap; they may be none.
    Next(WalPages, WalPosition),
    /// The log was begun anew, and nobody knows what it held before.
    Gap,
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Adds bytes, whose length is a multiple of 8, to a checksum.
fn add(mut sum: [u32; 2], bytes: &[u8], big_endian: bool) -> [u32; 2] {
    let word = |b: &[u8]| {
        let word = [b[0], b[1], b[2], b[3]];
        if big_endian { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
    };
    for pair in bytes.chunks_exact(8) {
        sum[0] = sum[0].wrapping_add(word(&pair[..4])).wrapping_add(sum[1]);
        sum[1] = sum[1].wrapping_add(word(&pair[4..])).wrapping_add(sum[0]);
    }
    sum
}

/// Reads the header; `None` if there is no log or no whole header.
fn start(file: &mut File) -> io::Result<Option<WalPosition>> {
    let mut header = [0; HEADER];
    match file.read_exact(&mut header) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        done => done?,
    }
    let magic = number(&header, 0);
    let big_endian = magic & 1 == 1;
    let checksum = add([0, 0], &header[..24], big_endian);
    if magic & !1 != MAGIC || checksum != [number(&header, 24), number(&header, 28)] {
        return Ok(None);
    }
    Ok(Some(WalPosition {
        salt: [number(&header, 16), number(&header, 20)],
        page_size: number(&header, 8),
        big_endian,
        frames: 0,
        checksum,
    }))
}

/// The position before the first frame; `None` if there is no log.
pub fn wal_start(path: &Path) -> io::Result<Option<WalPosition>> {
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        file => start(&mut file?),
    }
}

/// Reads the commits after a position. `ended`: the log was read to its end and moved into the
/// database then, so that a new log follows it without a gap.
pub fn read_wal(path: &Path, from: WalPosition, ended: bool) -> io::Result<WalRead> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(WalRead::Gap),
        file => file?,
    };
    let Some(first) = start(&mut file)? else { return Ok(WalRead::Gap) };
    let mut at = from;
    if first.salt != from.salt {
        // SQLite counts the first salt up when it begins the log anew.
        let follows =
            ended && first.salt[0] == from.salt[0].wrapping_add(1) && first.page_size == from.page_size;
        if !follows {
            return Ok(WalRead::Gap);
        }
        at = first;
    }
    let size = FRAME_HEADER + at.page_size as usize;
    file.seek(SeekFrom::Start(HEADER as u64 + at.frames * size as u64))?;
    let mut file = io::BufReader::with_capacity(1 << 20, file);
    let (mut found, mut pending) =
        (WalPages { page_size: at.page_size, ..WalPages::default() }, BTreeMap::new());
    let (mut committed, mut checksum, mut frames) = (at, at.checksum, at.frames);
    let mut frame = vec![0; size];
    loop {
        match file.read_exact(&mut frame) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
            done => done?,
        }
        checksum = add(checksum, &frame[..8], at.big_endian);
        checksum = add(checksum, &frame[FRAME_HEADER..], at.big_endian);
        let is_valid = [number(&frame, 8), number(&frame, 12)] == at.salt
            && [number(&frame, 16), number(&frame, 20)] == checksum;
        // What follows is of an older log, or is being written.
        if !is_valid {
            break;
        }
        frames += 1;
        pending.insert(number(&frame, 0), frame[FRAME_HEADER..].to_vec());
        let database_pages = number(&frame, 4);
        if database_pages > 0 {
            let pages = std::mem::take(&mut pending);
            found.merge(WalPages { page_size: at.page_size, pages, database_pages });
            committed = WalPosition { frames, checksum, ..at };
        }
    }
    Ok(WalRead::Next(found, committed))
}
