//! Files of bills: archives with limits, tables and totals.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use miaohui_kernel::Fen;
use zip::ZipArchive;

use crate::payment::http::too_long;
use crate::payment::provider::{ProviderError, forged};
use crate::payment::time::unix_ms;

/// The most files of an archive; a bill has two.
const MAX_FILES: usize = 16;

/// Decompresses a gzip file to at most `limit` bytes. Another file is returned as it is.
pub(crate) fn gunzipped(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, ProviderError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    read(MultiGzDecoder::new(bytes.as_slice()), limit)
}

/// Unpacks the files of a ZIP archive, which have at most `limit` bytes together.
pub(crate) fn unzipped(bytes: &[u8], limit: u64) -> Result<Vec<Vec<u8>>, ProviderError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > MAX_FILES {
        return Err(forged(format!("the bill has {} files", archive.len())));
    }
    let (mut files, mut left) = (Vec::new(), limit);
    for index in 0..archive.len() {
        let file = match read(archive.by_index(index).map_err(unreadable)?, left) {
            Err(ProviderError::Refused { .. }) => return Err(too_long(limit)),
            file => file?,
        };
        left -= file.len() as u64;
        files.push(file);
    }
    Ok(files)
}

fn read(from: impl Read, limit: u64) -> Result<Vec<u8>, ProviderError> {
    let mut bytes = Vec::new();
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit { Err(too_long(limit)) } else { Ok(bytes) }
}

fn unreadable(error: impl std::fmt::Display) -> ProviderError {
    forged(format!("the bill cannot be unpacked: {error}"))
}

/// The names of a table's columns.
pub(crate) struct Columns(Vec<String>);

impl Columns {
    /// The columns of a head line. The brackets around units have two widths in the documents.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().map(|name| name.trim().replace('（', "(").replace('）', ")")).collect())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The index of a column.
    pub fn index(&self, name: &str) -> Result<usize, ProviderError> {
        let index = self.0.iter().position(|known| known == name);
        index.ok_or_else(|| forged(format!("the bill lacks the column {name}")))
    }

    /// The value of a column.
    pub fn text<'a>(&self, row: &[&'a str], name: &str) -> Result<&'a str, ProviderError> {
        let index = self.index(name)?;
        row.get(index).copied().ok_or_else(|| forged(format!("a line of the bill lacks {name}")))
    }

    /// The amount of a column.
    pub fn yuan(&self, row: &[&str], name: &str) -> Result<Fen, ProviderError> {
        yuan(self.text(row, name)?)
    }

    /// The time of a column, in Unix ms.
    pub fn time(&self, row: &[&str], name: &str) -> Result<i64, ProviderError> {
        let text = self.text(row, name)?;
        unix_ms(text).ok_or_else(|| forged(format!("{text:?} in the bill is no time")))
    }
}

/// An amount, which may be negative and have further zeros.
pub(crate) fn yuan(text: &str) -> Result<Fen, ProviderError> {
    let fen = match text.strip_prefix('-') {
        Some(debit) => Fen::parse_yuan(debit).and_then(Fen::checked_neg),
        None => Fen::parse_yuan(text),
    };
    fen.ok_or_else(|| forged(format!("{text:?} in the bill is no amount")))
}

/// The amount without its sign.
pub(crate) fn absolute(fen: Fen) -> Fen {
    Fen(fen.get().saturating_abs())
}

/// The difference of two amounts of a line.
pub(crate) fn difference(fen: Fen, other: Fen) -> Fen {
    Fen(fen.get().saturating_sub(other.get()))
}

/// A number of lines and their sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Total {
    pub count: u64,
    pub fen: Fen,
}

impl Total {
    /// Counts a line.
    pub fn add(&mut self, fen: Fen) -> Result<(), ProviderError> {
        self.count += 1;
        self.fen = self.fen.checked_add(fen).ok_or_else(|| forged("the bill's sum is too large"))?;
        Ok(())
    }

    /// Checks that the bill's own total is this one.
    pub fn check(self, what: &str, stated: Self) -> Result<(), ProviderError> {
        if self == stated {
            return Ok(());
        }
        let Self { count, fen } = self;
        Err(forged(format!(
            "the bill states {what} {} in {} lines and has {fen} in {count}",
            stated.fen, stated.count
        )))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(files: usize, bytes: usize) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..files {
            archive.start_file(format!("{number}.csv"), SimpleFileOptions::default()).unwrap();
            archive.write_all(&vec![b' '; bytes]).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_has_few_files_and_bytes() {
        let bomb = archive(2, 50_000);
        assert!(bomb.len() < 1000, "{}", bomb.len());
        assert_eq!(unzipped(&bomb, 100_000).unwrap().len(), 2);
        assert_eq!(unzipped(&bomb, 99_999), Err(too_long(99_999)));
        assert!(unzipped(&archive(MAX_FILES, 1), 100).is_ok());
        assert!(matches!(unzipped(&archive(MAX_FILES + 1, 1), 100), Err(ProviderError::Forged(_))));
        assert!(matches!(unzipped(&bomb[..bomb.len() / 2], 100_000), Err(ProviderError::Forged(_))));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        bomb.write_all(&vec![0; 100_000]).unwrap();
        let bomb = bomb.finish().unwrap();
        assert!(bomb.len() < 1000);
        assert_eq!(gunzipped(bomb.clone(), 100_000).unwrap().len(), 100_000);
        assert_eq!(gunzipped(bomb.clone(), 99_999), Err(too_long(99_999)));
        assert!(matches!(gunzipped(bomb[..50].to_vec(), 100_000), Err(ProviderError::Forged(_))));
        assert_eq!(gunzipped(b"plain".to_vec(), 5).unwrap(), b"plain");
        assert!(matches!(unzipped(b"PK no archive", 100), Err(ProviderError::Forged(_))));
    }

    #[test]
    fn amounts_have_signs_and_zeros() {
        assert_eq!(yuan("-0.01000"), Ok(Fen(-1)));
        assert_eq!(yuan("12.30"), Ok(Fen(1230)));
        for bad in ["", "--1", "1,000.00", "1.005"] {
            assert!(yuan(bad).is_err(), "{bad}");
        }
    }
}
