//! Alipay's rules.

use miaohui_kernel::{HOUR_MS, MINUTE_MS};
use miaohui_simulator::test_accounts;
use serde_json::{Value, json};

use crate::merchant::{Merchant, trade};

fn of(reference: &str) -> Value {
    json!({ "out_trade_no": reference })
}

fn refund(reference: &str, number: &str, yuan: &str) -> Value {
    json!({ "out_trade_no": reference, "out_request_no": number, "refund_amount": yuan })
}

#[tokio::test]
async fn a_trade_exists_once_it_is_opened_and_its_content_stays() {
    let merchant = Merchant::start().await;
    let unknown = merchant.alipay("alipay.trade.close", of("order_1")).await;
    assert_eq!((&unknown["code"], &unknown["sub_code"]), (&json!("40004"), &json!("ACQ.TRADE_NOT_EXIST")));
    let content = trade("order_1");
    for _ in 0..2 {
        assert_eq!(merchant.control("open", merchant.page(&content)).await["reference"], "order_1");
    }
    let mut changed = content.clone();
    changed["subject"] = "另一张票".into();
    let page = merchant.page(&changed);
    assert_eq!(merchant.try_control("open", page.clone()).await.0, 409);
    let shown = merchant.http.get(page["url"].as_str().unwrap()).send().await.unwrap().text().await.unwrap();
    assert!(shown.contains("ACQ.CONTEXT_INCONSISTENT"));
    assert_eq!(merchant.try_control("open", merchant.page(&trade("order-1"))).await.0, 400);
    let mut forged = merchant.page(&content);
    forged["url"] = forged["url"].as_str().unwrap().replace("12.34", "0.01").into();
    assert_eq!(merchant.try_control("open", forged).await.0, 400);

    merchant.clock.advance(HOUR_MS);
    assert_eq!(merchant.try_control("open", merchant.page(&content)).await.0, 410);
    assert_eq!(merchant.try_control("pay/order_1", json!({})).await.0, 409);
    let closed = merchant.alipay("alipay.trade.query", of("order_1")).await;
    assert_eq!((&closed["trade_status"], &closed["send_pay_date"]), (&json!("TRADE_CLOSED"), &Value::Null));
}

#[tokio::test]
async fn a_code_is_no_trade_before_it_is_scanned() {
    let mut merchant = Merchant::start().await;
    let mut content = trade("order_1");
    content["time_expire"] = "2023-11-15 12:00:00".into();
    let code = merchant.alipay("alipay.trade.precreate", content.clone()).await["qr_code"].clone();
    let unknown = merchant.alipay("alipay.trade.query", of("order_1")).await;
    assert_eq!(unknown["sub_code"], "ACQ.TRADE_NOT_EXIST");
    let mut changed = content.clone();
    changed["total_amount"] = "1.00".into();
    let refused = merchant.alipay("alipay.trade.precreate", changed).await;
    assert_eq!(refused["sub_code"], "ACQ.CONTEXT_INCONSISTENT");
    merchant.clock.advance(2 * HOUR_MS);
    assert_eq!(merchant.try_control("open", json!({ "qr_code": code })).await.0, 410);
    let code = merchant.alipay("alipay.trade.precreate", content).await["qr_code"].clone();
    assert_eq!(merchant.control("open", json!({ "qr_code": code })).await["reference"], "order_1");
    merchant.control("pay/order_1", json!({})).await;
    assert_eq!(merchant.form().await["gmt_payment"], "2023-11-15 08:13:20");
}

#[tokio::test]
async fn a_paid_trade_keeps_the_time_of_its_payment() {
    let mut merchant = Merchant::start().await;
    merchant.pay_alipay("order_1").await;
    merchant.clock.advance(MINUTE_MS);
    let unknown =
        merchant.alipay("alipay.trade.fastpay.refund.query", refund("order_1", "refund_1", "")).await;
    assert_eq!(unknown, json!({ "code": "10000", "msg": "Success" }));
    let made = merchant.alipay("alipay.trade.refund", refund("order_1", "refund_1", "10.00")).await;
    assert_eq!((&made["fund_change"], &made["refund_fee"]), (&json!("Y"), &json!("10.00")));
    assert_eq!(merchant.form().await["trade_status"], "TRADE_SUCCESS");
    let known = merchant.alipay("alipay.trade.fastpay.refund.query", refund("order_1", "refund_1", "")).await;
    assert_eq!(known["refund_status"], "REFUND_SUCCESS");

    let made = merchant.control("refund/order_1", json!({ "fen": null })).await;
    let notice = merchant.form().await;
    let told = |name: &str| notice[name].as_str();
    assert_eq!((told("refund_fee"), told("trade_status")), ("12.34", "TRADE_CLOSED"));
    assert_eq!(
        (told("out_biz_no"), told("trade_no")),
        (made["number"].as_str().unwrap(), told("out_biz_no"))
    );
    assert_eq!((told("gmt_payment"), told("gmt_close")), ("2023-11-15 06:13:20", "2023-11-15 06:14:20"));
    let trade = merchant.alipay("alipay.trade.query", of("order_1")).await;
    assert_eq!(trade["trade_status"], "TRADE_CLOSED");
    assert_eq!(
        (&trade["send_pay_date"], &trade["total_amount"]),
        (&json!("2023-11-15 06:13:20"), &json!("12.34"))
    );
}

#[tokio::test]
async fn a_finished_trade_is_not_refunded() {
    let mut merchant = Merchant::start().await;
    merchant.pay_alipay("order_1").await;
    merchant.control("finish-trade/order_1", json!({})).await;
    assert_eq!(merchant.form().await["trade_status"], "TRADE_FINISHED");
    let refused = merchant.alipay("alipay.trade.refund", refund("order_1", "refund_1", "1.00")).await;
    assert_eq!(refused["sub_code"], "ACQ.TRADE_HAS_FINISHED");
}

#[tokio::test]
async fn certificates_are_named_in_requests_and_answers() {
    let without = Merchant::start().await;
    let merchant = Merchant::start_with(true).await;
    let answer = merchant.send_alipay("alipay.trade.query", of("order_1")).await.unwrap();
    assert_eq!(answer["alipay_cert_sn"], test_accounts::ALIPAY_CERT_SN);
    let parameters = without.alipay_parameters("alipay.trade.query", &of("order_1"));
    let url = format!("{}/gateway.do?{parameters}", merchant.providers);
    let refused: Value = merchant.http.get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(refused["error_response"]["code"], "40001");
    assert_eq!(refused["error_response"]["sub_code"], "isv.missing-app-cert-sn");
    let answer = without.send_alipay("alipay.trade.query", of("order_1")).await.unwrap();
    assert!(answer.get("alipay_cert_sn").is_none());
    let wanted = json!({ "alipay_cert_sn": test_accounts::ALIPAY_CERT_SN });
    let found = merchant.alipay("alipay.open.app.alipaycert.download", wanted).await;
    assert_eq!(found["code"], "10000");
}
