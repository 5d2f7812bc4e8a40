//! Two processes on one database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::routing::post;
use miaohui_db::Database;
use miaohui_kernel::Clock;
use miaohui_testkit::{Providers, TestApp, TestDatabase};
use serde_json::json;
use tokio::net::TcpListener;

use super::payers::{Keys, Load, pay};
use super::test_data::{TestData, differences, finish_all_work};
use super::{unfinished_work, violations};
use crate::program::{ServerProcess, open_database, passes_verification, rounds};

/// Forwards a notice to both processes at once and returns the worse of the two replies.
async fn deliver_to_both(
    State(both): State<[String; 2]>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let send = async |address: &String| {
        let mut headers = headers.clone();
        headers.remove("host");
        let request = http.post(format!("http://{address}{uri}")).headers(headers).body(body.clone());
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let (one, other) = tokio::join!(send(&both[0]), send(&both[1]));
    if one.0 == 200 && one.1 != "fail" { other } else { one }
}

/// Makes all waiting work due and removes the leases, so that both processes run the background
/// tasks. Each statement is a transaction and passes rows that are in use: holding projects while
/// waiting for payments would deadlock with payments that wait for their project.
async fn make_everything_due(db: &Database) {
    for sql in [
        "UPDATE cf_project SET started_at = 0 WHERE status = 3",
        "UPDATE payment_intent SET next_query_at = 0
         WHERE id IN (SELECT id FROM payment_intent WHERE next_query_at > 0 FOR UPDATE SKIP LOCKED)",
        "UPDATE payment_refund SET next_at = 0
         WHERE id IN (SELECT id FROM payment_refund WHERE next_at > 0 FOR UPDATE SKIP LOCKED)",
        "DELETE FROM lease",
    ] {
        db.write(move |tx| tx.execute(sql, &[])).await.unwrap();
    }
}

async fn are_settled(db: &Database) -> bool {
    let open = "SELECT (SELECT COUNT(*) FROM cf_project WHERE status = 3)
      + (SELECT COUNT(*) FROM cf_settlement WHERE ended_at IS NULL)
      + (SELECT COUNT(*) FROM payment_intent WHERE status IN (0, 1))";
    let (open,): (i64,) = db.read(move |tx| tx.query_one(open, &[])).await.unwrap();
    open == 0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_count_each_payment_once() {
    let database = TestDatabase::create();
    if !database.is_postgres() {
        eprintln!(
            "not tested: processes share a database on PostgreSQL only, and MIAOHUI_TEST_POSTGRES names none"
        );
        return;
    }
    let rounds = rounds(1);
    let mut providers = Providers::bind().await;
    let relay = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut settings = providers.settings(&format!("http://{}", relay.local_addr().unwrap()));
    settings.push("payment.sandbox=true".to_owned());
    let app_settings: Vec<&str> = settings.iter().map(String::as_str).collect();
    let clock = Clock::manual(Clock::system().now_ms());
    providers.open(&clock);
    let app = TestApp::start_on(database, clock.clone(), &app_settings).await;
    let data = TestData::create(&app, 6, 150 * rounds as u32).await;
    let database = app.close().await;
    let start = || ServerProcess::start_with(&database, "", "127.0.0.1:0", &settings);
    let programs = [start(), start()];
    let addresses = programs.each_ref().map(|program| program.address.clone());
    let router = Router::new().route("/{*path}", post(deliver_to_both)).with_state(addresses.clone());
    let relaying = tokio::spawn(async move { axum::serve(relay, router).await });
    let db = open_database(&database);
    // Each notice is sent twice to both processes; some notices are dropped.
    providers.control("mode", json!({ "duplicate": 1 })).await;
    let (stop, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    let addresses = addresses.to_vec();
    let load = Arc::new(Load { addresses, providers, data, stop, answers, keys: Keys::default() });
    let own = Arc::clone(&load);
    let paying = tokio::spawn(async move { pay(&own, 16, 7).await });
    while load.answers.load(Ordering::SeqCst) < 300 * rounds && !paying.is_finished() {
        let unheard = load.answers.load(Ordering::SeqCst).is_multiple_of(7);
        let mode = json!({ "duplicate": 1, "drop": unheard });
        load.providers.control("mode", mode).await;
        clock.advance(Clock::system().now_ms() - clock.now_ms());
    }
    // The projects end while payments run.
    make_everything_due(&db).await;
    while load.answers.load(Ordering::SeqCst) < 400 * rounds && !paying.is_finished() {
        tokio::task::yield_now().await;
    }
    load.stop.store(true, Ordering::SeqCst);
    let confirmed = paying.await.unwrap();
    while !are_settled(&db).await {
        clock.advance(Clock::system().now_ms() - clock.now_ms());
        // Nobody pays any more, so what is open is over.
        let end = "UPDATE payment_intent SET expires_at = 1, superseded = TRUE WHERE status IN (0, 1)";
        db.write(move |tx| tx.execute(end, &[])).await.unwrap();
        make_everything_due(&db).await;
    }
    assert_eq!(load.keys.unanswered(), 0);
    assert_eq!(confirmed.lost(&db).await, [""; 0]);
    assert_eq!(load.keys.surplus(&db).await, [""; 0], "made twice by one key");
    assert_eq!(violations(&db).await, [""; 0]);
    assert!(confirmed.orders.len() > 20 && confirmed.supports.len() > 20 && confirmed.payments.len() > 20);
    drop(programs);
    relaying.abort();
    assert!(passes_verification(&database));
    let app = TestApp::start_on(database, clock, &app_settings).await;
    finish_all_work(&app, &load.providers).await;
    assert_eq!(unfinished_work(&app.service.community.db).await, [""; 0]);
    assert_eq!(differences(&app, &load.providers).await, [""; 0]);
}
