//! The command line: flags, error messages and exit.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn miaohui(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    let ours = std::env::vars().filter(|(name, _)| name.starts_with("MIAOHUI_")).map(|(name, _)| name);
    for name in ours {
        command.env_remove(name);
    }
    command.args(args).output().unwrap()
}

fn error_of(args: &[&str]) -> String {
    let output = miaohui(args);
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).unwrap();
    let line = text.lines().find(|line| line.starts_with("miaohui: ")).unwrap_or_else(|| panic!("{text}"));
    line.to_owned()
}

#[test]
fn the_default_configuration_is_printed() {
    let output = miaohui(&["config"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("listen = \"127.0.0.1:8080\""), "{text}");
    let url = "postgres://miao:hush-hush@db/community";
    let output = miaohui(&["config", "--effective", "--database-url", url]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("miao") && !text.contains("hush-hush"), "{text}");
}

#[test]
fn a_failed_start_prints_its_reason_in_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let error = error_of(&["serve", "--data-dir", data, "--listen", &address]);
    assert!(error.contains(&format!("cannot listen on {address}")) && error.contains("in use"), "{error}");

    let file = dir.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    let error = error_of(&["serve", "--listen", "127.0.0.1:0", "--data-dir", file.to_str().unwrap()]);
    assert!(error.contains("cannot write to the data directory") && error.contains("a-file"), "{error}");

    let serve = |url: &str| {
        error_of(&["serve", "--listen", "127.0.0.1:0", "--data-dir", data, "--database-url", url])
    };
    let error = serve("mysql://localhost/x");
    assert!(error.contains("postgres://"), "{error}");
    let error = serve("postgres://nobody:hush-hush@127.0.0.1:1/none");
    assert!(error.contains("cannot connect to PostgreSQL") && !error.contains("hush-hush"), "{error}");

    let error = error_of(&["serve", "--set", "databse.queue=5"]);
    assert!(error.contains("database.queue"), "names the nearest key: {error}");
}

/// Starts a server, and returns it when it is ready.
fn ready(data: &Path, settings: &[&str]) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_miaohui"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data)
        .args(settings.iter().flat_map(|setting| ["--set", setting]))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It writes a few lines more, for which the pipe must stay open.
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    assert!(line.contains("is ready"), "{line}");
    child.stdout = Some(lines.into_inner());
    child
}

/// Sends SIGTERM, after which the server must end in order.
fn end(mut server: Child) {
    let pid = server.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(server.wait().unwrap().code(), Some(0));
}

#[test]
fn sigterm_stops_the_server_and_a_newer_schema_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    end(ready(dir.path(), &[]));

    let database = rusqlite::Connection::open(dir.path().join("miaohui.db")).unwrap();
    let newer = "INSERT INTO schema_migration VALUES ('community', 9999, 'from the future', '', 0)";
    database.execute(newer, []).unwrap();
    drop(database);
    let error = error_of(&["serve", "--listen", "127.0.0.1:0", "--data-dir", data]);
    assert!(error.contains("newer than this binary"), "{error}");
}

#[test]
fn a_slow_webhook_does_not_hold_up_the_end_of_the_server() {
    const TIMEOUT_SECONDS: u64 = 30;
    let (dir, slow) = (tempfile::tempdir().unwrap(), std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    let timeout = format!("webhooks.timeout_seconds={TIMEOUT_SECONDS}");
    let settings = ["webhooks.allow_private=true", "webhooks.allow_http=true", &timeout];
    let server = ready(dir.path(), &settings);
    let (database, clock) =
        (rusqlite::Connection::open(dir.path().join("miaohui.db")).unwrap(), miaohui_kernel::Clock::system());
    let (url, now) = (format!("http://{}/", slow.local_addr().unwrap()), clock.now_ms());
    let entered = format!(
        "INSERT INTO webhook_endpoint (url, created_at) VALUES ('{url}', {now});
         INSERT INTO webhook_delivery (endpoint_id, kind, thing, data, created_at, next_at)
         SELECT id, 'ping', 'ping:1', '{{}}', {now}, {now} FROM webhook_endpoint"
    );
    database.execute_batch(&entered).unwrap();
    // It takes the call and never answers.
    let _call = slow.accept().unwrap();
    let watch = clock.stopwatch();
    end(server);
    assert!(watch.elapsed().as_secs() < TIMEOUT_SECONDS / 2, "{:?}", watch.elapsed());
}

#[tokio::test]
async fn the_refund_command_works_beside_a_running_server() {
    let app = miaohui_testkit::TestApp::start().await;
    if app.is_postgres() {
        return;
    }
    miaohui_testkit::CommunityFixture::create(&app).await;
    let (dir, refund) = (app.data_dir(), ["refund", "--reason", "it rained", "--data-dir"]);
    let with = |more: &[&'static str]| -> Vec<String> {
        let dir = dir.to_str().unwrap();
        refund.iter().copied().chain([dir]).chain(more.iter().copied()).map(str::to_owned).collect()
    };
    let run = async |more: &[&'static str]| {
        let args = with(more);
        let run = move || miaohui(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let output = tokio::task::spawn_blocking(run).await.unwrap();
        (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let (done, said) = run(&["1", "--fen", "500"]).await;
    assert!(done && said.contains("5.00 yuan go back, 14.99 yuan stay"), "{said}");
    let (done, said) = run(&["1", "--fen", "1500"]).await;
    assert!(
        !done && said.contains("miaohui: payment 1: at most 14.99 yuan of it are left to go back"),
        "{said}"
    );
    let (done, said) = run(&["7"]).await;
    assert!(!done && said.contains("miaohui: payment 7: there is no such payment"), "{said}");
    assert!(!run(&["1", "--fen", "0"]).await.0);
    app.require_verified().await;
}

#[tokio::test]
async fn the_bills_command_names_what_it_cannot_do() {
    let app = miaohui_testkit::TestApp::start().await;
    if app.is_postgres() {
        return;
    }
    let dir = app.data_dir();
    let run = |more: &[&str]| miaohui(&[&["bills", "--data-dir", dir.to_str().unwrap()], more].concat());
    let output = run(&[]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "no bill is missing\n");
    for (wrong, error) in [
        (["--channel", "sandbox"], "the channel is not enabled"),
        (["--channel", "bank"], "the channel is not enabled"),
        (["--day", "9999-12-30"], "the day is not over in China"),
        (["--day", "2018-6-8"], "days are written as 2018-06-08"),
    ] {
        let output = run(&wrong);
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && text.contains(error), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_tells_files_that_no_row_names_and_removes_them() {
    let app = miaohui_testkit::TestApp::start().await;
    if app.is_postgres() {
        return;
    }
    let dir = app.data_dir();
    let data = dir.to_str().unwrap();
    let output = |args: &[&str]| {
        let output = miaohui(&[&["verify", "--data-dir", data], args].concat());
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(output(&[]), (true, "all is well\n".to_owned()));
    let shard = dir.join("media/blobs/ab/cd");
    std::fs::create_dir_all(&shard).unwrap();
    let file = shard.join(format!("abcd{}", "0".repeat(60)));
    std::fs::write(&file, "x").unwrap();
    assert_eq!(output(&["--repair"]), (true, "all is well\n".to_owned()), "it may be an upload under way");
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1);
    std::fs::File::options().write(true).open(&file).unwrap().set_modified(long_ago).unwrap();
    assert_eq!(output(&[]), (false, "no row names a file: 1 rows\n".to_owned()));
    let repaired = "no row names a file: 1 rows (repaired)\nall is well\n";
    assert_eq!(output(&["--repair"]), (true, repaired.to_owned()));
    assert!(!file.exists());
}
