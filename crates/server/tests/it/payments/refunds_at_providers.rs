//! Refunds that were made in a provider's own back office, and complaints.

use miaohui_ledger::{Account, balance};
use miaohui_testkit::{CommunityFixture, PaymentFixture};
use serde_json::{Value, json};

use super::{order, pass, pay, status, work};

const CASES: &str = "SELECT kind FROM payment_case WHERE status = 0 ORDER BY id";

async fn balance_of(fixture: &PaymentFixture, account: Account) -> i64 {
    fixture.app.service.community.db.read(move |tx| balance(tx, &account)).await.unwrap().get()
}

/// A paid order and the reference of its payment.
async fn paid(fixture: &PaymentFixture, community: &CommunityFixture, channel: &str) -> (Value, String) {
    let order = order(fixture, community).await;
    let scene = if channel == "wechat" { "native" } else { "app" };
    let payment = pay(fixture, community, &order, json!({ "channel": channel, "scene": scene })).await;
    assert!(fixture.providers.open_payment(&payment).await);
    let reference = fixture.last_payment().await;
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    assert_eq!(status(fixture, community, &order).await, 1);
    (order, reference)
}

#[tokio::test]
async fn a_refund_at_the_provider_is_booked_once_and_decided_by_an_operator() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let staff = fixture.app.signed_in("owner").await;
    for channel in ["alipay", "wechat"] {
        let (order, reference) = paid(&fixture, &community, channel).await;
        for fen in [Some(500), None] {
            let refund = fixture.providers.back_office_refund(&reference, fen, true).await;
            assert_eq!(refund["deliveries"][0]["status"], 200, "{refund}");
            fixture.control(&format!("notify/{}", refund["number"].as_str().unwrap()), json!({})).await;
        }
        assert_eq!(fixture.column::<String>(CASES).await, ["foreign refund"; 2], "each once");
        assert_eq!(balance_of(&fixture, Account::Suspense).await, -1999);
        assert_eq!(status(&fixture, &community, &order).await, 1, "an operator decides");
        fixture.app.require_verified().await;
        let cases = fixture.column::<i64>("SELECT id FROM payment_case WHERE status = 0 ORDER BY id").await;
        let settled = [("settle", 0), ("bear", 1), ("reverse", 1)];
        for ((action, changes), case) in settled.iter().zip([cases[0], cases[0], cases[1]]) {
            let before = fixture.column::<String>(CASES).await.len();
            staff
                .post(
                    &format!("/console/r/payment-cases/do/{action}"),
                    &[("id", &case.to_string()), ("note", "because")],
                )
                .await;
            assert_eq!(before - fixture.column::<String>(CASES).await.len(), *changes, "{action}");
        }
        assert_eq!(balance_of(&fixture, Account::Suspense).await, 0);
        assert_eq!(status(&fixture, &community, &order).await, 2, "reversed, because nothing is left");
        fixture.app.require_verified().await;
    }
    // The payment of the fixture stays. Of the two others the platform has given 5 yuan as a
    // present, and the rest with the tickets.
    assert_eq!(balance_of(&fixture, Account::Platform).await, 1999);
}

#[tokio::test]
async fn a_payment_that_was_refunded_before_it_was_known_buys_nothing() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let staff = fixture.app.signed_in("owner").await;
    for (channel, back) in [("wechat", Some(1200)), ("alipay", None)] {
        fixture.control("mode", json!({ "drop": true })).await;
        let order = order(&fixture, &community).await;
        let scene = if channel == "wechat" { "native" } else { "app" };
        let payment = pay(&fixture, &community, &order, json!({ "channel": channel, "scene": scene })).await;
        assert!(fixture.providers.open_payment(&payment).await);
        let reference = fixture.last_payment().await;
        fixture.control(&format!("pay/{reference}"), json!({})).await;
        fixture.providers.back_office_refund(&reference, back, false).await;
        pass(&fixture, 60, 10).await;
        assert_ne!(status(&fixture, &community, &order).await, 1, "{channel}: no ticket for refunded money");
        assert_eq!(fixture.column::<String>(CASES).await, ["refunded"], "{channel}");
        fixture.app.require_verified().await;
        let case = fixture.column::<i64>("SELECT MAX(id) FROM payment_case").await[0];
        let yuan = if back.is_some() { "12" } else { "19.99" };
        staff
            .post(
                "/console/r/payment-cases/do/refunded",
                &[("id", &case.to_string()), ("fen", yuan), ("note", "seen there")],
            )
            .await;
        assert_eq!(fixture.column::<String>(CASES).await, [""; 0], "{channel}");
        pass(&fixture, 60, 10).await;
        for refund in fixture.column::<String>("SELECT reference FROM payment_refund WHERE status = 0").await
        {
            fixture.control(&format!("finish/{refund}"), json!({})).await;
        }
        pass(&fixture, 600, 60).await;
        assert_eq!(balance_of(&fixture, Account::Suspense).await, 0, "{channel}");
        assert_eq!(balance_of(&fixture, Account::Clearing(channel.into())).await, 0, "{channel}");
        fixture.app.require_verified().await;
    }
}

#[tokio::test]
async fn a_refund_at_the_provider_reduces_what_can_be_refunded_here() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let (_, reference) = paid(&fixture, &community, "alipay").await;
    let refund = |fen| miaohui_payments::RefundRequest {
        payment: reference.clone(),
        fen: Some(miaohui_kernel::Fen(fen)),
        actor: "eve".to_owned(),
        reason: "rain".to_owned(),
    };
    let desk = &fixture.app.service.platform.desk;
    desk.refund(refund(300)).await.unwrap();
    work(&fixture).await;
    // Alipay's notice tells the sum of all refunds, ours among them.
    fixture.providers.back_office_refund(&reference, Some(200), true).await;
    let amounts = fixture.column::<i64>("SELECT fen FROM payment_refund ORDER BY id").await;
    assert_eq!(amounts, [300, 200]);
    assert!(desk.refund(refund(1500)).await.is_err());
    desk.refund(refund(1499)).await.unwrap();
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn a_complaint_becomes_a_case_with_a_deadline() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    for channel in ["wechat", "alipay"] {
        let (_, reference) = paid(&fixture, &community, channel).await;
        let id = fixture.providers.complain(&reference, "没有收到票").await;
        fixture.control(&format!("notify/{id}"), json!({})).await;
    }
    assert_eq!(fixture.column::<String>(CASES).await, ["complaint"; 2]);
    let late = "SELECT id FROM payment_case WHERE deadline_at <= created_at OR deadline_at IS NULL OR intent_id IS NULL";
    assert_eq!(fixture.column::<i64>(late).await, [0; 0]);
    let texts = fixture.column::<String>("SELECT detail FROM payment_case").await;
    assert!(texts.iter().all(|text| text.contains("没有收到票")), "{texts:?}");
}
