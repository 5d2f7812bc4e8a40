//! The backups of a target.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

use tokio::runtime::Handle;

use crate::cipher::BackupKey;
use crate::error::{Error, Result};
use crate::id::BackupId;
use crate::manifest::{BlobEntry, Manifest};
use crate::part;
use crate::target::Target;

pub(crate) const MANIFEST: &str = "manifest.json";

/// A target and the key of its backups.
#[derive(Clone, Debug)]
pub struct Catalog {
    pub(crate) target: Target,
    pub(crate) key: Option<BackupKey>,
}

/// A backup in a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub id: BackupId,
    /// Whether it has a manifest. Others were interrupted, and count as nothing.
    pub is_whole: bool,
    /// Its size without the files that backups share, in bytes.
    pub bytes: u64,
}

impl Catalog {
    /// The backups of a target; encrypted ones with `key`.
    pub fn new(target: Target, key: Option<BackupKey>) -> Self {
        Self { target, key }
    }

    /// The address of the target.
    pub fn address(&self) -> &str {
        self.target.address()
    }

    /// What runs the calls to the target.
    pub fn runtime(&self) -> &Handle {
        self.target.runtime()
    }

    /// Whether there is a key.
    pub fn is_encrypted(&self) -> bool {
        self.key.is_some()
    }

    /// All backups, the oldest first, also those that were interrupted.
    pub fn list(&self) -> Result<Vec<Found>> {
        let mut found: BTreeMap<String, (bool, u64)> = BTreeMap::new();
        for (object, listed) in self.target.list("backups")? {
            let mut parts = object.split('/').skip(1);
            let (Some(folder), Some(name)) = (parts.next(), parts.next()) else { continue };
            let entry = found.entry(folder.to_owned()).or_default();
            entry.0 |= name.strip_suffix(".sealed").unwrap_or(name) == MANIFEST;
            entry.1 += listed.bytes;
        }
        let backup = |(folder, (is_whole, bytes)): (String, (bool, u64))| {
            Some(Found { id: BackupId::parse(&folder)?, is_whole, bytes })
        };
        Ok(found.into_iter().filter_map(backup).collect())
    }

    /// The newest backup that shows a moment up to `at_ms`, or the newest of all.
    pub fn newest(&self, at_ms: Option<i64>) -> Result<Found> {
        let whole: Vec<Found> = self.list()?.into_iter().filter(|found| found.is_whole).collect();
        let Some(first) = whole.first().cloned() else {
            return Err(Error::NoBackup(format!("{} holds no backup", self.address())));
        };
        let fits = |found: &Found| at_ms.is_none_or(|at| found.id.at_ms() <= at);
        whole.into_iter().rfind(fits).ok_or_else(|| {
            let first = first.id;
            Error::NoBackup(format!("{} holds no backup of that time; the oldest is {first}", self.address()))
        })
    }

    /// Refuses a target whose newest backup is one of another database.
    pub(crate) fn require_own(&self, database_id: &str) -> Result<()> {
        let Ok(newest) = self.newest(None) else { return Ok(()) };
        match self.manifest(&newest.id).map(|manifest| manifest.database_id) {
            Ok(Some(id)) if id != database_id => {
                Err(Error::Foreign { target: self.address().to_owned(), id })
            }
            // What cannot be read is the next check's to tell.
            _ => Ok(()),
        }
    }

    /// The backup of this name.
    pub fn find(&self, id: &BackupId) -> Result<Found> {
        let found = self.list()?.into_iter().find(|found| found.id == *id && found.is_whole);
        found.ok_or_else(|| Error::NoBackup(format!("{} holds no whole backup {id}", self.address())))
    }

    /// Reads a manifest.
    pub fn manifest(&self, id: &BackupId) -> Result<Manifest> {
        let object = format!("{}/{MANIFEST}", id.folder());
        let sealed = format!("{object}.sealed");
        let plain = match self.target.read_all(&object) {
            Err(Error::Missing(_)) => {
                let stored = self.target.read_all(&sealed)?;
                let Some(key) = &self.key else {
                    return Err(Error::Key(format!("backup {id} is encrypted, and no key is given")));
                };
                let mut plain = Vec::new();
                key.open(stored.as_slice(), MANIFEST)
                    .and_then(|mut opened| opened.read_to_end(&mut plain))
                    .map_err(|error| Error::Damaged {
                    part: self.target.name(&sealed),
                    reason: error.to_string(),
                })?;
                plain
            }
            read => read?,
        };
        Manifest::from_bytes(id, &plain)
    }

    /// Reads the list of a backup's files.
    pub fn blobs(&self, id: &BackupId, manifest: &Manifest) -> Result<Vec<BlobEntry>> {
        part::read(&self.target, &id.folder(), &manifest.blobs, self.key.as_ref(), |content| {
            let mut entries = Vec::new();
            for line in BufReader::new(content).lines() {
                let line = line?;
                let entry = line
                    .split_once(' ')
                    .and_then(|(sha256, bytes)| {
                        Some(BlobEntry { sha256: sha256.to_owned(), bytes: bytes.parse().ok()? })
                    })
                    .ok_or_else(|| std::io::Error::other("a line is no name and size"))?;
                entries.push(entry);
            }
            Ok(entries)
        })
    }
}
