//! `POST /sms/receipt`: the route by which the provider behind the HTTP hook of short messages
//! reports receipts.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use miaohui_db::{Database, Tx};
use miaohui_gateways::deliveries;
use miaohui_gateways::sms::hook;
use miaohui_kernel::{Clock, Secret};

use crate::body::Bodies;
use crate::outcome::Outcome;

/// Largest receipt in bytes.
const MAX_BYTES: usize = 16 << 10;

#[derive(Clone)]
struct Receiver {
    db: Database,
    clock: Clock,
    bodies: Bodies,
    secret: Secret,
}

/// The route that the provider calls, whose receipts are signed with `secret`. A wrong signature,
/// time or body is 401, a number that no sent message has 404.
pub fn sms_receipts(db: Database, clock: Clock, bodies: Bodies, secret: Secret) -> Router {
    Router::new().route("/sms/receipt", post(receive)).with_state(Receiver { db, clock, bodies, secret })
}

async fn receive(State(receiver): State<Receiver>, request: Request<Body>) -> Response {
    let status = read(&receiver, request).await;
    let mut response = status.into_response();
    response.extensions_mut().insert(Outcome { operation: "sms/receipt", code: status.as_u16().into() });
    response
}

async fn read(receiver: &Receiver, request: Request<Body>) -> StatusCode {
    let header = |headers: &HeaderMap, name: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let time = header(request.headers(), hook::TIME_HEADER);
    let signature = header(request.headers(), hook::SIGNATURE_HEADER);
    let Ok(body) = receiver.bodies.read_at_most(request.into_body(), MAX_BYTES).await else {
        return StatusCode::BAD_REQUEST;
    };
    let now = receiver.clock.now_ms();
    let Some(receipt) = hook::read_receipt(&receiver.secret, &time, &signature, &body, now) else {
        return StatusCode::UNAUTHORIZED;
    };
    let record = move |tx: &mut Tx<'_>| {
        deliveries::record_reported(tx, hook::NAME, &receipt.serial, &receipt.delivery, now)
    };
    match receiver.db.write(record).await {
        Ok(true) => StatusCode::NO_CONTENT,
        Ok(false) => StatusCode::NOT_FOUND,
        Err(error) => {
            tracing::error!(%error, "a receipt of a short message was not recorded");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
