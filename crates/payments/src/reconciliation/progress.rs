//! What a reconciliation tells while it works, and at the end.

use miaohui_gateways::payment::bill::BillDay;
use miaohui_kernel::Fen;

use crate::reconciliation::stored_bill::StoredBillKind;

/// A step of the work on a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillStep {
    /// The provider is asked.
    Downloading,
    /// So many of its lines are stored.
    Storing(u64),
    /// So many of its lines are matched.
    Matching(u64),
}

/// How far the work on a bill is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillProgress {
    /// The channel.
    pub channel: &'static str,
    /// The day.
    pub day: BillDay,
    /// The kind of bill.
    pub kind: StoredBillKind,
    /// The step.
    pub step: BillStep,
    /// The number of lines; 0 while it is unknown.
    pub lines: u64,
}

/// How the work on a bill ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BillOutcome {
    /// All lines are matched or have a case.
    Reconciled {
        /// The number of lines.
        lines: i64,
        /// The sum of the payments.
        paid: Fen,
        /// The sum of the refunds.
        refunded: Fen,
        /// The sum of the fees.
        fees: Fen,
        /// The number of lines that differ.
        differences: i64,
    },
    /// The provider has none, because nothing happened.
    Empty,
    /// The provider does not have it yet, or does not answer; why.
    Later(String),
    /// Another process works on it.
    Elsewhere,
}

/// How the work on a bill ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillReport {
    /// The channel.
    pub channel: &'static str,
    /// The day.
    pub day: BillDay,
    /// The kind of bill.
    pub kind: StoredBillKind,
    /// How it ended.
    pub outcome: BillOutcome,
}

/// What the progress is told to.
pub(crate) type Watch<'a> = &'a (dyn Fn(BillProgress) + Send + Sync);
