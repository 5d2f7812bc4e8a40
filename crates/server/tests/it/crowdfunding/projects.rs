//! Projects: input, output and states.

use miaohui_crowdfunding::ids::ProjectId;
use miaohui_crowdfunding::operators::ProjectDecision;
use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_kernel::DAY_MS;
use miaohui_testkit::{CrowdfundingFixture, CrowdfundingUser, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

pub const PROJECTS: &str = "/api/crowdfunding/project/";

pub async fn save(app: &TestApp, who: &CrowdfundingUser, id: ProjectId) -> u16 {
    app.api(Some(who), Method::PUT, &format!("{PROJECTS}{id}/save/"), Value::Null).await.status.as_u16()
}

async fn status(app: &TestApp, id: ProjectId) -> Value {
    app.get(None, &format!("{PROJECTS}{id}/")).await["status"].clone()
}

#[tokio::test]
async fn a_project_is_shown_as_it_was_sent() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let new_project = app.project_body(&ann, "项目test").await;
    let made = app.post(&ann, PROJECTS, new_project.clone()).await;
    for (key, value) in new_project.as_object().unwrap() {
        assert_eq!(&made[key], value, "{key}");
    }
    let shown = [
        ("status", json!(0)),
        ("now_money", json!(0)),
        ("remaining_days", json!(4)),
        ("post_datetime", json!("2023-11-14T22:13:20Z")),
        ("personal_information", json!({ "is_attended": false, "support_type": -1, "is_supported": false })),
        ("feedback", json!([])),
    ];
    for (key, value) in shown {
        assert_eq!(made[key], value, "{key}");
    }
    let path = format!("{PROJECTS}{}/", made["id"]);
    assert_eq!(app.get(None, &path).await["personal_information"], json!({}));
    app.clock.advance(100);
    for tags in [json!(["a", ""]), json!(["a", " "]), json!(["a", "\u{200b}"]), json!(["a", "b", " a"])] {
        let refused = app.api(Some(&ann), Method::PATCH, &path, json!({ "tags": tags })).await;
        assert_eq!(refused.fields(), [("tags".to_owned(), 10000)], "{tags}");
    }
    let refused = app.api(Some(&ann), Method::PATCH, &path, json!({ "name": "\u{200b}\u{feff}" })).await;
    assert_eq!(refused.fields(), [("name".to_owned(), 10001)]);
    let put = json!({ "tags": [], "location_detail": null, "total_days": "7" });
    let changed = app.api(Some(&ann), Method::PATCH, &path, put).await.body;
    assert_eq!(
        (&changed["tags"], &changed["location_detail"], &changed["total_days"]),
        (&json!([]), &json!(""), &json!(7))
    );
    assert_eq!(changed["modify_datetime"], "2023-11-14T22:13:20.100Z");
    assert_eq!(changed["post_datetime"], made["post_datetime"]);
}

#[tokio::test]
async fn all_errors_of_a_project_are_reported_together() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let fields = async |body: Value| app.api(Some(&ann), Method::POST, PROJECTS, body).await.fields();
    let all = ["name", "cover", "location", "category", "total_money", "total_days", "summary", "content"];
    assert_eq!(fields(json!({})).await, all.map(|name| (name.to_owned(), 10001)));
    let wrong = json!({
        "name": "长".repeat(101), "cover": 99, "location": 5, "location_detail": 7.5, "category": 99, "total_money": 1.234,
        "total_days": 0, "summary": [], "content": {}, "tags": [[1]],
    });
    let codes = [
        ("name", 10000),
        ("cover", 10027),
        ("location", 10000),
        ("category", 10000),
        ("total_money", 10000),
        ("total_days", 10000),
        ("summary", 10001),
        ("content", 10000),
        ("tags", 10000),
    ];
    assert_eq!(fields(wrong).await, codes.map(|(name, code)| (name.to_owned(), code)));
}

