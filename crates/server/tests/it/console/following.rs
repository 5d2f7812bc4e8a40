//! One thing followed through the system: the sections of its page, with actions in place, and what
//! happened to it.

use std::collections::BTreeSet;

use miaohui_admin::Belonging;
use miaohui_testkit::{CommunityFixture, ConsolePage, CrowdfundingFixture, TestApp};
use serde_json::json;

use super::fixture::{ConsoleFixture, keys};
use super::{change, number, resources, text};
use crate::plans::plan;

/// The text of a section of a page; empty without one.
fn section(page: &ConsolePage, title: &str) -> String {
    let text = page.text();
    let from = text.find(&format!("<section class=\"related\" aria-label=\"{title}\">"));
    from.map(|from| text[from..].split("</section>").next().unwrap().to_owned()).unwrap_or_default()
}

/// How many rows a section shows.
fn rows(page: &ConsolePage, title: &str) -> usize {
    section(page, title).matches("<tr><td><a href=").count()
}

#[tokio::test]
async fn an_order_is_followed_on_its_page_and_refunded_there() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let staff = app.signed_in("finance").await;
    let order = fixture.community.order;
    let path = format!("/console/r/orders/{order}");
    let intent =
        number(&app, "SELECT id FROM payment_intent WHERE subject = 'ticket order'").await.to_string();
    // A support with the order's number has a payment of its own.
    change(
        &app,
        &format!(
            "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, paid, status, created_at, expires_at)
             VALUES ('other1', 'support', {order}, 1, 'sandbox', 500000, 500000, 2, 1, 1)"
        ),
    )
    .await;
    let page = staff.get(&path).await;
    for (title, count) in [("门票", 1), ("支付", 1), ("资金流水", 2)] {
        assert_eq!(rows(&page, title), count, "{title}: {}", page.text());
    }
    assert!(!page.has("5,000.00") && !page.has("other1"), "{}", page.text());
    let shown = section(&page, "支付");
    assert!(shown.contains("formaction=\"/console/r/intents/do/refund\""), "{shown}");
    // What is refused comes back on the order's page with what was typed.
    let form = |fen: &'static str| {
        let (id, back) = (intent.clone(), path.clone());
        [("id", id), ("fen", fen.to_owned()), ("reason", "下雨了".to_owned()), ("back", back)]
    };
    let post = async |fen: &'static str| {
        let form = form(fen);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        staff.post("/console/r/intents/do/refund", &form).await
    };
    let refused = post("99.00").await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.has("最多 ¥19.99") && refused.has(&format!("订单 #{order}")), "{}", refused.text());
    let shown = section(&refused, "支付");
    assert!(shown.contains("value=\"99.00\"") && shown.contains(" open><summary>退款"), "{shown}");
    let done = post("5.50").await;
    assert_eq!((done.status, done.location()), (303, format!("{path}?done=1&left=0").as_str()));
    let page = staff.get(done.location()).await;
    // The fixture's own refund belongs to the first payment.
    let refunds =
        number(&app, &format!("SELECT COUNT(*) FROM payment_refund WHERE intent_id = {intent}")).await;
    assert_eq!(rows(&page, "退款"), refunds as usize, "{}", page.text());
    assert!(section(&page, "退款").contains("¥5.50") && section(&page, "资金流水").contains("-¥5.50"));
    assert_eq!(rows(&page, "资金流水"), 4);
    let happened = section(&page, "经过");
    for text in ["发起", "渠道收款", "入账", "发起退款", "下雨了", "¥5.50", "记账"] {
        assert!(happened.contains(text), "{text}: {happened}");
    }
    // From the payment to the ledger, and to the list of all lines, which is downloaded too.
    let page = staff.get(&format!("/console/r/intents/{intent}")).await;
    assert_eq!(rows(&page, "资金流水"), 4, "{}", page.text());
    let list = format!("/console/r/postings?of=intents:{intent}");
    assert!(page.addresses().contains(&list), "{:?}", page.addresses());
    let all = staff.get(&list).await;
    assert_eq!(all.text().matches("data-row").count(), 4, "{}", all.text());
    assert!(all.has("4 条") && all.has(&format!("href=\"/console/r/intents/{intent}\"")), "{}", all.text());
    let csv = staff.get(&list.replace("postings?", "postings/csv?")).await.text();
    assert_eq!(csv.lines().count(), 5, "{csv}");
    for nothing in ["of=intents:99", "of=intents:x", "of=masters:1", "of=nothing:1", "of=staff:1"] {
        let page = staff.get(&format!("/console/r/postings?{nothing}")).await;
        assert_eq!(page.text().matches("data-row").count(), 0, "{nothing}");
    }
}

