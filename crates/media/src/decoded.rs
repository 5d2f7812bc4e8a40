//! A decoded picture, and what all decoders share.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::DynamicImage;

use crate::error::{MediaError, broken};
use crate::limits::Limits;

/// A decoded picture; the first frame of an animation.
pub(crate) struct Picture {
    pub image: DynamicImage,
    pub icc_profile: Option<Vec<u8>>,
}

impl Picture {
    /// Whether no pixel is transparent.
    pub fn is_opaque(&self) -> bool {
        self.image.as_rgba8().is_none_or(|image| image.pixels().all(|pixel| pixel.0[3] == u8::MAX))
    }
}

/// Refuses a picture by the size in its header.
pub(crate) fn check_size(width: u32, height: u32, limits: &Limits) -> Result<(), MediaError> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(broken("the picture has no pixels"));
    }
    if width.max(height) > limits.max_side || pixels > limits.max_pixels {
        return Err(MediaError::TooManyPixels { width, height });
    }
    Ok(())
}

/// Runs a codec on untrusted bytes. A panic in it means a broken picture and must not end the
/// thread.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, MediaError>) -> Result<T, MediaError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken("the codec gave up")))
}
