//! Removes backups that are not kept, and the files that no backup names any more.

use std::collections::BTreeSet;

use miaohui_kernel::DAY_MS;

use crate::catalog::{Catalog, MANIFEST};
use crate::error::Result;
use crate::id::BackupId;
use crate::log;
use crate::media;
use crate::retention::{Keep, kept};

/// How old an interrupted backup is before it is removed.
const INTERRUPTED_MS: i64 = DAY_MS;

/// What was removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Backups.
    pub backups: Vec<String>,
    /// Files of the media that no backup names.
    pub files: u64,
    /// Why no files were removed: a manifest that cannot be read.
    pub kept_files: Option<String>,
}

/// Removes what is not kept. One process at a time may make or remove backups of a target.
///
/// `log_since_ms`: segments of the log from this time on are kept, and all files that came since.
pub fn prune(catalog: &Catalog, keep: Keep, now_ms: i64, log_since_ms: Option<i64>) -> Result<Pruned> {
    let all = catalog.list()?;
    let whole: Vec<BackupId> =
        all.iter().filter(|found| found.is_whole).map(|found| found.id.clone()).collect();
    let kept = kept(&whole, keep);
    let mut pruned = Pruned::default();
    if let Some(since) = log_since_ms {
        log::prune(catalog, since)?;
    }
    for found in &all {
        let interrupted = !found.is_whole && found.id.at_ms() < now_ms - INTERRUPTED_MS;
        if interrupted || found.is_whole && !kept.contains(&found.id) {
            remove(catalog, &found.id)?;
            pruned.backups.push(found.id.to_string());
        }
    }
    if pruned.backups.is_empty() {
        return Ok(pruned);
    }
    let mut named = BTreeSet::new();
    for id in &kept {
        // Without one list nobody knows which files are needed.
        match catalog.manifest(id).and_then(|manifest| catalog.blobs(id, &manifest)) {
            Ok(entries) => {
                named.extend(entries.iter().map(|e| media::object(&e.sha256, catalog.key.as_ref())));
            }
            Err(error) => {
                pruned.kept_files = Some(error.to_string());
                return Ok(pruned);
            }
        }
    }
    for (object, found) in catalog.target.list(media::FOLDER)? {
        let is_needed = named.contains(&object) || log_since_ms.is_some_and(|since| found.at_ms >= since);
        if !is_needed {
            catalog.target.remove(&object)?;
            pruned.files += 1;
        }
    }
    Ok(pruned)
}

/// Removes a backup, its manifest first, so that an interrupted removal leaves no half backup.
fn remove(catalog: &Catalog, id: &BackupId) -> Result<()> {
    let folder = id.folder();
    catalog.target.remove(&format!("{folder}/{MANIFEST}"))?;
    catalog.target.remove(&format!("{folder}/{MANIFEST}.sealed"))?;
    for object in catalog.target.list(&folder)?.keys() {
        catalog.target.remove(object)?;
    }
    catalog.target.remove_folder(&folder);
    Ok(())
}
