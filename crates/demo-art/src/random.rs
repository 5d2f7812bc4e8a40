//! A splitmix64 random number generator, so that a seed gives the same picture everywhere.

use std::cell::Cell;

/// A random number generator; it works through a shared reference, so that calls nest in arguments.
#[derive(Clone, Debug)]
pub(crate) struct Random(Cell<u64>);

impl Random {
    /// Makes a generator; neighbouring seeds give unrelated numbers.
    pub(crate) fn new(seed: u64) -> Self {
        let random = Self(Cell::new(seed ^ 0x6d69_616f_6875_6900));
        random.bits();
        random
    }

    /// Returns the next 64 bits.
    pub(crate) fn bits(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        mix(self.0.get())
    }

    /// Returns a number in `0.0..1.0`.
    pub(crate) fn unit(&self) -> f32 {
        (self.bits() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// Returns a number in `low..high`.
    pub(crate) fn range(&self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Returns a number from `-spread` to `spread`, triangularly distributed around zero.
    pub(crate) fn swing(&self, spread: f32) -> f32 {
        (self.unit() + self.unit() - 1.0) * spread
    }

    /// Returns a whole number in `0..count`.
    pub(crate) fn below(&self, count: usize) -> usize {
        (self.bits() % count.max(1) as u64) as usize
    }

    /// Returns true with probability `odds`.
    pub(crate) fn chance(&self, odds: f32) -> bool {
        self.unit() < odds
    }

    /// Returns 1 or -1.
    pub(crate) fn side(&self) -> f32 {
        if self.chance(0.5) { 1.0 } else { -1.0 }
    }

    /// Returns one of `items`, which must not be empty.
    pub(crate) fn pick<T: Copy>(&self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

/// Hashes a number, for noise that depends on a position.
pub(crate) fn mix(value: u64) -> u64 {
    let mut bits = value;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
