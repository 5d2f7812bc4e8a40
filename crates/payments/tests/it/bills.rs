//! A bill that agrees needs nobody.

use miaohui_gateways::payment::bill::{BillLine, BillLineKind};
use miaohui_kernel::{DAY_MS, Fen, HOUR_MS};
use miaohui_payments::{BillOutcome, BillRequest};

use crate::bank::{payment, refund};
use crate::fixture::Shop;

#[tokio::test]
async fn a_day_that_agrees_is_reconciled_once_and_its_fees_are_posted() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let (one, two) = (shop.pay(1, 10_000).await, shop.pay(2, 5_000).await);
    let back = shop.refund(&one, 5_000).await;
    shop.end_refunds().await;
    let lines = [payment(&one, 10_000, at), payment(&two, 5_000, at), refund(&one, &back, 5_000, at)];
    shop.bank.bill(day, &lines);
    assert_eq!(shop.reconcile().await, [], "the day is not over");
    shop.next_noon();
    let outcome = BillOutcome::Reconciled {
        lines: 3,
        paid: Fen(15_000),
        refunded: Fen(5_000),
        fees: Fen(60),
        differences: 0,
    };
    assert_eq!(shop.reconcile().await, std::slice::from_ref(&outcome));
    assert_eq!(shop.open_cases().await, [""; 0]);
    assert_eq!((shop.balance("fees:bank").await, shop.balance("clearing:bank").await), (-60, -9_940));
    shop.verify().await;
    assert_eq!(shop.reconcile().await, []);
    // The same bill again changes nothing.
    let again = BillRequest { day: Some(day), channel: None };
    let reports = shop.desk.fetch_bills(&again, |_| {}).await.unwrap();
    assert_eq!(reports[0].outcome, outcome);
    assert_eq!(shop.balance("fees:bank").await, -60);
    shop.verify().await;
}

#[tokio::test]
async fn a_bill_tells_of_payments_and_refunds_without_notices() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let lost = shop.attempt(1, 800).await;
    let paid = shop.pay(2, 900).await;
    let back = shop.refund(&paid, 300).await;
    shop.bank.bill(day, &[payment(&lost, 800, at), payment(&paid, 900, at), refund(&paid, &back, 300, at)]);
    shop.next_noon();
    shop.reconcile().await;
    let (status, paid_at): (i64, i64) =
        shop.one(&format!("SELECT status, paid_at FROM payment_intent WHERE reference = '{lost}'")).await;
    assert_eq!((status, paid_at), (2, at), "it counts from the provider's time");
    assert_eq!(shop.one::<(i64,)>("SELECT status FROM payment_refund").await, (1,));
    assert_eq!(shop.open_cases().await, [""; 0]);
    assert_eq!(shop.balance("platform").await, 1_400);
    shop.verify().await;
}

#[tokio::test]
async fn a_payment_at_midnight_and_a_refund_that_ends_later_do_not_differ() {
    let shop = Shop::open();
    let first = shop.day();
    // By the provider's clock the payment was made after midnight.
    shop.clock.advance(first.after().begins_at() - 1000 - shop.now());
    let late = shop.pay(1, 500).await;
    let other = shop.pay(2, 700).await;
    let back = shop.refund(&other, 700).await;
    let midnight = first.after().begins_at();
    let working = BillLine { state: "PROCESSING".to_owned(), ..refund(&other, &back, 700, midnight - 900) };
    shop.bank.bill(first, &[payment(&other, 700, midnight - 1000), working]);
    shop.bank.bill(first.after(), &[payment(&late, 500, midnight + 1)]);
    shop.next_noon();
    assert_eq!(shop.reconcile().await.len(), 1);
    shop.verify().await;
    shop.end_refunds().await;
    shop.verify().await;
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!(shop.open_cases().await, [""; 0]);
    shop.verify().await;
    assert_eq!(shop.balance("clearing:bank").await, -500 + 3);
}

#[tokio::test]
async fn a_fund_flow_adds_what_the_trade_bill_lacks() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let one = shop.pay(1, 10_000).await;
    shop.bank.bill(day, &[payment(&one, 10_000, at), payment("strange", 2_000, at)]);
    let flow = |kind, reference: &str, fen, fee| BillLine {
        kind,
        transaction: String::new(),
        fen: Fen(fen),
        fee: Fen(fee),
        state: "提现".to_owned(),
        ..payment(reference, 0, at)
    };
    shop.bank.fund_flow(
        day,
        &[
            flow(BillLineKind::Payment, &one, 10_000, 0),
            flow(BillLineKind::Fee, &one, 0, 60),
            flow(BillLineKind::Fee, "strange", 0, 12),
            flow(BillLineKind::Fee, "", 0, 25),
            flow(BillLineKind::Other, "", -8_000, 0),
        ],
    );
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!((shop.balance("fees:bank").await, shop.balance("external").await), (-60 - 12 - 25, -8_000));
    assert_eq!(shop.balance("clearing:bank").await, -10_000 + 97 + 8_000);
    assert_eq!(shop.one::<(i64,)>("SELECT COUNT(*) FROM payment_bill_line WHERE status = 3").await, (2,));
    shop.verify().await;
}

#[tokio::test]
async fn a_large_bill_is_stored_and_matched_in_small_transactions() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let one = shop.pay(1, 10_000).await;
    let mut lines: Vec<BillLine> = (0..1_234).map(|n| payment(&format!("m{n}"), 100, at)).collect();
    lines.push(payment(&one, 10_000, at));
    shop.bank.bill(day, &lines);
    shop.clock.advance(DAY_MS);
    let seen = std::sync::Mutex::new(Vec::new());
    let request = BillRequest { day: Some(day), channel: Some("bank".to_owned()) };
    let watch = |progress: miaohui_payments::BillProgress| seen.lock().unwrap().push(progress);
    let reports = shop.desk.fetch_bills(&request, watch).await.unwrap();
    let BillOutcome::Reconciled { lines, differences, .. } = reports[0].outcome else {
        panic!("{reports:?}")
    };
    assert_eq!((lines, differences), (1_235, 1_234));
    assert!(seen.lock().unwrap().len() > 15);
    shop.verify().await;
    shop.clock.advance(HOUR_MS);
}