#[tokio::test]
async fn a_project_moves_from_draft_to_succeeded() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let id = app.create_draft(&ann, "佛跳墙").await;
    let package = app.create_package(&ann, id, json!(600.5), 0, PackageKind::Partner).await;
    assert_eq!(save(&app, &bob, id).await, 403);
    assert_eq!((save(&app, &ann, id).await, status(&app, id).await), (204, json!(1)));
    assert_eq!((save(&app, &ann, id).await, status(&app, id).await), (204, json!(1)));
    assert!(app.decide(ProjectDecision::Reject, id).await);
    assert_eq!(status(&app, id).await, 2);
    let mail = app.last_mail(&ann.email).await.unwrap();
    assert!(mail["text"].as_str().unwrap().contains("because"), "{mail}");
    assert!(!app.decide(ProjectDecision::Approve, id).await, "a draft cannot be approved");
    assert_eq!((save(&app, &ann, id).await, status(&app, id).await), (204, json!(1)));
    app.clock.advance(3 * DAY_MS);
    assert!(app.decide(ProjectDecision::Approve, id).await);
    let project = app.get(None, &format!("{PROJECTS}{id}/")).await;
    assert_eq!(
        (&project["status"], &project["remaining_days"]),
        (&json!(3), &json!(4)),
        "days count from the approval"
    );
    // The terms that supporters accepted cannot change.
    let path = format!("{PROJECTS}{id}/");
    let change = json!({ "name": "别的", "category": 2, "total_money": 1, "total_days": 9, "summary": "新" });
    let answer = app.api(Some(&ann), Method::PATCH, &path, change).await;
    let fixed = ["name", "category", "total_money", "total_days"];
    assert_eq!(answer.fields(), fixed.map(|name| (name.to_owned(), 10000)));
    let answer = app.api(Some(&ann), Method::PATCH, &path, json!({ "summary": "新", "total_days": 5 })).await;
    assert_eq!((answer.status.as_u16(), &answer.body["summary"]), (200, &json!("新")));
    assert_eq!((save(&app, &ann, id).await, status(&app, id).await), (204, json!(3)));
    assert!(app.decide(ProjectDecision::Stagnate, id).await);
    let order =
        app.api(Some(&bob), Method::POST, &format!("{path}support/"), json!({ "package": package })).await;
    assert_eq!((order.status.as_u16(), order.error()), (400, 10037));
    // Stagnant days are not counted.
    app.clock.advance(20 * DAY_MS);
    assert_eq!(miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap(), 0);
    assert!(app.decide(ProjectDecision::Resume, id).await);
    assert_eq!(app.get(None, &path).await["remaining_days"], 4);
    for _ in 0..2 {
        app.create_support(&bob, id, package, true).await;
    }
    assert_eq!(app.api(Some(&ann), Method::DELETE, &path, Value::Null).await.error(), 10034);
    let late = app.create_support(&bob, id, package, false).await;
    app.clock.advance(5 * DAY_MS - 1);
    assert_eq!(miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap(), 0);
    app.clock.advance(1);
    assert_eq!(miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap(), 1);
    let project = app.get(Some(&bob), &path).await;
    assert_eq!(
        (&project["status"], &project["now_money"], &project["remaining_days"]),
        (&json!(4), &json!(1201), &json!(0))
    );
    assert_eq!((&project["support_count"], &project["partner_support_count"]), (&json!(2), &json!(2)));
    assert_eq!(project["personal_information"]["support_type"], 1);
    assert_eq!(app.get(Some(&bob), "/api/accounts/user/project/support/").await[0]["status"], 1);
    let answer = app.api(Some(&bob), Method::POST, &format!("{path}support/{late}/pay/"), json!({})).await;
    assert_eq!(answer.error(), 10037);
    assert_eq!(miaohui_server::verify(&app.service.crowdfunding.db, false).await.unwrap(), []);
    let actions: Vec<(String, String)> = app
        .service
        .crowdfunding
        .db
        .read(|tx| tx.query("SELECT actor, action FROM cf_audit ORDER BY id", &[]))
        .await
        .unwrap();
    assert_eq!(
        actions,
        ["reject", "approve", "stagnate", "resume"].map(|action| ("root".to_owned(), action.to_owned()))
    );
}

#[tokio::test]
async fn a_project_without_its_goal_ends() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    app.clock.advance(5 * DAY_MS);
    assert_eq!(miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap(), 1);
    assert_eq!(status(&app, crowdfunding.project).await, 5);
    assert_eq!(
        app.get(Some(&crowdfunding.backer), "/api/accounts/user/project/support/").await[0]["status"],
        2
    );
    assert_eq!(miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap(), 0);
}

