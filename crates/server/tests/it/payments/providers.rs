//! Payments through the providers' protocols, against the simulator and its failure modes.

use miaohui_kernel::{DAY_MS, Fen};
use miaohui_testkit::{CommunityFixture, CrowdfundingFixture, PaymentFixture, code};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_ticket_is_paid_through_each_provider() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    for channel in ["alipay", "wechat"] {
        let order = json!({ "ticket_id_list": [community.next_ticket()] });
        let order = fixture.app.ok(&community.ann, "order_create", order).await["order_id"].clone();
        let pay = json!({ "order_id": order, "channel": channel });
        let first = fixture.app.ok(&community.ann, "order_pay", pay.clone()).await;
        assert!(first["payment"].is_object(), "{first}");
        let again = fixture.app.ok(&community.ann, "order_pay", pay.clone()).await;
        assert_eq!(first, again, "the client may ask again for what it has to do");
        assert!(fixture.providers.open_payment(&first["payment"]).await);
        let status = async || {
            let detail = fixture.app.ok(&community.ann, "order_detail", json!({ "order_id": order })).await;
            detail["order_detail"]["status"].clone()
        };
        assert_eq!(status().await, 0);
        // The notice is lost, so the service queries the provider.
        let reference = fixture.last_payment().await;
        fixture.control("mode", json!({ "drop": true })).await;
        fixture.control(&format!("pay/{reference}"), json!({})).await;
        assert_eq!(status().await, 0);
        fixture.app.clock.advance(60_000);
        while fixture.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
        assert_eq!(status().await, 1, "{channel}");
        let paid = fixture.app.call_as(&community.ann, "order_pay", pay).await;
        assert_eq!(code(&paid), 204);
        fixture.app.require_verified().await;
    }
}

