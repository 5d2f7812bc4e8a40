//! The bills of the simulated providers are compared with the payments.

use miaohui_kernel::{DAY_MS, Fen};
use miaohui_ledger::{Account, balance};
use miaohui_payments::{BillDay, RefundRequest};
use miaohui_testkit::{CommunityFixture, PaymentFixture};
use serde_json::{Value, json};

use super::{order, pass, pay, status};

/// The open cases, by kind.
const CASES: &str = "SELECT kind FROM payment_case WHERE status = 0 ORDER BY kind, id";

async fn balance_of(fixture: &PaymentFixture, account: Account) -> i64 {
    fixture.app.service.community.db.read(move |tx| balance(tx, &account)).await.unwrap().get()
}

/// An order that was paid at the provider, and the reference of its payment.
async fn paid(fixture: &PaymentFixture, community: &CommunityFixture, channel: &str) -> (Value, String) {
    let order = order(fixture, community).await;
    let scene = if channel == "wechat" { "native" } else { "app" };
    let payment = pay(fixture, community, &order, json!({ "channel": channel, "scene": scene })).await;
    assert!(fixture.providers.open_payment(&payment).await);
    let reference = fixture.last_payment().await;
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    (order, reference)
}

async fn refund(fixture: &PaymentFixture, payment: &str, fen: i64) {
    let (payment, actor, reason) = (payment.to_owned(), "eve".to_owned(), "rain".to_owned());
    let request = RefundRequest { payment, fen: Some(Fen(fen)), actor, reason };
    fixture.app.service.platform.desk.refund(request).await.unwrap();
}

fn today(fixture: &PaymentFixture) -> BillDay {
    BillDay::of(fixture.app.clock.now_ms())
}

/// Advances the clock to noon of the next day, and works on the bills that are due.
async fn reconcile_next_noon(fixture: &PaymentFixture) {
    let noon = today(fixture).after().begins_at() + DAY_MS / 2;
    fixture.app.clock.advance(noon - fixture.app.clock.now_ms());
    fixture.app.service.platform.desk.reconcile_bills().await.unwrap();
    fixture.app.require_verified().await;
}

async fn reconcile(fixture: &PaymentFixture) {
    fixture.app.service.platform.desk.reconcile_bills().await.unwrap();
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn the_bills_of_both_providers_agree_with_the_payments() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let mut lost = Vec::new();
    for channel in ["alipay", "wechat"] {
        let (_, reference) = paid(&fixture, &community, channel).await;
        refund(&fixture, &reference, 999).await;
        pass(&fixture, 60, 10).await;
        // Only the bill tells of this refund, and of this payment.
        fixture.control("mode", json!({ "drop": true })).await;
        let (_, bought) = paid(&fixture, &community, channel).await;
        lost.push(paid(&fixture, &community, channel).await.0);
        fixture.control("mode", json!({})).await;
        fixture.control(&format!("notify/{bought}"), json!({})).await;
        fixture.providers.back_office_refund(&bought, Some(500), false).await;
    }
    reconcile_next_noon(&fixture).await;
    // WeChat Pay's refund ends on another day than the bill has it.
    let number =
        fixture.column::<String>("SELECT reference FROM payment_refund WHERE status = 0").await.remove(0);
    fixture.providers.refund_state(&number, "SUCCESS").await;
    pass(&fixture, 7200, 600).await;
    assert_eq!(fixture.column::<String>(CASES).await, ["foreign refund"; 2]);
    for order in &lost {
        assert_eq!(status(&fixture, &community, order).await, 1);
    }
    // 0.6 % of the three payments, less what both refunds give back.
    let kept = 3 * 12 - 6 - 3;
    for channel in ["alipay", "wechat"] {
        assert_eq!(balance_of(&fixture, Account::Fees(channel.to_owned())).await, -kept, "{channel}");
        let held = 3 * 1999 - 999 - 500 - kept;
        assert_eq!(balance_of(&fixture, Account::Clearing(channel.to_owned())).await, -held, "{channel}");
    }
    assert_eq!(
        fixture.column::<String>("SELECT DISTINCT day FROM payment_bill WHERE status = 3").await.len(),
        1
    );
    fixture.app.service.platform.desk.measure().await.unwrap();
    let text = fixture.app.metrics().await;
    assert!(text.contains("miaohui_payment_bill_age_seconds{channel=\"wechat\"} 50400\n"), "{text}");
}

