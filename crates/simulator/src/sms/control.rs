//! The handlers under `/control/sms`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::state::{PlannedError, Receipt, SmsState};

pub async fn messages(State(state): State<Arc<SmsState>>) -> Json<Value> {
    Json(json!({ "messages": state.records.lock().messages }))
}

#[derive(Deserialize)]
pub struct Report {
    serial: String,
    code: Option<String>,
}

pub async fn report(State(state): State<Arc<SmsState>>, Json(report): Json<Report>) -> StatusCode {
    let mut records = state.records.lock();
    match records.messages.iter_mut().find(|message| message.serial == report.serial) {
        Some(message) => {
            message.receipt = Some(Receipt { code: report.code });
            StatusCode::NO_CONTENT
        }
        None => StatusCode::NOT_FOUND,
    }
}

#[derive(Deserialize)]
pub struct ErrorPlan {
    provider: String,
    code: String,
    count: u32,
}

pub async fn error(State(state): State<Arc<SmsState>>, Json(plan): Json<ErrorPlan>) -> StatusCode {
    let ErrorPlan { provider, code, count } = plan;
    state.records.lock().errors.push(PlannedError { provider, code, count });
    StatusCode::NO_CONTENT
}
