//! Complaints.

use serde_json::{Value, json};

use crate::merchant::Merchant;

#[tokio::test]
async fn a_complaint_at_wechat_pay_is_told_queried_and_ended() {
    let mut merchant = Merchant::start().await;
    merchant.pay_wechat("order_1").await;
    let address = "/v3/merchant-service/complaint-notifications";
    let url = json!({ "url": format!("{}?complaint", merchant.notify_url) });
    assert_eq!(merchant.wechat("GET", address, Value::Null).await.0, 404);
    assert_eq!(merchant.wechat("POST", address, url.clone()).await.0, 200);
    assert_eq!(merchant.wechat("POST", address, url).await.0, 400);
    let made = merchant.control("complain/order_1", json!({ "text": "没有收到票" })).await;
    let notice: Value = serde_json::from_str(&merchant.notice().await).unwrap();
    assert_eq!(notice["event_type"], "COMPLAINT.CREATE");
    assert_eq!(notice["resource"]["original_type"], "complaint");
    let path = format!("/v3/merchant-service/complaints-v2/{}", made["id"].as_str().unwrap());
    let (_, complaint) = merchant.wechat("GET", &path, Value::Null).await;
    assert_eq!(
        (&complaint["complaint_detail"], &complaint["complaint_state"]),
        (&json!("没有收到票"), &json!("PENDING"))
    );
    assert_eq!(complaint["complaint_order_info"][0]["out_trade_no"], "order_1");
    let reply = json!({ "complainted_mchid": "1900000001", "response_content": "已退款" });
    assert_eq!(merchant.wechat("POST", &format!("{path}/response"), reply.clone()).await.0, 204);
    assert_eq!(merchant.wechat("POST", &format!("{path}/complete"), reply).await.0, 204);
    assert_eq!(merchant.wechat("GET", &path, Value::Null).await.1["complaint_state"], "PROCESSED");
    assert_eq!(merchant.wechat("GET", &format!("{path}0"), Value::Null).await.0, 404);
}

#[tokio::test]
async fn a_complaint_at_alipay_is_told_and_queried() {
    let mut merchant = Merchant::start().await;
    merchant.pay_alipay("order_1").await;
    let made = merchant.control("complain/order_1", json!({ "text": "没有收到票" })).await;
    let form = merchant.form().await;
    assert_eq!(form["msg_method"], "alipay.merchant.tradecomplain.changed");
    let content: Value = serde_json::from_str(&form["biz_content"]).unwrap();
    assert_eq!(content["complain_event_id"], made["id"]);
    let complaint = merchant.alipay("alipay.merchant.tradecomplain.query", content).await;
    assert_eq!(
        (&complaint["merchant_order_no"], &complaint["content"]),
        (&json!("order_1"), &json!("没有收到票"))
    );
    assert_eq!(complaint["status"], "MERCHANT_PROCESSING");
}
