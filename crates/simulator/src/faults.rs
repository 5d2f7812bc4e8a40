//! What goes wrong on command, and the number of calls.

use std::collections::BTreeMap;

use crate::side::{Call, Side};

/// A code that the next calls answer.
#[derive(Clone, Debug)]
struct PlannedError {
    code: String,
    count: u32,
}

/// The planned faults of both providers.
#[derive(Debug, Default)]
pub struct Faults {
    out: BTreeMap<Side, bool>,
    lost: BTreeMap<(Side, Call), u32>,
    errors: BTreeMap<(Side, Call), PlannedError>,
    counts: BTreeMap<Side, BTreeMap<Call, u64>>,
}

impl Faults {
    /// Begins or ends an outage of a side.
    pub fn set_outage(&mut self, side: Side, is_on: bool) {
        self.out.insert(side, is_on);
    }

    pub fn is_out(&self, side: Side) -> bool {
        self.out.get(&side).copied().unwrap_or_default()
    }

    /// Plans to lose the answers of the next `count` calls.
    pub fn plan_losses(&mut self, side: Side, call: Call, count: u32) {
        self.lost.insert((side, call), count);
    }

    /// Whether the answer of this call is lost.
    pub fn take_loss(&mut self, side: Side, call: Call) -> bool {
        let left = self.lost.entry((side, call)).or_default();
        let is_lost = *left > 0;
        *left = left.saturating_sub(1);
        is_lost
    }

    /// Plans that the next `count` calls answer `code`.
    pub fn plan_errors(&mut self, side: Side, call: Call, code: String, count: u32) {
        self.errors.insert((side, call), PlannedError { code, count });
    }

    /// The code that this call answers.
    pub fn take_error(&mut self, side: Side, call: Call) -> Option<String> {
        let planned = self.errors.get_mut(&(side, call)).filter(|planned| planned.count > 0)?;
        planned.count -= 1;
        Some(planned.code.clone())
    }

    pub fn count(&mut self, side: Side, call: Call) {
        *self.counts.entry(side).or_default().entry(call).or_default() += 1;
    }

    /// The number of calls by side and call.
    pub fn counts(&self) -> &BTreeMap<Side, BTreeMap<Call, u64>> {
        &self.counts
    }
}
