//! Parameters, amounts and states, as requests, answers and notices write them.

use std::collections::BTreeMap;

use miaohui_kernel::Fen;

use crate::order::{Order, OrderState};

/// Parameters by name.
pub type Parameters = BTreeMap<String, String>;

/// The signed text of parameters.
pub fn joined(parameters: &Parameters) -> String {
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// An amount in yuan, which the documents write with two decimals.
pub fn fen(yuan: &str) -> Option<Fen> {
    yuan.split_once('.').filter(|(_, decimals)| decimals.len() == 2).and_then(|_| Fen::parse_yuan(yuan))
}

/// The trade status of an order. A trade that is refunded in full is closed too, but keeps the
/// time of its payment (`trade_status` of `alipay.trade.query`).
pub fn status(order: &Order, refunded_fen: Fen) -> &'static str {
    match order.state {
        OrderState::Open => "WAIT_BUYER_PAY",
        OrderState::Paid if refunded_fen >= order.paid_fen => "TRADE_CLOSED",
        OrderState::Paid if order.is_finished => "TRADE_FINISHED",
        OrderState::Paid => "TRADE_SUCCESS",
        OrderState::Closed => "TRADE_CLOSED",
    }
}

/// The amount of a trade: what was paid, or what is to pay.
pub fn total(order: &Order) -> Fen {
    if order.state == OrderState::Paid { order.paid_fen } else { order.fen }
}
