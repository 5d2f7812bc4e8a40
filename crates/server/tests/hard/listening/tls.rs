use miaohui_testkit::{TestDatabase, free_address};
use tokio::net::TcpStream;

use super::client::{Made, connect, get, get_http2, make_certificate};
use crate::program::{ServerProcess, clear_variables};

fn settings(made: &Made) -> Vec<String> {
    let file = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    vec![format!("tls.certificate={}", file(&made.certificate)), format!("tls.key={}", file(&made.key))]
}

#[tokio::test]
async fn https_speaks_http_1_and_2_and_plain_http_is_redirected() {
    let database = TestDatabase::create();
    let made = make_certificate(&database.dir());
    let free = free_address();
    let settings = [settings(&made), vec![format!("tls.redirect_listen={free}")]].concat();
    let server = ServerProcess::start_with(&database, "", "127.0.0.1:0", &settings);
    let connect = async |alpn| connect(&server.address, &made.root, alpn).await.unwrap();
    for response in [
        get(connect(b"http/1.1").await, "/docs").await,
        get_http2(connect(b"h2").await, "/docs").await,
        get(connect(b"http/1.1").await, "/nothing/here").await,
    ] {
        assert_eq!(response.headers()["strict-transport-security"], "max-age=15552000");
    }
    // Absolute links are of the scheme and the host that the client has used.
    let list = get_http2(connect(b"h2").await, "/api/crowdfunding/project/?page=1").await;
    assert_eq!(list.status(), 200, "{}", list.body());
    let port = server.address.rsplit_once(':').unwrap().1;
    let redirected = get(TcpStream::connect(free).await.unwrap(), "/docs?a=1").await;
    assert_eq!(redirected.status(), 308);
    assert_eq!(redirected.headers()["location"], format!("https://localhost:{port}/docs?a=1"));
    let plain = TcpStream::connect(&server.operations).await.unwrap();
    assert_eq!(get(plain, "/readyz").await.body(), "ready\n");
}

#[tokio::test]
async fn a_key_of_another_certificate_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let made = make_certificate(dir.path());
    let other = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    std::fs::write(&made.key, other.signing_key.serialize_pem()).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_miaohui"));
    clear_variables(&mut command);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(dir.path().join("data"));
    command.args(settings(&made).iter().flat_map(|setting| ["--set", setting]));
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("miaohui: [tls]:") && said.contains("do not belong together"), "{said}");
    assert!(!dir.path().join("data").exists(), "nothing was made");
}
