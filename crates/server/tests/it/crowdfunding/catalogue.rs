//! Every documented operation with every documented response: the shapes of successes and the exact
//! errors.

use std::collections::BTreeSet;

use miaohui_crowdfunding::routes;
use miaohui_testkit::{CrowdfundingFixture, CrowdfundingReply, CrowdfundingUser, TestApp, png};
use reqwest::Method;
use serde_json::{Value, json};

use crate::catalogue::mismatches;

fn documented() -> Vec<Value> {
    serde_json::from_str(miaohui_crowdfunding::reference::EXAMPLES).unwrap()
}

/// The number of operations that the document does not contain.
const UNDOCUMENTED: usize = 23;

#[test]
fn the_registered_operations_are_the_documented_ones() {
    let key = |verb: &str, path: &str| format!("{verb} {}", path.trim_end_matches('/'));
    let documented: BTreeSet<String> = documented()
        .iter()
        .map(|e| key(e["method"].as_str().unwrap(), e["path"].as_str().unwrap()))
        .collect();
    let table = routes::table();
    let registered: BTreeSet<String> = table
        .iter()
        .flat_map(|resource| resource.operations.iter().map(|o| key(o.verb.as_str(), resource.path)))
        .collect();
    assert_eq!(documented.len(), 68);
    assert_eq!(documented.difference(&registered).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(registered.difference(&documented).count(), UNDOCUMENTED);
}

/// The path of an operation with the fixture's ids, or with an unknown id if `gone`.
fn path_of(crowdfunding: &CrowdfundingFixture, verb: &str, path: &str, gone: bool) -> String {
    match (gone, verb, path.trim_end_matches('/')) {
        (true, ..) => path.replace("{id}", "999999"),
        // These operations use the draft, because they would change the project of the other calls.
        (_, "DELETE", "/api/crowdfunding/project/{id}") | (_, _, "/api/crowdfunding/project/{id}/save") => {
            path.replace("{id}", &crowdfunding.draft.to_string())
        }
        _ => crowdfunding.path(path),
    }
}

/// The user whose reply has the most content.
fn caller_for<'k>(crowdfunding: &'k CrowdfundingFixture, path: &str) -> &'k CrowdfundingUser {
    if path.contains("attention") || path.ends_with("user/project/support/") {
        &crowdfunding.backer
    } else {
        &crowdfunding.owner
    }
}

/// A body with which the operation succeeds.
pub async fn body_of(app: &TestApp, crowdfunding: &CrowdfundingFixture, verb: &str, path: &str) -> Value {
    let owner = &crowdfunding.owner;
    match (verb, path.trim_end_matches('/')) {
        ("GET" | "DELETE", _) => Value::Null,
        (_, "/api/crowdfunding/feedback" | "/api/crowdfunding/feedback/{id}") => {
            json!({ "project": crowdfunding.project, "content": "项目内容1", "image": app.upload_image(Some(owner), 3).await })
        }
        (_, "/api/crowdfunding/package" | "/api/crowdfunding/package/{id}") => {
            let feedback = json!({ "project": crowdfunding.project, "content": "x" });
            let feedback = app.post(owner, "/api/crowdfunding/feedback/", feedback).await["id"].clone();
            json!({
                "project": crowdfunding.project, "money": 23.0, "limit": 23, "type": 1, "name": "阿斯蒂芬", "feedback": [feedback],
            })
        }
        ("POST", "/api/crowdfunding/project") => app.project_body(owner, "项目test").await,
        ("PUT", "/api/crowdfunding/project/{id}") => {
            let mut new_project = app.project_body(owner, "项目1").await;
            new_project["summary"] = json!("改");
            new_project
        }
        ("PATCH", "/api/crowdfunding/project/{id}") => json!({ "tags": ["tag1tttt"] }),
        (_, path) if path.ends_with("save") || path.ends_with("attention") => Value::Null,
        (_, path) if path.ends_with("task") || path.ends_with("task/{id}") => {
            json!({ "content": "c", "status": 1, "order": 2 })
        }
        (_, path) if path.ends_with("section") || path.ends_with("section/{id}") => {
            json!({ "title": "title1", "description": "d", "status": 1, "order": 2 })
        }
        ("POST", "/api/crowdfunding/project/{id}/comment") => json!({ "type": "normal", "content": "x" }),
        (_, "/api/crowdfunding/project/comment/{id}") => json!({ "type": "normal", "content": "y" }),
        (_, path) if path.ends_with("topic") || path.ends_with("topic/{id}") => {
            json!({ "title": "t", "content": "c" })
        }
        (_, path) if path.contains("topic") => json!({ "content": "z" }),
        (_, "/api/accounts/user") => json!({ "nickname": "测试昵称", "detailinfo": { "sex": "l" } }),
        other => panic!("{other:?}"),
    }
}

