use std::sync::Arc;

use miaohui_kernel::{DAY_MS, MINUTE_MS};
use miaohui_testkit::{TestApp, code};
use serde_json::json;

async fn ask(app: &TestApp, phone: &str) -> i64 {
    code(&app.call("send_sms_code", json!({ "country": "86", "phone": phone })).await)
}

#[tokio::test]
async fn a_phone_gets_one_code_a_minute_and_ten_a_day() {
    let app = TestApp::start().await;
    assert_eq!(ask(&app, "13800138000").await, 0);
    assert_eq!(ask(&app, "13800138000").await, 101);
    app.clock.advance(MINUTE_MS - 1);
    assert_eq!(ask(&app, "13800138000").await, 101);
    assert_eq!(ask(&app, "13800138001").await, 0, "another phone");
    app.clock.advance(1);
    for _ in 0..9 {
        assert_eq!(ask(&app, "13800138000").await, 0);
        app.clock.advance(MINUTE_MS);
    }
    assert_eq!(ask(&app, "13800138000").await, 101, "the eleventh");
    app.clock.advance(DAY_MS);
    assert_eq!(ask(&app, "13800138000").await, 0, "the next day");
}

#[tokio::test]
async fn concurrent_requests_do_not_exceed_the_limit_of_codes() {
    let app = Arc::new(TestApp::start().await);
    let mut requests = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let app = app.clone();
        requests.spawn(async move { ask(&app, "13800138000").await });
    }
    let answers = requests.join_all().await;
    assert_eq!(answers.iter().filter(|answer| **answer == 0).count(), 1, "{answers:?}");
    let first = app.sms_code("13800138000").await.unwrap();
    let lines = std::fs::read_to_string(app.outbox_dir().join("sms.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 1, "one message was sent");
    let message: serde_json::Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(message["code"], first);
    assert!(message["text"].as_str().unwrap().contains(&first));
    assert_eq!((&message["country"], &message["at"]), (&json!("86"), &json!(app.clock.now_ms())));
}

#[tokio::test]
async fn an_address_gets_a_limited_number_of_codes() {
    let app = TestApp::start_with(&["sms.per_address_per_hour=3"]).await;
    for n in 0..3 {
        assert_eq!(ask(&app, &format!("1380013800{n}")).await, 0);
    }
    assert_eq!(ask(&app, "13800138009").await, 101);
    assert!(app.sms_code("13800138009").await.is_none());
    app.clock.advance(60 * MINUTE_MS);
    assert_eq!(ask(&app, "13800138009").await, 0);
}

#[tokio::test]
async fn a_code_ends_by_age_wrong_guesses_or_a_newer_code() {
    let app = TestApp::start().await;
    let login = |sms: String| {
        let params = json!({ "country": "86", "phone": "13800138000", "code": sms, "password": "123456" });
        app.call("user_signup", params)
    };
    assert_eq!(ask(&app, "13800138000").await, 0);
    let old = app.sms_code("13800138000").await.unwrap();
    app.clock.advance(5 * MINUTE_MS);
    assert_eq!(code(&login(old.clone()).await), 102, "after five minutes");
    assert_eq!(ask(&app, "13800138000").await, 0);
    let right = app.sms_code("13800138000").await.unwrap();
    for n in 0..5 {
        let wrong = format!("{:06}", (right.parse::<u32>().unwrap() + 1 + n) % 1_000_000);
        assert_eq!(code(&login(wrong).await), 102);
    }
    assert_eq!(code(&login(right.clone()).await), 102, "after five guesses");
    app.clock.advance(MINUTE_MS);
    assert_eq!(ask(&app, "13800138000").await, 0);
    let newer = app.sms_code("13800138000").await.unwrap();
    if newer != right {
        assert_eq!(code(&login(right).await), 102, "after a newer one");
    }
    assert_eq!(code(&login(newer).await), 0);
}

#[tokio::test]
async fn codes_and_tokens_are_stored_as_digests() {
    let app = TestApp::start().await;
    assert_eq!(ask(&app, "13800138000").await, 0);
    let sms = app.sms_code("13800138000").await.unwrap();
    let reply = app
        .call(
            "user_signup",
            json!({ "country": "86", "phone": "13800138000", "code": sms, "password": "my-own-secret" }),
        )
        .await;
    let token = reply["token"].as_str().unwrap().to_owned();
    let secrets = [sms, token, "my-own-secret".to_owned()];
    let all: Vec<(String,)> = app
        .service
        .community
        .db
        .read(|tx| {
            tx.query::<(String,)>(
                "SELECT payload FROM outbox UNION ALL SELECT code_hash FROM co_sms_code
                 UNION ALL SELECT token_hash FROM co_session UNION ALL SELECT password FROM co_user",
                &[],
            )
        })
        .await
        .unwrap();
    assert!(all.len() >= 3);
    for (text,) in all {
        assert!(secrets.iter().all(|secret| !text.contains(secret)), "{text}");
    }
}
