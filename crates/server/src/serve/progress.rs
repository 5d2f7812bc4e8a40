//! The deadline of a transfer: in each period, a least number of bytes must move.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

/// How fast bytes must move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub period: Duration,
    pub bytes: u64,
}

/// The progress of one transfer. Time counts while the transfer waits for the peer.
pub(super) struct Progress {
    pace: Pace,
    moved: u64,
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Progress {
    pub fn new(pace: Pace) -> Self {
        Self { pace, moved: 0, deadline: None }
    }

    /// Notes that bytes moved. Enough of them end the period.
    pub fn moved(&mut self, bytes: usize) {
        self.moved += bytes as u64;
        if self.moved >= self.pace.bytes {
            self.reset();
        }
    }

    /// Ends the period: the transfer waits for nobody.
    pub fn reset(&mut self) {
        self.moved = 0;
        self.deadline = None;
    }

    /// Whether the period has passed without enough bytes; otherwise wakes the task when it has. To
    /// be called while the transfer waits.
    pub fn is_stalled(&mut self, cx: &mut Context<'_>) -> bool {
        let period = self.pace.period;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep(period)));
        // A deadline that passed while nobody waited begins again.
        if deadline.deadline() + period < Instant::now() {
            deadline.as_mut().reset(Instant::now() + period);
        }
        deadline.as_mut().poll(cx).is_ready()
    }
}
