//! What the handlers under `/control` answer.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::notice::Event;
use crate::notices;
use crate::simulator::Simulator;

pub type Answer = Result<Json<Value>, (StatusCode, String)>;

pub fn refuse<T>(status: StatusCode, why: &str) -> Result<T, (StatusCode, String)> {
    Err((status, why.to_owned()))
}

/// Sends a notice and answers with the merchant's answers.
pub async fn notified(simulator: &Arc<Simulator>, event: Event) -> Json<Value> {
    Json(json!({ "deliveries": notices::send(simulator, event).await }))
}
