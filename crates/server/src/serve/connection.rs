//! One connection: its requests, and the deadlines of its client.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use miaohui_web::Metrics;
use tokio::io::{AsyncRead, AsyncWrite};
use tower::ServiceExt;

use super::guarded_body::GuardedBody;
use super::guarded_stream::GuardedStream;
use super::progress::Pace;

/// What a client must send or read in time.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// Time for the headers of a request, also on an idle connection.
    pub headers: Duration,
    /// Largest headers of a request in bytes, at least 8192.
    pub header_bytes: usize,
    /// The period in which `progress_bytes` of a body or a response must move.
    pub progress: Duration,
    /// Bytes that must move in each period, unless fewer are left.
    pub progress_bytes: u64,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(30),
            header_bytes: 32 << 10,
            progress: Duration::from_secs(20),
            progress_bytes: 32 << 10,
        }
    }
}

/// Serves a connection until its end.
pub(super) fn run(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    router: &Router,
    deadlines: Deadlines,
    metrics: &Arc<Metrics>,
    connections: &GracefulShutdown,
) -> impl Future<Output = ()> + Send + 'static {
    let pace = Pace { period: deadlines.progress, bytes: deadlines.progress_bytes };
    let unread = Arc::new(AtomicBool::new(false));
    let stream = GuardedStream::new(stream, pace, Arc::clone(metrics), Arc::clone(&unread));
    let counted = Arc::clone(metrics);
    let service = router.clone().map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let guarded = |body| GuardedBody::new(body, pace, Arc::clone(&counted), Arc::clone(&unread));
        request.map(|body| axum::body::Body::new(guarded(body)))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(deadlines.headers)
        .max_buf_size(deadlines.header_bytes)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let connection = connections.watch(connection);
    let metrics = Arc::clone(metrics);
    async move {
        if let Err(error) = connection.await {
            if error.is_timeout() {
                metrics.count_limit("header_time");
            }
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

#[cfg(test)]
mod tests;
