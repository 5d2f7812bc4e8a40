//! Media of hidden content are 404; operators see them.

use miaohui_testkit::{TestApp, png};
use reqwest::Method;
use reqwest::header::{CACHE_CONTROL, ETAG};
use serde_json::{Value, json};

use super::{QUERIES, image, publish, statuses};

#[tokio::test]
async fn the_pictures_of_a_hidden_article_are_hidden_with_their_thumbnails() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let mut ids = Vec::new();
    for seed in 1..=3 {
        ids.push(app.upload(&ann, png(seed, 1200, 800)).await);
    }
    let [only, both, avatar] = &ids[..] else { unreachable!() };
    app.ok(&ann, "my_user_info_update", json!({ "avatar": avatar })).await;
    let article = publish(&app, &ann, &[only, both, avatar]).await;
    let other = publish(&app, &ann, &[both]).await;
    for id in &ids {
        assert_eq!(statuses(&app, &format!("/media/{id}.jpg")).await, [200]);
    }
    let (moderator, stranger) = (app.signed_in("operator").await, app.browser());
    let etag = app.http.get(app.url(&format!("/media/{only}"))).send().await.unwrap();
    let etag = etag.headers()[ETAG].clone();
    let act = async |action: &str, article: i64| {
        let fields = [("id", &*article.to_string()), ("reason", "广告")].map(|(k, v)| (k, v.to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let page = moderator.upload(&format!("/console/r/articles/do/{action}"), &fields, &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());
    };
    act("hide", article).await;
    assert_eq!(statuses(&app, &format!("/media/{only}.jpg")).await, [404]);
    assert_eq!(statuses(&app, &format!("/yuanyi-media/{only}")).await, [404]);
    let known = app.http.get(app.url(&format!("/media/{only}"))).header("if-none-match", etag);
    assert_eq!(known.send().await.unwrap().status(), 404, "also for those who have it");
    for shown in [both, avatar] {
        assert_eq!(statuses(&app, &format!("/media/{shown}.jpg")).await, [200], "shown elsewhere");
    }
    for query in QUERIES.iter().filter(|query| !query.contains('x')) {
        let path = format!("/console/media/{only}{query}");
        let seen = moderator.get(&path).await;
        assert_eq!((seen.status, seen.header("cache-control")), (200, "private, no-cache"), "{path}");
        assert_eq!(stranger.get(&path).await.status, 303);
    }
    let row = moderator.get(&format!("/console/r/articles/{article}")).await;
    assert!(row.addresses().contains(&format!("/console/media/{only}")), "{}", row.text());
    act("hide", other).await;
    assert_eq!(statuses(&app, &format!("/media/{both}.jpg")).await, [404]);
    act("restore", article).await;
    for id in &ids {
        assert_eq!(statuses(&app, &format!("/media/{id}.jpg")).await, [200]);
    }
    app.require_verified().await;
}

#[tokio::test]
async fn images_of_hidden_drafts_are_for_their_owner() {
    let app = TestApp::start_with(&["crowdfunding.hide_drafts=true"]).await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let (cover, url) = image(&app, Some(&ann), 2, png(1, 1200, 800)).await;
    let (picture, picture_url) = image(&app, Some(&ann), 3, png(2, 1200, 800)).await;
    assert_eq!(statuses(&app, &url).await, [200], "nothing hidden shows it yet");
    let mut body = app.project_body(&ann, "草稿").await;
    body["cover"] = json!(cover);
    let project = app.post(&ann, "/api/crowdfunding/project/", body).await["id"].as_i64().unwrap();
    let feedback = json!({ "project": project, "content": "一坛酒", "image": picture });
    app.post(&ann, "/api/crowdfunding/feedback/", feedback).await;
    for (id, url) in [(cover, &url), (picture, &picture_url)] {
        assert_eq!(statuses(&app, url).await, [404]);
        let path = format!("/api/image/{id}/");
        for who in [None, Some(&bob)] {
            assert_eq!(app.api(who, Method::GET, &path, Value::Null).await.status, 404);
        }
        let own = app.get(Some(&ann), &path).await["url"].as_str().unwrap().to_owned();
        for address in [own.clone(), format!("{own}&w=240")] {
            let served = app.http.get(app.url(&address)).send().await.unwrap();
            assert_eq!(
                (served.status().as_u16(), &served.headers()[CACHE_CONTROL]),
                (200, &"private, no-store".parse().unwrap())
            );
        }
    }
    let save = format!("/api/crowdfunding/project/{project}/save/");
    assert_eq!(app.api(Some(&ann), Method::PUT, &save, Value::Null).await.status, 204);
    for (id, url) in [(cover, &url), (picture, &picture_url)] {
        assert_eq!(statuses(&app, url).await, [200], "the project is no draft any more");
        assert_eq!(app.api(None, Method::GET, &format!("/api/image/{id}/"), Value::Null).await.status, 200);
    }
}