#[tokio::test]
async fn an_order_that_waits_is_cancelled_on_its_page_and_on_its_buyers() {
    let app = TestApp::start().await;
    let fixture = CommunityFixture::create(&app).await;
    let staff = app.signed_in("operator").await;
    let ann = &fixture.ann;
    let reserved = "SELECT COUNT(*) FROM co_ticket WHERE state = 1";
    let before = number(&app, reserved).await;
    let mut orders = Vec::new();
    for _ in 0..2 {
        let ticket = fixture.next_ticket();
        let made = app.ok(ann, "order_create", json!({ "ticket_id_list": [ticket] })).await;
        orders.push(made["order_id"].as_i64().unwrap());
    }
    let user = number(&app, &format!("SELECT user_id FROM co_order WHERE id = {}", orders[0])).await;
    let buyer = format!("/console/r/users/{user}");
    for (order, back) in orders.iter().zip([format!("/console/r/orders/{}", orders[0]), buyer.clone()]) {
        assert!(staff.get(&back).await.has("/console/r/orders/do/cancel"), "{back}");
        let id = order.to_string();
        let form = [("id", id.as_str()), ("back", back.as_str())];
        let done = staff.post("/console/r/orders/do/cancel", &form).await;
        assert_eq!((done.status, done.location()), (303, format!("{back}?done=1&left=0").as_str()));
        let page = staff.get(&format!("/console/r/orders/{order}")).await;
        assert!(page.has("已取消") && !page.has("/console/r/orders/do/cancel"), "{}", page.text());
        assert_eq!(rows(&page, "门票"), 1, "its tickets are known, though they are on sale again");
        let again = staff.post("/console/r/orders/do/cancel", &form).await;
        assert!(again.location().ends_with("done=0&left=1"), "{}", again.location());
    }
    assert_eq!(number(&app, reserved).await, before);
    app.require_verified().await;
}

#[tokio::test]
async fn a_user_is_followed_and_signed_out_on_their_page() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let (owner, reader) = (app.signed_in("owner").await, app.signed_in("reader").await);
    let ann = &fixture.community.ann;
    let user =
        number(&app, &format!("SELECT user_id FROM co_order WHERE id = {}", fixture.community.order)).await;
    let path = format!("/console/r/users/{user}");
    app.call("send_sms_code", json!({ "country": "86", "phone": ann.phone })).await;
    let page = owner.get(&path).await;
    for title in ["订单", "门票", "文章", "登录状态", "近两天的短信"] {
        assert!(rows(&page, title) > 0, "{title}: {}", page.text());
    }
    // A role sees what it may see, and the page all the same.
    let seen = reader.get(&path).await;
    assert_eq!(seen.status, 200);
    assert!(rows(&seen, "文章") > 0 && rows(&seen, "门票") > 0);
    for title in ["订单", "登录状态", "近两天的短信", "举报和被举报"] {
        assert!(section(&seen, title).is_empty() && !seen.has(title), "{title}: {}", seen.text());
    }
    assert!(!seen.has("/console/r/articles/do/hide"));
    let session = text(&app, &format!("SELECT token_hash FROM co_session WHERE user_id = {user}")).await;
    let done = owner.post("/console/r/sessions/do/end", &[("id", &session), ("back", &path)]).await;
    assert_eq!((done.status, done.location()), (303, format!("{path}?done=1&left=0").as_str()));
    let answer = app.call_as(ann, "my_user_info", json!({})).await;
    assert_ne!(miaohui_testkit::code(&answer), 0, "the token works no more: {answer}");
    // Money of the crowdfunding: the balance and its lines.
    let backer = fixture.crowdfunding.backer.id;
    let page = owner.get(&format!("/console/r/crowdfunding-users/{backer}")).await;
    for title in ["账户", "资金流水", "充值", "提现", "登录状态", "近两天的邮件", "支持"]
    {
        assert!(rows(&page, title) > 0, "{title}: {}", page.text());
    }
    assert!(section(&page, "资金流水").contains("用户余额"));
    assert!(!section(&page, "提现").contains("ann-gets-it"), "what is audited is not shown in passing");
    let session = text(&app, &format!("SELECT token_hash FROM cf_session WHERE user_id = {backer}")).await;
    owner.post("/console/r/crowdfunding-sessions/do/end", &[("id", &session)]).await;
    let left = number(&app, &format!("SELECT COUNT(*) FROM cf_session WHERE token_hash = '{session}'")).await;
    assert_eq!(left, 0);
    let project = fixture.crowdfunding.project;
    let page = owner.get(&format!("/console/r/crowdfunding-projects/{project}")).await;
    for title in ["套餐", "支持", "托管余额", "资金流水", "项目进度", "项目评论"] {
        assert!(rows(&page, title) > 0, "{title}: {}", page.text());
    }
}

