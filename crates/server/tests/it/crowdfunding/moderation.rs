//! Moderation as clients see it: words, reports, hidden content and banned users.

use std::collections::BTreeSet;

use miaohui_crowdfunding::operators::{self, Subject};
use miaohui_crowdfunding::reference;
use miaohui_db::Tx;
use miaohui_moderation::ThingId;
use miaohui_server::verify;
use miaohui_testkit::{CrowdfundingFixture, CrowdfundingReply, CrowdfundingUser, TestApp, resolved};
use reqwest::Method;
use serde_json::{Value, json};

use super::catalogue::body_of;
use crate::moderation::{MASKED, QUEUED, REFUSED, add_words, open_reports, take_report};

/// Text fields that other users never read.
const NOT_WRITTEN: &[&str] = &[
    "again",
    "channel",
    "detailinfo.blog",
    "detailinfo.idcard",
    "detailinfo.mobile",
    "detailinfo.qq",
    "detailinfo.weibo",
    "fundinfo.account",
    "fundinfo.alipay",
    "fundinfo.bank_name",
    "fundinfo.bank_sub_name",
    "fundinfo.name",
    "old_password",
    "openid",
    "password",
    "refresh_token",
    "return_url",
    "scene",
    "text",
    "token",
];

/// A text field of an operation.
struct Field {
    verb: String,
    path: String,
    /// With its dictionary, as in `detailinfo.name`.
    name: String,
    is_list: bool,
    is_written: bool,
}

fn fields() -> Vec<Field> {
    let document = reference::document();
    let mut fields = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let form =
                resolved(&document, &operation["requestBody"]["content"]["application/json"]["schema"]);
            let mut add = |name: String, schema: &Value| {
                let is = |kind: &str| {
                    schema["type"] == kind
                        || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|k| k == kind))
                };
                let is_text =
                    is("string") && !is("integer") && !is("number") && schema.get("format").is_none();
                if is_text {
                    let (is_list, is_written) = (is("array"), schema["x-written-text"] == true);
                    let (verb, path) = (verb.to_uppercase(), path.clone());
                    fields.push(Field { verb, path, name, is_list, is_written });
                }
            };
            for (name, schema) in form["properties"].as_object().into_iter().flatten() {
                match schema["properties"].as_object() {
                    None => add(name.clone(), schema),
                    Some(inner) => {
                        for (key, schema) in inner {
                            add(format!("{name}.{key}"), schema);
                        }
                    }
                }
            }
        }
    }
    fields
}

#[test]
fn every_text_is_moderated_or_listed_as_private() {
    let not: BTreeSet<String> =
        fields().into_iter().filter(|field| !field.is_written).map(|field| field.name).collect();
    assert_eq!(not.iter().map(String::as_str).collect::<Vec<_>>(), NOT_WRITTEN);
}

/// Sends a text in a field of an otherwise valid body.
async fn write(
    app: &TestApp,
    crowdfunding: &CrowdfundingFixture,
    field: &Field,
    text: &str,
) -> CrowdfundingReply {
    let Field { verb, path, name, is_list, .. } = field;
    let text = if *is_list { json!([text]) } else { json!(text) };
    let mut body = match (verb.as_str(), path.as_str()) {
        (_, "/api/accounts/register/") => {
            app.clock.advance(1);
            let email = format!("new{}@example.com", app.clock.now_ms());
            json!({ "email": email, "password": "long enough" , "nickname": "n" })
        }
        ("PATCH", _) | (_, "/api/accounts/user/") => json!({ "nickname": "n" }),
        _ => body_of(app, crowdfunding, verb, path).await,
    };
    match name.split_once('.') {
        None => body[name] = text,
        Some((dictionary, key)) => body[dictionary] = json!({ key: text }),
    }
    // The name of a project under way cannot change, so the draft is used.
    let at = match path.as_str() {
        "/api/crowdfunding/project/{id}/" => format!("/api/crowdfunding/project/{}/", crowdfunding.draft),
        _ => crowdfunding.path(path),
    };
    app.api(Some(&crowdfunding.owner), verb.parse().unwrap(), &at, body).await
}

