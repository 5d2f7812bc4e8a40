//! Encrypted values: in no file, readable by whom they are for, with the right key only.

use std::path::{Path, PathBuf};

use miaohui_crowdfunding::store::image;
use miaohui_kernel::{Clock, Rng, Secret};
use miaohui_server::config::{Config, ConfigArgs};
use miaohui_server::{assemble, keys};
use miaohui_testkit::{CrowdfundingFixture, CrowdfundingUser, TestApp, TestDatabase, png};
use reqwest::Method;
use serde_json::json;

use super::{erase_due, require_nowhere, text_columns};
use crate::console::{change, number, text};

const PLANTED: [&str; 6] = [
    "110101199001011234",
    "planted-alipay@example.com",
    "planted bank",
    "planted branch",
    "planted holder",
    "6222000011112222",
];

/// Stores a planted value in every encrypted column of a user, and a withdrawal.
async fn plant(app: &TestApp, user: &CrowdfundingUser) {
    let [idcard, alipay, bank_name, bank_sub_name, name, account] = PLANTED;
    let fund = json!({ "alipay": alipay, "bank_name": bank_name, "bank_sub_name": bank_sub_name, "name": name, "account": account });
    let profile = json!({ "detailinfo": { "idcard": idcard }, "fundinfo": fund });
    let reply = app.api(Some(user), Method::PATCH, "/api/accounts/user/", profile).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    app.post(user, "/api/accounts/user/recharge/", json!({ "money": 100 })).await;
    app.post(user, "/api/accounts/user/withdraw/", json!({ "money": 60 })).await;
}

/// Requires that the user reads the planted values.
async fn require_readable(app: &TestApp, user: &CrowdfundingUser) {
    let profile = app.get(Some(user), "/api/accounts/user/").await.to_string();
    let export = app.get(Some(user), "/api/accounts/user/export/").await["withdrawals"].to_string();
    for value in PLANTED {
        assert!(profile.contains(value), "{value}: {profile}");
    }
    assert!(export.contains(PLANTED[1]), "{export}");
}

/// All files below a directory.
fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

/// Requires that no file and no text column holds one of the values.
async fn require_hidden(app: &TestApp, values: &[Vec<u8>]) {
    let mut all = Vec::new();
    files(&app.data_dir(), &mut all);
    for path in all {
        let bytes = std::fs::read(&path).unwrap();
        for value in values {
            let found = bytes.windows(value.len()).any(|window| window == value.as_slice());
            assert!(!found, "{} holds {}", path.display(), String::from_utf8_lossy(value));
        }
    }
    let words: Vec<String> = PLANTED.iter().map(ToString::to_string).collect();
    require_nowhere(app, &text_columns(app).await, &words).await;
}

fn planted() -> Vec<Vec<u8>> {
    PLANTED.iter().map(|value| value.as_bytes().to_vec()).collect()
}

/// Uploads an identity picture and returns its id, its path and its bytes.
async fn identity_picture(app: &TestApp, user: &CrowdfundingUser) -> (i64, Vec<u8>) {
    let image = app.upload_image(Some(user), 0).await.get();
    (image, picture_bytes(app, image).await)
}

/// The plain bytes of an image.
async fn picture_bytes(app: &TestApp, image: i64) -> Vec<u8> {
    let platform = &app.service.platform;
    let stored = platform.db.read(move |tx| image::stored(tx, image.into())).await.unwrap().unwrap();
    let bytes = platform.blobs.read(&stored.blob).unwrap();
    if stored.sealed.is_empty() { bytes } else { platform.vault.open_file(&bytes).unwrap() }
}

