//! A connection from its first byte: who sends it, whether it is encrypted, and which HTTP it speaks.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

use super::connection::{self, Client, Shared};
use super::gate::Place;
use super::terms::Terms;
use super::tls::{Certificates, H2};
use super::{http2, proxy_header};

/// Serves an accepted connection until its end.
pub(super) async fn attend<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    mut stream: S,
    peer: SocketAddr,
    mut place: Place,
    terms: Arc<Terms>,
    tls: Option<Arc<Certificates>>,
    shared: Shared,
) {
    let mut client = Client { address: peer, over_tls: tls.is_some() };
    if terms.proxy_protocol && terms.gate.trusts(peer.ip()) {
        match in_time(proxy_header::read(&mut stream), &shared).await {
            Some(Some(named)) if !place.pass_to(named.ip()) => return,
            Some(named) => client.address = named.unwrap_or(peer),
            None => return,
        }
    }
    let Some(certificates) = tls else { return connection::run(stream, client, shared).await };
    // In a box, because a plain connection should not keep the memory that TLS and HTTP/2 need.
    Box::pin(attend_encrypted(stream, client, certificates, shared)).await;
}

async fn attend_encrypted<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    client: Client,
    certificates: Arc<Certificates>,
    shared: Shared,
) {
    let Some(mut stream) = in_time(certificates.acceptor().accept(stream), &shared).await else { return };
    // What is encrypted and not sent yet is no more than a client must read in a period.
    stream.get_mut().1.set_buffer_limit(Some(shared.deadlines.progress_bytes as usize));
    if stream.get_ref().1.alpn_protocol() == Some(H2) {
        http2::run(stream, client, shared).await;
    } else {
        connection::run(stream, client, shared).await;
    }
}

/// Waits for what a client sends before its requests, as long as headers may take.
async fn in_time<T>(work: impl Future<Output = io::Result<T>>, shared: &Shared) -> Option<T> {
    match timeout(shared.deadlines.headers, work).await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            tracing::debug!(%error, "a connection was not understood");
            None
        }
        Err(_) => {
            shared.metrics.count_limit("header_time");
            None
        }
    }
}

#[cfg(test)]
mod tests;
