//! The providers' orders and refunds.

use std::collections::BTreeMap;

use miaohui_kernel::{Fen, Rng};
use serde::{Deserialize, Serialize};

/// The provider of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Alipay,
    Wechat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OrderState {
    Open,
    Paid,
    Closed,
}

#[derive(Clone, Debug, Serialize)]
pub struct Order {
    pub side: Side,
    pub reference: String,
    pub transaction: String,
    /// The merchant's application.
    pub app: String,
    pub subject: String,
    pub fen: Fen,
    /// The paid amount, which `less_fen` can reduce.
    pub paid_fen: Fen,
    pub state: OrderState,
    /// Unix ms.
    pub expires_at: i64,
    pub notify_url: String,
    /// Whether the merchant requested signatures with the public key.
    pub by_public_key: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RefundState {
    Working,
    Done,
    Failed,
}

#[derive(Clone, Debug, Serialize)]
pub struct Refund {
    pub reference: String,
    pub number: String,
    pub id: String,
    pub fen: Fen,
    pub state: RefundState,
    pub notify_url: String,
}

/// How notices are sent.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeMode {
    /// The delay in ms.
    pub delay_ms: u64,
    /// The number of further copies.
    pub duplicate: u32,
    /// Whether the notice is held until the next one is sent.
    pub reorder: bool,
    /// Whether the notice is lost.
    pub drop: bool,
    /// Whether the signature is wrong.
    pub forge: bool,
    /// The amount that the payer pays too little.
    pub less_fen: Fen,
}

/// The subject of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Payment(String),
    Refund(String),
}

impl Event {
    pub fn number(&self) -> &str {
        match self {
            Self::Payment(number) | Self::Refund(number) => number,
        }
    }
}

#[derive(Debug, Default)]
pub struct Records {
    pub orders: BTreeMap<String, Order>,
    pub refunds: BTreeMap<String, Refund>,
    pub default_mode: NoticeMode,
    pub modes: BTreeMap<String, NoticeMode>,
    pub held: Vec<Event>,
    /// The number of WeChat Pay's certificate changes.
    pub rotations: usize,
    /// Whether the providers have an outage.
    pub is_out: bool,
}

/// Why a refund is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundError {
    NoOrder,
    NotPaid,
    TooMuch,
    OtherAmount,
}

impl Records {
    pub fn mode(&self, number: &str) -> NoticeMode {
        self.modes.get(number).unwrap_or(&self.default_mode).clone()
    }

    /// An order. An open order past its time is closed.
    pub fn order(&mut self, side: Side, reference: &str, now_ms: i64) -> Option<&mut Order> {
        let order = self.orders.get_mut(reference).filter(|order| order.side == side)?;
        if order.state == OrderState::Open && now_ms >= order.expires_at {
            order.state = OrderState::Closed;
        }
        Some(order)
    }

    /// Inserts an order, or returns the existing one; `None` if that has another amount or
    /// application.
    pub fn insert(&mut self, order: Order, now_ms: i64) -> Option<Order> {
        if let Some(existing) = self.order(order.side, &order.reference, now_ms) {
            return (existing.fen == order.fen && existing.app == order.app).then(|| existing.clone());
        }
        if self.orders.contains_key(&order.reference) {
            return None;
        }
        self.orders.insert(order.reference.clone(), order.clone());
        Some(order)
    }

    /// The sum of an order's refunds that have not failed.
    pub fn refunded_fen(&self, reference: &str) -> Fen {
        let of_it = self.refunds.values().filter(|refund| refund.reference == reference);
        Fen::checked_sum(of_it.filter(|refund| refund.state != RefundState::Failed).map(|refund| refund.fen))
            .unwrap_or(Fen(i64::MAX))
    }

    /// Inserts a refund, or returns the existing one; whether it is new.
    pub fn refund(&mut self, side: Side, new: Refund, now_ms: i64) -> Result<(Refund, bool), RefundError> {
        let order = self.order(side, &new.reference, now_ms).ok_or(RefundError::NoOrder)?.clone();
        if order.state != OrderState::Paid {
            return Err(RefundError::NotPaid);
        }
        if let Some(existing) = self.refunds.get(&new.number) {
            let is_same = (&existing.reference, existing.fen) == (&new.reference, new.fen);
            return if is_same { Ok((existing.clone(), false)) } else { Err(RefundError::OtherAmount) };
        }
        let after = self.refunded_fen(&new.reference).checked_add(new.fen);
        if after.is_none_or(|after| after > order.paid_fen) {
            return Err(RefundError::TooMuch);
        }
        self.refunds.insert(new.number.clone(), new.clone());
        Ok((new, true))
    }
}

/// A new number of a provider: 28 digits, as both providers use.
pub fn number(rng: &Rng) -> String {
    format!("42{}", rng.text(b"0123456789", 26))
}