#[tokio::test]
async fn a_support_that_is_not_paid_is_cancelled() {
    let app = TestApp::start().await;
    let fixture = CrowdfundingFixture::create(&app).await;
    let staff = app.signed_in("operator").await;
    let (paid, unpaid) = (fixture.support, fixture.unpaid);
    let page = staff.get(&format!("/console/r/supports/{paid}")).await;
    assert!(rows(&page, "资金流水") > 0 && !page.has("do/cancel"), "{}", page.text());
    let path = format!("/console/r/supports/{unpaid}");
    assert!(staff.get(&path).await.has("do/cancel"));
    let id = unpaid.to_string();
    let done = staff.post("/console/r/supports/do/cancel", &[("id", &id), ("back", &path)]).await;
    assert_eq!(
        (done.status, done.location()),
        (303, "/console/r/supports?done=1&left=0"),
        "its page is gone"
    );
    assert_eq!(number(&app, &format!("SELECT COUNT(*) FROM cf_support WHERE id = {unpaid}")).await, 0);
    app.require_verified().await;
}

/// Tables that stay small: a walk over them is cheap.
const SMALL: [&str; 7] =
    ["co_master", "co_merchant", "co_project", "co_merchant_cloth", "co_game", "cf_place", "cf_package"];

#[tokio::test]
async fn every_section_is_found_by_an_index() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let keys = keys(&app).await;
    let db = &app.service.console.db;
    let before: BTreeSet<String> = db.statements().into_iter().collect();
    let mut sections = 0;
    for resource in resources(&app) {
        let path = format!("/console/r/{}/{}", resource.name, keys[resource.name]);
        let page = owner.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        sections += resource.related.len();
        for related in resource.related {
            if let Belonging::Where(_) = related.rows {
                let list =
                    format!("/console/r/{}?of={}:{}", related.resource, resource.name, keys[resource.name]);
                assert_eq!(owner.get(&list).await.status, 200, "{list}");
                let file = list.replace("?of=", "/csv?of=");
                assert_eq!(owner.get(&file).await.status, 200, "{file}");
            }
        }
    }
    assert!(sections > 60, "{sections}");
    // PostgreSQL plans by table sizes, and tables are almost empty in tests.
    if app.is_postgres() {
        return;
    }
    let file = rusqlite::Connection::open(app.data_dir().join("miaohui.db")).unwrap();
    let (mut bad, mut looked_at) = (Vec::new(), 0);
    for text in db.statements().iter().filter(|text| !before.contains(*text)) {
        let is_small = SMALL.iter().any(|table| text.contains(&format!("FROM {table} t ")));
        let is_section = text.contains("LIMIT 7 OFFSET 0") || text.contains(") life ORDER BY");
        if is_small || !is_section && !text.contains("CAST($1 AS BIGINT)") {
            continue;
        }
        looked_at += 1;
        assert!(!text.contains("ORDER BY t.id DESC LIMIT 1000"), "{text}");
        let plan = plan(&file, text);
        let walks = |step: &String| {
            let table = ["SCAN t", "SCAN i", "SCAN r", "SCAN c", "SCAN b", "SCAN l", "SCAN p"];
            table.iter().any(|scan| step == scan || step.starts_with(&format!("{scan} ")))
                || step.starts_with("SEARCH t USING INTEGER PRIMARY KEY (rowid>?")
        };
        if plan.iter().any(walks) {
            bad.push(format!("{text}\n  {}", plan.join("\n  ")));
        }
    }
    assert!(looked_at > 40, "{looked_at}");
    assert!(bad.is_empty(), "{}: {}", bad.len(), bad.join("\n\n"));
}
