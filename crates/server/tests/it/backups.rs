//! Backups through the command line, beside a running service, and by the clock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use miaohui_kernel::{Clock, HOUR_MS};
use miaohui_testkit::{TestApp, TestDatabase, png};

const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// Runs a command and returns whether it succeeded and what it said.
fn run(args: &[&str], key: &str) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    let ours = std::env::vars().filter(|(name, _)| name.starts_with("MIAOHUI_")).map(|(name, _)| name);
    for name in ours {
        command.env_remove(name);
    }
    if !key.is_empty() {
        command.env("MIAOHUI_BACKUP_KEY", key);
    }
    let output = command.args(args).output().unwrap();
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

fn ok(args: &[&str], key: &str) -> String {
    let (done, said) = run(args, key);
    assert!(done, "{args:?}: {said}");
    said
}

fn refused(args: &[&str], key: &str) -> String {
    let (done, said) = run(args, key);
    assert!(!done, "{args:?}: {said}");
    said
}

/// A service with a user, a picture and a message that waits; and a place for backups.
struct Site {
    app: TestApp,
    picture: String,
    data: String,
    to: String,
    dir: tempfile::TempDir,
}

impl Site {
    /// `None` on PostgreSQL.
    async fn create() -> Option<Self> {
        let app = TestApp::start().await;
        if app.is_postgres() {
            return None;
        }
        let ann = app.community_user(1).await;
        app.upload(&ann, png(1, 40, 40)).await;
        app.publish_article(&ann, "庙会的秘密文章").await;
        let dir = tempfile::tempdir().unwrap();
        let database = rusqlite::Connection::open(app.data_dir().join("miaohui.db")).unwrap();
        let waiting = "INSERT INTO outbox (kind, payload, created_at, expires_at, next_at, tries)
                       VALUES ('mail', '{}', 1, 9e15, 1, 0)";
        database.execute(waiting, []).unwrap();
        let webhook = "INSERT INTO webhook_endpoint (url, created_at) VALUES ('https://crm.example', 1)";
        for _ in 0..3 {
            database.execute(webhook, []).unwrap();
        }
        database.execute("UPDATE webhook_endpoint SET removed_at = 1 WHERE id = 1", []).unwrap();
        let blob = "SELECT blob FROM co_media WHERE blob IS NOT NULL";
        let picture = database.query_row(blob, [], |row| row.get(0)).unwrap();
        let data = app.data_dir().to_str().unwrap().to_owned();
        let to = dir.path().join("to").to_str().unwrap().to_owned();
        Some(Self { app, picture, data, to, dir })
    }

    fn is_up(&self) -> bool {
        std::net::TcpStream::connect(self.app.address).is_ok()
    }

    fn back_up(&self, key: &str) -> String {
        ok(&["backup", "--to", &self.to, "--data-dir", &self.data], key)
    }

    /// A directory that does not exist.
    fn new_dir(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    fn keys(&self) -> String {
        format!("{}/miaohui.keys", self.data)
    }
}

/// All files below a directory.
fn files(dir: impl AsRef<Path>) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(path)) } else { all.push(path) }
    }
    all.sort();
    all
}

#[tokio::test]
async fn a_backup_restores_rows_files_and_no_message_twice() {
    let Some(site) = Site::create().await else { return };
    let said = site.back_up("");
    assert!(said.contains("1 files") && said.contains("1 new"), "{said}");
    let said = site.back_up("");
    assert!(said.contains("0 new"), "files are copied once: {said}");
    let new = site.new_dir("new");
    let said = ok(&["restore", &site.to, "--data-dir", &new, "--keys-file", &site.keys()], "");
    assert!(said.contains("1 messages that waited are held") && said.contains("all is well"), "{said}");
    assert!(said.contains("2 webhooks are paused"), "{said}");
    let database = rusqlite::Connection::open(format!("{new}/miaohui.db")).unwrap();
    let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM co_article"), 1);
    assert_eq!(count("SELECT count(*) FROM outbox WHERE next_at IS NOT NULL"), 0);
    assert_eq!(count("SELECT count(*) FROM outbox WHERE state = 'failed' AND payload <> ''"), 1);
    let picture =
        format!("{new}/media/blobs/{}/{}/{}", &site.picture[..2], &site.picture[2..4], site.picture);
    assert_eq!(miaohui_kernel::sha256_hex(fs::read(picture).unwrap()), site.picture);
    assert!(refused(&["restore", &site.to, "--data-dir", &new], "").contains("is not empty"));
    let second = site.new_dir("second");
    let send = ["restore", &site.to, "--data-dir", &second, "--keys-file", &site.keys(), "--send-pending"];
    assert!(!ok(&send, "").contains("held"));
    // The restored directory serves.
    assert!(ok(&["verify", "--data-dir", &second], "").contains("all is well"));
    assert_eq!(files(&site.data).iter().filter(|path| path.ends_with("backup-work/database")).count(), 0);
}

