//! Removals that are interrupted, paused, or run beside uploads; what `verify` tells.

use std::fs::File;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use miaohui_db::{Finding, Tx, hold_lease, release_leases};
use miaohui_kernel::{DAY_MS, HOUR_MS};
use miaohui_testkit::{CommunityUser, TestApp, png};
use serde_json::json;

use super::{blob_of_media, collect, is_stored, look_through, publish, statuses};
use crate::console::{change, number};

async fn remove_unused(app: &TestApp) -> u64 {
    miaohui_server::files::remove_unused(&app.service.platform).await.unwrap()
}

async fn findings(app: &TestApp, repair: bool) -> Vec<Finding> {
    let platform = &app.service.platform;
    if repair {
        return miaohui_server::files::repair_files(platform).await.unwrap();
    }
    miaohui_server::files::verify_files(&platform.compared()).await.unwrap()
}

/// A file whose row was deleted, in the transaction that notes it.
async fn noted(app: &TestApp, user: &CommunityUser, seed: u8) -> String {
    let id = app.upload(user, png(seed, 300, 200)).await;
    let blob = blob_of_media(app, &id).await;
    assert_eq!(statuses(app, &format!("/media/{id}")).await, [200]);
    let article = publish(app, user, &[&id]).await;
    app.ok(user, "article_del", json!({ "article_id_list": [article] })).await;
    miaohui_community::tidy(&app.service.community).await.unwrap();
    assert_eq!(number(app, "SELECT COUNT(*) FROM unused_blob").await, 1);
    blob
}

/// Stores a file that no row names, as a crash before its row leaves it, changed at a time.
fn orphan(app: &TestApp, seed: u8, changed_at: i64) -> String {
    let blob = app.service.platform.blobs.put(&png(seed, 300, 200)).unwrap().sha256;
    let path = app.data_dir().join("media/blobs").join(&blob[..2]).join(&blob[2..4]).join(&blob);
    let time = UNIX_EPOCH + Duration::from_millis(changed_at as u64);
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    blob
}

#[tokio::test]
async fn a_crash_between_the_steps_leaves_no_file_and_no_dangling_row() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    // The row is gone, the file is there: a restart removes it.
    let blob = noted(&app, &ann, 1).await;
    assert!(is_stored(&app, &blob));
    let clock = app.clock.clone();
    let app = TestApp::start_on(app.close().await, clock, &[]).await;
    assert_eq!((remove_unused(&app).await, is_stored(&app, &blob)), (1, false));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM unused_blob").await, 0);
    // The file is gone, its note is there.
    let blob = noted(&app, &ann, 2).await;
    app.service.platform.blobs.remove(&blob).unwrap();
    remove_unused(&app).await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM unused_blob").await, 0);
    // The blob is gone, its thumbnails are there.
    let blob = noted(&app, &ann, 3).await;
    std::fs::remove_file(app.data_dir().join("media/blobs").join(&blob[..2]).join(&blob[2..4]).join(&blob))
        .unwrap();
    assert!(is_stored(&app, &blob));
    remove_unused(&app).await;
    assert!(!is_stored(&app, &blob));
    // The file is there, its row never came.
    let blob = orphan(&app, 4, app.clock.now_ms());
    look_through(&app).await;
    assert_eq!((remove_unused(&app).await, is_stored(&app, &blob)), (0, true), "it may still come");
    app.clock.advance(HOUR_MS);
    look_through(&app).await;
    assert_eq!((remove_unused(&app).await, is_stored(&app, &blob)), (1, false));
    app.require_verified().await;
}

#[tokio::test]
async fn a_backup_pauses_removals() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let blob = noted(&app, &ann, 1).await;
    let now = app.clock.now_ms();
    let take = move |tx: &mut Tx<'_>| hold_lease(tx, miaohui_web::FILES_LEASE, "backup", now, 30_000);
    assert!(app.service.platform.db.write(take).await.unwrap());
    assert_eq!(miaohui_web::FILES_LEASE, "files");
    for _ in 0..2 {
        assert_eq!((remove_unused(&app).await, is_stored(&app, &blob)), (0, true));
    }
    assert_eq!(findings(&app, false).await, [], "the file waits for its removal");
    app.service.platform.db.write(|tx| release_leases(tx, "backup")).await.unwrap();
    assert_eq!((remove_unused(&app).await, is_stored(&app, &blob)), (1, false));
    // A removal gives the lease up, and the backup of a killed process holds nothing up for ever.
    assert!(app.service.platform.db.write(take).await.unwrap());
    let blob = noted(&app, &ann, 2).await;
    app.clock.advance(HOUR_MS);
    assert_eq!((remove_unused(&app).await, is_stored(&app, &blob)), (1, false));
}

#[tokio::test]
async fn no_file_is_removed_while_a_row_may_be_coming() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let blob = noted(&app, &ann, 1).await;
    // The same content was stored again, and its row is not there yet.
    let new = app.service.platform.blobs.put(&png(1, 300, 200)).unwrap();
    assert_eq!(new.sha256, blob);
    assert_eq!((remove_unused(&app).await, is_stored(&app, &blob)), (0, true));
    drop(new);
    assert_eq!((remove_unused(&app).await, is_stored(&app, &blob)), (1, false));
}

#[tokio::test]
async fn a_note_is_kept_if_the_file_was_noted_again() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let blob = noted(&app, &ann, 1).await;
    let id = app.upload(&ann, png(1, 300, 200)).await;
    assert_eq!((remove_unused(&app).await, is_stored(&app, &blob)), (0, true), "it is in use again");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM unused_blob").await, 0);
    let article = publish(&app, &ann, &[&id]).await;
    app.ok(&ann, "article_del", json!({ "article_id_list": [article] })).await;
    collect(&app).await;
    assert!(!is_stored(&app, &blob));
}

