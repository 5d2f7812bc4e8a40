use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use miaohui_testkit::TestDatabase;

use crate::program::{Program, assert_nothing_lost, like_storm, rounds, seed};

/// Killed in the middle of a storm of likes, again and again: whatever was answered is there afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_loses_no_like_that_was_answered() {
    const PER_ROUND: usize = 3000;
    let database = TestDatabase::create();
    let rounds = rounds(5);
    seed(&database, (rounds * PER_ROUND) as i64).await;
    let mut ids: Vec<i64> = (1..=(rounds * PER_ROUND) as i64).collect();
    let mut answered = Vec::new();
    for round in 0..rounds {
        let mut program = Program::start(&database, "");
        let stop = Arc::new(AtomicBool::new(false));
        let batch = ids.split_off(ids.len() - PER_ROUND);
        let (address, flag) = (program.address.clone(), Arc::clone(&stop));
        let storm = tokio::spawn(async move { like_storm(&address, batch, 32, flag).await });
        // The moment differs from round to round; it is counted in answers, not in time.
        let url = format!("http://{}/metrics", program.address);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let enough = 40 + 97 * round as u64 % 900;
        while commits(&http, &url).await < enough && !storm.is_finished() {
            tokio::task::yield_now().await;
        }
        program.kill();
        stop.store(true, Ordering::SeqCst);
        let this_round = storm.await.unwrap();
        assert!(!this_round.is_empty(), "no like was answered before the kill");
        answered.extend(this_round);
        assert_nothing_lost(&database, &answered).await;
    }
}

async fn commits(http: &reqwest::Client, url: &str) -> u64 {
    let Ok(response) = http.get(url).send().await else { return u64::MAX };
    let text = response.text().await.unwrap_or_default();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("miaohui_calls_total{operation=\"article_like\",code=\"0\"} "));
    line.and_then(|count| count.parse().ok()).unwrap_or(0)
}
