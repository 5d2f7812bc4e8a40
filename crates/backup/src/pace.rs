//! The pace of a backup: how fast it reads and writes, so that others get their share of the disk.

use std::time::Duration;

use miaohui_kernel::{Clock, Stopwatch};

/// Bytes that may pass before it is looked at the clock.
const GRAIN: u64 = 1 << 20;

/// Slows down what is faster than so many bytes a second.
#[derive(Debug)]
pub struct Pace {
    watch: Stopwatch,
    bytes_per_second: u64,
    passed: u64,
    looked: u64,
}

impl Pace {
    /// A pace of so many bytes a second; 0 for any.
    pub fn new(bytes_per_second: u64) -> Self {
        // The pace of a disk is wall time, whatever the time of the service is.
        Self { watch: Clock::system().stopwatch(), bytes_per_second, passed: 0, looked: 0 }
    }

    /// Counts bytes, and waits if they passed too early.
    #[expect(clippy::disallowed_methods, reason = "a slow thread is what is wanted")]
    pub fn pass(&mut self, bytes: u64) {
        self.passed += bytes;
        if self.bytes_per_second == 0 || self.passed - self.looked < GRAIN {
            return;
        }
        self.looked = self.passed;
        let due = Duration::from_secs_f64(self.passed as f64 / self.bytes_per_second as f64);
        let wait = due.saturating_sub(self.watch.elapsed());
        std::thread::sleep(wait.min(Duration::from_secs(10)));
    }
}

/// Lets every other thread of the machine run before this one, if the system can.
pub(crate) fn run_last() {
    #[cfg(target_os = "linux")]
    {
        // On Linux a priority belongs to a thread.
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 15);
    }
}
