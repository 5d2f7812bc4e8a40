//! Chance that is no chance: a splitmix64 stream, the same for the same seed on every machine.

use std::cell::Cell;

/// A stream of numbers drawn from one seed; drawing needs no exclusive hold, so that rolls nest in calls.
#[derive(Clone, Debug)]
pub(super) struct Dice(Cell<u64>);

impl Dice {
    /// Starts a stream; neighbouring seeds give unrelated streams.
    pub(super) fn new(seed: u64) -> Self {
        let dice = Self(Cell::new(seed ^ 0x6d69_616f_6875_6900));
        dice.bits();
        dice
    }

    /// The next 64 bits.
    pub(super) fn bits(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        mix(self.0.get())
    }

    /// A number in `0.0..1.0`.
    pub(super) fn unit(&self) -> f32 {
        (self.bits() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// A number in `low..high`.
    pub(super) fn range(&self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// A number around zero, at most `spread` away, the middle likelier than the ends.
    pub(super) fn swing(&self, spread: f32) -> f32 {
        (self.unit() + self.unit() - 1.0) * spread
    }

    /// A whole number in `0..count`.
    pub(super) fn below(&self, count: usize) -> usize {
        (self.bits() % count.max(1) as u64) as usize
    }

    /// True with probability `odds`.
    pub(super) fn chance(&self, odds: f32) -> bool {
        self.unit() < odds
    }

    /// Either 1 or -1.
    pub(super) fn side(&self) -> f32 {
        if self.chance(0.5) { 1.0 } else { -1.0 }
    }

    /// One of `items`, which must not be empty.
    pub(super) fn pick<T: Copy>(&self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

/// Scatters the bits of one number, for noise that is looked up by place.
pub(super) fn mix(value: u64) -> u64 {
    let mut bits = value;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
