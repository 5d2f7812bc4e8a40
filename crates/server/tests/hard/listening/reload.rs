use std::path::{Path, PathBuf};
use std::process::Command;

use miaohui_testkit::TestDatabase;
use serde_json::{Value, json};

use super::client::{connect, get, make_certificate};
use crate::program::{ServerProcess, clear_variables};

/// The server with a configuration file of its own.
struct Configured {
    database: TestDatabase,
    file: PathBuf,
    server: ServerProcess,
}

impl Configured {
    fn start(text: &str) -> Self {
        let database = TestDatabase::create();
        let file = database.dir().join("miaohui.toml");
        std::fs::write(&file, text).unwrap();
        let shell = format!("export MIAOHUI_CONFIG='{}';", file.display());
        let server = ServerProcess::start(&database, &shell);
        Self { database, file, server }
    }

    /// Runs a command on the same data directory; returns whether it succeeds, and what it prints.
    fn run(&self, args: &[&str]) -> (bool, String) {
        run(args, &self.database.dir())
    }
}

fn run(args: &[&str], data: &Path) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    clear_variables(&mut command);
    let output = command.args(args).arg("--data-dir").arg(data).output().unwrap();
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

async fn login(http: &reqwest::Client, address: &str) -> i64 {
    let body = json!({ "country": "86", "phone": "13800138000", "password": "x" }).to_string();
    let request = http.post(format!("http://{address}/community/user_login")).body(body);
    let reply: Value = request.send().await.unwrap().json().await.unwrap();
    reply["code"].as_i64().unwrap()
}

#[tokio::test]
async fn a_reload_changes_limits_at_once_and_says_what_needs_a_restart() {
    let configured = Configured::start("[limits]\nlogin_per_minute = 1000\n");
    let (http, address) =
        (reqwest::Client::builder().no_proxy().build().unwrap(), &configured.server.address);
    assert_eq!(configured.run(&["reload"]).1.split_once(": ").unwrap().1, "nothing has changed\n");
    for _ in 0..3 {
        assert_ne!(login(&http, address).await, 110);
    }
    let new = "[limits]\nlogin_per_minute = 1\nlock_minutes = 1\ndeepest_offset = 5\n[log]\nlevel = 'debug'\n\
               [database]\nqueue = 9\n";
    std::fs::write(&configured.file, new).unwrap();
    let expected = "changed: limits.lock_minutes, limits.login_per_minute, log.level; needs a restart: \
                    database.queue, limits.deepest_offset\n";
    let (done, said) = configured.run(&["reload"]);
    assert!(done && said.ends_with(expected), "{said}");
    login(&http, address).await;
    assert_eq!(login(&http, address).await, 110, "one login in a minute");

    // What needs a restart is named until there is one.
    let (_, said) = configured.run(&["reload"]);
    assert!(said.ends_with(": needs a restart: database.queue, limits.deepest_offset\n"), "{said}");

    std::fs::write(&configured.file, "[limits]\nlogin_per_minute = 1000\nlogin_per_hour = 1\n").unwrap();
    let (done, said) = configured.run(&["reload"]);
    assert!(!done && said.contains("nothing has changed: unknown key `limits.login_per_hour`"), "{said}");
    assert_eq!(login(&http, address).await, 110, "the old limit stays");
}

#[tokio::test]
async fn a_reload_without_a_server_fails() {
    let dir = tempfile::tempdir().unwrap();
    let (done, said) = run(&["reload"], dir.path());
    assert!(!done && said.starts_with("miaohui: no server of this user runs on "), "{said}");
}

#[tokio::test]
async fn a_key_that_the_data_need_cannot_be_lost_by_a_reload() {
    let configured = Configured::start("");
    let keys = configured.database.dir().join("miaohui.keys");
    let old = std::fs::read(&keys).unwrap();
    std::fs::write(&keys, format!("other {}\n", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")).unwrap();
    let (done, said) = configured.run(&["reload"]);
    assert!(!done && said.contains("nothing has changed: the keys of personal data"), "{said}");
    std::fs::write(&keys, old).unwrap();
    assert!(configured.run(&["reload"]).0);
}

#[tokio::test]
async fn sighup_replaces_the_certificate() {
    let database = TestDatabase::create();
    let first = make_certificate(&database.dir());
    let settings = ["certificate", "key"].map(|key| {
        let file = if key == "key" { &first.key } else { &first.certificate };
        format!("tls.{key}={}", file.display())
    });
    let server = ServerProcess::start_with(&database, "", "127.0.0.1:0", &settings);
    let stream = connect(&server.address, &first.root, b"http/1.1").await.unwrap();
    assert_eq!(get(stream, "/docs").await.status(), 200);
    let kept = connect(&server.address, &first.root, b"http/1.1").await.unwrap();
    let second = make_certificate(&database.dir());
    server.signal("HUP");
    while connect(&server.address, &second.root, b"http/1.1").await.is_err() {
        tokio::task::yield_now().await;
    }
    assert!(connect(&server.address, &first.root, b"http/1.1").await.is_err(), "the old one is gone");
    assert_eq!(get(kept, "/docs").await.status(), 200, "an open connection goes on");
}

#[tokio::test]
async fn the_health_command_asks_the_server() {
    let configured = Configured::start("");
    let at = format!("operations_listen={}", configured.server.operations);
    for args in [["health", "--set", &at].as_slice(), &["health", "--live", "--set", &at]] {
        assert_eq!(configured.run(args), (true, String::new()));
    }
    let data = configured.database.dir();
    drop(configured.server);
    let (healthy, said) = run(&["health", "--set", &at], &data);
    assert!(!healthy && said.contains("refused"), "{said}");
}

/// The socket is systemd's.
#[test]
fn systemd_is_told_of_readiness_and_of_the_end() {
    let database = TestDatabase::create();
    let path = database.dir().join("notify.sock");
    let socket = std::os::unix::net::UnixDatagram::bind(&path).unwrap();
    let shell = format!("export NOTIFY_SOCKET='{}' WATCHDOG_USEC=20000 WATCHDOG_PID=$$;", path.display());
    let mut server = ServerProcess::start(&database, &shell);
    let heard = |word: &str| {
        let mut bytes = [0; 256];
        loop {
            let length = socket.recv(&mut bytes).unwrap();
            if String::from_utf8_lossy(&bytes[..length]).lines().any(|line| line == word) {
                break;
            }
        }
    };
    heard("READY=1");
    heard("WATCHDOG=1");
    heard("WATCHDOG=1");
    server.signal("TERM");
    heard("STOPPING=1");
    server.wait();
}
