//! The workers of one queue, and how many of them have a connection.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use crate::budget::real_now;

/// How long a worker without a connection waits before it tries again.
const PAUSE: Duration = Duration::from_millis(200);

/// The workers of one queue. One that was not needed for a while gives up its connection and rests
/// until more jobs come than the others can run.
#[derive(Default)]
pub(crate) struct Crew {
    /// Those with a connection.
    connected: AtomicUsize,
    /// Those that do not rest.
    awake: AtomicUsize,
    /// Those that run a job.
    busy: AtomicUsize,
    /// The most that ran a job at a time, since the last look.
    peak: AtomicUsize,
    last_look: Mutex<Option<Instant>>,
    orders: Mutex<Orders>,
    changed: Condvar,
}

#[derive(Default)]
struct Orders {
    /// Whether the queue takes no more jobs.
    is_closed: bool,
    resting: usize,
    /// How many of those that rest are to get up.
    called: usize,
}

impl Crew {
    /// Counts a worker that starts.
    pub fn join(&self) {
        self.awake.fetch_add(1, Ordering::Relaxed);
    }

    pub fn connected(&self) -> usize {
        self.connected.load(Ordering::Relaxed)
    }

    pub fn connect(&self) {
        self.connected.fetch_add(1, Ordering::Relaxed);
    }

    pub fn disconnect(&self) {
        self.connected.fetch_sub(1, Ordering::Relaxed);
    }

    /// Counts a worker as busy until the guard is dropped.
    pub fn work(&self) -> Busy<'_> {
        let busy = self.busy.fetch_add(1, Ordering::Relaxed) + 1;
        self.peak.fetch_max(busy, Ordering::Relaxed);
        Busy(self)
    }

    /// Tells the workers without a connection that no more jobs come.
    pub fn close(&self) {
        self.orders.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// Waits a little, or until the queue is closed; whether it is.
    pub fn pause(&self) -> bool {
        let mut orders = self.orders.lock();
        if !orders.is_closed {
            self.changed.wait_for(&mut orders, PAUSE);
        }
        orders.is_closed
    }

    /// Calls a resting worker if `waiting` jobs are more than the others can take.
    pub fn call_up(&self, waiting: usize) {
        let (awake, busy) = (self.awake.load(Ordering::Relaxed), self.busy.load(Ordering::Relaxed));
        if waiting + busy <= awake {
            return;
        }
        let mut orders = self.orders.lock();
        if orders.called < orders.resting {
            orders.called += 1;
            self.changed.notify_all();
        }
    }

    /// Whether a worker with nothing to do may rest: not all that are awake were busy at a time within
    /// `window`. One worker rests a window.
    pub fn is_spare(&self, window: Duration) -> bool {
        let mut last = self.last_look.lock();
        let now = real_now();
        if last.get_or_insert(now).elapsed() < window {
            return false;
        }
        *last = Some(now);
        let peak = self.peak.swap(self.busy.load(Ordering::Relaxed), Ordering::Relaxed);
        let awake = self.awake.load(Ordering::Relaxed);
        let is_spare = awake > 1 && peak < awake;
        if is_spare {
            self.awake.fetch_sub(1, Ordering::Relaxed);
        }
        is_spare
    }

    /// Waits until the worker, which [is spare](Self::is_spare), is called up; `false` if the queue is
    /// closed.
    pub fn rest(&self) -> bool {
        let mut orders = self.orders.lock();
        orders.resting += 1;
        self.changed.wait_while(&mut orders, |orders| orders.called == 0 && !orders.is_closed);
        orders.resting -= 1;
        orders.called = orders.called.saturating_sub(1);
        self.awake.fetch_add(1, Ordering::Relaxed);
        !orders.is_closed
    }
}

/// A worker that runs a job.
pub(crate) struct Busy<'a>(&'a Crew);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}
