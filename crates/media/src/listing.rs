//! Which files a store has.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use crate::blob_store::BlobStore;
use crate::error::at;
use crate::name::is_digest;

/// The files of a blob: itself, its thumbnails, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedBlob {
    /// The name of the blob.
    pub name: String,
    /// Whether the blob itself is there.
    pub is_stored: bool,
    /// The size of the blob itself in bytes.
    pub bytes: u64,
    /// The last change of its files, in Unix ms.
    pub changed_at: i64,
}

impl BlobStore {
    /// Lists the blobs whose names begin with this byte, in two hexadecimal digits. Other files are
    /// left out.
    pub fn list(&self, first: u8) -> io::Result<Vec<ListedBlob>> {
        let mut found = Found { part: format!("{first:02x}"), blobs: BTreeMap::new() };
        if let Some(bucket) = self.bucket() {
            for (folder, is_blob) in [("blobs", true), ("thumbs", false)] {
                for listed in bucket.wait(bucket.list(&format!("{folder}/{}", found.part)))? {
                    found.add(&listed.file, is_blob, listed.bytes, listed.changed_at);
                }
            }
        } else {
            for (root, is_blob) in [(&self.disk().blobs, true), (&self.disk().thumbs, false)] {
                let dir = root.join(&found.part);
                each_file(&dir, |file, bytes, changed_at| {
                    found.add(file, is_blob, bytes, changed_at);
                })?;
            }
        }
        Ok(found.blobs.into_values().collect())
    }
}

/// What was found of a part.
struct Found {
    part: String,
    blobs: BTreeMap<String, ListedBlob>,
}

impl Found {
    fn add(&mut self, file: &str, is_blob: bool, bytes: u64, changed_at: i64) {
        let name = if is_blob { file } else { file.split('-').next().unwrap_or_default() };
        if !is_digest(name) || !name.starts_with(&self.part) {
            return;
        }
        let new = || ListedBlob { name: name.to_owned(), is_stored: false, bytes: 0, changed_at };
        let listed = self.blobs.entry(name.to_owned()).or_insert_with(new);
        if is_blob {
            (listed.is_stored, listed.bytes) = (true, bytes);
        }
        listed.changed_at = listed.changed_at.max(changed_at);
    }
}

/// Calls `each` with the name, the size and the last change of each file two directories below.
fn each_file(dir: &Path, mut each: impl FnMut(&str, u64, i64)) -> io::Result<()> {
    for shard in entries(dir)? {
        for file in entries(&shard.path())? {
            // A file may be removed meanwhile.
            let Ok(metadata) = file.metadata() else { continue };
            let Ok(changed) = metadata.modified() else { continue };
            let changed_at = changed.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
            if let Some(name) = file.file_name().to_str() {
                each(name, metadata.len(), changed_at);
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
