//! What `verify`, `export` and `doctor` find and write.

use std::process::{Command, Output};

use miaohui_testkit::{TestApp, TestDatabase, png};
use serde_json::Value;

pub fn miaohui(database: &TestDatabase, command: &[&str]) -> (bool, String) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIAOHUI_")) {
        process.env_remove(name);
    }
    process.args(command).arg("--data-dir").arg(database.dir());
    if database.is_postgres() {
        process.args(["--database-url", database.url()]);
    }
    let Output { status, stdout, stderr } = process.output().unwrap();
    (status.success(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

#[tokio::test]
async fn a_flipped_page_is_found_and_named() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    for number in 0..200 {
        app.publish_article(&ann, &format!("庙会 {number} {}", "很热闹".repeat(20))).await;
    }
    let database = app.close().await;
    if database.is_postgres() {
        return;
    }
    assert!(miaohui(&database, &["verify"]).0);
    let file = database.dir().join("miaohui.db");
    let connection = rusqlite::Connection::open(&file).unwrap();
    let page = "SELECT pageno FROM dbstat WHERE name = 'co_article' AND pagetype = 'leaf' LIMIT 1 OFFSET 3";
    let root = "SELECT rootpage FROM sqlite_master WHERE name = 'co_article'";
    let page: i64 = connection
        .query_row(page, [], |row| row.get(0))
        .or_else(|_| connection.query_row(root, [], |row| row.get(0)))
        .unwrap();
    drop(connection);
    let mut bytes = std::fs::read(&file).unwrap();
    let start = (page as usize - 1) * 4096;
    bytes[start..start + 4096].iter_mut().for_each(|byte| *byte = !*byte);
    std::fs::write(&file, bytes).unwrap();
    let (well, said) = miaohui(&database, &["verify"]);
    assert!(!well && said.contains("co_article is damaged") && said.contains(&page.to_string()), "{said}");
    assert!(!said.contains("co_user is damaged"), "{said}");
}

#[tokio::test]
async fn damaged_media_and_strays_are_named() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    app.upload(&ann, png(1, 400, 300)).await;
    let database = app.close().await;
    let (well, said) = miaohui(&database, &["verify", "--blobs", "--rate", "1000"]);
    assert!(
        well && said.contains("1 media files were read") && !said.contains("belongs to nobody"),
        "{said}"
    );
    let mut dir = database.dir().join("media/blobs");
    while dir.is_dir() {
        dir = std::fs::read_dir(&dir).unwrap().next().unwrap().unwrap().path();
    }
    let mut bytes = std::fs::read(&dir).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&dir, bytes).unwrap();
    std::fs::write(database.dir().join("holiday.jpg"), "x").unwrap();
    let (well, said) = miaohui(&database, &["verify", "--blobs", "--rate", "1000"]);
    assert!(!well && said.contains(&format!("the media file {} is damaged", dir.display())), "{said}");
    assert!(said.contains("note: holiday.jpg in the data directory belongs to nobody"), "{said}");
}

#[tokio::test]
async fn tables_are_exported_as_json_lines_and_csv() {
    let app = TestApp::start().await;
    for number in 0..3 {
        app.community_user(number).await;
    }
    let (database, out) = (app.close().await, tempfile::tempdir().unwrap());
    let (done, text) = miaohui(&database, &["export", "--format", "jsonl", "co_user"]);
    assert!(done, "{text}");
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0]["id"], &rows[2]["nickname"]), (&Value::from(1), &Value::from("user-2")));
    let dir = out.path().to_str().unwrap();
    let both = ["export", "--format", "csv", "co_user", "cf_place", "--to", dir];
    let (done, said) = miaohui(&database, &both);
    assert!(done, "{said}");
    // More rows than one piece has.
    let mut places = csv::Reader::from_path(out.path().join("cf_place.csv")).unwrap();
    assert!(places.records().map(Result::unwrap).count() > 3000);
    let mut users = csv::Reader::from_path(out.path().join("co_user.csv")).unwrap();
    let nickname = users.headers().unwrap().iter().position(|name| name == "nickname").unwrap();
    let names: Vec<String> = users.records().map(|row| row.unwrap()[nickname].to_owned()).collect();
    assert_eq!(names, ["user-0", "user-1", "user-2"]);
    assert!(miaohui(&database, &both).1.contains("cannot write to"), "nothing is overwritten");
    assert!(
        miaohui(&database, &["export", "--format", "csv", "nothing"]).1.contains("there is no table nothing")
    );
    assert!(!miaohui(&database, &["export", "--format", "csv", "co_user", "cf_place"]).0);
}

#[tokio::test]
async fn doctor_names_the_reader_that_holds_the_log() {
    let app = TestApp::start().await;
    app.community_user(1).await;
    if app.is_postgres() {
        assert!(miaohui(app.database(), &["doctor"]).1.contains("its schema is this binary's"));
        return;
    }
    let reader = rusqlite::Connection::open(app.data_dir().join("miaohui.db")).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let _: i64 = reader.query_row("SELECT COUNT(*) FROM co_user", [], |row| row.get(0)).unwrap();
    app.community_user(2).await;
    let (_, said) = miaohui(app.database(), &["doctor"]);
    let own = format!("log reader    process {}", std::process::id());
    assert!(said.contains(&own) && said.contains("free disk"), "{said}");
    assert!(said.contains("only the owner can read the data"), "{said}");
    drop(app);
    assert!(miaohui(&TestDatabase::sqlite(), &["doctor"]).1.contains("MISSING or empty"));
}
