//! What happens next.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use miaohui_kernel::Fen;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::ledger::{self, Mode, News, Refunded, Side};
use crate::notices;

type Answer = Result<Json<Value>, (StatusCode, String)>;

fn no<T>(status: StatusCode, why: &str) -> Result<T, (StatusCode, String)> {
    Err((status, why.to_owned()))
}

async fn told(desk: &Arc<Desk>, news: News) -> Json<Value> {
    Json(json!({ "deliveries": notices::tell(desk, news).await }))
}

pub async fn pay(State(desk): State<Arc<Desk>>, Path(reference): Path<String>) -> Answer {
    {
        let mut ledger = desk.ledger.lock();
        let less_fen = ledger.mode(&reference).less_fen;
        let Some(side) = ledger.orders.get(&reference).map(|order| order.side) else {
            return no(StatusCode::NOT_FOUND, "there is no such order");
        };
        match ledger.order(side, &reference, desk.clock.now_ms()) {
            Some(order) if order.state == ledger::State::Open => {
                order.state = ledger::State::Paid;
                order.paid_fen = order.fen.checked_sub(less_fen).unwrap_or(Fen(1)).max(Fen(1));
            }
            _ => return no(StatusCode::CONFLICT, "the order is not open"),
        }
    }
    Ok(told(&desk, News::Payment(reference)).await)
}

pub async fn fail(State(desk): State<Arc<Desk>>, Path(number): Path<String>) -> Answer {
    let news = {
        let mut ledger = desk.ledger.lock();
        if let Some(order) = ledger.orders.get_mut(&number) {
            if order.state != ledger::State::Open {
                return no(StatusCode::CONFLICT, "the order is not open");
            }
            order.state = ledger::State::Closed;
            // WeChat Pay tells nobody.
            (order.side == Side::Alipay).then_some(News::Payment(number))
        } else if let Some(refund) = ledger.refunds.get_mut(&number) {
            if refund.state != Refunded::Working {
                return no(StatusCode::CONFLICT, "the refund is not under way");
            }
            refund.state = Refunded::Failed;
            Some(News::Refund(number))
        } else {
            return no(StatusCode::NOT_FOUND, "there is no such order or refund");
        }
    };
    match news {
        Some(news) => Ok(told(&desk, news).await),
        None => Ok(Json(json!({ "deliveries": [] }))),
    }
}

pub async fn finish(State(desk): State<Arc<Desk>>, Path(number): Path<String>) -> Answer {
    match desk.ledger.lock().refunds.get_mut(&number) {
        Some(refund) if refund.state == Refunded::Working => refund.state = Refunded::Done,
        Some(_) => return no(StatusCode::CONFLICT, "the refund is not under way"),
        None => return no(StatusCode::NOT_FOUND, "there is no such refund"),
    }
    Ok(told(&desk, News::Refund(number)).await)
}

pub async fn notify(State(desk): State<Arc<Desk>>, Path(number): Path<String>) -> Answer {
    let news = {
        let ledger = desk.ledger.lock();
        match ledger.orders.get(&number) {
            Some(order) if order.state == ledger::State::Open => {
                return no(StatusCode::CONFLICT, "there is nothing to tell yet");
            }
            Some(_) => News::Payment(number),
            None if ledger.refunds.contains_key(&number) => News::Refund(number),
            None => return no(StatusCode::NOT_FOUND, "there is no such order or refund"),
        }
    };
    Ok(told(&desk, news).await)
}

pub async fn mode_of_all(State(desk): State<Arc<Desk>>, Json(mode): Json<Mode>) -> Json<Value> {
    desk.ledger.lock().mode_of_all = mode;
    Json(json!({}))
}

pub async fn mode(
    State(desk): State<Arc<Desk>>,
    Path(number): Path<String>,
    Json(mode): Json<Mode>,
) -> Json<Value> {
    desk.ledger.lock().modes.insert(number, mode);
    Json(json!({}))
}

pub async fn flush(State(desk): State<Arc<Desk>>) -> Json<Value> {
    Json(json!({ "deliveries": notices::flush(&desk).await }))
}

pub async fn rotate(State(desk): State<Arc<Desk>>) -> Json<Value> {
    desk.ledger.lock().rotations += 1;
    Json(json!({}))
}

pub async fn outage(State(desk): State<Arc<Desk>>, Json(is_on): Json<bool>) -> Json<Value> {
    desk.ledger.lock().is_out = is_on;
    Json(json!({}))
}

pub async fn orders(State(desk): State<Arc<Desk>>) -> Json<Value> {
    let ledger = desk.ledger.lock();
    Json(json!({ "orders": ledger.orders, "refunds": ledger.refunds }))
}
