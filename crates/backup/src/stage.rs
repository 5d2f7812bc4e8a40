//! Reads a backup into a directory, checking every digest.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::catalog::{Catalog, Found};
use crate::error::{Error, Result, at};
use crate::log::{self, Replayed};
use crate::make::Progress;
use crate::manifest::{BlobEntry, Manifest};
use crate::media;
use crate::parallel;
use crate::part;

/// A backup that was read.
#[derive(Clone, Debug)]
pub struct Staged {
    /// Its manifest.
    pub manifest: Manifest,
    /// The database: a file of SQLite, or the dump.
    pub database: PathBuf,
    /// The number of files.
    pub files: u64,
    /// Their size in bytes.
    pub file_bytes: u64,
    /// What the log of changes has added.
    pub replayed: Replayed,
    /// What could not be read.
    pub damage: Vec<Damage>,
}

/// A part of a backup that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file of the media; empty for the list of all.
    pub file: String,
    /// What is wrong.
    pub reason: String,
}

/// Reads a backup, and the log after it up to a moment, into the existing directory `dir`, as a data
/// directory has it. A damaged file is noted; a damaged database is an error. Without
/// `with_files` the files are left out.
pub fn stage(
    catalog: &Catalog,
    found: &Found,
    until_ms: Option<i64>,
    blob_columns: &[(&str, &str)],
    with_files: bool,
    dir: &Path,
    tell: &mut dyn FnMut(Progress),
) -> Result<Staged> {
    let manifest = catalog.manifest(&found.id)?;
    let (folder, key) = (found.id.folder(), catalog.key.as_ref());
    let name = if manifest.engine == "sqlite" { "miaohui.db" } else { "database.dump" };
    let database = dir.join(name);
    let all = manifest.database.bytes;
    part::read(&catalog.target, &folder, &manifest.database, key, |content| {
        let mut done = 0;
        let mut told = crate::stream::Told {
            from: content,
            tell: |bytes| {
                done += bytes;
                tell(Progress::Write(done, all));
            },
        };
        write(&database, &mut told)
    })?;
    if let Some(keys) = &manifest.keys {
        let path = dir.join("miaohui.keys");
        part::read(&catalog.target, &folder, keys, key, |content| write(&path, content))?;
    }
    let mut damage = Vec::new();
    let mut entries = match catalog.blobs(&found.id, &manifest) {
        Ok(entries) => entries,
        Err(error) => {
            damage.push(Damage { file: String::new(), reason: format!("the list of files: {error}") });
            Vec::new()
        }
    };
    let replayed = match &manifest.log {
        Some(position) => log::replay(catalog, position, until_ms, &database)?,
        None => Replayed::default(),
    };
    if replayed.segments > 0 {
        // The rows of the log may name other files.
        let known: BTreeSet<&String> = entries.iter().map(|entry| &entry.sha256).collect();
        let names = miaohui_db::blob_names(&database, blob_columns)?;
        let new = names.into_iter().filter(|name| !known.contains(name) && !manifest.missing.contains(name));
        let new: Vec<BlobEntry> = new.map(|sha256| BlobEntry { sha256, bytes: 0 }).collect();
        entries.extend(new);
    }
    if !with_files {
        entries.clear();
    }
    let (mut files, mut file_bytes, mut done) = (0, 0, 0);
    let media_dir = dir.join("media");
    let copy = |entry: &BlobEntry| copy_file(catalog, &media_dir, entry);
    parallel::each(&entries, copy, |entry, copied| {
        done += 1;
        tell(Progress::Files(done, entries.len() as u64));
        match copied {
            Ok(bytes) => {
                files += 1;
                file_bytes += bytes;
            }
            Err(reason) => damage.push(Damage { file: entry.sha256.clone(), reason }),
        }
    })?;
    Ok(Staged { manifest, database, files, file_bytes, replayed, damage })
}

/// Copies a file into a directory of media, and returns its size or why it cannot be read.
fn copy_file(catalog: &Catalog, media_dir: &Path, entry: &BlobEntry) -> Result<Result<u64, String>> {
    let Some(path) = media::local_path(media_dir, &entry.sha256) else {
        return Ok(Err(format!("{} is no name of a file", entry.sha256)));
    };
    if let Some(parent) = path.parent() {
        make_dir(parent).map_err(at(parent))?;
    }
    let key = catalog.key.as_ref();
    match media::read(&catalog.target, &entry.sha256, key, |content| write(&path, content)) {
        Ok(bytes) => Ok(Ok(bytes)),
        // This machine's disk, and not the backup, is the reason.
        Err(Error::Io(error)) => Err(error.into()),
        Err(error) => {
            let _ = fs::remove_file(&path);
            Ok(Err(error.to_string()))
        }
    }
}

fn make_dir(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Writes a file that only the user of the process may read, and syncs it.
fn write(path: &Path, from: &mut dyn Read) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut file =
        File::options().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(at(path))?;
    io::copy(from, &mut file)?;
    file.sync_all().map_err(at(path))
}
