//! Parameters and states, as requests, answers and notices write them.

use std::collections::BTreeMap;

use miaohui_kernel::Fen;

use crate::records::{Order, OrderState};

/// Parameters by name.
pub type Parameters = BTreeMap<String, String>;

/// The signed text of parameters.
pub fn joined(parameters: &Parameters) -> String {
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// The trade status of an order.
pub fn status(order: &Order, refunded_fen: Fen) -> &'static str {
    match order.state {
        OrderState::Open => "WAIT_BUYER_PAY",
        OrderState::Paid if refunded_fen < order.paid_fen => "TRADE_SUCCESS",
        OrderState::Paid | OrderState::Closed => "TRADE_CLOSED",
    }
}
