use miaohui_db::{Tx, hold_lease};
use miaohui_kernel::{DAY_MS, SECOND_MS};
use miaohui_testkit::TestApp;
use serde_json::json;

pub async fn get(app: &TestApp, path: &str) -> (u16, String) {
    let response = app.http.get(app.url(path)).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn health_and_readiness_return_200() {
    let app = TestApp::start().await;
    let (status, text) = get(&app, "/healthz").await;
    assert!(
        status == 200 && text.starts_with(concat!("ok\nmiaohui ", env!("CARGO_PKG_VERSION"), " (")),
        "{text}"
    );
    assert_eq!(get(&app, "/readyz").await, (200, "ready\n".into()));
    assert_eq!(get(&app, "/nothing/here").await.0, 404);
    assert_eq!(get(&app, "/metrics").await.0, 404, "metrics are not for strangers");
}

#[tokio::test]
async fn metrics_count_calls_by_method_and_code() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    app.publish_article(&ann, "x").await;
    for _ in 0..3 {
        app.ok(&ann, "article_list", json!({})).await;
    }
    app.call("article_list", json!({})).await;
    let text = app.metrics().await;
    for line in [
        "miaohui_calls_total{operation=\"article_list\",code=\"0\"} 3",
        "miaohui_calls_total{operation=\"article_list\",code=\"403\"} 1",
        "miaohui_call_seconds_count{operation=\"article_list\"} 4",
        "miaohui_db_writes_waiting 0",
        "miaohui_pool_hash_waiting 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    assert!(text.contains("miaohui_db_commit_group_jobs_bucket"), "{text}");
}

#[tokio::test]
async fn metrics_show_the_age_of_messages_and_leases_and_the_disk() {
    let app = TestApp::start().await;
    let (db, now) = (&app.service.platform.db, app.clock.now_ms());
    let metrics = async || {
        app.service.measures.measure(db).await.unwrap();
        app.metrics().await
    };
    let text = metrics().await;
    assert!(text.contains("miaohui_outbox_oldest_timestamp_seconds{kind=\"sms\"} 0"), "{text}");
    assert!(!text.contains("miaohui_lease_until_timestamp_seconds{"), "{text}");
    app.call("send_sms_code", json!({ "country": "86", "phone": "13800138000" })).await;
    let hold = move |tx: &mut Tx<'_>| hold_lease(tx, "tidy", "me", now, 15 * SECOND_MS);
    assert!(db.write(hold).await.unwrap());
    // The row of work that no process does any more, such as that of backups which are switched off.
    let hold = move |tx: &mut Tx<'_>| hold_lease(tx, "schedule of backups", "gone", now, 15 * SECOND_MS);
    assert!(db.write(hold).await.unwrap());
    app.clock.advance(DAY_MS);
    app.service.measures.watch_work("tidy");
    let text = metrics().await;
    assert!(!text.contains("work=\"schedule of backups\""), "{text}");
    for line in [
        format!("miaohui_outbox_oldest_timestamp_seconds{{kind=\"sms\"}} {}", now / 1000),
        "miaohui_outbox_waiting{kind=\"sms\"} 1".to_owned(),
        "miaohui_outbox_waiting{kind=\"mail\"} 0".to_owned(),
        format!("miaohui_lease_until_timestamp_seconds{{work=\"tidy\"}} {}", now / 1000 + 15),
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    let free = text.lines().find_map(|line| line.strip_prefix("miaohui_disk_free_bytes ")).unwrap();
    assert!(free.parse::<i64>().unwrap() > 0, "{free}");
}

#[tokio::test]
async fn a_lease_of_a_wrong_clock_does_not_count() {
    let app = TestApp::start().await;
    let db = &app.service.platform.db;
    let (now, ahead) = (app.clock.now_ms(), DAY_MS);
    let hold = |holder: &'static str, now: i64| {
        db.write(move |tx: &mut Tx<'_>| hold_lease(tx, "expire orders", holder, now, 15_000))
    };
    assert!(hold("a", now + ahead).await.unwrap());
    assert!(hold("b", now).await.unwrap(), "the clock was put right");
    assert!(!hold("a", now + 10_000).await.unwrap(), "a lease of now counts");
    assert!(hold("a", now + 15_000).await.unwrap());
}
