//! When bills are fetched.

use miaohui_kernel::{DAY_MS, HOUR_MS};
use miaohui_payments::BillOutcome;

use crate::bank::payment;
use crate::fixture::Shop;

#[tokio::test]
async fn a_bill_is_asked_for_from_ten_oclock_and_each_hour_until_it_is_there() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let one = shop.pay(1, 500).await;
    // The first day is that of the first payment.
    shop.clock.advance(day.after().begins_at() + 10 * HOUR_MS - 1 - shop.now());
    assert_eq!(shop.reconcile().await, []);
    shop.clock.advance(1);
    assert!(matches!(shop.reconcile().await[..], [BillOutcome::Later(_)]));
    assert_eq!(shop.bank.asked(), [day.to_string()]);
    shop.clock.advance(HOUR_MS - 1);
    assert_eq!(shop.reconcile().await, []);
    shop.bank.set_down(true);
    shop.clock.advance(1);
    assert!(matches!(&shop.reconcile().await[..], [BillOutcome::Later(why)] if why.contains("down")));
    let (error,) = shop
        .one::<(String,)>("SELECT last_error FROM payment_bill WHERE kind = 0 ORDER BY id DESC LIMIT 1")
        .await;
    assert!(error.contains("down"), "{error}");
    shop.bank.set_down(false);
    shop.bank.bill(day, &[payment(&one, 500, at)]);
    shop.clock.advance(HOUR_MS);
    assert!(matches!(shop.reconcile().await[..], [BillOutcome::Reconciled { lines: 1, .. }]));
    shop.verify().await;
}

#[tokio::test]
async fn missed_days_are_caught_up_and_days_without_a_bill_become_empty() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let one = shop.pay(1, 500).await;
    shop.clock.advance(5 * DAY_MS);
    shop.bank.bill(day, &[payment(&one, 500, at)]);
    let outcomes = shop.reconcile().await;
    assert_eq!(outcomes.len(), 5, "{outcomes:?}");
    assert!(matches!(outcomes[0], BillOutcome::Reconciled { .. }));
    // The provider tells nothing of the last days, which may still come.
    let empty = outcomes.iter().filter(|outcome| **outcome == BillOutcome::Empty).count();
    assert_eq!(empty, 2, "{outcomes:?}");
    shop.clock.advance(100 * DAY_MS);
    assert_eq!(shop.reconcile().await.len(), 32, "30 days, and the two that waited");
    shop.verify().await;
}

#[tokio::test]
async fn what_no_bill_has_after_two_days_is_missing_there() {
    let shop = Shop::open();
    let reference = shop.pay(1, 500).await;
    shop.next_noon();
    shop.reconcile().await;
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!(shop.open_cases().await, [""; 0], "the bill may still come");
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!(shop.open_cases().await, ["missing there"]);
    let (key,): (String,) = shop.one("SELECT key FROM payment_case").await;
    assert!(key.ends_with(&reference), "{key}");
    shop.verify().await;
}
