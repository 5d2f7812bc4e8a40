//! A machine that is lost with its disk, and backups under load.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use miaohui_db::{Database, Options};
use miaohui_kernel::{Clock, Stopwatch};
use miaohui_testkit::TestDatabase;
use serde_json::{Value, json};

use crate::program::{ServerProcess, TOKEN, insert_articles, rounds};

const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
/// More than clients like until the kill.
const ARTICLES: i64 = 100_000;
/// What may be lost.
const MOST: Duration = Duration::from_secs(10);

/// Likes that were confirmed, and when.
type Confirmed = Arc<Mutex<Vec<(i64, Duration)>>>;

/// Likes articles from several clients until `stop`.
fn like(address: &str, watch: &Stopwatch, stop: &Arc<AtomicBool>) -> (Confirmed, tokio::task::JoinSet<()>) {
    let confirmed = Confirmed::default();
    let waiting = Arc::new(Mutex::new((1..=ARTICLES).collect::<Vec<i64>>()));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (waiting, http, stop) = (Arc::clone(&waiting), http.clone(), Arc::clone(stop));
        let (confirmed, watch) = (Arc::clone(&confirmed), watch.clone());
        let url = format!("http://{address}/community/article_like");
        tasks.spawn(async move {
            while !stop.load(Ordering::SeqCst) {
                let Some(id) = waiting.lock().unwrap().pop() else { break };
                let body = json!({ "token": TOKEN, "article_id": id }).to_string();
                let Ok(response) = http.post(&url).body(body).send().await else { break };
                let Ok(reply) = response.json::<Value>().await else { break };
                if reply["code"] == 0 {
                    confirmed.lock().unwrap().push((id, watch.elapsed()));
                }
            }
        });
    }
    (confirmed, tasks)
}

fn miaohui(args: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    let ours = std::env::vars().filter(|(name, _)| name.starts_with("MIAOHUI_")).map(|(name, _)| name);
    for name in ours {
        command.env_remove(name);
    }
    let output = command.args(args).env("MIAOHUI_BACKUP_KEY", KEY).output().unwrap();
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

/// Whether a target holds a whole backup.
fn has_backup(to: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(to.join("backups")) else { return false };
    entries.flatten().any(|entry| entry.path().join("manifest.json.sealed").exists())
}

async fn liked(file: &Path) -> std::collections::HashSet<i64> {
    let options = Options { readers: 1, ..Options::new(file.to_string_lossy()) };
    let db = Database::open(&options, miaohui_server::SCHEMA).unwrap();
    let likes = |tx: &mut miaohui_db::Tx<'_>| tx.query("SELECT target_id FROM co_article_like", &[]);
    let liked: Vec<(i64,)> = db.read(likes).await.unwrap();
    liked.into_iter().map(|(id,)| id).collect()
}

/// Kills the server under load and deletes its whole directory. What is restored from the backup and
/// the log after it lacks at most the last ten seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burnt_machine_costs_seconds() {
    if TestDatabase::create().is_postgres() {
        return;
    }
    for round in 0..rounds(3) {
        let database = TestDatabase::create();
        insert_articles(&database, ARTICLES).await;
        let place = tempfile::tempdir().unwrap();
        let to = place.path().join("to");
        let settings = [
            format!("backup.to={}", to.display()),
            "backup.continuous=true".to_owned(),
            format!("backup.key={KEY}"),
        ];
        let mut server = ServerProcess::start_with(&database, "", "127.0.0.1:0", &settings);
        let (watch, stop) = (Clock::system().stopwatch(), Arc::default());
        let (confirmed, tasks) = like(&server.address, &watch, &stop);
        while !has_backup(&to) && watch.elapsed() < Duration::from_secs(60) {
            tokio::task::yield_now().await;
        }
        let based = watch.elapsed();
        // The kill comes at another moment of the shipping in each round.
        let until = based + Duration::from_millis(5000 + 700 * round as u64 % 3000);
        while watch.elapsed() < until && !tasks.is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        server.kill();
        let killed = watch.elapsed();
        stop.store(true, Ordering::SeqCst);
        tasks.join_all().await;
        std::fs::remove_dir_all(database.dir()).unwrap();

        let new = place.path().join("new");
        let (done, said) = miaohui(&["restore", to.to_str().unwrap(), "--data-dir", new.to_str().unwrap()]);
        assert!(done && said.contains("all is well"), "{said}");
        let liked = liked(&new.join("miaohui.db")).await;
        let confirmed = confirmed.lock().unwrap().clone();
        let lost: Vec<Duration> =
            confirmed.iter().filter(|(id, _)| !liked.contains(id)).map(|(_, at)| *at).collect();
        let loss = lost.iter().min().map_or(Duration::ZERO, |first| killed.saturating_sub(*first));
        eprintln!(
            "round {round}: {} of {} likes lost, the last {:.1} s; {said}",
            lost.len(),
            confirmed.len(),
            loss.as_secs_f64()
        );
        assert!(loss <= MOST, "{loss:?}");
        let after = confirmed.iter().filter(|(id, at)| *at > based && liked.contains(id)).count();
        assert!(after > 0, "the log was not used: {said}");
    }
}

