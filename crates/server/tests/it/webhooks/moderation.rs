//! Endpoints that decide about what users write.

use miaohui_kernel::SECOND_MS;
use miaohui_testkit::TestApp;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Bench, tidy};
use crate::console::{change, number, text};
use crate::moderation::open_reports;

async fn bench(settings: &[&str]) -> Bench {
    let bench = Bench::start_with(&["moderates"], settings).await;
    bench.receiver.answer(|event| {
        let written = event["data"]["text"].as_str().unwrap();
        let verdict = ["hide", "queue", "allow"].into_iter().find(|word| written.contains(word));
        let Some(verdict) = verdict else { return (200, "{}".to_owned()) };
        (200, json!({ "verdict": verdict, "reason": "the machine says so" }).to_string())
    });
    bench
}

#[tokio::test]
async fn a_verdict_hides_queues_or_lets_through() {
    let bench = bench(&[]).await;
    let app = &bench.app;
    let ann = app.community_user(1).await;
    for written in ["hide this", "queue this", "allow this"] {
        app.publish_article(&ann, written).await;
    }
    bench.deliver().await;
    assert_eq!(bench.receiver.kinds(), ["text.written"; 3]);
    let shown = app.ok(&ann, "my_article_list", json!({})).await["my_article_list"].clone();
    let shown: Vec<&str> =
        shown.as_array().unwrap().iter().map(|one| one["content"].as_str().unwrap()).collect();
    assert_eq!(shown, ["allow this", "queue this"]);
    let reports = open_reports(app).await;
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert_eq!((reports[0].reason.as_str(), reports[0].text.as_str()), ("machine", "the machine says so"));
    let decided = "SELECT decided_by FROM moderation_report WHERE state = 'upheld'";
    assert_eq!(text(app, decided).await, "webhook");
}

#[tokio::test]
async fn without_a_verdict_in_time_the_default_applies() {
    for (default, articles, open) in [("allow", 1, 0), ("queue", 1, 1), ("hide", 0, 0)] {
        let bench = bench(&[&format!("webhooks.no_verdict={default}")]).await;
        let app = &bench.app;
        let ann = app.community_user(1).await;
        app.publish_article(&ann, "who knows?").await;
        bench.deliver().await;
        app.clock.advance(29 * SECOND_MS);
        bench.deliver().await;
        assert_eq!(bench.states().await, "1 waiting", "an answer without a verdict is asked for again");
        assert_eq!(bench.receiver.take().len(), 2);
        app.clock.advance(SECOND_MS);
        bench.deliver().await;
        assert_eq!(bench.states().await, "1 unanswered");
        let shown = app.ok(&ann, "my_article_list", json!({})).await["my_article_list"].clone();
        assert_eq!(shown.as_array().unwrap().len(), articles, "{default}");
        assert_eq!(open_reports(app).await.len(), open, "{default}");
    }
}

#[tokio::test]
async fn a_machine_bans_nobody_and_a_text_that_is_gone_is_no_question() {
    let bench = bench(&[]).await;
    let app = &bench.app;
    let ann = app.community_user(1).await;
    app.ok(&ann, "my_user_info_update", json!({ "nickname": "hide me" })).await;
    let article = app.publish_article(&ann, "hide this").await;
    app.ok(&ann, "article_del", json!({ "article_id_list": [article] })).await;
    bench.deliver().await;
    assert_eq!(bench.receiver.take().len(), 1);
    assert_eq!(bench.states().await, "2 delivered");
    let answered = "SELECT COUNT(*) FROM webhook_delivery WHERE status = 200";
    assert_eq!(number(app, answered).await, 1, "what was not sent has no status");
    app.ok(&ann, "my_user_info", json!({})).await;
    assert_eq!(open_reports(app).await.len(), 1, "operators decide about the name");
}

#[tokio::test]
async fn the_default_is_about_no_text_that_is_gone() {
    let bench = bench(&["webhooks.no_verdict=hide"]).await;
    let app = &bench.app;
    let ann = app.community_user(1).await;
    bench.receiver.answer(|_| (503, String::new()));
    let article = app.publish_article(&ann, "who knows?").await;
    bench.deliver().await;
    app.ok(&ann, "article_del", json!({ "article_id_list": [article] })).await;
    app.clock.advance(30 * SECOND_MS);
    bench.deliver().await;
    assert_eq!(bench.states().await, "1 unanswered");
    assert_eq!(number(app, "SELECT COUNT(*) FROM moderation_report").await, 0);
}

