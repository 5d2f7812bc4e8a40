//! Files that the store does not understand, such as encrypted ones.

use std::io::{Read, Write};

use sha2::{Digest, Sha256};

use crate::blob_store::BlobStore;
use crate::error::MediaError;
use crate::name::Name;
use crate::removal::NewFile;

impl BlobStore {
    /// Stores bytes as they are and returns the name of the blob, and what keeps it until its row is
    /// committed.
    pub fn put_opaque(&self, bytes: &[u8]) -> Result<(String, NewFile), MediaError> {
        let name = hex::encode(Sha256::digest(bytes));
        let mut file = self.temporary()?;
        file.write_all(bytes)?;
        let new_file = self.begin_file(&name)?;
        self.put_file(file, Name::Blob(&name), "application/octet-stream")?;
        Ok((name, new_file))
    }

    /// Reads a whole blob.
    pub fn read(&self, sha256: &str) -> Result<Vec<u8>, MediaError> {
        let mut opened = self.open_blob(sha256)?;
        let mut bytes = Vec::with_capacity(usize::try_from(opened.len).unwrap_or_default());
        opened.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
