//! An order of a merchant, and what its payer can open.

use miaohui_kernel::Fen;
use serde::Serialize;
use serde_json::Value;

use crate::side::Side;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OrderState {
    Open,
    Paid,
    Closed,
}

/// How far the payer of an open order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PayerStep {
    /// No payer has opened it.
    Away,
    Opened,
    /// In the middle of paying.
    Paying,
}

/// Something that a payer opens to pay an order.
#[derive(Clone, Debug, Serialize)]
pub struct Payload {
    /// `prepay_id`, `h5_url`, `code_url` or `qr_code`.
    pub kind: &'static str,
    pub text: String,
    /// When it can no longer be opened, in Unix ms.
    pub ends_at: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Order {
    pub side: Side,
    pub reference: String,
    pub transaction: String,
    /// The merchant's application.
    pub app: String,
    /// `jsapi`, `app`, `h5`, `native`, `page`, `wap` or `qr`.
    pub scene: String,
    pub subject: String,
    pub fen: Fen,
    /// The paid amount, which `less_fen` can reduce.
    pub paid_fen: Fen,
    /// The provider's fee for the payment.
    pub fee: Fen,
    pub state: OrderState,
    /// Unix ms.
    pub created_at: i64,
    /// When it can no longer be paid, in Unix ms.
    pub expires_at: i64,
    /// When it was paid, in Unix ms.
    pub paid_at: Option<i64>,
    /// When it was closed, in Unix ms.
    pub closed_at: Option<i64>,
    pub notify_url: String,
    /// The payer's openid that the merchant named.
    pub payer: Option<String>,
    /// Whether the merchant requested signatures with the public key.
    pub by_public_key: bool,
    /// What the payer can open. Alipay's order strings are not listed.
    pub payloads: Vec<Payload>,
    pub step: PayerStep,
    /// Whether Alipay allows no more refunds.
    pub is_finished: bool,
    /// What the merchant sent. A repeated order must be equal.
    #[serde(skip)]
    pub request: Value,
}

impl Order {
    /// Whether the payer can pay it at `now_ms`: it is open, its time is not over, and a payload
    /// was opened or still can be.
    pub fn can_be_paid(&self, now_ms: i64) -> bool {
        let can_be_opened =
            || self.payloads.is_empty() || self.payloads.iter().any(|payload| now_ms < payload.ends_at);
        self.state == OrderState::Open
            && now_ms < self.expires_at
            && (self.step != PayerStep::Away || can_be_opened())
    }

    /// Whether the payer is in the middle of paying at `now_ms`.
    pub fn is_being_paid(&self, now_ms: i64) -> bool {
        self.state == OrderState::Open && self.step == PayerStep::Paying && now_ms < self.expires_at
    }
}
