//! Which databases a command opens, and which it refuses.

use std::path::Path;
use std::process::{Command, Output};

use miaohui_kernel::Clock;
use miaohui_testkit::{TestApp, TestDatabase, png};
use serde_json::json;

use crate::operations::get;

/// Commands that only read, and some that write.
const READING: [&[&str]; 3] = [&["verify"], &["ledger", "platform"], &["keys", "list"]];
const WRITING: [&[&str]; 3] =
    [&["staff", "add", "ann@example.com"], &["import", "locations"], &["verify", "--repair"]];

fn run(dir: &Path, url: Option<&str>, command: &[&str]) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIAOHUI_")) {
        process.env_remove(name);
    }
    process.args(command).arg("--data-dir").arg(dir);
    process.args(url.iter().flat_map(|url| ["--database-url", url])).output().unwrap()
}

fn url(database: &TestDatabase) -> Option<&str> {
    database.is_postgres().then(|| database.url())
}

/// The line that a failed command ends with.
fn refusal(output: Output) -> String {
    assert!(!output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stderr).unwrap();
    text.lines().find(|line| line.starts_with("miaohui: ")).unwrap_or_else(|| panic!("{text}")).to_owned()
}

fn files(dir: &Path) -> Vec<String> {
    let names = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

fn execute(database: &TestDatabase, sql: &str) {
    let connection = rusqlite::Connection::open(database.dir().join("miaohui.db")).unwrap();
    connection.execute_batch(sql).unwrap();
}

/// What `serve` says when it does not start.
fn serve(database: &TestDatabase, more: &[&str]) -> String {
    let command = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
    refusal(run(&database.dir(), url(database), &command))
}

/// An app whose data directory has been used.
async fn used() -> TestDatabase {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    app.upload(&ann, png(1, 400, 300)).await;
    app.close().await
}

#[test]
fn no_command_but_serve_makes_a_database() {
    let database = TestDatabase::create();
    for command in READING.iter().chain(&WRITING).chain(&[&["upgrade"] as &[&str]]) {
        let said = refusal(run(&database.dir(), url(&database), command));
        assert!(said.contains("there is no database in"), "{command:?}: {said}");
        assert_eq!(files(&database.dir()), [""; 0], "{command:?}");
        let nowhere = database.dir().join("nowhere");
        let said = refusal(run(&nowhere, url(&database), command));
        assert!(said.contains("there is no data directory"), "{command:?}: {said}");
        assert!(!nowhere.exists());
    }
}

#[tokio::test]
async fn reading_commands_read_beside_a_server_and_change_nothing() {
    let app = TestApp::start().await;
    let (dir, url) = (app.data_dir(), url(app.database()).map(str::to_owned));
    app.community_user(1).await;
    let run = move || READING.map(|command| (command, run(&dir, url.as_deref(), command)));
    let before = app.service.platform.db.identity().await.unwrap();
    for (command, output) in tokio::task::spawn_blocking(run).await.unwrap() {
        assert!(output.status.success(), "{command:?}: {output:?}");
    }
    assert_eq!(app.service.platform.db.identity().await.unwrap(), before);
    app.community_user(2).await;
}

#[tokio::test]
async fn another_schema_is_refused_by_all_but_serve_and_upgrade() {
    let database = used().await;
    if database.is_postgres() {
        return;
    }
    execute(
        &database,
        "DROP TABLE database_identity; DELETE FROM schema_migration WHERE component = 'platform' AND version = 2",
    );
    for command in READING.iter().chain(&WRITING) {
        let said = refusal(run(&database.dir(), None, command));
        assert!(
            said.contains("1 steps are due, the first is platform 2 (identity)): run `miaohui upgrade`"),
            "{said}"
        );
    }
    let marker = std::fs::read_to_string(database.dir().join("miaohui.id")).unwrap();
    assert!(run(&database.dir(), None, &["upgrade"]).status.success());
    assert!(run(&database.dir(), None, &["verify"]).status.success());
    let kept = rusqlite::Connection::open(database.dir().join("before-platform-2.db")).unwrap();
    let tables = "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('database_identity', 'co_user')";
    assert_eq!(kept.query_row(tables, [], |row| row.get::<_, i64>(0)).unwrap(), 1, "the copy is older");
    let app = TestApp::start_on(database, Clock::manual(1_700_000_100_000), &[]).await;
    assert_eq!(app.service.platform.db.identity().await.unwrap().id, marker.trim(), "the directory's id");
    let database = app.close().await;
    execute(&database, "INSERT INTO schema_migration VALUES ('community', 9999, 'later', '', 0)");
    for command in READING.iter().chain(&WRITING).chain(&[&["upgrade"] as &[&str]]) {
        let said = refusal(run(&database.dir(), None, command));
        assert!(said.contains("newer than this binary"), "{command:?}: {said}");
    }
    execute(&database, "DROP TABLE schema_migration");
    for command in READING.iter().chain(&WRITING).chain(&[&["upgrade"] as &[&str]]) {
        let said = refusal(run(&database.dir(), None, command));
        assert!(said.contains("holds another program's tables"), "{command:?}: {said}");
    }
    assert!(serve(&database, &["--create"]).contains("holds another program's tables"));
}

#[tokio::test]
async fn a_used_directory_without_its_database_is_no_new_one() {
    let database = used().await;
    let file = database.dir().join("miaohui.db");
    if database.is_postgres() {
        return;
    }
    let aside = database.dir().with_extension("aside");
    std::fs::rename(&file, &aside).unwrap();
    let refused = |trace: &str| {
        let said = serve(&database, &[]);
        assert!(said.contains("is missing or empty") && said.contains(trace), "{said}");
        assert!(said.contains("miaohui restore") && said.contains("--create"), "{said}");
    };
    refused("miaohui.id");
    std::fs::write(&file, "").unwrap();
    refused("miaohui.id");
    std::fs::remove_file(database.dir().join("miaohui.id")).unwrap();
    refused("media");
    std::fs::remove_dir_all(database.dir().join("media")).unwrap();
    std::fs::write(database.dir().join("outbox/sms.jsonl"), "{}\n").unwrap();
    refused("outbox");
    std::fs::write(&file, "not a database at all").unwrap();
    assert!(serve(&database, &["--create"]).contains("is no SQLite database"));
    std::fs::rename(&aside, &file).unwrap();
    // An older version's directory has no marker, and is marked now.
    let app = TestApp::start_on(database, Clock::manual(1_700_000_100_000), &[]).await;
    let id = app.service.platform.db.identity().await.unwrap().id;
    assert_eq!(std::fs::read_to_string(app.data_dir().join("miaohui.id")).unwrap().trim(), id);
}

#[tokio::test]
async fn a_database_that_is_not_the_directorys_is_refused() {
    let (one, other) = (used().await, used().await);
    let dir = one.dir();
    let marker =
        |database: &TestDatabase| std::fs::read_to_string(database.dir().join("miaohui.id")).unwrap();
    assert_ne!(marker(&one), marker(&other));
    if !one.is_postgres() {
        std::fs::copy(other.dir().join("miaohui.db"), dir.join("miaohui.db")).unwrap();
    }
    for command in READING.iter().chain(&WRITING).chain(&[&["serve", "--listen", "127.0.0.1:0"] as &[&str]]) {
        let said = refusal(run(&dir, url(&other), command));
        assert!(said.contains("is not the database that"), "{command:?}: {said}");
    }
    // An empty database of PostgreSQL is not the directory's either.
    if one.is_postgres() {
        let empty = TestDatabase::create();
        let said = refusal(run(&dir, url(&empty), &["serve", "--listen", "127.0.0.1:0"]));
        assert!(said.contains("is missing or empty"), "{said}");
    }
}

#[tokio::test]
async fn a_database_that_lacks_commits_is_noticed() {
    let app = TestApp::start().await;
    if app.is_postgres() {
        return;
    }
    app.community_user(1).await;
    let db = &app.service.platform.db;
    let (id, commits) = (db.identity().await.unwrap().id, db.count_commits(7).await.unwrap());
    let database = app.close().await;
    let note = database.dir().join("miaohui.commits");
    std::fs::write(&note, format!("{id} {commits}\n")).unwrap();
    assert!(run(&database.dir(), None, &["verify"]).status.success(), "nothing is missing");
    std::fs::write(&note, format!("{id} {}\n", commits + 85)).unwrap();
    let said = serve(&database, &[]);
    assert!(said.contains("lacks at least 85 commits") && said.contains("--accept-older"), "{said}");
    assert!(!run(&database.dir(), None, &["import", "locations"]).status.success());
    let output = run(&database.dir(), None, &["verify"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success() && text.contains("85"), "{text}");
    // Another database's note, and one that a crash has left, say nothing.
    for other in ["0123 999\n", "", "garbage"] {
        std::fs::write(&note, other).unwrap();
        assert!(run(&database.dir(), None, &["import", "locations"]).status.success(), "{other}");
    }
}

#[tokio::test]
async fn a_missing_media_file_is_404_and_counted() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let id = app.upload(&ann, png(1, 400, 300)).await;
    std::fs::remove_dir_all(app.data_dir().join("media/blobs")).unwrap();
    assert_eq!(get(&app, &format!("/media/{id}")).await.0, 404);
    assert_eq!(get(&app, &format!("/media/{id}?w=120")).await.0, 404);
    let metrics = app.metrics().await;
    assert!(metrics.contains("miaohui_media_missing_total 2"), "{metrics}");
    app.ok(&ann, "article_list", json!({})).await;
}
