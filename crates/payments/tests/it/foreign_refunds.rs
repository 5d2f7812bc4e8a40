//! Refunds that were made at the provider and that the bill tells.

use miaohui_db::Tx;
use miaohui_gateways::payment::provider::{Notice, RefundNotice, RefundState};
use miaohui_kernel::Fen;
use miaohui_payments::{Decider, ForeignRefundDecision, case::CaseId};

use crate::bank::{payment, refund};
use crate::fixture::Shop;

#[tokio::test]
async fn a_bill_tells_of_refunds_at_the_provider() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let one = shop.pay(1, 1_000).await;
    shop.bank.bill(day, &[payment(&one, 1_000, at), refund(&one, "back-1", 400, at)]);
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!(shop.open_cases().await, ["foreign refund"]);
    assert_eq!(shop.balance("suspense").await, -400);
    shop.verify().await;
    let (desk, now) = (shop.desk.clone(), shop.now());
    let decide = move |tx: &mut Tx<'_>| {
        let by = Decider { actor: "ann", note: "goodwill" };
        desk.decide_foreign_refund(tx, CaseId(1), ForeignRefundDecision::Bear, by, now)
    };
    assert!(shop.db.write(decide).await.unwrap());
    assert_eq!((shop.balance("suspense").await, shop.balance("platform").await), (0, 600));
    shop.verify().await;
}

#[tokio::test]
async fn a_refund_that_a_notice_told_without_a_number_is_matched_by_its_amount() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let one = shop.pay(1, 1_000).await;
    let notice = RefundNotice {
        reference: one.clone(),
        refund: String::new(),
        state: RefundState::Done,
        fen: None,
        total: Some(Fen(400)),
    };
    shop.notify(Notice::Refund(notice.clone())).await;
    shop.bank.bill(day, &[payment(&one, 1_000, at), refund(&one, "back-1", 400, at)]);
    shop.next_noon();
    shop.reconcile().await;
    shop.notify(Notice::Refund(notice)).await;
    assert_eq!(shop.one::<(i64,)>("SELECT COUNT(*) FROM payment_refund").await, (1,));
    assert_eq!(shop.open_cases().await, ["foreign refund"]);
    assert_eq!(shop.balance("suspense").await, -400);
    shop.verify().await;
}

#[tokio::test]
async fn a_payment_that_was_refunded_before_it_was_recorded_buys_nothing() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let (lost, told) = (shop.attempt(1, 1_000).await, shop.attempt(2, 800).await);
    shop.notify_paid(&told, 800, at, true).await;
    assert_eq!(shop.balance("suspense").await, 800);
    shop.verify().await;
    shop.bank.bill(
        day,
        &[
            payment(&lost, 1_000, at),
            payment(&told, 800, at),
            refund(&lost, "b-1", 600, at),
            refund(&lost, "b-2", 400, at),
            refund(&told, "b-3", 300, at),
        ],
    );
    shop.next_noon();
    shop.reconcile().await;
    let open: Vec<(String, Option<i64>)> =
        shop.rows("SELECT kind, fen FROM payment_case WHERE status = 0 ORDER BY id").await;
    assert_eq!(open, [("refunded".to_owned(), Some(800)), ("foreign refund".to_owned(), Some(300))]);
    assert_eq!((shop.balance("platform").await, shop.balance("suspense").await), (0, 500));
    shop.verify().await;
    // The rest follows on the next day.
    shop.bank.bill(day.after(), &[refund(&told, "b-4", 500, shop.now())]);
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!(shop.open_cases().await, [""; 0]);
    assert_eq!(shop.balance("suspense").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn a_sum_that_an_operator_entered_is_matched_with_the_refunds_of_the_bill() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let told = shop.attempt(1, 900).await;
    shop.notify_paid(&told, 900, at, true).await;
    let (desk, now) = (shop.desk.clone(), shop.now());
    let decide = move |tx: &mut Tx<'_>| {
        desk.decide_refunded(tx, CaseId(1), Fen(900), Decider { actor: "ann", note: "seen" }, now)
    };
    assert!(shop.db.write(decide).await.unwrap());
    shop.bank
        .bill(day, &[payment(&told, 900, at), refund(&told, "b-1", 600, at), refund(&told, "b-2", 300, at)]);
    shop.bank.bill(day.after(), &[]);
    for _ in 0..2 {
        shop.next_noon();
        shop.reconcile().await;
    }
    assert_eq!(shop.open_cases().await, [""; 0]);
    assert_eq!(shop.one::<(i64,)>("SELECT COUNT(*) FROM payment_refund").await, (1,));
    shop.verify().await;
}

#[tokio::test]
async fn a_refund_that_exceeds_the_payment_only_opens_a_case() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let one = shop.pay(1, 1_000).await;
    shop.bank.bill(day, &[payment(&one, 1_000, at), refund(&one, "back-1", 1_400, at)]);
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!(shop.open_cases().await, ["foreign refund"]);
    assert_eq!(shop.balance("suspense").await, 0);
    shop.verify().await;
}
