//! The background work: its leases, its circuit breakers, its metrics.

use miaohui_db::{Tx, hold_lease};
use miaohui_payments::RefundRequest;
use miaohui_testkit::{CommunityFixture, PaymentFixture, code};
use miaohui_webhooks::{EventGroup, NewEndpoint};
use serde_json::json;

use super::{change, order, pass, pay, work};

#[tokio::test]
async fn a_stop_gives_up_the_leases() {
    let fixture = PaymentFixture::start().await;
    let background = miaohui_server::background::start(&fixture.app.service);
    let leases = async || fixture.column::<String>("SELECT name FROM lease ORDER BY name").await;
    for _ in 0..100_000 {
        if leases().await.len() == 6 {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(
        leases().await,
        ["close projects", "erase", "expire orders", "look through files", "mend times", "tidy"]
    );
    let longest = fixture.column::<i64>("SELECT MAX(until_ms) FROM lease").await[0];
    assert!(longest - fixture.app.clock.now_ms() <= 30_000, "a killed process holds nothing up for long");
    background.stop().await;
    assert_eq!(leases().await, [""; 0]);
}

#[tokio::test]
async fn an_outage_of_one_provider_stops_its_calls_and_not_the_others() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let mut paid = Vec::new();
    for (channel, scene) in [("wechat", "native"), ("alipay", "app")] {
        for _ in 0..3 {
            let order = order(&fixture, &community).await;
            let payment =
                pay(&fixture, &community, &order, json!({ "channel": channel, "scene": scene })).await;
            assert!(fixture.providers.open_payment(&payment).await);
            let reference = fixture.last_payment().await;
            fixture.control(&format!("pay/{reference}"), json!({})).await;
            paid.push(reference);
        }
    }
    fixture.providers.outage("wechat", true).await;
    for payment in paid {
        let (actor, reason) = ("eve".to_owned(), "rain".to_owned());
        let request = RefundRequest { payment, fen: None, actor, reason };
        fixture.app.service.platform.desk.refund(request).await.unwrap();
    }
    work(&fixture).await;
    let of = |channel| match channel {
        "alipay" => "SELECT status FROM payment_refund WHERE channel = 'alipay'",
        _ => "SELECT status FROM payment_refund WHERE channel = 'wechat'",
    };
    assert_eq!(fixture.column::<i64>(of("alipay")).await, [1, 1, 1], "at once");
    assert_eq!(fixture.column::<i64>(of("wechat")).await, [0, 0, 0]);
    let calls = async || {
        fixture.providers.calls("wechat", "refund").await
            + fixture.providers.calls("wechat", "query_refund").await
    };
    pass(&fixture, 120, 1).await;
    let before = calls().await;
    pass(&fixture, 600, 1).await;
    assert!(calls().await - before <= 12, "a trial a minute: {}", calls().await - before);
    let text = fixture.app.metrics().await;
    assert!(text.contains("miaohui_payment_circuit_open{channel=\"wechat\"} 1"), "{text}");
    assert!(text.contains("miaohui_payment_circuit_open{channel=\"alipay\"} 0"), "{text}");
    fixture.providers.outage("wechat", false).await;
    pass(&fixture, 3600, 10).await;
    for refund in fixture.column::<String>("SELECT reference FROM payment_refund WHERE status = 0").await {
        fixture.control(&format!("finish/{refund}"), json!({})).await;
    }
    assert_eq!(fixture.column::<i64>(of("wechat")).await, [1, 1, 1]);
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn metrics_show_what_is_open_by_age_and_calls_by_code() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    fixture.providers.error("wechat", "create", "RULE_LIMIT", 1).await;
    let scene = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    assert_eq!(code(&fixture.app.call_as(&community.ann, "order_pay", scene.clone()).await), 601);
    fixture.app.ok(&community.ann, "order_pay", scene).await;
    let forged = fixture.app.http.post(fixture.app.url("/pay/wechat/notify")).body("{}");
    forged.send().await.unwrap();
    fixture.app.clock.advance(15 * 60_000);
    fixture.app.service.platform.desk.measure().await.unwrap();
    fixture.app.call("send_sms_code", json!({ "country": "86", "phone": "13800138000" })).await;
    fixture.app.sms_code("13800138000").await.unwrap();
    let text = fixture.app.metrics().await;
    for line in [
        r#"miaohui_payment_open_attempts{channel="wechat",age="10m"} 1"#,
        r#"miaohui_payment_open_attempts{channel="wechat",age="new"} 0"#,
        r#"miaohui_payment_call_errors_total{channel="wechat",call="start",code="RULE_LIMIT"} 1"#,
        r#"miaohui_payment_notices_not_believed_total{channel="wechat"} 1"#,
        r#"miaohui_payment_cases_open{kind="complaint"} 0"#,
        r#"miaohui_payment_refunds_failed{channel="alipay"} 0"#,
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[tokio::test]
async fn alarms_and_the_dashboard_are_about_metrics_that_exist() {
    let fixture = PaymentFixture::start_with(&["backup.to=backups", "backup.every_seconds=3600"]).await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    // A metric appears with its first value.
    fixture.providers.error("wechat", "create", "RULE_LIMIT", 1).await;
    let scene = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    fixture.app.call_as(&community.ann, "order_pay", scene).await;
    fixture.app.http.post(fixture.app.url("/pay/wechat/notify")).body("{}").send().await.unwrap();
    change(
        &fixture,
        "INSERT INTO payment_bill (channel, day, begins_at, kind, status, created_at)
         VALUES ('wechat', '2018-06-08', 1528387200000, 0, 4, 1)",
    )
    .await;
    fixture.app.service.platform.desk.measure().await.unwrap();
    fixture.app.call("send_sms_code", json!({ "country": "86", "phone": "13800138000" })).await;
    fixture.app.sms_code("13800138000").await.unwrap();
    let platform = &fixture.app.service.platform;
    platform.metrics.count_limit("login");
    let unreachable = NewEndpoint {
        url: "https://127.0.0.1".to_owned(),
        note: String::new(),
        wants: vec![EventGroup::Users],
    };
    platform.webhooks.add(unreachable).await.unwrap();
    fixture.app.community_user(9).await;
    platform.webhooks.deliver_due().await.unwrap();
    let hold = |tx: &mut Tx<'_>| hold_lease(tx, "tidy", "me", 1, 1);
    assert!(platform.db.write(hold).await.unwrap());
    fixture.app.service.measures.watch_work("tidy");
    fixture.app.service.measures.measure(&platform.db).await.unwrap();
    let text = fixture.app.metrics().await;
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/");
    let files = ["alerts.yml", "grafana/miaohui.json"];
    let rules = files.map(|file| std::fs::read_to_string(format!("{root}{file}")).unwrap()).concat();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let names = rules.split(|c| !is_name(c)).filter(|word| word.starts_with("miaohui_"));
    let mut count = 0;
    for name in names {
        let name = name.trim_end_matches("_total").trim_end_matches("_bucket");
        assert!(text.contains(&format!("# TYPE {name} ")), "{name}");
        count += 1;
    }
    assert!(count > 80, "{count}");
}
