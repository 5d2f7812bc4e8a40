//! Supports: ordered, paid, withdrawn.

use miaohui_testkit::{Kitchen, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_support_counts_once_it_is_paid() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    let (project, stranger) = (format!("/api/crowdfunding/project/{}/", kitchen.project), &kitchen.stranger);
    let path = format!("{project}support/");
    let shown = async || app.get(None, &project).await;
    let order = app.post(stranger, &path, json!({ "package": kitchen.free_package })).await;
    let expected = json!({
        "id": order["id"], "project": kitchen.project, "package": kitchen.free_package, "money": 5.76, "status": 0,
        "paid": false, "datetime": "2023-11-14T22:13:20Z",
    });
    assert_eq!(order, expected);
    assert_eq!((&shown().await["support_count"], &shown().await["now_money"]), (&json!(1), &json!(23)));
    let pay = format!("{path}{}/pay/", order["id"]);
    let unknown = app.api(Some(stranger), Method::POST, &pay, json!({ "channel": "gold" })).await;
    assert_eq!(unknown.fields(), [("channel".to_owned(), 10000)]);
    assert_eq!(app.api(Some(&kitchen.owner), Method::POST, &pay, json!({})).await.status, 403);
    for _ in 0..2 {
        let paid = app.post(stranger, &pay, json!({ "channel": "sandbox" })).await;
        assert_eq!((&paid["paid"], &paid["id"]), (&json!(true), &order["id"]));
    }
    let now = shown().await;
    assert_eq!(
        (&now["support_count"], &now["partner_support_count"], &now["now_money"]),
        (&json!(2), &json!(1), &json!(28.76))
    );
    let page = app.get(None, &path).await;
    assert_eq!(
        (&page["count"], &page["results"][0]["user"]),
        (&json!(2), &json!(stranger.id)),
        "the newest first"
    );
    assert!(page["results"][0].get("email").is_none());
    let withdraw =
        app.api(Some(stranger), Method::DELETE, &format!("{path}{}/", order["id"]), Value::Null).await;
    assert_eq!((withdraw.status.as_u16(), withdraw.error()), (400, 10034));
    let unpaid = format!("{path}{}/", kitchen.unpaid);
    assert_eq!(app.api(Some(stranger), Method::DELETE, &unpaid, Value::Null).await.status, 403);
    assert_eq!(app.api(Some(&kitchen.backer), Method::DELETE, &unpaid, Value::Null).await.status, 204);
    assert_eq!(app.api(Some(&kitchen.backer), Method::DELETE, &unpaid, Value::Null).await.status, 404);
    // A support of another project is nowhere here.
    let elsewhere = format!("/api/crowdfunding/project/{}/support/{}/", kitchen.draft, order["id"]);
    assert_eq!(app.api(Some(stranger), Method::DELETE, &elsewhere, Value::Null).await.status, 404);
    assert_eq!(miaohui_server::verify(&app.service.crowdfunding.db, false).await.unwrap(), []);
}

#[tokio::test]
async fn what_cannot_be_supported_is_refused() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    let path = format!("/api/crowdfunding/project/{}/support/", kitchen.project);
    let order = async |body: Value| app.api(Some(&kitchen.stranger), Method::POST, &path, body).await;
    assert_eq!(order(json!({})).await.fields(), [("package".to_owned(), 10001)]);
    assert_eq!(order(json!({ "package": 999 })).await.fields(), [("package".to_owned(), 10000)]);
    let elsewhere = app.package(&kitchen.owner, kitchen.draft, json!(1), 0, 0).await;
    assert_eq!(order(json!({ "package": elsewhere })).await.fields(), [("package".to_owned(), 10000)]);
    let draft = format!("/api/crowdfunding/project/{}/support/", kitchen.draft);
    let answer =
        app.api(Some(&kitchen.stranger), Method::POST, &draft, json!({ "package": elsewhere })).await;
    assert_eq!((answer.status.as_u16(), answer.error()), (400, 10037));
    // One place: whoever pays first has it, and the others keep their order until there is one again.
    let last = app.package(&kitchen.owner, kitchen.project, json!(10), 1, 0).await;
    let late = app.support(&kitchen.backer, kitchen.project, last, false).await;
    app.support(&kitchen.stranger, kitchen.project, last, true).await;
    let pay = format!("{path}{late}/pay/");
    let full = app.api(Some(&kitchen.backer), Method::POST, &pay, json!({})).await;
    assert_eq!((full.status.as_u16(), full.error()), (400, 10035));
    assert_eq!(order(json!({ "package": last })).await.error(), 10035);
    app.api(
        Some(&kitchen.owner),
        Method::PATCH,
        &format!("/api/crowdfunding/package/{last}/"),
        json!({ "limit": 2 }),
    )
    .await;
    assert_eq!(app.post(&kitchen.backer, &pay, json!({})).await["paid"], true);
    // Declined is no end.
    let declined = app.package(&kitchen.owner, kitchen.project, json!(1.44), 0, 0).await;
    let id = app.support(&kitchen.backer, kitchen.project, declined, false).await;
    let answer = app.api(Some(&kitchen.backer), Method::POST, &format!("{path}{id}/pay/"), json!({})).await;
    assert_eq!((answer.status.as_u16(), answer.error()), (400, 10036));
    assert_eq!(
        app.api(Some(&kitchen.backer), Method::DELETE, &format!("{path}{id}/"), Value::Null).await.status,
        204
    );
    assert_eq!(miaohui_server::verify(&app.service.crowdfunding.db, false).await.unwrap(), []);
}

#[tokio::test]
async fn the_price_of_an_order_stays() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    let package = format!("/api/crowdfunding/package/{}/", kitchen.package);
    app.api(Some(&kitchen.owner), Method::PATCH, &package, json!({ "money": 99 })).await;
    let pay = format!("/api/crowdfunding/project/{}/support/{}/pay/", kitchen.project, kitchen.unpaid);
    assert_eq!(app.post(&kitchen.backer, &pay, json!({})).await["money"], 23);
}

#[tokio::test]
async fn an_order_that_nobody_pays_is_forgotten() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    app.clock.advance(miaohui_kernel::DAY_MS + 1);
    miaohui_crowdfunding::tidy(&app.service.crowdfunding).await.unwrap();
    let path = format!("/api/crowdfunding/project/{}/support/", kitchen.project);
    let pay = |id: i64| format!("{path}{id}/pay/");
    assert_eq!(
        app.api(Some(&kitchen.backer), Method::POST, &pay(kitchen.unpaid), json!({})).await.status,
        404
    );
    assert_eq!(
        app.api(Some(&kitchen.backer), Method::POST, &pay(kitchen.support), json!({})).await.status,
        200
    );
}
