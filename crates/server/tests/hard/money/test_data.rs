//! Users and things to pay for.

use std::collections::BTreeMap;

use miaohui_crowdfunding::ids::{PackageId, ProjectId};
use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_db::Database;
use miaohui_kernel::{DAY_MS, Fen, HOUR_MS};
use miaohui_testkit::{CommunityUser, CrowdfundingUser, Providers, TestApp, project_with_tickets};
use reqwest::Method;
use serde_json::{Value, json};

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

/// Ends all faults and advances the clock until no work should be left and all bills are compared.
pub async fn finish_all_work(app: &TestApp, providers: &Providers) {
    providers.control("outage", json!(false)).await;
    for side in ["alipay", "wechat"] {
        for call in ["create", "query", "close", "refund", "query_refund"] {
            providers.lose(side, call, 0).await;
        }
    }
    providers.control("mode", json!({})).await;
    providers.control("flush", json!({})).await;
    for pause in [[HOUR_MS; 12], [DAY_MS; 12]].concat() {
        app.clock.advance(pause);
        run_background_tasks(app).await;
        finish_refunds_there(providers).await;
        if pause == DAY_MS {
            app.service.platform.desk.reconcile_bills().await.unwrap();
        }
    }
}

/// Advances the clock until no refund should wait, and compares the bills.
pub async fn finish_refunds(app: &TestApp, providers: &Providers) {
    for _ in 0..3 {
        app.clock.advance(DAY_MS);
        run_background_tasks(app).await;
        finish_refunds_there(providers).await;
        app.service.platform.desk.reconcile_bills().await.unwrap();
    }
}

/// Finishes the refunds that are in progress at WeChat Pay.
async fn finish_refunds_there(providers: &Providers) {
    let records = providers.orders_and_refunds().await;
    for (number, refund) in records["refunds"].as_object().unwrap() {
        if refund["state"] == "working" {
            providers.try_control(&format!("finish/{number}"), json!({})).await;
        }
    }
}

/// What cases explain of the difference between a provider's records and the ledger: refunds that were
/// paid back outside and there too.
const EXPLAINED: &str = "SELECT r.channel, CAST(SUM(r.fen) AS BIGINT) FROM payment_refund r WHERE r.is_outside
   AND EXISTS (SELECT 1 FROM payment_case c WHERE c.kind = 'other state' AND c.refund_id = r.id) GROUP BY r.channel";

/// The payments with refunds at the provider that exceed what was left here: their cases explain what
/// more has gone back there. A case may tell the sum with an earlier refund, so its amount is not used.
const EXCEEDED: &str = "SELECT i.channel, i.reference, i.paid - COALESCE((SELECT CAST(SUM(r.fen) AS BIGINT)
     FROM payment_refund r WHERE r.intent_id = i.id AND r.status = 1 AND NOT r.is_outside), 0)
   FROM payment_intent i WHERE i.status IN (2, 5) AND EXISTS (SELECT 1 FROM payment_case c
     WHERE c.intent_id = i.id AND c.kind = 'foreign refund' AND c.refund_id IS NULL)";

