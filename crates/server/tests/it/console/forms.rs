//! Forms that create, change and delete rows.

use miaohui_testkit::{ConsoleClient, ConsolePage, TestApp};
use serde_json::{Value, json};

use super::fixture::{ConsoleFixture, keys};
use super::{audited, change, number, resources, text};

/// Submits the form of a row with some fields changed.
pub async fn edited(staff: &ConsoleClient, path: &str, changes: &[(&str, &str)]) -> ConsolePage {
    let mut fields = staff.get(path).await.form(path);
    for (name, value) in changes {
        fields.retain(|(own, _)| own != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    staff.upload(path, &fields, &[]).await
}

#[tokio::test]
async fn all_errors_of_a_form_are_shown_with_the_submitted_values() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let long = "长".repeat(101);
    let count = async || number(&app, "SELECT COUNT(*) FROM co_merchant_cloth").await;
    let before = count().await;
    let fields = [
        ("name", long.as_str()),
        ("merchant_id", "999999"),
        ("price", "12.345"),
        ("dynasty", "tang"),
        ("recommended", "99999999999999999999"),
        ("intro", "第一段\r\n\r\n第二段"),
    ];
    for is_new in [true, false] {
        let path = if is_new {
            "/console/r/clothes".to_owned()
        } else {
            format!("/console/r/clothes/{}", fixture.community.merchant_cloth)
        };
        let page = ann.upload(&path, &fields, &[]).await;
        assert_eq!(page.status, 422, "{}", page.text());
        for wrong in ["太长", "没有这条记录", "不是金额", "不是数字"] {
            assert!(page.has(wrong), "{wrong}");
        }
        assert_eq!(page.text().matches("class=\"error\"").count(), 5, "{}", page.text());
        let typed = page.form(&path);
        for (name, value) in fields {
            let value = value.replace("\r\n", "\n");
            assert!(typed.contains(&(name.to_owned(), value)), "{is_new} {name} is kept: {typed:?}");
        }
    }
    let empty = ann.upload("/console/r/clothes", &[("name", "  ")], &[]).await;
    assert!(empty.text().matches("必填").count() >= 3, "name, merchant and price: {}", empty.text());
    for price in ["-1", "1e3", "1,5", "１２", "123456789", ".5", "0x10"] {
        let fields = [("name", "x"), ("merchant_id", "1"), ("dynasty", "1"), ("price", price)];
        let page = ann.upload("/console/r/clothes", &fields, &[]).await;
        assert_eq!((page.status, page.has("不是金额")), (422, true), "{price}");
    }
    let fields = [("image", ""), ("kind", "nowhere"), ("url", "x")];
    assert!(ann.upload("/console/r/banners", &fields, &[]).await.has("没有这个选项"));
    assert_eq!(count().await, before);
    assert_eq!(audited(&app, "create").await + audited(&app, "save").await, 0);
    // Messages are in the visitor's language.
    let request =
        ann.request(reqwest::Method::POST, "/console/r/masters").header("accept-language", "en-GB, zh;q=0.5");
    let page = ann.send(request.form(&[("_csrf", ann.csrf().await)])).await;
    assert!(page.has("class=\"error\">Required<") && page.has("lang=\"en\""));
}

#[tokio::test]
async fn a_required_number_cannot_be_cleared() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    for (path, field) in [
        (format!("/console/r/users/{}", fixture.community.ann.id), "score"),
        (format!("/console/r/users/{}", fixture.community.ann.id), "level"),
        (format!("/console/r/clothes/{}", fixture.community.merchant_cloth), "dynasty"),
        (format!("/console/r/design-clothes/{}", fixture.community.design_cloth), "dynasty"),
    ] {
        let page = edited(&ann, &path, &[(field, "")]).await;
        assert_eq!((page.status, page.has("必填")), (422, true), "{path} {field}: {}", page.text());
    }
}

