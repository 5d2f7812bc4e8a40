//! A connection with HTTP/2: many requests at once, under the deadlines of those of HTTP/1.1.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::header::{HOST, HeaderValue};
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tower::ServiceExt;

use super::connection::{Client, Shared};
use super::guarded_body::GuardedBody;
use super::guarded_stream::GuardedStream;
use super::open_streams::{OpenStreams, Overdue, WatchedBody};
use super::request_head::RequestHead;
use super::unread::Unread;

/// Requests of one connection at once.
const STREAMS: u32 = 32;
/// Bytes of a body, and of all bodies of a connection, that a client may send before they are read.
const STREAM_WINDOW: u32 = 128 << 10;
const CONNECTION_WINDOW: u32 = 256 << 10;
/// Bytes of a response that wait to be sent.
const SEND_BUFFER: usize = 64 << 10;

/// Serves a connection until its end.
pub(super) async fn run(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    client: Client,
    shared: Shared,
) {
    let Shared { router, deadlines, metrics, mut stopping, .. } = shared;
    let pace = deadlines.pace();
    let streams = Arc::new(OpenStreams::new(deadlines.idle, pace));
    // The streams have the deadlines of requests; the connection has that of the bytes it writes.
    let head = Arc::new(RequestHead::new(deadlines.headers, deadlines.idle));
    head.arrived();
    let stream = GuardedStream::new(stream, pace, head, Arc::clone(&metrics), Arc::default());
    let (own, counted) = (Arc::clone(&streams), Arc::clone(&metrics));
    let service = service_fn(move |mut request: Request<Incoming>| {
        client.mark(&mut request);
        name_host(&mut request);
        let (metrics, unread) = (Arc::clone(&counted), Arc::<Unread>::default());
        let request = request.map(|body| Body::new(GuardedBody::new(body, pace, metrics, unread)));
        let (open, router) = (own.open(), router.clone());
        async move {
            let Ok(response) = router.oneshot(request).await;
            Ok::<Response<WatchedBody>, Infallible>(response.map(|body| WatchedBody::new(body, open)))
        }
    });
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(deadlines.header_bytes).unwrap_or(u32::MAX))
        .max_concurrent_streams(STREAMS)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(SEND_BUFFER)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let mut is_ending = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended early");
                }
                break;
            }
            _ = stopping.changed(), if !is_ending => {
                is_ending = true;
                connection.as_mut().graceful_shutdown();
            }
            overdue = streams.overdue() => match overdue {
                // It is told that no request will be answered any more, and has a period to close.
                Overdue::Idle if !is_ending => {
                    is_ending = true;
                    streams.begin_idle();
                    connection.as_mut().graceful_shutdown();
                }
                Overdue::Idle => break,
                Overdue::Unread => {
                    metrics.count_limit("write_time");
                    break;
                }
            },
        }
    }
}

/// Handlers read the host from its header, which HTTP/2 has replaced.
fn name_host(request: &mut Request<Incoming>) {
    if request.headers().contains_key(HOST) {
        return;
    }
    let host = request.uri().authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok());
    if let Some(host) = host {
        request.headers_mut().insert(HOST, host);
    }
}
