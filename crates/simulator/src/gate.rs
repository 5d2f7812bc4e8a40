//! What happens to every call before and after the provider handles it.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::side::{Call, Side};
use crate::simulator::Simulator;

/// Marks an answer that the caller does not receive.
#[derive(Clone, Copy, Debug)]
pub struct Lost;

/// Counts a call, and waits while the side hangs. The answer if the provider is out of order;
/// then the call has no effect.
pub async fn refuse(simulator: &Simulator, side: Side, call: Option<Call>) -> Option<Response> {
    let is_out = {
        let mut records = simulator.records.lock();
        if let Some(call) = call {
            records.faults.count(side, call);
        }
        records.faults.is_out(side)
    };
    let mut hanging = simulator.hanging(side).subscribe();
    let is_hanging = *hanging.borrow_and_update();
    if is_hanging {
        // The sender lives as long as the simulator.
        drop(hanging.wait_for(|is_on| !is_on).await);
    }
    (is_out || is_hanging).then(|| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Loses the answer of a call if that is planned.
pub fn deliver(simulator: &Simulator, side: Side, call: Call, mut answer: Response) -> Response {
    if simulator.records.lock().faults.take_loss(side, call) {
        answer.extensions_mut().insert(Lost);
    }
    answer
}

/// The host that a client called, for addresses in answers.
pub fn host(headers: &HeaderMap) -> &str {
    headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default()
}
