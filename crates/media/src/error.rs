//! Errors of uploads and of stored blobs.

use std::path::Path;

/// Why an upload is refused or cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// Not a picture or a video of a supported type.
    #[error("not a JPEG, PNG, GIF, WebP or MP4 file")]
    UnknownType,
    /// A format, by its name, that this build cannot read, or a form of it that nobody can.
    #[error("{0} pictures of this kind cannot be read")]
    Unsupported(&'static str),
    /// Larger than the limit of its type.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// More pixels than the limit.
    #[error("{width} × {height} pixels are too many")]
    TooManyPixels {
        /// The width in the header.
        width: u32,
        /// The height in the header.
        height: u32,
    },
    /// Incomplete, or not of the type that it claims.
    #[error("the file is broken: {0}")]
    Broken(String),
    /// The store cannot be reached, or does not answer in time; a retry may succeed.
    #[error("the store does not answer: {0}")]
    Unavailable(std::io::Error),
    /// An I/O error.
    #[error(transparent)]
    Io(std::io::Error),
}

impl From<std::io::Error> for MediaError {
    fn from(error: std::io::Error) -> Self {
        if is_unavailable(&error) { Self::Unavailable(error) } else { Self::Io(error) }
    }
}

/// Whether the store cannot be reached, or does not answer in time.
pub fn is_unavailable(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::TimedOut
}

/// Adds the path to an I/O error.
pub(crate) fn at(path: &Path) -> impl Fn(std::io::Error) -> std::io::Error + '_ {
    move |error| std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

pub(crate) fn broken(error: impl std::fmt::Display) -> MediaError {
    MediaError::Broken(error.to_string())
}
