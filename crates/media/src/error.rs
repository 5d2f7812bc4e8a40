//! Why an upload is refused.

use std::path::Path;

/// Why an upload is refused, or cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// Neither a picture nor a video of a known kind.
    #[error("not a JPEG, PNG, GIF, WebP or MP4 file")]
    UnknownType,
    /// Larger than its kind may be.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit of the kind, in bytes.
        limit: u64,
    },
    /// More pixels than are decoded here.
    #[error("{width} × {height} pixels are too many")]
    TooManyPixels {
        /// As the header says.
        width: u32,
        /// As the header says.
        height: u32,
    },
    /// Not whole, or not what it says it is.
    #[error("the file is broken: {0}")]
    Broken(String),
    /// The disk did not do as asked.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Names the path in an I/O error.
pub(crate) fn at(path: &Path) -> impl Fn(std::io::Error) -> std::io::Error + '_ {
    move |error| std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

pub(crate) fn broken(error: impl std::fmt::Display) -> MediaError {
    MediaError::Broken(error.to_string())
}
