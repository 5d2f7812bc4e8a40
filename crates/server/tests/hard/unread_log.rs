//! Nobody waits for whoever reads the log.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use miaohui_testkit::TestDatabase;

use crate::program::{addresses, clear_variables};

/// Starts a server whose log goes to a pipe.
fn start(database: &TestDatabase, level: &str) -> (Child, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--set", "operations_listen=127.0.0.1:0"]);
    command.args(["--set", &format!("log.level={level}"), "--data-dir"]).arg(database.dir());
    if database.is_postgres() {
        command.args(["--database-url", database.url()]);
    }
    clear_variables(&mut command);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let [address, operations] = addresses(&mut child);
    (child, address, operations)
}

/// Calls a method that does not exist, so many times.
async fn call(address: &str, times: usize) {
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(5)).build().unwrap();
    for n in 0..times {
        let request = http.post(format!("http://{address}/community/nothing")).body("{}");
        let reply = request.send().await.unwrap_or_else(|error| panic!("call {n}: {error}"));
        assert_eq!(reply.status(), 200);
    }
}

fn stop(child: &Child) {
    let ended = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(ended.success());
}

#[tokio::test]
async fn a_log_that_nobody_reads_stops_nothing() {
    let database = TestDatabase::create();
    // Many lines for each call.
    let (mut child, address, operations) = start(&database, "trace");
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(5)).build().unwrap();
    let get = async |url: String| http.get(url).send().await.unwrap().text().await.unwrap();
    let dropped = async || {
        let shown = get(format!("http://{operations}/metrics")).await;
        let line = shown.lines().find_map(|line| line.strip_prefix("miaohui_log_lines_dropped_total "));
        line.unwrap().parse::<u64>().unwrap()
    };
    let mut calls = 0;
    while dropped().await == 0 {
        call(&address, 200).await;
        calls += 200;
        assert!(calls < 40_000, "no line was dropped");
    }
    assert_eq!(get(format!("http://{operations}/readyz")).await, "ready\n");
    stop(&child);
    assert!(child.wait().unwrap().success(), "it ends, too");
}

#[tokio::test]
async fn the_last_lines_are_written_before_the_end() {
    let database = TestDatabase::create();
    let (mut child, address, _) = start(&database, "info");
    let mut log = child.stderr.take().unwrap();
    let read = std::thread::spawn(move || {
        let mut text = String::new();
        log.read_to_string(&mut text).unwrap();
        text
    });
    call(&address, 1000).await;
    stop(&child);
    assert!(child.wait().unwrap().success());
    let log = read.join().unwrap();
    assert_eq!(log.lines().filter(|line| line.contains("\"request\"")).count(), 1000);
    assert!(!log.contains("NOTICE") && !log.contains("log.file"), "{log:.2000}");
}
