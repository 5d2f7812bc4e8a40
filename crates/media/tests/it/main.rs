//! Uploads and stored blobs.

#![allow(clippy::unwrap_used, clippy::panic, clippy::trivially_copy_pass_by_ref, missing_docs)]

mod cases;
mod damage;
mod heif;
mod metadata;
mod orientation;
mod refusals;
mod samples;
mod storing;
mod thumbnails;
mod video;
