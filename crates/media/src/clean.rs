//! A picture as it is stored.

use crate::media_type::MediaType;

/// A picture without metadata.
pub(crate) struct Clean {
    pub bytes: Vec<u8>,
    pub kind: MediaType,
    pub width: u32,
    pub height: u32,
}