/// The differences between the providers' records and the ledger's clearing and fee accounts, in fen.
pub async fn differences(app: &TestApp, providers: &Providers) -> Vec<String> {
    let records = providers.orders_and_refunds().await;
    let fen = |value: &Value, key: &str| value[key].as_i64().unwrap();
    let (mut owed, mut fees) = (BTreeMap::<String, i64>::new(), BTreeMap::<String, i64>::new());
    for order in records["orders"].as_object().unwrap().values().filter(|order| order["state"] == "paid") {
        let side = order["side"].as_str().unwrap();
        *owed.entry(side.to_owned()).or_default() += fen(order, "paid_fen");
        *fees.entry(side.to_owned()).or_default() += fen(order, "fee");
    }
    for refund in records["refunds"].as_object().unwrap().values() {
        let side = records["orders"][refund["reference"].as_str().unwrap()]["side"].as_str().unwrap();
        if refund["state"] == "done" {
            *owed.entry(side.to_owned()).or_default() -= fen(refund, "fen");
        }
        // The bill of the day of the request has the returned fee, whatever becomes of the refund.
        *fees.entry(side.to_owned()).or_default() -= fen(refund, "fee");
    }
    let db = &app.service.community.db;
    let lines = "SELECT account, CAST(SUM(fen) AS BIGINT) FROM ledger_line
                 WHERE account LIKE 'clearing:%' OR account LIKE 'fees:%' GROUP BY account";
    let lines: Vec<(String, i64)> = db.read(move |tx| tx.query(lines, &[])).await.unwrap();
    for (account, fen) in lines.iter().filter(|(account, _)| !account.ends_with("sandbox")) {
        let (kind, channel) = account.split_once(':').unwrap();
        *owed.entry(channel.to_owned()).or_default() += fen;
        if kind == "fees" {
            *fees.entry(channel.to_owned()).or_default() += fen;
        }
    }
    let explained: Vec<(String, i64)> = db.read(move |tx| tx.query(EXPLAINED, &[])).await.unwrap();
    for (channel, fen) in explained {
        *owed.entry(channel).or_default() += fen;
    }
    let exceeded: Vec<(String, String, i64)> = db.read(move |tx| tx.query(EXCEEDED, &[])).await.unwrap();
    for (channel, reference, here) in exceeded {
        let there = left_there(&records, &reference);
        *owed.entry(channel).or_default() += (here - there).max(0);
    }
    let has_bills = lines.iter().any(|(account, _)| account.starts_with("fees:"));
    let owed = owed.into_iter().map(|(channel, fen)| (format!("the books of {channel}"), fen));
    let fees =
        fees.into_iter().filter(|_| has_bills).map(|(channel, fen)| (format!("the fees of {channel}"), fen));
    let mut found: Vec<String> = owed
        .chain(fees)
        .filter(|(_, fen)| *fen != 0)
        .map(|(what, fen)| format!("{what}: {fen} fen"))
        .collect();
    if !found.is_empty() {
        found.extend(payments_that_differ(db, &records).await);
    }
    found
}

/// What a provider has of a payment after the refunds that it has made.
fn left_there(records: &Value, reference: &str) -> i64 {
    let refunds = records["refunds"].as_object().unwrap().values();
    let done = refunds.filter(|refund| refund["reference"] == reference && refund["state"] == "done");
    let paid = records["orders"][reference]["paid_fen"].as_i64().unwrap_or_default();
    paid - done.map(|refund| refund["fen"].as_i64().unwrap()).sum::<i64>()
}

/// The payments of which the provider has another amount, with all that is known about them.
async fn payments_that_differ(db: &Database, records: &Value) -> Vec<String> {
    let ours = "SELECT i.reference, CAST(i.status AS TEXT) || ' ' || i.paid || ' '
                  || COALESCE((SELECT STRING_AGG(c.key || ' ' || COALESCE(c.fen, 0) || ' ' || c.status, ', ')
                    FROM payment_case c WHERE c.intent_id = i.id), ''),
                  CASE WHEN i.status IN (2, 5) THEN i.paid ELSE 0 END - COALESCE((SELECT CAST(SUM(r.fen) AS BIGINT)
                    FROM payment_refund r WHERE r.intent_id = i.id AND r.status = 1 AND NOT r.is_outside), 0)
                FROM payment_intent i WHERE i.channel <> 'sandbox'";
    let ours: Vec<(String, String, i64)> = db.read(move |tx| tx.query(ours, &[])).await.unwrap();
    let mut found = Vec::new();
    for (reference, state, fen) in ours {
        let order = &records["orders"][&reference];
        let refunds: Vec<&Value> = records["refunds"]
            .as_object()
            .unwrap()
            .values()
            .filter(|refund| refund["reference"] == *reference)
            .collect();
        let there = left_there(records, &reference);
        if fen != there {
            found.push(format!("{reference} {state}: {fen} fen here, {there} there: {order} {refunds:?}"));
        }
    }
    found
}
