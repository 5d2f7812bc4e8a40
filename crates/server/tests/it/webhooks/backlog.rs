//! Endpoints with much that waits: paused, changed and removed while others go on.

use miaohui_db::{Database, Sql, Tx};
use miaohui_kernel::{HOUR_MS, MINUTE_MS};
use miaohui_server::background::mend_times;
use miaohui_testkit::TestApp;
use serde_json::json;

use super::receiver::Receiver;
use super::{Bench, add, tidy};
use crate::console::{change, number};

/// Changes rows on a thread of its own, for an endpoint that does so while it answers.
fn change_meanwhile(db: &Database, sql: String) {
    let db = db.clone();
    let write = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let write = move |tx: &mut Tx<'_>| tx.execute(Sql::Built(&sql), &[]);
        runtime.block_on(db.write(write)).unwrap();
    };
    std::thread::spawn(write).join().unwrap();
}

/// The time of the oldest waiting event in seconds, as the metrics show it.
async fn oldest(app: &TestApp) -> i64 {
    let metrics = app.metrics().await;
    let name = "miaohui_webhook_oldest_waiting_timestamp_seconds ";
    metrics.lines().find_map(|line| line.strip_prefix(name)).unwrap().parse().unwrap()
}

#[tokio::test]
async fn what_waits_for_a_paused_endpoint_is_not_the_oldest() {
    let bench = Bench::start(&["wants_users"]).await;
    let (app, living) = (&bench.app, Receiver::start().await);
    bench.act("pause").await;
    app.community_user(1).await;
    app.clock.advance(HOUR_MS);
    add(app, &bench.operator, &living, &["wants_users"]).await;
    app.community_user(2).await;
    living.answer(|_| (503, String::new()));
    bench.deliver().await;
    assert_eq!(oldest(app).await, app.clock.now_ms() / 1000);
    living.answer(|_| (200, String::new()));
    app.clock.advance(MINUTE_MS);
    bench.deliver().await;
    assert_eq!(oldest(app).await, 0);
    assert_eq!(bench.states().await, "2 waiting, 1 delivered");
}

#[tokio::test]
async fn a_pause_and_another_address_reach_what_is_being_sent() {
    let (bench, other) = (Bench::start(&[]).await, Receiver::start().await);
    for _ in 0..4 {
        // The events of a thing go out one by one.
        bench.act("ping").await;
    }
    let (db, url) = (bench.app.service.platform.db.clone(), other.url());
    bench.receiver.answer(move |_| {
        change_meanwhile(&db, format!("UPDATE webhook_endpoint SET url = '{url}'"));
        (200, String::new())
    });
    let db = bench.app.service.platform.db.clone();
    other.answer(move |_| {
        change_meanwhile(&db, "UPDATE webhook_endpoint SET paused_at = 1".to_owned());
        (200, String::new())
    });
    bench.deliver().await;
    assert_eq!((bench.receiver.take().len(), other.take().len()), (1, 1));
    assert_eq!(bench.states().await, "2 waiting, 2 delivered");
}

#[tokio::test]
async fn a_removed_endpoint_is_hidden_at_once_and_deleted_in_pieces() {
    let bench = Bench::start(&["wants_users"]).await;
    let app = &bench.app;
    app.community_user(1).await;
    let double = "INSERT INTO webhook_delivery (endpoint_id, kind, thing, data, created_at, next_at)
         SELECT endpoint_id, kind, thing, data, created_at, next_at FROM webhook_delivery";
    for _ in 0..11 {
        change(app, double).await;
    }
    assert_eq!(bench.states().await, "2048 waiting");
    bench.act("remove").await;
    let list = bench.operator.get("/console/r/webhooks").await.text();
    assert!(!list.contains(&bench.receiver.url()), "{list}");
    app.community_user(2).await;
    bench.deliver().await;
    assert_eq!(bench.receiver.take().len(), 0);
    assert_eq!(bench.states().await, "2048 waiting", "nothing is written for it");
    let mut left = Vec::new();
    loop {
        let more = tidy(app).await;
        left.push(number(app, "SELECT COUNT(*) FROM webhook_delivery").await);
        if !more {
            break;
        }
    }
    assert_eq!(left, [1048, 48, 0]);
    assert_eq!(number(app, "SELECT COUNT(*) FROM webhook_endpoint").await, 0);
}

#[tokio::test]
async fn unreachable_is_not_refused() {
    let bench = Bench::start_with(&["wants_users"], &["webhooks.pause_after_days=30"]).await;
    let app = &bench.app;
    app.community_user(1).await;
    let try_often = async |status: u16, times: usize| {
        bench.receiver.answer(move |_| (status, String::new()));
        for _ in 0..times {
            bench.deliver().await;
            app.clock.advance(6 * HOUR_MS);
        }
        bench.states().await
    };
    assert_eq!(try_often(503, 13).await, "1 waiting");
    assert_eq!(try_often(422, 13).await, "1 waiting");
    assert_eq!(try_often(503, 1).await, "1 waiting");
    assert_eq!(try_often(422, 1).await, "1 failed");
}

#[tokio::test]
async fn times_of_a_wrong_clock_are_mended() {
    let bench = Bench::start(&["moderates"]).await;
    let app = &bench.app;
    let ann = app.community_user(1).await;
    app.clock.jump(180 * 24 * HOUR_MS);
    change(app, "UPDATE co_session SET expires_at = 9000000000000").await;
    let rotate = "UPDATE webhook_endpoint SET former_secret = secret, former_until = 9000000000000,
           failing_since = 9000000000000";
    change(app, rotate).await;
    app.ok(&ann, "my_user_info_update", json!({ "nickname": "who knows?" })).await;
    app.clock.jump(-180 * 24 * HOUR_MS);
    mend_times(&app.service.community, &app.service.platform).await.unwrap();
    app.clock.advance(MINUTE_MS);
    bench.deliver().await;
    assert_eq!(bench.states().await, "1 unanswered");
    let until = number(app, "SELECT former_until FROM webhook_endpoint").await;
    assert!(until <= app.clock.now_ms() + 24 * HOUR_MS, "{until}");
    let since = number(app, "SELECT failing_since FROM webhook_endpoint").await;
    assert!(since <= app.clock.now_ms(), "{since}");
}
