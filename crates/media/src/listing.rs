//! Which files a store has.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use crate::blob_store::BlobStore;
use crate::error::at;

/// The files of a blob: itself, its thumbnails, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedBlob {
    /// The name of the blob.
    pub name: String,
    /// Whether the blob itself is there.
    pub is_stored: bool,
    /// The last change of its files, in Unix ms.
    pub changed_at: i64,
}

impl BlobStore {
    /// Lists the blobs whose names begin with this byte, in two hexadecimal digits. Other files are
    /// left out.
    pub fn list(&self, first: u8) -> io::Result<Vec<ListedBlob>> {
        let mut found: BTreeMap<String, ListedBlob> = BTreeMap::new();
        for (root, is_blob) in [(self.blobs_dir(), true), (self.thumbs_dir(), false)] {
            each_file(&root.join(format!("{first:02x}")), |file, changed_at| {
                let name = if is_blob { file } else { file.split('-').next().unwrap_or_default() };
                if self.blob_path(name).is_err() || !name.starts_with(&format!("{first:02x}")) {
                    return;
                }
                let new = || ListedBlob { name: name.to_owned(), is_stored: false, changed_at };
                let listed = found.entry(name.to_owned()).or_insert_with(new);
                listed.is_stored |= is_blob;
                listed.changed_at = listed.changed_at.max(changed_at);
            })?;
        }
        Ok(found.into_values().collect())
    }

    /// Whether the blob is stored.
    pub fn has(&self, sha256: &str) -> io::Result<bool> {
        fs::exists(self.blob_path(sha256)?)
    }
}

/// Calls `each` with the name and the last change of each file two directories below.
fn each_file(dir: &Path, mut each: impl FnMut(&str, i64)) -> io::Result<()> {
    for shard in entries(dir)? {
        for file in entries(&shard.path())? {
            // A file may be removed meanwhile.
            let Ok(changed) = file.metadata().and_then(|metadata| metadata.modified()) else { continue };
            let changed_at = changed.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
            if let Some(name) = file.file_name().to_str() {
                each(name, changed_at);
            }
        }
    }
    Ok(())
}

/// The entries of a directory, which need not exist.
fn entries(dir: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match fs::read_dir(dir) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(Vec::new())
        }
        entries => entries.and_then(Iterator::collect).map_err(at(dir)),
    }
}
