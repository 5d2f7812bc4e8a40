//! Files in memory, for tests that check many of them.

use std::io::Cursor;

use crate::error::MediaError;
use crate::incoming::Format;
use crate::limits::Limits;
use crate::media_type::{MediaType, SNIFF_BYTES};
use crate::memory::Memory;
use crate::{sanitize, thumb};

/// A file without its metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sanitized {
    /// Its type.
    pub media_type: MediaType,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The width and the height of a picture in pixels.
    pub pixels: Option<(u32, u32)>,
}

/// Checks and strips a file as [`BlobStore::put`](crate::BlobStore::put) does, and stores nothing.
pub fn sanitized(bytes: Vec<u8>, limits: &Limits) -> Result<Sanitized, MediaError> {
    let first = &bytes[..bytes.len().min(SNIFF_BYTES)];
    let format = Format::sniff(first)?;
    let limit = format.limit(limits);
    if bytes.len() as u64 > limit {
        return Err(MediaError::TooLarge { limit });
    }
    if let Format::Stored(media_type @ MediaType::Mp4) = format {
        let mut file = Cursor::new(bytes);
        sanitize::mp4(&mut file)?;
        return Ok(Sanitized { media_type, bytes: file.into_inner(), pixels: None });
    }
    let clean = sanitize::picture(bytes, format, limits, &Memory::new(limits.memory))?;
    Ok(Sanitized { media_type: clean.kind, bytes: clean.bytes, pixels: Some((clean.width, clean.height)) })
}

/// Makes a thumbnail as [`BlobStore::thumb`](crate::BlobStore::thumb) does, and stores nothing.
pub fn thumbnail(
    bytes: &[u8],
    media_type: MediaType,
    width: u32,
    limits: &Limits,
) -> Result<Option<Vec<u8>>, MediaError> {
    let made = thumb::make(bytes, media_type, width, limits, &Memory::new(limits.memory))?;
    Ok(made.map(|(bytes, _)| bytes))
}
