//! Refunds that a provider refuses, and what operators do with them.

use miaohui_kernel::Fen;
use miaohui_ledger::{Account, balance};
use miaohui_payments::RefundRequest;
use miaohui_testkit::{CommunityFixture, PaymentFixture};
use serde_json::json;

use super::{order, pass, pay, work};

/// A paid payment of 1,999 fen and its reference.
async fn paid(fixture: &PaymentFixture, community: &CommunityFixture, channel: &str) -> String {
    let order = order(fixture, community).await;
    let scene = if channel == "wechat" { "native" } else { "app" };
    let payment = pay(fixture, community, &order, json!({ "channel": channel, "scene": scene })).await;
    assert!(fixture.providers.open_payment(&payment).await);
    let reference = fixture.last_payment().await;
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    reference
}

async fn refund(fixture: &PaymentFixture, payment: &str, fen: i64) {
    let (payment, actor, reason) = (payment.to_owned(), "eve".to_owned(), "rain".to_owned());
    let request = RefundRequest { payment, fen: Some(Fen(fen)), actor, reason };
    fixture.app.service.platform.desk.refund(request).await.unwrap();
}

/// The statuses and numbers of all refunds.
async fn refunds(fixture: &PaymentFixture) -> Vec<(i64, String)> {
    let sql = "SELECT status, reference FROM payment_refund ORDER BY id";
    fixture.app.service.community.db.read(move |tx| tx.query(sql, &[])).await.unwrap()
}

async fn due(fixture: &PaymentFixture) -> i64 {
    fixture.app.service.community.db.read(|tx| balance(tx, &Account::Due)).await.unwrap().get()
}

#[tokio::test]
async fn a_refund_that_cannot_succeed_fails_at_once() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let wechat = paid(&fixture, &community, "wechat").await;
    fixture.providers.error("wechat", "refund", "INVALID_REQUEST", 1).await;
    refund(&fixture, &wechat, 100).await;
    let alipay = paid(&fixture, &community, "alipay").await;
    fixture.providers.finish_trade(&alipay).await;
    refund(&fixture, &alipay, 100).await;
    work(&fixture).await;
    let all = refunds(&fixture).await;
    assert_eq!([all[0].0, all[1].0], [2, 2]);
    let errors = fixture.column::<String>("SELECT last_error FROM payment_refund ORDER BY id").await;
    assert!(
        errors[0].contains("INVALID_REQUEST") && errors[1].contains("ACQ.TRADE_HAS_FINISHED"),
        "{errors:?}"
    );
    let calls = fixture.providers.calls("wechat", "refund").await;
    pass(&fixture, 7200, 600).await;
    assert_eq!(fixture.providers.calls("wechat", "refund").await, calls, "it is not repeated");
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn a_refund_without_balance_waits_and_is_sent_later() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let payment = paid(&fixture, &community, "wechat").await;
    fixture.providers.error("wechat", "refund", "NOT_ENOUGH", 2).await;
    refund(&fixture, &payment, 100).await;
    work(&fixture).await;
    assert_eq!(refunds(&fixture).await[0].0, 0);
    pass(&fixture, 3600, 60).await;
    let number = refunds(&fixture).await[0].1.clone();
    fixture.control(&format!("finish/{number}"), json!({})).await;
    assert_eq!(refunds(&fixture).await[0].0, 1);
}

#[tokio::test]
async fn a_refund_is_posted_once_and_then_queried() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let payment = paid(&fixture, &community, "wechat").await;
    refund(&fixture, &payment, 100).await;
    pass(&fixture, 3600, 60).await;
    assert_eq!(fixture.providers.calls("wechat", "refund").await, 1);
    assert!(fixture.providers.calls("wechat", "query_refund").await > 3);
    // A lost answer: the state is asked for before anything is sent again.
    fixture.providers.lose("wechat", "refund", 1).await;
    refund(&fixture, &payment, 101).await;
    pass(&fixture, 600, 60).await;
    assert_eq!(fixture.providers.calls("wechat", "refund").await, 2);
    for (_, number) in refunds(&fixture).await {
        fixture.control(&format!("finish/{number}"), json!({})).await;
    }
    assert_eq!(refunds(&fixture).await.iter().map(|(status, _)| *status).collect::<Vec<_>>(), [1, 1]);
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn operators_decide_about_failed_refunds() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let staff = fixture.app.signed_in("owner").await;
    let payment = paid(&fixture, &community, "wechat").await;
    refund(&fixture, &payment, 1999).await;
    work(&fixture).await;
    let number = refunds(&fixture).await[0].1.clone();
    let act = async |action: &str| {
        let form = [("id", "1"), ("note", "by bank")];
        staff.post(&format!("/console/r/refunds/do/{action}"), &form).await;
        work(&fixture).await;
        refunds(&fixture).await[0].clone()
    };
    for early in ["retry", "renew", "outside"] {
        assert_eq!(act(early).await.0, 0, "{early}: it has not failed");
    }
    fixture.providers.refund_state(&number, "ABNORMAL").await;
    work(&fixture).await;
    assert_eq!(refunds(&fixture).await[0].0, 2);
    assert_eq!(act("renew").await, (2, number.clone()), "it may still succeed under its number");
    // The provider closes it: only a new number helps.
    super::change(&fixture, "UPDATE payment_refund SET status = 0, next_at = 0").await;
    fixture.providers.refund_state(&number, "CLOSED").await;
    work(&fixture).await;
    assert_eq!(act("retry").await.0, 2, "the same number stays closed");
    let (status, renewed) = act("renew").await;
    let errors = fixture.column::<Option<String>>("SELECT last_error FROM payment_refund").await;
    assert_eq!(status, 0, "{errors:?}");
    assert_ne!(renewed, number);
    fixture.app.require_verified().await;
    fixture.providers.refund_state(&renewed, "CLOSED").await;
    work(&fixture).await;
    assert_eq!((act("outside").await.0, due(&fixture).await), (1, 0));
    assert_eq!(
        fixture.column::<i64>("SELECT status FROM payment_intent WHERE channel = 'wechat'").await,
        [5]
    );
    fixture.app.require_verified().await;
    let audited = fixture
        .column::<i64>("SELECT id FROM console_audit WHERE action IN ('retry', 'renew', 'outside')")
        .await;
    assert_eq!(audited.len(), 3, "each that has done something");
}

#[tokio::test]
async fn payers_read_the_reason_in_chinese() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let order = order(&fixture, &community).await;
    let payment = pay(&fixture, &community, &order, json!({ "channel": "alipay" })).await;
    assert!(fixture.providers.open_payment(&payment).await);
    let reference = fixture.last_payment().await;
    fixture.app.ok(&community.ann, "order_cancel", json!({ "order_id": order })).await;
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    work(&fixture).await;
    let reasons = fixture.column::<String>("SELECT reason FROM payment_refund").await;
    assert_eq!(reasons, ["订单已取消、过期或已付款，原路退回"]);
}
