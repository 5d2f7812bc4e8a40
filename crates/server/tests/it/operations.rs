use miaohui_testkit::TestApp;
use serde_json::json;

pub async fn get(app: &TestApp, path: &str) -> (u16, String) {
    let response = app.http.get(app.url(path)).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn health_and_readiness_return_200() {
    let app = TestApp::start().await;
    assert_eq!(get(&app, "/healthz").await, (200, "ok\n".into()));
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
