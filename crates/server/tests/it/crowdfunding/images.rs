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

/// Everything that a stranger can ask about an image of an identity card.
async fn leaks(app: &TestApp, who: Option<&CrowdfundingUser>, id: i64, url: &str) -> Vec<String> {
    let mut leaks = Vec::new();
    let path = format!("/api/image/{id}/");
    for verb in [Method::GET, Method::HEAD, Method::DELETE] {
        let answer = app.send(app.request(who, verb.clone(), &path)).await;
        if answer.status != 404 {
            leaks.push(format!("{verb} {path}: {} {}", answer.status, answer.body));
        }
    }
    let plain = url.split('?').next().unwrap();
    for address in [plain.to_owned(), format!("{plain}?w=96"), format!("{plain}?w=480")] {
        let response = app.request(who, Method::GET, &address).send().await.unwrap();
        let status = response.status();
        if status != 404 || !response.bytes().await.unwrap().is_empty() {
            leaks.push(format!("{address}: {status}"));
        }
    }
    leaks
}

#[tokio::test]
async fn nobody_but_its_owner_sees_an_identity_card() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let card = upload(&app, Some(&ann), Method::POST, "/api/image/", Some("0"), Some(png(9, 400, 300))).await;
    assert_eq!(card.status, 201);
    let (id, url) = (card.body["id"].as_i64().unwrap(), card.body["url"].as_str().unwrap().to_owned());
    for who in [None, Some(&bob)] {
        assert_eq!(leaks(&app, who, id, &url).await, Vec::<String>::new());
        // Without a picture nobody can change its kind to see it.
        let answer = app.api(who, Method::PATCH, &format!("/api/image/{id}/"), json!({ "type": 1 })).await;
        assert_eq!(answer.status, 404);
    }
    // The owner's address is signed, private and short-lived.
    let shown = app.get(Some(&ann), &format!("/api/image/{id}/")).await;
    let url = shown["url"].as_str().unwrap().to_owned();
    for address in [url.clone(), format!("{url}&w=240")] {
        let served = app.http.get(app.url(&address)).send().await.unwrap();
        assert_eq!(served.status(), 200);
        assert_eq!(served.headers()["cache-control"], "private, no-store");
        assert!(!served.bytes().await.unwrap().is_empty());
    }
    let other = upload(&app, Some(&bob), Method::POST, "/api/image/", Some("0"), Some(png(8, 40, 30))).await;
    let (_, signature) = other.body["url"].as_str().unwrap().split_once('?').unwrap();
    let plain = url.split('?').next().unwrap();
    let later = url.replace("expires=17", "expires=27");
    for forged in
        [format!("{plain}?{signature}"), later, url.replace("signature=", "signature=00"), format!("{url}é")]
    {
        assert_eq!(app.http.get(app.url(&forged)).send().await.unwrap().status(), 404, "{forged}");
    }
    app.clock.advance(10 * 60 * 1000);
    assert_eq!(app.http.get(app.url(&url)).send().await.unwrap().status(), 404);
    let again = app.get(Some(&ann), &format!("/api/image/{id}/")).await["url"].as_str().unwrap().to_owned();
    assert_eq!(app.http.get(app.url(&again)).send().await.unwrap().status(), 200);
    // A public image that becomes an identity card loses its public address.
    let public = upload(&app, Some(&ann), Method::POST, "/api/image/", Some("1"), Some(png(7, 40, 30))).await;
    let path = format!("/api/image/{}/", public.body["id"]);
    assert_eq!(app.api(Some(&ann), Method::PATCH, &path, json!({ "type": 0 })).await.status, 200);
    let address = app.url(public.body["url"].as_str().unwrap());
    assert_eq!(app.http.get(address).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_walk_over_all_images_finds_no_identity_card() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    for (kind, who) in [(0, Some(&ann)), (1, Some(&ann)), (0, None), (2, None), (3, Some(&ann))] {
        app.upload_image(who, kind).await;
    }
    let mut shown = Vec::new();
    for id in 1..=6 {
        let answer = app.api(None, Method::GET, &format!("/api/image/{id}/"), Value::Null).await;
        if answer.status == 200 {
            shown.push(answer.body["type"].as_i64().unwrap());
            let url = answer.body["url"].as_str().unwrap();
            assert_eq!(app.http.get(app.url(url)).send().await.unwrap().status(), 200);
        }
    }
    assert_eq!(shown, [1, 2, 3]);
}

#[tokio::test]
async fn a_setting_shows_identity_cards_as_the_document_says() {
    let app = TestApp::start_with(&["crowdfunding.public_identity_images=true"]).await;
    let ann = app.crowdfunding_user(1).await;
    let id = app.upload_image(Some(&ann), 0).await;
    let shown = app.get(None, &format!("/api/image/{id}/")).await;
    let served = app.http.get(app.url(shown["url"].as_str().unwrap())).send().await.unwrap();
    assert_eq!((served.status().as_u16(), shown["type"].as_i64()), (200, Some(0)));
}
