//! An upload that is being received.

use std::io::Write;

use tempfile::NamedTempFile;

use crate::error::MediaError;
use crate::limits::Limits;
use crate::media_type::{MediaType, SNIFF_BYTES};

/// A file that is being received. It is deleted if it is dropped before it is finished.
#[derive(Debug)]
pub struct Incoming {
    pub(crate) file: NamedTempFile,
    limits: Limits,
    first: Vec<u8>,
    received: u64,
    kind: Option<MediaType>,
}

impl Incoming {
    pub(crate) fn new(file: NamedTempFile, limits: Limits) -> Self {
        Self { file, limits, first: Vec::with_capacity(SNIFF_BYTES), received: 0, kind: None }
    }

    /// Appends bytes. Fails as soon as the file has an unsupported type or is too large for its
    /// type.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), MediaError> {
        let missing = SNIFF_BYTES.saturating_sub(self.first.len()).min(bytes.len());
        self.first.extend_from_slice(&bytes[..missing]);
        self.received += bytes.len() as u64;
        if self.first.len() == SNIFF_BYTES {
            self.kind()?;
        }
        Ok(self.file.write_all(bytes)?)
    }

    /// Whether the bytes so far can be the beginning of a picture within the limits.
    pub fn may_be_picture(&mut self) -> bool {
        self.kind().is_ok_and(MediaType::is_image)
    }

    /// The type of the file, if its size is within the limit. Refused bytes count, so a refused
    /// file stays refused.
    pub(crate) fn kind(&mut self) -> Result<MediaType, MediaError> {
        let kind = self.kind.or_else(|| MediaType::sniff(&self.first)).ok_or(MediaError::UnknownType)?;
        self.kind = Some(kind);
        let limit = if kind.is_image() { self.limits.image_bytes } else { self.limits.video_bytes };
        if self.received > limit { Err(MediaError::TooLarge { limit }) } else { Ok(kind) }
    }
}
