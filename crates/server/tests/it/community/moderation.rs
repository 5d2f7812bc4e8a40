//! Moderation as clients see it: words, reports, hidden content and banned users.

use std::collections::BTreeSet;

use miaohui_community::ids::UserId;
use miaohui_community::methods;
use miaohui_community::operators::{self, Subject};
use miaohui_db::Tx;
use miaohui_moderation::ReporterId;
use miaohui_server::verify;
use miaohui_testkit::{CommunityFixture, CommunityUser, TestApp, code, resolved};
use serde_json::{Value, json};

use crate::moderation::{MASKED, QUEUED, REFUSED, add_words, open_reports, take_report};

/// Text parameters that other users never read.
const NOT_WRITTEN: &[&str] = &[
    "avatar",
    "channel",
    "code",
    "country",
    "email",
    "images",
    "invitation_code",
    "master_id",
    "merchant_id",
    "openid",
    "password",
    "phone",
    "reason",
    "return_url",
    "scene",
    "text",
    "to_id",
    "to_uid",
    "types",
];

#[tokio::test]
async fn every_text_is_moderated_or_listed_as_private() {
    let app = TestApp::start().await;
    let reference = app.get(None, "/openapi/community.json").await;
    let mut texts = BTreeSet::new();
    for method in methods::table() {
        let operation = &reference["paths"][format!("/{}", method.name)]["post"];
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        let sent = &resolved(&reference, body)["properties"];
        let marks = sent.to_string().matches("x-written-text").count();
        assert_eq!(marks, method.written.len(), "{}: a written text is not at the top", method.name);
        for (name, schema) in sent.as_object().into_iter().flatten() {
            let is = |kind: &str| {
                schema["type"] == kind
                    || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|k| k == kind))
                    || schema["items"]["type"] == kind
            };
            if name != "token" && is("string") && !is("integer") && !method.written.contains(name) {
                texts.insert(name.clone());
            }
        }
    }
    assert_eq!(texts.iter().map(String::as_str).collect::<Vec<_>>(), NOT_WRITTEN);
}

/// The text of the content that a report concerns.
async fn text_of(app: &TestApp, kind: &str, id: i64) -> String {
    let sql = match kind {
        "article" => "SELECT content FROM co_article WHERE id = $1",
        "article_comment" => "SELECT content FROM co_article_comment WHERE id = $1",
        "ticket_comment" => "SELECT content FROM co_ticket_comment WHERE id = $1",
        "game_comment" => "SELECT content FROM co_game_comment WHERE id = $1",
        "message" => "SELECT content FROM co_message WHERE id = $1",
        "user" => {
            "SELECT nickname || COALESCE(province, '') || COALESCE(city, '') || COALESCE(intro, '') FROM co_user WHERE id = $1"
        }
        _ => panic!("{kind}"),
    };
    let read = move |tx: &mut Tx<'_>| tx.query_one::<(String,)>(sql, &[id.into()]);
    app.service.community.db.read(read).await.unwrap().0
}

/// Calls a method with a text in the parameter `name`.
async fn write(app: &TestApp, community: &CommunityFixture, method: &str, name: &str, text: &str) -> Value {
    if method != "user_signup" {
        let mut params = community.params(method);
        params[name] = json!(text);
        return app.call_as(&community.ann, method, params).await;
    }
    app.clock.advance(24 * 3_600_000);
    let phone = format!("138{:08}", app.clock.now_ms() / 3_600_000 % 100_000_000);
    app.call("send_sms_code", json!({ "country": "86", "phone": phone })).await;
    let code = app.sms_code(&phone).await.unwrap();
    let params = json!({ "country": "86", "phone": phone, "code": code, "password": "123456", name: text });
    app.call(method, params).await
}

