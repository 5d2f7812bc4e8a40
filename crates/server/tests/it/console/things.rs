//! Things that are named by kind and key: a list of one thing shows nothing of another kind.

use miaohui_testkit::TestApp;

use super::fixture::ConsoleFixture;
use super::{change, number};

/// How many rows a list shows.
fn rows(page: &miaohui_testkit::ConsolePage) -> usize {
    page.text().matches("data-row").count()
}

#[tokio::test]
async fn the_payments_of_an_order_are_none_of_a_support() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let order = fixture.community.order;
    // A support and a recharge with the order's number.
    for (n, subject) in (1..).zip(["support", "recharge"]) {
        change(
            &app,
            &format!(
                "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, paid, status, created_at, expires_at)
                 VALUES ('other{n}', '{subject}', {order}, 1, 'sandbox', 500000, 500000, 2, 1, 1)"
            ),
        )
        .await;
    }
    let page = owner.get(&format!("/console/r/orders/{order}")).await;
    let list = format!("/console/r/intents?f.subject_id=ticket order:{order}");
    assert!(page.addresses().contains(&list), "{:?}", page.addresses());
    let list = owner.get(&list.replace(' ', "+")).await;
    assert_eq!((rows(&list), list.has("5,000.00")), (1, false), "{}", list.text());
    // The form of the list sends kind and key, and a key without a kind names nothing.
    let both = owner.get(&format!("/console/r/intents?k.subject_id=support&f.subject_id={order}")).await;
    let of =
        format!("SELECT COUNT(*) FROM payment_intent WHERE subject = 'support' AND subject_id = {order}");
    let supports = number(&app, &of).await as usize;
    assert_eq!((rows(&both), both.has("¥5,000.00")), (supports, true), "{}", both.text());
    assert_eq!(rows(&owner.get(&format!("/console/r/intents?f.subject_id={order}")).await), 0);
    // The payment names what it is for, and leads there.
    assert!(list.addresses().contains(&format!("/console/r/orders/{order}")));
    assert!(list.has(&format!("订单 {order}")), "{}", list.text());
    let csv = owner.get(&format!("/console/r/intents/csv?f.subject_id=ticket+order:{order}")).await.text();
    assert_eq!((csv.lines().count(), csv.contains("other1")), (2, false), "{csv}");
}

#[tokio::test]
async fn the_audit_of_a_row_is_none_of_another_kind() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    for resource in ["masters", "merchants"] {
        let page = owner.post(&format!("/console/r/{resource}/1"), &[("name", "改名")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }
    let page = owner.get("/console/r/masters/1").await;
    let list = "/console/r/audit?f.subject=masters%3A1";
    assert!(page.addresses().contains(&list.to_owned()), "{:?}", page.addresses());
    let list = owner.get(list).await;
    assert_eq!(rows(&list), 1, "{}", list.text());
    assert!(list.has("达人 1") && !list.has("商家 1") && list.has("修改"), "{}", list.text());
    assert_eq!(
        number(&app, "SELECT COUNT(*) FROM console_audit WHERE subject = '1' AND action = 'save'").await,
        2
    );
}
