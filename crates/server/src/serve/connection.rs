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
use super::request_head::RequestHead;

/// What a client must send or read in time.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// Time for the headers of a request, from their first byte.
    pub headers: Duration,
    /// Time until the first byte of a request, after which an idle connection is closed.
    pub idle: Duration,
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
            idle: Duration::from_secs(75),
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
    let head = Arc::new(RequestHead::new(deadlines.headers, deadlines.idle));
    let stream =
        GuardedStream::new(stream, pace, Arc::clone(&head), Arc::clone(metrics), Arc::clone(&unread));
    let counted = Arc::clone(metrics);
    let answered = Arc::clone(&head);
    let service = router.clone().map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        head.arrived();
        request.extensions_mut().insert(ConnectInfo(peer));
        let guarded = |body| GuardedBody::new(body, pace, Arc::clone(&counted), Arc::clone(&unread));
        request.map(|body| axum::body::Body::new(guarded(body)))
    });
    let service = service.map_response(move |response| {
        answered.wait();
        response
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // The stream has deadlines of its own.
        .header_read_timeout(None)
        .max_buf_size(deadlines.header_bytes)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let connection = connections.watch(connection);
    async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

#[cfg(test)]
mod tests;
