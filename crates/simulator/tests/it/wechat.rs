//! WeChat Pay's rules.

use miaohui_kernel::{HOUR_MS, MINUTE_MS, SECOND_MS};
use miaohui_simulator::test_accounts;
use serde_json::{Value, json};

use crate::merchant::{Merchant, START_MS, sign, wechat_key};

const NATIVE: &str = "/v3/pay/transactions/native";
const H5: &str = "/v3/pay/transactions/h5";
const JSAPI: &str = "/v3/pay/transactions/jsapi";

fn query(reference: &str) -> String {
    format!("/v3/pay/transactions/out-trade-no/{reference}?mchid={}", test_accounts::WECHAT_MCHID)
}

fn close(reference: &str) -> (String, Value) {
    let path = format!("/v3/pay/transactions/out-trade-no/{reference}/close");
    (path, json!({ "mchid": test_accounts::WECHAT_MCHID }))
}

#[tokio::test]
async fn an_equal_order_gets_another_payload_and_a_changed_one_is_refused() {
    let merchant = Merchant::start().await;
    let mut order = merchant.order("order_1");
    order["time_expire"] = "2023-11-15T08:13:20+08:00".into();
    let (_, first) = merchant.wechat("POST", NATIVE, order.clone()).await;
    let (_, second) = merchant.wechat("POST", NATIVE, order.clone()).await;
    assert_ne!(first["code_url"], second["code_url"]);
    for (member, value) in [
        ("description", json!("另一张票")),
        ("time_expire", json!("2023-11-15T08:13:21+08:00")),
        ("notify_url", json!("http://127.0.0.1:1/other")),
        ("appid", json!(test_accounts::WECHAT_MOBILE_APPID)),
        ("amount", json!({ "total": 1235, "currency": "CNY" })),
        ("attach", json!("x")),
    ] {
        let mut changed = order.clone();
        changed[member] = value;
        let refusal = merchant.wechat_code("POST", NATIVE, changed).await;
        assert_eq!(refusal, (403, "OUT_TRADE_NO_USED".into()), "{member}");
    }
    let other_scene = merchant.wechat_code("POST", "/v3/pay/transactions/app", order.clone()).await;
    assert_eq!(other_scene, (403, "OUT_TRADE_NO_USED".into()));
    // After its end the merchant needs another number.
    merchant.clock.advance(2 * HOUR_MS);
    assert_eq!(merchant.wechat_code("POST", NATIVE, order).await, (400, "ORDER_CLOSED".into()));
}

#[tokio::test]
async fn an_order_lives_at_least_a_minute_and_is_not_closed_by_its_end() {
    let merchant = Merchant::start().await;
    let mut order = merchant.order("order_1");
    order["time_expire"] = "2023-11-15T06:13:21+08:00".into();
    merchant.wechat("POST", NATIVE, order).await;
    assert_eq!(merchant.orders().await["orders"]["order_1"]["expires_at"], START_MS + MINUTE_MS);
    merchant.clock.advance(59 * SECOND_MS);
    merchant.control("paying/order_1", json!({})).await;
    merchant.clock.advance(SECOND_MS);
    assert_eq!(merchant.try_control("pay/order_1", json!({})).await.0, 409);
    assert_eq!(merchant.wechat("GET", &query("order_1"), Value::Null).await.1["trade_state"], "NOTPAY");
    let (path, body) = close("order_1");
    assert_eq!(merchant.wechat("POST", &path, body).await.0, 204);
    let (_, closed) = merchant.wechat("GET", &query("order_1"), Value::Null).await;
    assert_eq!(closed["trade_state"], "CLOSED");
    assert!(closed["amount"].is_null() && closed["success_time"].is_null());
}

#[tokio::test]
async fn an_order_stays_open_while_its_payer_is_paying() {
    let mut merchant = Merchant::start().await;
    merchant.wechat("POST", NATIVE, merchant.order("order_1")).await;
    merchant.control("paying/order_1", json!({})).await;
    let (path, body) = close("order_1");
    assert_eq!(merchant.wechat_code("POST", &path, body.clone()).await, (202, "USERPAYING".into()));
    assert_eq!(merchant.wechat("GET", &query("order_1"), Value::Null).await.1["trade_state"], "USERPAYING");
    merchant.clock.advance(10 * SECOND_MS);
    merchant.control("pay/order_1", json!({})).await;
    merchant.notice().await;
    assert_eq!(merchant.wechat_code("POST", &path, body).await, (400, "ORDERPAID".into()));
    merchant.clock.advance(HOUR_MS);
    let (_, paid) = merchant.wechat("GET", &query("order_1"), Value::Null).await;
    assert_eq!((&paid["trade_state"], &paid["amount"]["total"]), (&json!("SUCCESS"), &json!(1234)));
    assert_eq!(paid["success_time"], "2023-11-15T06:13:30+08:00", "when it was paid");
}

#[tokio::test]
async fn what_is_opened_has_an_end() {
    let merchant = Merchant::start().await;
    let mut order = merchant.order("order_h5");
    order["scene_info"] = json!({ "payer_client_ip": "203.0.113.7", "h5_info": { "type": "Wap" } });
    let (_, h5) = merchant.wechat("POST", H5, order.clone()).await;
    let (_, native) = merchant.wechat("POST", NATIVE, merchant.order("order_native")).await;
    assert_eq!(merchant.try_control("open", json!({ "h5_url": "https://wx.tenpay.com/x" })).await.0, 400);
    merchant.clock.advance(5 * MINUTE_MS);
    assert_eq!(merchant.try_control("open", h5).await.0, 410);
    assert_eq!(merchant.try_control("pay/order_h5", json!({})).await.0, 409, "nothing can be opened");
    let (_, h5) = merchant.wechat("POST", H5, order).await;
    let redirected = format!("{}&redirect_url=https%3A%2F%2Fx.example", h5["h5_url"].as_str().unwrap());
    assert_eq!(merchant.control("open", json!({ "h5_url": redirected })).await["reference"], "order_h5");
    merchant.clock.advance(5 * MINUTE_MS);
    merchant.control("pay/order_h5", json!({})).await;
    assert_eq!(merchant.try_control("open", h5).await.0, 409, "it is paid");
    merchant.clock.advance(110 * MINUTE_MS);
    assert_eq!(merchant.try_control("open", native).await.0, 410);
}

