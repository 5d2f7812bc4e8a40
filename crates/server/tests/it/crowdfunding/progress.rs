//! Feedback, packages, sections and tasks.

use miaohui_testkit::{CrowdfundingFixture, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_package_contains_only_feedback_of_its_project() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let owner = &crowdfunding.owner;
    let package = "/api/crowdfunding/package/";
    let foreign = json!({ "project": crowdfunding.draft, "content": "elsewhere" });
    let foreign = app.post(owner, "/api/crowdfunding/feedback/", foreign).await["id"].clone();
    let mut body = json!({
        "project": crowdfunding.project, "money": "5.76", "limit": "20", "type": "0", "name": "n", "feedback": [crowdfunding.feedback, crowdfunding.feedback],
    });
    let made = app.post(owner, package, body.clone()).await;
    assert_eq!(
        (&made["money"], &made["limit"], &made["feedback"]),
        (&json!(5.76), &json!(20), &json!([crowdfunding.feedback]))
    );
    for wrong in [json!([foreign]), json!([999]), json!(["x"]), json!([crowdfunding.feedback, foreign])] {
        body["feedback"] = wrong;
        assert_eq!(
            app.api(Some(owner), Method::POST, package, body.clone()).await.fields(),
            [("feedback".to_owned(), 10000)]
        );
    }
    body["feedback"] = json!([]);
    assert_eq!(
        app.api(Some(owner), Method::POST, package, body.clone()).await.fields(),
        [("feedback".to_owned(), 10001)]
    );
    let wrong = json!({ "project": 999, "money": 0, "limit": 1.5, "type": 2, "name": "", "feedback": [1] });
    let fields = app.api(Some(owner), Method::POST, package, wrong).await.fields();
    let expected = [("project", 10000), ("money", 10000), ("limit", 10000), ("type", 10000), ("name", 10001)];
    assert_eq!(fields, expected.map(|(name, code)| (name.to_owned(), code)));
    // A feedback and a package in use can be neither deleted nor moved.
    let feedback = format!("/api/crowdfunding/feedback/{}/", crowdfunding.feedback);
    assert_eq!(app.api(Some(owner), Method::DELETE, &feedback, Value::Null).await.error(), 10034);
    let moved =
        app.api(Some(owner), Method::PATCH, &feedback, json!({ "project": crowdfunding.draft })).await;
    assert_eq!(moved.fields(), [("project".to_owned(), 10000)]);
    let supported = format!("{package}{}/", crowdfunding.package);
    assert_eq!(app.api(Some(owner), Method::DELETE, &supported, Value::Null).await.error(), 10034);
    let limit = app.api(Some(owner), Method::PATCH, &supported, json!({ "limit": 1 })).await;
    assert_eq!(limit.body["limit"], 1);
    app.create_support(&crowdfunding.stranger, crowdfunding.project, crowdfunding.free_package, true).await;
    app.create_support(&crowdfunding.backer, crowdfunding.project, crowdfunding.free_package, true).await;
    let below = format!("{package}{}/", crowdfunding.free_package);
    let limit = app.api(Some(owner), Method::PATCH, &below, json!({ "limit": 1 })).await;
    assert_eq!(limit.fields(), [("limit".to_owned(), 10000)], "two have taken it");
    // The feedback can be deleted after its package.
    assert_eq!(
        app.api(Some(owner), Method::DELETE, &format!("{package}{}/", made["id"]), Value::Null).await.status,
        204
    );
    assert_eq!(app.api(Some(owner), Method::DELETE, &feedback, Value::Null).await.status, 204);
}

#[tokio::test]
async fn sections_and_tasks_are_sorted_by_order() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let project = app.create_draft(&ann, "x").await;
    let path = format!("/api/crowdfunding/project/{project}/section/");
    let mut ids = Vec::new();
    for order in [3, 1, 2, 1] {
        let body = json!({ "project": project, "title": format!("t{order}"), "description": "d", "status": 0, "order": order });
        ids.push(app.post(&ann, &path, body).await["id"].clone());
    }
    let shown = app.get(Some(&ann), &path).await;
    let shown: Vec<Value> = shown.as_array().unwrap().iter().map(|section| section["id"].clone()).collect();
    assert_eq!(shown, [ids[1].clone(), ids[3].clone(), ids[2].clone(), ids[0].clone()]);
    let tasks = format!("/api/crowdfunding/project/section/{}/task/", ids[0]);
    for order in [2, 1] {
        let task = app
            .post(&ann, &tasks, json!({ "content": format!("c{order}"), "status": 0, "order": order }))
            .await;
        assert_eq!((&task["project"], &task["section"]), (&json!(project), &ids[0]));
    }
    let shown = app.get(Some(&ann), &tasks).await;
    assert_eq!((&shown[0]["content"], &shown[1]["content"]), (&json!("c1"), &json!("c2")));
    let fields = app.api(Some(&ann), Method::POST, &tasks, json!({ "status": 3 })).await.fields();
    assert_eq!(
        fields,
        [("content", 10001), ("status", 10000), ("order", 10001)].map(|(n, c)| (n.to_owned(), c))
    );
    // Ids of the body must match the path.
    let elsewhere =
        json!({ "project": project.get() + 1, "section": project, "content": "c", "status": 0, "order": 1 });
    let fields = app.api(Some(&ann), Method::POST, &tasks, elsewhere.clone()).await.fields();
    // The section of the body is wrong too, unless its id equals the project's.
    let wrong: &[&str] = if ids[0] == json!(project) { &["project"] } else { &["project", "section"] };
    assert_eq!(fields, wrong.iter().map(|name| ((*name).to_owned(), 10000)).collect::<Vec<_>>());
    let task = format!("/api/crowdfunding/project/section/task/{}/", shown[0]["id"]);
    assert_eq!(
        app.api(Some(&ann), Method::PATCH, &task, elsewhere).await.fields()[0],
        ("project".to_owned(), 10000)
    );
    let section = format!("/api/crowdfunding/project/section/{}/", ids[0]);
    for (verb, path) in [(Method::POST, &path), (Method::PUT, &section)] {
        let body = json!({ "project": project.get() + 1, "title": "t", "description": "d", "status": 0, "order": 1 });
        assert_eq!(app.api(Some(&ann), verb, path, body).await.fields(), [("project".to_owned(), 10000)]);
    }
    assert_eq!(app.api(Some(&ann), Method::DELETE, &section, Value::Null).await.status, 204);
    assert_eq!(app.api(Some(&ann), Method::GET, &tasks, Value::Null).await.status, 404);
}
