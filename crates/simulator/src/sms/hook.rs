//! The hook, as docs/operations.md describes it.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use miaohui_kernel::MINUTE_MS;
use serde_json::{Value, json};

use super::crypto::mac;
use super::state::SmsState;
use super::test_accounts::HOOK_SECRET;

pub async fn receive(
    State(state): State<Arc<SmsState>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, Json<Value>) {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let time = header("miaohui-time");
    let signed = [time.as_bytes(), b"\n", &body].concat();
    let is_signed = header("miaohui-signature") == hex::encode(mac(HOOK_SECRET.as_bytes(), &signed));
    let is_fresh =
        time.parse::<i64>().is_ok_and(|time| (time * 1000 - state.clock.now_ms()).abs() <= 5 * MINUTE_MS);
    if !is_signed || !is_fresh {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "message": "the signature or the time is wrong" })));
    }
    if let Some(status) = state.planned("http").and_then(|code| code.parse().ok()) {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return (status, Json(json!({ "message": "as planned" })));
    }
    let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
    let (Some(phone), Some(code)) = (sent["phone"].as_str(), sent["code"].as_str()) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "message": "phone and code are missing" })));
    };
    let serial = state.take("http", phone.to_owned(), "", vec![code.to_owned()]);
    (StatusCode::OK, Json(json!({ "id": serial })))
}
