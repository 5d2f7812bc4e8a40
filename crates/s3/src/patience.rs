//! How long calls may take.

use std::time::Duration;

/// How long calls may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Time to connect.
    pub connect: Duration,
    /// Time for the answer to begin once a request is sent.
    pub answer: Duration,
    /// Time for a request and its whole answer; `None` for any.
    pub whole: Option<Duration>,
    /// Repetitions of a call.
    pub retries: usize,
    /// Time after which a call is not repeated.
    pub retry_within: Duration,
}
