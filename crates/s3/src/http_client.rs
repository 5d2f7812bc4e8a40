//! The HTTP client of S3: the blocking client that the providers are called with, on tokio's blocking
//! threads.

use std::io::{self, Read};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::unfold;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};
use tokio::sync::mpsc::{Sender, channel};
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::patience::Patience;

/// Connections that are kept for the next calls.
const IDLE: usize = 32;
/// Bytes of a piece of a body, and pieces that wait for their reader.
const PIECE: usize = 64 << 10;
const WAITING: usize = 4;

/// Makes clients that trust the machine's certificate authorities.
#[derive(Debug)]
pub(crate) struct Connector(pub Patience);

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let found = rustls_native_certs::load_native_certs().certs;
        let roots = found.iter().map(|der| Certificate::from_der(der).to_owned());
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .max_idle_connections(IDLE)
            .max_idle_connections_per_host(IDLE)
            .user_agent(concat!("miaohui/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(self.0.connect))
            .timeout_recv_response(Some(self.0.answer))
            .timeout_global(self.0.whole)
            .tls_config(TlsConfig::builder().root_certs(RootCerts::from(roots)).build())
            .build()
            .into();
        Ok(HttpClient::new(Client(agent)))
    }
}

#[derive(Debug)]
struct Client(Agent);

#[async_trait]
impl HttpService for Client {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let agent = self.0.clone();
        let send = move || {
            let request = ureq::http::Request::from_parts(head, body.as_ref());
            agent.run(request).map_err(failed)
        };
        let answered = tokio::task::spawn_blocking(send)
            .await
            .map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        let (head, body) = answered?.into_parts();
        let (sender, receiver) = channel(WAITING);
        tokio::task::spawn_blocking(move || pass_on(body.into_reader(), &sender));
        let frames = unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
        // An empty body may be asked for its end again.
        let frames = frames.fuse();
        Ok(HttpResponse::from_parts(head, HttpResponseBody::new(StreamBody::new(frames))))
    }
}

/// Reads a body and passes its pieces on, until nobody reads them.
fn pass_on(mut body: impl Read, to: &Sender<Result<Frame<Bytes>, HttpError>>) {
    loop {
        let mut piece = vec![0; PIECE];
        let frame = match body.read(&mut piece) {
            Ok(0) => return,
            Ok(count) => {
                piece.truncate(count);
                Ok(Frame::data(Bytes::from(piece)))
            }
            Err(error) => Err(HttpError::new(HttpErrorKind::Interrupted, error)),
        };
        let is_last = frame.is_err();
        if to.blocking_send(frame).is_err() || is_last {
            return;
        }
    }
}

/// The kind decides whether the request is sent again.
fn failed(error: ureq::Error) -> HttpError {
    let kind = match &error {
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => HttpErrorKind::Connect,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => HttpErrorKind::Connect,
        ureq::Error::Io(_) | ureq::Error::Protocol(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}
