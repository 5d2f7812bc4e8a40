//! Things that are named by kind and key: a list of one thing shows nothing of another kind.

use miaohui_testkit::TestApp;

use super::fixture::ConsoleFixture;
use super::{change, number};

/// How many rows a list shows.
fn rows(page: &miaohui_testkit::ConsolePage) -> usize {
    page.text().matches("data-row").count()
}

#[tokio::test]
async fn the_payments_of_an_order_are_none_of_a_support() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let order = fixture.community.order;
    // A support and a recharge with the order's number.
    for (n, subject) in (1..).zip(["support", "recharge"]) {
        change(
            &app,
            &format!(
                "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, paid, status, created_at, expires_at)
                 VALUES ('other{n}', '{subject}', {order}, 1, 'sandbox', 500000, 500000, 2, 1, 1)"
            ),
        )
        .await;
    }
    let page = owner.get(&format!("/console/r/orders/{order}")).await;
    let list = format!("/console/r/intents?f.subject_id=ticket+order%3A{order}");
    assert!(page.addresses().contains(&list), "{:?}", page.addresses());
    let list = owner.get(&list).await;
    assert_eq!((rows(&list), list.has("5,000.00")), (1, false), "{}", list.text());
    // The form of the list sends kind and key, and a key without a kind names nothing.
    let both = owner.get(&format!("/console/r/intents?k.subject_id=support&f.subject_id={order}")).await;
    let of =
        format!("SELECT COUNT(*) FROM payment_intent WHERE subject = 'support' AND subject_id = {order}");
    let supports = number(&app, &of).await as usize;
    assert_eq!((rows(&both), both.has("¥5,000.00")), (supports, true), "{}", both.text());
    assert_eq!(rows(&owner.get(&format!("/console/r/intents?f.subject_id={order}")).await), 0);
    // The payment names what it is for, and leads there.
    assert!(list.addresses().contains(&format!("/console/r/orders/{order}")));
    assert!(list.has(&format!("订单 {order}")), "{}", list.text());
    let csv = owner.get(&format!("/console/r/intents/csv?f.subject_id=ticket+order:{order}")).await.text();
    assert_eq!((csv.lines().count(), csv.contains("other1")), (2, false), "{csv}");
}

#[tokio::test]
async fn the_audit_of_a_row_is_none_of_another_kind() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    for resource in ["masters", "merchants"] {
        let page = owner.post(&format!("/console/r/{resource}/1"), &[("name", "改名")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }
    let page = owner.get("/console/r/masters/1").await;
    let list = "/console/r/audit?f.subject=masters%3A1";
    assert!(page.addresses().contains(&list.to_owned()), "{:?}", page.addresses());
    let list = owner.get(list).await;
    assert_eq!(rows(&list), 1, "{}", list.text());
    assert!(list.has("达人 1") && !list.has("商家 1") && list.has("修改"), "{}", list.text());
    assert_eq!(
        number(&app, "SELECT COUNT(*) FROM console_audit WHERE subject = '1' AND action = 'save'").await,
        2
    );
}

#[tokio::test]
async fn pages_say_in_chinese_what_is_stored_in_english() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let id = number(&app, "SELECT id FROM payment_intent WHERE subject = 'ticket order'").await.to_string();
    let refund = [("id", id.as_str()), ("fen", "5.50"), ("reason", "下雨了")];
    assert_eq!(owner.post("/console/r/intents/do/refund", &refund).await.status, 303);
    let form = [("id", fixture.withdrawal.to_string())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(owner.post("/console/r/withdrawals/do/confirm", &form).await.status, 303);
    owner.post("/console/r/masters/1", &[("name", "改名")]).await;
    for (path, says, not) in [
        // Yuan, not fen, and the names of actions, kinds and fields.
        (
            "/console/r/audit",
            &["5.50", "退款", "支付", "已打款", "提现", "修改", "名称", "改名"][..],
            &["550", ">refund<", ">intents", ">confirm<"][..],
        ),
        (
            "/console/r/postings",
            &["门票订单付款", "用户余额", "提现冻结", "平台收入", "退款"],
            &[">user:", ">ticket order<", ">held:", ">platform<"],
        ),
        ("/console/r/accounts", &["用户余额", "项目托管"], &[">user:1</td>"]),
        ("/console/r/intents", &["订单", "支持", "测试渠道"], &["ticket order<", ">sandbox<"]),
        ("/console/r/reports", &["文章"], &[">article<"]),
        ("/console/r/requests", &["支付 1"], &["intents<"]),
        ("/console/", &["文章 · 垃圾信息", "支付 1 · 退款"], &["article ·", "spam"]),
    ] {
        let page = owner.get(path).await;
        for text in says {
            assert!(page.has(text), "{path} says {text}: {}", page.text());
        }
        for text in not {
            assert!(!page.has(text), "{path} says no {text}: {}", page.text());
        }
    }
    // Lines of the ledger lead to what they are for.
    let page = owner.get("/console/r/postings").await;
    assert!(page.addresses().contains(&format!("/console/r/intents/{id}")), "{:?}", page.addresses());
}

#[tokio::test]
async fn a_banner_opens_a_clothing_that_is_there() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let banner = number(&app, "SELECT MIN(id) FROM co_banner").await;
    let path = format!("/console/r/banners/{banner}");
    let cloth = fixture.community.merchant_cloth.to_string();
    let save = async |target: &str, url: &str| {
        let fields = [("kind", "home"), ("target_id", target), ("url", url)];
        owner.upload(&path, &fields, &[]).await
    };
    let page = save("999999", "").await;
    assert_eq!((page.status, page.has("没有这条记录")), (422, true), "{}", page.text());
    let page = save("", "not a url").await;
    assert_eq!((page.status, page.has("不是网址")), (422, true), "{}", page.text());
    assert_eq!(save(&cloth, "https://example.com/").await.status, 303);
    let page = owner.post(&format!("/console/r/clothes/{cloth}"), &[("_do", "delete")]).await;
    assert_eq!((page.status, page.has("仍被其他记录使用")), (422, true), "a banner opens it");
    let list = owner.get("/console/r/images").await;
    assert!(list.has("/console/image/"), "images are pictures in their list");
}

#[tokio::test]
async fn charts_have_dates_and_keep_sales_and_refunds_apart() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let id = number(&app, "SELECT id FROM payment_intent WHERE subject = 'ticket order'").await.to_string();
    let refund = [("id", id.as_str()), ("fen", "5.50"), ("reason", "下雨了")];
    owner.post("/console/r/intents/do/refund", &refund).await;
    app.clock.advance(2 * 60_000);
    miaohui_console::tidy(&app.service.console).await.unwrap();
    let page = owner.get("/console/dashboard").await;
    let text = page.text();
    let card =
        |title: &str| text.split("<section class=\"card\">").find(|card| card.contains(title)).unwrap();
    assert!(card("平台收款").contains("<strong>¥19.99</strong>"), "{}", card("平台收款"));
    assert!(card("平台退款与支出").contains("<strong>¥5.50</strong>"), "{}", card("平台退款与支出"));
    assert!(card("平台净收入").contains("<strong>¥14.49</strong>"), "{}", card("平台净收入"));
    // The axis has dates, and so have the hints.
    let sales = card("平台收款");
    let day = sales.rsplit("text-anchor=\"end\">").next().unwrap().split('<').next().unwrap();
    assert!(day.len() == 5 && day.as_bytes()[2] == b'-', "{day}");
    assert!(sales.contains(&format!("<title>{day}  ¥19.99</title>")), "{sales}");
}