#[tokio::test]
async fn a_planted_difference_of_each_kind_is_found_and_resolves_itself() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let day = today(&fixture).to_string();
    let mut payments = Vec::new();
    for channel in ["alipay", "wechat"] {
        let (dropped, other) =
            (paid(&fixture, &community, channel).await.1, paid(&fixture, &community, channel).await.1);
        let added = format!("strange-{channel}");
        fixture
            .providers
            .bill(json!({ "side": channel, "day": day, "drop": [dropped], "fen": { &other: 1998 },
                "add": [{ "reference": added, "fen": 700 }] }))
            .await;
        payments.push((channel, other));
    }
    let (_, revoked) = paid(&fixture, &community, "wechat").await;
    fixture.providers.bill(json!({ "side": "wechat", "day": day, "state": { &revoked: "REVOKED" } })).await;
    reconcile_next_noon(&fixture).await;
    let kinds = [
        "missing here",
        "missing here",
        "missing there",
        "missing there",
        "other amount",
        "other amount",
        "other state",
    ];
    assert_eq!(fixture.column::<String>(CASES).await, kinds);
    // A rerun finds the same.
    reconcile_next_noon(&fixture).await;
    assert_eq!(fixture.column::<String>(CASES).await, kinds);
    for (channel, other) in payments {
        fixture
            .providers
            .bill(json!({ "side": channel, "day": day, "fen": { &other: 1999 }, "state": { &revoked: "SUCCESS" } }))
            .await;
    }
    let staff = fixture.app.signed_in("owner").await;
    let cases = "SELECT CAST(id AS TEXT) FROM payment_case WHERE status = 0 ORDER BY id";
    for case in fixture.column::<String>(cases).await {
        let page = staff.get(&format!("/console/r/payment-cases/{case}")).await;
        assert_eq!(page.status, 200);
        staff.post("/console/r/payment-cases/do/fetch-bill", &[("id", &case)]).await;
    }
    reconcile(&fixture).await;
    assert_eq!(fixture.column::<String>(CASES).await, kinds[..4]);
}

#[tokio::test]
async fn operators_record_payments_and_download_the_lines_of_a_month() {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let day = today(&fixture).to_string();
    let (_, reference) = paid(&fixture, &community, "alipay").await;
    let order = order(&fixture, &community).await;
    pay(&fixture, &community, &order, json!({ "channel": "wechat", "scene": "native" })).await;
    let attempt = fixture.last_payment().await;
    let added = json!([{ "reference": "garbled", "fen": 1999 }]);
    fixture.providers.bill(json!({ "side": "wechat", "day": day, "add": added })).await;
    reconcile_next_noon(&fixture).await;
    let staff = fixture.app.signed_in("owner").await;
    let case = fixture.column::<i64>("SELECT id FROM payment_case WHERE kind = 'missing here'").await[0];
    let record = async |reference: &str| {
        let answers = [("id", &*case.to_string()), ("reference", reference), ("note", "seen")];
        staff.post("/console/r/payment-cases/do/record", &answers).await;
    };
    record("nothing").await;
    assert_eq!(fixture.column::<String>(CASES).await, ["missing here"]);
    record(&attempt).await;
    assert_eq!(fixture.column::<String>(CASES).await, [""; 0]);
    assert_eq!(status(&fixture, &community, &order).await, 1);
    fixture.app.require_verified().await;
    let bill =
        fixture.column::<i64>("SELECT id FROM payment_bill WHERE channel = 'alipay' AND kind = 0").await[0];
    staff.post("/console/r/bills/do/fetch", &[("id", &bill.to_string())]).await;
    let waiting = "SELECT id FROM payment_bill WHERE status = 0 AND kind = 0";
    assert_eq!(fixture.column::<i64>(waiting).await, [bill]);
    reconcile(&fixture).await;
    let csv = staff.get(&format!("/console/r/bill-lines/csv?f.month={}", &day[..7])).await;
    let text = csv.text();
    assert!(text.starts_with('\u{FEFF}'), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines.iter().any(|line| line.contains(&reference) && line.contains("19.99,0.12")), "{text}");
    let other = staff.get("/console/r/bill-lines/csv?f.month=2001-01").await.text();
    assert_eq!(other.lines().count(), 1, "{other}");
}
