use miaohui_kernel::{DAY_MS, MINUTE_MS};
use miaohui_testkit::{TestApp, code};
use serde_json::{Value, json};

async fn send_code(app: &TestApp, phone: &str) -> String {
    let reply = app.call("send_sms_code", json!({ "country": "86", "phone": phone })).await;
    assert_eq!(code(&reply), 0, "{reply}");
    app.sms_code(phone).await.unwrap()
}

async fn sign_up(app: &TestApp, phone: &str, more: Value) -> Value {
    let mut params =
        json!({ "country": "86", "phone": phone, "code": send_code(app, phone).await, "password": "123456" });
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.call("user_signup", params).await
}

async fn log_in(app: &TestApp, phone: &str, key: &str, value: &str) -> Value {
    app.call("user_login", json!({ "country": "86", "phone": phone, key: value })).await
}

async fn my_info(app: &TestApp, token: &Value) -> Value {
    app.call("my_user_info", json!({ "token": token })).await
}

#[tokio::test]
async fn signup_creates_an_account_and_a_token() {
    let app = TestApp::start().await;
    let reply = sign_up(&app, "13800138000", json!({ "nickname": "小庙" })).await;
    assert_eq!(code(&reply), 0, "{reply}");
    let info = &reply["my_user_info"];
    assert_eq!(
        (&info["nickname"], &info["phone"], &info["country"]),
        (&json!("小庙"), &json!("13800138000"), &json!("86"))
    );
    assert_eq!(info["uid"], reply["uid"]);
    assert_eq!(my_info(&app, &reply["token"]).await["my_user_info"], *info);
    app.clock.advance(MINUTE_MS);
    assert_eq!(code(&sign_up(&app, "13800138000", json!({})).await), 105);
    let invited = sign_up(&app, "13800138001", json!({ "invitation_code": info["invitation_code"] })).await;
    assert_eq!(invited["my_user_info"]["inviter"], reply["uid"]);
    assert_eq!(invited["my_user_info"]["nickname"], "nick-13800138001");
    assert_eq!(code(&sign_up(&app, "13800138002", json!({ "invitation_code": "nobody" })).await), 400);
}

#[tokio::test]
async fn signup_requires_a_code_a_phone_and_a_password() {
    let app = TestApp::start().await;
    let right = send_code(&app, "13800138000").await;
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let sign_up = |phone: &str, code: &str, password: &str| {
        app.call(
            "user_signup",
            json!({ "country": "86", "phone": phone, "code": code, "password": password }),
        )
    };
    assert_eq!(code(&sign_up("13800138000", wrong, "123456").await), 102);
    assert_eq!(code(&sign_up("13800138009", &right, "123456").await), 102, "a code is bound to its phone");
    assert_eq!(code(&sign_up("13800138000", &right, "12345").await), 400);
    for phone in ["", "abc", "1380013800", "23800138000", "138001380001"] {
        assert_eq!(code(&sign_up(phone, &right, "123456").await), 103, "{phone}");
    }
    assert_eq!(code(&sign_up("13800138000", &right, "123456").await), 0);
    let reset = json!({ "country": "86", "phone": "13800138000", "code": right, "password": "abcdef" });
    assert_eq!(code(&app.call("user_password_update", reset).await), 102, "a code works once");
}

