//! Payments through the providers' own protocols, against a simulator that misbehaves on command.

use miaohui_kernel::{DAY_MS, Fen};
use miaohui_testkit::{Fair, Kitchen, World, code};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_ticket_is_paid_for_through_each_provider() {
    let world = World::start().await;
    let fair = Fair::build(&world.app).await;
    for channel in ["alipay", "wechat"] {
        let order = json!({ "ticket_id_list": [fair.next_ticket()] });
        let order = world.app.ok(&fair.ann, "order_create", order).await["order_id"].clone();
        let pay = json!({ "order_id": order, "channel": channel });
        let first = world.app.ok(&fair.ann, "order_pay", pay.clone()).await;
        assert!(first["payment"].is_object(), "{first}");
        let again = world.app.ok(&fair.ann, "order_pay", pay.clone()).await;
        assert_eq!(first, again, "the client may ask again for what it has to do");
        assert!(world.providers.begin(&first["payment"]).await);
        let status = async || {
            let detail = world.app.ok(&fair.ann, "order_detail", json!({ "order_id": order })).await;
            detail["order_detail"]["status"].clone()
        };
        assert_eq!(status().await, 0);
        // The notice gets lost, and the provider is asked.
        let reference = world.last_payment().await;
        world.control("mode", json!({ "drop": true })).await;
        world.control(&format!("pay/{reference}"), json!({})).await;
        assert_eq!(status().await, 0);
        world.app.clock.advance(60_000);
        while world.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
        assert_eq!(status().await, 1, "{channel}");
        let paid = world.app.call_as(&fair.ann, "order_pay", pay).await;
        assert_eq!(code(&paid), 204);
        world.is_right().await;
    }
}

#[tokio::test]
async fn notices_count_once_however_they_come() {
    let world = World::start().await;
    let ann = world.app.person(1).await;
    let balance = async || world.app.get(Some(&ann), "/api/accounts/user/balance/").await["balance"].clone();
    let mut expected = 0;
    for (channel, scene) in [("alipay", "app"), ("wechat", "native")] {
        for mode in [json!({ "duplicate": 19 }), json!({ "forge": true })] {
            let recharge = json!({ "money": 7, "channel": channel, "scene": scene });
            let payment =
                world.app.post(&ann, "/api/accounts/user/recharge/", recharge).await["payment"].clone();
            assert!(world.providers.begin(&payment).await);
            let reference = world.last_payment().await;
            world.control("mode", mode.clone()).await;
            let told = world.control(&format!("pay/{reference}"), json!({})).await;
            assert!(!told["deliveries"].as_array().unwrap().is_empty(), "{told}");
            let forged = mode["forge"] == true;
            expected += if forged { 0 } else { 7 };
            assert_eq!(balance().await, expected, "{channel} {mode}: {told}");
            if forged {
                // What is not believed is asked about.
                world.app.clock.advance(60_000);
                while world.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
                expected += 7;
                assert_eq!(balance().await, expected);
            }
            world.control("mode", json!({})).await;
            world.control(&format!("notify/{reference}"), json!({})).await;
            assert_eq!(balance().await, expected, "late and again");
        }
    }
    world.is_right().await;
}

