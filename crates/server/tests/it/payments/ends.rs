//! The end of an attempt: nothing is released before the provider has said that it is not paid.

use miaohui_kernel::MINUTE_MS;
use miaohui_testkit::{CommunityFixture, CrowdfundingFixture, PaymentFixture};
use serde_json::json;

use super::{at_provider, order, pass, pay, status, work};

#[tokio::test]
async fn a_payment_in_the_last_seconds_counts_without_its_notice() {
    for (channel, scene) in [("wechat", "native"), ("alipay", "app")] {
        let fixture = PaymentFixture::start_with(&["orders.pay_within_minutes=2"]).await;
        let community = CommunityFixture::create(&fixture.app).await;
        fixture.control("mode", json!({ "drop": true })).await;
        let order = order(&fixture, &community).await;
        let payment = pay(&fixture, &community, &order, json!({ "channel": channel, "scene": scene })).await;
        assert!(fixture.providers.open_payment(&payment).await);
        let reference = fixture.last_payment().await;
        pass(&fixture, 100, 1).await;
        fixture.control(&format!("pay/{reference}"), json!({})).await;
        let paid_at = fixture.app.clock.now_ms() / 1000 * 1000;
        pass(&fixture, 40, 1).await;
        assert_eq!(status(&fixture, &community, &order).await, 1, "{channel}");
        assert_eq!(fixture.column::<i64>("SELECT id FROM payment_refund").await, [0; 0], "{channel}");
        let stored =
            fixture.column::<i64>("SELECT paid_at FROM payment_intent WHERE channel <> 'sandbox'").await;
        assert_eq!(stored, [paid_at], "the provider's time");
        fixture.app.require_verified().await;
    }
}

#[tokio::test]
async fn tickets_are_kept_until_the_provider_answers() {
    let fixture = PaymentFixture::start_with(&["orders.pay_within_minutes=2"]).await;
    let community = CommunityFixture::create(&fixture.app).await;
    fixture.control("mode", json!({ "drop": true })).await;
    for is_paid in [true, false] {
        let order = order(&fixture, &community).await;
        pay(&fixture, &community, &order, json!({ "channel": "wechat", "scene": "native" })).await;
        let reference = fixture.last_payment().await;
        pass(&fixture, 60, 5).await;
        if is_paid {
            fixture.control(&format!("pay/{reference}"), json!({})).await;
        }
        fixture.providers.outage("wechat", true).await;
        pass(&fixture, 600, 10).await;
        assert_eq!(status(&fixture, &community, &order).await, 0, "nobody knows yet");
        fixture.providers.outage("wechat", false).await;
        // The circuit and the polls need some time to notice.
        pass(&fixture, 1200, 10).await;
        assert_eq!(status(&fixture, &community, &order).await, if is_paid { 1 } else { 2 });
        if !is_paid {
            assert_eq!(at_provider(&fixture, &reference).await["state"], "closed");
        }
    }
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn the_providers_order_ends_before_ours_and_lives_a_minute_at_least() {
    let fixture = PaymentFixture::start_with(&["orders.pay_within_minutes=3"]).await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    let ours = fixture.app.clock.now_ms() + 3 * MINUTE_MS;
    let scene = |scene: &str| json!({ "channel": "wechat", "scene": scene });
    pay(&fixture, &community, &order, scene("native")).await;
    let ends_at =
        async || at_provider(&fixture, &fixture.last_payment().await).await["expires_at"].as_i64().unwrap();
    assert!((ours - 20_000..ours).contains(&ends_at().await), "a little earlier");
    fixture.app.clock.advance(170_000);
    pay(&fixture, &community, &order, scene("app")).await;
    let (end, now) = (ends_at().await, fixture.app.clock.now_ms());
    assert!(end >= now + MINUTE_MS && end < now + 70_000, "not shorter than WeChat Pay allows");
    // Paid after our own time and before the provider's end, while the tickets are kept.
    fixture.control("mode", json!({ "drop": true })).await;
    pass(&fixture, 30, 5).await;
    assert_eq!(status(&fixture, &community, &order).await, 0);
    fixture.control(&format!("pay/{}", fixture.last_payment().await), json!({})).await;
    pass(&fixture, 90, 5).await;
    assert_eq!(status(&fixture, &community, &order).await, 1);
}

#[tokio::test]
async fn polls_become_denser_towards_the_end() {
    let fixture = PaymentFixture::start_with(&["orders.pay_within_minutes=30"]).await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    pay(&fixture, &community, &order, json!({ "channel": "wechat", "scene": "native" })).await;
    let mut polls = Vec::new();
    for second in 1..=1800 {
        let before = fixture.providers.calls("wechat", "query").await;
        pass(&fixture, 1, 1).await;
        if fixture.providers.calls("wechat", "query").await > before {
            polls.push(second);
        }
    }
    let longest = polls.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    assert!(longest <= 660, "{polls:?}");
    assert!(polls.iter().filter(|second| **second > 1680).count() >= 4, "{polls:?}");
    assert!(polls.len() < 30, "{polls:?}");
    assert_eq!(status(&fixture, &community, &order).await, 2);
}

#[tokio::test]
async fn a_payer_in_the_middle_of_paying_is_waited_for() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let scene = |scene: &str| json!({ "channel": "wechat", "scene": scene });
    // Another scene while the payer pays in the first: the first cannot be closed, and it counts.
    let first = order(&fixture, &community).await;
    pay(&fixture, &community, &first, scene("native")).await;
    let reference = fixture.last_payment().await;
    fixture.providers.paying(&reference).await;
    pay(&fixture, &community, &first, scene("app")).await;
    pass(&fixture, 60, 5).await;
    assert!(fixture.providers.calls("wechat", "close").await > 2, "202 is not closed");
    assert_eq!(at_provider(&fixture, &reference).await["state"], "open");
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    assert_eq!(status(&fixture, &community, &first).await, 1);
    work(&fixture).await;
    assert_eq!(at_provider(&fixture, &fixture.last_payment().await).await["state"], "closed");
    // A cancelled order is refunded.
    let second = order(&fixture, &community).await;
    pay(&fixture, &community, &second, scene("native")).await;
    let reference = fixture.last_payment().await;
    fixture.providers.paying(&reference).await;
    fixture.app.ok(&community.ann, "order_cancel", json!({ "order_id": second })).await;
    pass(&fixture, 60, 5).await;
    let open = "SELECT status FROM payment_intent WHERE channel = 'wechat' ORDER BY id";
    assert_eq!(fixture.column::<i64>(open).await, [2, 3, 1]);
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    assert_eq!(fixture.column::<i64>("SELECT fen FROM payment_refund").await, [1999]);
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn what_is_cancelled_or_withdrawn_is_closed_at_the_provider() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let crowdfunding = CrowdfundingFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    pay(&fixture, &community, &order, json!({ "channel": "wechat", "scene": "native" })).await;
    let of_order = fixture.last_payment().await;
    fixture.app.ok(&community.ann, "order_cancel", json!({ "order_id": order })).await;
    let path = format!("/api/crowdfunding/project/{}/support/{}/", crowdfunding.project, crowdfunding.unpaid);
    let scene = json!({ "channel": "wechat", "scene": "native" });
    fixture.app.post(&crowdfunding.backer, &format!("{path}pay/"), scene).await;
    let of_support = fixture.last_payment().await;
    let backer = Some(&crowdfunding.backer);
    fixture.app.api(backer, reqwest::Method::DELETE, &path, serde_json::Value::Null).await;
    work(&fixture).await;
    for reference in [of_order, of_support] {
        assert_eq!(at_provider(&fixture, &reference).await["state"], "closed");
    }
    assert_eq!(
        fixture.column::<i64>("SELECT status FROM payment_intent WHERE channel = 'wechat'").await,
        [3, 3]
    );
}

