//! Files in a bucket: the rules are those of a disk, and a bucket that does not answer is a passing fault.

use miaohui_db::{Finding, Tx, hold_lease, release_leases};
use miaohui_kernel::{Clock, HOUR_MS, MINUTE_MS};
use miaohui_testkit::{CommunityUser, TestApp, TestDatabase, code, png};
use reqwest::StatusCode;
use reqwest::header::{RANGE, RETRY_AFTER};
use serde_json::json;

use super::fake_s3::FakeS3;
use super::{blob_of_image, blob_of_media, collect, image, publish, send_image, statuses};
use crate::console::number;
use crate::faults::Callers;

/// A service with its files in a bucket.
async fn start() -> (TestApp, FakeS3) {
    let clock = Clock::manual(1_700_000_000_000);
    let s3 = FakeS3::start(&clock).await;
    let settings = s3.settings();
    let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
    (TestApp::start_on(TestDatabase::create(), clock, &settings).await, s3)
}

fn object(blob: &str) -> String {
    format!("blobs/{}/{blob}", &blob[..2])
}

async fn remove_unused(app: &TestApp) -> u64 {
    miaohui_server::files::remove_unused(&app.service.platform).await.unwrap()
}

async fn findings(app: &TestApp) -> anyhow::Result<Vec<Finding>> {
    miaohui_server::files::verify_files(&app.service.platform.compared()).await
}

/// A file whose row is deleted, in the transaction that notes it.
async fn noted(app: &TestApp, user: &CommunityUser, seed: u8) -> String {
    let id = app.upload(user, png(seed, 300, 200)).await;
    let blob = blob_of_media(app, &id).await;
    let article = publish(app, user, &[&id]).await;
    assert_eq!(statuses(app, &format!("/media/{id}")).await, [200]);
    app.ok(user, "article_del", json!({ "article_id_list": [article] })).await;
    miaohui_community::tidy(&app.service.community).await.unwrap();
    blob
}

