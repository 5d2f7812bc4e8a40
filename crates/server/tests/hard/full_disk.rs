use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use miaohui_testkit::TestDatabase;

use crate::program::{ServerProcess, assert_nothing_lost, file_size, insert_articles, like_concurrently};

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
