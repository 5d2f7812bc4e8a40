//! Uploaded files: what removes them, who sees them, and how many there may be.

mod bucket;
mod collected;
mod fake_s3;
mod hidden;
mod interrupted;
mod named;
mod quotas;
mod taken_down;

use miaohui_community::store::media_use;
use miaohui_testkit::{CommunityUser, CrowdfundingReply, CrowdfundingUser, TestApp};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::console::text;

/// The widths that a thumbnail is asked for with, and none.
pub const QUERIES: [&str; 8] = ["", "?w=1", "?w=120", "?w=240", "?w=480", "?w=960", "?w=961", "?w=x"];

/// The statuses of a path and of all its thumbnails, without repetitions.
pub async fn statuses(app: &TestApp, path: &str) -> Vec<u16> {
    let mut found = Vec::new();
    for query in QUERIES {
        let response = app.http.get(app.url(&format!("{path}{query}"))).send().await.unwrap();
        let status = response.status().as_u16();
        assert!(status == 200 || response.bytes().await.unwrap().is_empty(), "{path}{query}: {status}");
        if !found.contains(&status) {
            found.push(status);
        }
    }
    found
}

/// Does the work of a minute that removes files.
pub async fn collect(app: &TestApp) {
    miaohui_community::tidy(&app.service.community).await.unwrap();
    miaohui_crowdfunding::tidy(&app.service.crowdfunding).await.unwrap();
    miaohui_server::files::remove_unused(&app.service.platform).await.unwrap();
}

/// Does the work of a day that looks for what nothing uses.
pub async fn look_through(app: &TestApp) {
    for part in 0..=u8::MAX {
        miaohui_server::files::look_through(&app.service.community, part).await.unwrap();
    }
}

/// The name of the file of a media id.
pub async fn blob_of_media(app: &TestApp, id: &str) -> String {
    text(app, &format!("SELECT blob FROM co_media WHERE id = '{id}'")).await
}

/// The name of the file of an image.
pub async fn blob_of_image(app: &TestApp, id: i64) -> String {
    text(app, &format!("SELECT blob FROM cf_image WHERE id = {id}")).await
}

/// Whether the file, or a thumbnail of it, is stored.
pub fn is_stored(app: &TestApp, blob: &str) -> bool {
    let first = u8::from_str_radix(&blob[..2], 16).unwrap();
    app.service.platform.blobs.list(first).unwrap().iter().any(|listed| listed.name == blob)
}

/// Publishes an article with pictures and returns its id.
pub async fn publish(app: &TestApp, user: &CommunityUser, images: &[&str]) -> i64 {
    let images: Vec<String> = images.iter().map(|id| format!("{id}.jpg")).collect();
    let reply = app.ok(user, "article_publish", json!({ "content": "看图", "images": images })).await;
    reply["article_id"].as_i64().unwrap()
}

/// Uploads an image of the Crowdfunding API.
pub async fn send_image(
    app: &TestApp,
    who: Option<&CrowdfundingUser>,
    kind: u8,
    bytes: Vec<u8>,
) -> CrowdfundingReply {
    let form =
        Form::new().text("type", kind.to_string()).part("image", Part::bytes(bytes).file_name("a.png"));
    app.send(app.request(who, Method::POST, "/api/image/").multipart(form)).await
}

/// Uploads an image, and returns its id and the path of its file.
pub async fn image(app: &TestApp, who: Option<&CrowdfundingUser>, kind: u8, bytes: Vec<u8>) -> (i64, String) {
    let made = send_image(app, who, kind, bytes).await;
    assert_eq!(made.status, 201, "{}", made.body);
    (made.body["id"].as_i64().unwrap(), made.body["url"].as_str().unwrap().to_owned())
}

/// The columns in which operators name media.
pub fn operators_columns() -> Vec<String> {
    let all = media_use::OPERATORS_COLUMNS.iter();
    all.flat_map(|(table, columns)| columns.iter().map(move |column| format!("{table}.{column}"))).collect()
}
