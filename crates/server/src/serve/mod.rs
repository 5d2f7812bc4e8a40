//! The accept loop: connections in, a graceful end on a signal.

mod connection;
pub mod descriptors;
mod gate;
mod guarded_body;
mod guarded_stream;
mod progress;
mod request_head;

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;

pub use connection::Deadlines;
pub use gate::{ConnectionLimits, Gate};

/// How long to wait when the system has no more file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Takes the address, with one clear line when it is taken.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Serves until `stop` is done, then stops accepting and lets what runs finish, for at most
/// `drain`. `gate` decides which connections are kept.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    gate: &Gate,
    deadlines: Deadlines,
    stop: impl Future<Output = ()>,
    drain: Duration,
) {
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    // A refused connection is closed at once, so that it costs nothing.
                    let Some(place) = gate.admit(peer.ip()) else { continue };
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "no TCP_NODELAY");
                    }
                    let metrics = gate.metrics();
                    let running = connection::run(stream, peer, &router, deadlines, metrics, &connections);
                    tokio::spawn(async move {
                        running.await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    tracing::info!(open = connections.count(), "stopping: no new connections, finishing what runs");
    if tokio::time::timeout(drain, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// From now on SIGTERM and SIGINT are heard; what is returned is done when one has come.
pub fn signals() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
