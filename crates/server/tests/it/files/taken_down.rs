//! Operators take a file down wherever it is shown.

use miaohui_testkit::{TestApp, code, png};
use serde_json::json;

use super::{collect, image, publish, send_image, statuses};
use crate::console::{audited, number};

#[tokio::test]
async fn a_file_that_is_taken_down_is_gone_under_every_row_and_cannot_be_uploaded_again() {
    let app = TestApp::start().await;
    let (ann, owner) = (app.community_user(1).await, app.crowdfunding_user(1).await);
    let bytes = png(1, 1200, 800);
    let id = app.upload(&ann, bytes.clone()).await;
    let twin = app.upload(&app.community_user(2).await, bytes.clone()).await;
    let (number_of_image, url) = image(&app, Some(&owner), 2, bytes.clone()).await;
    let other = app.upload(&ann, png(2, 30, 20)).await;
    publish(&app, &ann, &[&id, &other]).await;
    let paths = [format!("/media/{id}.jpg"), format!("/media/{twin}"), url.clone()];
    for path in &paths {
        assert_eq!(statuses(&app, path).await, [200]);
    }
    let (moderator, reader) = (app.signed_in("operator").await, app.signed_in("reader").await);
    let down = "/console/r/media/do/take-down";
    let fields = [("id", id.as_str()), ("reason", "侵权投诉")];
    assert_eq!(reader.upload(down, &fields, &[]).await.status, 403);
    assert_ne!(moderator.upload(down, &[("id", id.as_str())], &[]).await.status, 303, "a reason is needed");
    let page = moderator.upload(down, &fields, &[]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(audited(&app, "take-down").await, 1);
    let why = "SELECT COUNT(*) FROM console_audit WHERE action = 'take-down' AND changes LIKE '%侵权投诉%'";
    assert_eq!(number(&app, why).await, 1);
    for path in &paths {
        assert_eq!(statuses(&app, path).await, [404], "{path}");
    }
    assert_eq!(statuses(&app, &format!("/media/{other}")).await, [200]);
    // Staff still see it, and why it is gone.
    assert_eq!(moderator.get(&format!("/console/media/{id}")).await.status, 200);
    assert_eq!(moderator.get(&format!("/console/image/{number_of_image}")).await.status, 200);
    assert!(moderator.get(&format!("/console/r/images/{number_of_image}")).await.has("侵权投诉"));
    // The same bytes are refused, whatever they are for.
    let waiting = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    let reply = app.upload_to(&waiting, bytes.clone()).await;
    assert_eq!(code(&reply), 400);
    assert!(reply["err_msg"].as_str().unwrap().contains("下架"), "{reply}");
    for kind in 0..=3 {
        let refused = send_image(&app, Some(&owner), kind, bytes.clone()).await;
        assert_eq!(refused.fields(), [("image".to_owned(), 10044)]);
    }
    let refused = app.call_as(&ann, "article_publish", json!({ "images": [id] })).await;
    assert_eq!(code(&refused), 400);
    assert_eq!(code(&app.upload_to(&waiting, png(3, 30, 20)).await), 0, "the id still waits");
    collect(&app).await;
    assert_eq!(moderator.get(&format!("/console/media/{id}")).await.status, 200, "the file is kept");
    // Once is enough, from either product; so is putting it back.
    let image_fields = [("id", number_of_image.to_string())];
    let image_fields: Vec<(&str, &str)> = image_fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut again = image_fields.clone();
    again.push(("reason", "again"));
    let page = moderator.upload("/console/r/images/do/take-down", &again, &[]).await;
    assert!(page.location().contains("done=0"), "{}", page.location());
    let page = moderator.upload("/console/r/images/do/put-back", &image_fields, &[]).await;
    assert!(page.location().contains("done=1"), "{}", page.location());
    assert_eq!(audited(&app, "put-back").await, 1);
    for path in &paths {
        assert_eq!(statuses(&app, path).await, [200], "{path}");
    }
    assert_eq!(send_image(&app, Some(&owner), 2, bytes).await.status, 201);
    app.require_verified().await;
}
