//! A standby and providers that are away. [`crate::files`] has the bucket.

use miaohui_testkit::{CommunityFixture, PaymentFixture, TestApp, TestDatabase, code, free_address};
use serde_json::json;

use super::Callers;

#[tokio::test]
async fn a_standby_that_is_away_leaves_its_reads_to_the_primary() {
    if !TestDatabase::create().is_postgres() {
        return;
    }
    let replica = format!("database.replicas=postgres://miaohui@{}/miaohui", free_address());
    let app = TestApp::start_with(&[&replica]).await;
    let callers = Callers::create(&app).await;
    callers.require_served(&app).await;
    let metrics = app.metrics().await;
    for line in ["miaohui_db_replicas_configured 1", "miaohui_db_replicas_usable 0"] {
        assert!(metrics.lines().any(|found| found == line), "{line}\n{metrics}");
    }
    assert!(!metrics.contains("miaohui_replica_lag_seconds{"), "nobody knows: {metrics}");
}

#[tokio::test]
async fn a_provider_that_is_away_stops_only_what_needs_it() {
    let away = format!("sms.http.url=http://{}", free_address());
    let sms = ["sms.provider=http", "sms.http.secret=0123456789abcdef", &away];
    let fixture = PaymentFixture::start_with(&sms).await;
    let (app, callers) = (&fixture.app, Callers::create(&fixture.app).await);
    let community = CommunityFixture::create(app).await;
    let tickets = json!({ "ticket_id_list": [community.next_ticket()] });
    let order = app.ok(&community.ann, "order_create", tickets).await["order_id"].clone();
    let scene = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    let ask = json!({ "country": "86", "phone": "13800138000" });
    fixture.control("outage", json!(true)).await;
    callers.require_served(app).await;
    assert_eq!(
        code(&app.call_as(&community.ann, "order_pay", scene.clone()).await),
        601,
        "the payer tries again"
    );
    assert_eq!(code(&app.call("send_sms_code", ask).await), 0);
    app.service.platform.outbox.deliver_due().await.unwrap();
    callers.require_served(app).await;
    let waiting = "SELECT COUNT(*) FROM outbox WHERE next_at > 0";
    let count: (i64,) = app.service.platform.db.read(move |tx| tx.query_one(waiting, &[])).await.unwrap();
    assert_eq!(count, (1,), "the message is sent again later");
    fixture.control("outage", json!(false)).await;
    app.ok(&community.ann, "order_pay", scene).await;
}
