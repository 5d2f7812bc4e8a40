use miaohui_kernel::{DAY_MS, MINUTE_MS};
use miaohui_testkit::{CommunityUser, TestApp, code, png};
use serde_json::{Value, json};

use super::erase_due;
use crate::console::{audited, number, text};

const PHONE: &str = "13800138000";

/// Signs a user up, whose password is 123456.
async fn sign_up(app: &TestApp) -> CommunityUser {
    let params = json!({ "country": "86", "phone": PHONE });
    app.call("send_sms_code", params).await;
    let sms = app.sms_code(PHONE).await.unwrap();
    let params =
        json!({ "country": "86", "phone": PHONE, "password": "123456", "code": sms, "nickname": "小王" });
    let reply = app.call("user_signup", params).await;
    signed_in(&reply)
}

fn signed_in(reply: &Value) -> CommunityUser {
    assert_eq!(code(reply), 0, "{reply}");
    CommunityUser {
        token: reply["token"].as_str().unwrap().into(),
        uid: reply["uid"].as_str().unwrap().into(),
        phone: PHONE.into(),
        id: miaohui_community::ids::UserId(0),
    }
}

async fn log_in(app: &TestApp) -> Value {
    app.call("user_login", json!({ "country": "86", "phone": PHONE, "password": "123456" })).await
}

#[tokio::test]
async fn an_erasure_waits_and_a_login_cancels_it() {
    let app = TestApp::start().await;
    let ann = sign_up(&app).await;
    for (params, expected) in
        [(json!({}), 400), (json!({ "password": "wrong one" }), 104), (json!({ "code": "000000" }), 102)]
    {
        assert_eq!(code(&app.call_as(&ann, "user_delete", params).await), expected);
    }
    let now = app.clock.now_ms();
    let reply = app.ok(&ann, "user_delete", json!({ "password": "123456" })).await;
    assert_eq!(reply["erase_at"], now + 7 * DAY_MS);
    assert_eq!(code(&app.call_as(&ann, "my_user_info", json!({})).await), 404, "sessions end");
    app.clock.advance(6 * DAY_MS);
    assert_eq!(erase_due(&app).await, 0);
    let ann = signed_in(&log_in(&app).await);
    app.clock.advance(30 * DAY_MS);
    assert_eq!(erase_due(&app).await, 0, "the login has cancelled it");
    app.clock.advance(MINUTE_MS);
    app.call("send_sms_code", json!({ "country": "86", "phone": PHONE })).await;
    let sms = app.sms_code(PHONE).await.unwrap();
    app.ok(&ann, "user_delete", json!({ "code": sms })).await;
    app.clock.advance(8 * DAY_MS);
    assert_eq!(erase_due(&app).await, 1);
    assert_eq!(code(&log_in(&app).await), 107);
    let again = sign_up(&app).await;
    assert_ne!(again.uid, ann.uid, "the phone may sign up again");
}

/// Two users who did everything to each other, and the picture of the first.
async fn busy_users(app: &TestApp) -> (CommunityUser, CommunityUser, String) {
    let (ann, bob) = (sign_up(app).await, app.community_user(1).await);
    let picture = app.upload(&ann, png(1, 40, 40)).await;
    let article = app.ok(
        &ann,
        "article_publish",
        json!({ "content": "我的文章", "images": [format!("{picture}.jpg")] }),
    );
    let article = article.await["article_id"].clone();
    app.ok(
        &ann,
        "my_user_info_update",
        json!({ "avatar": picture, "email": "ann@example.com", "intro": "我" }),
    )
    .await;
    let other = app.publish_article(&bob, "另一篇").await;
    let comment = json!({ "article_id": other, "content": "小王的评论" });
    let comment = app.ok(&ann, "article_comment_publish", comment).await["comment_id"].clone();
    let answer =
        json!({ "article_comment_id": comment, "reply_id": comment, "article_id": other, "content": "答复" });
    app.ok(&bob, "article_comment_reply", answer).await;
    for (user, id) in [(&ann, json!(other)), (&bob, article)] {
        app.ok(user, "article_like", json!({ "article_id": id })).await;
        app.ok(user, "article_collect", json!({ "article_id": id })).await;
    }
    app.ok(&ann, "user_follow", json!({ "to_uid": bob.uid })).await;
    app.ok(&bob, "user_follow", json!({ "to_uid": ann.uid })).await;
    app.ok(&ann, "send_message_to_user", json!({ "to_uid": bob.uid, "content": "你好" })).await;
    app.ok(&bob, "send_message_to_user", json!({ "to_uid": ann.uid, "content": "你好小王" })).await;
    app.ok(&ann, "send_message_to_customer_service", json!({ "content": "客服你好" })).await;
    let report = json!({ "kind": "article", "id": other, "reason": "spam", "text": "小王觉得是广告" });
    app.ok(&ann, "report", report).await;
    (ann, bob, picture)
}

