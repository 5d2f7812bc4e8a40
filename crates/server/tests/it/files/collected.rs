//! A file is removed once the last row that names it is gone.

use miaohui_kernel::DAY_MS;
use miaohui_testkit::{TestApp, png};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    blob_of_image, blob_of_media, collect, image, is_stored, look_through, operators_columns, publish,
    statuses,
};
use crate::console::{change, number, text};

#[tokio::test]
async fn an_upload_that_nothing_uses_is_removed_after_a_day() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let mut uploads = Vec::new();
    for seed in 1..=4 {
        let id = app.upload(&ann, png(seed, 300, 200)).await;
        uploads.push((blob_of_media(&app, &id).await, id));
    }
    let [(_, shown), (_, avatar), (former_blob, former), (unused_blob, unused)] = &uploads[..] else {
        unreachable!()
    };
    publish(&app, &ann, &[shown]).await;
    app.ok(&ann, "my_user_info_update", json!({ "avatar": former })).await;
    app.ok(&ann, "my_user_info_update", json!({ "avatar": format!("{avatar}.png") })).await;
    assert_eq!(statuses(&app, &format!("/media/{unused}")).await, [200], "thumbnails are made");
    app.clock.advance(DAY_MS - 1);
    collect(&app).await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_media").await, 4);
    app.clock.advance(1);
    collect(&app).await;
    for (blob, id) in &uploads {
        let is_used = id == shown || id == avatar;
        assert_eq!(is_stored(&app, blob), is_used);
        assert_eq!(statuses(&app, &format!("/media/{id}")).await, [if is_used { 200 } else { 404 }]);
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM unused_blob").await, 0);
    assert!(former_blob != unused_blob && former != unused);
    let reply = app.call_as(&ann, "article_publish", json!({ "images": [unused] })).await;
    assert_eq!(miaohui_testkit::code(&reply), 400, "it is unknown now");
    // What is used again in time stays.
    let again = app.upload(&ann, png(9, 4, 4)).await;
    app.clock.advance(DAY_MS);
    publish(&app, &ann, &[&again]).await;
    collect(&app).await;
    assert_eq!(statuses(&app, &format!("/media/{again}")).await, [200]);
    app.require_verified().await;
}

#[tokio::test]
async fn the_pictures_of_a_deleted_article_go_with_the_last_that_shows_them() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let (one, both) = (app.upload(&ann, png(1, 300, 200)).await, app.upload(&ann, png(2, 300, 200)).await);
    let (one_blob, both_blob) = (blob_of_media(&app, &one).await, blob_of_media(&app, &both).await);
    let first = publish(&app, &ann, &[&one, &both]).await;
    let second = publish(&app, &ann, &[&both]).await;
    app.ok(&ann, "article_del", json!({ "article_id_list": [first] })).await;
    assert_eq!(statuses(&app, &format!("/media/{one}.jpg")).await, [404], "at once");
    assert_eq!(statuses(&app, &format!("/media/{both}.jpg")).await, [200]);
    collect(&app).await;
    assert_eq!((is_stored(&app, &one_blob), is_stored(&app, &both_blob)), (false, true));
    app.ok(&ann, "article_del", json!({ "article_id_list": [second] })).await;
    // An author who changes the mind before the work of the next minute shows it again.
    let third = publish(&app, &ann, &[&both]).await;
    collect(&app).await;
    assert_eq!(statuses(&app, &format!("/media/{both}.jpg")).await, [200]);
    app.ok(&ann, "article_del", json!({ "article_id_list": [third] })).await;
    collect(&app).await;
    assert!(!is_stored(&app, &both_blob));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_media").await, 0);
    app.require_verified().await;
}

#[tokio::test]
async fn the_last_of_the_rows_that_name_the_same_content_frees_the_file() {
    let app = TestApp::start().await;
    let (ann, owner) = (app.community_user(1).await, app.crowdfunding_user(1).await);
    let id = app.upload(&ann, png(1, 300, 200)).await;
    let twin = app.upload(&ann, png(1, 300, 200)).await;
    let (other, url) = image(&app, Some(&owner), 2, png(1, 300, 200)).await;
    let blob = blob_of_media(&app, &id).await;
    assert_eq!((&blob_of_media(&app, &twin).await, &blob_of_image(&app, other).await), (&blob, &blob));
    let article = publish(&app, &ann, &[&id]).await;
    app.ok(&ann, "article_del", json!({ "article_id_list": [article] })).await;
    collect(&app).await;
    assert!(is_stored(&app, &blob));
    app.clock.advance(DAY_MS);
    collect(&app).await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_media").await, 0, "the twin was not used");
    assert_eq!(statuses(&app, &url).await, [200]);
    let deleted = app.api(Some(&owner), Method::DELETE, &format!("/api/image/{other}/"), Value::Null).await;
    assert_eq!(deleted.status, 204);
    assert!(is_stored(&app, &blob), "until the work of the next seconds");
    collect(&app).await;
    assert!(!is_stored(&app, &blob));
    // The same content can be uploaded again.
    let again = app.upload(&ann, png(1, 300, 200)).await;
    collect(&app).await;
    assert_eq!(statuses(&app, &format!("/media/{again}")).await, [200]);
}

