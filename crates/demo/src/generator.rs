//! What the functions that generate a product's demo data share.

use miaohui_kernel::Rng;
use miaohui_vault::Vault;

use crate::pictures::Pictures;

/// The sources of the generated data: stored pictures, keys, random numbers, the present time.
pub(crate) struct Generator<'a> {
    pub(crate) pictures: &'a Pictures,
    pub(crate) vault: &'a Vault,
    pub(crate) rng: Rng,
    pub(crate) now: i64,
}

impl Generator<'_> {
    /// Returns a random number below `count`.
    pub(crate) fn pick(&self, count: usize) -> usize {
        self.rng.below(count as u64) as usize
    }

    /// Returns a random time between two times.
    pub(crate) fn between(&self, from: i64, to: i64) -> i64 {
        from + self.rng.below((to - from).max(1) as u64) as i64
    }
}
