//! The handlers under `/control`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use miaohui_kernel::Fen;
use serde_json::{Value, json};

use crate::notices;
use crate::records::{Event, NoticeMode, OrderState, RefundState, Side};
use crate::simulator::Simulator;

type Answer = Result<Json<Value>, (StatusCode, String)>;

fn refuse<T>(status: StatusCode, why: &str) -> Result<T, (StatusCode, String)> {
    Err((status, why.to_owned()))
}

async fn notified(simulator: &Arc<Simulator>, event: Event) -> Json<Value> {
    Json(json!({ "deliveries": notices::send(simulator, event).await }))
}

pub async fn pay(State(simulator): State<Arc<Simulator>>, Path(reference): Path<String>) -> Answer {
    {
        let mut records = simulator.records.lock();
        let less_fen = records.mode(&reference).less_fen;
        let Some(side) = records.orders.get(&reference).map(|order| order.side) else {
            return refuse(StatusCode::NOT_FOUND, "there is no such order");
        };
        match records.order(side, &reference, simulator.clock.now_ms()) {
            Some(order) if order.state == OrderState::Open => {
                order.state = OrderState::Paid;
                order.paid_fen = order.fen.checked_sub(less_fen).unwrap_or(Fen(1)).max(Fen(1));
            }
            _ => return refuse(StatusCode::CONFLICT, "the order is not open"),
        }
    }
    Ok(notified(&simulator, Event::Payment(reference)).await)
}

pub async fn fail(State(simulator): State<Arc<Simulator>>, Path(number): Path<String>) -> Answer {
    let event = {
        let mut records = simulator.records.lock();
        if let Some(order) = records.orders.get_mut(&number) {
            if order.state != OrderState::Open {
                return refuse(StatusCode::CONFLICT, "the order is not open");
            }
            order.state = OrderState::Closed;
            // WeChat Pay sends no notice of it.
            (order.side == Side::Alipay).then_some(Event::Payment(number))
        } else if let Some(refund) = records.refunds.get_mut(&number) {
            if refund.state != RefundState::Working {
                return refuse(StatusCode::CONFLICT, "the refund is not under way");
            }
            refund.state = RefundState::Failed;
            Some(Event::Refund(number))
        } else {
            return refuse(StatusCode::NOT_FOUND, "there is no such order or refund");
        }
    };
    match event {
        Some(event) => Ok(notified(&simulator, event).await),
        None => Ok(Json(json!({ "deliveries": [] }))),
    }
}

pub async fn finish(State(simulator): State<Arc<Simulator>>, Path(number): Path<String>) -> Answer {
    match simulator.records.lock().refunds.get_mut(&number) {
        Some(refund) if refund.state == RefundState::Working => refund.state = RefundState::Done,
        Some(_) => return refuse(StatusCode::CONFLICT, "the refund is not under way"),
        None => return refuse(StatusCode::NOT_FOUND, "there is no such refund"),
    }
    Ok(notified(&simulator, Event::Refund(number)).await)
}

pub async fn notify(State(simulator): State<Arc<Simulator>>, Path(number): Path<String>) -> Answer {
    let event = {
        let records = simulator.records.lock();
        match records.orders.get(&number) {
            Some(order) if order.state == OrderState::Open => {
                return refuse(StatusCode::CONFLICT, "there is no notice of an open order");
            }
            Some(_) => Event::Payment(number),
            None if records.refunds.contains_key(&number) => Event::Refund(number),
            None => return refuse(StatusCode::NOT_FOUND, "there is no such order or refund"),
        }
    };
    Ok(notified(&simulator, event).await)
}

pub async fn default_mode(
    State(simulator): State<Arc<Simulator>>,
    Json(mode): Json<NoticeMode>,
) -> Json<Value> {
    simulator.records.lock().default_mode = mode;
    Json(json!({}))
}

pub async fn mode(
    State(simulator): State<Arc<Simulator>>,
    Path(number): Path<String>,
    Json(mode): Json<NoticeMode>,
) -> Json<Value> {
    simulator.records.lock().modes.insert(number, mode);
    Json(json!({}))
}

pub async fn flush(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    Json(json!({ "deliveries": notices::flush(&simulator).await }))
}

pub async fn rotate(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    simulator.records.lock().rotations += 1;
    Json(json!({}))
}

pub async fn outage(State(simulator): State<Arc<Simulator>>, Json(is_on): Json<bool>) -> Json<Value> {
    simulator.records.lock().is_out = is_on;
    Json(json!({}))
}

pub async fn orders(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    let records = simulator.records.lock();
    Json(json!({ "orders": records.orders, "refunds": records.refunds }))
}
