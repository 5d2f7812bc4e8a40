//! The server as a process, on a data directory that survives it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use miaohui_community::Phone;
use miaohui_community::store::session::{self, NewMemberSession};
use miaohui_community::store::user;
use miaohui_community::store::user::NewUser;
use miaohui_db::{Database, Options};
use miaohui_testkit::TestDatabase;
use serde_json::{Value, json};

pub const TOKEN: &str = "0123456789abcdef0123456789abcdef";

const ROUNDS: &str = "MIAOHUI_HARD_ROUNDS";
const SEED: &str = "MIAOHUI_HARD_SEED";

/// How many times a test repeats what it does.
pub fn rounds(short: usize) -> usize {
    std::env::var(ROUNDS).ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(short)
}

/// What chooses among random histories and moments: the same number, the same choices.
pub fn chance() -> u64 {
    std::env::var(SEED).ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// A running server; killed when this is dropped.
pub struct Program {
    child: Child,
    pub address: String,
}

impl Program {
    /// Starts the server on the test's database. `shell`: said before it, in a shell that then becomes the server.
    pub fn start(database: &TestDatabase, shell: &str) -> Self {
        Self::start_with(database, shell, "127.0.0.1:0", &[])
    }

    /// The same at an address, with keys of the configuration.
    pub fn start_with(database: &TestDatabase, shell: &str, listen: &str, settings: &[String]) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{shell} exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_miaohui")]);
        command.args(["serve", "--listen", listen, "--data-dir"]).arg(database.dir());
        command.args(["--set", "log.requests=false", "--set", "database.connections=8"]);
        command.args(settings.iter().flat_map(|setting| ["--set", setting]));
        if database.is_postgres() {
            command.args(["--database-url", database.url()]);
        }
        // A word to the tests, not to the server.
        command.env_remove(ROUNDS).env_remove(SEED);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address =
            lines.find_map(|line| Some(line.ok()?.split_once("http://")?.1.split('/').next()?.to_owned()));
        // Whatever it still says is not read; the pipe's buffer takes it.
        std::mem::forget(lines);
        Self { child, address: address.expect("the server listens") }
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether `miaohui verify` finds nothing.
pub fn verifies(database: &TestDatabase) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    command.args(["verify", "--data-dir"]).arg(database.dir()).env_remove(ROUNDS).env_remove(SEED);
    if database.is_postgres() {
        command.args(["--database-url", database.url()]);
    }
    command.status().unwrap().success()
}

/// Opens the test's database beside the server.
pub fn open(database: &TestDatabase) -> Database {
    Database::open(&Options { readers: 2, ..Options::new(database.url()) }, miaohui_server::SCHEMA).unwrap()
}

/// A user with [`TOKEN`], and articles to like.
pub async fn seed(database: &TestDatabase, articles: i64) {
    let fill = move |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<()> {
        let phone = Phone::parse("86", "13900000001").unwrap();
        let new = NewUser {
            uid: TOKEN,
            phone: &phone,
            password: "",
            nickname: "n",
            invitation_code: "c",
            inviter: None,
            created_at: 0,
        };
        let id = user::insert(tx, &new)?.unwrap();
        session::create(
            tx,
            &NewMemberSession { token: TOKEN, user_id: id, created_at: 0, expires_at: i64::MAX },
        )?;
        tx.execute(
            "INSERT INTO co_article (user_id, created_at, images, content)
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT))
             SELECT CAST($1 AS BIGINT), 0, '[]', 'x' FROM n",
            &[id.into(), articles.into()],
        )?;
        let count = "UPDATE co_user SET article_count = $2 WHERE id = $1";
        tx.execute(count, &[id.into(), articles.into()]).map(drop)
    };
    open(database).write(fill).await.unwrap();
}

/// Likes articles from several clients until `stop`; the ids whose like was answered with success. Clients take ids from
/// `ids` until there are none.
pub async fn like_storm(address: &str, ids: Vec<i64>, clients: usize, stop: Arc<AtomicBool>) -> Vec<i64> {
    let waiting = Arc::new(Mutex::new(ids));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut storm = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let (waiting, http, stop) = (Arc::clone(&waiting), http.clone(), Arc::clone(&stop));
        let url = format!("http://{address}/community/article_like");
        storm.spawn(async move {
            let mut answered = Vec::new();
            while !stop.load(Ordering::SeqCst) {
                let Some(id) = waiting.lock().unwrap().pop() else { break };
                let body = json!({ "token": TOKEN, "article_id": id }).to_string();
                let Ok(response) = http.post(&url).body(body).send().await else { break };
                let Ok(reply) = response.json::<Value>().await else { break };
                if reply["code"] == 0 {
                    answered.push(id);
                }
            }
            answered
        });
    }
    storm.join_all().await.into_iter().flatten().collect()
}

/// Every answered like is stored, and everything that must hold does.
pub async fn assert_nothing_lost(database: &TestDatabase, answered: &[i64]) {
    let db = open(database);
    let likes = |tx: &mut miaohui_db::Tx<'_>| tx.query("SELECT target_id FROM co_article_like", &[]);
    let liked: Vec<(i64,)> = db.read(likes).await.unwrap();
    let liked: std::collections::HashSet<i64> = liked.into_iter().map(|(id,)| id).collect();
    let lost: Vec<i64> = answered.iter().copied().filter(|id| !liked.contains(id)).collect();
    assert_eq!(lost, [0_i64; 0], "answered and gone");
    assert_eq!(miaohui_server::verify(&db, false).await.unwrap(), []);
}

/// Bytes of the database file of an SQLite test.
pub fn file_size(dir: &Path) -> u64 {
    std::fs::metadata(dir.join("miaohui.db")).unwrap().len()
}
