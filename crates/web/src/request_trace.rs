//! Traces of requests: what the layer of all requests tells whoever traces.

use std::sync::Arc;

use axum::http::{HeaderMap, Method};
use miaohui_trace::Activity;

use crate::outcome::Outcome;

/// Decides which requests are traced.
pub trait RequestTracer: Send + Sync {
    /// Begins the trace of a request, unless it is not sampled. Headers of a trace count only if the
    /// request comes from a trusted proxy.
    fn begin(&self, method: &Method, headers: &HeaderMap, is_trusted: bool) -> Option<RequestTrace>;
}

/// What is done at the end with the id of the request, its outcome and its status.
type End = Box<dyn FnOnce(&str, Outcome, u16) + Send>;

/// The trace of a request.
pub struct RequestTrace {
    id: String,
    activity: Arc<Activity>,
    end: End,
}

impl RequestTrace {
    /// A trace with this id, in hexadecimal digits.
    pub fn new(
        id: String,
        activity: Arc<Activity>,
        end: impl FnOnce(&str, Outcome, u16) + Send + 'static,
    ) -> Self {
        Self { id, activity, end: Box::new(end) }
    }

    /// Its id.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The steps of the request.
    pub(crate) fn activity(&self) -> Arc<Activity> {
        Arc::clone(&self.activity)
    }

    /// Ends it.
    pub(crate) fn end(self, request: &str, outcome: Outcome, status: u16) {
        (self.end)(request, outcome, status);
    }
}
