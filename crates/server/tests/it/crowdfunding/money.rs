//! Balances, recharges, withdrawals and the settlement of projects.

use miaohui_crowdfunding::operators::{self, ProjectDecision};
use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_kernel::{DAY_MS, Fen};
use miaohui_testkit::{CrowdfundingFixture, CrowdfundingUser, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

const RECHARGE: &str = "/api/accounts/user/recharge/";
const WITHDRAW: &str = "/api/accounts/user/withdraw/";

async fn balance(app: &TestApp, who: &CrowdfundingUser) -> (Value, Value) {
    let shown = app.get(Some(who), "/api/accounts/user/balance/").await;
    assert_eq!(shown["balance"], app.get(Some(who), "/api/accounts/user/").await["balanceinfo"]["balance"]);
    (shown["balance"].clone(), shown["held"].clone())
}

async fn require_verified(app: &TestApp) {
    assert_eq!(miaohui_server::verify(&app.service.crowdfunding.db, false).await.unwrap(), []);
}

/// The trades of a user: kind, amount and balance after it.
async fn trades(app: &TestApp, who: &CrowdfundingUser) -> Vec<(String, Value, Value)> {
    let page = app.get(Some(who), "/api/accounts/user/trades/?page_size=100").await;
    let rows = page["results"].as_array().unwrap().clone();
    assert_eq!(page["count"], rows.len());
    rows.iter()
        .map(|row| (row["type"].as_str().unwrap().to_owned(), row["money"].clone(), row["balance"].clone()))
        .collect()
}

async fn decide(app: &TestApp, id: &Value, paid: bool) -> bool {
    let (id, now) = (id.as_i64().unwrap(), app.clock.now_ms());
    let decide = move |tx: &mut miaohui_db::Tx<'_>| {
        operators::decide_withdrawal(tx, id.into(), paid, "root", "ok", now)
    };
    app.service.crowdfunding.db.write(decide).await.unwrap()
}

#[tokio::test]
async fn recharges_and_withdrawals_change_the_balance() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    assert_eq!(balance(&app, &ann).await, (json!(0), json!(0)));
    let recharge = app.post(&ann, RECHARGE, json!({ "money": "100.50" })).await;
    assert_eq!(
        (&recharge["money"], &recharge["channel"], &recharge["status"]),
        (&json!(100.5), &json!("sandbox"), &json!(1))
    );
    let declined =
        app.api(Some(&ann), Method::POST, RECHARGE, json!({ "money": 1.44, "channel": "sandbox" })).await;
    assert_eq!(declined.error(), 10036);
    let unknown = app.api(Some(&ann), Method::POST, RECHARGE, json!({ "money": 1, "channel": "gold" })).await;
    assert_eq!(unknown.fields(), [("channel".to_owned(), 10000)]);
    for wrong in [json!(0), json!(-5), json!("1.001"), json!(1e12)] {
        let answer = app.api(Some(&ann), Method::POST, RECHARGE, json!({ "money": wrong })).await;
        assert_eq!(answer.fields(), [("money".to_owned(), 10000)]);
    }
    let ask =
        async |money: Value| app.api(Some(&ann), Method::POST, WITHDRAW, json!({ "money": money })).await;
    assert_eq!(ask(json!(10)).await.fields(), [("fundinfo".to_owned(), 10001)], "no bank account is known");
    let fund = json!({ "fundinfo": { "alipay": "ann@example.com" } });
    app.api(Some(&ann), Method::PATCH, "/api/accounts/user/", fund).await;
    assert_eq!(ask(json!(100.51)).await.fields(), [("money".to_owned(), 10000)]);
    let first = ask(json!(60)).await.body["id"].clone();
    let second = ask(json!(40.5)).await.body["id"].clone();
    assert_eq!(balance(&app, &ann).await, (json!(0), json!(100.5)));
    assert_eq!(ask(json!(0.01)).await.fields(), [("money".to_owned(), 10000)]);
    assert!(decide(&app, &first, true).await && decide(&app, &second, false).await);
    assert!(!decide(&app, &first, false).await, "decided once");
    assert_eq!(balance(&app, &ann).await, (json!(40.5), json!(0)));
    let page = app.get(Some(&ann), WITHDRAW).await;
    let statuses: Vec<&Value> =
        page["results"].as_array().unwrap().iter().map(|row| &row["status"]).collect();
    assert_eq!(statuses, [&json!(2), &json!(1)]);
    let expected = [
        ("withdrawal refused", json!(40.5), json!(40.5)),
        ("withdrawal", json!(-40.5), json!(0)),
        ("withdrawal", json!(-60), json!(40.5)),
        ("recharge", json!(100.5), json!(100.5)),
    ];
    assert_eq!(
        trades(&app, &ann).await,
        expected.map(|(kind, money, after)| (kind.to_owned(), money, after))
    );
    require_verified(&app).await;
}