async fn succeed(
    app: &TestApp,
    crowdfunding: &CrowdfundingFixture,
    verb: &str,
    path: &str,
) -> CrowdfundingReply {
    let method: Method = verb.parse().unwrap();
    let at = path_of(crowdfunding, verb, path, false);
    if path.starts_with("/api/token/") {
        return tokens(app, path).await;
    }
    if path.starts_with("/api/image/") && !matches!(verb, "GET" | "DELETE") {
        let part = reqwest::multipart::Part::bytes(png(7, 30, 30)).file_name("a.png");
        let form = reqwest::multipart::Form::new().text("type", "2").part("image", part);
        return app.send(app.request(Some(&crowdfunding.owner), method, &at).multipart(form)).await;
    }
    let body = body_of(app, crowdfunding, verb, path).await;
    app.api(Some(caller_for(crowdfunding, path)), method, &at, body).await
}

async fn tokens(app: &TestApp, path: &str) -> CrowdfundingReply {
    let number = app.clock.now_ms() % 1_000_000;
    app.clock.advance(1);
    let account =
        json!({ "email": format!("t{number}@example.com"), "password": "long enough", "nickname": "t" });
    app.api(None, Method::POST, "/api/accounts/register/", account.clone()).await;
    let mail =
        app.last_mail(account["email"].as_str().unwrap()).await.unwrap()["text"].as_str().unwrap().to_owned();
    let token = mail.split("token=").nth(1).unwrap()[..40].to_owned();
    app.api(None, Method::POST, "/api/accounts/activate/", json!({ "token": token })).await;
    let pair = app.api(None, Method::POST, "/api/token/get/", account).await;
    if path == "/api/token/get/" { pair } else { app.api(None, Method::POST, path, pair.body).await }
}

