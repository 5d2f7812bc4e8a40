//! Reads a backup into a directory, checking every digest.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::catalog::{Catalog, Found};
use crate::error::{Error, Result, at};
use crate::make::Progress;
use crate::manifest::Manifest;
use crate::media;
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

/// Reads a backup into the existing directory `dir`, as a data directory has it. A damaged file is
/// noted; a damaged database is an error.
pub fn stage(catalog: &Catalog, found: &Found, dir: &Path, tell: &mut dyn FnMut(Progress)) -> Result<Staged> {
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
    let entries = match catalog.blobs(&found.id, &manifest) {
        Ok(entries) => entries,
        Err(error) => {
            damage.push(Damage { file: String::new(), reason: format!("the list of files: {error}") });
            Vec::new()
        }
    };
    let (mut files, mut file_bytes) = (0, 0);
    let media_dir = dir.join("media");
    for (done, entry) in entries.iter().enumerate() {
        tell(Progress::Files(done as u64, entries.len() as u64));
        let Some(path) = media::local_path(&media_dir, &entry.sha256) else {
            damage.push(Damage { file: entry.sha256.clone(), reason: "it is no name of a file".into() });
            continue;
        };
        if let Some(parent) = path.parent() {
            make_dir(parent).map_err(at(parent))?;
        }
        match media::read(&catalog.target, &entry.sha256, key, |content| write(&path, content)) {
            Ok(bytes) => {
                files += 1;
                file_bytes += bytes;
            }
            Err(Error::Io(error)) => return Err(error.into()),
            Err(error) => {
                let _ = fs::remove_file(&path);
                damage.push(Damage { file: entry.sha256.clone(), reason: error.to_string() });
            }
        }
    }
    tell(Progress::Files(entries.len() as u64, entries.len() as u64));
    Ok(Staged { manifest, database, files, file_bytes, damage })
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
