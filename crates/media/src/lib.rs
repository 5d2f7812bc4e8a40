//! Blobs on local disk: uploads, checked, stripped of metadata and named by their content.
//!
//! All functions are synchronous and may take a while. Callers run them on a bounded pool.

mod blob_store;
mod decoded;
mod disk;
mod encode;
mod error;
#[doc(hidden)]
pub mod in_memory;
mod incoming;
mod jpeg;
mod limits;
mod listing;
mod media_type;
mod memory;
mod opaque;
mod picture;
mod png_rows;
mod removal;
mod sanitize;
mod thumb;
mod turned;
mod whole;

pub use blob_store::{Blob, BlobStore, StoredMedia};
pub use error::MediaError;
pub use incoming::Incoming;
pub use limits::Limits;
pub use listing::ListedBlob;
pub use media_type::MediaType;
pub use removal::{NewFile, Removal};
pub use thumb::{FoundThumb, Thumb, WIDTHS, thumb_width};
