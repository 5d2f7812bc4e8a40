use miaohui_kernel::{DAY_MS, HOUR_MS};
use miaohui_testkit::{TestApp, code};
use reqwest::Method;
use serde_json::json;

async fn ask_from(app: &TestApp, address: &str, phone: &str) -> i64 {
    let body = json!({ "country": "86", "phone": phone }).to_string();
    let request =
        app.http.post(app.url("/community/send_sms_code")).header("x-forwarded-for", address).body(body);
    code(&request.send().await.unwrap().json().await.unwrap())
}

#[tokio::test]
async fn an_ipv6_network_is_one_address() {
    let app = TestApp::start_with(&["sms.per_address_per_hour=2", "trusted_proxies=127.0.0.1"]).await;
    assert_eq!(ask_from(&app, "2001:db8:0:1::1", "13800138000").await, 0);
    assert_eq!(ask_from(&app, "2001:db8:0:1::2", "13800138001").await, 0);
    assert_eq!(ask_from(&app, "2001:db8:0:1:ffff::3", "13800138002").await, 101);
    assert_eq!(ask_from(&app, "2001:db8:0:2::1", "13800138002").await, 0, "another network");
}

#[tokio::test]
async fn all_codes_share_a_budget() {
    let app = TestApp::start_with(&["sms.budget_per_hour=3", "sms.budget_per_day=4"]).await;
    let ask = async |n: u32| {
        let phone = format!("1380013{n:04}");
        code(&app.call("send_sms_code", json!({ "country": "86", "phone": phone })).await)
    };
    assert_eq!([ask(0).await, ask(1).await, ask(2).await, ask(3).await], [0, 0, 0, 101]);
    app.clock.advance(HOUR_MS);
    assert_eq!([ask(3).await, ask(4).await], [0, 101], "the day's budget");
    let metrics = app.metrics().await;
    for line in [
        "miaohui_message_budget_used{kind=\"sms\",period=\"day\"} 4",
        "miaohui_message_budget{kind=\"sms\",period=\"hour\"} 3",
        "miaohui_messages_refused_total{kind=\"sms\",reason=\"budget\"} 2",
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
    app.clock.advance(DAY_MS);
    assert_eq!(ask(4).await, 0);
}

#[tokio::test]
async fn an_address_gets_a_limited_number_of_mails() {
    let app = TestApp::start_with(&["mail.per_address_per_hour=3"]).await;
    let post = async |path: &str, body: serde_json::Value| app.api(None, Method::POST, path, body).await;
    let account = json!({ "email": "ann@example.com", "password": "correct horse", "nickname": "安" });
    assert_eq!(post("/api/accounts/register/", account).await.status, 201);
    for _ in 0..6 {
        let asked = post("/api/accounts/password/reset/", json!({ "email": "ann@example.com" })).await;
        assert_eq!(asked.status, 204);
        app.last_mail("ann@example.com").await.unwrap();
    }
    let lines = std::fs::read_to_string(app.outbox_dir().join("mail.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 3);
    app.clock.advance(HOUR_MS);
    post("/api/accounts/password/reset/", json!({ "email": "ann@example.com" })).await;
    app.last_mail("ann@example.com").await.unwrap();
    assert_eq!(std::fs::read_to_string(app.outbox_dir().join("mail.jsonl")).unwrap().lines().count(), 4);
}

#[tokio::test]
async fn a_registration_beyond_the_budget_of_mails_is_refused() {
    let app = TestApp::start_with(&["mail.budget_per_hour=1"]).await;
    let register = async |n: u32| {
        let body =
            json!({ "email": format!("n{n}@example.com"), "password": "correct horse", "nickname": "a" });
        app.api(None, Method::POST, "/api/accounts/register/", body).await.status.as_u16()
    };
    assert_eq!([register(1).await, register(2).await], [201, 429]);
    app.clock.advance(HOUR_MS);
    assert_eq!(register(2).await, 201, "nothing of the refused one was kept");
}

#[tokio::test]
async fn names_are_one_line_in_mails() {
    let app = TestApp::start().await;
    let body = json!({ "email": "ann@example.com", "password": "correct horse", "nickname": "安\r\nBcc: x@y.cn\u{2028}\t安" });
    let made = app.api(None, Method::POST, "/api/accounts/register/", body).await;
    assert_eq!(made.body["nickname"], "安 Bcc: x@y.cn 安");
    let mail = app.last_mail("ann@example.com").await.unwrap();
    assert!(mail["text"].as_str().unwrap().starts_with("安 Bcc: x@y.cn 安，您好！\n"), "{mail}");
    for nickname in ["\r\n", "\u{85}"] {
        let body = json!({ "email": "bob@example.com", "password": "correct horse", "nickname": nickname });
        let refused = app.api(None, Method::POST, "/api/accounts/register/", body).await;
        assert_eq!(refused.fields(), [("nickname".to_owned(), 10001)]);
    }
    let ann = app.community_user(1).await;
    app.ok(&ann, "my_user_info_update", json!({ "nickname": "a\nb" })).await;
    assert_eq!(app.ok(&ann, "my_user_info", json!({})).await["my_user_info"]["nickname"], "a b");
}
