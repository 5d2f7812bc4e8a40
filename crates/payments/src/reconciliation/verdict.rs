//! How a line of a bill compares with what is recorded here.

use crate::case::{CaseId, CaseKind};
use crate::intent::IntentId;
use crate::refund::RefundId;

/// The kinds of cases that a reconciliation opens and settles, as they are stored.
pub(crate) const DIFFERENCE_KINDS: [&str; 4] = [
    CaseKind::MissingHere.value(),
    CaseKind::MissingThere.value(),
    CaseKind::OtherAmount.value(),
    CaseKind::OtherState.value(),
];

/// How a line compares with what is recorded here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It agrees with a payment.
    Payment(IntentId),
    /// It agrees with a refund of a payment.
    Refund(IntentId, RefundId),
    /// It moves nothing that is recorded here.
    Noted,
    /// It differs.
    Difference(Difference),
    /// It differs, and this case says so already.
    Explained(IntentId, CaseId),
}

/// A difference between a bill and what is recorded here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Its kind.
    pub kind: CaseKind,
    /// The payment that it is about.
    pub intent: Option<IntentId>,
    /// The refund that it is about.
    pub refund: Option<RefundId>,
    /// What an operator has to know, in a sentence.
    pub detail: String,
}

impl Difference {
    /// A difference about a payment, or about none that is known here.
    pub fn new(kind: CaseKind, intent: Option<IntentId>, detail: impl Into<String>) -> Self {
        Self { kind, intent, refund: None, detail: detail.into() }
    }

    /// A difference about a refund.
    pub fn of_refund(kind: CaseKind, intent: IntentId, refund: RefundId, detail: impl Into<String>) -> Self {
        Self { kind, intent: Some(intent), refund: Some(refund), detail: detail.into() }
    }
}

impl From<Difference> for Verdict {
    fn from(difference: Difference) -> Self {
        Self::Difference(difference)
    }
}
