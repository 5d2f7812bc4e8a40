use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use miaohui_testkit::TestDatabase;

use crate::program::{Program, assert_nothing_lost, file_size, like_storm, seed};

/// The disk fills up under a storm of likes, the log's disk is full already: failures are answered as failures, the server
/// stays up, and with room again everything that was answered is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_no_like_that_was_answered() {
    const LIKES: i64 = 6000;
    let database = TestDatabase::create();
    if database.is_postgres() {
        // A full disk of the PostgreSQL server is that server's business; a failed commit is tested in the door.
        return;
    }
    seed(&database, LIKES).await;
    // The limit on the size of any file stands for a full disk: the write-ahead log hits it first.
    let most = file_size(&database.dir()) + 200_000;
    let log = database.dir().join("log");
    std::fs::write(&log, vec![b'\n'; most as usize]).unwrap();
    let (blocks, log) = (most / 512, log.display());
    let full = Program::start(&database, &format!("trap '' XFSZ; ulimit -f {blocks}; exec 2>>'{log}';"));
    let stop = Arc::new(AtomicBool::new(false));
    let answered = like_storm(&full.address, (1..=LIKES).collect(), 32, Arc::clone(&stop)).await;
    assert!(answered.len() < LIKES as usize, "the disk was never full");
    assert!(!answered.is_empty(), "the disk was full from the start");
    let health = reqwest::get(format!("http://{}/healthz", full.address)).await.unwrap();
    assert_eq!(health.status(), 200);
    drop(full);
    assert_nothing_lost(&database, &answered).await;
    let roomy = Program::start(&database, "");
    let rest: Vec<i64> = (1..=LIKES).filter(|id| !answered.contains(id)).collect();
    let wanted = rest.len();
    let after = like_storm(&roomy.address, rest, 32, stop).await;
    assert_eq!(after.len(), wanted);
    drop(roomy);
    let all: Vec<i64> = (1..=LIKES).collect();
    assert_nothing_lost(&database, &all).await;
}