#[tokio::test]
async fn every_published_text_is_checked_against_the_words() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    add_words(&app).await;
    let mut tried = 0;
    for method in methods::table() {
        for name in &method.written {
            let at = format!("{} {name}", method.name);
            let refused = write(&app, &community, method.name, name, &format!("去{REFUSED}吧")).await;
            assert_eq!(code(&refused), 400, "{at}: {refused}");
            assert!(refused["err_msg"].as_str().unwrap().contains("敏感词"), "{at}: {refused}");
            assert_eq!(take_report(&app).await, None, "{at}");

            let queued = write(&app, &community, method.name, name, &format!("去{QUEUED}吧")).await;
            assert_eq!(code(&queued), 0, "{at}: {queued}");
            let report = take_report(&app).await.unwrap_or_else(|| panic!("{at}: no report"));
            assert_eq!((report.product.as_str(), report.reporter), ("community", None), "{at}");
            assert_eq!((report.reason.as_str(), report.text.as_str()), ("words", QUEUED), "{at}");
            let text = text_of(&app, &report.kind, report.thing_id.get()).await;
            assert!(text.contains(&format!("去{QUEUED}吧")), "{at}: {text}");

            // The report of the same call with a queued word shows the masked text.
            let both = format!("去gAMBLE{QUEUED}");
            let masked = write(&app, &community, method.name, name, &both).await;
            assert_eq!(code(&masked), 0, "{at}: {masked}");
            let report = take_report(&app).await.unwrap();
            let text = text_of(&app, &report.kind, report.thing_id.get()).await;
            let stars = "*".repeat(MASKED.len());
            assert!(text.contains(&format!("去{stars}{QUEUED}")), "{at}: {text}");
            tried += 1;
        }
    }
    assert!(tried >= 14, "{tried}");
}

#[tokio::test]
async fn a_refused_text_is_reported_only_to_authorized_callers() {
    let app = TestApp::start().await;
    add_words(&app).await;
    let call = json!({ "content": REFUSED, "token": "0".repeat(32) });
    assert_eq!(code(&app.call("article_publish", call).await), 404);
    let ann = app.community_user(1).await;
    let report = json!({ "kind": "user", "id": ann.uid, "reason": "other", "text": REFUSED });
    app.ok(&ann, "report", report).await;
}

#[tokio::test]
async fn a_user_reports_existing_content_once() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let sent = app.ok(&community.ann, "send_message_to_user", community.params("send_message_to_user")).await;
    let message = &sent["message_id"];
    let stranger = app.community_user(9).await;
    for (kind, id, missing) in [
        ("article", json!(community.article), 301),
        ("article_comment", json!(community.comment.to_string()), 302),
        ("ticket_comment", json!(community.ticket_comment), 302),
        ("game_comment", json!(community.game_comment), 302),
        ("message", message.clone(), 506),
        ("user", json!(community.ann.uid), 107),
    ] {
        let report = json!({ "kind": kind, "id": id, "reason": "spam", "text": "看看" });
        for _ in 0..2 {
            app.ok(&community.bob, "report", report.clone()).await;
        }
        let mut wrong = report.clone();
        wrong["reason"] = json!("boredom");
        assert_eq!(code(&app.call_as(&community.bob, "report", wrong).await), 400);
        for nothing in [json!(999_999), json!("f".repeat(32))] {
            let mut report = report.clone();
            report["id"] = nothing;
            assert_eq!(code(&app.call_as(&community.bob, "report", report).await), missing, "{kind}");
        }
        let reports = open_reports(&app).await;
        let ours: Vec<_> = reports.iter().filter(|report| report.kind == kind).collect();
        assert_eq!(ours.len(), 1, "{kind}");
        assert_eq!(
            (ours[0].reporter.map(ReporterId::get), ours[0].text.as_str()),
            (Some(community.bob.id.get()), "看看"),
            "{kind}"
        );
    }
    let report = json!({ "kind": "message", "id": message, "reason": "spam" });
    assert_eq!(code(&app.call_as(&stranger, "report", report).await), 506, "a conversation of other users");
}

#[tokio::test]
async fn reports_are_limited() {
    let app = TestApp::start_with(&["limits.publish_per_minute=2"]).await;
    let ann = app.community_user(1).await;
    let report = json!({ "kind": "user", "id": ann.uid, "reason": "spam" });
    let codes = [0, 1, 2].map(|_| app.call_as(&ann, "report", report.clone()));
    let mut answered = Vec::new();
    for call in codes {
        answered.push(code(&call.await));
    }
    assert_eq!(answered, [0, 0, 110]);
}

