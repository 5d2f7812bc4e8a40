//! What strangers send costs little: bodies, connections and files are bounded on every path.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};

use miaohui_crowdfunding::routes;
use miaohui_testkit::{TestApp, code, png};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// How much a stranger may send before the reply: the sockets hold some megabytes.
const MOST_SENT: usize = 24 << 20;

/// Every path that reads a body, with and without a login.
fn paths(app: &TestApp) -> Vec<(Method, String)> {
    let settings = &app.service.community.settings;
    let mut paths = Vec::new();
    for mount in &settings.mounts {
        for path in ["", "/", "/user_login", "/upload"] {
            paths.push((Method::POST, format!("{mount}{path}")));
        }
    }
    for resource in routes::table() {
        let path = resource.path.replace("{id}", "1").replace("{sid}", "1");
        let written = resource.operations.iter().filter(|operation| operation.verb != Method::GET);
        paths.extend(written.map(|operation| (operation.verb.clone(), path.clone())));
    }
    for path in ["sign-in", "sign-in/code", "sign-out", "r/users", "r/users/1", "account/password"] {
        paths.push((Method::POST, format!("/console/{path}")));
    }
    paths.push((Method::POST, "/pay/sandbox/notify".to_owned()));
    paths
}

/// Sends a body that goes on and on; returns the status, 0 without one, and the bytes sent before
/// it.
async fn pour(app: &TestApp, verb: &Method, path: &str, kind: &str, start: &[u8]) -> (u16, usize) {
    let stream = TcpStream::connect(app.address).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let head = format!(
        "{verb} {path} HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: 99000000\r\n\r\n"
    );
    writer.write_all(head.as_bytes()).await.unwrap();
    writer.write_all(start).await.unwrap();
    let piece = vec![b'a'; 64 << 10];
    let (mut sent, mut reply) = (0, [0; 64]);
    let read = loop {
        tokio::select! {
            biased;
            read = reader.read(&mut reply) => break read.unwrap_or(0),
            written = writer.write(&piece) => match written {
                Ok(count) => sent += count,
                Err(_) => break reader.read(&mut reply).await.unwrap_or(0),
            },
        }
        if sent > MOST_SENT {
            break 0;
        }
    };
    let status = String::from_utf8_lossy(&reply[..read]).split(' ').nth(1).and_then(|text| text.parse().ok());
    (status.unwrap_or(0), sent)
}

#[tokio::test]
async fn an_endless_body_is_refused_on_every_path() {
    let app = TestApp::start().await;
    let form = "multipart/form-data; boundary=x";
    let bodies: [(&str, &[u8]); 4] = [
        (form, b"--x\r\nContent-Disposition: form-data; name=\""),
        (form, b"--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f.jpg\"\r\n\r\n"),
        ("application/x-www-form-urlencoded", b""),
        ("application/json", b"{\""),
    ];
    for (verb, path) in paths(&app) {
        for (kind, start) in bodies {
            let (status, sent) = pour(&app, &verb, &path, kind, start).await;
            assert!(sent <= MOST_SENT, "{verb} {path} takes {sent} bytes of {kind}");
            assert!((200..500).contains(&status), "{verb} {path}: {status} after {sent} bytes of {kind}");
        }
    }
    let shown = app.service.platform.metrics.render().unwrap();
    for limit in ["body_bytes", "part_header_bytes"] {
        assert!(shown.contains(&format!("miaohui_limited_total{{limit=\"{limit}\"}}")), "{limit}\n{shown}");
    }
}

#[tokio::test]
async fn the_number_of_fields_is_bounded() {
    let app = TestApp::start_with(&["requests.fields_max=10"]).await;
    let ann = app.crowdfunding_user(1).await;
    let path = "/api/crowdfunding/feedback/";
    let names: Vec<String> = (0..11).map(|n| format!("f{n}")).collect();
    let pairs: Vec<_> = names.iter().map(|name| (name.as_str(), "1")).collect();
    let object: Value =
        names.iter().map(|name| (name.clone(), json!(1))).collect::<serde_json::Map<_, _>>().into();
    let parts = names.iter().fold(Form::new(), |form, name| form.text(name.clone(), "1"));
    let request = || app.request(Some(&ann), Method::POST, path);
    for request in [request().form(&pairs), request().json(&object), request().multipart(parts)] {
        assert_eq!(app.send(request).await.error(), 10011);
    }
    assert_eq!(code(&app.call("current_time", object).await), 400);
    assert_eq!(app.send(request().form(&pairs[..10])).await.error(), 10006, "the fields are read");
}

/// Makes it impossible to store a file, so that a reply shows whether it was tried.
fn forbid_files(app: &TestApp) {
    std::fs::remove_dir(app.data_dir().join("media/tmp")).unwrap();
}

async fn send_file(app: &TestApp, name: &str, first: Option<&str>, last: Option<&str>) -> i64 {
    let file = Part::bytes(png(1, 40, 30)).file_name(name.to_owned());
    let mut form = Form::new();
    if let Some(id) = first {
        form = form.text("media_id", id.to_owned());
    }
    form = form.part("file", file);
    if let Some(id) = last {
        form = form.text("media_id", id.to_owned());
    }
    let response = app.http.post(app.url("/community/upload")).multipart(form).send().await.unwrap();
    code(&response.json().await.unwrap())
}

