//! Attempts: one current number for a thing, its scene, its stored order and its parameters.

use miaohui_kernel::MINUTE_MS;
use miaohui_testkit::{CommunityFixture, PaymentFixture, code};
use serde_json::{Value, json};

use super::{at_provider, order, pay, status, work};

#[tokio::test]
async fn each_scene_and_payer_gets_its_own_parameters() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    let mut former: Option<String> = None;
    for (scene, key) in [
        (json!({ "channel": "wechat", "scene": "native" }), "code_url"),
        (json!({ "channel": "wechat", "scene": "app" }), "prepayid"),
        (json!({ "channel": "wechat", "scene": "h5" }), "h5_url"),
        (json!({ "channel": "wechat", "scene": "jsapi", "openid": "o-ann" }), "paySign"),
        (json!({ "channel": "wechat", "scene": "jsapi", "openid": "o-bob" }), "paySign"),
        (json!({ "channel": "alipay", "scene": "page" }), "url"),
        (json!({ "channel": "alipay", "scene": "page", "return_url": "https://shop.example/back" }), "url"),
        (json!({ "channel": "alipay", "scene": "app" }), "order"),
    ] {
        let first = pay(&fixture, &community, &order, scene.clone()).await;
        assert!(first[key].is_string(), "{scene}: {first}");
        let again = pay(&fixture, &community, &order, scene.clone()).await;
        assert_eq!(again, first, "the same scene and payer gets the stored parameters");
        let reference = fixture.last_payment().await;
        assert_ne!(former.as_ref(), Some(&reference), "{scene}: a new number");
        if let Some(former) = &former
            && !at_provider(&fixture, former).await.is_null()
        {
            assert_eq!(
                at_provider(&fixture, former).await["state"],
                "closed",
                "{scene}: the old one is closed"
            );
        }
        former = Some(reference);
    }
    let bad = json!({ "order_id": order, "channel": "alipay", "return_url": "javascript:alert(1)" });
    assert_eq!(code(&fixture.app.call_as(&community.ann, "order_pay", bad).await), 400);
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn parameters_that_end_are_fetched_again_for_the_same_order() {
    let fixture = PaymentFixture::start_with(&["orders.pay_within_minutes=240"]).await;
    let community = CommunityFixture::create(&fixture.app).await;
    for (scene, key, lives_ms) in [
        (json!({ "channel": "wechat", "scene": "h5" }), "h5_url", 5 * MINUTE_MS),
        (json!({ "channel": "wechat", "scene": "native" }), "code_url", 120 * MINUTE_MS),
        (json!({ "channel": "alipay", "scene": "native" }), "qr_code", 120 * MINUTE_MS),
    ] {
        let order = order(&fixture, &community).await;
        let first = pay(&fixture, &community, &order, scene.clone()).await;
        assert!(first[key].is_string(), "{first}");
        let reference = fixture.last_payment().await;
        fixture.app.clock.advance(lives_ms + 1000);
        assert_eq!(fixture.providers.try_open_payment(&first).await, Err(410), "{scene}: the end is real");
        let second = pay(&fixture, &community, &order, scene.clone()).await;
        assert_ne!(second, first, "{scene}");
        assert_eq!(fixture.last_payment().await, reference, "{scene}: the same number");
        assert_eq!(fixture.providers.try_open_payment(&second).await, Ok(reference.clone()));
        fixture.control(&format!("pay/{reference}"), json!({})).await;
        assert_eq!(status(&fixture, &community, &order).await, 1, "{scene}");
    }
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn an_order_whose_answer_was_lost_is_sent_again_unchanged() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    let scene = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    fixture.providers.lose("wechat", "create", 1).await;
    assert_eq!(code(&fixture.app.call_as(&community.ann, "order_pay", scene.clone()).await), 601);
    let reference = fixture.last_payment().await;
    assert_eq!(at_provider(&fixture, &reference).await["state"], "open", "it has arrived");
    fixture.app.clock.advance(MINUTE_MS);
    let payment = fixture.app.ok(&community.ann, "order_pay", scene).await["payment"].clone();
    assert_eq!(fixture.last_payment().await, reference);
    assert_eq!(fixture.providers.try_open_payment(&payment).await, Ok(reference));
}

