//! `miaohui migrate-to`: from SQLite to PostgreSQL and back. The tests run where PostgreSQL is.

use std::path::Path;
use std::process::{Command, Output};

use miaohui_kernel::Clock;
use miaohui_testkit::{TestApp, TestDatabase};

use crate::replies;

const START_MS: i64 = 1_700_000_000_000;

fn migrate(database: &TestDatabase, target: &str) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIAOHUI_")) {
        process.env_remove(name);
    }
    process.args(["migrate-to", target, "--data-dir"]).arg(database.dir());
    if database.is_postgres() {
        process.args(["--database-url", database.url()]);
    }
    process.output().unwrap()
}

/// The lines of tables that a move prints: name, rows and digest.
fn tables(output: Output) -> Vec<String> {
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("are equal on both sides, and all is well"), "{text}");
    text.lines().filter(|line| line.contains(" rows  ")).map(str::to_owned).collect()
}

fn refusal(output: Output) -> String {
    assert!(!output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// What a data directory holds beside the database.
fn copy_files(from: &TestDatabase, to: &TestDatabase) {
    for name in ["media", "outbox"] {
        copy_dir(&from.dir().join(name), &to.dir().join(name));
    }
    for name in ["miaohui.id", "miaohui.keys"] {
        std::fs::copy(from.dir().join(name), to.dir().join(name)).unwrap();
    }
}

/// The demo data on SQLite, and the position of its random numbers.
async fn demo() -> (TestDatabase, u128) {
    let app = TestApp::start_on(TestDatabase::sqlite(), Clock::manual(START_MS), &[]).await;
    miaohui_server::load_demo(&app.service).await.unwrap();
    let position = app.service.platform.rng.position();
    (app.close().await, position)
}

/// Requires the recorded replies of the demo data in a moved database.
async fn require_recorded(database: TestDatabase, position: u128) {
    let app = TestApp::start_on(database, Clock::manual(START_MS), &[]).await;
    app.service.platform.rng.set_position(position);
    replies::require_recorded(app).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_data_move_to_postgresql_and_back_and_give_the_recorded_replies() {
    let moved = TestDatabase::create();
    if !moved.is_postgres() {
        return;
    }
    let (source, position) = demo().await;
    let there = tables(migrate(&source, moved.url()));
    assert!(there.len() > 70 && there.iter().any(|line| line.starts_with("co_user ")), "{there:?}");
    copy_files(&source, &moved);
    let back = TestDatabase::sqlite();
    assert_eq!(tables(migrate(&moved, &format!("sqlite:{}", back.dir().display()))), there);
    assert!(refusal(migrate(&moved, &format!("sqlite:{}", back.url()))).contains("holds a database already"));
    assert!(refusal(migrate(&source, moved.url())).contains("holds a database already"));
    copy_files(&source, &back);
    require_recorded(moved, position).await;
    require_recorded(back, position).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_move_goes_on_and_is_no_database_before() {
    let target = TestDatabase::create();
    if !target.is_postgres() {
        return;
    }
    let app = TestApp::start_on(TestDatabase::sqlite(), Clock::manual(START_MS), &[]).await;
    for number in 0..20 {
        app.community_user(number).await;
    }
    let source = app.close().await;
    let all = tables(migrate(&source, target.url()));
    // As a kill between two tables leaves it.
    target.run_script(
        "CREATE TABLE transfer_progress (name TEXT PRIMARY KEY, digest TEXT NOT NULL);
         INSERT INTO transfer_progress SELECT '', id FROM database_identity;
         INSERT INTO transfer_progress VALUES ('cleared', '');",
    );
    let serve = Command::new(env!("CARGO_BIN_EXE_miaohui"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database-url", target.url(), "--data-dir"])
        .arg(target.dir())
        .output()
        .unwrap();
    assert!(refusal(serve).contains("is not complete: run `miaohui migrate-to` again"));
    target.run_script(EMPTY_ALL);
    assert_eq!(tables(migrate(&source, target.url())), all);
    // A table that was copied and has changed since is copied again, with all others.
    target.run_script(
        "CREATE TABLE transfer_progress (name TEXT PRIMARY KEY, digest TEXT NOT NULL);
         INSERT INTO transfer_progress SELECT '', id FROM database_identity;
         INSERT INTO transfer_progress VALUES ('cleared', ''), ('co_user', '19-0123');",
    );
    target.run_script(EMPTY_ALL);
    assert_eq!(tables(migrate(&source, target.url())), all);
    let other = TestApp::start_on(TestDatabase::sqlite(), Clock::manual(START_MS), &[]).await.close().await;
    target.run_script(
        "CREATE TABLE transfer_progress (name TEXT PRIMARY KEY, digest TEXT NOT NULL);
         INSERT INTO transfer_progress SELECT '', id FROM database_identity;",
    );
    assert!(refusal(migrate(&other, target.url())).contains("is filled by a move of another database"));
}

/// Empties every table but those of the move and of the schema.
const EMPTY_ALL: &str = "DO $$ BEGIN EXECUTE 'TRUNCATE ' || (
    SELECT string_agg(table_name::text, ', ') FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name NOT IN ('schema_migration', 'transfer_progress'));
  END $$";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_served_or_foreign_database_is_not_moved() {
    let target = TestDatabase::create();
    if !target.is_postgres() {
        return;
    }
    let app = TestApp::start_on(TestDatabase::sqlite(), Clock::system(), &[]).await;
    let tasks = miaohui_server::background::start(&app.service);
    // The lease is there once the first work has run.
    while app.service.platform.db.read(leases).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    let (url, database) = (target.url().to_owned(), app.database());
    assert!(refusal(migrate(database, &url)).contains("a server uses the database: stop it first"));
    tasks.stop().await;
    let source = app.close().await;
    target.run_script("CREATE TABLE guestbook (id BIGINT)");
    assert!(refusal(migrate(&source, &url)).contains("holds another program's tables (guestbook)"));
    assert!(refusal(migrate(&source, "mysql://x")).contains("the target is postgres://"));
}

fn leases(tx: &mut miaohui_db::Tx<'_>) -> miaohui_db::Result<i64> {
    let (count,) = tx.query_one("SELECT COUNT(*) FROM lease", &[])?;
    Ok(count)
}
