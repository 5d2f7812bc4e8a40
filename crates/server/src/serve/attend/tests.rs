//! Clients that stall on encrypted connections, and balancers that name their client. The time is the
//! paused one of the runtime, so nothing waits.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http2::SendRequest;
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use miaohui_web::{Metrics, OverTls, TrustedProxies};
use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::*;
use crate::serve::connection::Deadlines;
use crate::serve::gate::{ConnectionLimits, Gate};

const PERIOD: Duration = Duration::from_secs(20);

struct Served {
    ended: JoinHandle<()>,
    started: Instant,
    metrics: Arc<Metrics>,
    stop: watch::Sender<()>,
}

/// A certificate of its own for `localhost`.
fn certificates() -> (Arc<Certificates>, CertificateDer<'static>) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (certificate, key) = (dir.path().join("cert.pem"), dir.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    (Arc::new(Certificates::open(&certificate, &key).unwrap()), made.cert.der().clone())
}

fn router() -> Router {
    let receive = |body: Body| async move {
        body.collect().await.map_or_else(|_| "cut off".to_owned(), |body| body.to_bytes().len().to_string())
    };
    let who = |ConnectInfo(peer): ConnectInfo<SocketAddr>, request: axum::extract::Request| async move {
        let over_tls = request.extensions().get::<OverTls>().is_some();
        let host = request.headers()["host"].to_str().unwrap().to_owned();
        format!("{peer} {over_tls} {host}")
    };
    Router::new()
        .route("/receive", post(receive))
        .route("/send", get(|| async { vec![7; 30_000] }))
        .route("/who", get(who))
}

/// Serves one connection, with TLS if there is a certificate.
fn serve(tls: Option<Arc<Certificates>>, proxy_protocol: bool) -> (DuplexStream, Served) {
    let deadlines = Deadlines { progress: PERIOD, header_bytes: 16 << 10, ..Deadlines::default() };
    let (client, server) = duplex(4096);
    let metrics = Arc::new(Metrics::default());
    let limits = ConnectionLimits { total: 10, per_address: 10 };
    let gate = Gate::new(limits, TrustedProxies(vec!["10.0.0.1/32".parse().unwrap()]), &metrics);
    let peer: SocketAddr = "10.0.0.1:1".parse().unwrap();
    let place = gate.admit(peer.ip()).unwrap();
    let (stop, stopping) = watch::channel(());
    let terms = Terms { gate, deadlines, proxy_protocol, leaving: Arc::default() };
    let counted = Arc::clone(&metrics);
    let (leaving, on_its_way) = (Arc::default(), Duration::ZERO);
    let shared = Shared { router: router(), deadlines, metrics: counted, leaving, on_its_way, stopping };
    let ended = tokio::spawn(attend(server, peer, place, Arc::new(terms), tls, shared));
    (client, Served { ended, started: Instant::now(), metrics, stop })
}

impl Served {
    fn assert_limited(&self, limit: &str) {
        let line = format!("miaohui_limited_total{{limit=\"{limit}\"}} 1");
        let shown = self.metrics.render().unwrap();
        assert!(shown.contains(&line), "{line}\n{shown}");
    }
}

async fn connect(
    stream: DuplexStream,
    root: CertificateDer<'static>,
    alpn: &[u8],
) -> TlsStream<DuplexStream> {
    let mut roots = RootCertStore::empty();
    roots.add(root).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![alpn.to_vec()];
    let name = "localhost".try_into().unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
}

/// A client with HTTP/2 that lets each response have so many bytes on their way.
async fn http2_client(
    stream: DuplexStream,
    root: CertificateDer<'static>,
    window: u32,
) -> SendRequest<Empty<Bytes>> {
    let stream = connect(stream, root, b"h2").await;
    let mut builder = hyper::client::conn::http2::Builder::new(TokioExecutor::new());
    builder.initial_stream_window_size(window);
    let (requests, connection) = builder.handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    requests
}

