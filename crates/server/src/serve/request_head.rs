//! The deadline of a request's headers, from their first byte.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Whether a connection waits for the headers of a request.
pub(super) struct RequestHead {
    /// Time for the headers, from their first byte.
    pub limit: Duration,
    /// Time until their first byte.
    pub idle: Duration,
    /// Requests whose headers have arrived.
    arrived: AtomicU64,
    /// Whether the last one has been answered.
    is_waiting: AtomicBool,
}

impl RequestHead {
    /// The connection waits for its first request.
    pub fn new(limit: Duration, idle: Duration) -> Self {
        Self { limit, idle, arrived: AtomicU64::new(0), is_waiting: AtomicBool::new(true) }
    }

    /// The headers of a request are there.
    pub fn arrived(&self) {
        self.is_waiting.store(false, Ordering::Relaxed);
        self.arrived.fetch_add(1, Ordering::Relaxed);
    }

    /// The request is answered, and the next one is waited for.
    pub fn wait(&self) {
        self.is_waiting.store(true, Ordering::Relaxed);
    }

    /// The number of the request that is waited for; `None` while one is at work.
    pub fn awaited(&self) -> Option<u64> {
        self.is_waiting.load(Ordering::Relaxed).then(|| self.arrived.load(Ordering::Relaxed))
    }
}
