//! The calls to the collector of traces.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use miaohui_gateways::calls;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use ureq::Agent;

/// The timeout of a call.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest answer in bytes.
const MAX_BYTES: u64 = 1 << 16;

/// Sends batches, on the thread of the exporter, which may wait.
#[derive(Debug)]
pub(super) struct Collector {
    agent: Agent,
    /// Whether the last batch did not arrive, so that an outage is logged once.
    is_failing: AtomicBool,
}

impl Collector {
    pub fn new() -> Self {
        Self { agent: calls(TIMEOUT, None).build().into(), is_failing: AtomicBool::new(false) }
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ureq::Error> {
        let (head, body) = request.into_parts();
        let response = self.agent.run(Request::from_parts(head, &body[..]))?;
        let (head, body) = response.into_parts();
        let body = body.into_with_config().limit(MAX_BYTES).read_to_vec()?;
        Ok(Response::from_parts(head, body.into()))
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let answer = self.send(request);
        let error = match &answer {
            Ok(response) if response.status().is_success() => None,
            Ok(response) => Some(response.status().to_string()),
            Err(error) => Some(error.to_string()),
        };
        let was_failing = self.is_failing.swap(error.is_some(), Ordering::Relaxed);
        match error {
            Some(error) if !was_failing => tracing::warn!(error, "traces do not arrive at their collector"),
            None if was_failing => tracing::info!("traces arrive at their collector again"),
            _ => {}
        }
        Ok(answer?)
    }
}