/// The kind that reports give the content of an operation.
fn kind_of(path: &str) -> &'static str {
    let kinds: &[(&str, &str)] = &[
        ("accounts", "user"),
        ("feedback", "feedback"),
        ("package", "package"),
        ("task", "task"),
        ("section", "section"),
        ("topic/{id}/comment", "topic_comment"),
        ("topic/comment", "topic_comment"),
        ("topic", "topic"),
        ("comment", "comment"),
        ("project", "project"),
    ];
    kinds.iter().find(|(part, _)| path.contains(part)).unwrap().1
}

#[tokio::test]
async fn every_published_text_is_checked_against_the_words() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    add_words(&app).await;
    let mut tried = 0;
    for field in fields().into_iter().filter(|field| field.is_written) {
        let at = format!("{} {} {}", field.verb, field.path, field.name);
        let refused = write(&app, &crowdfunding, &field, &format!("去{REFUSED}吧")).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (400, 10006), "{at}: {}", refused.body);
        assert_eq!(refused.fields(), [(field.name.clone(), 10000)], "{at}");
        assert_eq!(take_report(&app).await, None, "{at}");

        let queued = write(&app, &crowdfunding, &field, &format!("去gAMBLE{QUEUED}")).await;
        assert!(queued.status.is_success(), "{at}: {}", queued.body);
        let stars = "*".repeat(MASKED.len());
        assert!(queued.body.to_string().contains(&format!("去{stars}{QUEUED}")), "{at}: {}", queued.body);
        let report = take_report(&app).await.unwrap_or_else(|| panic!("{at}: no report"));
        assert_eq!(
            (report.product.as_str(), report.kind.as_str()),
            ("crowdfunding", kind_of(&field.path)),
            "{at}"
        );
        assert_eq!(json!(report.thing_id), queued.body["id"], "{at}");
        assert_eq!((report.reporter, report.text.as_str()), (None, QUEUED), "{at}");
        tried += 1;
    }
    assert!(tried >= 30, "{tried}");
}

#[tokio::test]
async fn a_report_names_the_kind_of_an_anonymous_comment() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    add_words(&app).await;
    let path = format!("/api/crowdfunding/project/{}/comment/", crowdfunding.project);
    let body = json!({ "type": "anonymous", "content": QUEUED });
    let made = app.api(None, Method::POST, &path, body).await.body;
    let report = take_report(&app).await.unwrap();
    assert_eq!((report.kind.as_str(), json!(report.thing_id)), ("comment", made["id"].clone()));
}

#[tokio::test]
async fn a_user_reports_visible_content_once() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    for (kind, id, inside) in [
        ("project", crowdfunding.project.get(), false),
        ("comment", crowdfunding.comment.get(), false),
        ("topic", crowdfunding.topic.get(), true),
        ("topic_comment", crowdfunding.topic_comment.get(), true),
        ("user", crowdfunding.owner.id.get(), false),
    ] {
        let body = json!({ "kind": kind, "id": id, "reason": "fraud", "text": "看看" });
        for _ in 0..2 {
            let answer =
                app.api(Some(&crowdfunding.backer), Method::POST, "/api/report/", body.clone()).await;
            assert_eq!((answer.status.as_u16(), &answer.body), (201, &body));
        }
        let reports = open_reports(&app).await;
        let ours: Vec<_> = reports.iter().filter(|report| report.kind == kind).collect();
        assert_eq!(ours.len(), 1, "{kind}");
        assert_eq!(
            (json!(ours[0].thing_id), json!(ours[0].reporter)),
            (json!(id), json!(crowdfunding.backer.id)),
            "{kind}"
        );
        let stranger =
            app.api(Some(&crowdfunding.stranger), Method::POST, "/api/report/", body.clone()).await;
        assert_eq!(stranger.status, if inside { 400 } else { 201 }, "{kind}");
        let mut nothing = body;
        nothing["id"] = json!(999_999);
        let answer = app.api(Some(&crowdfunding.backer), Method::POST, "/api/report/", nothing).await;
        assert_eq!(answer.fields(), [("id".to_owned(), 10000)], "{kind}");
    }
    let wrong = json!({ "kind": "weather", "id": 1, "reason": "rain", "text": "x".repeat(501) });
    let answer = app.api(Some(&crowdfunding.backer), Method::POST, "/api/report/", wrong).await;
    let wrong = ["kind", "reason", "text"].map(|name| (name.to_owned(), 10000));
    assert_eq!(answer.fields(), wrong);
}

