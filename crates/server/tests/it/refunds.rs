//! Refunds by operators and their effect on what was paid for.

use std::sync::Arc;

use miaohui_crowdfunding::operators::ProjectDecision;
use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_kernel::{DAY_MS, Fen};
use miaohui_ledger::{Account, balance};
use miaohui_payments::{Error, IntentId, RefundRequest, Result, StartedRefund};
use miaohui_testkit::{CommunityFixture, CrowdfundingFixture, PaymentFixture, TestApp, code};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

async fn refund(app: &TestApp, payment: impl ToString, fen: Option<i64>) -> Result<StartedRefund> {
    let (actor, reason) = ("eve".to_owned(), "it rained".to_owned());
    let refunded = app
        .service
        .platform
        .desk
        .refund(RefundRequest { payment: payment.to_string(), fen: fen.map(Fen), actor, reason })
        .await;
    app.require_verified().await;
    refunded
}

async fn reconcile(app: &TestApp) {
    while app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    app.require_verified().await;
}

async fn balance_of(app: &TestApp, account: Account) -> i64 {
    app.service.community.db.read(move |tx| balance(tx, &account)).await.unwrap().get()
}

/// The audit rows of refunds: actor, action, subject and reason.
async fn audit(app: &TestApp) -> Vec<(String, String, String, String)> {
    let sql = "SELECT actor, action, subject, reason FROM cf_audit WHERE action = 'refund' ORDER BY id";
    app.service.crowdfunding.db.read(move |tx| tx.query(sql, &[])).await.unwrap()
}

#[tokio::test]
async fn an_order_keeps_its_tickets_until_it_is_refunded_completely() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let status = async || {
        let detail = app.ok(&community.ann, "order_detail", json!({ "order_id": community.order })).await;
        detail["order_detail"]["status"].clone()
    };
    let mine = async || app.ok(&community.ann, "my_ticket_list", json!({})).await["my_ticket_list"].clone();
    assert!(matches!(refund(&app, 99, None).await, Err(Error::NoPayment)));
    assert!(matches!(refund(&app, "m-unknown", None).await, Err(Error::NoPayment)));
    assert!(matches!(refund(&app, 1, Some(2000)).await, Err(Error::ExceedsRemainder(Fen(1999)))));
    assert!(matches!(refund(&app, 1, Some(0)).await, Err(Error::ExceedsRemainder(Fen(1999)))));
    let subject = format!("ticket order {}", community.order);
    let part = refund(&app, 1, Some(500)).await.unwrap();
    assert_eq!(
        part,
        StartedRefund { payment: IntentId(1), subject: subject.clone(), fen: Fen(500), left: Fen(1499) }
    );
    // A refund under way reduces the remainder.
    assert!(matches!(refund(&app, 1, Some(1500)).await, Err(Error::ExceedsRemainder(Fen(1499)))));
    reconcile(&app).await;
    assert_eq!((status().await, mine().await[0]["ticket_id"].clone()), (json!(1), json!(community.sold)));
    assert_eq!((balance_of(&app, Account::Platform).await, balance_of(&app, Account::Due).await), (1499, 0));
    let rest = refund(&app, 1, None).await.unwrap();
    assert_eq!(rest, StartedRefund { payment: IntentId(1), subject, fen: Fen(1499), left: Fen(0) });
    assert_eq!((status().await, mine().await), (json!(2), json!([])));
    assert_eq!((balance_of(&app, Account::Platform).await, balance_of(&app, Account::Due).await), (0, 1499));
    assert!(matches!(refund(&app, 1, None).await, Err(Error::ExceedsRemainder(Fen(0)))));
    reconcile(&app).await;
    assert!(matches!(refund(&app, 1, None).await, Err(Error::ExceedsRemainder(Fen(0)))));
    assert_eq!((balance_of(&app, Account::Platform).await, balance_of(&app, Account::Due).await), (0, 0));
    assert_eq!(
        code(&app.call_as(&community.ann, "order_pay", json!({ "order_id": community.order })).await),
        204
    );
    // The ticket is on sale again.
    let order = app.ok(&community.bob, "order_create", json!({ "ticket_id_list": [community.sold] })).await;
    app.ok(&community.bob, "order_pay", json!({ "order_id": order["order_id"] })).await;
    app.require_verified().await;
    let sql = "SELECT actor, reason, fen FROM payment_refund ORDER BY id";
    let refunds: Vec<(String, String, i64)> =
        app.service.community.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
    assert_eq!(refunds, [500, 1499].map(|fen| ("eve".to_owned(), "it rained".to_owned(), fen)));
}