#[tokio::test]
async fn a_file_in_a_bucket_is_served_and_goes_with_its_last_row() {
    let (app, s3) = start().await;
    let ann = app.community_user(1).await;
    let blob = noted(&app, &ann, 1).await;
    let stored = s3.names();
    let thumbs = [120, 240].map(|width| format!("thumbs/{}/{blob}-{width}", &blob[..2]));
    assert_eq!(stored, [&[object(&blob)], thumbs.as_slice()].concat());
    assert_eq!(remove_unused(&app).await, 0, "an upload of the same content may be under way");
    app.clock.advance(10 * MINUTE_MS);
    assert_eq!((remove_unused(&app).await, s3.names().len()), (1, 0));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM unused_blob").await, 0);
    // Ranges, and an identity picture that is in the bucket encrypted only.
    let plain = png(2, 300, 200);
    let (_, path) = image(&app, None, 1, plain.clone()).await;
    let piece = app.http.get(app.url(&path)).header(RANGE, "bytes=10-19").send().await.unwrap();
    assert_eq!(piece.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(piece.bytes().await.unwrap(), plain[10..20]);
    let (id, path) = image(&app, None, 0, png(3, 30, 20)).await;
    let secret = app.http.get(app.url(&path)).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(secret, png(3, 30, 20));
    app.clock.advance(10 * MINUTE_MS);
    collect(&app).await;
    let sealed = blob_of_image(&app, id).await;
    assert_eq!(s3.names().len(), 2, "{:?}", s3.names());
    assert_ne!(s3.content(&object(&sealed)).unwrap(), secret);
    let metrics = app.metrics().await;
    assert!(metrics.contains("miaohui_media_store_failures_total 0"), "{metrics}");
    app.require_verified().await;
}

#[tokio::test]
async fn a_removal_and_a_new_file_of_two_machines_keep_out_of_each_others_way() {
    let (app, s3) = start().await;
    let ann = app.community_user(1).await;
    let blob = noted(&app, &ann, 1).await;
    // The other machine removes it.
    app.clock.advance(10 * MINUTE_MS);
    let (name, now) = (format!("file {blob}"), app.clock.now_ms());
    let take = move |tx: &mut Tx<'_>| hold_lease(tx, &name, "removal of another", now, 5 * MINUTE_MS);
    assert!(app.service.platform.db.write(take).await.unwrap());
    assert_eq!(remove_unused(&app).await, 0, "one removes it");
    let id = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    let reply = app.upload_to(&id, png(1, 300, 200)).await;
    assert_eq!((code(&reply), &reply["retry_after"]), (110, &json!(2)));
    s3.lose(&object(&blob));
    app.service.platform.db.write(|tx| release_leases(tx, "removal of another")).await.unwrap();
    let reply = app.upload_to(&id, png(1, 300, 200)).await;
    assert_eq!(code(&reply), 0, "{reply}");
    // The note is older than the row, and the file stays.
    for minutes in [0, 10] {
        app.clock.advance(minutes * MINUTE_MS);
        remove_unused(&app).await;
        assert_eq!(statuses(&app, &format!("/media/{id}")).await, [200]);
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM unused_blob").await, 0);
    app.upload(&ann, png(2, 300, 200)).await;
    let leases = "SELECT COUNT(*) FROM lease WHERE name LIKE 'file %'";
    assert_eq!(number(&app, leases).await, 1);
    app.clock.advance(HOUR_MS);
    let now = app.clock.now_ms();
    app.service.platform.db.write(move |tx| miaohui_web::forget_past_files(tx, now)).await.unwrap();
    assert_eq!(number(&app, leases).await, 0);
}

#[tokio::test]
async fn a_restored_copy_of_the_database_removes_nothing_from_the_bucket() {
    let (app, s3) = start().await;
    let ann = app.community_user(1).await;
    let platform = &app.service.platform;
    miaohui_server::media_store::settle(platform, false).await.unwrap();
    let blob = noted(&app, &ann, 1).await;
    app.clock.advance(10 * MINUTE_MS);
    let mark = |tx: &mut Tx<'_>| hold_lease(tx, miaohui_web::RESTORED_LEASE, "a restore", 0, 0);
    assert!(platform.db.write(mark).await.unwrap());
    let error = miaohui_server::media_store::settle(platform, false).await.unwrap_err().to_string();
    assert!(error.contains("belongs to another database") && error.contains("--take-bucket"), "{error}");
    assert_eq!(remove_unused(&app).await, 0);
    assert!(s3.content(&object(&blob)).is_some());
    miaohui_server::media_store::settle(platform, true).await.unwrap();
    assert_eq!(remove_unused(&app).await, 1);
}

#[tokio::test]
async fn a_bucket_that_does_not_answer_is_a_passing_fault() {
    let (app, s3) = start().await;
    let ann = app.community_user(1).await;
    let blob = noted(&app, &ann, 1).await;
    let shown = app.upload(&ann, png(2, 300, 200)).await;
    let callers = Callers::create(&app).await;
    s3.set_down(true);
    callers.require_served(&app).await;
    let id = app.ok(&ann, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    let reply = app.upload_to(&id, png(3, 300, 200)).await;
    assert_eq!((code(&reply), &reply["retry_after"]), (110, &json!(2)));
    let refused = send_image(&app, None, 1, png(4, 300, 200)).await;
    assert_eq!(
        (refused.status, &refused.body["error_code"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!(10039))
    );
    for query in ["", "?w=120"] {
        let reply = app.http.get(app.url(&format!("/media/{shown}{query}"))).send().await.unwrap();
        assert_eq!(
            (reply.status(), &reply.headers()[RETRY_AFTER]),
            (StatusCode::SERVICE_UNAVAILABLE, &"2".parse().unwrap())
        );
    }
    let error = findings(&app).await.unwrap_err().to_string();
    assert!(error.contains("cannot be listed"), "nothing is called missing: {error}");
    app.clock.advance(10 * MINUTE_MS);
    assert_eq!(remove_unused(&app).await, 0);
    s3.set_down(false);
    assert!(s3.content(&object(&blob)).is_some());
    assert_eq!(remove_unused(&app).await, 1);
    assert_eq!(code(&app.upload_to(&id, png(3, 300, 200)).await), 0);
    assert_eq!(statuses(&app, &format!("/media/{shown}")).await, [200]);
    assert_eq!(findings(&app).await.unwrap(), []);
    let lost = blob_of_media(&app, &shown).await;
    s3.lose(&object(&lost));
    assert_eq!(app.http.get(app.url(&format!("/media/{shown}"))).send().await.unwrap().status(), 404);
    let found = findings(&app).await.unwrap();
    assert!(found.len() == 1 && found[0].what.contains("missing"), "{found:?}");
}