async fn operate(
    app: &TestApp,
    operation: fn(&mut Tx<'_>, Subject, ThingId, &str, &str, i64) -> miaohui_crowdfunding::Result<bool>,
    kind: Subject,
    id: i64,
) -> bool {
    let db = &app.service.crowdfunding.db;
    let changed = db.write(move |tx| operation(tx, kind, id.into(), "root", "because", 3)).await.unwrap();
    assert_eq!(verify(db, false).await.unwrap(), []);
    changed
}

async fn status(app: &TestApp, who: &CrowdfundingUser, verb: Method, path: &str) -> u16 {
    app.api(Some(who), verb, path, Value::Null).await.status.as_u16()
}

/// The comments and topics of a project as the owner and the supporter see them.
async fn talk(app: &TestApp, crowdfunding: &CrowdfundingFixture) -> Vec<Value> {
    let mut seen = Vec::new();
    for who in [&crowdfunding.owner, &crowdfunding.backer] {
        let project = format!("/api/crowdfunding/project/{}", crowdfunding.project);
        for path in [
            format!("{project}/comment/"),
            format!("{project}/topic/"),
            format!("/api/crowdfunding/project/topic/{}/", crowdfunding.topic),
            format!("/api/crowdfunding/project/topic/{}/comment/", crowdfunding.topic),
            format!("/api/crowdfunding/project/topic/comment/{}/", crowdfunding.topic_comment),
            format!("/api/crowdfunding/project/comment/{}/", crowdfunding.comment),
            "/api/accounts/user/".to_owned(),
        ] {
            seen.push(app.api(Some(who), Method::GET, &path, Value::Null).await.body);
        }
    }
    seen
}

#[tokio::test]
async fn hidden_content_is_absent_until_it_is_restored() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let before = talk(&app, &crowdfunding).await;
    let at = "/api/crowdfunding/project";
    let topic = format!("{at}/topic/{}/", crowdfunding.topic);
    let topic_comment = format!("{at}/topic/comment/{}/", crowdfunding.topic_comment);
    let comment = format!("{at}/comment/{}/", crowdfunding.comment);
    for (kind, id, gone) in [
        (Subject::Comment, crowdfunding.comment.get(), vec![comment.clone()]),
        (Subject::TopicComment, crowdfunding.topic_comment.get(), vec![topic_comment.clone()]),
        (
            Subject::Topic,
            crowdfunding.topic.get(),
            vec![topic.clone(), format!("{topic}comment/"), topic_comment.clone()],
        ),
    ] {
        assert!(operate(&app, operators::hide, kind, id).await);
        assert!(!operate(&app, operators::hide, kind, id).await, "twice");
        for path in gone {
            for (who, verb) in [(&crowdfunding.owner, Method::GET), (&crowdfunding.backer, Method::GET)] {
                assert_eq!(status(&app, who, verb, &path).await, 404, "{kind:?} {path}");
            }
            if !path.ends_with("/comment/") {
                assert_eq!(
                    status(&app, &crowdfunding.owner, Method::PATCH, &path).await,
                    404,
                    "{kind:?} {path}"
                );
                assert_eq!(
                    status(&app, &crowdfunding.owner, Method::DELETE, &path).await,
                    404,
                    "{kind:?} {path}"
                );
            }
        }
        let body = json!({ "kind": kind.word(), "id": id, "reason": "spam" });
        assert_eq!(app.api(Some(&crowdfunding.owner), Method::POST, "/api/report/", body).await.status, 400);
        assert!(operate(&app, operators::restore, kind, id).await);
        assert!(!operate(&app, operators::restore, kind, id).await, "twice");
        assert_eq!(talk(&app, &crowdfunding).await, before, "{kind:?}");
    }
    let audit = |tx: &mut Tx<'_>| {
        tx.query::<(String, String, String)>(
            "SELECT action, subject, actor FROM cf_audit WHERE subject = 'topic' ORDER BY id",
            &[],
        )
    };
    let rows = app.service.crowdfunding.db.read(audit).await.unwrap();
    let row = |action: &str| (action.to_owned(), "topic".to_owned(), "root".to_owned());
    assert_eq!(rows, [row("hide"), row("restore")]);
    assert!(!operate(&app, operators::hide, Subject::Project, crowdfunding.project.get()).await);
    assert!(!operate(&app, operators::hide, Subject::Comment, 999_999).await);
}

