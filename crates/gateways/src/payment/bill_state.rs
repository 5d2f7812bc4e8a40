//! What the states in bills mean.

use crate::payment::bill::BillLineKind;

/// What the state of a payment or a refund in a bill means. A bill is a snapshot: a refund in
/// progress may have ended since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineOutcome {
    /// The money has moved.
    Done,
    /// The provider has accepted the refund.
    Working,
    /// The money has not moved, or the state is unknown.
    NotDone,
}

impl LineOutcome {
    /// What a state of a line of this kind means, in the words of any provider.
    pub fn of(kind: BillLineKind, state: &str) -> Self {
        match (kind, state) {
            // 交易状态 and 退款状态 at WeChat Pay, 业务类型 at Alipay.
            (BillLineKind::Payment, "" | "SUCCESS" | "REFUND" | "交易")
            | (BillLineKind::Refund, "" | "SUCCESS" | "REFUND" | "退款")
            | (BillLineKind::Fee | BillLineKind::Other, _) => Self::Done,
            (BillLineKind::Refund, "PROCESSING") => Self::Working,
            (BillLineKind::Payment | BillLineKind::Refund, _) => Self::NotDone,
        }
    }
}
