//! Clocks: the system's in the server, a manual one in tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// One second in ms.
pub const SECOND_MS: i64 = 1000;
/// One minute in ms.
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
/// One hour in ms.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// One day in ms.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// How far the clocks of processes may differ, in ms. What lies further ahead than its kind can by this
/// much was written while a clock was wrong, and is not believed.
pub const CLOCKS_DIFFER_MS: i64 = 5 * MINUTE_MS;

/// A clock. Cheap to clone; clones of a manual clock share its time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<Manual>),
}

#[derive(Debug)]
struct Manual {
    /// Unix ms.
    now: AtomicI64,
    /// The time that has passed, in ms, which jumps do not change.
    passed: AtomicI64,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stays at `now_ms` (Unix ms) until it is advanced.
    pub fn manual(now_ms: i64) -> Self {
        Self(Source::Manual(Arc::new(Manual { now: AtomicI64::new(now_ms), passed: AtomicI64::new(0) })))
    }

    /// The current time in Unix ms.
    #[expect(clippy::disallowed_methods, reason = "the only place that reads the system's clock")]
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Source::System => {
                SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
            }
            Source::Manual(own) => own.now.load(Ordering::SeqCst),
        }
    }

    /// Advances a manual clock by `by_ms`. Has no effect on the system's clock.
    pub fn advance(&self, by_ms: i64) {
        if let Source::Manual(own) = &self.0 {
            own.now.fetch_add(by_ms, Ordering::SeqCst);
            own.passed.fetch_add(by_ms, Ordering::SeqCst);
        }
    }

    /// Sets a manual clock forward or back by `by_ms`, as an operator sets the system's: no time passes.
    /// Has no effect on the system's clock.
    pub fn jump(&self, by_ms: i64) {
        if let Source::Manual(own) = &self.0 {
            own.now.fetch_add(by_ms, Ordering::SeqCst);
        }
    }

    /// Starts a monotonic measurement.
    #[expect(clippy::disallowed_methods, reason = "the only place that reads the system's monotonic clock")]
    pub fn stopwatch(&self) -> Stopwatch {
        match &self.0 {
            Source::System => Stopwatch(Started::Instant(Instant::now())),
            Source::Manual(own) => {
                Stopwatch(Started::Manual(Arc::clone(own), own.passed.load(Ordering::SeqCst)))
            }
        }
    }
}

/// A running measurement, from [`Clock::stopwatch`].
#[derive(Clone, Debug)]
pub struct Stopwatch(Started);

#[derive(Clone, Debug)]
enum Started {
    Instant(Instant),
    Manual(Arc<Manual>, i64),
}

impl Stopwatch {
    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        match &self.0 {
            Started::Instant(at) => at.elapsed(),
            Started::Manual(own, at) => {
                Duration::from_millis(u64::try_from(own.passed.load(Ordering::SeqCst) - at).unwrap_or(0))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_changes_only_when_advanced() {
        let clock = Clock::manual(5000);
        let other = clock.clone();
        let watch = clock.stopwatch();
        assert_eq!(other.now_ms(), 5000);
        clock.advance(250);
        assert_eq!(other.now_ms(), 5250);
        assert_eq!(watch.elapsed(), Duration::from_millis(250));
        clock.jump(-1000);
        assert_eq!(other.now_ms(), 4250);
        assert_eq!(watch.elapsed(), Duration::from_millis(250));
    }
}
