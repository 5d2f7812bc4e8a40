//! Registration, activation, tokens, passwords.

use miaohui_crowdfunding::ids::UserId;
use miaohui_kernel::{DAY_MS, MINUTE_MS, SECOND_MS};
use miaohui_testkit::{CrowdfundingReply, CrowdfundingUser, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse";

async fn post(app: &TestApp, path: &str, body: Value) -> CrowdfundingReply {
    app.api(None, Method::POST, path, body).await
}

async fn register(app: &TestApp, email: &str) -> CrowdfundingReply {
    let body = json!({ "email": email, "password": PASSWORD, "nickname": "小安" });
    post(app, "/api/accounts/register/", body).await
}

/// The code of the last mail to an address.
async fn mailed(app: &TestApp, email: &str) -> String {
    let text = app.last_mail(email).await.unwrap()["text"].as_str().unwrap().to_owned();
    let start = text.find("Code: ").unwrap() + 6;
    text[start..start + 40].to_owned()
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> CrowdfundingReply {
    post(app, "/api/token/get/", json!({ "email": email, "password": password })).await
}

async fn ann(app: &TestApp) -> CrowdfundingReply {
    assert_eq!(register(app, "ann@example.com").await.status, 201);
    let token = mailed(app, "ann@example.com").await;
    assert_eq!(post(app, "/api/accounts/activate/", json!({ "token": token })).await.status, 204);
    sign_in(app, "ann@example.com", PASSWORD).await
}

fn person(pair: &CrowdfundingReply) -> CrowdfundingUser {
    CrowdfundingUser {
        id: UserId(0),
        email: String::new(),
        token: pair.body["token"].as_str().unwrap().to_owned(),
    }
}

#[tokio::test]
async fn an_account_is_activated_by_its_mailed_code() {
    let app = TestApp::start().await;
    let made = register(&app, "Ann@Example.com").await;
    assert_eq!(made.body, json!({ "id": 1, "email": "ann@example.com", "nickname": "小安" }));
    let mail = app.last_mail("ann@example.com").await.unwrap();
    assert!(mail["subject"].as_str().unwrap().contains("激活"), "{mail}");
    let token = mailed(&app, "ann@example.com").await;
    assert!(
        mail["text"]
            .as_str()
            .unwrap()
            .contains(&format!("http://{}/api/accounts/activate/?token={token}", app.address))
    );
    assert_eq!(sign_in(&app, "ann@example.com", PASSWORD).await.error(), 10002);
    // Only a caller with the correct password learns that an account is inactive.
    assert_eq!(sign_in(&app, "ann@example.com", "something else").await.error(), 10003);
    let wrong = post(&app, "/api/accounts/activate/", json!({ "token": "f".repeat(40) })).await;
    assert_eq!(wrong.fields(), [("token".to_owned(), 10000)]);
    assert_eq!(post(&app, "/api/accounts/activate/", json!({ "token": token })).await.status, 204);
    assert_eq!(
        post(&app, "/api/accounts/activate/", json!({ "token": token })).await.fields(),
        wrong.fields()
    );
    assert_eq!(sign_in(&app, " ANN@example.com", PASSWORD).await.status, 200);
    assert_eq!(register(&app, "ann@EXAMPLE.com").await.fields(), [("email".to_owned(), 10000)]);
}

#[tokio::test]
async fn the_mailed_link_shows_a_page() {
    let app = TestApp::start().await;
    register(&app, "ann@example.com").await;
    let token = mailed(&app, "ann@example.com").await;
    let link = app.url(&format!("/api/accounts/activate/?token={token}"));
    // A link scanner sends HEAD, which must not use the link.
    assert_eq!(app.http.head(&link).send().await.unwrap().status(), 405);
    let page = app.http.get(&link).header("accept", "text/html,*/*;q=0.8").send().await.unwrap();
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    assert!(page.text().await.unwrap().contains("已激活"));
    assert_eq!(sign_in(&app, "ann@example.com", PASSWORD).await.status, 200);
    let again = app.http.get(&link).send().await.unwrap().text().await.unwrap();
    assert!(again.contains("无效") && !again.contains("已激活"));
}

#[tokio::test]
async fn registration_reports_the_errors_of_each_field() {
    let app = TestApp::start().await;
    let fields = async |body: Value| post(&app, "/api/accounts/register/", body).await.fields();
    let all = |codes: [i64; 3]| {
        ["email", "password", "nickname"].map(str::to_owned).into_iter().zip(codes).collect::<Vec<_>>()
    };
    assert_eq!(fields(json!({})).await, all([10001, 10001, 10001]));
    assert_eq!(
        fields(json!({ "email": "", "password": " ", "nickname": null })).await,
        all([10001, 10001, 10001])
    );
    assert_eq!(
        fields(json!({ "email": "a@b", "password": "1234567", "nickname": "长".repeat(51) })).await,
        all([10000, 10000, 10000])
    );
    for common in ["12345678", "PASSWORD1", "woaini1314"] {
        let body = json!({ "email": "a@b.cn", "password": common, "nickname": "a" });
        assert_eq!(fields(body).await, [("password".to_owned(), 10000)], "{common}");
    }
    for address in ["@b.cn", "a b@c.cn", "a@-b.cn", "a@b..cn", "a@b@c.cn", "<a@b.cn>"] {
        let body = json!({ "email": address, "password": PASSWORD, "nickname": "a" });
        assert_eq!(fields(body).await, [("email".to_owned(), 10000)], "{address}");
    }
}

#[tokio::test]
async fn an_expired_token_is_replaced_with_its_refresh_token() {
    let app = TestApp::start().await;
    let first = ann(&app).await;
    let (token, refresh) =
        (first.body["token"].as_str().unwrap(), first.body["refresh_token"].as_str().unwrap());
    assert!(token.len() == 40 && refresh.len() == 40 && token != refresh);
    let me = async |pair: &CrowdfundingReply| {
        app.api(Some(&person(pair)), Method::GET, "/api/accounts/user/", Value::Null).await
    };
    app.clock.advance(7199 * SECOND_MS);
    assert_eq!(me(&first).await.status, 200);
    app.clock.advance(SECOND_MS);
    assert_eq!((me(&first).await.status.as_u16(), me(&first).await.error()), (401, 10010));
    let other = sign_in(&app, "ann@example.com", PASSWORD).await;
    let crossed = json!({ "token": token, "refresh_token": other.body["refresh_token"] });
    assert_eq!(post(&app, "/api/token/refresh/", crossed).await.error(), 10005);
    // The client also sends its expired token in the header.
    let request = app.request(Some(&person(&first)), Method::POST, "/api/token/refresh/").json(&first.body);
    let second = app.send(request).await;
    assert_eq!(second.status, 200, "{}", second.body);
    assert_eq!(me(&second).await.status, 200);
    assert_eq!(me(&other).await.status, 200, "several sessions live at once");
    app.clock.advance(30 * DAY_MS);
    assert_eq!(post(&app, "/api/token/refresh/", second.body.clone()).await.error(), 10005);
    miaohui_crowdfunding::tidy(&app.service.crowdfunding).await.unwrap();
    assert_eq!(post(&app, "/api/token/refresh/", second.body).await.error(), 10004);
}

#[tokio::test]
async fn a_refresh_token_used_twice_ends_all_that_came_of_it() {
    let app = TestApp::start().await;
    let refresh = async |pair: &CrowdfundingReply| post(&app, "/api/token/refresh/", pair.body.clone()).await;
    let is_signed_in = async |pair: &CrowdfundingReply| {
        app.api(Some(&person(pair)), Method::GET, "/api/accounts/user/", Value::Null).await.status == 200
    };
    let stolen = ann(&app).await;
    let other = sign_in(&app, "ann@example.com", PASSWORD).await;
    // The thief is first, and goes on for a while.
    let thief = refresh(&stolen).await;
    let thief = refresh(&thief).await;
    assert!(is_signed_in(&thief).await);
    let owner = refresh(&stolen).await;
    assert_eq!((owner.status.as_u16(), owner.error()), (400, 10004), "used up");
    assert!(!is_signed_in(&thief).await, "the thief's chain ends");
    assert_eq!(refresh(&thief).await.error(), 10004);
    assert!(is_signed_in(&other).await, "another login goes on");
    let other = refresh(&other).await;
    assert!(is_signed_in(&other).await);
    // Used refresh tokens are forgotten when they would have expired.
    app.clock.advance(31 * DAY_MS);
    miaohui_crowdfunding::tidy(&app.service.crowdfunding).await.unwrap();
    let left = app.service.crowdfunding.db.read(|tx: &mut miaohui_db::Tx<'_>| {
        tx.query_one::<(i64, i64)>(
            "SELECT (SELECT COUNT(*) FROM cf_used_refresh), (SELECT COUNT(*) FROM cf_session)",
            &[],
        )
    });
    assert_eq!(left.await.unwrap(), (0, 0));
}

#[tokio::test]
async fn a_password_change_ends_mailed_resets() {
    let app = TestApp::start().await;
    let pair = ann(&app).await;
    post(&app, "/api/accounts/password/reset/", json!({ "email": "ann@example.com" })).await;
    let mail = app.last_mail("ann@example.com").await.unwrap();
    let token = mail["text"].as_str().unwrap();
    let token =
        token.split(|c: char| !c.is_ascii_hexdigit()).find(|word| word.len() == 40).unwrap().to_owned();
    let change = json!({ "old_password": PASSWORD, "password": "another long one" });
    let changed = app.api(Some(&person(&pair)), Method::POST, "/api/accounts/password/change/", change).await;
    assert_eq!(changed.status, 204, "{}", changed.body);
    let confirm = json!({ "token": token, "password": "a third long one" });
    let refused = post(&app, "/api/accounts/password/reset/confirm/", confirm).await;
    assert_eq!(refused.fields(), [("token".to_owned(), 10000)]);
    assert_eq!(sign_in(&app, "ann@example.com", "another long one").await.status, 200);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_mail() {
    let app = TestApp::start().await;
    let before = ann(&app).await;
    let reset = async |email: &str| {
        post(&app, "/api/accounts/password/reset/", json!({ "email": email })).await.status
    };
    assert_eq!(reset("nobody@example.com").await, 204);
    assert!(app.last_mail("nobody@example.com").await.is_none());
    assert_eq!(reset("ann@example.com").await, 204);
    let token = mailed(&app, "ann@example.com").await;
    let confirm = async |token: &str, password: &str| {
        post(&app, "/api/accounts/password/reset/confirm/", json!({ "token": token, "password": password }))
            .await
    };
    assert_eq!(confirm(&token, "short").await.fields(), [("password".to_owned(), 10000)]);
    assert_eq!(confirm("nonsense", "long enough!").await.fields(), [("token".to_owned(), 10000)]);
    assert_eq!(confirm(&token, "long enough!").await.status, 204);
    assert_eq!(confirm(&token, "long enough?").await.fields(), [("token".to_owned(), 10000)]);
    assert_eq!(sign_in(&app, "ann@example.com", PASSWORD).await.error(), 10003);
    assert_eq!(sign_in(&app, "ann@example.com", "long enough!").await.status, 200);
    let old = app.api(Some(&person(&before)), Method::GET, "/api/accounts/user/", Value::Null).await;
    assert_eq!(old.error(), 10004, "sessions from before have ended");
    // An account that was never active gets an activation mail, whose code resets no password.
    register(&app, "bob@example.com").await;
    assert_eq!(reset("bob@example.com").await, 204);
    let token = mailed(&app, "bob@example.com").await;
    assert_eq!(confirm(&token, "long enough!").await.fields(), [("token".to_owned(), 10000)]);
    assert_eq!(post(&app, "/api/accounts/activate/", json!({ "token": token })).await.status, 204);
    // An expired code is refused.
    reset("ann@example.com").await;
    let token = mailed(&app, "ann@example.com").await;
    app.clock.advance(3 * 3600 * SECOND_MS);
    assert_eq!(confirm(&token, "long enough?").await.fields(), [("token".to_owned(), 10000)]);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let other = ann(&app).await;
    let own = sign_in(&app, "ann@example.com", PASSWORD).await;
    let change = async |old: &str, new: &str| {
        let body = json!({ "old_password": old, "password": new });
        app.api(Some(&person(&own)), Method::POST, "/api/accounts/password/change/", body).await
    };
    assert_eq!(change("wrong", "long enough!").await.fields(), [("old_password".to_owned(), 10000)]);
    assert_eq!(change(PASSWORD, "short").await.fields(), [("password".to_owned(), 10000)]);
    assert_eq!(change(PASSWORD, "long enough!").await.status, 204);
    let me = async |pair: &CrowdfundingReply| {
        app.api(Some(&person(pair)), Method::GET, "/api/accounts/user/", Value::Null).await.status
    };
    assert_eq!((me(&own).await.as_u16(), me(&other).await.as_u16()), (200, 401));
    assert_eq!(sign_in(&app, "ann@example.com", PASSWORD).await.error(), 10003);
}

#[tokio::test]
async fn account_operations_are_rate_limited() {
    let app = TestApp::start_with(&["limits.login_per_minute=3", "limits.signup_per_minute=2"]).await;
    for _ in 0..3 {
        assert_eq!(sign_in(&app, "nobody@example.com", "x").await.error(), 10003);
    }
    let refused = sign_in(&app, "nobody@example.com", "x").await;
    assert_eq!((refused.status.as_u16(), refused.error()), (429, 10038));
    app.clock.advance(60 * SECOND_MS);
    assert_eq!(sign_in(&app, "nobody@example.com", "x").await.error(), 10003);
    for n in 0..2 {
        assert_eq!(register(&app, &format!("n{n}@example.com")).await.status, 201);
    }
    assert_eq!(register(&app, "n9@example.com").await.status, 429);
}

#[tokio::test]
async fn addresses_of_never_activated_accounts_become_free() {
    let app = TestApp::start().await;
    assert_eq!(register(&app, "ann@example.com").await.status, 201);
    app.clock.advance(31 * DAY_MS);
    miaohui_crowdfunding::tidy(&app.service.crowdfunding).await.unwrap();
    assert_eq!(register(&app, "ann@example.com").await.status, 201);
}

#[tokio::test]
async fn failed_logins_lock_an_account_for_their_network_only() {
    let settings = ["trusted_proxies=127.0.0.1", "limits.lock_account_after_failures=12"];
    let app = TestApp::start_with(&settings).await;
    ann(&app).await;
    let from = async |address: &str, password: &str| {
        let body = json!({ "email": "ann@example.com", "password": password });
        let request = app.request(None, Method::POST, "/api/token/get/").header("x-forwarded-for", address);
        app.send(request.json(&body)).await
    };
    assert_eq!(from("198.51.100.7", PASSWORD).await.status, 200, "the owner's network is known");
    for _ in 0..5 {
        assert_eq!(from("203.0.113.1", "wrong").await.error(), 10003);
    }
    let locked = from("203.0.113.1", PASSWORD).await;
    assert_eq!((locked.status.as_u16(), locked.error()), (429, 10038));
    assert_eq!(locked.headers["retry-after"], "900");
    assert_eq!(from("203.0.113.2", PASSWORD).await.status, 200, "another network");
    // Failures from many networks lock the account for unknown ones.
    for n in 10..17 {
        assert_eq!(from(&format!("203.0.113.{n}"), "wrong").await.error(), 10003);
    }
    assert_eq!(from("192.0.2.1", PASSWORD).await.status, 429);
    assert_eq!(from("198.51.100.7", PASSWORD).await.status, 200, "known");
    app.clock.advance(15 * 60 * SECOND_MS);
    assert_eq!(from("203.0.113.1", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn changed_payout_accounts_are_mailed_and_may_need_a_new_login() {
    let app = TestApp::start_with(&["crowdfunding.payout_login_minutes=10"]).await;
    let change = async |pair: &CrowdfundingReply, alipay: &str| {
        let fund = json!({ "fundinfo": { "alipay": alipay } });
        app.api(Some(&person(pair)), Method::PATCH, "/api/accounts/user/", fund).await
    };
    let first = ann(&app).await;
    assert_eq!(change(&first, "one@example.com").await.status, 200);
    let mail = app.last_mail("ann@example.com").await.unwrap();
    assert!(mail["subject"].as_str().unwrap().contains("收款账户"), "{mail}");
    app.clock.advance(11 * MINUTE_MS);
    let refused = [("fundinfo".to_owned(), 10000)];
    assert_eq!(change(&first, "two@example.com").await.fields(), refused);
    assert_eq!(change(&first, "one@example.com").await.status, 200, "nothing is changed");
    let request = app.request(Some(&person(&first)), Method::POST, "/api/token/refresh/").json(&first.body);
    let refreshed = app.send(request).await;
    assert_eq!(change(&refreshed, "two@example.com").await.fields(), refused, "a refresh is no login");
    let second = sign_in(&app, "ann@example.com", PASSWORD).await;
    assert_eq!(change(&second, "two@example.com").await.status, 200);
}
