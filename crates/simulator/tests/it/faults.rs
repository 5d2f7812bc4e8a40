//! Faults on command.

use miaohui_simulator::test_accounts;
use serde_json::{Value, json};

use crate::merchant::Merchant;

const NATIVE: &str = "/v3/pay/transactions/native";

fn query() -> String {
    format!("/v3/pay/transactions/out-trade-no/order_1?mchid={}", test_accounts::WECHAT_MCHID)
}

#[tokio::test]
async fn a_lost_answer_has_its_effect() {
    let merchant = Merchant::start().await;
    merchant.control("lose", json!({ "side": "wechat", "call": "create", "count": 1 })).await;
    let order = merchant.order("order_1");
    assert!(merchant.send_wechat("POST", NATIVE, &order).await.is_none());
    assert_eq!(merchant.wechat("GET", &query(), Value::Null).await.1["trade_state"], "NOTPAY");
    assert_eq!(merchant.wechat("POST", NATIVE, order).await.0, 200);
    merchant.control("lose", json!({ "side": "alipay", "call": "query", "count": 2 })).await;
    for is_lost in [true, true, false] {
        let answer = merchant.send_alipay("alipay.trade.query", json!({ "out_trade_no": "order_1" })).await;
        assert_eq!(answer.is_none(), is_lost);
    }
    assert_eq!(merchant.calls("wechat", "create").await, 2);
    assert_eq!(merchant.calls("alipay", "query").await, 3);
}

#[tokio::test]
async fn a_documented_code_is_answered_without_effect() {
    let merchant = Merchant::start().await;
    let plan =
        |side: &str, call: &str, code: &str| json!({ "side": side, "call": call, "code": code, "count": 1 });
    for (side, call, code) in [
        ("wechat", "create", "NO_STATEMENT_EXIST"),
        ("wechat", "query", "USERPAYING"),
        ("alipay", "query", "ACQ.SELLER_BALANCE_NOT_ENOUGH"),
        ("alipay", "refund", "NOT_ENOUGH"),
    ] {
        assert_eq!(merchant.try_control("error", plan(side, call, code)).await.0, 400, "{code}");
    }
    for (code, status) in [("RULE_LIMIT", 403), ("FREQUENCY_LIMITED", 429), ("SYSTEM_ERROR", 500)] {
        merchant.control("error", plan("wechat", "create", code)).await;
        let refusal = merchant.wechat_code("POST", NATIVE, merchant.order("order_1")).await;
        assert_eq!(refusal, (status, code.into()));
    }
    assert_eq!(merchant.wechat_code("GET", &query(), Value::Null).await, (404, "ORDER_NOT_EXIST".into()));
    for (code, sub_code) in [
        ("40005", "isv.app-call-limited"),
        ("20000", "isp.unknow-error"),
        ("20001", "aop.invalid-auth-token"),
        ("40006", "isv.insufficient-isv-permissions"),
    ] {
        merchant.control("error", plan("alipay", "refund", code)).await;
        let refusal = merchant.alipay("alipay.trade.refund", json!({ "out_trade_no": "order_1" })).await;
        assert_eq!((&refusal["code"], &refusal["sub_code"]), (&json!(code), &json!(sub_code)));
    }
    merchant.control("error", plan("alipay", "refund", "ACQ.SELLER_BALANCE_NOT_ENOUGH")).await;
    let refusal = merchant.alipay("alipay.trade.refund", json!({ "out_trade_no": "order_1" })).await;
    assert_eq!(
        (&refusal["code"], &refusal["sub_code"]),
        (&json!("40004"), &json!("ACQ.SELLER_BALANCE_NOT_ENOUGH"))
    );
}

#[tokio::test]
async fn one_side_can_be_out_of_order() {
    let merchant = Merchant::start().await;
    merchant.control("outage", json!({ "side": "wechat", "on": true })).await;
    let path = query();
    let answer = merchant.send_wechat("GET", &path, &Value::Null).await.unwrap();
    assert_eq!(answer.status(), 503);
    let trade = merchant.alipay("alipay.trade.query", json!({ "out_trade_no": "order_1" })).await;
    assert_eq!(trade["sub_code"], "ACQ.TRADE_NOT_EXIST");
    assert_eq!(merchant.try_control("open", json!({ "code_url": "weixin://" })).await.0, 503);
    merchant.control("outage", json!(false)).await;
    assert_eq!(merchant.wechat("GET", &path, Value::Null).await.0, 404);
}

#[tokio::test]
async fn a_hanging_side_answers_when_it_is_released() {
    let merchant = Merchant::start().await;
    merchant.control("hang", json!({ "side": "wechat", "on": true })).await;
    let path = query();
    let released = async {
        while merchant.calls("wechat", "query").await == 0 {
            tokio::task::yield_now().await;
        }
        let trade = merchant.alipay("alipay.trade.query", json!({ "out_trade_no": "order_1" })).await;
        assert_eq!(trade["sub_code"], "ACQ.TRADE_NOT_EXIST", "the other side answers");
        merchant.control("hang", json!({ "side": "wechat", "on": false })).await;
    };
    let (answer, ()) = tokio::join!(merchant.send_wechat("GET", &path, &Value::Null), released);
    assert_eq!(answer.unwrap().status(), 503);
    assert_eq!(merchant.wechat("GET", &path, Value::Null).await.0, 404);
}

#[tokio::test]
async fn a_notice_is_repeated_when_its_answer_is_lost() {
    let mut merchant = Merchant::start().await;
    merchant.wechat("POST", NATIVE, merchant.order("order_1")).await;
    merchant.control("mode", json!({ "lose": 1 })).await;
    let told = merchant.control("pay/order_1", json!({})).await;
    assert_eq!(
        (&told["deliveries"][0]["status"], &told["deliveries"][1]["status"]),
        (&json!(0), &json!(200))
    );
    for _ in 0..2 {
        assert!(merchant.notice().await.contains("TRANSACTION.SUCCESS"));
    }
}