#[tokio::test]
async fn repeated_late_and_forged_notices_count_at_most_once() {
    let fixture = PaymentFixture::start().await;
    let ann = fixture.app.crowdfunding_user(1).await;
    let balance =
        async || fixture.app.get(Some(&ann), "/api/accounts/user/balance/").await["balance"].clone();
    let mut expected = 0;
    for (channel, scene) in [("alipay", "app"), ("wechat", "native")] {
        for mode in [json!({ "duplicate": 19 }), json!({ "forge": true })] {
            let recharge = json!({ "money": 7, "channel": channel, "scene": scene });
            let payment =
                fixture.app.post(&ann, "/api/accounts/user/recharge/", recharge).await["payment"].clone();
            assert!(fixture.providers.open_payment(&payment).await);
            let reference = fixture.last_payment().await;
            fixture.control("mode", mode.clone()).await;
            let told = fixture.control(&format!("pay/{reference}"), json!({})).await;
            assert!(!told["deliveries"].as_array().unwrap().is_empty(), "{told}");
            let forged = mode["forge"] == true;
            expected += if forged { 0 } else { 7 };
            assert_eq!(balance().await, expected, "{channel} {mode}: {told}");
            if forged {
                // A forged notice is not trusted, so the service queries the provider.
                fixture.app.clock.advance(60_000);
                while fixture.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
                expected += 7;
                assert_eq!(balance().await, expected);
            }
            fixture.control("mode", json!({})).await;
            fixture.control(&format!("notify/{reference}"), json!({})).await;
            assert_eq!(balance().await, expected, "after a late notice");
        }
    }
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn late_and_duplicate_payments_are_refunded() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = json!({ "ticket_id_list": [community.next_ticket()] });
    let order = fixture.app.ok(&community.ann, "order_create", order).await["order_id"].clone();
    let (mut references, mut payments) = (Vec::new(), Vec::new());
    for channel in ["alipay", "wechat"] {
        let pay = json!({ "order_id": order, "channel": channel });
        payments.push(fixture.app.ok(&community.ann, "order_pay", pay).await["payment"].clone());
        references.push(fixture.last_payment().await);
    }
    // Alipay could not close what it did not know yet, so the payer can open and pay both. One
    // payment is kept and the other refunded.
    assert!(fixture.providers.open_payment(&payments[0]).await);
    for reference in &references {
        fixture.control(&format!("pay/{reference}"), json!({})).await;
    }
    fixture.app.clock.advance(60_000);
    while fixture.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    fixture.app.require_verified().await;
    let refunds: Vec<i64> = fixture.column("SELECT fen FROM payment_refund").await;
    assert_eq!(refunds, [1999]);
    // WeChat Pay reports the end of a refund.
    for refund in fixture.column::<String>("SELECT reference FROM payment_refund").await {
        let url = format!("http://{}/control/finish/{refund}", fixture.providers.address);
        drop(fixture.app.http.post(url).send().await.unwrap());
    }
    fixture.reconcile().await;
    let mut statuses: Vec<i64> =
        fixture.column("SELECT status FROM payment_intent WHERE channel <> 'sandbox' ORDER BY id").await;
    statuses.sort_unstable();
    assert_eq!(statuses, [2, 5], "one payment is kept, the other refunded");
    fixture.app.require_verified().await;
    // An order that is cancelled before its payment arrives.
    let late = json!({ "ticket_id_list": [community.next_ticket()] });
    let late = fixture.app.ok(&community.ann, "order_create", late).await["order_id"].clone();
    let payment = fixture
        .app
        .ok(&community.ann, "order_pay", json!({ "order_id": late, "channel": "alipay" }))
        .await["payment"]
        .clone();
    assert!(fixture.providers.open_payment(&payment).await);
    let reference = fixture.last_payment().await;
    fixture.app.ok(&community.ann, "order_cancel", json!({ "order_id": late })).await;
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    fixture.reconcile().await;
    assert_eq!(fixture.column::<i64>("SELECT status FROM payment_intent ORDER BY id").await.pop(), Some(5));
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn an_underpayment_is_refunded() {
    let fixture = PaymentFixture::start().await;
    let crowdfunding = CrowdfundingFixture::create(&fixture.app).await;
    let path =
        format!("/api/crowdfunding/project/{}/support/{}/pay/", crowdfunding.project, crowdfunding.unpaid);
    let asked = json!({ "channel": "wechat", "scene": "native" });
    let answer = fixture.app.post(&crowdfunding.backer, &path, asked).await;
    assert!(answer["payment"]["code_url"].is_string() && answer["paid"] == false, "{answer}");
    let reference = fixture.last_payment().await;
    fixture.control("mode", json!({ "less_fen": 100 })).await;
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    fixture.app.clock.advance(60_000);
    while fixture.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    let project =
        fixture.app.get(None, &format!("/api/crowdfunding/project/{}/", crowdfunding.project)).await;
    assert_eq!(project["support_count"], 1);
    assert_eq!(fixture.column::<i64>("SELECT fen FROM payment_refund").await, [2200]);
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn unpaid_attempts_expire_after_an_outage_has_ended() {
    let fixture = PaymentFixture::start().await;
    let ann = fixture.app.crowdfunding_user(1).await;
    fixture.control("outage", json!(true)).await;
    let recharge = json!({ "money": 50, "channel": "wechat", "scene": "native" });
    let path = "/api/accounts/user/recharge/";
    let down = fixture.app.api(Some(&ann), Method::POST, path, recharge.clone()).await;
    assert_eq!(down.error(), 10036);
    fixture.control("outage", json!(false)).await;
    let up = fixture.app.api(Some(&ann), Method::POST, path, recharge).await;
    assert_eq!((up.status.as_u16(), &up.body["status"]), (201, &json!(0)));
    let reference = fixture.last_payment().await;
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    fixture.app.clock.advance(60_000);
    while fixture.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    assert_eq!(fixture.app.get(Some(&ann), "/api/accounts/user/balance/").await["balance"], 50);
    fixture.app.clock.advance(DAY_MS);
    fixture.reconcile().await;
    assert_eq!(fixture.column::<i64>("SELECT status FROM payment_intent ORDER BY id").await, [4, 2]);
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn only_signed_notices_are_accepted() {
    let fixture = PaymentFixture::start().await;
    let url = fixture.app.url("/pay/alipay/notify");
    let forged = fixture.app.http.post(&url).form(&[
        ("out_trade_no", "m123456"),
        ("trade_status", "TRADE_SUCCESS"),
        ("sign", "x"),
    ]);
    assert_eq!(forged.send().await.unwrap().text().await.unwrap(), "fail");
    let nobody = fixture.app.http.post(fixture.app.url("/pay/gold/notify")).body("x").send().await.unwrap();
    assert_eq!(nobody.status(), 404);
    let wechat =
        fixture.app.http.post(fixture.app.url("/pay/wechat/notify")).body("{}").send().await.unwrap();
    assert!(wechat.status().is_client_error() || wechat.status().is_server_error(), "{}", wechat.status());
}

#[tokio::test]
async fn an_interrupted_payment_continues() {
    let fixture = PaymentFixture::start().await;
    let ann = fixture.app.crowdfunding_user(1).await;
    let path = "/api/accounts/user/recharge/";
    for (channel, scene) in [("alipay", "app"), ("wechat", "native")] {
        let asked = json!({ "money": 7, "channel": channel, "scene": scene });
        let ask = async || fixture.app.api_with_key(&ann, channel, Method::POST, path, asked.clone()).await;
        let first = ask().await;
        assert_eq!((first.status.as_u16(), first.body["payment"].is_object()), (201, true));
        fixture.app.discard_stored_replies().await;
        assert_eq!(ask().await.status, 409);
        fixture.app.clock.advance(120_000);
        assert_eq!(ask().await.body, first.body, "one recharge, one order at the provider");
        fixture.providers.open_payment(&first.body["payment"]).await;
        // The reply is lost again, and the payment succeeds meanwhile.
        fixture.app.discard_stored_replies().await;
        fixture.app.clock.advance(120_000);
        fixture.control(&format!("pay/{}", fixture.last_payment().await), json!({})).await;
        fixture.reconcile().await;
        let paid = ask().await;
        assert_eq!((paid.status.as_u16(), &paid.body["status"]), (201, &json!(1)));
        assert_eq!(paid.body["id"], first.body["id"]);
    }
    assert_eq!(fixture.app.get(Some(&ann), "/api/accounts/user/balance/").await["balance"], 14);
    assert_eq!(fixture.column::<i64>("SELECT status FROM payment_intent").await, [2, 2]);
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn an_order_with_a_key_is_paid_once_after_lost_replies() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = json!({ "ticket_id_list": [community.next_ticket()] });
    let order = fixture.app.ok(&community.ann, "order_create", order).await["order_id"].clone();
    let pay = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    let ask = async || fixture.app.call_with_key(&community.ann, "k", "order_pay", pay.clone()).await;
    let first = ask().await;
    assert!(first["payment"]["code_url"].is_string(), "{first}");
    fixture.app.discard_stored_replies().await;
    assert_eq!(code(&ask().await), 110);
    fixture.app.clock.advance(120_000);
    assert_eq!(ask().await, first);
    fixture.app.discard_stored_replies().await;
    fixture.control(&format!("pay/{}", fixture.last_payment().await), json!({})).await;
    fixture.app.clock.advance(120_000);
    while fixture.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    assert_eq!(ask().await, json!({ "code": 0 }), "it is paid");
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn an_outage_is_not_stored_as_a_reply() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let ann = fixture.app.crowdfunding_user(1).await;
    let order = json!({ "ticket_id_list": [community.next_ticket()] });
    let order = fixture.app.ok(&community.ann, "order_create", order).await["order_id"].clone();
    let pay = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    let pay = async || fixture.app.call_with_key(&community.ann, "k", "order_pay", pay.clone()).await;
    let recharge = json!({ "money": 50, "channel": "wechat", "scene": "native" });
    let path = "/api/accounts/user/recharge/";
    let recharge = async || fixture.app.api_with_key(&ann, "k", Method::POST, path, recharge.clone()).await;
    fixture.control("outage", json!(true)).await;
    for _ in 0..2 {
        assert_eq!((code(&pay().await), recharge().await.error()), (601, 10036));
    }
    fixture.control("outage", json!(false)).await;
    let first = (pay().await, recharge().await);
    assert_eq!((code(&first.0), first.1.status.as_u16()), (0, 201));
    assert_eq!((pay().await, recharge().await.body), (first.0, first.1.body));
    let open = "SELECT status FROM payment_intent WHERE channel = 'wechat' ORDER BY id";
    assert_eq!(fixture.column::<i64>(open).await, [1, 1], "the attempts continue");
    assert_eq!(fixture.column::<i64>("SELECT id FROM cf_recharge").await.len(), 1);
    for reference in fixture.column::<String>("SELECT reference FROM payment_intent WHERE status = 1").await {
        fixture.control(&format!("pay/{reference}"), json!({})).await;
    }
    fixture.reconcile().await;
    assert_eq!(fixture.app.get(Some(&ann), "/api/accounts/user/balance/").await["balance"], 50);
    fixture.app.require_verified().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_payments_of_an_order_share_one_attempt() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    for round in 0..8 {
        let order = json!({ "ticket_id_list": [community.next_ticket()] });
        let order = fixture.app.ok(&community.ann, "order_create", order).await["order_id"].clone();
        let pay = json!({ "order_id": order, "channel": "alipay" });
        let ask = async || fixture.app.ok(&community.ann, "order_pay", pay.clone()).await["payment"].clone();
        let (one, two, three) = tokio::join!(ask(), ask(), ask());
        assert!(one["order"].is_string() && one == two && two == three, "{one} {two} {three}");
        let attempts: Vec<String> =
            fixture.column("SELECT reference FROM payment_intent WHERE channel = 'alipay'").await;
        assert_eq!(attempts.len(), round + 1);
    }
    fixture.app.require_verified().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_refunds_of_all_parts_mark_the_payment_refunded() {
    const PARTS: i64 = 4;
    let fixture = PaymentFixture::start().await;
    let ann = fixture.app.crowdfunding_user(1).await;
    for _ in 0..6 {
        let recharge = json!({ "money": 8, "channel": "wechat", "scene": "native" });
        fixture.app.post(&ann, "/api/accounts/user/recharge/", recharge).await;
        let reference = fixture.last_payment().await;
        fixture.control(&format!("pay/{reference}"), json!({})).await;
        for _ in 0..PARTS {
            let (payment, actor, reason) = (reference.clone(), "eve".to_owned(), "parts".to_owned());
            let asked =
                miaohui_payments::RefundRequest { payment, fen: Some(Fen(800 / PARTS)), actor, reason };
            fixture.app.service.platform.desk.refund(asked).await.unwrap();
        }
        while fixture.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
        let mut refunds: Vec<String> =
            fixture.column("SELECT reference FROM payment_refund WHERE status = 0 ORDER BY id").await;
        assert_eq!(refunds.len() as i64, PARTS);
        let finish = async |refund: String| fixture.control(&format!("finish/{refund}"), json!({})).await;
        let mut next = || finish(refunds.pop().unwrap());
        tokio::join!(next(), next(), next(), next());
        let status: Vec<i64> = fixture.column("SELECT status FROM payment_intent ORDER BY id").await;
        assert_eq!(status.last(), Some(&5), "all of it is refunded");
    }
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn a_payment_without_notice_is_found_at_the_next_attempt() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = json!({ "ticket_id_list": [community.next_ticket()] });
    let order = fixture.app.ok(&community.ann, "order_create", order).await["order_id"].clone();
    let pay = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    fixture.app.ok(&community.ann, "order_pay", pay.clone()).await;
    // Neither the provider's response nor its notice arrives.
    let forget = "UPDATE payment_intent SET status = 0, client = '' WHERE status = 1";
    fixture.app.service.community.db.write(move |tx| tx.execute(forget, &[])).await.unwrap();
    fixture.control("mode", json!({ "drop": true })).await;
    fixture.control(&format!("pay/{}", fixture.last_payment().await), json!({})).await;
    assert_eq!(fixture.app.call_as(&community.ann, "order_pay", pay).await, json!({ "code": 0 }));
    let detail = fixture.app.ok(&community.ann, "order_detail", json!({ "order_id": order })).await;
    assert_eq!(detail["order_detail"]["status"], 1);
    fixture.app.require_verified().await;
}
