//! A file whose picture can be painted.

use super::canvas::Canvas;
use super::placement::Step;
use crate::error::MediaError;

/// What a file says of its picture.
pub(super) struct Described {
    pub size: (u32, u32),
    /// The memory in bytes that decoding needs beside the canvas.
    pub decoder: u64,
    /// The size of the tiles, if there are several.
    pub tile: Option<(u32, u32)>,
    pub steps: Vec<Step>,
    pub icc_profile: Option<Vec<u8>>,
    /// Whether the picture is transparent somewhere, and its colours are multiplied already.
    pub transparency: Option<bool>,
}

/// A file that was opened.
pub(super) trait Source {
    fn describe(&self) -> Result<Described, MediaError>;

    fn paint(&self, canvas: &mut Canvas) -> Result<(), MediaError>;

    /// Paints the opacity: black is transparent.
    fn paint_opacity(&self, canvas: &mut Canvas) -> Result<(), MediaError>;
}