#[tokio::test]
async fn concurrent_refunds_never_exceed_the_payment() {
    let app = Arc::new(TestApp::start().await);
    let community = CommunityFixture::create(&app).await;
    let mut all = JoinSet::new();
    for _ in 0..8 {
        let app = Arc::clone(&app);
        all.spawn(async move { refund(&app, 1, Some(500)).await.is_ok() });
    }
    assert_eq!(all.join_all().await.into_iter().filter(|done| *done).count(), 3);
    assert_eq!(balance_of(&app, Account::Due).await, 1500);
    reconcile(&app).await;
    let detail = app.ok(&community.ann, "order_detail", json!({ "order_id": community.order })).await;
    assert_eq!(detail["order_detail"]["status"], 1);
}

#[tokio::test]
async fn a_refund_uses_the_provider_of_its_payment() {
    let fixture = PaymentFixture::start().await;
    let app = &fixture.app;
    let community = CommunityFixture::create(app).await;
    for channel in ["alipay", "wechat"] {
        let order = json!({ "ticket_id_list": [community.next_ticket()] });
        let order = app.ok(&community.ann, "order_create", order).await["order_id"].clone();
        let pay = json!({ "order_id": order, "channel": channel });
        let payment = app.ok(&community.ann, "order_pay", pay).await["payment"].clone();
        fixture.providers.open_payment(&payment).await;
        let reference = fixture.last_payment().await;
        assert!(matches!(refund(app, &reference, None).await, Err(Error::NotPaid)));
        fixture.control(&format!("pay/{reference}"), json!({})).await;
        app.clock.advance(60_000);
        reconcile(app).await;
        let before = balance_of(app, Account::Clearing(channel.into())).await;
        assert_eq!(refund(app, &reference, Some(999)).await.unwrap().left, Fen(1000));
        assert_eq!(refund(app, &reference, None).await.unwrap().fen, Fen(1000));
        reconcile(app).await;
        for refund in fixture.column::<String>("SELECT reference FROM payment_refund WHERE status = 0").await
        {
            fixture.control(&format!("finish/{refund}"), json!({})).await;
        }
        fixture.reconcile().await;
        assert_eq!(balance_of(app, Account::Clearing(channel.into())).await - before, 1999);
        let detail = app.ok(&community.ann, "order_detail", json!({ "order_id": order })).await;
        assert_eq!(detail["order_detail"]["status"], 2, "{channel}");
    }
    assert_eq!(
        fixture.column::<i64>("SELECT status FROM payment_intent WHERE channel <> 'sandbox'").await,
        [5, 5]
    );
    assert_eq!(fixture.column::<i64>("SELECT status FROM payment_refund").await, [1; 4]);
    fixture.app.require_verified().await;
}