#[tokio::test]
async fn an_order_that_the_provider_has_ended_gets_a_new_number() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    let scene = json!({ "channel": "wechat", "scene": "native" });
    pay(&fixture, &community, &order, scene.clone()).await;
    let first = fixture.last_payment().await;
    // The payer or the merchant closes it there.
    fixture.control(&format!("fail/{first}"), json!({})).await;
    fixture.app.clock.advance(6000);
    let payment = pay(&fixture, &community, &order, scene.clone()).await;
    let second = fixture.last_payment().await;
    assert_ne!(first, second);
    assert_eq!(fixture.providers.try_open_payment(&payment).await, Ok(second.clone()));
    // The provider refuses the stored order, because it knows the number with other members.
    super::change(&fixture, "UPDATE payment_intent SET client = '', status = 0, charge = REPLACE(charge, '庙会订单', '别的') WHERE status = 1").await;
    let payment = pay(&fixture, &community, &order, scene).await;
    let third = fixture.last_payment().await;
    assert_ne!(second, third);
    assert_eq!(fixture.providers.try_open_payment(&payment).await, Ok(third));
    work(&fixture).await;
    assert_eq!(at_provider(&fixture, &second).await["state"], "closed");
}

#[tokio::test]
async fn a_payer_who_comes_back_learns_how_the_payment_stands() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    fixture.control("mode", json!({ "drop": true })).await;
    let order = order(&fixture, &community).await;
    let standing = async || {
        fixture.app.ok(&community.ann, "order_payment", json!({ "order_id": order })).await["order_payment"]
            .clone()
    };
    assert_eq!(standing().await, Value::Null);
    let scene = json!({ "channel": "wechat", "scene": "native" });
    pay(&fixture, &community, &order, scene.clone()).await;
    let open = standing().await;
    assert_eq!(
        (&open["status"], &open["channel"], &open["scene"]),
        (&json!(1), &json!("wechat"), &json!("native"))
    );
    assert_eq!(open["price"], 1999);
    fixture.app.clock.advance(6000);
    let before = fixture.providers.calls("wechat", "query").await;
    for _ in 0..10 {
        standing().await;
        pay(&fixture, &community, &order, scene.clone()).await;
    }
    assert_eq!(fixture.providers.calls("wechat", "query").await - before, 1, "one question in a few seconds");
    fixture.control(&format!("pay/{}", fixture.last_payment().await), json!({})).await;
    let paid_at = fixture.app.clock.now_ms() / 1000 * 1000;
    fixture.app.clock.advance(6000);
    let paid = standing().await;
    assert_eq!((&paid["status"], &paid["paid_at"]), (&json!(2), &json!(paid_at)));
    assert_eq!(status(&fixture, &community, &order).await, 1, "without notice and background work");
    let other = fixture.app.call_as(&community.bob, "order_payment", json!({ "order_id": order })).await;
    assert_eq!(code(&other), 203);
    // Asking to pay again finds a payment too.
    let second = super::order(&fixture, &community).await;
    pay(&fixture, &community, &second, scene.clone()).await;
    fixture.control(&format!("pay/{}", fixture.last_payment().await), json!({})).await;
    fixture.app.clock.advance(6000);
    assert_eq!(pay(&fixture, &community, &second, scene).await, Value::Null, "it is paid");
}

#[tokio::test]
async fn a_supporter_learns_how_the_payment_stands() {
    let fixture = PaymentFixture::start().await;
    let crowdfunding = miaohui_testkit::CrowdfundingFixture::create(&fixture.app).await;
    fixture.control("mode", json!({ "drop": true })).await;
    let (app, backer) = (&fixture.app, &crowdfunding.backer);
    let path =
        format!("/api/crowdfunding/project/{}/support/{}/pay/", crowdfunding.project, crowdfunding.unpaid);
    app.post(backer, &path, json!({ "channel": "wechat", "scene": "native" })).await;
    let open = app.get(Some(backer), &path).await;
    assert_eq!(
        (&open["paid"], &open["status"], &open["scene"]),
        (&json!(false), &json!(1), &json!("native"))
    );
    fixture.control(&format!("pay/{}", fixture.last_payment().await), json!({})).await;
    app.clock.advance(6000);
    let paid = app.get(Some(backer), &path).await;
    assert_eq!((&paid["paid"], &paid["status"]), (&json!(true), &json!(2)));
    let recharge = json!({ "money": 7, "channel": "alipay", "scene": "app" });
    let made = app.post(backer, "/api/accounts/user/recharge/", recharge).await;
    assert!(fixture.providers.open_payment(&made["payment"]).await);
    fixture.control(&format!("pay/{}", fixture.last_payment().await), json!({})).await;
    app.clock.advance(6000);
    let recharge = app.get(Some(backer), &format!("/api/accounts/user/recharge/{}/", made["id"])).await;
    assert_eq!(recharge["status"], 1);
    app.require_verified().await;
}
