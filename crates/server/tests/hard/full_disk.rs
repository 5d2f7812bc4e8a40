use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use miaohui_testkit::{TestDatabase, code, noise, png};
use reqwest::Client;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::program::{
    ServerProcess, TOKEN, assert_nothing_lost, file_size, insert_articles, like_concurrently,
};

/// Fills the disk while clients send likes; the log's disk is full from the start. Failures must be
/// reported as failures, the server must keep running, and every confirmed like must be stored.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_no_confirmed_like() {
    const LIKES: i64 = 6000;
    let database = TestDatabase::create();
    if database.is_postgres() {
        // The tests of `db` cover a failed commit; a full disk of the PostgreSQL server is out of
        // scope.
        return;
    }
    insert_articles(&database, LIKES).await;
    // A limit on file sizes simulates a full disk: the write-ahead log reaches it first.
    let most = file_size(&database.dir()) + 200_000;
    let log = database.dir().join("log");
    std::fs::write(&log, vec![b'\n'; most as usize]).unwrap();
    let (blocks, log) = (most / 512, log.display());
    let full =
        ServerProcess::start(&database, &format!("trap '' XFSZ; ulimit -f {blocks}; exec 2>>'{log}';"));
    let stop = Arc::new(AtomicBool::new(false));
    let confirmed = like_concurrently(&full.address, (1..=LIKES).collect(), 32, Arc::clone(&stop)).await;
    assert!(confirmed.len() < LIKES as usize, "the disk never became full");
    assert!(!confirmed.is_empty(), "the disk was full from the start");
    let health = reqwest::get(format!("http://{}/healthz", full.operations)).await.unwrap();
    assert_eq!(health.status(), 200);
    drop(full);
    assert_nothing_lost(&database, &confirmed).await;
    let roomy = ServerProcess::start(&database, "");
    let rest: Vec<i64> = (1..=LIKES).filter(|id| !confirmed.contains(id)).collect();
    let wanted = rest.len();
    let after = like_concurrently(&roomy.address, rest, 32, stop).await;
    assert_eq!(after.len(), wanted);
    drop(roomy);
    let all: Vec<i64> = (1..=LIKES).collect();
    assert_nothing_lost(&database, &all).await;
}

/// Files that a full disk has no room for are refused for the time being, and nothing of them stays.
#[tokio::test]
async fn a_full_disk_refuses_files_for_the_time_being() {
    let database = TestDatabase::create();
    insert_articles(&database, 1).await;
    // A limit on file sizes simulates a full disk.
    let most = 6 << 20;
    let database_file = if database.is_postgres() { 0 } else { file_size(&database.dir()) };
    assert!(database_file < most / 2, "the database has room");
    let picture = noise(1, 1_600, 1_600);
    assert!(picture.len() as u64 > most);

    let full = ServerProcess::start(&database, &format!("trap '' XFSZ; ulimit -f {};", most / 512));
    let media_id = media_id(&full).await;
    let refused = upload(&full, &media_id, picture.clone()).await;
    assert_eq!(code(&refused), 110, "{refused}");
    assert!(refused["retry_after"].is_u64(), "{refused}");
    assert_eq!(upload_image(&full, picture.clone()).await, 503);
    assert_eq!(files_in(&database.dir().join("media/tmp")), 0);
    assert_eq!(upload_image(&full, png(1, 40, 30)).await, 201, "a small one fits");
    for probe in ["healthz", "readyz"] {
        let response = reqwest::get(format!("http://{}/{probe}", full.operations)).await.unwrap();
        assert_eq!(response.status(), 200, "{probe}");
    }
    drop(full);

    let roomy = ServerProcess::start(&database, "");
    let accepted = upload(&roomy, &media_id, picture.clone()).await;
    assert_eq!(code(&accepted), 0, "{accepted}");
    assert_eq!(upload_image(&roomy, picture).await, 201);
}

async fn media_id(server: &ServerProcess) -> String {
    let call = Client::new().post(format!("http://{}/community/get_media_id", server.address));
    let reply: Value = call.json(&json!({ "token": TOKEN })).send().await.unwrap().json().await.unwrap();
    reply["media_id"].as_str().unwrap().to_owned()
}

async fn upload(server: &ServerProcess, media_id: &str, picture: Vec<u8>) -> Value {
    let form = Form::new().text("media_id", media_id.to_owned());
    let form = form.part("file", Part::bytes(picture).file_name("x.png"));
    let call = Client::new().post(format!("http://{}/community/upload", server.address)).multipart(form);
    call.send().await.unwrap().json().await.unwrap()
}

/// The status of an upload to the Crowdfunding API.
async fn upload_image(server: &ServerProcess, picture: Vec<u8>) -> u16 {
    let form = Form::new().text("type", "2").part("image", Part::bytes(picture).file_name("x.png"));
    let call = Client::new().post(format!("http://{}/api/image/", server.address)).multipart(form);
    call.send().await.unwrap().status().as_u16()
}

fn files_in(directory: &Path) -> usize {
    std::fs::read_dir(directory).unwrap().count()
}
