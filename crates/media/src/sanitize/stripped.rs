//! A file without its metadata.

/// A stripped file. Decoders only get such files, whose structure was parsed to the end.
pub(super) struct Stripped {
    pub bytes: Vec<u8>,
    /// The EXIF data with the orientation, from its TIFF header on.
    pub exif: Option<Vec<u8>>,
    /// Whether the file ended without its end marker, which was added.
    pub is_open: bool,
}
