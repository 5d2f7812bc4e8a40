//! Blobs on local disk: what people upload, checked, stripped of metadata, and named by its content.
//!
//! Everything here is synchronous and may take a while; callers run it on a bounded pool.

mod blob_store;
mod disk;
mod error;
mod incoming;
mod media_type;
mod picture;
mod sanitize;
mod thumb;

pub use blob_store::{Blob, BlobStore, StoredMedia};
pub use error::MediaError;
pub use incoming::Incoming;
pub use media_type::MediaType;
pub use thumb::{Thumb, WIDTHS, thumb_width};

/// How much an upload may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest picture in bytes.
    pub image_bytes: u64,
    /// Largest video in bytes.
    pub video_bytes: u64,
    /// Longest side of a picture in pixels.
    pub max_side: u32,
    /// Most pixels of a picture.
    pub max_pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { image_bytes: 10 << 20, video_bytes: 100 << 20, max_side: 12_000, max_pixels: 50_000_000 }
    }
}
