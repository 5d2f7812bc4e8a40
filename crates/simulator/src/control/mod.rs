//! The handlers under `/control`.

mod answer;
pub mod back_office;
pub mod fault_plans;
pub mod payers;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::bill_plan::BillPlan;
use crate::control::answer::{Answer, notified, refuse};
use crate::notice::{Event, NoticeMode};
use crate::notices;
use crate::order::OrderState;
use crate::records;
use crate::simulator::Simulator;
use crate::time::Day;

/// Sends the last notice of a payment, a refund or a complaint again.
pub async fn notify(State(simulator): State<Arc<Simulator>>, Path(number): Path<String>) -> Answer {
    let event = {
        let records = simulator.records.lock();
        match records.orders.get(&number) {
            Some(order) if order.state == OrderState::Open => {
                return refuse(StatusCode::CONFLICT, "there is no notice of an open order");
            }
            Some(_) => Event::Payment(number),
            None if records.refunds.contains_key(&number) => Event::Refund(number),
            None if records.complaints.contains_key(&number) => Event::Complaint(number),
            None => return refuse(StatusCode::NOT_FOUND, "there is no such order, refund or complaint"),
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

/// Plants differences into the later bills of a day.
pub async fn bill(State(simulator): State<Arc<Simulator>>, Json(mut plan): Json<BillPlan>) -> Answer {
    if Day::read(&plan.day).is_none() {
        return refuse(StatusCode::BAD_REQUEST, "the day is not written like 2018-06-08");
    }
    for added in &mut plan.add {
        added.transaction = records::number(&simulator.rng);
    }
    simulator.records.lock().bill_plans.push(plan);
    Ok(Json(json!({})))
}

pub async fn orders(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    let records = simulator.records.lock();
    Json(json!({
        "orders": records.orders, "precreated": records.precreated, "refunds": records.refunds,
        "complaints": records.complaints,
    }))
}
