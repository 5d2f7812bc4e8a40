//! Nobody but the user of the process can read what is stored.

use std::fs::{Permissions, metadata, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use miaohui_kernel::Clock;
use miaohui_testkit::{TestApp, TestDatabase, png};
use serde_json::json;

fn mode(path: &Path) -> u32 {
    metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode() & 0o777
}

/// Every file below a directory is 0600, and every directory 0700.
fn assert_private(dir: &Path) -> usize {
    assert_eq!(mode(dir), 0o700, "{}", dir.display());
    let mut seen = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            seen += assert_private(&path);
        } else {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            seen += 1;
        }
    }
    seen
}

#[tokio::test]
async fn stored_files_are_private_and_stay_so() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let id = app.upload(&ann, png(1, 400, 300)).await;
    assert_eq!(app.http.get(app.url(&format!("/media/{id}?w=120"))).send().await.unwrap().status(), 200);
    app.call("send_sms_code", json!({ "country": "86", "phone": "13800138000" })).await;
    app.sms_code("13800138000").await.unwrap();
    let dir = app.data_dir();
    assert!(assert_private(&dir) >= 4);
    let known: Vec<_> = ["", "outbox", "media"].iter().map(|name| dir.join(name)).collect();
    for dir in &known {
        set_permissions(dir, Permissions::from_mode(0o755)).unwrap();
    }
    let mut files = vec![dir.join("outbox/sms.jsonl")];
    if !app.is_postgres() {
        files.push(dir.join("miaohui.db"));
    }
    for file in &files {
        set_permissions(file, Permissions::from_mode(0o644)).unwrap();
    }
    let database: TestDatabase = app.close().await;
    let app = TestApp::start_on(database, Clock::manual(1_700_000_100_000), &[]).await;
    app.ok(&ann, "article_publish", json!({ "content": "庙会" })).await;
    assert_private(&dir);
}
