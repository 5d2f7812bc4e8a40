use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS};
use miaohui_server::background;
use miaohui_testkit::{CommunityUser, TestApp, code};
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
    assert_eq!(log_in("203.0.113.1", "13800138001").await, 110, "the address");
    assert_eq!(log_in("203.0.113.2", "13800138000").await, 110, "the account");
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
    assert_eq!(answers, [107, 107, 110, 110]);
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

#[tokio::test]
async fn a_limited_call_tells_when_to_come_again_and_is_counted() {
    let app = TestApp::start_with(&["limits.publish_per_minute=1"]).await;
    let ann = app.community_user(1).await;
    app.publish_article(&ann, "one").await;
    let refused = app.call_as(&ann, "article_publish", json!({ "content": "two" })).await;
    assert_eq!((code(&refused), refused["retry_after"].as_i64()), (110, Some(60)));
    app.clock.advance(MINUTE_MS - 1500);
    let refused = app.call_as(&ann, "article_publish", json!({ "content": "two" })).await;
    assert_eq!(refused["retry_after"].as_i64(), Some(2));
    let metrics = app.metrics().await;
    assert!(metrics.contains("miaohui_limited_total{limit=\"publish\"} 2"), "{metrics}");
}

#[tokio::test]
async fn the_console_shows_who_was_limited_most() {
    let app = TestApp::start_with(&["limits.publish_per_minute=2", "trusted_proxies=127.0.0.1"]).await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let publish = |user: &CommunityUser, address: &'static str| {
        let body = json!({ "token": user.token, "content": "one" }).to_string();
        let url = app.url("/community/article_publish");
        let request = app.http.post(url).header("x-forwarded-for", address).body(body);
        async move { code(&request.send().await.unwrap().json().await.unwrap()) }
    };
    for address in ["203.0.113.1", "203.0.113.2"] {
        assert_eq!(publish(&ann, address).await, 0);
    }
    for address in ["203.0.113.3", "203.0.113.4"] {
        assert_eq!(publish(&ann, address).await, 110, "the account");
    }
    for expected in [0, 0, 110] {
        assert_eq!(publish(&bob, "2001:db8::7").await, expected, "the address");
    }
    let mut console = app.signed_in("owner").await;
    let nothing = "没有被限流的请求";
    assert!(console.get("/console/limits").await.text().contains(nothing));
    background::store_limited_callers(&app.service.platform).await.unwrap();
    let page = console.get("/console/limits").await.text();
    let account = page.find(&format!("href=\"/console/r/users/{}\"", ann.id.get()));
    let network = page.find("2001:db8::<");
    assert!(account.is_some() && account < network, "{page}");
    app.clock.advance(DAY_MS + HOUR_MS);
    console.sign_in().await;
    assert!(console.get("/console/limits").await.text().contains(nothing));
}

#[tokio::test]
async fn a_page_beyond_the_deepest_offset_is_refused_with_a_text() {
    let app = TestApp::start_with(&["limits.deepest_offset=40"]).await;
    let ann = app.community_user(1).await;
    for method in [
        "article_list",
        "following_article_list",
        "my_article_list",
        "my_article_collect_list",
        "my_block",
        "my_follower",
        "my_following_users",
        "my_following_masters",
        "my_following_masters_project_list",
        "my_following_masters_ticket_list",
        "my_following_merchants",
        "my_message_center",
        "my_order_list",
        "my_ticket_list",
        "master_list",
        "master_recommend_list",
        "project_list",
        "project_recommend_list",
        "ticket_list",
        "ticket_circle",
        "ticket_recommend_list",
        "merchant_cloth_list",
        "merchant_cloth_recommend_list",
        "design_circle_cloth_list",
        "game_recommend_list",
    ] {
        app.ok(&ann, method, json!({ "offset": 40 })).await;
        for offset in [json!(41), json!("41"), json!(1_900_000), json!(i64::MAX), json!(i64::MAX.to_string())]
        {
            let refused = app.call_as(&ann, method, json!({ "offset": offset })).await;
            let text = refused["err_msg"].as_str().unwrap_or_default();
            assert_eq!(
                (code(&refused), text.contains("offset")),
                (400, true),
                "{method} {offset}: {refused}"
            );
        }
    }
    let unknown = app.call("article_list", json!({ "token": "0".repeat(32), "offset": 41 })).await;
    assert_eq!(code(&unknown), 404, "the token is checked first");
}

#[tokio::test]
async fn a_read_over_its_budget_is_110_with_the_time_to_come_again() {
    let app = TestApp::start_with(&["database.read_ms=1", "limits.deepest_offset=1000000"]).await;
    let ann = app.community_user(1).await;
    // In parts, because a write has a budget too.
    for _ in 0..20 {
        let fill = format!(
            "INSERT INTO co_article (user_id, created_at, images, content)
             WITH RECURSIVE number(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM number WHERE n < 10000)
             SELECT {}, n, '[]', 'x' FROM number",
            ann.id
        );
        let insert = move |tx: &mut miaohui_db::Tx<'_>| tx.execute(miaohui_db::Sql::Built(&fill), &[]);
        app.service.community.db.write(insert).await.unwrap();
    }
    // A call that gets no connection within the time is refused in the same way, and not counted.
    let mut calls = 0;
    while app.service.community.db.stats().over_budget == 0 {
        let refused = app.call_as(&ann, "article_list", json!({ "offset": 190_000 })).await;
        assert_eq!(code(&refused), 110);
        assert!(refused["retry_after"].as_i64().unwrap() > 0);
        calls += 1;
        assert!(calls < 100, "no read began");
    }
}
