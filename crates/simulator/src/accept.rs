//! Accepts connections, and closes those whose answer is lost.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::gate::Lost;

/// The pause after a connection that was not accepted.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves until the task is dropped, which closes all connections.
pub async fn accept(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else {
                    // The system has no more file descriptors, or the peer has gone.
                    tokio::time::sleep(PAUSE).await;
                    continue;
                };
                // Small answers must not wait for the peer's acknowledgement.
                drop(stream.set_nodelay(true));
                connections.spawn(serve(stream, router.clone()));
            }
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn serve(stream: TcpStream, router: Router) {
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let answer = match router.oneshot(request.map(Body::new)).await {
                Ok(answer) => answer,
                Err(never) => match never {},
            };
            // An error of the service closes the connection without an answer.
            if answer.extensions().get::<Lost>().is_some() { Err("the answer is lost") } else { Ok(answer) }
        }
    });
    // A connection that the peer closes is no failure of the simulator.
    drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
}
