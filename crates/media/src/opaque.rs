//! Files that the store does not understand, such as encrypted ones.

use std::io::{Read, Write};

use sha2::{Digest, Sha256};

use crate::blob_store::BlobStore;
use crate::disk::persist;
use crate::error::MediaError;

impl BlobStore {
    /// Stores bytes as they are and returns the name of the blob. The caller holds
    /// [`begin_file`](Self::begin_file) until its row is committed.
    pub fn put_opaque(&self, bytes: &[u8]) -> Result<String, MediaError> {
        let name = hex::encode(Sha256::digest(bytes));
        let mut file = self.temporary()?;
        file.write_all(bytes)?;
        persist(file, &self.blob_path(&name)?)?;
        Ok(name)
    }

    /// Reads a whole blob.
    pub fn read(&self, sha256: &str) -> Result<Vec<u8>, MediaError> {
        let (mut file, len) = self.open_blob(sha256)?;
        let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
