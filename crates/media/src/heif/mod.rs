//! HEIC and AVIF pictures, which become JPEG: most programs show neither. Nothing of the container is
//! kept but the colour profile.

#[cfg(feature = "avif")]
mod avif;
#[cfg(any(feature = "heic", feature = "avif"))]
mod canvas;
mod codec;
#[cfg(any(feature = "heic", feature = "avif"))]
mod convert;
#[cfg(feature = "heic")]
mod heic;
#[cfg(any(feature = "heic", feature = "avif"))]
mod placement;
#[cfg(any(feature = "heic", feature = "avif"))]
mod planes;
#[cfg(feature = "avif")]
mod properties;
#[cfg(any(feature = "heic", feature = "avif"))]
mod source;

pub(crate) use codec::Codec;
#[cfg(any(feature = "heic", feature = "avif"))]
pub(crate) use convert::jpeg;

/// Stands for the conversion in a build without a decoder, where no file gets so far.
#[cfg(not(any(feature = "heic", feature = "avif")))]
pub(crate) fn jpeg(
    _: &[u8],
    codec: Codec,
    _: &crate::limits::Limits,
    _: &crate::memory::Memory,
) -> Result<crate::clean::Clean, crate::error::MediaError> {
    Err(crate::error::MediaError::Unsupported(codec.name()))
}