#[tokio::test]
async fn an_unchanged_form_changes_nothing() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    // Texts as the demo data, earlier versions and other clients store them.
    change(&app, "UPDATE co_master SET intro = 'two\n\nlines ', address = '', birthday = NULL").await;
    change(&app, r#"UPDATE co_game SET intro = '["第一段\n还是第一段", " 第二段 "]'"#).await;
    change(&app, "UPDATE co_project SET intro = '不是 JSON'").await;
    change(&app, r#"UPDATE co_merchant_cloth SET images = '[ "a.png" , "b.png" ]', intro = ''"#).await;
    change(&app, "UPDATE co_design_cloth SET intro = '[]', designer_intro = ''").await;
    let keys = keys(&app).await;
    let mut tried = 0;
    for resource in resources(&app).iter().filter(|resource| resource.edit.is_some()) {
        let mut key = keys[resource.name].clone();
        if resource.name == "tickets" {
            key = text(&app, "SELECT CAST(MIN(id) AS TEXT) FROM co_ticket WHERE state = 0").await;
        }
        let path = format!("/console/r/{}/{key}", resource.name);
        let page = edited(&owner, &path, &[]).await;
        assert_eq!(
            (page.status, page.location()),
            (303, format!("{path}?done=1").as_str()),
            "{path}: {}",
            page.text()
        );
        let written =
            number(&app, "SELECT COUNT(*) FROM console_audit WHERE action NOT IN ('sign in', 'view')").await;
        let changes = if written > 0 {
            text(&app, "SELECT changes FROM console_audit ORDER BY id DESC LIMIT 1").await
        } else {
            String::new()
        };
        assert_eq!(written, 0, "{path}: {changes}");
        tried += 1;
    }
    assert!(tried > 15, "{tried}");
}

#[tokio::test]
async fn a_change_is_audited_with_actor_time_and_address() {
    let app = TestApp::start_with(&["trusted_proxies=[\"127.0.0.0/8\"]"]).await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    app.clock.advance(12_345);
    let path = format!("/console/r/clothes/{}", fixture.community.merchant_cloth);
    let mut fields = ann.get(&path).await.form(&path);
    for (name, value) in &mut fields {
        match name.as_str() {
            "name" => *value = "新衣".into(),
            "price" => *value = "35.5".into(),
            _ => {}
        }
    }
    let request =
        ann.request(reqwest::Method::POST, &path).header("x-forwarded-for", "203.0.113.9").form(&fields);
    assert_eq!(ann.send(request).await.location(), format!("{path}?done=1"));
    let row = "FROM console_audit ORDER BY id DESC LIMIT 1";
    let texts = text(
        &app,
        &format!(
            "SELECT actor || ' ' || address || ' ' || action || ' ' || resource || ' ' || subject {row}"
        ),
    )
    .await;
    assert_eq!(
        texts,
        format!("operator@miaohui.example 203.0.113.9 save clothes {}", fixture.community.merchant_cloth)
    );
    assert_eq!(number(&app, &format!("SELECT created_at {row}")).await, app.clock.now_ms());
    let changes: Value = serde_json::from_str(&text(&app, &format!("SELECT changes {row}")).await).unwrap();
    assert_eq!(changes, json!({ "name": ["服饰", "新衣"], "price": [2999, 3550] }));
    let shown = app
        .ok(
            &fixture.community.ann,
            "merchant_cloth_detail",
            json!({ "cloth_id": fixture.community.merchant_cloth }),
        )
        .await;
    assert!(shown.to_string().contains("新衣"), "{shown}");
    let owner = app.signed_in("owner").await;
    let page = owner.get("/console/r/audit").await;
    assert!(page.has("<del>服饰</del> → <ins>新衣</ins>"), "{}", page.text());
}

#[tokio::test]
async fn a_duplicate_is_reported_at_its_field() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let told = |page: ConsolePage| {
        assert_eq!(page.status, 422, "{}", page.text());
        assert!(page.has("已存在相同的记录"), "{}", page.text());
    };
    told(ann.upload("/console/r/categories", &[("name", "闽菜")], &[]).await);
    let id = number(&app, "SELECT id FROM cf_category WHERE name = '徽菜'").await;
    told(ann.upload(&format!("/console/r/categories/{id}"), &[("name", "闽菜")], &[]).await);
    let account = fixture.community.ann.id.to_string();
    ann.create_row("masters", &[("name", "甲"), ("user_id", &account)]).await;
    told(ann.upload("/console/r/masters", &[("name", "乙"), ("user_id", &account)], &[]).await);
}

#[tokio::test]
async fn a_referenced_row_cannot_be_deleted() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let count = async |table: &str| number(&app, &format!("SELECT COUNT(*) FROM {table}")).await;
    let used = [
        ("masters", "co_master"),
        ("merchants", "co_merchant"),
        ("projects", "co_project"),
        ("games", "co_game"),
        ("categories", "cf_category"),
    ];
    for (resource, table) in used {
        let id = match resource {
            "categories" => number(&app, "SELECT MIN(category) FROM cf_project").await,
            _ => number(&app, &format!("SELECT MIN(id) FROM {table}")).await,
        };
        let before = count(table).await;
        let page = ann.post(&format!("/console/r/{resource}/{id}"), &[("_do", "delete")]).await;
        assert_eq!((page.status, page.has("仍被其他记录使用")), (422, true), "{resource}: {}", page.text());
        assert_eq!(count(table).await, before, "{resource}");
    }
    assert_eq!(audited(&app, "delete").await, 0);
    for (resource, table, fields) in [
        ("masters", "co_master", vec![("name", "新")]),
        ("merchants", "co_merchant", vec![("name", "新")]),
        ("projects", "co_project", vec![("name", "新"), ("master_id", "1")]),
        ("games", "co_game", vec![("name", "新")]),
        ("categories", "cf_category", vec![("name", "新")]),
    ] {
        let id = ann.create_row(resource, &fields).await;
        let before = count(table).await;
        let path = format!("/console/r/{resource}/{id}");
        assert!(ann.get(&path).await.has("value=\"delete\""));
        let page = ann.post(&path, &[("_do", "delete")]).await;
        assert_eq!(page.location(), format!("/console/r/{resource}?done=1"), "{}", page.text());
        assert_eq!(count(table).await, before - 1);
        assert_eq!(ann.get(&path).await.status, 404);
        assert_eq!(ann.post(&path, &[("_do", "delete")]).await.status, 404, "it is gone");
    }
    assert_eq!(audited(&app, "delete").await, 5);
    let changes =
        text(&app, "SELECT changes FROM console_audit WHERE action = 'delete' ORDER BY id LIMIT 1").await;
    let changes: Value = serde_json::from_str(&changes).unwrap();
    assert_eq!(changes["name"], json!(["新", null]), "what was deleted is known");
    // A master with conversations cannot be deleted.
    change(&app, "DELETE FROM co_ticket_comment").await;
    let alone = ann.create_row("masters", &[("name", "收信人")]).await;
    let uid = text(&app, &format!("SELECT uid FROM co_master WHERE id = {alone}")).await;
    let bob = app.community_user(77).await;
    app.ok(&bob, "send_message_to_master", json!({ "master_id": uid, "content": "在吗" })).await;
    let page = ann.post(&format!("/console/r/masters/{alone}"), &[("_do", "delete")]).await;
    assert_eq!((page.status, page.has("仍被其他记录使用")), (422, true), "{}", page.text());
    app.ok(&bob, "my_message_center", json!({})).await;
}