#[tokio::test]
async fn no_byte_of_a_file_is_stored_before_its_media_id_is_known() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let issue =
        async || app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    let (one, two, three) = (issue().await, issue().await, issue().await);
    // The existing client sends the file first, named after its id.
    assert_eq!(send_file(&app, &format!("{one}.jpg"), None, Some(&one)).await, 0);
    assert_eq!(send_file(&app, &two, None, Some(&two)).await, 0);
    assert_eq!(send_file(&app, "picture.jpg", Some(&three), None).await, 0);
    let waiting = issue().await;
    assert_eq!(send_file(&app, &format!("{waiting}.jpg"), None, None).await, 400, "without the field");
    let other = issue().await;
    assert_eq!(send_file(&app, &format!("{waiting}.jpg"), None, Some(&other)).await, 400, "another id");
    forbid_files(&app);
    assert_eq!(send_file(&app, &format!("{waiting}.jpg"), None, Some(&waiting)).await, -1, "is tried");
    for name in ["picture.jpg", "", "../../x.jpg", "288c016b-6e19-46aa-8025-f5fdac727cb6.jpg"] {
        assert_eq!(send_file(&app, name, None, Some(&waiting)).await, 400, "{name}");
    }
    assert_eq!(send_file(&app, &format!("{waiting}.jpg"), Some("unknown"), None).await, 400);
    assert_eq!(send_file(&app, &format!("{one}.jpg"), None, Some(&one)).await, 110, "filled already");
}

#[tokio::test]
async fn no_byte_of_an_image_is_stored_before_its_sender_is_known() {
    let app = TestApp::start_with(&["limits.anonymous_images_per_hour=2"]).await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let form = || Form::new().text("type", "2").part("image", Part::bytes(png(1, 40, 30)).file_name("a.png"));
    let own = app.upload_image(Some(&ann), 2).await;
    for _ in 0..2 {
        app.upload_image(None, 2).await;
    }
    forbid_files(&app);
    let post = async |token: &str| {
        let request = app.http.post(app.url("/api/image/")).header("authorization", format!("Token {token}"));
        request.multipart(form()).send().await.unwrap().status()
    };
    assert_eq!(post(&ann.token).await, 500, "is tried");
    assert_eq!(post(&"0".repeat(40)).await, 401);
    let anonymous = app.send(app.request(None, Method::POST, "/api/image/").multipart(form())).await;
    assert_eq!((anonymous.status.as_u16(), anonymous.error()), (429, 10038));
    let shown = app.service.platform.metrics.render().unwrap();
    assert!(shown.contains("miaohui_limited_total{limit=\"anonymous_images\"} 1"), "{shown}");
    let own = format!("/api/image/{own}/");
    for (who, path, status) in
        [(None, own.as_str(), 401), (Some(&bob), &own, 403), (Some(&bob), "/api/image/999/", 404)]
    {
        let answer = app.send(app.request(who, Method::PUT, path).multipart(form())).await;
        assert_eq!(answer.status, status, "{path}");
    }
}

#[tokio::test]
async fn the_sign_in_takes_no_files() {
    let app = TestApp::start().await;
    forbid_files(&app);
    for path in ["/console/sign-in", "/console/sign-in/code"] {
        let form = Form::new().part("email", Part::bytes(png(1, 40, 30)).file_name("a.png"));
        let response = app.http.post(app.url(path)).multipart(form).send().await.unwrap();
        assert_eq!(response.status(), 422, "{path}");
    }
}

#[tokio::test]
async fn an_address_has_a_bounded_number_of_connections() {
    let app = TestApp::start_with(&["connections.max_per_address=3"]).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(app.address).await.unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        assert!(stream.read(&mut [0; 512]).await.unwrap() > 0);
        open.push(stream);
    }
    let mut refused = TcpStream::connect(app.address).await.unwrap();
    assert_eq!(refused.read(&mut [0; 1]).await.unwrap_or(0), 0, "closed at once");
    let shown = app.service.platform.metrics.render().unwrap();
    for line in ["miaohui_limited_total{limit=\"connections_per_address\"} 1", "miaohui_connections 3"] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
}

#[tokio::test]
async fn a_trusted_proxy_has_as_many_connections_as_it_needs() {
    let app = TestApp::start_with(&["connections.max_per_address=1", "trusted_proxies=127.0.0.1"]).await;
    for _ in 0..5 {
        let mut stream = TcpStream::connect(app.address).await.unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        assert!(stream.read(&mut [0; 512]).await.unwrap() > 0);
    }
}

/// Asks from an address of this machine other than the usual one.
async fn get_from(source: &str, address: SocketAddr, path: &str) -> String {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(source.parse().unwrap()).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    reply
}

/// Few file descriptors: the server warns, and stalled connections of one address leave places for
/// the others.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn few_descriptors_are_reported_and_do_not_lock_everybody_out() {
    let dir = tempfile::tempdir().unwrap();
    let script = "ulimit -n 256; exec \"$0\" \"$@\"";
    let mut child = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_miaohui"), "serve", "--listen", "127.0.0.1:0"])
        .args(["--set", "operations_listen=127.0.0.1:0", "--data-dir"])
        .arg(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next_address = |what: &str| -> SocketAddr {
        let line = lines.find_map(|line| line.ok().filter(|line| line.trim_start().starts_with(what)));
        line.unwrap().split("http://").nth(1).unwrap().split('/').next().unwrap().parse().unwrap()
    };
    let (address, operations) = (next_address("Community API"), next_address("Metrics"));
    let mut stalled = Vec::new();
    for _ in 0..300 {
        stalled.push(TcpStream::connect(address).await);
    }
    assert!(get_from("127.0.0.2:0", address, "/docs").await.starts_with("HTTP/1.1 200"));
    let shown = get_from("127.0.0.2:0", operations, "/metrics").await;
    assert!(shown.contains("miaohui_limited_total{limit=\"connections_per_address\"} 268"), "{shown}");
    drop(stalled);
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(log.contains("256 open files allow 64 connections"), "{log}");
}
