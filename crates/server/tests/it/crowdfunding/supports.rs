//! Supports: ordering, paying and withdrawing.

use miaohui_crowdfunding::ids::SupportId;
use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_testkit::{CrowdfundingFixture, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_support_counts_once_it_is_paid() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let (project, stranger) =
        (format!("/api/crowdfunding/project/{}/", crowdfunding.project), &crowdfunding.stranger);
    let path = format!("{project}support/");
    let shown = async || app.get(None, &project).await;
    let order = app.post(stranger, &path, json!({ "package": crowdfunding.free_package })).await;
    let expected = json!({
        "id": order["id"], "project": crowdfunding.project, "package": crowdfunding.free_package, "money": 5.76, "status": 0,
        "paid": false, "datetime": "2023-11-14T22:13:20Z",
    });
    assert_eq!(order, expected);
    assert_eq!((&shown().await["support_count"], &shown().await["now_money"]), (&json!(1), &json!(23)));
    let pay = format!("{path}{}/pay/", order["id"]);
    let unknown = app.api(Some(stranger), Method::POST, &pay, json!({ "channel": "gold" })).await;
    assert_eq!(unknown.fields(), [("channel".to_owned(), 10000)]);
    assert_eq!(app.api(Some(&crowdfunding.owner), Method::POST, &pay, json!({})).await.status, 403);
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
    let unpaid = format!("{path}{}/", crowdfunding.unpaid);
    assert_eq!(app.api(Some(stranger), Method::DELETE, &unpaid, Value::Null).await.status, 403);
    assert_eq!(app.api(Some(&crowdfunding.backer), Method::DELETE, &unpaid, Value::Null).await.status, 204);
    assert_eq!(app.api(Some(&crowdfunding.backer), Method::DELETE, &unpaid, Value::Null).await.status, 404);
    // A support of another project gives 404.
    let elsewhere = format!("/api/crowdfunding/project/{}/support/{}/", crowdfunding.draft, order["id"]);
    assert_eq!(app.api(Some(stranger), Method::DELETE, &elsewhere, Value::Null).await.status, 404);
    assert_eq!(miaohui_server::verify(&app.service.crowdfunding.db, false).await.unwrap(), []);
}

#[tokio::test]
async fn unavailable_packages_cannot_be_supported() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let path = format!("/api/crowdfunding/project/{}/support/", crowdfunding.project);
    let order = async |body: Value| app.api(Some(&crowdfunding.stranger), Method::POST, &path, body).await;
    assert_eq!(order(json!({})).await.fields(), [("package".to_owned(), 10001)]);
    assert_eq!(order(json!({ "package": 999 })).await.fields(), [("package".to_owned(), 10000)]);
    let elsewhere =
        app.create_package(&crowdfunding.owner, crowdfunding.draft, json!(1), 0, PackageKind::Ordinary).await;
    assert_eq!(order(json!({ "package": elsewhere })).await.fields(), [("package".to_owned(), 10000)]);
    let draft = format!("/api/crowdfunding/project/{}/support/", crowdfunding.draft);
    let answer =
        app.api(Some(&crowdfunding.stranger), Method::POST, &draft, json!({ "package": elsewhere })).await;
    assert_eq!((answer.status.as_u16(), answer.error()), (400, 10037));
    // With one place the first payer gets it; other orders stay payable until a place is free.
    let last = app
        .create_package(&crowdfunding.owner, crowdfunding.project, json!(10), 1, PackageKind::Ordinary)
        .await;
    let late = app.create_support(&crowdfunding.backer, crowdfunding.project, last, false).await;
    app.create_support(&crowdfunding.stranger, crowdfunding.project, last, true).await;
    let pay = format!("{path}{late}/pay/");
    let full = app.api(Some(&crowdfunding.backer), Method::POST, &pay, json!({})).await;
    assert_eq!((full.status.as_u16(), full.error()), (400, 10035));
    assert_eq!(order(json!({ "package": last })).await.error(), 10035);
    app.api(
        Some(&crowdfunding.owner),
        Method::PATCH,
        &format!("/api/crowdfunding/package/{last}/"),
        json!({ "limit": 2 }),
    )
    .await;
    assert_eq!(app.post(&crowdfunding.backer, &pay, json!({})).await["paid"], true);
    // A declined support stays payable.
    let declined = app
        .create_package(&crowdfunding.owner, crowdfunding.project, json!(1.44), 0, PackageKind::Ordinary)
        .await;
    let id = app.create_support(&crowdfunding.backer, crowdfunding.project, declined, false).await;
    let answer =
        app.api(Some(&crowdfunding.backer), Method::POST, &format!("{path}{id}/pay/"), json!({})).await;
    assert_eq!((answer.status.as_u16(), answer.error()), (400, 10036));
    assert_eq!(
        app.api(Some(&crowdfunding.backer), Method::DELETE, &format!("{path}{id}/"), Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(miaohui_server::verify(&app.service.crowdfunding.db, false).await.unwrap(), []);
}

#[tokio::test]
async fn a_support_keeps_its_price() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let package = format!("/api/crowdfunding/package/{}/", crowdfunding.package);
    app.api(Some(&crowdfunding.owner), Method::PATCH, &package, json!({ "money": 99 })).await;
    let pay =
        format!("/api/crowdfunding/project/{}/support/{}/pay/", crowdfunding.project, crowdfunding.unpaid);
    assert_eq!(app.post(&crowdfunding.backer, &pay, json!({})).await["money"], 23);
}

