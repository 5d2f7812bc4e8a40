//! A difference of each kind is found, opens one case, and settles when it resolves itself.

use miaohui_db::Tx;
use miaohui_gateways::payment::bill::BillLine;
use miaohui_payments::{BillRequest, Decider, case::CaseId};

use crate::bank::{payment, refund};
use crate::fixture::Shop;

/// Fetches the bill of the day before again.
async fn fetch_again(shop: &Shop) {
    let request = BillRequest { day: Some(shop.day().before()), channel: None };
    shop.desk.fetch_bills(&request, |_| {}).await.unwrap();
}

#[tokio::test]
async fn each_kind_of_difference_opens_one_case_and_resolves_itself() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let (dropped, cheaper, other) = (shop.pay(1, 500).await, shop.pay(2, 600).await, shop.pay(3, 700).await);
    let (back, gone) = (shop.refund(&other, 200).await, shop.refund(&other, 100).await);
    shop.end_refunds().await;
    let failed = BillLine { state: "FAIL".to_owned(), ..refund(&other, &back, 200, at) };
    shop.bank.bill(
        day,
        &[
            payment(&cheaper, 550, at),
            payment(&other, 700, at),
            payment("strange", 900, at),
            refund("strange", "r-strange", 300, at),
            failed,
        ],
    );
    shop.bank.bill(day.after(), &[]);
    for _ in 0..2 {
        shop.next_noon();
        shop.reconcile().await;
    }
    let kinds =
        ["other amount", "missing here", "missing here", "other state", "missing there", "missing there"];
    assert_eq!(shop.open_cases().await, kinds);
    shop.verify().await;
    let details: Vec<(String, Option<i64>)> =
        shop.rows("SELECT detail, fen FROM payment_case ORDER BY id").await;
    assert!(details[0].0.contains("6.00") && details[0].0.contains("5.50"), "{details:?}");
    assert!(details[1].0.contains("strange"), "{details:?}");
    assert!(details[4].0.contains(&dropped) && details[5].0.contains(&gone), "{details:?}");
    // A rerun opens nothing twice.
    let again = BillRequest { day: Some(day), channel: None };
    shop.desk.fetch_bills(&again, |_| {}).await.unwrap();
    assert_eq!(shop.open_cases().await, kinds);
    // The provider corrects the bill.
    shop.bank.bill(
        day,
        &[
            payment(&cheaper, 600, at),
            payment(&other, 700, at),
            payment(&dropped, 500, at),
            refund(&other, &back, 200, at),
            refund(&other, &gone, 100, at),
        ],
    );
    shop.desk.fetch_bills(&again, |_| {}).await.unwrap();
    assert_eq!(shop.open_cases().await, [""; 0]);
    let notes: Vec<(Option<String>, Option<String>)> =
        shop.rows("SELECT note, settled_by FROM payment_case").await;
    assert!(notes.iter().all(|(note, by)| note.is_some() && by.is_none()), "{notes:?}");
    shop.verify().await;
}

#[tokio::test]
async fn a_payment_of_another_state_or_twice_in_the_bills_differs() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let (one, two, open) = (shop.pay(1, 500).await, shop.pay(2, 600).await, shop.attempt(3, 700).await);
    let revoked =
        |reference: &str, fen| BillLine { state: "REVOKED".to_owned(), ..payment(reference, fen, at) };
    let second = BillLine { transaction: "t-second".to_owned(), ..payment(&two, 600, at) };
    let taken = BillLine { transaction: format!("t-{two}"), ..payment(&open, 700, at) };
    shop.bank.bill(day, &[revoked(&one, 500), payment(&two, 600, at), payment(&two, 600, at), second, taken]);
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!(shop.open_cases().await, ["other state", "other state", "missing here", "other state"]);
    shop.verify().await;
}

#[tokio::test]
async fn an_operator_records_a_payment_that_only_the_bill_has() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let attempt = shop.attempt(1, 900).await;
    shop.bank.bill(day, &[payment("garbled", 900, at)]);
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!(shop.open_cases().await, ["missing here"]);
    let record = |reference: String| {
        let (desk, now) = (shop.desk.clone(), shop.now());
        let by = || Decider { actor: "ann", note: "the payer has shown it" };
        shop.db.write(move |tx: &mut Tx<'_>| desk.record_missing_here(tx, CaseId(1), &reference, by(), now))
    };
    assert!(record("nothing".to_owned()).await.is_err());
    assert!(record(attempt.clone()).await.unwrap());
    assert!(!record(attempt).await.unwrap(), "the case is settled");
    assert_eq!(shop.balance("platform").await, 900);
    assert_eq!(shop.open_cases().await, [""; 0]);
    let note: (String, String) = shop.one("SELECT note, settled_by FROM payment_case").await;
    assert_eq!(note, ("the payer has shown it".to_owned(), "ann".to_owned()));
    shop.verify().await;
}

#[tokio::test]
async fn a_case_asks_for_its_bill_again() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let (one, two) = (shop.pay(1, 500).await, shop.pay(2, 600).await);
    shop.bank.bill(day, &[payment(&two, 601, at)]);
    shop.next_noon();
    shop.reconcile().await;
    assert_eq!(shop.open_cases().await, ["other amount", "missing there"]);
    shop.bank.bill(day, &[payment(&one, 500, at), payment(&two, 600, at)]);
    for (case,) in shop.rows::<(i64,)>("SELECT id FROM payment_case ORDER BY id").await {
        let (desk, now) = (shop.desk.clone(), shop.now());
        let fetch = move |tx: &mut Tx<'_>| desk.fetch_bill_of_case(tx, CaseId(case), now);
        assert!(shop.db.write(fetch).await.unwrap(), "{case}");
    }
    assert_eq!(shop.reconcile().await.len(), 1);
    assert_eq!(shop.open_cases().await, [""; 0]);
    shop.verify().await;
    // A difference that comes back opens its case again.
    shop.bank.bill(day, &[payment(&two, 601, at)]);
    fetch_again(&shop).await;
    assert_eq!(shop.open_cases().await, ["other amount", "missing there"]);
    shop.verify().await;
}

#[tokio::test]
async fn verify_finds_a_ledger_that_differs_from_the_bills() {
    let shop = Shop::open();
    let (day, at) = (shop.day(), shop.now());
    let one = shop.pay(1, 500).await;
    shop.bank.bill(day, &[payment(&one, 500, at)]);
    shop.next_noon();
    shop.reconcile().await;
    shop.verify().await;
    let spoil = |tx: &mut Tx<'_>| {
        tx.execute("UPDATE payment_bill_line SET fen = 400", &[])?;
        tx.execute("UPDATE payment_bill SET paid = 400", &[])
    };
    shop.db.write(spoil).await.unwrap();
    let found =
        miaohui_db::verify(&shop.db, miaohui_payments::verify_bills::BILL_CHECKS, false).await.unwrap();
    let what: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "a payment in a bill has another amount in the ledger",
            "the balance of a channel is not what its bills and the payments and refunds beside them say"
        ]
    );
    // A line without its payment is found as well.
    let lose = |tx: &mut Tx<'_>| tx.execute("DELETE FROM payment_bill_line", &[]);
    shop.db.write(lose).await.unwrap();
    let found =
        miaohui_db::verify(&shop.db, miaohui_payments::verify_bills::BILL_CHECKS, false).await.unwrap();
    assert!(
        found.iter().any(|finding| finding.what == "a payment or a refund is in no bill and has no case")
    );
}