#[tokio::test]
async fn planted_values_are_in_no_file() {
    let app = TestApp::start().await;
    let user = app.crowdfunding_user(1).await;
    plant(&app, &user).await;
    let (image, bytes) = identity_picture(&app, &user).await;
    assert!(bytes.starts_with(b"\x89PNG"));
    erase_due(&app).await;
    let mut values = planted();
    values.push(bytes[..bytes.len().min(64)].to_vec());
    values.push(bytes[bytes.len() / 2..][..24].to_vec());
    require_hidden(&app, &values[..6]).await;
    require_hidden(&app, &values[7..]).await;
    require_readable(&app, &user).await;
    let finance = app.signed_in("finance").await;
    let path = format!("/console/image/{image}?w=96");
    let response = finance.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"image/png".parse().unwrap())
    );
    assert_eq!(response.headers()["cache-control"], "private, no-store");
    assert_eq!(response.bytes().await.unwrap(), bytes);
    assert_eq!(app.signed_in("reader").await.get(&path).await.status, 404);
    // Operators with the permission read the values, in lists, on pages and in exports.
    let page = finance.get(&format!("/console/r/crowdfunding-users/{}", user.id)).await;
    for value in [PLANTED[0], PLANTED[1], PLANTED[5]] {
        assert!(page.has(value), "{value}");
    }
    assert!(finance.get("/console/r/withdrawals").await.has(PLANTED[1]));
    assert!(finance.get("/console/r/withdrawals/csv").await.has(PLANTED[1]));
    assert!(!app.signed_in("service").await.get("/console/r/withdrawals").await.has(PLANTED[1]));
}

#[tokio::test]
async fn the_type_of_an_image_decides_whether_its_file_is_encrypted() {
    let app = TestApp::start().await;
    let user = app.crowdfunding_user(1).await;
    let (image, bytes) = identity_picture(&app, &user).await;
    let sealed = format!("SELECT COUNT(*) FROM cf_image WHERE id = {image} AND sealed <> ''");
    for (kind, expected) in [(1, 0), (0, 1), (0, 1), (2, 0)] {
        let form = reqwest::multipart::Form::new().text("type", kind.to_string());
        let request = app.request(Some(&user), Method::PATCH, &format!("/api/image/{image}/"));
        let reply = app.send(request.multipart(form)).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(number(&app, &sealed).await, expected, "{kind}");
        erase_due(&app).await;
        assert_eq!(picture_bytes(&app, image).await, bytes, "{kind}");
    }
    let part = reqwest::multipart::Part::bytes(png(9, 50, 50)).file_name("a.png");
    let form = reqwest::multipart::Form::new().text("type", "0").part("image", part);
    let request = app.request(Some(&user), Method::PUT, &format!("/api/image/{image}/"));
    assert_eq!(app.send(request.multipart(form)).await.status, 200);
    erase_due(&app).await;
    assert_eq!(number(&app, &sealed).await, 1);
    assert_ne!(picture_bytes(&app, image).await, bytes);
}

#[tokio::test]
async fn values_of_an_older_version_are_encrypted_at_the_start() {
    let app = TestApp::start().await;
    let user = app.crowdfunding_user(1).await;
    plant(&app, &user).await;
    let image = app.upload_image(Some(&user), 1).await;
    let bytes = picture_bytes(&app, image.get()).await;
    let [idcard, alipay, bank_name, bank_sub_name, holder, account] = PLANTED;
    change(
        &app,
        &format!(
            "UPDATE cf_user SET idcard = '{idcard}', alipay = '{alipay}', bank_name = '{bank_name}',
               bank_sub_name = '{bank_sub_name}', bank_holder = '{holder}', bank_account = '{account}'"
        ),
    )
    .await;
    change(&app, &format!("UPDATE cf_withdrawal SET target = 'alipay {alipay}'")).await;
    change(&app, "UPDATE cf_image SET kind = 0").await;
    change(&app, "DELETE FROM vault_key").await;
    let clock = app.clock.clone();
    let database = app.close().await;
    std::fs::remove_file(database.dir().join("miaohui.keys")).unwrap();
    let app = TestApp::start_on(database, clock, &[]).await;
    erase_due(&app).await;
    require_readable(&app, &user).await;
    assert_eq!(picture_bytes(&app, image.get()).await, bytes);
    require_hidden(&app, &planted()).await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM cf_image WHERE sealed = ''").await, 0);
}

/// The error of a start, in one line.
fn start_error(database: &TestDatabase, settings: &[String]) -> String {
    let mut args =
        ConfigArgs { data_dir: Some(database.dir().to_string_lossy().into_owned()), ..Default::default() };
    args.settings = settings.iter().map(|setting| setting.parse().unwrap()).collect();
    if database.is_postgres() {
        args.database_url = Some(Secret::new(database.url()));
    }
    let config = Config::load(&args, [], &database.dir()).unwrap();
    let error = assemble(&config, &Clock::manual(0), &Rng::seeded(1)).err().expect("the start must fail");
    format!("{error:#}")
}

