//! Counters of the calls to a bucket.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What the calls to a bucket have come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BucketStats {
    /// Calls.
    pub calls: u64,
    /// Those of them that were not answered, or were asked to come later.
    pub failures: u64,
    /// Their time in ms.
    pub milliseconds: u64,
}

/// The counters.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    calls: AtomicU64,
    failures: AtomicU64,
    microseconds: AtomicU64,
}

impl Counters {
    pub fn count(&self, took: Duration) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.microseconds.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
    }

    pub fn count_failure(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    pub fn stats(&self) -> BucketStats {
        BucketStats {
            calls: self.calls.load(Ordering::Relaxed),
            failures: self.failures.load(Ordering::Relaxed),
            milliseconds: self.microseconds.load(Ordering::Relaxed) / 1000,
        }
    }
}
