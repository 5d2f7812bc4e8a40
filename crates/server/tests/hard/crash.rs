use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use miaohui_testkit::TestDatabase;

use crate::program::{ServerProcess, assert_nothing_lost, insert_articles, like_concurrently, rounds};

/// Kills the server repeatedly while clients send likes. Every confirmed like must be stored.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_loses_no_confirmed_like() {
    const PER_ROUND: usize = 3000;
    let database = TestDatabase::create();
    let rounds = rounds(5);
    insert_articles(&database, (rounds * PER_ROUND) as i64).await;
    let mut ids: Vec<i64> = (1..=(rounds * PER_ROUND) as i64).collect();
    let mut confirmed = Vec::new();
    for round in 0..rounds {
        let mut program = ServerProcess::start(&database, "");
        let stop = Arc::new(AtomicBool::new(false));
        let batch = ids.split_off(ids.len() - PER_ROUND);
        let (address, flag) = (program.address.clone(), Arc::clone(&stop));
        let likes = tokio::spawn(async move { like_concurrently(&address, batch, 32, flag).await });
        // The number of replies before the kill differs from round to round.
        let url = format!("http://{}/metrics", program.operations);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let enough = 40 + 97 * round as u64 % 900;
        while commits(&http, &url).await < enough && !likes.is_finished() {
            tokio::task::yield_now().await;
        }
        program.kill();
        stop.store(true, Ordering::SeqCst);
        let this_round = likes.await.unwrap();
        assert!(!this_round.is_empty(), "no like was confirmed before the kill");
        confirmed.extend(this_round);
        assert_nothing_lost(&database, &confirmed).await;
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
