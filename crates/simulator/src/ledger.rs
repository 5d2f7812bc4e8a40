//! Orders and refunds.

use std::collections::BTreeMap;

use miaohui_kernel::{Fen, Rng};
use serde::{Deserialize, Serialize};

/// Whose order it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Alipay,
    Wechat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Open,
    Paid,
    Closed,
}

#[derive(Clone, Debug, Serialize)]
pub struct Order {
    pub side: Side,
    pub reference: String,
    pub transaction: String,
    /// The application that it was made with.
    pub app: String,
    pub subject: String,
    pub fen: Fen,
    /// What the payer paid: `fen`, unless told to pay less.
    pub paid_fen: Fen,
    pub state: State,
    /// Unix ms.
    pub expires_at: i64,
    pub notify_url: String,
    /// Whether the merchant asked for signatures with the public key.
    pub by_public_key: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Refunded {
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
    pub state: Refunded,
    pub notify_url: String,
}

/// How notices go out.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mode {
    /// This much later, in ms.
    pub delay_ms: u64,
    /// This many times more than once.
    pub duplicate: u32,
    /// After the next one.
    pub reorder: bool,
    /// Not at all.
    pub drop: bool,
    /// With a signature that does not fit.
    pub forge: bool,
    /// How much less than the amount the payer pays, in fen.
    pub less_fen: Fen,
}

/// What there is to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Payment(String),
    Refund(String),
}

impl News {
    pub fn number(&self) -> &str {
        match self {
            Self::Payment(number) | Self::Refund(number) => number,
        }
    }
}

#[derive(Debug, Default)]
pub struct Ledger {
    pub orders: BTreeMap<String, Order>,
    pub refunds: BTreeMap<String, Refund>,
    pub mode_of_all: Mode,
    pub modes: BTreeMap<String, Mode>,
    pub held: Vec<News>,
    /// How often WeChat Pay changed its certificate.
    pub rotations: usize,
    /// Whether the providers are not well.
    pub is_out: bool,
}

/// Why a refund is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRefund {
    NoOrder,
    NotPaid,
    TooMuch,
    OtherAmount,
}

impl Ledger {
    pub fn mode(&self, number: &str) -> Mode {
        self.modes.get(number).unwrap_or(&self.mode_of_all).clone()
    }

    /// The order, closed if its time has come.
    pub fn order(&mut self, side: Side, reference: &str, now_ms: i64) -> Option<&mut Order> {
        let order = self.orders.get_mut(reference).filter(|order| order.side == side)?;
        if order.state == State::Open && now_ms >= order.expires_at {
            order.state = State::Closed;
        }
        Some(order)
    }

    /// Enters an order, or finds the one that is there; none if that is for something else.
    pub fn enter(&mut self, order: Order, now_ms: i64) -> Option<Order> {
        if let Some(there) = self.order(order.side, &order.reference, now_ms) {
            return (there.fen == order.fen && there.app == order.app).then(|| there.clone());
        }
        if self.orders.contains_key(&order.reference) {
            return None;
        }
        self.orders.insert(order.reference.clone(), order.clone());
        Some(order)
    }

    /// How much of an order has gone back, or is about to, in fen.
    pub fn refunded_fen(&self, reference: &str) -> Fen {
        let of_it = self.refunds.values().filter(|refund| refund.reference == reference);
        Fen::checked_sum(of_it.filter(|refund| refund.state != Refunded::Failed).map(|refund| refund.fen))
            .unwrap_or(Fen(i64::MAX))
    }

    /// Makes a refund in `state`, or finds the one that is there, and says which.
    pub fn refund(&mut self, side: Side, wanted: Refund, now_ms: i64) -> Result<(Refund, bool), NoRefund> {
        let order = self.order(side, &wanted.reference, now_ms).ok_or(NoRefund::NoOrder)?.clone();
        if order.state != State::Paid {
            return Err(NoRefund::NotPaid);
        }
        if let Some(there) = self.refunds.get(&wanted.number) {
            let is_same = (&there.reference, there.fen) == (&wanted.reference, wanted.fen);
            return if is_same { Ok((there.clone(), false)) } else { Err(NoRefund::OtherAmount) };
        }
        let after = self.refunded_fen(&wanted.reference).checked_add(wanted.fen);
        if after.is_none_or(|after| after > order.paid_fen) {
            return Err(NoRefund::TooMuch);
        }
        self.refunds.insert(wanted.number.clone(), wanted.clone());
        Ok((wanted, true))
    }
}

/// A provider's number: 28 digits, as WeChat Pay and Alipay have.
pub fn number(rng: &Rng) -> String {
    format!("42{}", rng.text(b"0123456789", 26))
}