async fn operate(
    app: &TestApp,
    operation: fn(&mut Tx<'_>, Subject, i64) -> miaohui_db::Result<bool>,
    kind: Subject,
    id: i64,
) -> bool {
    let changed = app.service.community.db.write(move |tx| operation(tx, kind, id)).await.unwrap();
    assert_eq!(verify(&app.service.community.db, false).await.unwrap(), []);
    changed
}

/// The replies of all methods that may show the fixture's content, for two users and for `others`.
async fn seen(
    app: &TestApp,
    community: &CommunityFixture,
    others: &[&CommunityUser],
) -> Vec<(&'static str, Value)> {
    let mut seen = Vec::new();
    for who in [&community.ann, &community.bob].into_iter().chain(others.iter().copied()) {
        for method in [
            "article_list",
            "following_article_list",
            "my_article_list",
            "my_article_collect_list",
            "article_detail",
            "article_comment_list",
            "ticket_comment_list",
            "ticket_circle",
            "game_comment_list",
            "my_user_info",
        ] {
            seen.push((method, app.call_as(who, method, community.params(method)).await));
        }
    }
    seen
}

/// Hides content, requires that no reply contains its `keys` and that each call gives its code, and
/// restores the content.
async fn hidden_as_if_deleted(
    app: &TestApp,
    community: &CommunityFixture,
    (kind, id): (Subject, i64),
    (name, keys): (&str, &[String]),
    calls: &[(&str, Value, i64)],
) {
    let (cat, dan) = (app.community_user(50 + kind as u32).await, app.community_user(70 + kind as u32).await);
    app.ok(&cat, "sns_block", json!({ "to_uid": dan.uid })).await;
    app.ok(&cat, "article_collect", json!({ "article_id": community.article })).await;
    let before = seen(app, community, &[&cat]).await;
    let shows = |seen: &[(&str, Value)], key: &str| {
        seen.iter().filter(|(method, reply)| method.contains(name) && reply.to_string().contains(key)).count()
    };
    assert!(keys.iter().all(|key| shows(&before, key) > 0), "{kind:?}: {before:#?}");
    assert!(operate(app, operators::hide, kind, id).await);
    assert!(!operate(app, operators::hide, kind, id).await, "twice");
    let without = seen(app, community, &[&cat]).await;
    assert!(keys.iter().all(|key| shows(&without, key) == 0), "{kind:?}: {without:#?}");
    for who in [&community.ann, &community.bob] {
        for (method, params, expected) in calls {
            let reply = app.call_as(who, method, params.clone()).await;
            assert_eq!(code(&reply), *expected, "{method} {params}: {reply}");
        }
    }
    assert!(operate(app, operators::restore, kind, id).await);
    assert!(!operate(app, operators::restore, kind, id).await, "twice");
    assert_eq!(seen(app, community, &[&cat]).await, before, "{kind:?}");
}

#[tokio::test]
async fn hidden_content_is_absent_until_it_is_restored() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let of = json!({ "article_id": community.article });
    app.ok(&community.bob, "article_like", of.clone()).await;
    let report = |kind: &str, id: i64| json!({ "kind": kind, "id": id, "reason": "spam" });
    let mut calls: Vec<(&str, Value, i64)> = [
        "article_detail",
        "article_comment_list",
        "article_like",
        "article_unlike",
        "article_collect",
        "article_uncollect",
    ]
    .map(|method| (method, of.clone(), 301))
    .to_vec();
    calls.push(("article_comment_publish", community.params("article_comment_publish"), 301));
    calls.push(("article_comment_reply", community.params("article_comment_reply"), 301));
    calls.push(("article_comment_up", json!({ "article_comment_id": community.comment }), 302));
    calls.push(("article_comment_del", json!({ "article_comment_id_list": [community.comment] }), 302));
    calls.push(("article_del", json!({ "article_id_list": [community.article] }), 301));
    calls.push(("report", report("article", community.article.get()), 301));
    calls.push(("report", report("article_comment", community.comment.get()), 302));
    let key = |name: &str, id: i64| format!("\"{name}\":{id},");
    let keys = [key("article_id", community.article.get())];
    hidden_as_if_deleted(
        &app,
        &community,
        (Subject::Article, community.article.get()),
        ("article", &keys),
        &calls,
    )
    .await;

    let calls = [
        ("article_comment_reply", community.params("article_comment_reply"), 302),
        ("article_comment_up", json!({ "article_comment_id": community.comment }), 302),
        ("article_comment_del", json!({ "article_comment_id_list": [community.comment] }), 302),
        ("report", report("article_comment", community.comment.get()), 302),
    ];
    // The reply to the comment names it too.
    let keys = ["comment_id", "reply_id", "first_reply_id"].map(|name| key(name, community.comment.get()));
    let thing = (Subject::ArticleComment, community.comment.get());
    hidden_as_if_deleted(&app, &community, thing, ("article", &keys), &calls).await;

    let calls = [
        ("ticket_comment_del", json!({ "ticket_comment_id_list": [community.ticket_comment] }), 302),
        ("report", report("ticket_comment", community.ticket_comment.get()), 302),
    ];
    let keys = [key("comment_id", community.ticket_comment.get())];
    let thing = (Subject::TicketComment, community.ticket_comment.get());
    hidden_as_if_deleted(&app, &community, thing, ("ticket", &keys), &calls).await;

    app.ok(&community.ann, "game_comment_publish", community.params("game_comment_publish")).await;
    let calls = [
        ("game_comment_publish", community.params("game_comment_publish"), 302),
        ("game_comment_up", json!({ "comment_id": community.game_comment }), 302),
        ("game_comment_down", json!({ "comment_id": community.game_comment }), 302),
        ("game_comment_del", json!({ "comment_id": community.game_comment }), 302),
        ("report", report("game_comment", community.game_comment.get()), 302),
    ];
    let keys = ["comment_id", "reply_id"].map(|name| key(name, community.game_comment.get()));
    let thing = (Subject::GameComment, community.game_comment.get());
    hidden_as_if_deleted(&app, &community, thing, ("game", &keys), &calls).await;
    assert!(!operate(&app, operators::hide, Subject::User, community.ann.id.get()).await);
    assert!(!operate(&app, operators::hide, Subject::Article, 999_999).await);
    assert!(!operate(&app, operators::restore, Subject::GameComment, 999_999).await);
}

