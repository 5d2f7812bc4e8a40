//! Providers of short messages: Aliyun, Tencent Cloud, and a signed hook.
//!
//! No message is sent. Each provider checks the signature, the time, the application, the template,
//! the sign name and the phone as its documents say, with code of its own.

mod aliyun;
mod control;
mod crypto;
mod hook;
mod state;
mod tencent;
pub mod test_accounts;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::{any, get, post};
use miaohui_kernel::{Clock, Rng};

use state::SmsState;

/// The routes of the providers of short messages.
///
/// | path | effect |
/// |---|---|
/// | `/` | Aliyun, or Tencent Cloud, by the headers of the call |
/// | `POST /sms-hook` | the hook |
/// | `GET /control/sms` | returns all messages that were taken |
/// | `POST /control/sms/report` | `{"serial", "code"}`: the receipt of a message; `code` is null if it arrived |
/// | `POST /control/sms/error` | `{"provider", "code", "count"}`: the next sendings answer this code |
pub fn router(clock: Clock, rng: Rng) -> Router {
    Router::new()
        .route("/", any(cloud))
        .route("/sms-hook", post(hook::receive))
        .route("/control/sms", get(control::messages))
        .route("/control/sms/report", post(control::report))
        .route("/control/sms/error", post(control::error))
        .with_state(Arc::new(SmsState::new(clock, rng)))
}

/// Both providers have one path; the header of the action tells them apart.
async fn cloud(State(state): State<Arc<SmsState>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    if headers.contains_key("x-tc-action") {
        tencent::answer(&state, &headers, &body)
    } else {
        aliyun::answer(&state, uri.query().unwrap_or_default(), &headers, &body)
    }
}
