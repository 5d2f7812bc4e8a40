//! Clients that stall are cut off. The time is the paused one of the runtime, so nothing waits.

use axum::body::Body;
use axum::routing::{get, post};
use http_body_util::BodyExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::time::Instant;

use super::*;

const PERIOD: Duration = Duration::from_secs(20);

struct Served {
    client: DuplexStream,
    metrics: Arc<Metrics>,
    ended: tokio::task::JoinHandle<()>,
    started: Instant,
    _stop: watch::Sender<()>,
}

fn serve() -> Served {
    let receive = |body: Body| async move {
        body.collect().await.map_or_else(|_| "cut off".to_owned(), |body| body.to_bytes().len().to_string())
    };
    let refuse = |_: Body| async { "refused" };
    let router = Router::new()
        .route("/receive", post(receive))
        .route("/refuse", post(refuse))
        .route("/send", get(|| async { vec![7; 1 << 20] }));
    let deadlines = Deadlines {
        headers: Duration::from_secs(30),
        idle: Duration::from_secs(75),
        header_bytes: 16 << 10,
        progress: PERIOD,
        progress_bytes: 1000,
    };
    let (client, server) = duplex(4096);
    let metrics = Arc::new(Metrics::default());
    let peer = Client { address: "203.0.113.1:1".parse().unwrap(), over_tls: false };
    let (stop, stopping) = watch::channel(());
    let shared = Shared {
        router,
        deadlines,
        metrics: Arc::clone(&metrics),
        leaving: Arc::default(),
        on_its_way: Duration::ZERO,
        stopping,
    };
    let (ended, started) = (tokio::spawn(run(server, peer, shared)), Instant::now());
    Served { client, metrics, ended, started, _stop: stop }
}

impl Served {
    async fn send(&mut self, text: &str) {
        self.client.write_all(text.as_bytes()).await.unwrap();
    }

    async fn reply(&mut self) -> String {
        let mut reply = Vec::new();
        self.client.read_to_end(&mut reply).await.unwrap();
        String::from_utf8_lossy(&reply).into_owned()
    }

    fn assert_limited(&self, limit: &str) {
        let line = format!("miaohui_limited_total{{limit=\"{limit}\"}} 1");
        let shown = self.metrics.render().unwrap();
        assert!(shown.contains(&line), "{line}\n{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_dribbles_is_cut_off() {
    let mut served = serve();
    served.send("POST /receive HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n").await;
    let (mut reader, mut writer) = tokio::io::split(served.client);
    let dribble = tokio::spawn(async move {
        while writer.write_all(b"x").await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    });
    let mut reply = Vec::new();
    reader.read_to_end(&mut reply).await.unwrap();
    assert!(String::from_utf8_lossy(&reply).ends_with("cut off"));
    served.ended.await.unwrap();
    assert!(served.started.elapsed() < 2 * PERIOD, "{:?}", served.started.elapsed());
    drop(reader);
    dribble.await.unwrap();
    let shown = served.metrics.render().unwrap();
    assert!(shown.contains("miaohui_limited_total{limit=\"body_time\"} 1"), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_that_advances_is_read() {
    let mut served = serve();
    served
        .send("POST /receive HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 10000\r\n\r\n")
        .await;
    for _ in 0..20 {
        sleep(Duration::from_secs(9)).await;
        served.send(&"x".repeat(500)).await;
    }
    assert!(served.reply().await.ends_with("10000"));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_cut_off() {
    let mut served = serve();
    served.send("GET /send HTTP/1.1\r\nhost: x\r\n\r\n").await;
    (&mut served.ended).await.unwrap();
    assert!(served.started.elapsed() <= PERIOD);
    served.assert_limited("write_time");
}

#[tokio::test(start_paused = true)]
async fn headers_that_do_not_end_are_cut_off() {
    let mut served = serve();
    served.send("GET /send HTTP/1.1\r\nhost: ").await;
    (&mut served.ended).await.unwrap();
    assert!(served.started.elapsed() <= Duration::from_secs(31), "{:?}", served.started.elapsed());
    served.assert_limited("header_time");
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_kept_longer_than_headers() {
    let mut served = serve();
    for _ in 0..3 {
        sleep(Duration::from_secs(70)).await;
        served.send("POST /receive HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\nx").await;
        let mut reply = Vec::new();
        while !reply.ends_with(b"\r\n\r\n1") {
            assert!(served.client.read_buf(&mut reply).await.unwrap() > 0, "closed");
        }
    }
    let answered = Instant::now();
    (&mut served.ended).await.unwrap();
    assert!(answered.elapsed() >= Duration::from_secs(74));
    assert!(!served.metrics.render().unwrap().contains("header_time"));
}

#[tokio::test(start_paused = true)]
async fn headers_of_a_later_request_that_do_not_end_are_cut_off() {
    let mut served = serve();
    served.send("POST /receive HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\nx").await;
    sleep(Duration::from_secs(60)).await;
    let (mut reader, mut writer) = tokio::io::split(served.client);
    let begun = Instant::now();
    let dribble = tokio::spawn(async move {
        writer.write_all(b"GET /send HTTP/1.1\r\nhost: ").await.unwrap();
        while writer.write_all(b"x").await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    });
    let mut reply = Vec::new();
    let _ = reader.read_to_end(&mut reply).await;
    served.ended.await.unwrap();
    assert!(begun.elapsed() <= Duration::from_secs(31), "{:?}", begun.elapsed());
    assert!(served.metrics.render().unwrap().contains("miaohui_limited_total{limit=\"header_time\"} 1"));
    drop(reader);
    dribble.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_refused_body_is_dropped_while_the_response_is_read() {
    let mut served = serve();
    served.send("POST /refuse HTTP/1.1\r\nhost: x\r\ncontent-length: 2000000\r\n\r\n").await;
    let (mut reader, mut writer) = tokio::io::split(served.client);
    let sending = tokio::spawn(async move { writer.write_all(&b"x".repeat(2_000_000)).await });
    let mut reply = Vec::new();
    reader.read_to_end(&mut reply).await.unwrap();
    assert!(String::from_utf8_lossy(&reply).ends_with("refused"));
    sending.await.unwrap().unwrap();
}

/// So that a client may send its next request into it, as proxies do.
#[tokio::test(start_paused = true)]
async fn a_small_body_that_nobody_reads_leaves_the_connection_open() {
    for (length, body) in
        [("content-length: 5", "hello"), ("transfer-encoding: chunked", "5\r\nhello\r\n0\r\n\r\n")]
    {
        let mut served = serve();
        served.send(&format!("POST /refuse HTTP/1.1\r\nhost: x\r\n{length}\r\n\r\n")).await;
        sleep(Duration::from_millis(100)).await;
        served.send(body).await;
        let next = "POST /receive HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\nhi";
        served.send(next).await;
        let reply = served.reply().await;
        let (first, second) = reply.split_once("refused").unwrap();
        assert!(!first.contains("connection"), "{reply}");
        assert!(second.ends_with("\r\n\r\n2"), "{reply}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_large_or_late_and_that_nobody_reads_ends_the_connection() {
    for length in ["content-length: 2000000", "content-length: 5", "transfer-encoding: chunked"] {
        let mut served = serve();
        served.send(&format!("POST /refuse HTTP/1.1\r\nhost: x\r\n{length}\r\n\r\n")).await;
        let reply = served.reply().await;
        assert!(reply.contains("connection: close\r\n") && reply.ends_with("refused"), "{reply}");
    }
}