#[tokio::test]
async fn a_ban_ends_all_sessions_and_refuses_sign_in() {
    let app = TestApp::start().await;
    let phone = json!({ "country": "86", "phone": "13800138000" });
    app.call("send_sms_code", phone.clone()).await;
    let mut account = phone.clone();
    account["code"] = json!(app.sms_code("13800138000").await.unwrap());
    account["password"] = json!("123456");
    let signed_up = app.call("user_signup", account).await;
    let old = json!({ "token": signed_up["token"] });
    assert_eq!(code(&app.call("my_user_info", old.clone()).await), 0);
    let db = &app.service.community.db;
    let id = db.read(|tx| tx.query_one::<(UserId,)>("SELECT id FROM co_user", &[])).await.unwrap().0;
    assert!(db.write(move |tx| operators::ban(tx, id, "发广告")).await.unwrap());
    assert!(!db.write(move |tx| operators::ban(tx, id, "again")).await.unwrap(), "twice");
    assert_eq!(db.read(move |tx| operators::ban_reason(tx, id)).await.unwrap().as_deref(), Some("发广告"));
    assert_eq!(code(&app.call("my_user_info", old.clone()).await), 404);
    let mut login = phone.clone();
    login["password"] = json!("123456");
    let refused = app.call("user_login", login.clone()).await;
    assert_eq!(code(&refused), 108);
    assert!(refused["err_msg"].as_str().unwrap().contains("封禁 发广告"), "{refused}");
    let mut wrong = phone.clone();
    wrong["password"] = json!("654321");
    assert_eq!(code(&app.call("user_login", wrong).await), 104, "only who knows the password is told");
    assert!(db.write(move |tx| operators::unban(tx, id)).await.unwrap());
    assert!(!db.write(move |tx| operators::unban(tx, id)).await.unwrap(), "twice");
    assert_eq!(code(&app.call("user_login", login).await), 0);
    assert_eq!(code(&app.call("my_user_info", old).await), 404, "old tokens stay ended");
}
