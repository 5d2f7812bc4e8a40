//! The names of files: blobs and their thumbnails.

use std::io;

use crate::media_type::MediaType;

/// A file of a blob: itself, or a thumbnail of a width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name<'n> {
    Blob(&'n str),
    Thumb(&'n str, u32, MediaType),
}

/// Refuses names that are not digests, so that no name leads out of a directory.
pub(crate) fn require_digest(sha256: &str) -> io::Result<()> {
    if is_digest(sha256) {
        Ok(())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not the name of a blob"))
    }
}

/// Whether this is the name of a blob.
pub(crate) fn is_digest(sha256: &str) -> bool {
    miaohui_kernel::is_lower_hex(sha256, 64)
}