#[tokio::test]
async fn a_missing_or_wrong_key_is_an_error_of_the_start() {
    let app = TestApp::start().await;
    plant(&app, &app.crowdfunding_user(1).await).await;
    let clock = app.clock.clone();
    let database = app.close().await;
    let file = database.dir().join("miaohui.keys");
    let right = std::fs::read_to_string(&file).unwrap();
    let id = right.lines().last().unwrap().split(' ').next().unwrap().to_owned();
    let other = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    std::fs::remove_file(&file).unwrap();
    let error = start_error(&database, &[]);
    assert!(error.contains("miaohui.keys is missing"), "{error}");
    assert!(!file.exists(), "no other key takes its place");
    let error = start_error(&database, &[format!("keys={id}:{other}")]);
    assert!(error.contains(&format!("key {id} of MIAOHUI_KEYS is not the key")), "{error}");
    let error = start_error(&database, &[format!("keys=other:{other}")]);
    assert!(error.contains(&format!("key {id}, which is not in MIAOHUI_KEYS")), "{error}");
    std::fs::write(&file, "garbage\n").unwrap();
    let error = start_error(&database, &[]);
    assert!(error.contains("miaohui.keys: a key has a name and a text"), "{error}");
    std::fs::write(&file, right).unwrap();
    TestApp::start_on(database, clock, &[]).await.close().await;
}

#[tokio::test]
async fn a_rotation_leaves_nothing_that_needs_the_old_key() {
    let app = TestApp::start().await;
    let user = app.crowdfunding_user(1).await;
    plant(&app, &user).await;
    let (image, bytes) = identity_picture(&app, &user).await;
    let platform = &app.service.platform;
    let old = platform.vault.current();
    let (mut total, steps) = (0, std::sync::atomic::AtomicU64::new(0));
    let step = |count: u64| {
        steps.fetch_add(count, std::sync::atomic::Ordering::Relaxed);
    };
    let sealed = keys::rotate(platform, |count| total = count, &step).await.unwrap();
    assert_eq!((sealed, sealed), (total, steps.into_inner()));
    assert_eq!(sealed, 6 + 1 + 1, "the columns of the user, the withdrawal and the picture");
    assert_eq!(keys::stale(&platform.db, &platform.vault).await.unwrap(), 0);
    assert_ne!(platform.vault.current(), old);
    erase_due(&app).await;
    require_readable(&app, &user).await;
    let clock = app.clock.clone();
    let database = app.close().await;
    let file = database.dir().join("miaohui.keys");
    let lines = std::fs::read_to_string(&file).unwrap();
    assert!(lines.contains(&old), "earlier keys are kept for backups");
    let kept: Vec<&str> = lines.lines().filter(|line| !line.starts_with(&old)).collect();
    std::fs::write(&file, kept.join("\n")).unwrap();
    let app = TestApp::start_on(database, clock, &[]).await;
    require_readable(&app, &user).await;
    assert_eq!(picture_bytes(&app, image).await, bytes);
    assert_eq!(text(&app, "SELECT id FROM vault_key").await, app.service.platform.vault.current());
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_of_the_process_reads_the_keys() {
    use std::os::unix::fs::PermissionsExt;

    let app = TestApp::start().await;
    let mode = std::fs::metadata(app.data_dir().join("miaohui.keys")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn no_encrypted_field_is_searched_filtered_or_sorted() {
    let app = TestApp::start().await;
    drop(CrowdfundingFixture::create(&app).await);
    let columns: Vec<String> = keys::columns().iter().map(|column| column.name()).collect();
    let registry = miaohui_server::registry();
    let mut shown = 0;
    for resource in &registry.resources {
        for field in resource.fields {
            let name = format!("{}.{}", resource.table, field.column);
            if columns.contains(&name) {
                assert_eq!(field.sealed, Some(name.as_str()));
                assert!(!field.in_search && !field.in_filter && !field.in_sort, "{name}");
                assert!(field.is_read_only && field.see.is_some(), "{name}");
                shown += 1;
            }
        }
    }
    assert!(shown >= 5, "{shown}");
}
