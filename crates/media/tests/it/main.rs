//! What people upload, and what is kept of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::trivially_copy_pass_by_ref, missing_docs)]

mod damage;
mod metadata;
mod refusals;
mod samples;
mod storing;
mod thumbnails;
mod turning;
mod video;