#[tokio::test]
async fn drafts_are_hidden_by_configuration() {
    let app = TestApp::start_with(&["crowdfunding.hide_drafts=true"]).await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let id = app.create_draft(&ann, "草稿").await;
    let path = format!("{PROJECTS}{id}/");
    for who in [None, Some(&bob)] {
        assert_eq!(app.api(who, Method::GET, &path, Value::Null).await.status, 404);
        assert_eq!(app.get(who, PROJECTS).await["count"], 0);
    }
    assert_eq!(app.api(Some(&ann), Method::GET, &path, Value::Null).await.status, 200);
    assert_eq!(app.get(Some(&ann), PROJECTS).await["count"], 1);
    let package = app.create_package(&ann, id, json!(1), 0, PackageKind::Ordinary).await;
    for inside in [
        format!("/api/crowdfunding/package/{package}/"),
        "/api/crowdfunding/feedback/1/".to_owned(),
        format!("{path}section/"),
    ] {
        assert_eq!(app.api(Some(&ann), Method::GET, &inside, Value::Null).await.status, 200, "{inside}");
        assert_eq!(app.api(Some(&bob), Method::GET, &inside, Value::Null).await.status, 404, "{inside}");
    }
    let section = json!({ "title": "t", "description": "d", "status": 0, "order": 1 });
    let section = app.post(&ann, &format!("{path}section/"), section).await["id"].clone();
    let tasks = format!("/api/crowdfunding/project/section/{section}/task/");
    let task = app.post(&ann, &tasks, json!({ "content": "c", "status": 0, "order": 1 })).await["id"].clone();
    let comment = json!({ "type": "normal", "content": "c" });
    let comment = app.post(&ann, &format!("{path}comment/"), comment).await["id"].clone();
    let topic = app.post(&ann, &format!("{path}topic/"), json!({ "title": "t", "content": "c" })).await;
    let talk = format!("/api/crowdfunding/project/topic/{}/comment/", topic["id"]);
    let talked = app.post(&ann, &talk, json!({ "content": "c" })).await["id"].clone();
    for inside in [
        format!("{path}section/"),
        format!("/api/crowdfunding/project/section/{section}/"),
        tasks,
        format!("/api/crowdfunding/project/section/task/{task}/"),
        format!("{path}comment/"),
        format!("/api/crowdfunding/project/comment/{comment}/"),
        format!("{path}topic/"),
        format!("/api/crowdfunding/project/topic/{}/", topic["id"]),
        talk,
        format!("/api/crowdfunding/project/topic/comment/{talked}/"),
        format!("{path}support/"),
    ] {
        assert_eq!(app.api(Some(&ann), Method::GET, &inside, Value::Null).await.status, 200, "{inside}");
        assert_eq!(app.api(Some(&bob), Method::GET, &inside, Value::Null).await.status, 404, "{inside}");
    }
    let report = json!({ "kind": "comment", "id": comment, "reason": "spam" });
    let report = app.api(Some(&bob), Method::POST, "/api/report/", report).await;
    assert_eq!(report.fields(), [("id".to_owned(), 10000)]);
    save(&app, &ann, id).await;
    assert_eq!(app.get(None, PROJECTS).await["count"], 1);
}

#[tokio::test]
async fn a_project_without_supports_is_deleted_with_its_parts() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let (owner, backer) = (&crowdfunding.owner, &crowdfunding.backer);
    let id = app.create_draft(owner, "x").await;
    app.create_package(owner, id, json!(1), 0, PackageKind::Ordinary).await;
    let at = format!("{PROJECTS}{id}/");
    let top = app.post(backer, &format!("{at}comment/"), json!({ "type": "normal", "content": "a" })).await;
    app.post(
        backer,
        &format!("{at}comment/"),
        json!({ "type": "normal", "content": "b", "parent": top["id"] }),
    )
    .await;
    let topic = app.post(owner, &format!("{at}topic/"), json!({ "title": "t", "content": "c" })).await;
    let talk = format!("/api/crowdfunding/project/topic/{}/comment/", topic["id"]);
    let top = app.post(owner, &talk, json!({ "content": "a" })).await;
    app.post(owner, &talk, json!({ "content": "b", "parent": top["id"] })).await;
    app.api(Some(backer), Method::PUT, &format!("{at}attention/"), Value::Null).await;
    assert_eq!(app.api(Some(owner), Method::DELETE, &at, Value::Null).await.status, 204);
    assert_eq!(app.api(Some(owner), Method::GET, &talk, Value::Null).await.status, 404);
    assert_eq!(
        app.get(Some(backer), "/api/accounts/user/project/attention/").await.as_array().unwrap().len(),
        1
    );
    assert_eq!(miaohui_server::verify(&app.service.crowdfunding.db, false).await.unwrap(), []);
    // An unpaid support prevents the deletion too, until it is withdrawn.
    let at = format!("{PROJECTS}{}/", crowdfunding.project);
    assert_eq!(app.api(Some(owner), Method::DELETE, &at, Value::Null).await.error(), 10034);
}

#[tokio::test]
async fn attention_can_be_set_and_removed_repeatedly() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let id = app.create_draft(&ann, "x").await;
    let path = format!("{PROJECTS}{id}/attention/");
    let ask = async |verb: Method| app.api(Some(&bob), verb, &path, Value::Null).await.status.as_u16();
    let count = async || app.get(Some(&bob), &format!("{PROJECTS}{id}/")).await["attention_count"].clone();
    assert_eq!(ask(Method::GET).await, 404);
    assert_eq!((ask(Method::DELETE).await, count().await), (204, json!(0)));
    assert_eq!((ask(Method::PUT).await, ask(Method::PUT).await, count().await), (204, 204, json!(1)));
    assert_eq!(ask(Method::GET).await, 204);
    assert_eq!((ask(Method::DELETE).await, ask(Method::DELETE).await, count().await), (204, 204, json!(0)));
}
