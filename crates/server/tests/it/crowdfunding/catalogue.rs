//! Every documented operation, with every documented answer: shapes of successes, errors to the letter.

use std::collections::BTreeSet;

use miaohui_crowdfunding::routes;
use miaohui_testkit::{Answer, Kitchen, Person, TestApp, png};
use reqwest::Method;
use serde_json::{Value, json};

use crate::catalogue::misfits;

fn documented() -> Vec<Value> {
    serde_json::from_str(miaohui_crowdfunding::reference::EXAMPLES).unwrap()
}

/// Operations that the document lacks.
const OURS: usize = 17;

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
    assert_eq!(registered.difference(&documented).count(), OURS);
}

/// The path of an operation on the kitchen's things. `gone`: where there is nothing.
fn path_of(kitchen: &Kitchen, verb: &str, path: &str, gone: bool) -> String {
    match (gone, verb, path.trim_end_matches('/')) {
        (true, ..) => path.replace("{id}", "999999"),
        // What would disturb the project that everything else is about.
        (_, "DELETE", "/api/crowdfunding/project/{id}") | (_, _, "/api/crowdfunding/project/{id}/save") => {
            path.replace("{id}", &kitchen.draft.to_string())
        }
        _ => kitchen.path(path),
    }
}

/// Whom an operation shows most: the backer has attended and supported, the owner owns.
fn who<'k>(kitchen: &'k Kitchen, path: &str) -> &'k Person {
    if path.contains("attention") || path.ends_with("user/project/support/") {
        &kitchen.backer
    } else {
        &kitchen.owner
    }
}