#[tokio::test]
async fn an_image_without_an_owner_lives_a_day() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let (old, old_url) = image(&app, None, 2, png(1, 300, 200)).await;
    let old_blob = blob_of_image(&app, old).await;
    let (claimed, _) = image(&app, None, 1, png(2, 40, 40)).await;
    // Not through the API: it lets nobody use an image without an owner.
    change(&app, &format!("UPDATE cf_user SET avatar = {claimed} WHERE id = {}", ann.id)).await;
    let (owned, _) = image(&app, Some(&ann), 2, png(3, 40, 40)).await;
    app.clock.advance(DAY_MS - 1);
    let (young, _) = image(&app, None, 0, png(4, 40, 40)).await;
    collect(&app).await;
    assert_eq!(statuses(&app, &old_url).await, [200]);
    app.clock.advance(1);
    collect(&app).await;
    assert_eq!(statuses(&app, &old_url).await, [404]);
    assert_eq!(app.api(None, Method::GET, &format!("/api/image/{old}/"), Value::Null).await.status, 404);
    assert!(!is_stored(&app, &old_blob));
    let left = number(&app, "SELECT COUNT(*) FROM cf_image").await;
    let kept = format!("SELECT COUNT(*) FROM cf_image WHERE id IN ({claimed}, {owned}, {young})");
    assert_eq!((left, number(&app, &kept).await), (3, 3));
    app.require_verified().await;
}

#[tokio::test]
async fn the_images_of_a_deleted_project_are_gone_unless_they_are_used_again() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let (cover, cover_url) = image(&app, Some(&ann), 2, png(1, 300, 200)).await;
    let (picture, picture_url) = image(&app, Some(&ann), 3, png(2, 300, 200)).await;
    let (cover_blob, picture_blob) = (blob_of_image(&app, cover).await, blob_of_image(&app, picture).await);
    let mut body = app.project_body(&ann, "项目").await;
    body["cover"] = json!(cover);
    let project = app.post(&ann, "/api/crowdfunding/project/", body.clone()).await["id"].clone();
    let feedback = json!({ "project": project, "content": "一坛酒", "image": picture });
    app.post(&ann, "/api/crowdfunding/feedback/", feedback).await;
    let path = format!("/api/crowdfunding/project/{project}/");
    assert_eq!(app.api(Some(&ann), Method::DELETE, &path, Value::Null).await.status, 204);
    assert_eq!(statuses(&app, &cover_url).await, [404], "at once");
    assert_eq!(statuses(&app, &picture_url).await, [404]);
    app.clock.advance(DAY_MS - 1);
    collect(&app).await;
    app.post(&ann, "/api/crowdfunding/project/", body).await;
    assert_eq!(statuses(&app, &cover_url).await, [200], "the owner uses it again");
    app.clock.advance(1);
    collect(&app).await;
    assert_eq!((is_stored(&app, &cover_blob), is_stored(&app, &picture_blob)), (true, false));
    app.require_verified().await;
}

#[tokio::test]
async fn the_picture_of_a_deleted_feedback_is_gone() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let (picture, url) = image(&app, Some(&ann), 3, png(2, 300, 200)).await;
    let blob = blob_of_image(&app, picture).await;
    let project = app.create_draft(&ann, "项目").await;
    let body = json!({ "project": project, "content": "一坛酒", "image": picture });
    let mut paths = Vec::new();
    for _ in 0..2 {
        let made = app.post(&ann, "/api/crowdfunding/feedback/", body.clone()).await;
        paths.push(format!("/api/crowdfunding/feedback/{}/", made["id"]));
    }
    for (path, status) in paths.iter().zip([200, 404]) {
        assert_eq!(app.api(Some(&ann), Method::DELETE, path, Value::Null).await.status, 204);
        assert_eq!(statuses(&app, &url).await, [status]);
    }
    app.clock.advance(DAY_MS);
    collect(&app).await;
    assert!(!is_stored(&app, &blob));
}

#[tokio::test]
async fn a_picture_that_operators_replace_or_delete_is_removed() {
    let app = TestApp::start().await;
    let ann = app.signed_in("operator").await;
    let page = ann.upload("/console/r/masters", &[("name", "达人乙")], &[("avatar", png(1, 300, 200))]).await;
    let path = page.location().trim_end_matches("?done=1").to_owned();
    let avatar = async || text(&app, "SELECT avatar FROM co_master").await;
    let first = avatar().await;
    ann.upload(&path, &[("name", "达人乙")], &[("avatar", png(2, 300, 200))]).await;
    let second = avatar().await;
    assert_ne!(first, second);
    // A user's upload that operators show is no longer only the user's.
    let bob = app.community_user(9).await;
    let shared = app.upload(&bob, png(3, 300, 200)).await;
    change(
        &app,
        &format!(
            "INSERT INTO co_game (name, intro, created_at) VALUES ('套圈', '[\"好玩\", \"{shared}.jpg\"]', 1)"
        ),
    )
    .await;
    for _ in 0..2 {
        look_through(&app).await;
        app.clock.advance(DAY_MS);
        collect(&app).await;
    }
    assert_eq!(statuses(&app, &format!("/media/{first}")).await, [404]);
    assert_eq!(statuses(&app, &format!("/media/{second}")).await, [200]);
    assert_eq!(statuses(&app, &format!("/media/{shared}")).await, [200]);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_media").await, 2);
    change(&app, "DELETE FROM co_master").await;
    change(&app, "DELETE FROM co_game").await;
    look_through(&app).await;
    app.clock.advance(DAY_MS);
    collect(&app).await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_media").await, 0);
    app.require_verified().await;
}

#[tokio::test]
async fn every_column_in_which_operators_name_media_is_looked_at() {
    let known = operators_columns();
    let mut seen = 0;
    for resource in miaohui_server::registry().resources {
        for field in resource.fields {
            use miaohui_admin::Kind;
            let names_media = matches!(field.kind, Kind::Picture | Kind::Pictures | Kind::Story);
            let own = ["co_user", "co_article", "co_media"].contains(&resource.table);
            if names_media && !own {
                let column = format!("{}.{}", resource.table, field.column);
                assert!(known.contains(&column), "media_use::OPERATORS_COLUMNS lacks {column}");
                seen += 1;
            }
        }
    }
    assert!(seen >= known.len(), "{seen}");
}
