//! Words, reports, hidden things and banned users, as the clients see them.

use std::collections::BTreeSet;

use miaohui_crowdfunding::operators::{self, Subject};
use miaohui_crowdfunding::reference;
use miaohui_db::Tx;
use miaohui_moderation::ThingId;
use miaohui_server::verify;
use miaohui_testkit::{Answer, Kitchen, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::catalogue::body_of;
use crate::moderation::{MASKED, QUEUED, REFUSED, add_words, open_reports, take_report};

/// Fields that are texts and not written for others to read.
const NOT_WRITTEN: &[&str] = &[
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
    "scene",
    "text",
    "token",
];

/// A field of an operation that takes a text.
struct Field {
    verb: String,
    path: String,
    /// With the dictionary around it, `detailinfo.name`.
    name: String,
    is_list: bool,
    is_written: bool,
}

fn fields() -> Vec<Field> {
    let document = reference::document();
    let mut fields = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let form = &operation["requestBody"]["content"]["application/json"]["schema"];
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
fn every_text_is_written_or_known_not_to_be() {
    let not: BTreeSet<String> =
        fields().into_iter().filter(|field| !field.is_written).map(|field| field.name).collect();
    assert_eq!(not.iter().map(String::as_str).collect::<Vec<_>>(), NOT_WRITTEN);
}

/// Sends a text in a field of a body that would succeed.
async fn write(app: &TestApp, kitchen: &Kitchen, field: &Field, text: &str) -> Answer {
    let Field { verb, path, name, is_list, .. } = field;
    let text = if *is_list { json!([text]) } else { json!(text) };
    let mut body = match (verb.as_str(), path.as_str()) {
        (_, "/api/accounts/register/") => {
            app.clock.advance(1);
            let email = format!("new{}@example.com", app.clock.now_ms());
            json!({ "email": email, "password": "long enough" , "nickname": "n" })
        }
        ("PATCH", _) | (_, "/api/accounts/user/") => json!({ "nickname": "n" }),
        _ => body_of(app, kitchen, verb, path).await,
    };
    match name.split_once('.') {
        None => body[name] = text,
        Some((dictionary, key)) => body[dictionary] = json!({ key: text }),
    }
    // A project under way keeps its name.
    let at = match path.as_str() {
        "/api/crowdfunding/project/{id}/" => format!("/api/crowdfunding/project/{}/", kitchen.draft),
        _ => kitchen.path(path),
    };
    app.api(Some(&kitchen.owner), verb.parse().unwrap(), &at, body).await
}

/// What reports call the thing that an operation writes.
fn kind_of(path: &str) -> &'static str {
    let rooms: &[(&str, &str)] = &[
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
    rooms.iter().find(|(part, _)| path.contains(part)).unwrap().1
}

#[tokio::test]
async fn every_written_text_goes_through_ten_thousand_words() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    add_words(&app).await;
    let mut tried = 0;
    for field in fields().into_iter().filter(|field| field.is_written) {
        let at = format!("{} {} {}", field.verb, field.path, field.name);
        let refused = write(&app, &kitchen, &field, &format!("去{REFUSED}吧")).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (400, 10006), "{at}: {}", refused.body);
        assert_eq!(refused.fields(), [(field.name.clone(), 10000)], "{at}");
        assert_eq!(take_report(&app).await, None, "{at}");

        let queued = write(&app, &kitchen, &field, &format!("去gAMBLE{QUEUED}")).await;
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
async fn an_anonymous_text_is_reported_as_what_it_is() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    add_words(&app).await;
    let path = format!("/api/crowdfunding/project/{}/comment/", kitchen.project);
    let body = json!({ "type": "anonymous", "content": QUEUED });
    let made = app.api(None, Method::POST, &path, body).await.body;
    let report = take_report(&app).await.unwrap();
    assert_eq!((report.kind.as_str(), json!(report.thing_id)), ("comment", made["id"].clone()));
}

#[tokio::test]
async fn users_report_what_they_may_see_once() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    for (kind, id, inside) in [
        ("project", kitchen.project, false),
        ("comment", kitchen.comment, false),
        ("topic", kitchen.topic, true),
        ("topic_comment", kitchen.topic_comment, true),
        ("user", kitchen.owner.id, false),
    ] {
        let body = json!({ "kind": kind, "id": id, "reason": "fraud", "text": "看看" });
        for _ in 0..2 {
            let answer = app.api(Some(&kitchen.backer), Method::POST, "/api/report/", body.clone()).await;
            assert_eq!((answer.status.as_u16(), &answer.body), (201, &body));
        }
        let reports = open_reports(&app).await;
        let ours: Vec<_> = reports.iter().filter(|report| report.kind == kind).collect();
        assert_eq!(ours.len(), 1, "{kind}");
        assert_eq!(
            (json!(ours[0].thing_id), json!(ours[0].reporter)),
            (json!(id), json!(kitchen.backer.id)),
            "{kind}"
        );
        let stranger = app.api(Some(&kitchen.stranger), Method::POST, "/api/report/", body.clone()).await;
        assert_eq!(stranger.status, if inside { 400 } else { 201 }, "{kind}");
        let mut nothing = body;
        nothing["id"] = json!(999_999);
        let answer = app.api(Some(&kitchen.backer), Method::POST, "/api/report/", nothing).await;
        assert_eq!(answer.fields(), [("id".to_owned(), 10000)], "{kind}");
    }
    let wrong = json!({ "kind": "weather", "id": 1, "reason": "rain", "text": "x".repeat(501) });
    let answer = app.api(Some(&kitchen.backer), Method::POST, "/api/report/", wrong).await;
    let wrong = ["kind", "reason", "text"].map(|name| (name.to_owned(), 10000));
    assert_eq!(answer.fields(), wrong);
}