#[tokio::test]
async fn a_support_is_refunded_whole_while_its_project_is_under_way() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let path = format!("/api/crowdfunding/project/{}/", crowdfunding.project);
    let paid = app
        .create_support(&crowdfunding.stranger, crowdfunding.project, crowdfunding.free_package, true)
        .await;
    assert!(matches!(refund(&app, 1, Some(1)).await, Err(Error::NotRefundable(_))));
    assert_eq!(audit(&app).await, [], "no refund was made");
    // A refund is possible while the project is stagnant.
    assert!(app.decide(ProjectDecision::Stagnate, crowdfunding.project).await);
    assert_eq!(refund(&app, 1, None).await.unwrap().subject, format!("support {}", crowdfunding.support));
    assert!(app.decide(ProjectDecision::Resume, crowdfunding.project).await);
    assert_eq!(refund(&app, 2, Some(576)).await.unwrap().subject, format!("support {paid}"));
    reconcile(&app).await;
    let project = app.get(None, &path).await;
    assert_eq!((&project["support_count"], &project["now_money"]), (&json!(0), &json!(0)));
    assert_eq!(balance_of(&app, Account::Escrow(crowdfunding.project.get())).await, 0);
    assert_eq!(app.get(Some(&crowdfunding.backer), "/api/accounts/user/project/support/").await, json!([]));
    let topics =
        app.api(Some(&crowdfunding.backer), Method::GET, &format!("{path}topic/"), Value::Null).await;
    assert_eq!(topics.status, 403, "a user without a paid support has no access");
    let entry =
        |fen: i64| ["eve".into(), "refund".into(), "support".into(), format!("{fen} fen: it rained")].into();
    assert_eq!(audit(&app).await, [entry(2300), entry(576)]);
    // The place is free again.
    app.create_support(&crowdfunding.stranger, crowdfunding.project, crowdfunding.free_package, true).await;
    app.require_verified().await;
}

#[tokio::test]
async fn a_refund_of_a_settled_support_is_paid_by_the_platform_or_refused() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    for (payment, money) in [(1, 600), (2, 7)] {
        let project = app.create_draft(&ann, "x").await;
        let package = app.create_package(&ann, project, json!(money), 0, PackageKind::Ordinary).await;
        app.start_project(&ann, project).await;
        app.create_support(&bob, project, package, true).await;
        if payment == 1 {
            app.create_support(&app.crowdfunding_user(9).await, project, package, true).await;
        }
    }
    app.clock.advance(5 * DAY_MS);
    miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap();
    assert_eq!(balance_of(&app, Account::User(ann.id.get())).await, 120_000);
    assert!(
        matches!(refund(&app, 3, None).await, Err(Error::NotRefundable(_))),
        "the balance has it already"
    );
    assert_eq!(balance_of(&app, Account::User(bob.id.get())).await, 700);
    assert_eq!(refund(&app, 1, Some(10_000)).await.unwrap().left, Fen(50_000));
    assert_eq!(refund(&app, 1, None).await.unwrap().left, Fen(0));
    reconcile(&app).await;
    assert_eq!(
        (balance_of(&app, Account::User(ann.id.get())).await, balance_of(&app, Account::Platform).await),
        (120_000, -60_000)
    );
    let supports = app.get(Some(&bob), "/api/accounts/user/project/support/").await;
    assert_eq!(supports.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_recharge_is_refunded_from_the_balance() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    app.post(&ann, "/api/accounts/user/recharge/", json!({ "money": 100 })).await;
    let fund = json!({ "fundinfo": { "alipay": "ann@example.com" } });
    app.api(Some(&ann), Method::PATCH, "/api/accounts/user/", fund).await;
    app.post(&ann, "/api/accounts/user/withdraw/", json!({ "money": 70 })).await;
    assert!(matches!(refund(&app, 1, None).await, Err(Error::InsufficientFunds(Account::User(_)))));
    assert_eq!(audit(&app).await, []);
    assert_eq!(refund(&app, 1, Some(3000)).await.unwrap().left, Fen(7000));
    reconcile(&app).await;
    let trades = app.get(Some(&ann), "/api/accounts/user/trades/").await;
    assert_eq!(
        (&trades["results"][0]["type"], &trades["results"][0]["money"]),
        (&json!("refund"), &json!(-30))
    );
    assert_eq!(balance_of(&app, Account::User(ann.id.get())).await, 0);
    assert_eq!(audit(&app).await.len(), 1);
}
