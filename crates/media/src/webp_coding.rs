//! How a WebP picture is coded.

use bytes::Bytes;
use img_parts::webp::WebP;

use crate::error::{MediaError, broken};

/// How the pixels of a still picture are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WebpCoding {
    pub is_lossy: bool,
    pub has_alpha: bool,
}

/// Reads how a picture is coded.
pub(crate) fn webp_coding(bytes: &[u8]) -> Result<WebpCoding, MediaError> {
    let webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).map_err(broken)?;
    Ok(WebpCoding { is_lossy: webp.has_chunk(*b"VP8 "), has_alpha: webp.has_chunk(*b"ALPH") })
}