#[tokio::test]
async fn a_target_belongs_to_one_database() {
    let (Some(ours), Some(other)) = (Site::create().await, Site::create().await) else { return };
    ours.back_up("");
    let said = refused(&["backup", "--to", &ours.to, "--data-dir", &other.data], "");
    assert!(said.contains("holds backups of another database"), "{said}");
    // A restored directory is the same database.
    let new = ours.new_dir("new");
    ok(&["restore", &ours.to, "--data-dir", &new, "--keys-file", &ours.keys()], "");
    assert!(ok(&["backup", "--to", &ours.to, "--data-dir", &new], "").contains("0 new"));
}

#[tokio::test]
async fn every_damaged_part_is_named_and_nothing_half_is_left() {
    let Some(site) = Site::create().await else { return };
    site.back_up("");
    let keys = site.keys();
    let new = site.new_dir("new");
    let restore = ["restore", site.to.as_str(), "--data-dir", &new, "--keys-file", &keys];
    for part in files(&site.to) {
        let whole = fs::read(&part).unwrap();
        let name = part.file_name().unwrap().to_str().unwrap();
        for damage in ["flipped", "cut", "gone"] {
            let mut bytes = whole.clone();
            let middle = bytes.len() / 2;
            match damage {
                "flipped" => bytes[middle] ^= 1,
                _ => bytes.truncate(middle),
            }
            fs::write(&part, bytes).unwrap();
            if damage == "gone" {
                fs::remove_file(&part).unwrap();
            }
            let said = refused(&restore, "");
            let expected = if name == "manifest.json" && damage == "gone" {
                "holds no backup"
            } else if name == "manifest.json" {
                "the manifest of backup"
            } else {
                name
            };
            assert!(said.contains(expected), "{name} {damage}: {said}");
            assert!(!Path::new(&new).exists(), "{name} {damage}");
            let said = refused(&["backup", "check", &site.to, "--data-dir", &site.data], "");
            assert!(said.contains(expected), "{name} {damage}: {said}");
            if name == site.picture {
                let partial = site.new_dir(&format!("partial-{damage}"));
                let args =
                    ["restore", site.to.as_str(), "--data-dir", &partial, "--keys-file", &keys, "--partial"];
                let said = ok(&args, "");
                assert!(said.contains("not restored") && said.contains(name), "{said}");
            }
        }
        fs::write(&part, whole).unwrap();
    }
    let left: Vec<PathBuf> =
        fs::read_dir(site.dir.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left.len(), 4, "the target and three partial restores: {left:?}");
    assert!(ok(&["backup", "check", &site.to, "--data-dir", &site.data], "").contains("is whole"));
}

#[tokio::test]
async fn an_encrypted_backup_tells_nothing_and_needs_its_key() {
    let Some(site) = Site::create().await else { return };
    site.back_up(KEY);
    assert!(site.is_up(), "the service goes on");
    for path in files(&site.to) {
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.starts_with(b"miaohui backup "), "{}", path.display());
        assert!(!path.to_str().unwrap().contains(&site.picture));
    }
    let new = site.new_dir("new");
    let restore = ["restore", site.to.as_str(), "--data-dir", &new];
    assert!(refused(&restore, "").contains("is encrypted, and no key is given"));
    let other = "MTEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    assert!(refused(&restore, other).contains("and the given key is"));
    // It contains the keys of personal data.
    assert!(ok(&restore, KEY).contains("all is well"));
    assert_eq!(fs::read(format!("{new}/miaohui.keys")).unwrap(), fs::read(site.keys()).unwrap());
}

#[tokio::test]
async fn a_restore_asks_for_the_keys_of_personal_data() {
    let Some(site) = Site::create().await else { return };
    let said = site.back_up("");
    assert!(said.contains("the keys of personal data"), "{said}");
    let new = site.new_dir("new");
    let restore = ["restore", site.to.as_str(), "--data-dir", &new];
    assert!(refused(&restore, "").contains("--keys-file"));
    let wrong = site.new_dir("keys");
    fs::write(&wrong, format!("ffffffff {KEY}\n")).unwrap();
    let said = refused(&[restore.as_slice(), &["--keys-file", &wrong]].concat(), "");
    assert!(said.contains("which is not in"), "{said}");
    assert!(!Path::new(&new).exists());
    ok(&[restore.as_slice(), &["--partial"]].concat(), "");
}

