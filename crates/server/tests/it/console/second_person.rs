//! Large refunds and payouts need a second person.

use miaohui_testkit::{CommunityFixture, ConsoleClient, TestApp};

use super::{audited, number, text};

async fn act(staff: &ConsoleClient, resource: &str, action: &str, fields: &[(&str, &str)]) -> u16 {
    let mut form = vec![("id", "1")];
    form.extend(fields);
    staff.post(&format!("/console/r/{resource}/do/{action}"), &form).await.status
}

const REFUNDS: &str = "SELECT COUNT(*) FROM payment_refund";
const WAITING: &str = "SELECT COUNT(*) FROM console_request WHERE status = 0";

#[tokio::test]
async fn a_large_refund_waits_for_somebody_else() {
    let app = TestApp::start_with(&["payment.sandbox=true", "console.second_person_from_yuan=10"]).await;
    CommunityFixture::create(&app).await;
    let (ann, bob) = (app.signed_in("owner").await, app.signed_in("finance").await);
    // Small ones are done at once.
    act(&ann, "intents", "refund", &[("fen", "9.99"), ("reason", "rain")]).await;
    assert_eq!((number(&app, REFUNDS).await, number(&app, WAITING).await), (1, 0));
    for _ in 0..2 {
        act(&ann, "intents", "refund", &[("fen", ""), ("reason", "storm")]).await;
        assert_eq!((number(&app, REFUNDS).await, number(&app, WAITING).await), (1, 1), "once");
    }
    assert!(bob.get("/console/").await.has("19.99") || bob.get("/console/").await.has("10.00"));
    act(&ann, "requests", "approve", &[]).await;
    assert_eq!((number(&app, REFUNDS).await, number(&app, WAITING).await), (1, 1), "not by oneself");
    act(&bob, "requests", "approve", &[]).await;
    assert_eq!((number(&app, REFUNDS).await, number(&app, WAITING).await), (2, 0));
    let (fen, actor) = (
        number(&app, "SELECT fen FROM payment_refund WHERE id = 2").await,
        text(&app, "SELECT actor FROM payment_refund WHERE id = 2").await,
    );
    assert_eq!((fen, actor.split(", ").count()), (1000, 2), "{actor}");
    assert_eq!((audited(&app, "request").await, audited(&app, "approve").await), (1, 1));
    act(&bob, "requests", "approve", &[]).await;
    assert_eq!(number(&app, REFUNDS).await, 2, "once");
    app.require_verified().await;
}

#[tokio::test]
async fn a_request_that_is_declined_or_outdated_does_nothing() {
    let app = TestApp::start_with(&["payment.sandbox=true", "console.second_person_from_yuan=10"]).await;
    CommunityFixture::create(&app).await;
    let (ann, bob) = (app.signed_in("owner").await, app.signed_in("finance").await);
    act(&ann, "intents", "refund", &[("fen", "15"), ("reason", "rain")]).await;
    act(&bob, "requests", "decline", &[]).await;
    assert_eq!((number(&app, REFUNDS).await, number(&app, WAITING).await), (0, 0));
    act(&ann, "intents", "refund", &[("fen", "15"), ("reason", "rain")]).await;
    act(&bob, "intents", "refund", &[("fen", "9"), ("reason", "sun")]).await;
    let form = [("id", "2")];
    let page = bob.post("/console/r/requests/do/approve", &form).await;
    assert_eq!(page.status, 422, "only 10.99 are left");
    assert_eq!((number(&app, REFUNDS).await, number(&app, WAITING).await), (1, 1));
    app.require_verified().await;
}

#[tokio::test]
async fn a_refund_of_zero_is_refused_and_an_empty_amount_is_the_rest() {
    let app = TestApp::start_with(&["payment.sandbox=true"]).await;
    CommunityFixture::create(&app).await;
    let ann = app.signed_in("owner").await;
    assert_eq!(act(&ann, "intents", "refund", &[("fen", "0"), ("reason", "rain")]).await, 422);
    assert_eq!(number(&app, REFUNDS).await, 0);
    act(&ann, "intents", "refund", &[("fen", ""), ("reason", "rain")]).await;
    assert_eq!(number(&app, "SELECT fen FROM payment_refund").await, 1999);
}
