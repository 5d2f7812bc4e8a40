//! The outermost layer: request id, client address, log line and counters of each request.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use miaohui_kernel::Clock;

use crate::access_log::{AccessLog, Line};
use crate::outcome::Outcome;
use crate::request_trace::{RequestTrace, RequestTracer};
use crate::{Metrics, Platform, TrustedProxies};

/// The id of a request in the log and in `x-request-id`.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// The state of the layer.
pub struct Observer {
    /// The counters.
    pub metrics: Arc<Metrics>,
    /// The clock that measures durations.
    pub clock: Clock,
    /// The proxies whose `X-Forwarded-For` counts.
    pub proxies: TrustedProxies,
    /// The access log, if requests are logged.
    pub log: Option<Arc<AccessLog>>,
    /// Who traces requests, if anybody does.
    pub tracer: Option<Arc<dyn RequestTracer>>,
    ids: Ids,
}

struct Ids {
    prefix: String,
    next: AtomicU64,
}

impl Observer {
    /// Creates the state. Request ids begin with a random prefix for each process.
    pub fn new(
        platform: &Platform,
        log: Option<Arc<AccessLog>>,
        tracer: Option<Arc<dyn RequestTracer>>,
    ) -> Self {
        let prefix = platform.rng.text(b"0123456789abcdef", 8);
        Self {
            metrics: Arc::clone(&platform.metrics),
            clock: platform.clock.clone(),
            proxies: platform.proxies.clone(),
            log,
            tracer,
            ids: Ids { prefix, next: AtomicU64::new(1) },
        }
    }

    /// The id that a configured proxy sent, or a new one.
    fn request_id(&self, request: &Request, peer: SocketAddr) -> String {
        let given = request.headers().get("x-request-id").and_then(|value| value.to_str().ok());
        let sane = |id: &&str| {
            (1..=64).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        };
        match given.filter(sane) {
            Some(id) if self.proxies.trusts(peer.ip()) => id.to_owned(),
            _ => format!("{}-{:x}", self.ids.prefix, self.ids.next.fetch_add(1, Ordering::Relaxed)),
        }
    }
}

/// Assigns the request id and the client address, and logs and counts the response.
pub async fn observe(
    State(observer): State<Arc<Observer>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let watch = observer.clock.stopwatch();
    let id = observer.request_id(&request, peer);
    let address = observer.proxies.client(peer.ip(), request.headers());
    request.extensions_mut().insert(address);
    request.extensions_mut().insert(RequestId(id.clone()));
    let trace = observer.tracer.as_ref().and_then(|tracer| {
        tracer.begin(request.method(), request.headers(), observer.proxies.trusts(peer.ip()))
    });
    let mut response = match &trace {
        Some(trace) => miaohui_trace::scope(trace.activity(), next.run(request)).await,
        None => next.run(request).await,
    };
    let outcome = response.extensions().get::<Outcome>().copied();
    let status = response.status().as_u16();
    let Outcome { operation, code } = outcome.unwrap_or(Outcome { operation: "other", code: status.into() });
    let took = watch.elapsed();
    observer.metrics.count(Outcome { operation, code }, took);
    if let Some(log) = &observer.log {
        let at_ms = observer.clock.now_ms();
        let outcome = Outcome { operation, code };
        let trace = trace.as_ref().map(RequestTrace::id);
        log.write(&Line { at_ms, id: &id, outcome, status, took, from: address.0, trace });
    }
    if let Some(trace) = trace {
        trace.end(&id, Outcome { operation, code }, status);
    }
    if let Ok(value) = HeaderValue::try_from(id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