#[tokio::test]
async fn a_thing_paid_otherwise_is_closed_at_the_provider() {
    let fixture = PaymentFixture::start_with(&["payment.sandbox=true"]).await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    pay(&fixture, &community, &order, json!({ "channel": "wechat", "scene": "native" })).await;
    let reference = fixture.last_payment().await;
    pay(&fixture, &community, &order, json!({ "channel": "sandbox" })).await;
    work(&fixture).await;
    assert_eq!(at_provider(&fixture, &reference).await["state"], "closed");
    assert_eq!(status(&fixture, &community, &order).await, 1);
}

#[tokio::test]
async fn a_project_ends_after_the_payments_of_its_supports() {
    let fixture = PaymentFixture::start().await;
    let crowdfunding = CrowdfundingFixture::create(&fixture.app).await;
    fixture.control("mode", json!({ "drop": true })).await;
    let project =
        async || fixture.app.get(None, &format!("/api/crowdfunding/project/{}/", crowdfunding.project)).await;
    // Two minutes before the end of the project.
    super::change(
        &fixture,
        "UPDATE cf_project SET started_at = started_at - total_days * 86400000 + 120000 WHERE status = 3",
    )
    .await;
    let path =
        format!("/api/crowdfunding/project/{}/support/{}/pay/", crowdfunding.project, crowdfunding.unpaid);
    let backer = &crowdfunding.backer;
    fixture.app.post(backer, &path, json!({ "channel": "wechat", "scene": "native" })).await;
    let reference = fixture.last_payment().await;
    pass(&fixture, 100, 5).await;
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    let before = project().await["now_money"].as_f64().unwrap();
    pass(&fixture, 60, 5).await;
    assert!(project().await["now_money"].as_f64().unwrap() > before, "the support counts");
    assert_ne!(project().await["status"], 3, "the project has ended");
    assert_eq!(fixture.column::<i64>("SELECT id FROM payment_refund").await, [0; 0]);
    fixture.app.require_verified().await;
}