#[tokio::test]
async fn what_is_paid_too_late_or_twice_goes_back() {
    let world = World::start().await;
    let fair = Fair::build(&world.app).await;
    let order = json!({ "ticket_id_list": [fair.next_ticket()] });
    let order = world.app.ok(&fair.ann, "order_create", order).await["order_id"].clone();
    let mut references = Vec::new();
    for channel in ["alipay", "wechat"] {
        let pay = json!({ "order_id": order, "channel": channel });
        let payment = world.app.ok(&fair.ann, "order_pay", pay).await["payment"].clone();
        assert!(world.providers.begin(&payment).await);
        references.push(world.last_payment().await);
    }
    // Both are paid; one of them counts.
    for reference in &references {
        world.control(&format!("pay/{reference}"), json!({})).await;
    }
    world.app.clock.advance(60_000);
    while world.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    world.is_right().await;
    let refunds: Vec<i64> = world.column("SELECT fen FROM payment_refund").await;
    assert_eq!(refunds, [1999]);
    // WeChat Pay says when the refund has arrived.
    for refund in world.column::<String>("SELECT reference FROM payment_refund").await {
        let url = format!("http://{}/control/finish/{refund}", world.providers.address);
        drop(world.app.http.post(url).send().await.unwrap());
    }
    world.tend().await;
    let mut statuses: Vec<i64> =
        world.column("SELECT status FROM payment_intent WHERE channel <> 'sandbox' ORDER BY id").await;
    statuses.sort_unstable();
    assert_eq!(statuses, [2, 5], "one is kept, the other went back");
    world.is_right().await;
    // An order that was cancelled before its payment arrived.
    let late = json!({ "ticket_id_list": [fair.next_ticket()] });
    let late = world.app.ok(&fair.ann, "order_create", late).await["order_id"].clone();
    let payment = world
        .app
        .ok(&fair.ann, "order_pay", json!({ "order_id": late, "channel": "alipay" }))
        .await["payment"]
        .clone();
    assert!(world.providers.begin(&payment).await);
    let reference = world.last_payment().await;
    world.app.ok(&fair.ann, "order_cancel", json!({ "order_id": late })).await;
    world.control(&format!("pay/{reference}"), json!({})).await;
    world.tend().await;
    assert_eq!(world.column::<i64>("SELECT status FROM payment_intent ORDER BY id").await.pop(), Some(5));
    world.is_right().await;
}

#[tokio::test]
async fn who_pays_too_little_gets_it_back() {
    let world = World::start().await;
    let kitchen = Kitchen::build(&world.app).await;
    let path = format!("/api/crowdfunding/project/{}/support/{}/pay/", kitchen.project, kitchen.unpaid);
    let asked = json!({ "channel": "wechat", "scene": "native" });
    let answer = world.app.post(&kitchen.backer, &path, asked).await;
    assert!(answer["payment"]["code_url"].is_string() && answer["paid"] == false, "{answer}");
    let reference = world.last_payment().await;
    world.control("mode", json!({ "less_fen": 100 })).await;
    world.control(&format!("pay/{reference}"), json!({})).await;
    world.app.clock.advance(60_000);
    while world.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    let project = world.app.get(None, &format!("/api/crowdfunding/project/{}/", kitchen.project)).await;
    assert_eq!(project["support_count"], 1);
    assert_eq!(world.column::<i64>("SELECT fen FROM payment_refund").await, [2200]);
    world.is_right().await;
}

#[tokio::test]
async fn what_nobody_pays_expires_and_an_outage_is_waited_out() {
    let world = World::start().await;
    let ann = world.app.person(1).await;
    world.control("outage", json!(true)).await;
    let recharge = json!({ "money": 50, "channel": "wechat", "scene": "native" });
    let path = "/api/accounts/user/recharge/";
    let down = world.app.api(Some(&ann), Method::POST, path, recharge.clone()).await;
    assert_eq!(down.error(), 10036);
    world.control("outage", json!(false)).await;
    let up = world.app.api(Some(&ann), Method::POST, path, recharge).await;
    assert_eq!((up.status.as_u16(), &up.body["status"]), (201, &json!(0)));
    let reference = world.last_payment().await;
    world.control(&format!("pay/{reference}"), json!({})).await;
    world.app.clock.advance(60_000);
    while world.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    assert_eq!(world.app.get(Some(&ann), "/api/accounts/user/balance/").await["balance"], 50);
    world.app.clock.advance(DAY_MS);
    world.tend().await;
    assert_eq!(world.column::<i64>("SELECT status FROM payment_intent ORDER BY id").await, [4, 2]);
    world.is_right().await;
}

