//! Notices when somebody sets the clock.

use std::sync::atomic::AtomicU64;

use miaohui_kernel::{Clock, SECOND_MS, Stopwatch};
use miaohui_web::Platform;
use prometheus_client::metrics::counter::Counter;

/// The least jump that is told, in ms: more than what corrects a clock that runs well.
const JUMP_MS: i64 = 2 * SECOND_MS;

/// Compares the clock with the time that has passed.
pub struct ClockWatch {
    clock: Clock,
    stopwatch: Stopwatch,
    /// The clock when nothing had passed yet, in Unix ms.
    start: i64,
    jumps: Counter<u64, AtomicU64>,
}

impl ClockWatch {
    /// Starts to watch, and registers the metric.
    pub fn new(platform: &Platform) -> Self {
        let jumps = Counter::default();
        let help = "Jumps of the clock by more than two seconds";
        platform.metrics.register(|registry| registry.register("clock_jumps", help, jumps.clone()));
        let clock = platform.clock.clone();
        Self { stopwatch: clock.stopwatch(), start: clock.now_ms(), clock, jumps }
    }

    /// Logs and counts a jump since the last look; returns its ms.
    pub fn look(&mut self) -> Option<i64> {
        let start = self.clock.now_ms() - self.stopwatch.elapsed().as_millis() as i64;
        let jump = start - self.start;
        if jump.abs() < JUMP_MS {
            return None;
        }
        self.start = start;
        self.jumps.inc();
        tracing::warn!(seconds = jump / SECOND_MS, "the clock has jumped");
        Some(jump)
    }
}
