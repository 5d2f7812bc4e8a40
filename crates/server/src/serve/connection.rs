//! One connection: its requests, and the deadlines of its client.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderValue};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use miaohui_web::{Metrics, OverTls};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::sleep;
use tower::ServiceExt;

use super::guarded_body::GuardedBody;
use super::guarded_stream::GuardedStream;
use super::progress::Pace;
use super::request_head::RequestHead;
use super::unread::Unread;

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

impl Deadlines {
    pub(super) fn pace(&self) -> Pace {
        Pace { period: self.progress, bytes: self.progress_bytes }
    }
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

/// Waits until the server stops, and then so long.
async fn stopped(stopping: &mut watch::Receiver<()>, more: Duration) {
    // An error is the end of the server as well.
    let _ = stopping.changed().await;
    sleep(more).await;
}

/// What the connections of an endpoint share.
#[derive(Clone)]
pub(super) struct Shared {
    pub router: Router,
    pub deadlines: Deadlines,
    pub metrics: Arc<Metrics>,
    pub leaving: Arc<AtomicBool>,
    /// How long a stopping server waits for a request that a client may have sent before it knew.
    pub on_its_way: Duration,
    /// Changes when the server stops.
    pub stopping: watch::Receiver<()>,
}

/// Whose connection it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    pub address: SocketAddr,
    /// Whether the connection is encrypted up to here.
    pub over_tls: bool,
}

impl Client {
    /// Tells the handlers of a request.
    pub fn mark<B>(self, request: &mut Request<B>) {
        request.extensions_mut().insert(ConnectInfo(self.address));
        if self.over_tls {
            request.extensions_mut().insert(OverTls);
        }
    }
}

/// Serves a connection with HTTP/1.1 until its end.
pub(super) async fn run(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    client: Client,
    shared: Shared,
) {
    let Shared { router, deadlines, metrics, leaving, on_its_way, mut stopping } = shared;
    let pace = deadlines.pace();
    let unread = Arc::<Unread>::default();
    let head = Arc::new(RequestHead::new(deadlines.headers, deadlines.idle));
    let stream =
        GuardedStream::new(stream, pace, Arc::clone(&head), Arc::clone(&metrics), Arc::clone(&unread));
    let (answered, left) = (Arc::clone(&head), Arc::clone(&unread));
    let service = router.map_request(move |mut request: Request<Incoming>| {
        head.arrived();
        client.mark(&mut request);
        let guarded = |body| GuardedBody::new(body, pace, Arc::clone(&metrics), Arc::clone(&unread));
        request.map(|body| Body::new(guarded(body)))
    });
    let told = stopping.clone();
    let service = service.then(move |answer: Result<Response, Infallible>| async move {
        let Ok(mut response) = answer;
        let is_read = left.drain().await;
        answered.wait();
        if !is_read || leaving.load(Ordering::Relaxed) || told.has_changed().unwrap_or(true) {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Ok::<_, Infallible>(response)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // The stream has deadlines of its own.
        .header_read_timeout(None)
        .max_buf_size(deadlines.header_bytes)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stopping, on_its_way) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests;
