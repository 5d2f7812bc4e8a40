//! A recording through the proxy, and its replay, over HTTP.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use miaohui_replay::{Recorder, ReplayOptions, Report, record, replay};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// A server that answers with the JSON that it gets, as `change` makes it. It keeps the targets and bodies.
struct Echo {
    url: String,
    seen: Arc<Mutex<Vec<(String, Value)>>>,
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

impl Echo {
    async fn start(change: fn(Value) -> Value) -> Self {
        let (listener, url) = listen().await;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        let answer = move |request: Request| async move {
            let target = request.uri().to_string();
            let body = to_bytes(request.into_body(), 1 << 20).await.unwrap();
            let body: Value = serde_json::from_slice(&body).unwrap_or_default();
            kept.lock().push((target, body.clone()));
            ([("content-type", "application/json")], change(body).to_string())
        };
        let router = Router::new().fallback(answer);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, seen }
    }
}

/// A call: verb, target, the header `Authorization`, and the body.
type Sent = (&'static str, &'static str, Option<&'static str>, Value);

/// Sends calls through the proxy; the recording and its text.
async fn recorded(dir: &TempDir, calls: Vec<Sent>) -> (PathBuf, String) {
    let (server, out) = (Echo::start(|body| body).await, dir.path().join("calls.jsonl"));
    let unrecorded = vec!["console", "sms", "metrics", "media"];
    let recorder = Recorder::begin(&server.url, File::create(&out).unwrap(), None, unrecorded).unwrap();
    let (listener, url) = listen().await;
    let (end, ended) = oneshot::channel::<()>();
    let proxy = tokio::spawn(record(listener, recorder, async move { ended.await.unwrap_or_default() }));
    tokio::task::spawn_blocking(move || calls.into_iter().for_each(|call| send(&url, call))).await.unwrap();
    end.send(()).unwrap();
    proxy.await.unwrap().unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    (out, text)
}

fn send(url: &str, (verb, target, authorization, body): Sent) {
    let mut request = ureq::http::Request::builder().method(verb).uri(format!("{url}{target}"));
    request = request.header("connection", "close").header("content-type", "application/json");
    if let Some(authorization) = authorization {
        request = request.header("authorization", authorization);
    }
    ureq::run(request.body(body.to_string()).unwrap()).unwrap();
}

async fn replayed(recording: &Path, against: &Echo) -> Report {
    let against = against.url.clone();
    replay(recording, &ReplayOptions { against, ..ReplayOptions::default() }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_masked_in_numbers_in_words_and_in_a_bare_header() {
    let dir = TempDir::new().unwrap();
    let body = json!({
        "detailinfo": { "mobile": 13_800_000_001_i64, "qq": 10_001 },
        "fundinfo": { "account": 62_220_001, "name": "王庙会" },
        "password": 87_654_321, "nickname": "vx13800000001", "intro": "a@b.cn-c@d.cn", "total_days": 30,
    });
    let calls = vec![("PUT", "/api/accounts/user/", Some("0123456789abcdef"), body)];
    let (recording, text) = recorded(&dir, calls).await;
    for secret in ["1380000", "10001", "6222", "王庙会", "8765", "@b.cn", "d.cn", "0123456789abcdef"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    // A number is sent as a number again, if what is made up for it is one.
    let server = Echo::start(|body| body).await;
    let report = replayed(&recording, &server).await;
    assert!(report.differences.is_empty(), "{report}");
    let (_, sent) = server.seen.lock()[0].clone();
    assert!(sent["detailinfo"]["mobile"].is_i64(), "{sent}");
    assert_eq!(sent["nickname"], format!("vx{}", sent["detailinfo"]["mobile"]));
    assert_eq!(sent["total_days"], 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_itself_uses_is_not_recorded() {
    let dir = TempDir::new().unwrap();
    let get = |target| ("POST", target, None, json!({}));
    let passed = ["/sms/receipt", "/metrics", "/console", "/media/a.png?size=1"].map(get);
    let kept = ["/media-club", "/media-club/x", "/consoles/x?y=1"].map(get);
    let (_, text) = recorded(&dir, passed.into_iter().chain(kept).collect()).await;
    let lines = text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap());
    let targets: Vec<Value> = lines.map(|line| line["target"].clone()).collect();
    assert_eq!(targets, ["/media-club", "/media-club/x", "/consoles/x?y=1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_is_sent_as_it_was() {
    let dir = TempDir::new().unwrap();
    let target = "/api/x/?search=%3Cb%3E+1%2B1%26%E5%BA%99&email=a%40b.cn&page=2";
    let (recording, _) = recorded(&dir, vec![("POST", target, None, json!({}))]).await;
    let server = Echo::start(|body| body).await;
    let report = replayed(&recording, &server).await;
    assert!(report.differences.is_empty(), "{report}");
    assert_eq!(server.seen.lock()[0].0, target.replace("a%40b.cn", "replay1%40example.com"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_made_up_value_must_come_back() {
    let dir = TempDir::new().unwrap();
    let body = json!({ "email": "a@b.cn", "intro": "写给a@b.cn" });
    let (recording, _) = recorded(&dir, vec![("POST", "/api/x/", None, body)]).await;
    let server = Echo::start(|_| json!({ "email": "e@f.cn", "intro": "写给e@f.cn" })).await;
    let report = replayed(&recording, &server).await;
    let keys: Vec<&str> = report.differences.keys().map(|(_, key)| key.as_str()).collect();
    assert_eq!(keys, ["email", "intro"], "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_code_is_of_its_own_message() {
    let dir = TempDir::new().unwrap();
    let call = |code| ("POST", "/community/x", None, json!({ "phone": "13800000001", "code": code }));
    let (recording, _) = recorded(&dir, vec![call("111111"), call("222222")]).await;
    let log = dir.path().join("sms.jsonl");
    let message = |code| format!("{}\n", json!({ "phone": "8613800000001", "code": code }));
    std::fs::write(&log, message("333333")).unwrap();
    let server = Echo::start(|body| body).await;
    let (seen, second) = (Arc::clone(&server.seen), message("444444"));
    let written = log.clone();
    // The second message is written after the first call has been answered.
    let writing = tokio::task::spawn_blocking(move || {
        while seen.lock().is_empty() {
            std::thread::yield_now();
        }
        let mut file = File::options().append(true).open(written).unwrap();
        file.write_all(second.as_bytes()).unwrap();
    });
    let values = dir.path().join("values.jsonl");
    std::fs::write(&values, "[\"<phone:1>\",\"13800000001\"]\n").unwrap();
    let (against, sms_log, values) = (server.url.clone(), Some(log), Some(values));
    let options = ReplayOptions { against, sms_log, values, ..ReplayOptions::default() };
    replay(&recording, &options).await.unwrap();
    writing.await.unwrap();
    let codes: Vec<Value> = server.seen.lock().iter().map(|(_, body)| body["code"].clone()).collect();
    assert_eq!(codes, ["333333", "444444"]);
}