async fn operate(
    app: &TestApp,
    deed: fn(&mut Tx<'_>, Subject, ThingId, &str, &str, i64) -> miaohui_crowdfunding::Result<bool>,
    kind: Subject,
    id: i64,
) -> bool {
    let db = &app.service.crowdfunding.db;
    let changed = db.write(move |tx| deed(tx, kind, id.into(), "root", "because", 3)).await.unwrap();
    assert_eq!(verify(db, false).await.unwrap(), []);
    changed
}

async fn status(app: &TestApp, who: &Person, verb: Method, path: &str) -> u16 {
    app.api(Some(who), verb, path, Value::Null).await.status.as_u16()
}

/// What everybody sees of the talk about a project.
async fn talk(app: &TestApp, kitchen: &Kitchen) -> Vec<Value> {
    let mut seen = Vec::new();
    for who in [&kitchen.owner, &kitchen.backer] {
        let project = format!("/api/crowdfunding/project/{}", kitchen.project);
        for path in [
            format!("{project}/comment/"),
            format!("{project}/topic/"),
            format!("/api/crowdfunding/project/topic/{}/", kitchen.topic),
            format!("/api/crowdfunding/project/topic/{}/comment/", kitchen.topic),
            format!("/api/crowdfunding/project/topic/comment/{}/", kitchen.topic_comment),
            format!("/api/crowdfunding/project/comment/{}/", kitchen.comment),
            "/api/accounts/user/".to_owned(),
        ] {
            seen.push(app.api(Some(who), Method::GET, &path, Value::Null).await.body);
        }
    }
    seen
}

#[tokio::test]
async fn hidden_things_are_as_if_deleted_and_come_back_whole() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    let before = talk(&app, &kitchen).await;
    let at = "/api/crowdfunding/project";
    let topic = format!("{at}/topic/{}/", kitchen.topic);
    let topic_comment = format!("{at}/topic/comment/{}/", kitchen.topic_comment);
    let comment = format!("{at}/comment/{}/", kitchen.comment);
    for (kind, id, gone) in [
        (Subject::Comment, kitchen.comment, vec![comment.clone()]),
        (Subject::TopicComment, kitchen.topic_comment, vec![topic_comment.clone()]),
        (
            Subject::Topic,
            kitchen.topic,
            vec![topic.clone(), format!("{topic}comment/"), topic_comment.clone()],
        ),
    ] {
        assert!(operate(&app, operators::hide, kind, id).await);
        assert!(!operate(&app, operators::hide, kind, id).await, "twice");
        for path in gone {
            for (who, verb) in [(&kitchen.owner, Method::GET), (&kitchen.backer, Method::GET)] {
                assert_eq!(status(&app, who, verb, &path).await, 404, "{kind:?} {path}");
            }
            if !path.ends_with("/comment/") {
                assert_eq!(status(&app, &kitchen.owner, Method::PATCH, &path).await, 404, "{kind:?} {path}");
                assert_eq!(status(&app, &kitchen.owner, Method::DELETE, &path).await, 404, "{kind:?} {path}");
            }
        }
        let body = json!({ "kind": kind.word(), "id": id, "reason": "spam" });
        assert_eq!(app.api(Some(&kitchen.owner), Method::POST, "/api/report/", body).await.status, 400);
        assert!(operate(&app, operators::restore, kind, id).await);
        assert!(!operate(&app, operators::restore, kind, id).await, "twice");
        assert_eq!(talk(&app, &kitchen).await, before, "{kind:?}");
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
    assert!(!operate(&app, operators::hide, Subject::Project, kitchen.project).await);
    assert!(!operate(&app, operators::hide, Subject::Comment, 999_999).await);
}

#[tokio::test]
async fn a_hidden_comment_takes_its_answers_along() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    let path = format!("/api/crowdfunding/project/{}/comment/", kitchen.project);
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
    hide(kitchen.comment).await;
    assert_eq!(shown().await, (1, Value::Null, None));
    let reply = json!({ "type": "normal", "content": "x", "parent": answer });
    let refused = app.api(Some(&kitchen.owner), Method::POST, &path, reply).await;
    assert_eq!(refused.fields(), [("parent".to_owned(), 10000)], "nobody answers what is hidden");
    assert!(!operate(&app, operators::hide, Subject::Comment, answer).await, "it is hidden already");
    assert!(!operate(&app, operators::restore, Subject::Comment, answer).await, "not by itself");
    restore(kitchen.comment).await;
    assert_eq!(app.get(None, &path).await, before);
    // Each by itself: what is above decides.
    hide(answer).await;
    assert_eq!(shown().await, (1, Value::Null, Some(0)));
    hide(kitchen.comment).await;
    restore(answer).await;
    assert_eq!(shown().await, (1, Value::Null, None));
    restore(kitchen.comment).await;
    assert_eq!(app.get(None, &path).await, before);
    hide(answer).await;
    hide(kitchen.comment).await;
    restore(kitchen.comment).await;
    assert_eq!(shown().await, (1, Value::Null, Some(0)), "still hidden by itself");
    restore(answer).await;
    let top = before["results"][0]["id"].as_i64().unwrap();
    hide(top).await;
    assert_eq!(app.get(None, &path).await["count"], 0);
    restore(top).await;
    assert_eq!(app.get(None, &path).await, before);
}

#[tokio::test]
async fn a_banned_user_is_out_at_once_and_does_not_get_in() {
    let app = TestApp::start().await;
    let post = async |path: &str, body: Value| app.api(None, Method::POST, path, body).await;
    let account = json!({ "email": "ann@example.com", "password": "long enough", "nickname": "ann" });
    let id = post("/api/accounts/register/", account.clone()).await.body["id"].as_i64().unwrap();
    let db = &app.service.crowdfunding.db;
    let ban = || db.write(move |tx| operators::ban(tx, id.into(), "root", "spam", 3));
    let unban = || db.write(move |tx| operators::unban(tx, id.into(), "root", "sorry", 4));
    assert!(!ban().await.unwrap(), "not active yet");
    assert!(!unban().await.unwrap(), "that would activate it");
    let mail = app.mail("ann@example.com").await.unwrap()["text"].as_str().unwrap().to_owned();
    let token = mail.split("token=").nth(1).unwrap()[..40].to_owned();
    post("/api/accounts/activate/", json!({ "token": token })).await;
    let pair = post("/api/token/get/", account.clone()).await.body;
    let ann =
        Person { id, email: "ann@example.com".into(), token: pair["token"].as_str().unwrap().to_owned() };
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
