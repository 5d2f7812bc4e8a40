//! A walk over all images as a stranger.

use miaohui_testkit::{TestApp, png};
use reqwest::Method;
use serde_json::Value;

use super::{QUERIES, image, statuses};
use crate::console::{number, text};

#[tokio::test]
async fn a_walk_over_all_images_yields_no_byte_and_no_thumbnail_of_an_identity_card() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    // Wide enough for every thumbnail. One of them was public before, so that it had thumbnails.
    let owners = [Some(&ann), Some(&bob), None];
    for (n, who) in owners.iter().cycle().take(12).enumerate() {
        image(&app, *who, (n / 3) as u8, png(n as u8, 1200, 900)).await;
    }
    let (was_public, url) = image(&app, Some(&ann), 1, png(99, 1200, 900)).await;
    assert_eq!(statuses(&app, &url).await, [200]);
    let path = format!("/api/image/{was_public}/");
    let changed = app.api(Some(&ann), Method::PATCH, &path, serde_json::json!({ "type": 0 })).await;
    assert_eq!(changed.status, 200);
    miaohui_server::files::remove_unused(&app.service.platform).await.unwrap();
    let last = number(&app, "SELECT MAX(id) FROM cf_image").await;
    let (mut cards, mut shown) = (0, 0);
    for id in 1..=last + 1 {
        let answer = app.api(None, Method::GET, &format!("/api/image/{id}/"), Value::Null).await;
        if id > last {
            assert_eq!(answer.status, 404);
            continue;
        }
        let kind = number(&app, &format!("SELECT kind FROM cf_image WHERE id = {id}")).await;
        let name = text(&app, &format!("SELECT name FROM cf_image WHERE id = {id}")).await;
        let blob = text(&app, &format!("SELECT blob FROM cf_image WHERE id = {id}")).await;
        let is_card = kind == 0;
        assert_eq!(answer.status, if is_card { 404 } else { 200 });
        // The name itself is no secret; nor is that of the file.
        let paths =
            [format!("/media/images/{name}"), format!("/media/{blob}"), format!("/media/images/{blob}")];
        assert_eq!(statuses(&app, &paths[0]).await, [if is_card { 404 } else { 200 }], "{id}");
        for path in &paths[1..] {
            assert!(statuses(&app, path).await.iter().all(|status| matches!(status, 400 | 404)), "{path}");
        }
        if is_card {
            cards += 1;
            // No thumbnail of it is made, whoever sees it.
            let own = format!("UPDATE cf_image SET user_id = {} WHERE id = {id}", ann.id);
            crate::console::change(&app, &own).await;
            let url = app.get(Some(&ann), &format!("/api/image/{id}/")).await["url"].clone();
            // With a width that is no number, the signature is not read either.
            for query in QUERIES.iter().filter(|query| !query.contains('x')) {
                let address = format!("{}{}", url.as_str().unwrap(), query.replace('?', "&"));
                assert_eq!(app.http.get(app.url(&address)).send().await.unwrap().status(), 200);
            }
            let thumbs = app.data_dir().join("media/thumbs").join(&blob[..2]).join(&blob[2..4]);
            let names = std::fs::read_dir(thumbs).map(Iterator::count).unwrap_or_default();
            assert_eq!(names, 0);
        } else {
            shown += 1;
        }
    }
    assert_eq!((cards, shown), (4, 9));
    app.require_verified().await;
}
