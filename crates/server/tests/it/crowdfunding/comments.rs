//! Comments of projects and topics: trees of any depth and bounded replies.

use miaohui_crowdfunding::store::package::PackageKind;
use miaohui_testkit::{CrowdfundingFixture, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

/// The ids of a tree as text, such as `1(2 3(4))`.
fn drawn(nodes: &Value) -> String {
    let one = |node: &Value| {
        let below = drawn(&node["children"]);
        if below.is_empty() {
            node["content"].as_str().unwrap().to_owned()
        } else {
            format!("{}({below})", node["content"].as_str().unwrap())
        }
    };
    nodes.as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn comments_are_trees_and_pages_count_the_tops() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let project = app.create_draft(&ann, "x").await;
    let path = format!("/api/crowdfunding/project/{project}/comment/");
    let say = async |content: &str, parent: Option<&Value>| {
        let body = json!({ "type": "normal", "content": content, "parent": parent });
        app.post(&bob, &path, body).await["id"].clone()
    };
    let a = say("a", None).await;
    let b = say("b", None).await;
    let c = say("c", Some(&a)).await;
    say("d", Some(&c)).await;
    say("e", Some(&a)).await;
    say("f", Some(&b)).await;
    for n in 0..10 {
        say(&n.to_string(), None).await;
    }
    let page = app.get(None, &path).await;
    assert_eq!(
        (drawn(&page["results"]).as_str(), &page["count"]),
        ("a(c(d) e) b(f) 0 1 2 3 4 5 6 7", &json!(12))
    );
    let second =
        app.get(None, page["next"].as_str().unwrap().split_once(&app.address.to_string()).unwrap().1).await;
    assert_eq!(drawn(&second["results"]), "8 9");
    let one = app.get(None, &format!("/api/crowdfunding/project/comment/{c}/")).await;
    assert_eq!((one["parent"].clone(), one["email"].clone()), (a.clone(), json!(bob.email)));
    assert_eq!(drawn(&json!([one])), "c(d)");
    // An update keeps the place; a deletion removes the subtree.
    let at = |id: &Value| format!("/api/crowdfunding/project/comment/{id}/");
    let moved = app.api(Some(&bob), Method::PATCH, &at(&c), json!({ "parent": b })).await;
    assert_eq!(moved.fields(), [("parent".to_owned(), 10000)]);
    let changed = app.api(Some(&bob), Method::PATCH, &at(&c), json!({ "content": "C" })).await;
    assert_eq!(drawn(&json!([changed.body])), "C(d)");
    assert_eq!(app.api(Some(&bob), Method::DELETE, &at(&c), Value::Null).await.status, 204);
    assert_eq!(drawn(&app.get(None, &path).await["results"]), "a(e) b(f) 0 1 2 3 4 5 6 7");
}

#[tokio::test]
async fn callers_without_a_token_comment_anonymously() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let path = format!("/api/crowdfunding/project/{}/comment/", crowdfunding.project);
    let answer = app.api(None, Method::POST, &path, json!({ "type": "normal", "content": "x" })).await;
    assert_eq!(answer.fields(), [("type".to_owned(), 10033)]);
    let answer = app.api(None, Method::POST, &path, json!({ "type": "anonymous", "content": "x" })).await;
    assert_eq!((answer.status.as_u16(), &answer.body["user"]), (201, &Value::Null));
    let answer =
        app.api(None, Method::POST, &path, json!({ "type": "loud", "content": "", "parent": 999 })).await;
    assert_eq!(
        answer.fields(),
        [("type".to_owned(), 10000), ("content".to_owned(), 10001), ("parent".to_owned(), 10000)]
    );
    // A parent must belong to the same project.
    let other = format!("/api/crowdfunding/project/{}/comment/", crowdfunding.draft);
    let body = json!({ "type": "anonymous", "content": "x", "parent": crowdfunding.comment });
    assert_eq!(app.api(None, Method::POST, &other, body).await.fields(), [("parent".to_owned(), 10000)]);
}

