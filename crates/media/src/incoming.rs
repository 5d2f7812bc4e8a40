//! An upload on its way in.

use std::io::Write;

use tempfile::NamedTempFile;

use crate::media_type::SNIFF_BYTES;
use crate::{Limits, MediaError, MediaType};

/// A file being received. Dropped before it is finished, it is gone.
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

    /// Takes the next bytes. Refuses as soon as they cannot become a medium: an unknown kind, or too large for its kind.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), MediaError> {
        let missing = SNIFF_BYTES.saturating_sub(self.first.len()).min(bytes.len());
        self.first.extend_from_slice(&bytes[..missing]);
        self.received += bytes.len() as u64;
        if self.first.len() == SNIFF_BYTES {
            self.kind()?;
        }
        Ok(self.file.write_all(bytes)?)
    }

    /// Whether the bytes so far begin like a picture and are not too many for one.
    pub fn may_be_picture(&mut self) -> bool {
        self.kind().is_ok_and(MediaType::is_image)
    }

    /// What the bytes so far are, if they may be that many. A refusal stays one: the count includes what was refused.
    pub(crate) fn kind(&mut self) -> Result<MediaType, MediaError> {
        let kind = self.kind.or_else(|| MediaType::sniff(&self.first)).ok_or(MediaError::UnknownType)?;
        self.kind = Some(kind);
        let limit = if kind.is_image() { self.limits.image_bytes } else { self.limits.video_bytes };
        if self.received > limit { Err(MediaError::TooLarge { limit }) } else { Ok(kind) }
    }
}
