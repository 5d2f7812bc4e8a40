//! Users and things to pay for.

use std::collections::BTreeMap;

use miaohui_crowdfunding::ids::{PackageId, ProjectId};
use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_kernel::{DAY_MS, Fen, HOUR_MS};
use miaohui_testkit::{CommunityUser, CrowdfundingUser, Providers, TestApp, project_with_tickets};
use reqwest::Method;
use serde_json::json;

/// Users of both APIs, and tickets and packages to buy.
#[derive(Clone)]
pub struct TestData {
    /// Users of the Community API.
    pub community_users: Vec<CommunityUser>,
    /// Users of the Crowdfunding API; the first two own the projects.
    pub crowdfunding_users: Vec<CrowdfundingUser>,
    /// Ticket ids.
    pub tickets: Vec<i64>,
    /// Project and package ids.
    pub packages: Vec<(ProjectId, PackageId)>,
}

impl TestData {
    /// Creates `count` users of each API, `tickets` tickets at 19.99 yuan, a free ticket, a ticket
    /// that the sandbox channel declines, and two projects. Two supports of the first package make
    /// the first project succeed.
    pub async fn create(app: &TestApp, count: u32, tickets: u32) -> Self {
        let (mut community_users, mut crowdfunding_users) = (Vec::new(), Vec::new());
        for n in 0..count {
            community_users.push(app.community_user(n).await);
            let person = app.crowdfunding_user(n).await;
            let fund = json!({ "fundinfo": { "alipay": person.email } });
            app.api(Some(&person), Method::PATCH, "/api/accounts/user/", fund).await;
            crowdfunding_users.push(person);
        }
        let mut all = Vec::new();
        for (master, count, price) in [("a", tickets, Fen(1999)), ("b", 1, Fen(0)), ("c", 1, Fen(144))] {
            let make =
                move |tx: &mut miaohui_db::Tx<'_>| project_with_tickets(tx, &master.repeat(32), count, price);
            all.extend(app.service.community.db.write(make).await.unwrap().tickets);
        }
        let mut packages = Vec::new();
        for (owner, offers) in [(0, [(600.1, 0), (23.0, 2)]), (1, [(7.0, 0), (5.76, 1)])] {
            let project = app.create_draft(&crowdfunding_users[owner], "一坛酒").await;
            for (yuan, places) in offers {
                packages.push((
                    project,
                    app.create_package(
                        &crowdfunding_users[owner],
                        project,
                        json!(yuan),
                        places,
                        PackageKind::Ordinary,
                    )
                    .await,
                ));
            }
            app.start_project(&crowdfunding_users[owner], project).await;
        }
        Self { community_users, crowdfunding_users, tickets: all, packages }
    }
}

/// Runs the background tasks once.
pub async fn run_background_tasks(app: &TestApp) {
    while app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    miaohui_community::expire_orders(&app.service.community).await.unwrap();
    miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap();
}

/// Ends all outages and advances the clock until no work should be left.
pub async fn finish_all_work(app: &TestApp, providers: &Providers) {
    providers.control("outage", json!(false)).await;
    providers.control("mode", json!({})).await;
    providers.control("flush", json!({})).await;
    for pause in [[HOUR_MS; 12], [DAY_MS; 12]].concat() {
        app.clock.advance(pause);
        run_background_tasks(app).await;
        let records = providers.orders_and_refunds().await;
        for (number, refund) in records["refunds"].as_object().unwrap() {
            if refund["state"] == "working" {
                providers.try_control(&format!("finish/{number}"), json!({})).await;
            }
        }
    }
}

/// The differences between the providers' records and the ledger's clearing accounts, by channel.
pub async fn differences(app: &TestApp, providers: &Providers) -> BTreeMap<String, i64> {
    let records = providers.orders_and_refunds().await;
    let fen = |value: &serde_json::Value, key: &str| value[key].as_i64().unwrap();
    let mut owed = BTreeMap::new();
    for order in records["orders"].as_object().unwrap().values().filter(|order| order["state"] == "paid") {
        *owed.entry(order["side"].as_str().unwrap().to_owned()).or_default() += fen(order, "paid_fen");
    }
    for refund in records["refunds"].as_object().unwrap().values().filter(|refund| refund["state"] == "done")
    {
        let side = records["orders"][refund["reference"].as_str().unwrap()]["side"].as_str().unwrap();
        *owed.entry(side.to_owned()).or_default() -= fen(refund, "fen");
    }
    let lines = "SELECT account, CAST(SUM(fen) AS BIGINT) FROM ledger_line
                 WHERE account IN ('clearing:alipay', 'clearing:wechat') GROUP BY account";
    let ours: Vec<(String, i64)> =
        app.service.community.db.read(move |tx| tx.query(lines, &[])).await.unwrap();
    for (account, fen) in ours {
        *owed.entry(account.trim_start_matches("clearing:").to_owned()).or_default() += fen;
    }
    owed.retain(|_, fen| *fen != 0);
    owed
}
