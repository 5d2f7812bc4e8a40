//! The revenue: by day and month, product and channel, and as files.

use miaohui_kernel::{DAY_MS, MINUTE_MS};
use miaohui_testkit::{ConsolePage, TestApp};

use super::fixture::ConsoleFixture;
use super::number;

/// The cells of the rows of a section that begin with a name.
fn row(page: &ConsolePage, section: &str, name: &str) -> Vec<String> {
    let text = page.text();
    let own =
        text.split(&format!("<section class=\"sums\" aria-label=\"{section}\">")).nth(1).unwrap_or_default();
    let own = own.split("</section>").next().unwrap();
    let found =
        own.split("<tr>").find(|row| row.starts_with(&format!("<td>{name}</td>"))).unwrap_or_default();
    let cells = found.split("<td").skip(1).filter_map(|cell| cell.split(['>', '<']).nth(1));
    cells.map(str::to_owned).collect()
}

#[tokio::test]
async fn the_revenue_is_that_of_the_ledger() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let staff = app.signed_in("finance").await;
    let id = number(&app, "SELECT id FROM payment_intent WHERE subject = 'ticket order'").await.to_string();
    staff.post("/console/r/intents/do/refund", &[("id", &id), ("fen", "5.50"), ("reason", "下雨了")]).await;
    app.clock.advance(2 * MINUTE_MS);
    miaohui_console::tidy(&app.service.console).await.unwrap();
    let page = staff.get("/console/revenue").await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(row(&page, "按产品", "订单"), ["订单", "1", "¥19.99", "1", "¥5.50", "¥0.00", "¥14.49"]);
    // All sales of supports and recharges through a channel.
    let sum = async |subject: &str| {
        let of = format!(
            "SELECT CAST(COALESCE(SUM(l.fen), 0) AS BIGINT) FROM payment_intent i
             JOIN ledger_posting p ON p.key = 'payment:' || i.id JOIN ledger_line l ON l.posting_id = p.id
             WHERE l.fen > 0 AND i.subject = '{subject}'"
        );
        number(&app, &of).await
    };
    let all = sum("ticket order").await + sum("support").await + sum("recharge").await;
    let today = page.text().replace(',', "");
    let net = format!("¥{}", miaohui_kernel::Fen(all - 550));
    assert!(today.contains(&net), "{net}: {today}");
    let csv = staff.get("/console/revenue/csv").await;
    let text = csv.text();
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(text.contains("订单,测试渠道,1,19.99,1,5.50,0.00,14.49"), "{text}");
    assert_eq!(staff.get("/console/revenue/xlsx").await.bytes[..2], *b"PK");
    // By month, and in a range that has nothing.
    let page = staff.get("/console/revenue?by=month&t=month").await;
    assert!(page.has("按月") && row(&page, "按产品", "订单")[2] == "¥19.99", "{}", page.text());
    let page = staff.get("/console/revenue?from=2001-01-01&to=2001-01-03").await;
    assert!(row(&page, "按产品", "订单").is_empty() && page.has("2001-01-02"), "{}", page.text());
    assert_eq!(staff.get("/console/revenue?from=x&to=9999-12-31&t=nothing&by=year").await.status, 200);
    // The next day is another one.
    app.clock.advance(DAY_MS);
    let staff = app.signed_in("owner").await;
    let page = staff.get("/console/revenue?t=today").await;
    assert!(row(&page, "按产品", "订单").is_empty(), "{}", page.text());
}

#[tokio::test]
async fn the_dashboard_compares_a_range_with_the_one_before() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    app.clock.advance(2 * MINUTE_MS);
    miaohui_console::tidy(&app.service.console).await.unwrap();
    let card = |page: &ConsolePage, title: &str| {
        let text = page.text();
        text.split("<section class=\"card\">").find(|card| card.contains(title)).unwrap().to_owned()
    };
    let today = owner.get("/console/dashboard?t=today").await;
    assert!(card(&today, "平台收款").contains("<strong>¥19.99</strong>"), "{}", today.text());
    assert!(!card(&today, "平台收款").contains('%'), "nothing before to compare with");
    app.clock.advance(DAY_MS);
    let owner = app.signed_in("finance").await;
    let next = owner.get("/console/dashboard?t=today").await;
    assert!(card(&next, "平台收款").contains("<strong>¥0.00</strong>"), "{}", next.text());
    assert!(card(&next, "平台收款").contains("前期 ¥19.99 (-100 %)"), "{}", card(&next, "平台收款"));
    for query in
        ["t=7d", "t=30d", "from=2015-01-01&to=2018-12-31", "from=2018-06-08&to=2018-06-01", "from=%00"]
    {
        assert_eq!(owner.get(&format!("/console/dashboard?{query}")).await.status, 200, "{query}");
    }
    // A bar for each day, as long as there is room.
    for (to, bars) in [("2018-01-02", 2), ("2018-03-03", 62), ("2018-03-04", 32), ("2018-05-04", 62)] {
        let page = owner.get(&format!("/console/dashboard?from=2018-01-01&to={to}")).await;
        assert_eq!(card(&page, "平台收款").matches("class=\"hover\"").count(), bars, "{to}");
    }
}

#[tokio::test]
async fn the_state_of_the_system_is_one_page() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let operator = app.signed_in("operator").await;
    let page = operator.get("/console/system").await;
    assert_eq!(page.status, 200, "{}", page.text());
    for text in ["意外失败", "等待的写", "短信邮件", "未发出", "备份", "未设置", "表结构 ledger", "提交"]
    {
        assert!(page.has(text), "{text}: {}", page.text());
    }
}