/// The number of comments that a tree shows and the number that it reports as omitted.
fn shown(node: &Value) -> (i64, i64) {
    let mut all = (1, node["children_omitted"].as_i64().unwrap_or(0));
    for child in node["children"].as_array().unwrap() {
        let (below, omitted) = shown(child);
        all = (all.0 + below, all.1 + omitted);
    }
    all
}

#[tokio::test]
async fn deep_and_large_threads_are_cut_and_report_omissions() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let project = app.create_draft(&ann, "x").await;
    app.service
        .crowdfunding
        .db
        .write(move |tx| {
            // A chain of 200 comments, and a top comment with 1,500 replies.
            tx.execute(
                "INSERT INTO cf_comment (id, project_id, parent_id, root_id, created_at, content)
                 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
                 SELECT i, CAST($1 AS BIGINT), CASE WHEN i > 1 THEN i - 1 END, CASE WHEN i > 1 THEN 1 END, 0, 'deep' FROM n",
                &[project.into()],
            )?;
            tx.execute(
                "INSERT INTO cf_comment (id, project_id, parent_id, root_id, created_at, content)
                 WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
                 SELECT i, CAST($1 AS BIGINT), CASE WHEN i > 1000 THEN 1000 END, CASE WHEN i > 1000 THEN 1000 END, 0, 'wide' FROM n",
                &[project.into()],
            )
        })
        .await
        .unwrap();
    let page = app.get(None, &format!("/api/crowdfunding/project/{project}/comment/")).await;
    let (deep, wide) = (shown(&page["results"][0]), shown(&page["results"][1]));
    assert_eq!(deep.0 + deep.1, 200, "{deep:?}");
    assert_eq!(wide.0 + wide.1, 1501, "{wide:?}");
    assert!(deep.1 > 100 && wide.1 > 500);
    let one = shown(&app.get(None, "/api/crowdfunding/project/comment/1000/").await);
    assert_eq!((one.0, one.1), (1001, 500));
    // An omitted comment can be requested by its id.
    assert_eq!(shown(&app.get(None, "/api/crowdfunding/project/comment/190/").await), (11, 0));
}

#[tokio::test]
async fn only_the_owner_and_supporters_see_topics() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let topics = format!("/api/crowdfunding/project/{}/topic/", crowdfunding.project);
    let talk = format!("/api/crowdfunding/project/topic/{}/comment/", crowdfunding.topic);
    for path in [&topics, &talk] {
        assert_eq!(app.api(None, Method::GET, path, Value::Null).await.status, 401);
        assert_eq!(app.api(Some(&crowdfunding.stranger), Method::GET, path, Value::Null).await.status, 403);
        assert_eq!(app.get(Some(&crowdfunding.backer), path).await["count"], 1);
    }
    // An unpaid support gives no access.
    let free = app
        .create_package(&crowdfunding.owner, crowdfunding.project, json!(1), 0, PackageKind::Ordinary)
        .await;
    app.create_support(&crowdfunding.stranger, crowdfunding.project, free, false).await;
    assert_eq!(app.api(Some(&crowdfunding.stranger), Method::GET, &topics, Value::Null).await.status, 403);
    app.clock.advance(5000);
    let at = format!("/api/crowdfunding/project/topic/{}/", crowdfunding.topic);
    let changed =
        app.api(Some(&crowdfunding.owner), Method::PATCH, &at, json!({ "title": "新题" })).await.body;
    assert_eq!((&changed["title"], &changed["content"]), (&json!("新题"), &json!("c")));
    assert_ne!(changed["post_datetime"], changed["modify_datetime"]);
    let body = json!({ "content": "x", "parent": crowdfunding.comment.get() + 1000 });
    assert_eq!(
        app.api(Some(&crowdfunding.backer), Method::POST, &talk, body).await.fields(),
        [("parent".to_owned(), 10000)]
    );
    assert_eq!(
        app.api(Some(&crowdfunding.backer), Method::DELETE, &at, Value::Null).await.status,
        403,
        "its author only"
    );
    assert_eq!(app.api(Some(&crowdfunding.owner), Method::DELETE, &at, Value::Null).await.status, 204);
    assert_eq!(app.api(Some(&crowdfunding.owner), Method::GET, &talk, Value::Null).await.status, 404);
}