#[tokio::test]
async fn an_erased_user_leaves_nothing_that_names_the_user() {
    let app = TestApp::start_with(&["privacy.erase_after_days=0"]).await;
    let (ann, bob, picture) = busy_users(&app).await;
    let blob = text(&app, "SELECT blob FROM co_media").await;
    app.ok(&ann, "user_delete", json!({ "password": "123456" })).await;
    assert_eq!(erase_due(&app).await, 1);
    app.require_verified().await;
    assert_eq!(code(&app.call_as(&bob, "user_info", json!({ "to_uid": ann.uid })).await), 107);
    assert_eq!(code(&app.call_as(&bob, "user_info", json!({ "phone": PHONE })).await), 107);
    let articles = app.ok(&bob, "article_list", json!({})).await["article_list"].clone();
    assert_eq!(articles.as_array().unwrap().len(), 1);
    assert_eq!(
        (&articles[0]["like_count"], &articles[0]["comment_count"]),
        (&json!(0), &json!(1)),
        "{articles}"
    );
    for (method, key) in [
        ("my_follower", "my_follower"),
        ("my_following_users", "my_following_users"),
        ("my_message_center", "my_message_center"),
    ] {
        let params = json!({ "types": ["user", "master", "merchant", "customer_service"] });
        assert_eq!(app.ok(&bob, method, params).await[key], json!([]), "{method}");
    }
    assert_eq!(app.http.get(app.url(&format!("/media/{picture}"))).send().await.unwrap().status(), 404);
    assert!(app.service.platform.blobs.open_blob(&blob).is_err(), "the file is removed");
    for (what, sql) in [
        ("messages", "SELECT COUNT(*) FROM co_message"),
        ("sessions", "SELECT COUNT(*) FROM co_session WHERE user_id = 1"),
        ("marks", "SELECT COUNT(*) FROM co_article_like"),
        ("reports", "SELECT COUNT(*) FROM moderation_report WHERE text <> ''"),
        ("media", "SELECT COUNT(*) FROM co_media"),
        ("notes", "SELECT COUNT(*) FROM unused_blob"),
    ] {
        assert_eq!(number(&app, sql).await, 0, "{what}");
    }
    assert_eq!(text(&app, "SELECT nickname FROM co_user WHERE id = 1").await, "已注销用户");
}

#[tokio::test]
async fn an_export_has_all_that_the_user_wrote() {
    let app = TestApp::start().await;
    let (ann, bob, _) = busy_users(&app).await;
    let export = app.ok(&ann, "my_data_export", json!({})).await;
    let written = export.to_string();
    for word in
        ["小王", "我的文章", "小王的评论", "ann@example.com", PHONE, "你好小王", "客服你好", "小王觉得是广告"]
    {
        assert!(written.contains(word), "{word}: {export}");
    }
    for secret in ["password", "token", "另一篇"] {
        assert!(!written.contains(secret), "{secret}: {export}");
    }
    let other = app.ok(&bob, "my_data_export", json!({})).await;
    assert!(!other.to_string().contains("我的文章"), "{other}");
}

#[tokio::test]
async fn an_owner_erases_somebody_else_with_audit() {
    let app = TestApp::start().await;
    sign_up(&app).await;
    let (owner, operator) = (app.signed_in("owner").await, app.signed_in("operator").await);
    let fields = [("id", "1"), ("reason", "来信要求")];
    assert_eq!(operator.upload("/console/r/users/do/erase", &fields, &[]).await.status, 403);
    let page = owner.upload("/console/r/users/do/erase", &fields, &[]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(audited(&app, "erase").await, 1);
    assert_eq!(erase_due(&app).await, 1);
    assert_eq!(code(&log_in(&app).await), 107);
    let page = owner.upload("/console/r/users/do/erase", &fields, &[]).await;
    assert!(page.location().contains("done=0"), "{}", page.location());
}