#[tokio::test]
async fn every_success_matches_its_documented_example() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let mut wrong = Vec::new();
    let mut examples = documented();
    // Reads come first, because writes change the data; deletions come last, children before
    // parents.
    examples.sort_by_key(|e| match e["method"].as_str().unwrap() {
        "GET" => 0,
        "DELETE" => 1000 - e["path"].as_str().unwrap().len(),
        _ => 1,
    });
    for example in &examples {
        let (verb, path) = (example["method"].as_str().unwrap(), example["path"].as_str().unwrap());
        let response = &example["responses"][0];
        let answer = succeed(&app, &crowdfunding, verb, path).await;
        assert_eq!(
            answer.status.as_u16(),
            response["status"].as_u64().unwrap() as u16,
            "{verb} {path}: {}",
            answer.body
        );
        if let Some(body) = response.get("body") {
            mismatches(body, &answer.body, &format!("{verb} {path}"), &mut wrong);
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// A body that gives the documented error.
async fn wrong_body(app: &TestApp, crowdfunding: &CrowdfundingFixture, verb: &str, path: &str) -> Value {
    let mut body = match verb {
        "PATCH" => json!({}),
        _ if path.starts_with("/api/token/") => json!({}),
        _ => body_of(app, crowdfunding, verb, path).await,
    };
    let mut without =
        |keys: &[&str]| keys.iter().for_each(|key| drop(body.as_object_mut().unwrap().remove(*key)));
    match (verb, path.trim_end_matches('/')) {
        ("POST", "/api/token/get") => json!({ "email": "no address" }),
        ("POST", "/api/token/refresh") => json!({ "token": "x", "refresh_token": "y" }),
        ("POST", "/api/crowdfunding/feedback") => {
            body["image"] = json!(crowdfunding.image);
            body
        }
        ("PUT", "/api/crowdfunding/feedback/{id}") => {
            without(&["content"]);
            body
        }
        ("PATCH", "/api/crowdfunding/feedback/{id}" | "/api/crowdfunding/package/{id}") => {
            json!({ "project": 999_999 })
        }
        ("POST", "/api/crowdfunding/package") => {
            without(&["money", "type", "limit"]);
            body
        }
        ("PUT", "/api/crowdfunding/package/{id}") => {
            body["limit"] = json!(-1);
            body
        }
        ("POST", "/api/crowdfunding/project") | ("PATCH", "/api/crowdfunding/project/{id}") => {
            body["cover"] = json!(app.upload_image(Some(&crowdfunding.owner), 3).await);
            body
        }
        ("PUT", "/api/crowdfunding/project/{id}") => {
            body["total_days"] = json!("soon");
            body
        }
        ("POST" | "PUT", path) if path.ends_with("section") || path.ends_with("section/{id}") => {
            without(&["status"]);
            body
        }
        ("PATCH", path) if path.ends_with("section/{id}") || path.ends_with("task/{id}") => {
            json!({ "status": 9 })
        }
        (_, path) if path.ends_with("task") || path.ends_with("task/{id}") => {
            body["order"] = json!("first");
            body
        }
        ("POST", "/api/crowdfunding/project/{id}/comment") => json!({ "type": "anonymous", "content": " " }),
        ("POST", _) => json!({}),
        ("PUT", "/api/accounts/user") => json!({ "nickname": "" }),
        other => panic!("{other:?}"),
    }
}

/// The body with its errors sorted, because the document shows them in no order.
fn sorted(body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(errors) = body["errors"].as_array_mut() {
        errors.sort_by_key(ToString::to_string);
    }
    body
}

#[tokio::test]
async fn every_error_matches_its_documented_example() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let mut compared = 0;
    for example in documented() {
        let (verb, path) = (example["method"].as_str().unwrap(), example["path"].as_str().unwrap());
        for response in example["responses"].as_array().unwrap().iter().skip(1) {
            let status = response["status"].as_u64().unwrap() as u16;
            let method: Method = verb.parse().unwrap();
            let answer = match status {
                404 => {
                    let at = path_of(&crowdfunding, verb, path, true);
                    app.api(Some(&crowdfunding.owner), method, &at, Value::Null).await
                }
                403 => {
                    let at = path_of(&crowdfunding, verb, path, false);
                    app.api(Some(&crowdfunding.stranger), method, &at, json!({ "type": 1 })).await
                }
                _ if path.starts_with("/api/location/") => {
                    app.api(None, method, &path.replace("{id}", "7"), Value::Null).await
                }
                _ if path.starts_with("/api/image/") => {
                    // The documented error is about a text in place of a picture and a missing
                    // type. An update may omit the picture.
                    let bytes = if verb == "POST" { b"no picture".to_vec() } else { png(1, 9, 9) };
                    let part = reqwest::multipart::Part::bytes(bytes).file_name("a.png");
                    let form = reqwest::multipart::Form::new().part("image", part);
                    let at = path_of(&crowdfunding, verb, path, false);
                    app.send(app.request(Some(&crowdfunding.owner), method, &at).multipart(form)).await
                }
                _ => {
                    let body = wrong_body(&app, &crowdfunding, verb, path).await;
                    app.api(
                        Some(&crowdfunding.owner),
                        method,
                        &path_of(&crowdfunding, verb, path, false),
                        body,
                    )
                    .await
                }
            };
            assert_eq!(answer.status.as_u16(), status, "{verb} {path}: {}", answer.body);
            let mut expected = response["body"].clone();
            if path.ends_with("topic/{id}/comment/") {
                // The text of the document makes `parent` optional; its example contradicts the
                // text.
                expected["errors"].as_array_mut().unwrap().truncate(1);
            }
            if !expected.is_null() {
                assert_eq!(sorted(&answer.body), sorted(&expected), "{verb} {path}");
                compared += 1;
            }
        }
    }
    assert!(compared >= 40, "{compared}");
}