#[tokio::test]
async fn login_accepts_a_password_or_a_code() {
    let app = TestApp::start().await;
    let first = sign_up(&app, "13800138000", json!({})).await;
    let by_password = log_in(&app, "13800138000", "password", "123456").await;
    assert_eq!(by_password["my_user_info"], first["my_user_info"]);
    assert_ne!(by_password["token"], first["token"]);
    app.clock.advance(MINUTE_MS);
    let sms = send_code(&app, "13800138000").await;
    let by_code = log_in(&app, "13800138000", "code", &sms).await;
    assert_eq!(code(&by_code), 0);
    assert_eq!(code(&log_in(&app, "13800138000", "code", &sms).await), 102);
    assert_eq!(code(&log_in(&app, "13800138000", "password", "wrong one").await), 104);
    assert_eq!(code(&log_in(&app, "13800138001", "password", "123456").await), 107);
    assert_eq!(code(&app.call("user_login", json!({ "country": "86", "phone": "13800138000" })).await), 400);
    let out = app.call("user_logout", json!({ "token": by_password["token"] })).await;
    assert_eq!(code(&out), 0);
    assert_eq!(code(&my_info(&app, &by_password["token"]).await), 404, "that token only");
    assert_eq!(code(&my_info(&app, &by_code["token"]).await), 0);
    app.clock.advance(181 * DAY_MS);
    assert_eq!(code(&my_info(&app, &by_code["token"]).await), 404, "tokens expire");
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_number_temporarily() {
    let app = TestApp::start().await;
    sign_up(&app, "13800138000", json!({})).await;
    for _ in 0..4 {
        assert_eq!(code(&log_in(&app, "13800138000", "password", "wrong").await), 104);
    }
    assert_eq!(code(&log_in(&app, "13800138000", "password", "123456").await), 0, "success forgets them");
    for _ in 0..5 {
        assert_eq!(code(&log_in(&app, "13800138000", "password", "wrong").await), 104);
    }
    assert_eq!(code(&log_in(&app, "13800138000", "password", "123456").await), 108);
    assert_eq!(code(&log_in(&app, "13800138000", "password", "wrong").await), 108);
    app.clock.advance(16 * MINUTE_MS);
    assert_eq!(code(&log_in(&app, "13800138000", "password", "123456").await), 0);
}

#[tokio::test]
async fn concurrent_guesses_get_at_most_five_attempts() {
    let app = std::sync::Arc::new(TestApp::start().await);
    sign_up(&app, "13800138000", json!({})).await;
    let mut guesses = tokio::task::JoinSet::new();
    for n in 0..20 {
        let app = app.clone();
        guesses.spawn(
            async move { code(&log_in(&app, "13800138000", "password", &format!("guess {n}")).await) },
        );
    }
    let answers = guesses.join_all().await;
    assert_eq!(answers.iter().filter(|answer| **answer == 104).count(), 5, "{answers:?}");
    assert!(answers.iter().all(|answer| matches!(answer, 104 | 108)), "{answers:?}");
}

#[tokio::test]
async fn a_new_password_ends_all_tokens() {
    let app = TestApp::start().await;
    let first = sign_up(&app, "13800138000", json!({})).await;
    app.clock.advance(MINUTE_MS);
    let sms = send_code(&app, "13800138000").await;
    let reset = json!({ "country": "86", "phone": "13800138000", "code": sms, "password": "new password" });
    assert_eq!(code(&app.call("user_password_update", reset).await), 0);
    assert_eq!(code(&my_info(&app, &first["token"]).await), 404);
    assert_eq!(code(&log_in(&app, "13800138000", "password", "123456").await), 104);
    assert_eq!(code(&log_in(&app, "13800138000", "password", "new password").await), 0);
    let sms = send_code(&app, "13800138005").await;
    let nobody = json!({ "country": "86", "phone": "13800138005", "code": sms, "password": "new password" });
    assert_eq!(code(&app.call("user_password_update", nobody).await), 107);
}

#[tokio::test]
async fn an_update_changes_only_what_is_sent() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let avatar = app.upload(&ann, miaohui_testkit::png(1, 4, 4)).await;
    let all = json!({ "nickname": "新名", "avatar": avatar, "gender": 1, "province": "广东省", "city": "深圳市",
        "birthday": 1_699_708_371_238_i64, "email": "x@example.com", "intro": "你好" });
    app.ok(&ann, "my_user_info_update", all.clone()).await;
    let info = || async { app.ok(&ann, "my_user_info", json!({})).await["my_user_info"].clone() };
    let seen = info().await;
    for (key, value) in all.as_object().unwrap() {
        assert_eq!(seen[key], *value, "{key}");
    }
    app.ok(
        &ann,
        "my_user_info_update",
        json!({ "city": "", "birthday": null, "intro": null, "nickname": "" }),
    )
    .await;
    let seen = info().await;
    assert_eq!(
        (&seen["city"], &seen["birthday"], &seen["intro"]),
        (&json!(null), &json!(null), &json!(null))
    );
    assert_eq!((&seen["province"], &seen["gender"]), (&json!("广东省"), &json!(1)));
    assert_eq!(seen["nickname"], format!("nick-{}", ann.phone));
    app.ok(&ann, "my_user_info_update", json!({ "avatar": format!("{avatar}.jpg") })).await;
    assert_eq!(info().await["avatar"], format!("{avatar}.jpg"));
    for bad in [
        json!({ "gender": 2 }),
        json!({ "gender": "1" }),
        json!({ "birthday": "yesterday" }),
        json!({ "email": "no at sign" }),
        json!({ "avatar": "unknown" }),
        json!({ "nickname": "字".repeat(33) }),
        json!({ "intro": [] }),
    ] {
        assert_eq!(code(&app.call_as(&ann, "my_user_info_update", bad.clone()).await), 400, "{bad}");
    }
    assert_eq!(
        code(&app.call_as(&bob, "my_user_info_update", json!({ "avatar": avatar })).await),
        400,
        "not bob's"
    );
}

