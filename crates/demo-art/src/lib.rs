//! Draws the pictures of the demo data.
//!
//! [`picture`] draws a [`Motif`] from a seed. The files of `motifs` each draw some motifs; the
//! other files are what they draw with: a canvas, colours, shapes, ornaments and a random number
//! generator.

mod blur;
mod canvas;
mod color;
mod glyph;
mod light;
mod motifs;
mod pattern;
mod random;
mod shape;

use canvas::Canvas;
use random::Random;

pub use motifs::Motif;

/// Draws a motif as a JPEG of the given size; the same arguments give the same bytes.
pub fn picture(motif: Motif, seed: u64, width: u32, height: u32) -> Vec<u8> {
    let (width, height) = (width.clamp(16, 4096), height.clamp(16, 4096));
    let Some(mut canvas) = Canvas::new(width, height) else { return Vec::new() };
    let random = Random::new(seed.wrapping_mul(31).wrapping_add(motif as u64));
    motif.draw(&mut canvas, &random);
    canvas.finish(seed)
}

#[cfg(test)]
mod tests;
