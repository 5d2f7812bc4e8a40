//! What is refused: the page comes back with what was typed, in the reader's language.

use miaohui_testkit::{ConsoleClient, ConsolePage, TestApp};
use reqwest::Method;

use super::fixture::ConsoleFixture;
use super::{audited, number};

/// Requires a page with the navigation.
fn require_page(page: &ConsolePage, status: u16, texts: &[&str]) {
    assert_eq!(page.status, status, "{}", page.text());
    assert!(page.has("class=\"side\""), "{}", page.text());
    for text in texts {
        assert!(page.has(text), "{text}: {}", page.text());
    }
}

async fn in_english(staff: &ConsoleClient, path: &str, fields: &[(&str, &str)]) -> ConsolePage {
    let mut fields = fields.to_vec();
    fields.push(("_csrf", staff.csrf().await));
    let request = staff.request(Method::POST, path).header("accept-language", "en").form(&fields);
    staff.send(request).await
}

#[tokio::test]
async fn a_refund_that_is_too_large_comes_back_with_what_was_typed() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let staff = app.signed_in("finance").await;
    let id = number(&app, "SELECT id FROM payment_intent WHERE subject = 'ticket order'").await.to_string();
    let row = format!("/console/r/intents/{id}");
    let form = [("id", id.as_str()), ("fen", "67.50"), ("reason", "下雨了"), ("back", row.as_str())];
    let page = staff.post("/console/r/intents/do/refund", &form).await;
    require_page(
        &page,
        422,
        &["最多 ¥19.99", "value=\"67.50\"", "value=\"下雨了\"", "<details class=\"ask\" name=\"ask\" open"],
    );
    assert!(!page.has(" fen ") && !page.has("left"), "{}", page.text());
    let page = in_english(&staff, "/console/r/intents/do/refund", &form).await;
    require_page(&page, 422, &["at most ¥19.99", "value=\"67.50\""]);
    // From a list: the same filter, and the chosen row.
    let list = "/console/r/intents?f.status=2";
    let form = [("id", id.as_str()), ("fen", "67.50"), ("reason", "下雨了"), ("back", list)];
    let page = staff.post("/console/r/intents/do/refund", &form).await;
    let chosen = format!("value=\"{id}\" checked");
    require_page(&page, 422, &["最多 ¥19.99", "value=\"67.50\"", &chosen, "<option value=\"2\" selected>"]);
    // Fields that are missing or wrong are marked.
    let form = [("id", id.as_str()), ("fen", "abc"), ("reason", ""), ("back", row.as_str())];
    let page = staff.post("/console/r/intents/do/refund", &form).await;
    require_page(&page, 422, &["不是金额", "必填", "value=\"abc\""]);
    assert_eq!(
        (number(&app, "SELECT COUNT(*) FROM payment_refund").await, audited(&app, "refund").await),
        (1, 0)
    );
    // An action goes back to the list that it came from.
    let form = [("id", id.as_str()), ("fen", "1"), ("reason", "下雨了"), ("back", list)];
    let page = staff.post("/console/r/intents/do/refund", &form).await;
    assert_eq!((page.status, page.location()), (303, "/console/r/intents?f.status=2&done=1&left=0"));
    let page = staff.get(page.location()).await;
    require_page(&page, 200, &["已完成：1", "<option value=\"2\" selected>"]);
    // And nowhere else.
    for back in ["https://evil.example/", "/console/r/orders?x=1", "/console/r/intentsx"] {
        let form = [("id", id.as_str()), ("fen", "1"), ("reason", "x"), ("back", back)];
        let page = staff.post("/console/r/intents/do/refund", &form).await;
        assert_eq!(page.location(), "/console/r/intents?done=1&left=0", "{back}");
    }
}

#[tokio::test]
async fn a_row_that_comes_back_with_a_refusal_is_a_view_in_the_audit() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let staff = app.signed_in("reviewer").await;
    let id = fixture.crowdfunding.stranger.id.to_string();
    let back = format!("/console/r/crowdfunding-users/{id}");
    let form = [("id", id.as_str()), ("reason", ""), ("back", back.as_str())];
    let page = staff.post("/console/r/crowdfunding-users/do/refuse-identity", &form).await;
    require_page(&page, 422, &["必填", "110101199001011234"]);
    assert_eq!(audited(&app, "view").await, 1);
}

#[tokio::test]
async fn every_refused_form_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let issue = [("project_id", "1"), ("count", "99999"), ("name", "第 {n} 场"), ("price", "12.5")];
    let page = owner.post("/console/r/tickets/do/issue", &issue).await;
    require_page(
        &page,
        422,
        &["数量应为 1 到 10000", "value=\"99999\"", "value=\"第 {n} 场\"", "value=\"12.50\""],
    );
    let issue = [("project_id", "999999"), ("count", "1"), ("name", "x"), ("price", "1")];
    require_page(&owner.post("/console/r/tickets/do/issue", &issue).await, 422, &["没有这条记录"]);
    let new = [("email", "finance"), ("name", "小李"), ("role", "finance")];
    let page = owner.post("/console/staff/new", &new).await;
    require_page(&page, 422, &["finance 不是邮箱", "value=\"小李\"", "value=\"finance\" selected"]);
    let path = format!("/console/r/masters/{}", number(&app, "SELECT MIN(id) FROM co_master").await);
    let page = owner.post(&path, &[("_do", "delete")]).await;
    require_page(&page, 422, &["仍被其他记录使用", "action=\"/console/r/masters/"]);
    let long = "长".repeat(2001);
    let conversation = number(&app, "SELECT MAX(id) FROM co_conversation WHERE kind <> 'user'").await;
    let page = owner.post(&format!("/console/conversations/{conversation}"), &[("content", &long)]).await;
    require_page(&page, 422, &["回复是空的或太长", &long]);
    let review = format!("/console/review/{}", fixture.crowdfunding.project);
    let page = owner.post(&review, &[("decision", "reject"), ("reason", "")]).await;
    require_page(&page, 422, &["请写明驳回原因"]);
}

#[tokio::test]
async fn pages_of_errors_have_the_navigation() {
    let app = TestApp::start().await;
    let (owner, reader) = (app.signed_in("owner").await, app.signed_in("reader").await);
    require_page(&owner.get("/console/r/masters/99").await, 404, &["没有这个页面或这条记录"]);
    require_page(&owner.get("/console/nothing").await, 404, &[]);
    require_page(&reader.get("/console/r/orders").await, 403, &["您的角色不能做这件事"]);
    // The form of another session: back to the page that it is on.
    let request = owner.request(Method::POST, "/console/r/masters").form(&[("name", "x"), ("_csrf", "old")]);
    let page = owner.send(request.header("referer", app.url("/console/r/masters/new"))).await;
    require_page(&page, 403, &["请回到页面，重新提交", "href=\"/console/r/masters/new\""]);
    // Nobody is signed in: no navigation.
    let page = app.browser().get("/console/nothing").await;
    assert_eq!((page.status, page.has("class=\"side\"")), (404, false));
}