#[tokio::test]
async fn a_ticket_that_is_reserved_or_sold_cannot_be_changed() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let free = fixture.community.next_ticket();
    app.ok(
        &fixture.community.bob,
        "order_create",
        json!({ "ticket_id_list": [fixture.community.next_ticket()] }),
    )
    .await;
    let reserved = number(&app, "SELECT id FROM co_ticket WHERE state = 1").await;
    for id in [fixture.community.sold.get(), reserved] {
        let page = edited(&ann, &format!("/console/r/tickets/{id}"), &[("price", "0.01")]).await;
        assert_eq!((page.status, page.has("现在不能修改")), (422, true), "{}", page.text());
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_ticket WHERE price NOT IN (0, 1999)").await, 0);
    app.clock.advance(777);
    let page = edited(&ann, &format!("/console/r/tickets/{free}"), &[("price", "20")]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let changed = format!("SELECT updated_at FROM co_ticket WHERE id = {free} AND price = 2000");
    assert_eq!(number(&app, &changed).await, app.clock.now_ms());
    assert_eq!(audited(&app, "save").await, 1);
    // Only an action issues tickets; no form creates or deletes one.
    assert_eq!(ann.post(&format!("/console/r/tickets/{free}"), &[("_do", "delete")]).await.status, 404);
    assert_eq!(ann.get("/console/r/tickets/new").await.status, 404);
}

#[tokio::test]
async fn pages_opened_from_a_list_return_to_it() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let id = number(&app, "SELECT id FROM co_master WHERE recommended IS NOT NULL").await;
    let path = format!("/console/r/recommended-masters/{id}");
    let page = edited(&ann, &path, &[("recommended", "")]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(
        number(&app, &format!("SELECT COUNT(*) FROM co_master WHERE id = {id} AND recommended IS NULL"))
            .await,
        1
    );
    assert_eq!(ann.get(page.location()).await.status, 200, "{}", page.location());
    let path = format!("/console/r/identities/{}", fixture.crowdfunding.stranger.id);
    let sent = ann.get(&path).await.form("/console/r/identities");
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(sent.iter().any(|(name, _)| *name == "id"), "{sent:?}");
    let page = ann.post("/console/r/identities/do/identify", &sent).await;
    let next = ann.get(page.location()).await;
    assert!(next.status == 200 && next.has("已完成：1"), "{} {}", page.location(), next.status);
}

#[tokio::test]
async fn a_long_chinese_text_is_shown() {
    let app = TestApp::start().await;
    let bob = app.community_user(9).await;
    let ann = app.signed_in("operator").await;
    let article = app.publish_article(&bob, &"春江潮水连海平，海上明月共潮生。".repeat(20)).await;
    let page = ann.get(&format!("/console/r/articles/{article}")).await;
    assert!(page.status == 200 && page.has("海上明月共潮生"), "{}", page.status);
    let game = ann
        .create_row("games", &[("name", "游"), ("intro", "一二三四五六七八九十一二三四五六七八九十\n\n短")])
        .await;
    assert!(ann.get(&format!("/console/r/games/{game}")).await.has("一二三四五六七八九十"));
}

#[tokio::test]
async fn a_banner_links_to_web_pages_only() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let ann = app.signed_in("operator").await;
    let id = number(&app, "SELECT MAX(id) FROM co_banner WHERE kind = 'home'").await;
    let path = format!("/console/r/banners/{id}");
    for wrong in ["javascript:alert(1)", "data:text/html,x", "/console/", "https://a b"] {
        let page = edited(&ann, &path, &[("url", wrong)]).await;
        assert_eq!((page.status, page.has("不是网址")), (422, true), "{wrong}");
    }
    let page = edited(&ann, &path, &[("url", "https://example.com/活动")]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    drop(fixture);
}
