//! How much one account may upload in a day.

use miaohui_kernel::DAY_MS;
use miaohui_testkit::{TestApp, code, png};
use serde_json::json;

use super::{image, send_image};
use crate::console::number;

/// A picture of about 700 KB that does not compress.
fn large(seed: u64) -> Vec<u8> {
    let rng = miaohui_kernel::Rng::seeded(seed);
    let picture =
        image::RgbImage::from_fn(480, 480, |_, _| image::Rgb([0; 3].map(|_: u8| rng.below(256) as u8)));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn an_account_uploads_so_many_files_a_day() {
    let app = TestApp::start_with(&["limits.uploads_per_day=2"]).await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let (owner, other) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    for seed in 0..2 {
        app.upload(&ann, png(seed, 9, 9)).await;
        image(&app, Some(&owner), 2, png(seed, 9, 9)).await;
    }
    let id = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    let refused = app.upload_to(&id, png(3, 9, 9)).await;
    assert_eq!(code(&refused), 110);
    let wait = refused["retry_after"].as_i64().unwrap();
    assert!((1..=DAY_MS / 1000).contains(&wait), "{refused}");
    let response = send_image(&app, Some(&owner), 2, png(3, 9, 9)).await;
    assert_eq!((response.status.as_u16(), response.error()), (429, 10038));
    // Others, and images without an account, have their own.
    app.upload(&bob, png(3, 9, 9)).await;
    image(&app, Some(&other), 2, png(3, 9, 9)).await;
    image(&app, None, 2, png(3, 9, 9)).await;
    let shown = app.service.platform.metrics.render().unwrap();
    assert!(shown.contains("miaohui_limited_total{limit=\"uploads_per_day\"} 2"), "{shown}");
    app.clock.advance(wait * 1000);
    assert_eq!(code(&app.upload_to(&id, png(3, 9, 9)).await), 0, "on the next day");
    image(&app, Some(&owner), 2, png(4, 9, 9)).await;
}

#[tokio::test]
async fn an_account_uploads_so_many_bytes_a_day() {
    let settings = ["media.video_max_mb=1", "media.image_max_mb=1", "limits.upload_mb_per_day=1"];
    let app = TestApp::start_with(&settings).await;
    let (ann, owner) = (app.community_user(1).await, app.crowdfunding_user(1).await);
    app.upload(&ann, large(1)).await;
    image(&app, Some(&owner), 2, large(1)).await;
    let id = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    assert_eq!(code(&app.upload_to(&id, large(2)).await), 110);
    assert_eq!(send_image(&app, Some(&owner), 2, large(2)).await.error(), 10038);
    assert_eq!(code(&app.upload_to(&id, png(1, 9, 9)).await), 0, "a small one fits");
    let shown = app.service.platform.metrics.render().unwrap();
    assert!(shown.contains("miaohui_limited_total{limit=\"upload_bytes_per_day\"} 2"), "{shown}");
    // Nothing of a refused file is kept.
    miaohui_server::files::remove_unused(&app.service.platform).await.unwrap();
    let files: usize = (0..=u8::MAX).map(|first| app.service.platform.blobs.list(first).unwrap().len()).sum();
    assert_eq!(files, 2);
}

#[tokio::test]
async fn concurrent_uploads_keep_the_quota() {
    let app = std::sync::Arc::new(TestApp::start_with(&["limits.uploads_per_day=3"]).await);
    let owner = app.crowdfunding_user(1).await;
    let mut uploads = tokio::task::JoinSet::new();
    for seed in 0..8 {
        let (app, owner) = (app.clone(), owner.clone());
        uploads
            .spawn(async move { send_image(&app, Some(&owner), 2, png(seed, 9, 9)).await.status.as_u16() });
    }
    let mut statuses = uploads.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 201, 201, 429, 429, 429, 429, 429]);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM cf_image").await, 3);
}

#[tokio::test]
async fn past_days_and_erased_accounts_are_forgotten() {
    let app = TestApp::start_with(&["privacy.erase_after_days=0"]).await;
    let ann = app.community_user(1).await;
    app.upload(&ann, png(1, 9, 9)).await;
    image(&app, Some(&app.crowdfunding_user(1).await), 2, png(1, 9, 9)).await;
    let rows = async || number(&app, "SELECT COUNT(*) FROM upload_quota").await;
    assert_eq!(rows().await, 2);
    let user = ann.id;
    let erase = move |tx: &mut miaohui_db::Tx<'_>| miaohui_community::operators::erase(tx, user, "ann", 1);
    assert!(app.service.platform.db.write(erase).await.unwrap());
    crate::privacy::erase_due(&app).await;
    assert_eq!(rows().await, 1);
    let tomorrow = app.clock.now_ms() + DAY_MS;
    let forget = move |tx: &mut miaohui_db::Tx<'_>| miaohui_web::forget_past_uploads(tx, tomorrow);
    assert_eq!(app.service.platform.db.write(forget).await.unwrap(), 1);
}