#[tokio::test]
async fn an_unpaid_support_expires() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    app.clock.advance(miaohui_kernel::DAY_MS + 1);
    miaohui_crowdfunding::tidy(&app.service.crowdfunding).await.unwrap();
    let path = format!("/api/crowdfunding/project/{}/support/", crowdfunding.project);
    let pay = |id: SupportId| format!("{path}{id}/pay/");
    assert_eq!(
        app.api(Some(&crowdfunding.backer), Method::POST, &pay(crowdfunding.unpaid), json!({})).await.status,
        404
    );
    assert_eq!(
        app.api(Some(&crowdfunding.backer), Method::POST, &pay(crowdfunding.support), json!({})).await.status,
        200
    );
}

#[tokio::test]
async fn owners_do_not_support_their_own_projects() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let (owner, project) = (&crowdfunding.owner, crowdfunding.project);
    let path = format!("/api/crowdfunding/project/{project}/support/");
    let body = json!({ "package": crowdfunding.package });
    let refused = app.api(Some(owner), Method::POST, &path, body).await;
    assert_eq!((refused.status.as_u16(), refused.error()), (403, 10014));
    // An order from before this rule cannot be paid.
    let (own, unpaid) = (owner.id, crowdfunding.unpaid);
    let take = move |tx: &mut miaohui_db::Tx<'_>| {
        tx.execute("UPDATE cf_support SET user_id = $1 WHERE id = $2", &[own.into(), unpaid.into()])
    };
    assert_eq!(app.service.crowdfunding.db.write(take).await.unwrap(), 1);
    for channel in ["sandbox", "balance"] {
        let pay = format!("{path}{unpaid}/pay/");
        let refused = app.api(Some(owner), Method::POST, &pay, json!({ "channel": channel })).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (403, 10014), "{channel}");
    }
}

#[tokio::test]
async fn unpaid_supports_of_one_user_are_bounded() {
    let app = TestApp::start_with(&["orders.pending_orders=2", "limits.order_per_minute=5"]).await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let stranger = &crowdfunding.stranger;
    let path = format!("/api/crowdfunding/project/{}/support/", crowdfunding.project);
    let order = || app.api(Some(stranger), Method::POST, &path, json!({ "package": crowdfunding.package }));
    let first = order().await;
    assert_eq!((first.status.as_u16(), order().await.status.as_u16()), (201, 201));
    let refused = order().await;
    assert_eq!((refused.status.as_u16(), refused.error()), (429, 10038));
    assert!(refused.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() > 0);
    let withdraw = format!("{path}{}/", first.body["id"]);
    assert_eq!(app.api(Some(stranger), Method::DELETE, &withdraw, Value::Null).await.status, 204);
    assert_eq!(order().await.status, 201);
    for _ in 0..2 {
        order().await;
    }
    let refused = order().await;
    assert_eq!((refused.status.as_u16(), &refused.headers["retry-after"]), (429, &"12".parse().unwrap()));
}
