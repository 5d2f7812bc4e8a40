//! What people pay for in these tests, and who they are.

use std::collections::BTreeMap;

use miaohui_kernel::{DAY_MS, HOUR_MS};
use miaohui_testkit::{Member, Person, Providers, TestApp, project_with_tickets};
use reqwest::Method;
use serde_json::json;

/// Members and people with offers for them.
#[derive(Clone)]
pub struct Stalls {
    /// Who buys tickets.
    pub members: Vec<Member>,
    /// Who supports projects; those of the first and the second.
    pub people: Vec<Person>,
    /// Ticket ids.
    pub tickets: Vec<i64>,
    /// Project and package ids.
    pub packages: Vec<(i64, i64)>,
}

impl Stalls {
    /// `count` members and people; so many tickets at 19.99 yuan, one that is free, one that the sandbox declines; two
    /// projects, of which one succeeds with two of its packages.
    pub async fn build(app: &TestApp, count: u32, tickets: i64) -> Self {
        let (mut members, mut people) = (Vec::new(), Vec::new());
        for n in 0..count {
            members.push(app.member(n).await);
            let person = app.person(n).await;
            let fund = json!({ "fundinfo": { "alipay": person.email } });
            app.api(Some(&person), Method::PATCH, "/api/accounts/user/", fund).await;
            people.push(person);
        }
        let mut all = Vec::new();
        for (master, count, fen) in [("a", tickets, 1999), ("b", 1, 0), ("c", 1, 144)] {
            let make =
                move |tx: &mut miaohui_db::Tx<'_>| project_with_tickets(tx, &master.repeat(32), count, fen);
            let (_, first, last) = app.service.community.db.write(make).await.unwrap();
            all.extend(first..=last);
        }
        let mut packages = Vec::new();
        for (owner, offers) in [(0, [(600.1, 0), (23.0, 2)]), (1, [(7.0, 0), (5.76, 1)])] {
            let project = app.draft(&people[owner], "一坛酒").await;
            for (yuan, places) in offers {
                packages.push((project, app.package(&people[owner], project, json!(yuan), places, 0).await));
            }
            app.begin(&people[owner], project).await;
        }
        Self { members, people, tickets: all, packages }
    }
}

/// Does what goes on behind the requests, once.
pub async fn background(app: &TestApp) {
    while app.service.platform.desk.reconcile().await.unwrap() > 0 {}
    miaohui_community::expire_orders(&app.service.community).await.unwrap();
    miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap();
}

/// Lets the providers be well and time pass until everything should have come to an end.
pub async fn come_to_an_end(app: &TestApp, providers: &Providers) {
    providers.control("outage", json!(false)).await;
    providers.control("mode", json!({})).await;
    providers.control("flush", json!({})).await;
    for pause in [[HOUR_MS; 12], [DAY_MS; 12]].concat() {
        app.clock.advance(pause);
        background(app).await;
        let books = providers.books().await;
        for (number, refund) in books["refunds"].as_object().unwrap() {
            if refund["state"] == "working" {
                providers.try_control(&format!("finish/{number}"), json!({})).await;
            }
        }
    }
}

/// What the providers say they owe us less what our ledger says they do, by channel; nothing, if they agree.
pub async fn differences(app: &TestApp, providers: &Providers) -> BTreeMap<String, i64> {
    let books = providers.books().await;
    let fen = |value: &serde_json::Value, key: &str| value[key].as_i64().unwrap();
    let mut owed = BTreeMap::new();
    for order in books["orders"].as_object().unwrap().values().filter(|order| order["state"] == "paid") {
        *owed.entry(order["side"].as_str().unwrap().to_owned()).or_default() += fen(order, "paid_fen");
    }
    for refund in books["refunds"].as_object().unwrap().values().filter(|refund| refund["state"] == "done") {
        let side = books["orders"][refund["reference"].as_str().unwrap()]["side"].as_str().unwrap();
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
