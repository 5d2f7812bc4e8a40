//! Blobs on local disk or in an S3 bucket: uploads, checked, stripped of metadata and named by their
//! content.
//!
//! Functions that are not `async` may take a while. Callers run them on a bounded pool.

mod blob_store;
mod boxes;
mod bucket;
mod bucket_stats;
mod clean;
mod copy;
mod decoded;
mod disk;
mod encode;
mod error;
mod heif;
#[doc(hidden)]
pub mod in_memory;
mod incoming;
mod jpeg;
mod libjpeg;
mod limits;
mod listing;
mod media_type;
mod memory;
mod name;
mod object;
mod opaque;
mod opened;
mod picture;
mod png_rows;
mod removal;
mod sanitize;
mod thumb;
mod thumb_widths;
mod turned;
mod video_picture;
mod webp_coding;
mod whole;

pub use blob_store::{Announce, Blob, BlobStore, CheckedFile, StoredMedia};
pub use bucket::{Bucket, BucketSettings};
pub use bucket_stats::BucketStats;
pub use copy::Copied;
pub use error::MediaError;
pub use incoming::Incoming;
pub use limits::Limits;
pub use listing::ListedBlob;
pub use media_type::MediaType;
pub use miaohui_s3::S3Settings;
pub use object::Object;
pub use opened::{Content, Opened};
pub use removal::{NewFile, Removal};
pub use thumb::{BucketThumb, FoundThumb, MadeThumb, Thumb};
pub use thumb_widths::{WIDTHS, thumb_width};
pub use video_picture::video_picture;
