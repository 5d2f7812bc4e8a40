//! Faults on command.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::alipay;
use crate::control::answer::{Answer, refuse};
use crate::side::{Call, Side};
use crate::simulator::Simulator;
use crate::wechat;

/// A switch of one side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideSwitch {
    side: Side,
    on: bool,
}

/// A switch of both sides or of one.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Switch {
    Both(bool),
    One(SideSwitch),
}

pub async fn outage(State(simulator): State<Arc<Simulator>>, Json(switch): Json<Switch>) -> Json<Value> {
    let faults = &mut simulator.records.lock().faults;
    match switch {
        Switch::Both(is_on) => {
            faults.set_outage(Side::Alipay, is_on);
            faults.set_outage(Side::Wechat, is_on);
        }
        Switch::One(SideSwitch { side, on }) => faults.set_outage(side, on),
    }
    Json(json!({}))
}

pub async fn hang(State(simulator): State<Arc<Simulator>>, Json(switch): Json<SideSwitch>) -> Json<Value> {
    simulator.hanging(switch.side).send_replace(switch.on);
    Json(json!({}))
}

/// The calls whose answers are lost.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    side: Side,
    call: Call,
    count: u32,
}

pub async fn lose(State(simulator): State<Arc<Simulator>>, Json(loss): Json<Loss>) -> Json<Value> {
    simulator.records.lock().faults.plan_losses(loss.side, loss.call, loss.count);
    Json(json!({}))
}

/// The calls that answer a code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorPlan {
    side: Side,
    call: Call,
    code: String,
    count: u32,
}

pub async fn error(State(simulator): State<Arc<Simulator>>, Json(plan): Json<ErrorPlan>) -> Answer {
    let ErrorPlan { side, call, code, count } = plan;
    let is_documented = match side {
        Side::Alipay => alipay::codes::find(call, &code).is_some(),
        Side::Wechat => wechat::codes::find(call, &code).is_some(),
    };
    if !is_documented {
        return refuse(StatusCode::BAD_REQUEST, "the documents do not list this code for the call");
    }
    simulator.records.lock().faults.plan_errors(side, call, code, count);
    Ok(Json(json!({})))
}

pub async fn calls(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    Json(json!(simulator.records.lock().faults.counts()))
}
