//! An upload that is being received.

use std::io::Write;

use tempfile::NamedTempFile;

use crate::error::MediaError;
use crate::heif::Codec;
use crate::limits::Limits;
use crate::media_type::{MediaType, SNIFF_BYTES};

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// It is stored in its type.
    Stored(MediaType),
    /// It becomes a JPEG.
    Converted(Codec),
}

impl Format {
    /// The format of a file that begins with these bytes; a known one that cannot be read is an error.
    pub fn sniff(first: &[u8]) -> Result<Self, MediaError> {
        match Codec::sniff(first) {
            Some(codec) if codec.is_built_in() => Ok(Self::Converted(codec)),
            Some(codec) => Err(MediaError::Unsupported(codec.name())),
            None => MediaType::sniff(first).map(Self::Stored).ok_or(MediaError::UnknownType),
        }
    }

    pub fn is_picture(self) -> bool {
        !matches!(self, Self::Stored(MediaType::Mp4))
    }

    /// The largest file in bytes.
    pub fn limit(self, limits: &Limits) -> u64 {
        if self.is_picture() { limits.image_bytes } else { limits.video_bytes }
    }
}

/// A file that is being received. It is deleted if it is dropped before it is finished.
#[derive(Debug)]
pub struct Incoming {
    pub(crate) file: NamedTempFile,
    limits: Limits,
    first: Vec<u8>,
    received: u64,
    format: Option<Format>,
}

impl Incoming {
    pub(crate) fn new(file: NamedTempFile, limits: Limits) -> Self {
        Self { file, limits, first: Vec::with_capacity(SNIFF_BYTES), received: 0, format: None }
    }

    /// Appends bytes. Fails as soon as the file has an unsupported type or is too large for its
    /// type.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), MediaError> {
        let missing = SNIFF_BYTES.saturating_sub(self.first.len()).min(bytes.len());
        self.first.extend_from_slice(&bytes[..missing]);
        self.received += bytes.len() as u64;
        if self.first.len() == SNIFF_BYTES {
            self.format()?;
        }
        Ok(self.file.write_all(bytes)?)
    }

    /// Whether the bytes so far can be the beginning of a picture within the limits.
    pub fn may_be_picture(&mut self) -> bool {
        self.format().is_ok_and(Format::is_picture)
    }

    /// The format of the file, if its size is within the limit. Refused bytes count, so a refused
    /// file stays refused.
    pub(crate) fn format(&mut self) -> Result<Format, MediaError> {
        let format = self.format.map_or_else(|| Format::sniff(&self.first), Ok)?;
        self.format = Some(format);
        let limit = format.limit(&self.limits);
        if self.received > limit { Err(MediaError::TooLarge { limit }) } else { Ok(format) }
    }
}
