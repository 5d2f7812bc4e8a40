//! Backups of database and media: made, kept, checked and restored.
//!
//! A target is a directory or a prefix of an S3 bucket:
//!
//! ```text
//! blobs/ab/abcd…                   a file of the media, shared by all backups
//! backups/20261128T110802Z-3f2a/   one backup
//!   database.zst                   the database
//!   blobs.zst                      the names and sizes of its files
//!   manifest.json                  what it consists of, written last
//! log/20261128T110802Z-41c0/       a generation of changes between backups
//! ```
//!
//! A backup without a manifest does not exist. With a key every object is encrypted, its name ends
//! with `.sealed`, and the name of a file does not tell its digest.

mod catalog;
mod cipher;
mod error;
mod id;
mod log;
mod make;
mod manifest;
mod media;
mod nearest;
mod pace;
mod parallel;
mod part;
mod prune;
mod retention;
mod space;
mod stage;
mod stream;
mod target;

pub use catalog::{Catalog, Found};
pub use cipher::BackupKey;
pub use error::{Error, Result};
pub use id::BackupId;
pub use log::{LogPosition, Replayed, Shipped, Shipper};
pub use make::{DatabaseSource, Made, Plan, Progress, make};
pub use manifest::{BlobEntry, Manifest, Part};
pub use media::{MediaDirectory, MediaFiles};
pub use nearest::nearest;
pub use pace::Pace;
pub use prune::{Pruned, prune};
pub use retention::{Keep, kept};
pub use space::WorkSpace;
pub use stage::{Damage, Staged, stage};
pub use target::Target;