#[tokio::test]
async fn a_project_that_succeeds_pays_its_owner_less_the_fee() {
    let app = TestApp::start_with(&["crowdfunding.fee_per_mille=25"]).await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let project = app.create_draft(&ann, "x").await;
    let package = app.create_package(&ann, project, json!(600.10), 0, PackageKind::Ordinary).await;
    app.start_project(&ann, project).await;
    app.create_support(&bob, project, package, true).await;
    // The second support is paid from the balance.
    app.post(&bob, RECHARGE, json!({ "money": 1000 })).await;
    let path = format!("/api/crowdfunding/project/{project}/support/");
    let from_balance = json!({ "channel": "balance" });
    let second = app.create_support(&bob, project, package, false).await;
    for _ in 0..2 {
        assert_eq!(app.post(&bob, &format!("{path}{second}/pay/"), from_balance.clone()).await["paid"], true);
    }
    assert_eq!(balance(&app, &bob).await.0, 399.9);
    let third = app.create_support(&bob, project, package, false).await;
    let poor = app.api(Some(&bob), Method::POST, &format!("{path}{third}/pay/"), from_balance).await;
    assert_eq!(
        (poor.status.as_u16(), poor.error()),
        (400, 10036),
        "the balance is too small, and the order stays payable"
    );
    assert_eq!(balance(&app, &ann).await.0, 0, "the owner is paid after the end");
    require_verified(&app).await;
    app.clock.advance(5 * DAY_MS);
    for _ in 0..2 {
        miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap();
    }
    // 1200.20 less a fee of 25 per mille, rounded down.
    assert_eq!(balance(&app, &ann).await.0, 1170.2);
    assert_eq!(trades(&app, &ann).await, [("settlement".to_owned(), json!(1170.2), json!(1170.2))]);
    let platform =
        |tx: &mut miaohui_db::Tx<'_>| miaohui_ledger::balance(tx, &miaohui_ledger::Account::Platform);
    assert_eq!(app.service.crowdfunding.db.read(platform).await.unwrap().get(), 3000);
    assert_eq!(app.get(Some(&bob), "/api/accounts/user/project/support/").await[0]["status"], 1);
    require_verified(&app).await;
}

#[tokio::test]
async fn a_failed_or_withdrawn_project_refunds_all_supports() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    for (round, withdrawn) in [(0, false), (1, true)] {
        let project = app.create_draft(&ann, "x").await;
        let package = app.create_package(&ann, project, json!(7), 0, PackageKind::Partner).await;
        app.start_project(&ann, project).await;
        let mut backers = Vec::new();
        for n in 0..3 {
            let who = app.crowdfunding_user(10 + round * 10 + n).await;
            app.create_support(&who, project, package, true).await;
            app.create_support(&who, project, package, true).await;
            backers.push(who);
        }
        if withdrawn {
            assert!(app.decide(ProjectDecision::Withdraw, project).await);
            assert!(!app.decide(ProjectDecision::Withdraw, project).await);
            assert!(app.last_mail(&ann.email).await.unwrap()["text"].as_str().unwrap().contains("because"));
        } else {
            app.clock.advance(5 * DAY_MS);
        }
        // One step at a time, as if the process had ended after each.
        let (db, now) = (&app.service.crowdfunding.db, app.clock.now_ms());
        let fee = app.service.crowdfunding.settings.fee.get();
        db.write(move |tx| miaohui_crowdfunding::store::settlement::close_due(tx, fee, now, 100))
            .await
            .unwrap();
        require_verified(&app).await;
        let mut steps = 0;
        while db
            .write(move |tx| miaohui_crowdfunding::store::settlement::repay_supporters(tx, now, 2))
            .await
            .unwrap()
            > 0
        {
            steps += 1;
            require_verified(&app).await;
        }
        assert_eq!(steps, 3);
        for who in &backers {
            assert_eq!(balance(&app, who).await.0, 14);
            assert_eq!(trades(&app, who).await.len(), 2);
            assert_eq!(app.get(Some(who), "/api/accounts/user/project/support/").await[0]["status"], 2);
        }
        assert_eq!(app.get(None, &format!("/api/crowdfunding/project/{project}/")).await["status"], 5);
        miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap();
        assert_eq!(balance(&app, &backers[0]).await.0, 14, "once");
    }
    assert_eq!(balance(&app, &ann).await.0, 0);
    require_verified(&app).await;
}

#[tokio::test]
async fn a_paid_ticket_order_is_posted_in_the_ledger() {
    let app = TestApp::start().await;
    miaohui_testkit::CommunityFixture::create(&app).await;
    let look = |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<_> {
        let clearing = miaohui_ledger::balance(tx, &miaohui_ledger::Account::Clearing("sandbox".into()))?;
        Ok((clearing, miaohui_ledger::balance(tx, &miaohui_ledger::Account::Platform)?))
    };
    assert_eq!(app.service.community.db.read(look).await.unwrap(), (Fen(-1999), Fen(1999)));
    require_verified(&app).await;
}

#[tokio::test]
async fn the_checks_find_every_kind_of_wrong_money() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    require_verified(&app).await;
    for spoil in [
        "UPDATE ledger_balance SET balance = balance + 1",
        "UPDATE cf_support SET status = 2 WHERE paid",
        "DELETE FROM ledger_line WHERE fen < 0",
        "UPDATE cf_project SET now_money = now_money + 1 WHERE status = 3",
        "UPDATE cf_project SET status = 5 WHERE status = 3",
        "UPDATE cf_package SET taken = taken + 1",
    ] {
        let db = app.service.crowdfunding.db.clone();
        // Runs the checks in a transaction that is rolled back.
        let found = db
            .write(move |tx| {
                tx.execute(spoil, &[])?;
                let checks = [miaohui_crowdfunding::verify::CHECKS, miaohui_ledger::verify::CHECKS].concat();
                let mut wrong = 0;
                for check in &checks {
                    wrong += check.count(tx)?;
                }
                Err::<(), _>(miaohui_db::Error::Unavailable(wrong.to_string()))
            })
            .await;
        let wrong = found.unwrap_err().to_string();
        assert!(!wrong.ends_with(" 0"), "{spoil}: {wrong}");
    }
    assert!(crowdfunding.support.get() > 0);
    require_verified(&app).await;
}