#[tokio::test]
async fn notices_are_believed_when_they_are_signed() {
    let world = World::start().await;
    let url = world.app.url("/pay/alipay/notify");
    let forged = world.app.http.post(&url).form(&[
        ("out_trade_no", "m123456"),
        ("trade_status", "TRADE_SUCCESS"),
        ("sign", "x"),
    ]);
    assert_eq!(forged.send().await.unwrap().text().await.unwrap(), "fail");
    let nobody = world.app.http.post(world.app.url("/pay/gold/notify")).body("x").send().await.unwrap();
    assert_eq!(nobody.status(), 404);
    let wechat = world.app.http.post(world.app.url("/pay/wechat/notify")).body("{}").send().await.unwrap();
    assert!(wechat.status().is_client_error() || wechat.status().is_server_error(), "{}", wechat.status());
}

#[tokio::test]
async fn a_payment_that_was_lost_goes_on_where_it_was() {
    let world = World::start().await;
    let ann = world.app.person(1).await;
    let path = "/api/accounts/user/recharge/";
    for (channel, scene) in [("alipay", "app"), ("wechat", "native")] {
        let asked = json!({ "money": 7, "channel": channel, "scene": scene });
        let ask = async || world.app.api_once(&ann, channel, Method::POST, path, asked.clone()).await;
        let first = ask().await;
        assert_eq!((first.status.as_u16(), first.body["payment"].is_object()), (201, true));
        world.app.lose_answers().await;
        assert_eq!(ask().await.status, 409);
        world.app.clock.advance(120_000);
        assert_eq!(ask().await.body, first.body, "one recharge, one order at the provider");
        world.providers.begin(&first.body["payment"]).await;
        // Lost again, and paid meanwhile.
        world.app.lose_answers().await;
        world.app.clock.advance(120_000);
        world.control(&format!("pay/{}", world.last_payment().await), json!({})).await;
        world.tend().await;
        let paid = ask().await;
        assert_eq!((paid.status.as_u16(), &paid.body["status"]), (201, &json!(1)));
        assert_eq!(paid.body["id"], first.body["id"]);
    }
    assert_eq!(world.app.get(Some(&ann), "/api/accounts/user/balance/").await["balance"], 14);
    assert_eq!(world.column::<i64>("SELECT status FROM payment_intent").await, [2, 2]);
    world.is_right().await;
}

#[tokio::test]
async fn an_order_is_paid_once_with_a_key_whatever_gets_lost() {
    let world = World::start().await;
    let fair = Fair::build(&world.app).await;
    let order = json!({ "ticket_id_list": [fair.next_ticket()] });
    let order = world.app.ok(&fair.ann, "order_create", order).await["order_id"].clone();
    let pay = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    let ask = async || world.app.call_once(&fair.ann, "k", "order_pay", pay.clone()).await;
    let first = ask().await;
    assert!(first["payment"]["code_url"].is_string(), "{first}");
    world.app.lose_answers().await;
    assert_eq!(code(&ask().await), 110);
    world.app.clock.advance(120_000);
    assert_eq!(ask().await, first);
    world.app.lose_answers().await;
    world.control(&format!("pay/{}", world.last_payment().await), json!({})).await;
    world.app.clock.advance(120_000);
    while world.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    assert_eq!(ask().await, json!({ "code": 0 }), "it is paid");
    world.is_right().await;
}