/// The texts that the moderator was asked about.
fn asked(bench: &Bench) -> Vec<String> {
    let taken = bench.receiver.take();
    taken.iter().map(|one| one.json()["data"]["text"].as_str().unwrap().to_owned()).collect()
}

async fn sign_up(app: &TestApp, phone: &str, nickname: Option<&str>) {
    let number = json!({ "country": "86", "phone": phone });
    app.call("send_sms_code", number).await;
    let code = app.sms_code(phone).await.unwrap();
    let new = json!({ "country": "86", "phone": phone, "code": code, "password": "password", "nickname": nickname });
    assert_eq!(app.call("user_signup", new).await["code"], 0);
}

#[tokio::test]
async fn names_chosen_at_sign_up_are_decided_about() {
    let bench = bench(&[]).await;
    let app = &bench.app;
    sign_up(app, "13800138000", Some("queue me")).await;
    sign_up(app, "13800138001", None).await;
    let new = json!({ "email": "ann@example.com", "password": "correct horse 9", "nickname": "allow me" });
    let made = app.api(None, Method::POST, "/api/accounts/register/", new).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    bench.deliver().await;
    let mut asked = asked(&bench);
    asked.sort();
    assert_eq!(asked, ["allow me", "queue me"]);
    assert_eq!(open_reports(app).await.len(), 1);
}

#[tokio::test]
async fn all_that_others_see_of_a_profile_and_a_project_is_decided_about() {
    let bench = bench(&[]).await;
    let app = &bench.app;
    let ann = app.community_user(1).await;
    let profile = json!({ "nickname": "allow", "province": "甲", "city": "乙", "intro": "丙" });
    app.ok(&ann, "my_user_info_update", profile).await;
    bench.deliver().await;
    assert_eq!(asked(&bench), ["allow 甲 乙 丙"]);
    let owner = app.crowdfunding_user(1).await;
    let patch = async |body: Value| {
        let reply = app.api(Some(&owner), Method::PATCH, "/api/accounts/user/", body).await;
        assert_eq!(reply.status, 200, "{:?}", reply.body);
    };
    patch(json!({ "nickname": "allow", "detailinfo": { "profession": "丁" } })).await;
    bench.deliver().await;
    assert_eq!(asked(&bench), ["allow 丁"]);
    // What is no text, or the same one, is no question.
    app.ok(&ann, "my_user_info_update", json!({ "gender": 1, "birthday": 5, "email": "a@example.com" }))
        .await;
    patch(json!({ "detailinfo": { "age": 30, "profession": "丁" }, "fundinfo": { "alipay": "a" } })).await;
    bench.deliver().await;
    assert_eq!(asked(&bench), [""; 0]);
    app.create_draft(&owner, "allow").await;
    bench.deliver().await;
    let asked = asked(&bench);
    assert!(asked[0].contains("胡同1号") && asked[0].contains("tag 2"), "{asked:?}");
}

#[tokio::test]
async fn an_endpoint_that_moderates_no_more_leaves_no_text_without_a_verdict() {
    for removed in [false, true] {
        let bench = bench(&["webhooks.no_verdict=hide"]).await;
        let app = &bench.app;
        let ann = app.community_user(1).await;
        app.publish_article(&ann, "who knows?").await;
        if removed {
            bench.act("remove").await;
            tidy(app).await;
        } else {
            change(app, "UPDATE webhook_endpoint SET moderates = FALSE").await;
        }
        app.clock.advance(30 * SECOND_MS);
        bench.deliver().await;
        assert_eq!(bench.states().await, "1 unanswered", "{removed}");
        let shown = app.ok(&ann, "my_article_list", json!({})).await["my_article_list"].clone();
        assert_eq!(shown.as_array().unwrap().len(), 0, "{removed}");
        tidy(app).await;
        let left = number(app, "SELECT COUNT(*) FROM webhook_endpoint").await;
        assert_eq!(left, i64::from(!removed));
    }
}
