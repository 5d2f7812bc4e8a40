//! Copies blobs from one store to another.

use std::io::{self, Read, Seek, SeekFrom};

use crate::blob_store::{BlobStore, digest};
use crate::media_type::{MediaType, SNIFF_BYTES};
use crate::name::Name;

/// What became of a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It was copied: its size in bytes.
    Yes(u64),
    /// It is not there any more.
    Gone,
    /// Its content is not what its name says; it was not copied.
    Damaged,
}

impl BlobStore {
    /// Copies a blob to another store and compares what is there then with its name.
    pub fn copy_to(&self, to: &Self, sha256: &str) -> io::Result<Copied> {
        let name = Name::Blob(sha256);
        let mut opened = match self.open_file(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Copied::Gone),
            opened => opened?,
        };
        let mut file = to.temporary()?;
        io::copy(&mut opened, &mut file)?;
        file.seek(SeekFrom::Start(0))?;
        let (found, bytes) = digest(&mut file)?;
        if found != sha256 {
            return Ok(Copied::Damaged);
        }
        let mime = media_type(&mut file)?;
        to.put_file(file, name, mime)?;
        if to.bucket().is_some() {
            let (found, _) = digest(&mut to.open_file(name)?)?;
            if found != sha256 {
                to.remove(sha256)?;
                return Err(io::Error::other(format!("{sha256} was damaged on its way")));
            }
        }
        Ok(Copied::Yes(bytes))
    }
}

/// The type of a file; sealed ones have none.
fn media_type(file: &mut (impl Read + Seek)) -> io::Result<&'static str> {
    let mut first = Vec::with_capacity(SNIFF_BYTES);
    file.seek(SeekFrom::Start(0))?;
    Read::take(&mut *file, SNIFF_BYTES as u64).read_to_end(&mut first)?;
    Ok(MediaType::sniff(&first).map_or("application/octet-stream", MediaType::mime))
}
