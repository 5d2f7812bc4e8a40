//! The time that a read may take. A read that takes longer is interrupted, also within a statement.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// Instructions of SQLite between two looks at the clock, some microseconds.
const INSTRUCTIONS: i32 = 1_000;

/// The real time. A budget bounds the work of a thread, so a test's clock does not count.
#[expect(
    clippy::disallowed_methods,
    reason = "a budget bounds real work, which a manual clock does not measure"
)]
pub(crate) fn real_now() -> Instant {
    Instant::now()
}

/// When a running read must end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    /// Never.
    pub const NONE: Self = Self(None);

    /// After `budget` from now; without one never.
    pub fn after(budget: Option<Duration>) -> Self {
        Self(budget.and_then(|budget| real_now().checked_add(budget)))
    }

    /// The shorter of `limit` and the time until the deadline.
    pub fn rest(self, limit: Option<Duration>) -> Option<Duration> {
        let rest = self.0.map(|end| end.saturating_duration_since(real_now()));
        match (rest, limit) {
            (Some(rest), Some(limit)) => Some(rest.min(limit)),
            (rest, limit) => rest.or(limit),
        }
    }

    pub fn is_over(self) -> bool {
        self.0.is_some_and(|end| real_now() >= end)
    }
}

/// Interrupts the statements of an SQLite connection at the deadline of its job, or when they have run
/// a number of instructions.
pub(crate) struct Interrupter {
    start: Instant,
    bounds: Arc<Bounds>,
}

struct Bounds {
    /// Microseconds after `start`; the greatest number without a deadline.
    end: AtomicU64,
    /// How many more times [`INSTRUCTIONS`] may pass.
    left: AtomicU64,
}

impl Interrupter {
    pub fn install(connection: &mut Connection) -> rusqlite::Result<Self> {
        let start = real_now();
        let bounds = Arc::new(Bounds { end: AtomicU64::new(u64::MAX), left: AtomicU64::new(u64::MAX) });
        let own = Arc::clone(&bounds);
        let is_over = move || {
            // Only the connection's thread counts.
            let left = own.left.load(Ordering::Relaxed);
            if left == 0 {
                return true;
            }
            own.left.store(left - 1, Ordering::Relaxed);
            let end = own.end.load(Ordering::Relaxed);
            end != u64::MAX && real_now().duration_since(start).as_micros() as u64 >= end
        };
        connection.progress_handler(INSTRUCTIONS, Some(is_over))?;
        Ok(Self { start, bounds })
    }

    /// Sets the deadline, without a bound of instructions.
    pub fn set(&self, deadline: Deadline) {
        self.set_both(deadline, u64::MAX);
    }

    /// Sets the deadline and the number of instructions, in thousands.
    pub fn set_both(&self, deadline: Deadline, thousands: u64) {
        let micros = |end: Instant| end.duration_since(self.start).as_micros() as u64;
        self.bounds.end.store(deadline.0.map_or(u64::MAX, micros), Ordering::Relaxed);
        self.bounds.left.store(thousands, Ordering::Relaxed);
    }

    /// Whether the instructions are used up.
    pub fn is_used_up(&self) -> bool {
        self.bounds.left.load(Ordering::Relaxed) == 0
    }
}
