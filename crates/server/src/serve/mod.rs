//! The accept loops: connections in, a graceful end on a signal.

mod attend;
mod connection;
pub mod descriptors;
mod gate;
mod guarded_body;
mod guarded_stream;
mod http2;
mod inherited;
mod listen_address;
mod listener;
mod open_streams;
mod progress;
mod proxy_header;
mod redirect;
mod request_head;
mod terms;
mod tls;
mod unread;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

use self::attend::attend;
use self::connection::Shared;
use self::listener::{Accepted, LOCAL};

pub use connection::Deadlines;
pub use gate::{ConnectionLimits, Gate};
pub use inherited::Inherited;
pub use listen_address::{ListenAddress, ListenAddresses};
pub use listener::Listener;
pub use redirect::{to_https, with_hsts};
pub use terms::Terms;
pub use tls::Certificates;

/// How long to wait when the system has no more file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long a stopping server waits for requests that clients may have sent before they knew. The response
/// to one ends its connection.
const ON_ITS_WAY: Duration = Duration::from_secs(1);

/// A socket, and what is served there.
pub struct Endpoint {
    /// The socket.
    pub listener: Listener,
    /// The routes.
    pub router: Router,
    /// The certificate of TLS; `None` for plain HTTP.
    pub tls: Option<Arc<Certificates>>,
}

/// Takes the address, with one clear line when it is taken.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Serves plain HTTP at one socket until `stop` is done.
pub async fn serve_one(
    listener: TcpListener,
    router: Router,
    gate: &Gate,
    deadlines: Deadlines,
    stop: impl Future<Output = ()>,
) {
    let endpoint = Endpoint { listener: listener.into(), router, tls: None };
    let terms = Terms { gate: gate.clone(), deadlines, proxy_protocol: false, leaving: Arc::default() };
    serve(vec![endpoint], terms, stop, Duration::ZERO).await;
}

/// Serves until `stop` is done, then stops accepting and lets what runs finish, for at most `drain`.
pub async fn serve(endpoints: Vec<Endpoint>, terms: Terms, stop: impl Future<Output = ()>, drain: Duration) {
    let (stopped, stopping) = watch::channel(());
    let terms = Arc::new(terms);
    let mut loops = JoinSet::new();
    for endpoint in endpoints {
        loops.spawn(accept(endpoint, Arc::clone(&terms), drain.min(ON_ITS_WAY), stopping.clone()));
    }
    // Each connection has a receiver of its own until it ends.
    drop(stopping);
    stop.await;
    let _ = stopped.send(());
    while loops.join_next().await.is_some() {}
    tracing::info!(open = stopped.receiver_count(), "stopping: no new connections, finishing what runs");
    if tokio::time::timeout(drain, stopped.closed()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// Accepts the connections of an endpoint until the server stops.
async fn accept(
    endpoint: Endpoint,
    terms: Arc<Terms>,
    on_its_way: Duration,
    mut stopping: watch::Receiver<()>,
) {
    let Endpoint { listener, router, tls } = endpoint;
    let metrics = Arc::clone(terms.gate.metrics());
    let (deadlines, leaving) = (terms.deadlines, Arc::clone(&terms.leaving));
    let shared = Shared { router, deadlines, metrics, leaving, on_its_way, stopping: stopping.clone() };
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.changed() => break,
        };
        let accepted = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let peer = match &accepted {
            Accepted::Tcp(_, peer) => *peer,
            Accepted::Unix(_) => LOCAL,
        };
        // A refused connection is closed at once, so that it costs nothing.
        let Some(place) = terms.gate.admit(peer.ip()) else { continue };
        let (shared, terms, tls) = (shared.clone(), Arc::clone(&terms), tls.clone());
        match accepted {
            Accepted::Tcp(stream, peer) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "no TCP_NODELAY");
                }
                tokio::spawn(attend(stream, peer, place, terms, tls, shared));
            }
            Accepted::Unix(stream) => {
                tokio::spawn(attend(stream, LOCAL, place, terms, tls, shared));
            }
        }
    }
}

/// SIGTERM and SIGINT, heard from the time this was made.
pub struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// Begins to listen for the signals.
    pub fn listen() -> Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?,
            interrupt: signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?,
        })
    }

    /// Waits for the next one.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