#[tokio::test]
async fn verify_tells_rows_without_a_file_and_files_without_a_row() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let id = app.upload(&ann, png(1, 300, 200)).await;
    publish(&app, &ann, &[&id]).await;
    let now = app.clock.now_ms();
    let (old, young) = (orphan(&app, 2, now - HOUR_MS), orphan(&app, 3, now - HOUR_MS + 1000));
    let blob = blob_of_media(&app, &id).await;
    app.service.platform.blobs.remove(&blob).unwrap();
    let finding = |what: &str, repaired| Finding { what: what.to_owned(), rows: 1, repaired };
    let (missing, unnamed) = ("a row names a file that is missing", "no row names a file");
    assert_eq!(findings(&app, false).await, [finding(missing, false), finding(unnamed, false)]);
    assert!(is_stored(&app, &old));
    assert_eq!(findings(&app, true).await, [finding(missing, false), finding(unnamed, true)]);
    assert_eq!((is_stored(&app, &old), is_stored(&app, &young)), (false, true));
    // The same file again puts the row right.
    app.upload(&ann, png(1, 300, 200)).await;
    assert_eq!(findings(&app, false).await, []);
    app.clock.advance(DAY_MS);
    collect(&app).await;
    assert_eq!(statuses(&app, &format!("/media/{id}")).await, [200]);
}

/// Uploads, publishes and deletes the same content again and again; others have some of it too.
async fn churn(app: Arc<TestApp>, user: CommunityUser, own: u8) {
    for n in 0..12 {
        let id = app.upload(&user, png(if n % 2 == 0 { own } else { 0 }, 300, 200)).await;
        let article = publish(&app, &user, &[&id]).await;
        app.ok(&user, "article_del", json!({ "article_id_list": [article] })).await;
    }
    let last = app.upload(&user, png(own, 300, 200)).await;
    app.ok(&user, "article_publish", json!({ "content": "最后", "images": [last] })).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn uploads_and_removals_of_the_same_content_race_and_no_row_loses_its_file() {
    let app = Arc::new(TestApp::start().await);
    let mut users = tokio::task::JoinSet::new();
    for n in 0..4 {
        let user = app.community_user(n).await;
        users.spawn(churn(Arc::clone(&app), user, 1 + n as u8 / 2));
    }
    let remover = tokio::spawn({
        let app = Arc::clone(&app);
        async move {
            while !users_are_done(&app).await {
                miaohui_community::tidy(&app.service.community).await.unwrap();
                remove_unused(&app).await;
                tokio::task::yield_now().await;
            }
        }
    });
    while let Some(done) = users.join_next().await {
        done.unwrap();
    }
    remover.await.unwrap();
    collect(&app).await;
    app.require_verified().await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_media").await, 4);
    let blobs = &app.service.platform.blobs;
    let stored: usize = (0..=u8::MAX).map(|first| blobs.list(first).unwrap().len()).sum();
    assert_eq!(stored as i64, number(&app, "SELECT COUNT(DISTINCT blob) FROM co_media").await);
}

/// Whether each user has published the last article.
async fn users_are_done(app: &TestApp) -> bool {
    number(app, "SELECT COUNT(DISTINCT user_id) FROM co_article WHERE content = '最后'").await == 4
}

#[tokio::test]
async fn the_use_of_older_uploads_is_found_by_the_migration() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let (hidden, both, shown, avatar, unused) = (
        app.upload(&ann, png(1, 30, 20)).await,
        app.upload(&ann, png(2, 30, 20)).await,
        app.upload(&ann, png(3, 30, 20)).await,
        app.upload(&ann, png(4, 30, 20)).await,
        app.upload(&ann, png(5, 30, 20)).await,
    );
    let first = publish(&app, &ann, &[&hidden, &both]).await;
    publish(&app, &ann, &[&both, &shown]).await;
    app.ok(&ann, "my_user_info_update", json!({ "avatar": avatar })).await;
    change(&app, &format!("UPDATE co_article SET hidden = TRUE WHERE id = {first}")).await;
    change(&app, "UPDATE co_user SET article_count = 1").await;
    // As the last version has left it.
    let undo = |tx: &mut Tx<'_>| {
        for sql in [
            "DROP TABLE co_article_media",
            "DROP INDEX co_user_avatar",
            "DROP INDEX co_media_unused_since",
            "ALTER TABLE co_media DROP COLUMN unused_at",
            "ALTER TABLE co_media DROP COLUMN hidden",
            "DELETE FROM schema_migration WHERE component = 'community' AND version = 13",
        ] {
            tx.execute(sql, &[])?;
        }
        Ok::<_, miaohui_db::Error>(())
    };
    app.service.platform.db.write(undo).await.unwrap();
    let clock = app.clock.clone();
    let app = TestApp::start_on(app.close().await, clock, &[]).await;
    for (id, status) in [(&hidden, 404), (&both, 200), (&shown, 200), (&avatar, 200), (&unused, 200)] {
        assert_eq!(statuses(&app, &format!("/media/{id}")).await, [status], "{id}");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_article_media").await, 4);
    app.require_verified().await;
    app.clock.advance(DAY_MS);
    look_through(&app).await;
    collect(&app).await;
    assert_eq!(statuses(&app, &format!("/media/{unused}")).await, [404]);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_media").await, 4);
}
