//! The pictures of the demo data, drawn by the program.

mod blur;
mod dice;
mod glyph;
mod ink;
mod nature;
mod pattern;
mod scenery;
mod shape;
mod sheet;

use dice::Dice;
use sheet::Sheet;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Motif {
    /// A plum branch before the moon.
    PlumBlossom,
    /// A bamboo grove in morning mist.
    Bamboo,
    /// Ridge behind ridge over a river.
    MistyMountains,
}

impl Motif {
    /// Every motif, in a fixed order.
    pub const ALL: [Self; 3] = [Self::PlumBlossom, Self::Bamboo, Self::MistyMountains];
}

/// Draws a motif as a JPEG of the given size; the same arguments give the same bytes.
pub fn picture(motif: Motif, seed: u64, width: u32, height: u32) -> Vec<u8> {
    let (width, height) = (width.clamp(16, 4096), height.clamp(16, 4096));
    let Some(mut sheet) = Sheet::new(width, height) else { return Vec::new() };
    let dice = Dice::new(seed.wrapping_mul(31).wrapping_add(motif as u64));
    let draw = match motif {
        Motif::PlumBlossom => nature::plum,
        Motif::Bamboo => nature::bamboo,
        Motif::MistyMountains => nature::mountains,
    };
    draw(&mut sheet, &dice);
    sheet.finish(seed)
}
