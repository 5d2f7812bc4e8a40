use miaohui_kernel::MINUTE_MS;
use miaohui_testkit::{TestApp, code};
use serde_json::json;

#[tokio::test]
async fn publishing_is_limited_per_account() {
    let app = TestApp::start_with(&["limits.publish_per_minute=3"]).await;
    let ann = app.community_user(1).await;
    for n in 0..3 {
        app.publish_article(&ann, &format!("{n}")).await;
    }
    let refused = app.call_as(&ann, "article_publish", json!({ "content": "too much" })).await;
    assert_eq!((code(&refused), refused["err_msg"].as_str().unwrap().contains("频繁")), (110, true));
    app.ok(&ann, "article_list", json!({})).await;
    app.clock.advance(MINUTE_MS);
    app.publish_article(&ann, "later").await;
}

#[tokio::test]
async fn login_is_limited_per_address_and_per_account() {
    let app = TestApp::start_with(&["limits.login_per_minute=4", "trusted_proxies=127.0.0.1"]).await;
    let log_in = |address: &'static str, phone: &'static str| {
        let body = json!({ "country": "86", "phone": phone, "password": "x" }).to_string();
        let request =
            app.http.post(app.url("/community/user_login")).header("x-forwarded-for", address).body(body);
        async move { code(&request.send().await.unwrap().json().await.unwrap()) }
    };
    for _ in 0..4 {
        assert_eq!(log_in("203.0.113.1", "13800138000").await, 107);
    }
    assert_eq!(log_in("203.0.113.1", "13800138001").await, 108, "the address");
    assert_eq!(log_in("203.0.113.2", "13800138000").await, 108, "the account");
    assert_eq!(log_in("203.0.113.2", "13800138001").await, 107);
}

#[tokio::test]
async fn a_forwarded_address_counts_only_behind_a_configured_proxy() {
    let app = TestApp::start_with(&["limits.login_per_minute=2"]).await;
    let mut answers = Vec::new();
    for n in 0..4 {
        let body = json!({ "country": "86", "phone": format!("1380013800{n}"), "password": "x" }).to_string();
        let request = app.http.post(app.url("/community/user_login")).body(body);
        let reply = request.header("x-forwarded-for", format!("203.0.113.{n}")).send().await.unwrap();
        answers.push(code(&reply.json().await.unwrap()));
    }
    assert_eq!(answers, [107, 107, 108, 108]);
}

#[tokio::test]
async fn excess_logins_are_refused_and_delay_no_reads() {
    let app =
        std::sync::Arc::new(TestApp::start_with(&["workers.hash_threads=1", "workers.hash_queue=2"]).await);
    let ann = app.community_user(1).await;
    app.call("send_sms_code", json!({ "country": "86", "phone": "13800138000" })).await;
    let sms = app.sms_code("13800138000").await.unwrap();
    let account = json!({ "country": "86", "phone": "13800138000", "code": sms, "password": "123456" });
    assert_eq!(code(&app.call("user_signup", account.clone()).await), 0);
    let mut logins = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let (app, account) = (app.clone(), account.clone());
        logins.spawn(async move { code(&app.call("user_login", account).await) });
    }
    let mut read = 0;
    let mut answers = Vec::new();
    while let Some(answer) = logins.join_next().await {
        answers.push(answer.unwrap());
        app.ok(&ann, "article_list", json!({})).await;
        read += 1;
    }
    assert_eq!(read, 40);
    assert!(
        answers.contains(&0) && answers.contains(&110),
        "some get in, the rest are told at once: {answers:?}"
    );
    assert!(answers.iter().all(|answer| matches!(answer, 0 | 110)), "{answers:?}");
}