#[tokio::test]
async fn a_hidden_comment_hides_its_replies() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let path = format!("/api/crowdfunding/project/{}/comment/", crowdfunding.project);
    let shown = async || {
        let list = app.get(None, &path).await;
        let top = &list["results"][0];
        let depth = |node: &Value| node["children"].as_array().unwrap().len();
        let middle = top["children"].get(0).map(&depth);
        (list["count"].as_i64().unwrap(), top["children_omitted"].clone(), middle)
    };
    let before = app.get(None, &path).await;
    let answer = before["results"][0]["children"][0]["children"][0]["id"].as_i64().unwrap();
    let hide = async |id| assert!(operate(&app, operators::hide, Subject::Comment, id).await);
    let restore = async |id| assert!(operate(&app, operators::restore, Subject::Comment, id).await);
    hide(crowdfunding.comment.get()).await;
    assert_eq!(shown().await, (1, Value::Null, None));
    let reply = json!({ "type": "normal", "content": "x", "parent": answer });
    let refused = app.api(Some(&crowdfunding.owner), Method::POST, &path, reply).await;
    assert_eq!(refused.fields(), [("parent".to_owned(), 10000)], "a hidden comment accepts no reply");
    assert!(!operate(&app, operators::hide, Subject::Comment, answer).await, "it is hidden already");
    assert!(!operate(&app, operators::restore, Subject::Comment, answer).await, "not by itself");
    restore(crowdfunding.comment.get()).await;
    assert_eq!(app.get(None, &path).await, before);
    // Both hidden separately: the upper comment hides the lower one.
    hide(answer).await;
    assert_eq!(shown().await, (1, Value::Null, Some(0)));
    hide(crowdfunding.comment.get()).await;
    restore(answer).await;
    assert_eq!(shown().await, (1, Value::Null, None));
    restore(crowdfunding.comment.get()).await;
    assert_eq!(app.get(None, &path).await, before);
    hide(answer).await;
    hide(crowdfunding.comment.get()).await;
    restore(crowdfunding.comment.get()).await;
    assert_eq!(shown().await, (1, Value::Null, Some(0)), "still hidden by itself");
    restore(answer).await;
    let top = before["results"][0]["id"].as_i64().unwrap();
    hide(top).await;
    assert_eq!(app.get(None, &path).await["count"], 0);
    restore(top).await;
    assert_eq!(app.get(None, &path).await, before);
}

#[tokio::test]
async fn a_ban_ends_all_sessions_and_refuses_sign_in() {
    let app = TestApp::start().await;
    let post = async |path: &str, body: Value| app.api(None, Method::POST, path, body).await;
    let account = json!({ "email": "ann@example.com", "password": "long enough", "nickname": "ann" });
    let id = post("/api/accounts/register/", account.clone()).await.body["id"].as_i64().unwrap();
    let db = &app.service.crowdfunding.db;
    let ban = || db.write(move |tx| operators::ban(tx, id.into(), "root", "spam", 3));
    let unban = || db.write(move |tx| operators::unban(tx, id.into(), "root", "sorry", 4));
    assert!(!ban().await.unwrap(), "not active yet");
    assert!(!unban().await.unwrap(), "that would activate it");
    let mail = app.last_mail("ann@example.com").await.unwrap()["text"].as_str().unwrap().to_owned();
    let token = mail.split("token=").nth(1).unwrap()[..40].to_owned();
    post("/api/accounts/activate/", json!({ "token": token })).await;
    let pair = post("/api/token/get/", account.clone()).await.body;
    let ann = CrowdfundingUser {
        id: id.into(),
        email: "ann@example.com".into(),
        token: pair["token"].as_str().unwrap().to_owned(),
    };
    let own = async || app.api(Some(&ann), Method::GET, "/api/accounts/user/", Value::Null).await;
    assert_eq!(own().await.status, 200);
    assert!(ban().await.unwrap());
    assert!(!ban().await.unwrap(), "twice");
    let out = own().await;
    assert_eq!((out.status.as_u16(), out.error()), (401, 10009));
    assert_eq!(post("/api/token/get/", account.clone()).await.error(), 10002);
    assert_eq!(post("/api/token/refresh/", pair.clone()).await.error(), 10002);
    assert!(unban().await.unwrap());
    assert!(!unban().await.unwrap(), "twice");
    assert_eq!(own().await.error(), 10004, "old tokens stay ended");
    assert_eq!(post("/api/token/get/", account).await.status, 200);
}
