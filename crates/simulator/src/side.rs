//! The providers, and the calls that merchants make to them.

use serde::{Deserialize, Serialize};

/// A provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Alipay,
    Wechat,
}

/// A call of a merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Creates an order: WeChat Pay's 下单, `alipay.trade.precreate`.
    Create,
    Query,
    Close,
    Refund,
    QueryRefund,
    /// Asks for the address of a bill.
    Bill,
    /// Downloads a bill.
    Download,
    /// Any call about complaints.
    Complaint,
    /// Downloads the provider's certificates.
    Certificates,
    /// A call that does not exist.
    Other,
}