#[tokio::test]
async fn the_parameters_of_a_page_in_wechat_are_signed() {
    let merchant = Merchant::start().await;
    let mut order = merchant.order("order_1");
    order["payer"] = json!({ "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o" });
    let (_, prepay) = merchant.wechat("POST", JSAPI, order.clone()).await;
    let parameters = |app: &str| {
        let package = format!("prepay_id={}", prepay["prepay_id"].as_str().unwrap());
        let signature = sign(&wechat_key(), &format!("{app}\n1700000000\nnonce\n{package}\n"));
        json!({
            "appId": app, "timeStamp": "1700000000", "nonceStr": "nonce", "package": package, "signType": "RSA",
            "paySign": signature,
        })
    };
    let mut forged = parameters(test_accounts::WECHAT_APPID);
    forged["nonceStr"] = "other".into();
    assert_eq!(merchant.try_control("open", forged).await.0, 400);
    assert_eq!(merchant.try_control("open", parameters(test_accounts::WECHAT_MOBILE_APPID)).await.0, 400);
    let opened = merchant.control("open", parameters(test_accounts::WECHAT_APPID)).await;
    assert_eq!(opened["reference"], "order_1");
    order["out_trade_no"] = "order_2".into();
    order["payer"] = json!({ "openid": "other_application" });
    assert_eq!(merchant.wechat_code("POST", JSAPI, order).await, (500, "OPENID_MISMATCH".into()));
}

#[tokio::test]
async fn a_refund_is_made_once_and_queried_by_its_number() {
    const REFUNDS: &str = "/v3/refund/domestic/refunds";
    let mut merchant = Merchant::start().await;
    let refund = |number: &str, fen: i64| merchant.refund("order_1", number, fen);
    let (first, changed, too_much, rest) =
        (refund("refund_1", 1000), refund("refund_1", 999), refund("refund_2", 235), refund("refund_3", 234));
    let path = |number: &str| format!("{REFUNDS}/{number}");
    let unknown = (404, "RESOURCE_NOT_EXISTS".to_owned());
    assert_eq!(merchant.wechat_code("POST", REFUNDS, first.clone()).await, unknown);
    merchant.pay_wechat("order_1").await;
    assert_eq!(merchant.wechat_code("GET", &path("refund_1"), Value::Null).await, unknown);
    for _ in 0..2 {
        let (status, made) = merchant.wechat("POST", REFUNDS, first.clone()).await;
        assert_eq!((status, &made["status"]), (200, &json!("PROCESSING")));
    }
    let refused = (400, "INVALID_REQUEST".to_owned());
    assert_eq!(merchant.wechat_code("POST", REFUNDS, changed).await, refused);
    assert_eq!(merchant.wechat_code("POST", REFUNDS, too_much).await, refused);
    assert_eq!(merchant.orders().await["refunds"]["refund_1"]["posts"], 3);
    assert_eq!(merchant.wechat("GET", &query("order_1"), Value::Null).await.1["trade_state"], "REFUND");

    // A failed refund stays reserved and is tried again with its number; a closed one is over.
    merchant.control("refund-state/refund_1", json!({ "state": "ABNORMAL" })).await;
    merchant.notice().await;
    assert_eq!(merchant.wechat("POST", REFUNDS, rest.clone()).await.0, 200);
    assert_eq!(merchant.wechat("POST", REFUNDS, first.clone()).await.1["status"], "PROCESSING");
    merchant.control("refund-state/refund_1", json!({ "state": "CLOSED" })).await;
    merchant.notice().await;
    assert_eq!(merchant.wechat("POST", REFUNDS, first).await.1["status"], "CLOSED");
    let again = merchant.refund("order_1", "refund_4", 1000);
    assert_eq!(merchant.wechat("POST", REFUNDS, again).await.0, 200);
    merchant.clock.advance(HOUR_MS);
    merchant.control("finish/refund_4", json!({})).await;
    let (_, done) = merchant.wechat("GET", &path("refund_4"), Value::Null).await;
    assert_eq!(
        (&done["status"], &done["success_time"]),
        (&json!("SUCCESS"), &json!("2023-11-15T07:13:20+08:00"))
    );
}

#[tokio::test]
async fn a_refund_in_the_back_office_may_be_silent() {
    let mut merchant = Merchant::start().await;
    merchant.pay_wechat("order_1").await;
    merchant.control("refund/order_1", json!({ "fen": 234, "notice": false })).await;
    assert!(merchant.has_no_notice());
    let made = merchant.control("refund/order_1", json!({ "fen": null, "notice": true })).await;
    assert!(merchant.notice().await.contains("REFUND.SUCCESS"));
    let path = format!("/v3/refund/domestic/refunds/{}", made["number"].as_str().unwrap());
    assert_eq!(merchant.wechat("GET", &path, Value::Null).await.1["amount"]["refund"], 1000);
    assert_eq!(merchant.wechat("GET", &query("order_1"), Value::Null).await.1["trade_state"], "REFUND");
    assert_eq!(merchant.try_control("refund/order_1", json!({ "fen": null })).await.0, 409);
}
