//! Images: owners, kinds and access.

use miaohui_testkit::{CrowdfundingReply, CrowdfundingUser, TestApp, png};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

async fn upload(
    app: &TestApp,
    who: Option<&CrowdfundingUser>,
    verb: Method,
    path: &str,
    kind: Option<&str>,
    bytes: Option<Vec<u8>>,
) -> CrowdfundingReply {
    let mut form = Form::new();
    if let Some(kind) = kind {
        form = form.text("type", kind.to_owned());
    }
    if let Some(bytes) = bytes {
        form = form.part("image", Part::bytes(bytes).file_name("a.jpg"));
    }
    app.send(app.request(who, verb, path).multipart(form)).await
}

#[tokio::test]
async fn an_image_is_kept_served_and_changed_by_its_owner() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let made = upload(&app, Some(&ann), Method::POST, "/api/image/", Some("2"), Some(png(9, 400, 300))).await;
    assert_eq!(
        (made.status.as_u16(), &made.body["user"], &made.body["type"]),
        (201, &json!(ann.id), &json!(2))
    );
    let url = made.body["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("/media/images/"), "{url}");
    assert_eq!(url.rsplit('.').next(), Some("png"), "the bytes say what it is");
    let served = app.http.get(app.url(&url)).send().await.unwrap();
    assert_eq!(
        (served.status().as_u16(), &served.headers()["content-type"]),
        (200, &"image/png".parse().unwrap())
    );
    let small = app.http.get(app.url(&format!("{url}?w=160"))).send().await.unwrap();
    let (whole, small) = (served.headers()["etag"].clone(), small.headers()["etag"].clone());
    assert!(
        small.to_str().unwrap().ends_with("-240\""),
        "a thumbnail of the next width: {whole:?} {small:?}"
    );
    let path = format!("/api/image/{}/", made.body["id"]);
    assert_eq!(app.get(None, &path).await, made.body);
    // PUT and PATCH change the image; a new file has a new URL, so that no cache shows the old one.
    let put = upload(&app, Some(&ann), Method::PUT, &path, Some("3"), Some(png(8, 40, 30))).await;
    assert_eq!((put.status.as_u16(), &put.body["type"]), (200, &json!(3)));
    assert_ne!(put.body["url"], made.body["url"]);
    let patch = app.api(Some(&ann), Method::PATCH, &path, json!({ "type": "1" })).await;
    assert_eq!((&patch.body["type"], &patch.body["url"]), (&json!(1), &put.body["url"]));
    for who in [Some(&bob), None] {
        let refused = upload(&app, who, Method::PUT, &path, Some("2"), Some(png(8, 40, 30))).await;
        assert_eq!(refused.status, if who.is_some() { 403 } else { 401 });
    }
    assert_eq!(app.api(Some(&bob), Method::DELETE, &path, Value::Null).await.status, 403);
    assert_eq!(app.api(Some(&ann), Method::DELETE, &path, Value::Null).await.status, 204);
    assert_eq!(app.api(None, Method::GET, &path, Value::Null).await.status, 404);
    assert_eq!(app.http.get(app.url(put.body["url"].as_str().unwrap())).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn anyone_may_change_an_image_without_owner() {
    let app = TestApp::start().await;
    let bob = app.crowdfunding_user(2).await;
    let made = upload(&app, None, Method::POST, "/api/image/", Some("1"), Some(png(9, 40, 30))).await;
    assert_eq!(made.body["user"], Value::Null);
    let path = format!("/api/image/{}/", made.body["id"]);
    for who in [None, Some(&bob)] {
        assert_eq!(app.api(who, Method::PATCH, &path, json!({ "type": 2 })).await.status, 200);
    }
    assert_eq!(app.api(None, Method::DELETE, &path, Value::Null).await.status, 204);
}

#[tokio::test]
async fn all_errors_of_an_upload_are_reported_together() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let wrong = async |kind: Option<&str>, bytes: Option<Vec<u8>>| {
        upload(&app, Some(&ann), Method::POST, "/api/image/", kind, bytes).await.fields()
    };
    let field = |name: &str, code: i64| (name.to_owned(), code);
    let nothing = app.api(Some(&ann), Method::POST, "/api/image/", json!({})).await;
    assert_eq!(nothing.fields(), [field("type", 10001), field("image", 10001)]);
    assert_eq!(wrong(Some("4"), Some(b"text".to_vec())).await, [field("type", 10000), field("image", 10000)]);
    assert_eq!(wrong(Some("2"), Some(b"\x89PNG\r\n\x1a\nbroken".to_vec())).await, [field("image", 10000)]);
    assert_eq!(wrong(Some("x"), Some(png(1, 4, 4))).await, [field("type", 10000)]);
    assert_eq!(wrong(Some("2"), Some(Vec::new())).await, [field("image", 10000)]);
    let json = app.api(Some(&ann), Method::POST, "/api/image/", json!({ "type": 1, "image": "data" })).await;
    assert_eq!(json.fields(), [field("image", 10000)]);
    let path = format!("/api/image/{}/", app.upload_image(Some(&ann), 2).await);
    let patch = upload(&app, Some(&ann), Method::PATCH, &path, None, Some(b"text".to_vec())).await;
    assert_eq!(patch.fields(), [field("image", 10000)]);
    assert_eq!(
        app.api(Some(&ann), Method::PUT, &path, json!({})).await.fields(),
        [field("type", 10001), field("image", 10001)]
    );
}

#[tokio::test]
async fn an_image_in_use_cannot_be_deleted_or_used_for_another_kind() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let mut new_project = app.project_body(&ann, "项目").await;
    let own = new_project["cover"].clone();
    let nobodys = app.upload_image(None, 2).await;
    let bobs = app.upload_image(Some(&bob), 2).await;
    let avatar = app.upload_image(Some(&ann), 1).await;
    for (cover, code) in [
        (json!(999), 10027),
        (json!(avatar), 10028),
        (json!(nobodys), 10029),
        (json!(bobs), 10030),
        (json!("x"), 10000),
    ] {
        new_project["cover"] = cover;
        let answer =
            app.api(Some(&ann), Method::POST, "/api/crowdfunding/project/", new_project.clone()).await;
        assert_eq!(answer.fields(), [("cover".to_owned(), code)]);
    }
    new_project["cover"] = own.clone();
    app.post(&ann, "/api/crowdfunding/project/", new_project).await;
    let path = format!("/api/image/{own}/");
    let other = app.api(Some(&ann), Method::PATCH, &path, json!({ "type": 3 })).await;
    assert_eq!(other.fields(), [("type".to_owned(), 10000)], "a cover stays one while it is shown");
    assert_eq!(app.api(Some(&ann), Method::PATCH, &path, json!({ "type": 2 })).await.status, 200);
    let answer = app.api(Some(&ann), Method::DELETE, &path, Value::Null).await;
    assert_eq!((answer.status.as_u16(), answer.error()), (400, 10034));
}
