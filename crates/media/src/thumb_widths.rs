//! The widths of thumbnails.

/// The widths of thumbnails in pixels.
pub const WIDTHS: [u32; 4] = [120, 240, 480, 960];

/// The smallest of [`WIDTHS`] that is at least `wanted`; `None` if the original must be used.
pub fn thumb_width(wanted: u32) -> Option<u32> {
    WIDTHS.into_iter().find(|width| *width >= wanted)
}
