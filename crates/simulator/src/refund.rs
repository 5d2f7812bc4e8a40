//! A refund.

use miaohui_kernel::Fen;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RefundState {
    /// WeChat Pay's `PROCESSING`.
    #[serde(alias = "PROCESSING")]
    Working,
    /// `SUCCESS`.
    #[serde(alias = "SUCCESS")]
    Done,
    /// WeChat Pay's `ABNORMAL`: the money did not reach the payer and stays reserved.
    #[serde(alias = "ABNORMAL")]
    Failed,
    /// WeChat Pay's `CLOSED`: the merchant has the money again.
    #[serde(alias = "CLOSED")]
    Closed,
}

#[derive(Clone, Debug, Serialize)]
pub struct Refund {
    pub reference: String,
    pub number: String,
    pub id: String,
    pub fen: Fen,
    /// The part of the order's fee that the merchant gets back.
    pub fee: Fen,
    pub state: RefundState,
    /// Unix ms.
    pub created_at: i64,
    /// When the payer had the money, in Unix ms.
    pub done_at: Option<i64>,
    /// When it was closed, in Unix ms.
    pub closed_at: Option<i64>,
    pub notify_url: String,
    /// The number of the merchant's requests for it.
    pub posts: u32,
    /// Whether it was made in the provider's back office.
    pub is_back_office: bool,
    /// What the merchant sent. A repeated request must be equal.
    #[serde(skip)]
    pub request: Value,
}

/// Why a refund is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundError {
    NoOrder,
    NotPaid,
    Finished,
    TooMuch,
    /// A refund with this number exists and is not equal.
    OtherRequest,
}
