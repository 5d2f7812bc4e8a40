//! The circuit breaker of a channel: stops calls to a provider that does not answer.

use miaohui_kernel::{MINUTE_MS, SECOND_MS};
use parking_lot::Mutex;

/// The number of failures in a row that opens the circuit.
const FAILURES: u32 = 5;
/// How long the circuit stays open at first; doubled after each failed trial.
const FIRST_PAUSE_MS: i64 = 10 * SECOND_MS;
/// The longest time that it stays open.
const LONGEST_PAUSE_MS: i64 = MINUTE_MS;

/// Which calls are admitted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// All.
    All,
    /// One, which tries whether the provider answers again.
    Trial,
    /// None.
    Nothing,
}

/// A circuit breaker.
#[derive(Debug, Default)]
pub(crate) struct Circuit(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// The next trial, while the circuit is open.
    trial_at: Option<i64>,
    pause_ms: i64,
}

impl Circuit {
    /// Admits a call. While the circuit is open, one trial is admitted after each pause.
    pub fn admit(&self, now: i64) -> Admission {
        let mut state = self.0.lock();
        match state.trial_at {
            None => Admission::All,
            Some(trial_at) if is_past(trial_at, now) => {
                state.trial_at = Some(now + state.pause_ms);
                Admission::Trial
            }
            Some(_) => Admission::Nothing,
        }
    }

    /// Whether the circuit is open, for the metrics and for work that can wait.
    pub fn is_open(&self, now: i64) -> bool {
        self.0.lock().trial_at.is_some_and(|trial_at| !is_past(trial_at, now))
    }

    /// Records whether the provider has answered. Returns whether this has opened the circuit.
    pub fn record(&self, has_answered: bool, now: i64) -> bool {
        let mut state = self.0.lock();
        if has_answered {
            *state = State::default();
            return false;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures < FAILURES {
            return false;
        }
        let was_closed = state.trial_at.is_none();
        state.pause_ms = (state.pause_ms * 2).clamp(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
        state.trial_at = Some(now + state.pause_ms);
        was_closed
    }
}

/// Whether a trial is due. One further ahead than any pause was set before the clock went back.
fn is_past(trial_at: i64, now: i64) -> bool {
    now >= trial_at || trial_at - now > LONGEST_PAUSE_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_open_the_circuit_and_a_success_closes_it() {
        let circuit = Circuit::default();
        for n in 1..=5 {
            assert_eq!(circuit.admit(0), Admission::All);
            assert_eq!(circuit.record(false, 0), n == 5);
        }
        assert_eq!((circuit.admit(9_999), circuit.is_open(9_999)), (Admission::Nothing, true));
        assert_eq!(circuit.admit(10_000), Admission::Trial);
        assert_eq!(circuit.admit(10_001), Admission::Nothing, "one trial at a time");
        assert!(!circuit.record(false, 12_000), "it was open");
        assert_eq!((circuit.admit(31_999), circuit.admit(32_000)), (Admission::Nothing, Admission::Trial));
        circuit.record(true, 32_001);
        assert_eq!((circuit.admit(32_001), circuit.is_open(32_001)), (Admission::All, false));
    }
}