#[tokio::test]
async fn users_are_found_by_uid_or_phone() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    app.ok(&ann, "user_follow", json!({ "to_uid": bob.uid })).await;
    let by_uid = app.ok(&ann, "user_info", json!({ "to_uid": bob.uid })).await["user_info"].clone();
    assert_eq!((&by_uid["is_follow"], &by_uid["follower_count"]), (&json!(true), &json!(1)));
    assert!(by_uid.get("phone").is_none(), "a phone number is nobody else's business");
    let by_phone = app.ok(&ann, "user_info", json!({ "phone": bob.phone })).await["user_info"].clone();
    assert_eq!(by_uid, by_phone);
    let both =
        app.ok(&ann, "user_info", json!({ "to_uid": bob.uid, "phone": "" })).await["user_info"].clone();
    assert_eq!(by_uid, both);
    assert_eq!(code(&app.call_as(&ann, "user_info", json!({ "to_uid": "0".repeat(32) })).await), 107);
    assert_eq!(code(&app.call_as(&ann, "user_info", json!({ "phone": "13000000000" })).await), 107);
    assert_eq!(code(&app.call_as(&ann, "user_info", json!({})).await), 400);
}

#[tokio::test]
async fn repeated_follows_count_once_on_both_sides() {
    let app = TestApp::start().await;
    let (ann, bob, cat) =
        (app.community_user(1).await, app.community_user(2).await, app.community_user(3).await);
    for _ in 0..2 {
        app.ok(&ann, "user_follow", json!({ "to_uid": bob.uid })).await;
        app.ok(&ann, "user_follow", json!({ "to_uid": cat.uid })).await;
        app.ok(&bob, "user_follow", json!({ "to_uid": cat.uid })).await;
    }
    let uids = |reply: &Value, key: &str| -> Vec<String> {
        reply[key].as_array().unwrap().iter().map(|user| user["uid"].as_str().unwrap().to_owned()).collect()
    };
    let following = app.ok(&ann, "my_following_users", json!({})).await;
    assert_eq!(uids(&following, "my_following_users"), [cat.uid.clone(), bob.uid.clone()]);
    let followers = app.ok(&cat, "my_follower", json!({ "limit": 1, "offset": 1 })).await;
    assert_eq!(uids(&followers, "my_follower"), std::slice::from_ref(&ann.uid));
    let counts = |info: Value| {
        (info["my_user_info"]["follow_count"].clone(), info["my_user_info"]["follower_count"].clone())
    };
    assert_eq!(counts(app.ok(&ann, "my_user_info", json!({})).await), (json!(2), json!(0)));
    assert_eq!(counts(app.ok(&cat, "my_user_info", json!({})).await), (json!(0), json!(2)));
    for _ in 0..2 {
        app.ok(&ann, "user_unfollow", json!({ "to_uid": cat.uid })).await;
    }
    assert_eq!(counts(app.ok(&ann, "my_user_info", json!({})).await), (json!(1), json!(0)));
    assert_eq!(counts(app.ok(&cat, "my_user_info", json!({})).await), (json!(0), json!(1)));
    for method in ["user_follow", "user_unfollow"] {
        assert_eq!(code(&app.call_as(&ann, method, json!({ "to_uid": "nobody" })).await), 107);
    }
    assert_eq!(code(&app.call_as(&ann, "user_follow", json!({ "to_uid": ann.uid })).await), 400);
}

