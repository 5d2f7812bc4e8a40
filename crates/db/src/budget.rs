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

/// Interrupts the statements of an SQLite connection at the deadline of its job.
pub(crate) struct Interrupter {
    start: Instant,
    /// Microseconds after `start`; the greatest number without a deadline.
    end: Arc<AtomicU64>,
}

impl Interrupter {
    pub fn install(connection: &mut Connection) -> rusqlite::Result<Self> {
        let (start, end) = (real_now(), Arc::new(AtomicU64::new(u64::MAX)));
        let own = Arc::clone(&end);
        let is_over = move || {
            let end = own.load(Ordering::Relaxed);
            end != u64::MAX && real_now().duration_since(start).as_micros() as u64 >= end
        };
        connection.progress_handler(INSTRUCTIONS, Some(is_over))?;
        Ok(Self { start, end })
    }

    pub fn set(&self, deadline: Deadline) {
        let micros = |end: Instant| end.duration_since(self.start).as_micros() as u64;
        self.end.store(deadline.0.map_or(u64::MAX, micros), Ordering::Relaxed);
    }
}