/// A body that succeeds.
pub async fn body_of(app: &TestApp, kitchen: &Kitchen, verb: &str, path: &str) -> Value {
    let owner = &kitchen.owner;
    match (verb, path.trim_end_matches('/')) {
        ("GET" | "DELETE", _) => Value::Null,
        (_, "/api/crowdfunding/feedback" | "/api/crowdfunding/feedback/{id}") => {
            json!({ "project": kitchen.project, "content": "项目内容1", "image": app.image(Some(owner), 3).await })
        }
        (_, "/api/crowdfunding/package" | "/api/crowdfunding/package/{id}") => {
            let feedback = json!({ "project": kitchen.project, "content": "x" });
            let feedback = app.post(owner, "/api/crowdfunding/feedback/", feedback).await["id"].clone();
            json!({
                "project": kitchen.project, "money": 23.0, "limit": 23, "type": 1, "name": "阿斯蒂芬", "feedback": [feedback],
            })
        }
        ("POST", "/api/crowdfunding/project") => app.recipe(owner, "项目test").await,
        ("PUT", "/api/crowdfunding/project/{id}") => {
            let mut recipe = app.recipe(owner, "项目1").await;
            recipe["summary"] = json!("改");
            recipe
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

async fn succeed(app: &TestApp, kitchen: &Kitchen, verb: &str, path: &str) -> Answer {
    let method: Method = verb.parse().unwrap();
    let at = path_of(kitchen, verb, path, false);
    if path.starts_with("/api/token/") {
        return tokens(app, path).await;
    }
    if path.starts_with("/api/image/") && !matches!(verb, "GET" | "DELETE") {
        let part = reqwest::multipart::Part::bytes(png(7, 30, 30)).file_name("a.png");
        let form = reqwest::multipart::Form::new().text("type", "2").part("image", part);
        return app.send(app.request(Some(&kitchen.owner), method, &at).multipart(form)).await;
    }
    let body = body_of(app, kitchen, verb, path).await;
    app.api(Some(who(kitchen, path)), method, &at, body).await
}

async fn tokens(app: &TestApp, path: &str) -> Answer {
    let number = app.clock.now_ms() % 1_000_000;
    app.clock.advance(1);
    let account =
        json!({ "email": format!("t{number}@example.com"), "password": "long enough", "nickname": "t" });
    app.api(None, Method::POST, "/api/accounts/register/", account.clone()).await;
    let mail =
        app.mail(account["email"].as_str().unwrap()).await.unwrap()["text"].as_str().unwrap().to_owned();
    let token = mail.split("token=").nth(1).unwrap()[..40].to_owned();
    app.api(None, Method::POST, "/api/accounts/activate/", json!({ "token": token })).await;
    let pair = app.api(None, Method::POST, "/api/token/get/", account).await;
    if path == "/api/token/get/" { pair } else { app.api(None, Method::POST, path, pair.body).await }
}

#[tokio::test]
async fn every_success_is_as_documented() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    let mut wrong = Vec::new();
    let mut examples = documented();
    // Reads first, while everything is as it was built; what deletes comes last, and children before their parents.
    examples.sort_by_key(|e| match e["method"].as_str().unwrap() {
        "GET" => 0,
        "DELETE" => 1000 - e["path"].as_str().unwrap().len(),
        _ => 1,
    });
    for example in &examples {
        let (verb, path) = (example["method"].as_str().unwrap(), example["path"].as_str().unwrap());
        let response = &example["responses"][0];
        let answer = succeed(&app, &kitchen, verb, path).await;
        assert_eq!(
            answer.status.as_u16(),
            response["status"].as_u64().unwrap() as u16,
            "{verb} {path}: {}",
            answer.body
        );
        if let Some(body) = response.get("body") {
            misfits(body, &answer.body, &format!("{verb} {path}"), &mut wrong);
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// A body that fails as documented.
async fn wrong_body(app: &TestApp, kitchen: &Kitchen, verb: &str, path: &str) -> Value {
    let mut body = match verb {
        "PATCH" => json!({}),
        _ if path.starts_with("/api/token/") => json!({}),
        _ => body_of(app, kitchen, verb, path).await,
    };
    let mut without =
        |keys: &[&str]| keys.iter().for_each(|key| drop(body.as_object_mut().unwrap().remove(*key)));
    match (verb, path.trim_end_matches('/')) {
        ("POST", "/api/token/get") => json!({ "email": "no address" }),
        ("POST", "/api/token/refresh") => json!({ "token": "x", "refresh_token": "y" }),
        ("POST", "/api/crowdfunding/feedback") => {
            body["image"] = json!(kitchen.image);
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
            body["cover"] = json!(app.image(Some(&kitchen.owner), 3).await);
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

/// The errors of a documented body, in a form that does not depend on their order: the document shows them unordered.
fn sorted(body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(errors) = body["errors"].as_array_mut() {
        errors.sort_by_key(ToString::to_string);
    }
    body
}

#[tokio::test]
async fn every_error_is_as_documented() {
    let app = TestApp::start().await;
    let kitchen = Kitchen::build(&app).await;
    let mut compared = 0;
    for example in documented() {
        let (verb, path) = (example["method"].as_str().unwrap(), example["path"].as_str().unwrap());
        for response in example["responses"].as_array().unwrap().iter().skip(1) {
            let status = response["status"].as_u64().unwrap() as u16;
            let method: Method = verb.parse().unwrap();
            let answer = match status {
                404 => {
                    let at = path_of(&kitchen, verb, path, true);
                    app.api(Some(&kitchen.owner), method, &at, Value::Null).await
                }
                403 => {
                    let at = path_of(&kitchen, verb, path, false);
                    app.api(Some(&kitchen.stranger), method, &at, json!({ "type": 1 })).await
                }
                _ if path.starts_with("/api/location/") => {
                    app.api(None, method, &path.replace("{id}", "7"), Value::Null).await
                }
                _ if path.starts_with("/api/image/") => {
                    // The document's own: a body that is no picture, without a type. An update keeps its picture.
                    let bytes = if verb == "POST" { b"no picture".to_vec() } else { png(1, 9, 9) };
                    let part = reqwest::multipart::Part::bytes(bytes).file_name("a.png");
                    let form = reqwest::multipart::Form::new().part("image", part);
                    let at = path_of(&kitchen, verb, path, false);
                    app.send(app.request(Some(&kitchen.owner), method, &at).multipart(form)).await
                }
                _ => {
                    let body = wrong_body(&app, &kitchen, verb, path).await;
                    app.api(Some(&kitchen.owner), method, &path_of(&kitchen, verb, path, false), body).await
                }
            };
            assert_eq!(answer.status.as_u16(), status, "{verb} {path}: {}", answer.body);
            let mut expected = response["body"].clone();
            if path.ends_with("topic/{id}/comment/") {
                // Its text says that `parent` may be left out; its example contradicts it.
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
