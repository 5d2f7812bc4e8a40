//! Media ids.

pub mod get_media_id;