#[tokio::test]
async fn an_outage_is_no_answer_to_keep() {
    let world = World::start().await;
    let fair = Fair::build(&world.app).await;
    let ann = world.app.person(1).await;
    let order = json!({ "ticket_id_list": [fair.next_ticket()] });
    let order = world.app.ok(&fair.ann, "order_create", order).await["order_id"].clone();
    let pay = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    let pay = async || world.app.call_once(&fair.ann, "k", "order_pay", pay.clone()).await;
    let recharge = json!({ "money": 50, "channel": "wechat", "scene": "native" });
    let path = "/api/accounts/user/recharge/";
    let recharge = async || world.app.api_once(&ann, "k", Method::POST, path, recharge.clone()).await;
    world.control("outage", json!(true)).await;
    for _ in 0..2 {
        assert_eq!((code(&pay().await), recharge().await.error()), (601, 10036));
    }
    world.control("outage", json!(false)).await;
    let first = (pay().await, recharge().await);
    assert_eq!((code(&first.0), first.1.status.as_u16()), (0, 201));
    assert_eq!((pay().await, recharge().await.body), (first.0, first.1.body));
    let open = "SELECT status FROM payment_intent WHERE channel = 'wechat' ORDER BY id";
    assert_eq!(world.column::<i64>(open).await, [1, 1], "the attempts went on");
    assert_eq!(world.column::<i64>("SELECT id FROM cf_recharge").await.len(), 1);
    for reference in world.column::<String>("SELECT reference FROM payment_intent WHERE status = 1").await {
        world.control(&format!("pay/{reference}"), json!({})).await;
    }
    world.tend().await;
    assert_eq!(world.app.get(Some(&ann), "/api/accounts/user/balance/").await["balance"], 50);
    world.is_right().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_twice_at_once_gets_one_attempt() {
    let world = World::start().await;
    let fair = Fair::build(&world.app).await;
    for round in 0..8 {
        let order = json!({ "ticket_id_list": [fair.next_ticket()] });
        let order = world.app.ok(&fair.ann, "order_create", order).await["order_id"].clone();
        let pay = json!({ "order_id": order, "channel": "alipay" });
        let ask = async || world.app.ok(&fair.ann, "order_pay", pay.clone()).await["payment"].clone();
        let (one, two, three) = tokio::join!(ask(), ask(), ask());
        assert!(one["order"].is_string() && one == two && two == three, "{one} {two} {three}");
        let attempts: Vec<String> =
            world.column("SELECT reference FROM payment_intent WHERE channel = 'alipay'").await;
        assert_eq!(attempts.len(), round + 1);
    }
    world.is_right().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_whose_refunds_arrive_at_once_is_refunded() {
    const PARTS: i64 = 4;
    let world = World::start().await;
    let ann = world.app.person(1).await;
    for _ in 0..6 {
        let recharge = json!({ "money": 8, "channel": "wechat", "scene": "native" });
        world.app.post(&ann, "/api/accounts/user/recharge/", recharge).await;
        let reference = world.last_payment().await;
        world.control(&format!("pay/{reference}"), json!({})).await;
        for _ in 0..PARTS {
            let (payment, actor, reason) = (reference.clone(), "eve".to_owned(), "parts".to_owned());
            let asked =
                miaohui_payments::RefundRequest { payment, fen: Some(Fen(800 / PARTS)), actor, reason };
            world.app.service.platform.desk.refund(asked).await.unwrap();
        }
        while world.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
        let mut refunds: Vec<String> =
            world.column("SELECT reference FROM payment_refund WHERE status = 0 ORDER BY id").await;
        assert_eq!(refunds.len() as i64, PARTS);
        let finish = async |refund: String| world.control(&format!("finish/{refund}"), json!({})).await;
        let mut next = || finish(refunds.pop().unwrap());
        tokio::join!(next(), next(), next(), next());
        let status: Vec<i64> = world.column("SELECT status FROM payment_intent ORDER BY id").await;
        assert_eq!(status.last(), Some(&5), "all of it went back");
    }
    world.is_right().await;
}

#[tokio::test]
async fn an_order_that_was_paid_unheard_is_found_when_it_is_paid_again() {
    let world = World::start().await;
    let fair = Fair::build(&world.app).await;
    let order = json!({ "ticket_id_list": [fair.next_ticket()] });
    let order = world.app.ok(&fair.ann, "order_create", order).await["order_id"].clone();
    let pay = json!({ "order_id": order, "channel": "wechat", "scene": "native" });
    world.app.ok(&fair.ann, "order_pay", pay.clone()).await;
    // The provider's answer never came here, and nor does its notice.
    let forget = "UPDATE payment_intent SET status = 0, client = '' WHERE status = 1";
    world.app.service.community.db.write(move |tx| tx.execute(forget, &[])).await.unwrap();
    world.control("mode", json!({ "drop": true })).await;
    world.control(&format!("pay/{}", world.last_payment().await), json!({})).await;
    assert_eq!(world.app.call_as(&fair.ann, "order_pay", pay).await, json!({ "code": 0 }));
    let detail = world.app.ok(&fair.ann, "order_detail", json!({ "order_id": order })).await;
    assert_eq!(detail["order_detail"]["status"], 1);
    world.is_right().await;
}
