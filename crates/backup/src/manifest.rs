//! What a backup consists of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::id::BackupId;
use crate::log::position::LogPosition;

/// The format that this version writes.
pub(crate) const FORMAT: u32 = 1;

/// The description of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the format.
    pub format: u32,
    /// The moment that the backup shows, in Unix ms.
    pub at_ms: i64,
    /// The version of the program.
    pub server_version: String,
    /// The database's id; backups of early versions do not tell it.
    #[serde(default)]
    pub database_id: Option<String>,
    /// `sqlite`: the database is a file of SQLite. `postgres`: it is a dump of rows.
    pub engine: String,
    /// The latest schema step of each component.
    pub schema: BTreeMap<String, i64>,
    /// The number of rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// The database.
    pub database: Part,
    /// The list of files.
    pub blobs: Part,
    /// The number of files.
    pub blob_count: u64,
    /// Their size in bytes.
    pub blob_bytes: u64,
    /// Files that rows name and that were not there, or not whole, when the backup was made.
    pub missing: Vec<String>,
    /// The names of the keys that encrypt personal data in the database.
    pub key_names: Vec<String>,
    /// Where the log of changes goes on, if there is one.
    #[serde(default)]
    pub log: Option<LogPosition>,
    /// The file of these keys; an unencrypted backup never contains it.
    pub keys: Option<Part>,
}

/// An object of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name in the folder of the backup.
    pub name: String,
    /// Its size as it is stored.
    pub stored_bytes: u64,
    /// The digest of what is stored.
    pub stored_sha256: String,
    /// The size of its content.
    pub bytes: u64,
    /// The digest of its content.
    pub sha256: String,
}

/// A file of the media.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlobEntry {
    /// Its digest, which is its name.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// The stored form: the manifest and its digest.
#[derive(Serialize, Deserialize)]
struct Envelope {
    sha256: String,
    manifest: Box<RawValue>,
}

impl Manifest {
    pub(crate) fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let manifest = serde_json::value::to_raw_value(self)?;
        let sha256 = miaohui_kernel::sha256_hex(manifest.get());
        serde_json::to_vec(&Envelope { sha256, manifest })
    }

    pub(crate) fn from_bytes(id: &BackupId, bytes: &[u8]) -> Result<Self> {
        /// What every format has.
        #[derive(Deserialize)]
        struct Head {
            format: u32,
            server_version: String,
        }
        let damaged =
            |reason: String| Error::Damaged { part: format!("the manifest of backup {id}"), reason };
        let stored: Envelope = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
        if miaohui_kernel::sha256_hex(stored.manifest.get()) != stored.sha256 {
            return Err(damaged("its digest is another one".into()));
        }
        let text = stored.manifest.get();
        let Head { format, server_version } =
            serde_json::from_str(text).map_err(|error| damaged(error.to_string()))?;
        if format > FORMAT {
            return Err(Error::Newer { id: id.to_string(), format, version: server_version });
        }
        serde_json::from_str(text).map_err(|error| damaged(error.to_string()))
    }

    /// The number of rows of all tables.
    pub fn row_count(&self) -> u64 {
        self.rows.values().sum()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use miaohui_kernel::Rng;

    use super::*;

    #[test]
    fn a_changed_manifest_is_refused() {
        let part = Part {
            name: "database.zst".into(),
            stored_bytes: 1,
            stored_sha256: "a".into(),
            bytes: 2,
            sha256: "b".into(),
        };
        let manifest = Manifest {
            format: FORMAT,
            at_ms: 5,
            server_version: "0.1.0".into(),
            database_id: None,
            engine: "sqlite".into(),
            schema: BTreeMap::from([("web".into(), 3)]),
            rows: BTreeMap::from([("lease".into(), 7)]),
            database: part.clone(),
            blobs: part,
            blob_count: 0,
            blob_bytes: 0,
            missing: Vec::new(),
            key_names: Vec::new(),
            log: None,
            keys: None,
        };
        let id = BackupId::new(0, &Rng::seeded(1));
        let bytes = manifest.to_bytes().unwrap();
        assert_eq!(Manifest::from_bytes(&id, &bytes).unwrap(), manifest);
        let text = String::from_utf8(bytes).unwrap();
        let changed = text.replace("\"lease\":7", "\"lease\":8");
        assert!(Manifest::from_bytes(&id, changed.as_bytes()).is_err());
        let newer = Manifest { format: 2, ..manifest }.to_bytes().unwrap();
        assert!(matches!(Manifest::from_bytes(&id, &newer), Err(Error::Newer { format: 2, .. })));
    }
}