/// Makes backups one after another while clients write. Each holds every like that was confirmed before
/// it began, and verifies; kills during a backup and during a restore leave nothing that is taken for
/// whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_lacks_nothing_and_an_interrupted_one_counts_as_nothing() {
    let database = TestDatabase::create();
    if database.is_postgres() {
        return;
    }
    insert_articles(&database, ARTICLES).await;
    let place = tempfile::tempdir().unwrap();
    let server = ServerProcess::start(&database, "");
    let (watch, stop) = (Clock::system().stopwatch(), Arc::default());
    let (confirmed, tasks) = like(&server.address, &watch, &stop);
    let data = database.dir();
    let data = data.to_str().unwrap();
    for round in 0..rounds(3) {
        let (to, new) = (place.path().join(format!("to{round}")), place.path().join(format!("new{round}")));
        let (to, new) = (to.to_str().unwrap(), new.to_str().unwrap());
        let before: Vec<i64> = confirmed.lock().unwrap().iter().map(|(id, _)| *id).collect();
        let (done, said) = miaohui(&["backup", "--to", to, "--data-dir", data]);
        assert!(done, "{said}");
        // Kills at other moments.
        for kill in 0..4 {
            let mut child = Command::new(env!("CARGO_BIN_EXE_miaohui"))
                .args(["backup", "--to", to, "--data-dir", data])
                .env("MIAOHUI_BACKUP_KEY", KEY)
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            tokio::time::sleep(Duration::from_millis(40 + 90 * kill + 23 * round as u64)).await;
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let (_, said) = miaohui(&["backup", "list", to]);
        let whole = said.lines().filter(|line| !line.contains("interrupted")).count();
        assert!(whole >= 1, "{said}");
        for kill in 0..3 {
            let mut child = Command::new(env!("CARGO_BIN_EXE_miaohui"))
                .args(["restore", to, "--data-dir", new])
                .env("MIAOHUI_BACKUP_KEY", KEY)
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            tokio::time::sleep(Duration::from_millis(20 + 60 * kill)).await;
            child.kill().unwrap();
            child.wait().unwrap();
            if Path::new(new).exists() {
                let (done, said) = miaohui(&["verify", "--data-dir", new]);
                assert!(done, "what exists is whole: {said}");
                std::fs::remove_dir_all(new).unwrap();
            }
        }
        let (done, said) = miaohui(&["restore", to, "--data-dir", new]);
        assert!(done && said.contains("all is well"), "{said}");
        let liked = liked(&Path::new(new).join("miaohui.db")).await;
        let lost = before.iter().filter(|id| !liked.contains(id)).count();
        assert_eq!(lost, 0, "confirmed before the backup and not in it");
    }
    stop.store(true, Ordering::SeqCst);
    tasks.join_all().await;
}
