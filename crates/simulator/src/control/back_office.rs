//! What happens in the providers' back offices.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use miaohui_kernel::Fen;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::control::answer::{Answer, notified, refuse};
use crate::notice::Event;
use crate::order::OrderState;
use crate::records::{self, Records};
use crate::refund::{Refund, RefundError, RefundState};
use crate::side::Side;
use crate::simulator::Simulator;

/// A refund in the back office.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackOfficeRefund {
    /// The amount; the rest by default.
    fen: Option<Fen>,
    /// Whether WeChat Pay sends a notice. Alipay always does.
    #[serde(default)]
    notice: bool,
}

pub async fn refund(
    State(simulator): State<Arc<Simulator>>,
    Path(reference): Path<String>,
    Json(order): Json<BackOfficeRefund>,
) -> Answer {
    let now_ms = simulator.clock.now_ms();
    let (number, has_notice) = {
        let mut records = simulator.records.lock();
        let Some(paid) = records.orders.get(&reference).cloned() else {
            return refuse(StatusCode::NOT_FOUND, "there is no such order");
        };
        let rest = paid.paid_fen.checked_sub(records.refunded_fen(&reference)).unwrap_or(Fen::ZERO);
        let number = match paid.side {
            Side::Alipay => alipay_number(&records, &paid.transaction),
            Side::Wechat => records::number(&simulator.rng),
        };
        let new = Refund {
            reference,
            number: number.clone(),
            id: records::number(&simulator.rng),
            fen: order.fen.unwrap_or(rest),
            fee: Fen::ZERO,
            state: RefundState::Done,
            created_at: now_ms,
            done_at: Some(now_ms),
            closed_at: None,
            notify_url: paid.notify_url.clone(),
            posts: 0,
            is_back_office: true,
            request: Value::Null,
        };
        if !new.fen.is_positive() {
            return refuse(StatusCode::CONFLICT, "nothing is left to refund");
        }
        match records.refund(paid.side, new, now_ms) {
            Ok(_) => {}
            Err(RefundError::TooMuch) => return refuse(StatusCode::CONFLICT, "it is too much"),
            Err(_) => return refuse(StatusCode::CONFLICT, "the order cannot be refunded"),
        }
        (number, paid.side == Side::Alipay || order.notice)
    };
    let mut answer = Json(json!({ "deliveries": [] }));
    if has_notice {
        answer = notified(&simulator, Event::Refund(number.clone())).await;
    }
    answer.0["number"] = number.into();
    Ok(answer)
}

/// The number of a refund without an `out_request_no`: the one of the trade (`out_biz_no`, 异步通知).
/// Further refunds of the trade need a number of their own.
fn alipay_number(records: &Records, transaction: &str) -> String {
    let is_taken = |number: &String| records.refunds.contains_key(number);
    let further = (2..).map(|count: u32| format!("{transaction}_{count}"));
    let mut numbers = [transaction.to_owned()].into_iter().chain(further);
    numbers.find(|number| !is_taken(number)).unwrap_or_default()
}

/// A state of WeChat Pay's refunds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRefundState {
    state: RefundState,
}

pub async fn refund_state(
    State(simulator): State<Arc<Simulator>>,
    Path(number): Path<String>,
    Json(NewRefundState { state }): Json<NewRefundState>,
) -> Answer {
    {
        let mut records = simulator.records.lock();
        let reference = records.refunds.get(&number).map(|refund| refund.reference.clone());
        let order = reference.and_then(|reference| records.orders.get(&reference));
        if order.is_none_or(|order| order.side != Side::Wechat) {
            return refuse(StatusCode::NOT_FOUND, "WeChat Pay has no such refund");
        }
        records.set_refund_state(&number, state, simulator.clock.now_ms());
    }
    if state == RefundState::Working {
        return Ok(Json(json!({ "deliveries": [] })));
    }
    Ok(notified(&simulator, Event::Refund(number)).await)
}

/// WeChat Pay's refund succeeds.
pub async fn finish(State(simulator): State<Arc<Simulator>>, Path(number): Path<String>) -> Answer {
    {
        let mut records = simulator.records.lock();
        match records.refunds.get(&number) {
            Some(refund) if refund.state == RefundState::Working => {}
            Some(_) => return refuse(StatusCode::CONFLICT, "the refund is not under way"),
            None => return refuse(StatusCode::NOT_FOUND, "there is no such refund"),
        }
        records.set_refund_state(&number, RefundState::Done, simulator.clock.now_ms());
    }
    Ok(notified(&simulator, Event::Refund(number)).await)
}

/// Alipay allows no more refunds of a trade.
pub async fn finish_trade(State(simulator): State<Arc<Simulator>>, Path(reference): Path<String>) -> Answer {
    {
        let mut records = simulator.records.lock();
        match records.orders.get_mut(&reference).filter(|order| order.side == Side::Alipay) {
            Some(order) if order.state == OrderState::Paid => order.is_finished = true,
            Some(_) => return refuse(StatusCode::CONFLICT, "the trade is not paid"),
            None => return refuse(StatusCode::NOT_FOUND, "Alipay has no such trade"),
        }
    }
    Ok(notified(&simulator, Event::Payment(reference)).await)
}
