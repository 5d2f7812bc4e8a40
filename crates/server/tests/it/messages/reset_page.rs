use miaohui_kernel::HOUR_MS;
use miaohui_testkit::TestApp;
use reqwest::{Method, Response};
use serde_json::json;

const EMAIL: &str = "ann.lee@example.com";

/// An activated account with a mailed link; returns the link's token.
async fn mailed(app: &TestApp) -> String {
    let post = async |path: &str, body| app.api(None, Method::POST, path, body).await.status.as_u16();
    let account = json!({ "email": EMAIL, "password": "correct horse", "nickname": "安" });
    assert_eq!(post("/api/accounts/register/", account).await, 201);
    let code = |mail: serde_json::Value| {
        let text = mail["text"].as_str().unwrap().to_owned();
        let start = text.find("Code: ").unwrap() + 6;
        text[start..start + 40].to_owned()
    };
    let activation = code(app.last_mail(EMAIL).await.unwrap());
    assert_eq!(post("/api/accounts/activate/", json!({ "token": activation })).await, 204);
    assert_eq!(post("/api/accounts/password/reset/", json!({ "email": EMAIL })).await, 204);
    let mail = app.last_mail(EMAIL).await.unwrap();
    let token = code(mail.clone());
    let link = app.url(&format!("/api/accounts/password/reset/page/?token={token}"));
    assert!(mail["text"].as_str().unwrap().contains(&link), "{mail}");
    token
}

async fn submit(app: &TestApp, token: &str, password: &str, again: &str) -> String {
    let form = [("token", token), ("password", password), ("again", again)];
    let sent = app.http.post(app.url("/api/accounts/password/reset/page/")).form(&form).send().await.unwrap();
    require_page(&sent);
    sent.text().await.unwrap()
}

fn require_page(response: &Response) {
    assert_eq!(response.status(), 200);
    let header = |name: &str| response.headers()[name].to_str().unwrap();
    assert!(header("content-type").starts_with("text/html"));
    assert!(header("content-security-policy").contains("default-src 'none'"));
    assert_eq!((header("cache-control"), header("x-content-type-options")), ("no-store", "nosniff"));
}

async fn signs_in(app: &TestApp, password: &str) -> bool {
    let body = json!({ "email": EMAIL, "password": password });
    app.api(None, Method::POST, "/api/token/get/", body).await.status == 200
}

#[tokio::test]
async fn the_mailed_page_sets_the_password() {
    let app = TestApp::start().await;
    let token = mailed(&app).await;
    let link = app.url(&format!("/api/accounts/password/reset/page/?token={token}"));
    for _ in 0..2 {
        let page = app.http.get(&link).header("accept", "text/html").send().await.unwrap();
        require_page(&page);
        let page = page.text().await.unwrap();
        assert!(page.contains("<form") && page.contains(&token) && !page.contains("<script"), "{page}");
        assert!(page.contains("新密码") && page.contains("New password"));
    }
    assert!(submit(&app, &token, "long enough!", "long enough?").await.contains("不一样"));
    assert!(submit(&app, &token, "short", "short").await.contains("太短"));
    assert!(submit(&app, &token, "ANN.lee@example.com", "ANN.lee@example.com").await.contains("您的邮箱"));
    assert!(signs_in(&app, "correct horse").await);
    assert!(submit(&app, &token, "long enough!", "long enough!").await.contains("新密码已设置"));
    assert!(signs_in(&app, "long enough!").await && !signs_in(&app, "correct horse").await);
    assert!(submit(&app, &token, "long enough?", "long enough?").await.contains("无效"));
    let gone = app.http.get(&link).send().await.unwrap().text().await.unwrap();
    assert!(gone.contains("无效") && !gone.contains("<form"));
    let style = app.http.get(app.url("/api/accounts/page.css")).send().await.unwrap();
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
}

#[tokio::test]
async fn an_old_link_and_a_foreign_token_show_no_form() {
    let app = TestApp::start().await;
    let token = mailed(&app).await;
    let hostile = "\"><script>alert(1)</script>";
    assert!(!submit(&app, hostile, "a", "b").await.contains("<script"), "the token is not repeated");
    app.clock.advance(2 * HOUR_MS);
    let link = app.url(&format!("/api/accounts/password/reset/page/?token={token}"));
    assert!(app.http.get(&link).send().await.unwrap().text().await.unwrap().contains("已过期"));
    assert!(submit(&app, &token, "long enough!", "long enough!").await.contains("已过期"));
}

#[tokio::test]
async fn a_password_is_not_the_mail_address() {
    let app = TestApp::start().await;
    let body = json!({ "email": EMAIL, "password": "Ann.Lee@example.com", "nickname": "安" });
    let refused = app.api(None, Method::POST, "/api/accounts/register/", body).await;
    assert_eq!(refused.fields(), [("password".to_owned(), 10000)]);
    let token = mailed(&app).await;
    let body = json!({ "token": token, "password": EMAIL });
    let refused = app.api(None, Method::POST, "/api/accounts/password/reset/confirm/", body).await;
    assert_eq!(refused.fields(), [("password".to_owned(), 10000)]);
}

#[tokio::test]
async fn a_reset_does_the_same_for_known_and_unknown_addresses() {
    let app = TestApp::start().await;
    mailed(&app).await;
    let statements = async |email: &str| {
        let before = app.service.platform.db.stats().statements;
        let body = json!({ "email": email });
        assert_eq!(app.api(None, Method::POST, "/api/accounts/password/reset/", body).await.status, 204);
        app.service.platform.db.stats().statements - before
    };
    // The first use of a statement on a connection may count more.
    statements("warm@example.com").await;
    let (known, unknown) = (statements(EMAIL).await, statements("nobody@example.com").await);
    assert_eq!(known, unknown);
}
