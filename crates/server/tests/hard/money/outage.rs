//! An outage of one provider, with the clock in hand.

use miaohui_kernel::SECOND_MS;
use miaohui_payments::RefundRequest;
use miaohui_testkit::{CommunityFixture, PaymentFixture};
use serde_json::{Value, json};

use super::test_data::{differences, finish_all_work};
use super::unfinished_work;

/// How long the outage lasts, in steps of the clock.
const STEPS: i64 = 60;
const STEP_MS: i64 = 10 * SECOND_MS;

/// How long the work on the healthy provider took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Measured {
    /// The steps of the clock until the payments without notices were recorded: those of before the
    /// outage, and one in the middle of it.
    recorded: [i64; 2],
    /// The steps until the refunds were sent.
    refunded: [i64; 2],
    /// The number of calls until then.
    calls: u64,
}

/// Pays an order at a provider and returns its number; without a notice if it is lost.
async fn pay(fixture: &PaymentFixture, community: &CommunityFixture, channel: &str, is_lost: bool) -> String {
    let order = json!({ "ticket_id_list": [community.next_ticket()] });
    let order = fixture.app.ok(&community.ann, "order_create", order).await["order_id"].clone();
    let scene = if channel == "wechat" { "native" } else { "app" };
    let pay = json!({ "order_id": order, "channel": channel, "scene": scene });
    let payment: Value = fixture.app.ok(&community.ann, "order_pay", pay).await["payment"].clone();
    let reference = fixture.providers.try_open_payment(&payment).await.unwrap();
    fixture.control(&format!("mode/{reference}"), json!({ "drop": is_lost })).await;
    fixture.control(&format!("pay/{reference}"), json!({})).await;
    reference
}

async fn refund(fixture: &PaymentFixture, payment: String) {
    let (actor, reason) = ("eve".to_owned(), "because".to_owned());
    let request = RefundRequest { payment, fen: None, actor, reason };
    fixture.app.service.platform.desk.refund(request).await.unwrap();
}

/// Alipay's refunds that are due or being sent at `$1`. A row is claimed for 30 seconds while its
/// provider is called.
const BUSY_REFUNDS: &str = "SELECT COUNT(*) FROM payment_refund
    WHERE channel = 'alipay' AND (next_at <= $1 OR next_at = $1 + 30000)";
/// The payments at Alipay that are due or being queried at `$1`.
const BUSY_PAYMENTS: &str = "SELECT COUNT(*) FROM payment_intent
    WHERE channel = 'alipay' AND (next_query_at <= $1 OR next_query_at = $1 + 30000)";

/// Waits until nothing is busy at the time of the clock.
async fn idle(fixture: &PaymentFixture, busy: &'static str) {
    let now = fixture.app.clock.now_ms();
    loop {
        fixture.app.service.platform.desk.wake();
        let db = &fixture.app.service.community.db;
        let (count,): (i64,) = db.read(move |tx| tx.query_one(busy, &[now.into()])).await.unwrap();
        if count == 0 {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// Advances the clock by a step, and waits for the work that is due. Refunds that were begun before
/// it are waited for first, because a claim is known by its time.
async fn step(fixture: &PaymentFixture) {
    idle(fixture, BUSY_REFUNDS).await;
    fixture.app.clock.advance(STEP_MS);
    idle(fixture, BUSY_REFUNDS).await;
    idle(fixture, BUSY_PAYMENTS).await;
}

/// The number of payments and refunds that wait at a provider.
async fn waiting(fixture: &PaymentFixture) -> (i64, i64) {
    let payments = "SELECT COUNT(*) FROM payment_intent WHERE channel = 'alipay' AND status IN (0, 1)";
    let refunds = "SELECT COUNT(*) FROM payment_refund WHERE channel = 'alipay' AND status = 0";
    (fixture.column(payments).await[0], fixture.column(refunds).await[0])
}

/// Works through an outage of WeChat Pay, or through the same time without one.
async fn measure(hangs: bool) -> Measured {
    let fixture = PaymentFixture::start().await;
    let community = CommunityFixture::create(&fixture.app).await;
    let mut paid = Vec::new();
    for channel in ["wechat", "alipay"] {
        for _ in 0..2 {
            paid.push(pay(&fixture, &community, channel, false).await);
            pay(&fixture, &community, channel, true).await;
        }
    }
    fixture.providers.hang("wechat", hangs).await;
    for payment in paid {
        refund(&fixture, payment).await;
    }
    let desk = fixture.app.service.platform.desk.clone();
    let running = tokio::spawn(desk.clone().run());
    let mut measured = Measured::default();
    for half in 0..2 {
        if half == 1 {
            let payment = pay(&fixture, &community, "alipay", false).await;
            refund(&fixture, payment).await;
            pay(&fixture, &community, "alipay", true).await;
        }
        for n in 1..=STEPS / 2 {
            step(&fixture).await;
            let (payments, refunds) = waiting(&fixture).await;
            if payments == 0 && measured.recorded[half] == 0 {
                measured.recorded[half] = n;
            }
            if refunds == 0 && measured.refunded[half] == 0 {
                measured.refunded[half] = n;
            }
            // The first calls to the hanging provider have not been given up yet: nothing of the healthy
            // one has waited for them.
            if hangs && half == 0 && n <= measured.recorded[0].max(measured.refunded[0]) {
                let answered =
                    "SELECT COUNT(*) FROM payment_refund WHERE channel = 'wechat' AND last_error <> ''";
                assert_eq!(fixture.column::<i64>(answered).await, [0], "step {n}");
            }
        }
    }
    assert!(measured.recorded.iter().chain(&measured.refunded).all(|steps| *steps > 0), "{measured:?}");
    for call in ["query", "refund", "query_refund"] {
        measured.calls += fixture.providers.calls("alipay", call).await;
    }
    if hangs {
        let open = "SELECT COUNT(*) FROM payment_refund WHERE channel = 'wechat' AND status = 0";
        assert_eq!(fixture.column::<i64>(open).await, [2], "the hanging provider has answered nothing");
    }
    fixture.providers.hang("wechat", false).await;
    desk.stop();
    running.await.unwrap();
    finish_all_work(&fixture.app, &fixture.providers).await;
    assert_eq!(unfinished_work(&fixture.app.service.community.db).await, [""; 0]);
    assert_eq!(differences(&fixture.app, &fixture.providers).await, [""; 0]);
    measured
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_hangs_does_not_slow_the_other() {
    let (usual, hung) = (measure(false).await, measure(true).await);
    let is_at_most_twice = |usual: [i64; 2], hung: [i64; 2]| (0..2).all(|n| hung[n] <= 2 * usual[n]);
    assert!(is_at_most_twice(usual.recorded, hung.recorded), "{usual:?} {hung:?}");
    assert!(is_at_most_twice(usual.refunded, hung.refunded), "{usual:?} {hung:?}");
    assert!(hung.calls <= 2 * usual.calls, "{usual:?} {hung:?}");
}