fn ask(path: &str) -> Request<Empty<Bytes>> {
    Request::get(format!("https://localhost{path}")).body(Empty::new()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_handshake_that_does_not_end_is_cut_off() {
    let (certificates, _) = certificates();
    let (mut client, served) = serve(Some(certificates), false);
    client.write_all(&[22, 3, 1]).await.unwrap();
    assert_eq!(client.read(&mut [0; 1]).await.unwrap(), 0, "closed");
    assert!(served.started.elapsed() <= Duration::from_secs(31), "{:?}", served.started.elapsed());
    served.assert_limited("header_time");
}

/// The response is smaller than what is encrypted at once.
#[tokio::test(start_paused = true)]
async fn a_client_with_tls_that_does_not_read_is_cut_off() {
    let (certificates, root) = certificates();
    let (client, mut served) = serve(Some(certificates), false);
    let mut client = connect(client, root, b"http/1.1").await;
    client.write_all(b"GET /send HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    client.flush().await.unwrap();
    (&mut served.ended).await.unwrap();
    assert!(served.started.elapsed() <= 2 * PERIOD, "{:?}", served.started.elapsed());
    served.assert_limited("write_time");
}

#[tokio::test(start_paused = true)]
async fn headers_over_tls_that_do_not_end_are_cut_off() {
    let (certificates, root) = certificates();
    let (client, mut served) = serve(Some(certificates), false);
    let mut client = connect(client, root, b"http/1.1").await;
    client.write_all(b"GET /send HTTP/1.1\r\nhost: ").await.unwrap();
    client.flush().await.unwrap();
    (&mut served.ended).await.unwrap();
    assert!(served.started.elapsed() <= Duration::from_secs(31), "{:?}", served.started.elapsed());
    served.assert_limited("header_time");
}

#[tokio::test(start_paused = true)]
async fn http2_tells_handlers_the_client_the_host_and_the_encryption() {
    let (certificates, root) = certificates();
    let (client, served) = serve(Some(certificates), false);
    let mut requests = http2_client(client, root, 1 << 16).await;
    for _ in 0..3 {
        let response = requests.send_request(ask("/who")).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, "10.0.0.1:1 true localhost");
    }
    served.stop.send(()).unwrap();
    served.ended.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn http2_headers_are_bounded() {
    let (certificates, root) = certificates();
    let (client, _served) = serve(Some(certificates), false);
    let mut requests = http2_client(client, root, 1 << 16).await;
    let mut request = ask("/who");
    request.headers_mut().insert("x-long", "x".repeat(20 << 10).parse().unwrap());
    let answer = requests.send_request(request).await;
    assert!(answer.map_or(true, |response| response.status() == StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
}

#[tokio::test(start_paused = true)]
async fn an_http2_connection_without_requests_is_closed() {
    let (certificates, root) = certificates();
    let (client, mut served) = serve(Some(certificates), false);
    let mut requests = http2_client(client, root, 1 << 16).await;
    let response = requests.send_request(ask("/send")).await.unwrap();
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes().len(), 30_000);
    let answered = Instant::now();
    (&mut served.ended).await.unwrap();
    assert!(answered.elapsed() >= Duration::from_secs(74), "{:?}", answered.elapsed());
    assert!(answered.elapsed() <= Duration::from_secs(160), "{:?}", answered.elapsed());
    assert!(!served.metrics.render().unwrap().contains("write_time"));
}

/// The client keeps the connection busy, but gives one response no room.
#[tokio::test(start_paused = true)]
async fn an_http2_response_that_is_not_read_ends_the_connection() {
    let (certificates, root) = certificates();
    let (client, mut served) = serve(Some(certificates), false);
    let mut requests = http2_client(client, root, 1000).await;
    let unread = requests.send_request(ask("/send")).await.unwrap();
    let others = tokio::spawn(async move {
        while let Ok(response) = requests.send_request(ask("/who")).await {
            let _ = response.into_body().collect().await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    (&mut served.ended).await.unwrap();
    assert!(served.started.elapsed() <= 3 * PERIOD, "{:?}", served.started.elapsed());
    served.assert_limited("write_time");
    others.await.unwrap();
    drop(unread);
}

/// A header of the PROXY protocol that names a client of IPv4.
fn named(client: [u8; 4], port: u16) -> Vec<u8> {
    let mut header = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c".to_vec();
    header.extend(client);
    header.extend([10, 0, 0, 9]);
    header.extend(port.to_be_bytes());
    header.extend(80_u16.to_be_bytes());
    header
}

const WHO: &[u8] = b"GET /who HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

async fn reply(client: &mut DuplexStream) -> String {
    let mut reply = String::new();
    client.read_to_string(&mut reply).await.unwrap();
    reply
}

#[tokio::test(start_paused = true)]
async fn a_balancer_names_its_client() {
    let (mut client, _served) = serve(None, true);
    client.write_all(&[&named([203, 0, 113, 7], 4711), WHO].concat()).await.unwrap();
    assert!(reply(&mut client).await.ends_with("203.0.113.7:4711 false x"));
    // A health check of its own.
    let (mut client, _served) = serve(None, true);
    client.write_all(&[b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", WHO].concat()).await.unwrap();
    assert!(reply(&mut client).await.ends_with("10.0.0.1:1 false x"));
}

#[tokio::test(start_paused = true)]
async fn a_balancer_that_names_nobody_is_not_served() {
    let too_long = [b"\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff".as_slice(), WHO].concat();
    for bytes in [WHO, &too_long] {
        let (mut client, served) = serve(None, true);
        client.write_all(bytes).await.unwrap();
        assert_eq!(client.read(&mut [0; 1]).await.unwrap(), 0);
        assert!(served.started.elapsed() < Duration::from_secs(1));
    }
    let (mut client, served) = serve(None, true);
    client.write_all(b"\r\n\r\n").await.unwrap();
    assert_eq!(client.read(&mut [0; 1]).await.unwrap(), 0, "a header that does not end");
    served.assert_limited("header_time");
}

#[tokio::test(start_paused = true)]
async fn others_need_no_header() {
    let (mut client, _served) = serve(None, false);
    client.write_all(WHO).await.unwrap();
    assert!(reply(&mut client).await.ends_with("10.0.0.1:1 false x"));
}