#[tokio::test]
async fn a_list_without_documented_pages_is_complete() {
    let app = TestApp::start().await;
    let ann = app.community_user(0).await;
    for n in 1..=25 {
        let fan = app.community_user(n).await;
        app.ok(&fan, "user_follow", json!({ "to_uid": ann.uid })).await;
    }
    assert_eq!(app.ok(&ann, "my_follower", json!({})).await["my_follower"].as_array().unwrap().len(), 25);
}

#[tokio::test]
async fn looking_up_users_by_phone_is_limited() {
    let app = TestApp::start_with(&["limits.lookup_per_minute=2"]).await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let by_phone = |phone: &str| app.call_as(&ann, "user_info", json!({ "phone": phone }));
    assert_eq!(code(&by_phone(&bob.phone).await), 0);
    assert_eq!(code(&by_phone("13700000000").await), 107, "a failed look-up counts");
    let refused = by_phone(&bob.phone).await;
    assert_eq!((code(&refused), refused["retry_after"].as_i64()), (110, Some(30)));
    app.ok(&ann, "user_info", json!({ "to_uid": bob.uid })).await;
    app.ok(&bob, "user_info", json!({ "phone": ann.phone })).await;
}

#[tokio::test]
async fn wrong_passwords_lock_a_network_and_a_correct_code_always_passes() {
    let app = TestApp::start_with(&["trusted_proxies=127.0.0.1"]).await;
    let phone = json!({ "country": "86", "phone": "13800138000" });
    let with = |more: Value| {
        let mut body = phone.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    app.call("send_sms_code", phone.clone()).await;
    let sms = app.sms_code("13800138000").await.unwrap();
    let account = with(json!({ "code": sms, "password": "123456" }));
    assert_eq!(code(&app.call("user_signup", account).await), 0);
    let from = async |address: &'static str, more: Value| {
        let request = app.http.post(app.url("/community/user_login")).header("x-forwarded-for", address);
        let reply: Value = request.body(with(more).to_string()).send().await.unwrap().json().await.unwrap();
        reply
    };
    for _ in 0..5 {
        assert_eq!(code(&from("203.0.113.1", json!({ "password": "wrong1" })).await), 104);
    }
    let locked = from("203.0.113.1", json!({ "password": "123456" })).await;
    assert_eq!((code(&locked), locked["retry_after"].as_i64()), (108, Some(900)), "{locked}");
    assert_eq!(code(&from("203.0.113.2", json!({ "password": "123456" })).await), 0, "another network");
    app.clock.advance(MINUTE_MS);
    app.call("send_sms_code", phone.clone()).await;
    let sms = app.sms_code("13800138000").await.unwrap();
    assert_eq!(code(&from("203.0.113.1", json!({ "code": sms })).await), 0, "a correct code passes");
    assert_eq!(code(&from("203.0.113.1", json!({ "password": "123456" })).await), 0, "and ends the lock");
}