#[tokio::test]
async fn backups_are_made_kept_and_checked_by_the_clock() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("to");
    let database = TestDatabase::create();
    if database.is_postgres() {
        return;
    }
    let setting = format!("backup.to={}", to.display());
    let settings = [
        setting.as_str(),
        "backup.keep_hours=2",
        "backup.keep_days=0",
        "backup.keep_weeks=0",
        "backup.keep_months=0",
    ];
    let app = TestApp::start_on(database, Clock::manual(1_700_000_000_000), &settings).await;
    let ann = app.community_user(1).await;
    app.upload(&ann, png(1, 40, 40)).await;
    let schedule = app.service.backups.clone().unwrap();
    let count = || fs::read_dir(to.join("backups")).unwrap().count();
    schedule.run_due().await.unwrap();
    assert_eq!(count(), 1);
    schedule.run_due().await.unwrap();
    assert_eq!(count(), 1, "none is due");
    for made in 2..=4 {
        app.clock.advance(HOUR_MS);
        schedule.run_due().await.unwrap();
        assert_eq!(count(), made.min(2), "two hours are kept");
    }
    assert_eq!(files(to.join("blobs")).len(), 1);
    let metrics = app.metrics().await;
    let last = 1_700_000_000 + 3 * 3600;
    assert!(metrics.contains(&format!("miaohui_backup_last_success_timestamp_seconds {last}")), "{metrics}");
    // A day after the start, the newest backup is restored and verified.
    app.clock.advance(24 * HOUR_MS);
    schedule.run_due().await.unwrap();
    let metrics = app.metrics().await;
    let checked = last + 24 * 3600;
    assert!(metrics.contains(&format!("miaohui_backup_last_check_timestamp_seconds {checked}")), "{metrics}");
    // A target that cannot be used is counted.
    fs::remove_dir_all(&to).unwrap();
    fs::write(&to, "a file").unwrap();
    app.clock.advance(2 * HOUR_MS);
    schedule.run_due().await.unwrap_err();
    let metrics = app.metrics().await;
    assert!(metrics.contains("miaohui_backup_failures_total 1"), "{metrics}");
}

#[tokio::test]
async fn a_backup_of_postgresql_restores_into_an_empty_database() {
    let (source, target) = (TestDatabase::create(), TestDatabase::create());
    if !source.is_postgres() {
        return;
    }
    let (from, into) = (source.url().to_owned(), target.url().to_owned());
    let app = TestApp::start_on(source, Clock::manual(1_700_000_000_000), &["demo=true"]).await;
    miaohui_server::load_demo(&app.service).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let place = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (to, new, data) = (place("to"), place("new"), app.data_dir());
    let data = data.to_str().unwrap();
    let said = ok(&["backup", "--to", &to, "--data-dir", data, "--database-url", &from], KEY);
    let files = said.split(", ").find(|part| part.contains(" files (")).unwrap().split(' ').next().unwrap();
    assert!(said.contains(&format!("{files} new")), "{said}");
    assert!(refused(&["restore", &to, "--data-dir", &new], KEY).contains("name an empty database"));
    let restore = ["restore", to.as_str(), "--data-dir", &new, "--database-url", &into];
    let said = ok(&restore, KEY);
    assert!(said.contains(&format!(" {files} files")) && said.contains("all is well"), "{said}");
    // The sequences go on where they were, and what is there is not overwritten.
    let keys = format!("keys_file={new}/miaohui.keys");
    let settings = ["demo=true", keys.as_str()];
    let restored = TestApp::start_on(target, Clock::manual(1_700_000_000_000), &settings).await;
    let ann = restored.community_user(999).await;
    restored.publish_article(&ann, "after the restore").await;
    let target = restored.close().await;
    let second = place("second");
    let again = ["restore", to.as_str(), "--data-dir", &second, "--database-url", target.url()];
    assert!(refused(&again, KEY).contains("the database is not empty"));
    assert!(!Path::new(&second).exists());
    let check = ["backup", "check", to.as_str(), "--data-dir", data, "--database-url", &from];
    assert!(ok(&check, KEY).contains("is whole"));
}

/// Runs a command on a disk that is full after so many bytes of a file, which the shell simulates with a
/// limit.
fn on_full_disk(bytes: usize, args: &[&str]) -> String {
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", bytes / 512);
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_miaohui")]).args(args);
    let output = command.env("MIAOHUI_BACKUP_KEY", KEY).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[tokio::test]
async fn a_full_disk_leaves_nothing_half_and_is_not_called_damage() {
    let Some(site) = Site::create().await else { return };
    let back_up = ["backup", "--to", &site.to, "--data-dir", &site.data];
    // The copy beside the data does not fit, then the target's database.
    for bytes in [200_000, 20_000] {
        on_full_disk(bytes, &back_up);
        let said = ok(&["backup", "list", &site.to], KEY);
        assert!(said.lines().all(|line| line.contains("interrupted")), "{said}");
    }
    site.back_up(KEY);
    let new = site.new_dir("new");
    for bytes in [200_000, 2_000] {
        let said = on_full_disk(bytes, &["restore", &site.to, "--data-dir", &new]);
        assert!(!said.contains("damaged"), "{said}");
        assert!(!Path::new(&new).exists());
    }
    ok(&["restore", &site.to, "--data-dir", &new], KEY);
    assert!(site.is_up(), "the service goes on");
}
