//! The server as a process, on a data directory that outlives it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
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

/// The number of repetitions of a test.
pub fn rounds(short: usize) -> usize {
    std::env::var(ROUNDS).ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(short)
}

/// The seed of random histories and moments.
pub fn random_seed() -> u64 {
    std::env::var(SEED).ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// A running server, killed on drop.
pub struct ServerProcess {
    child: Child,
    pub address: String,
    /// The address of the operators' listener.
    pub operations: String,
}

impl ServerProcess {
    /// Starts the server on the test's database. `shell` holds commands that a shell runs before it
    /// replaces itself with the server.
    pub fn start(database: &TestDatabase, shell: &str) -> Self {
        Self::start_with(database, shell, "127.0.0.1:0", &[])
    }

    /// Starts the server at an address, with configuration keys.
    pub fn start_with(database: &TestDatabase, shell: &str, listen: &str, settings: &[String]) -> Self {
        Self::ready(Self::spawn(database, shell, listen, settings, Stdio::null()))
    }

    /// Starts the server with a socket that is open already, as systemd does.
    pub fn start_with_socket(database: &TestDatabase, socket: &TcpListener, settings: &[String]) -> Self {
        Self::start_with_socket_while(database, socket, settings, |_| ())
    }

    /// As [`Self::start_with_socket`]. `meanwhile` gets the id of the process before it is ready.
    pub fn start_with_socket_while(
        database: &TestDatabase,
        socket: &TcpListener,
        settings: &[String],
        meanwhile: impl FnOnce(u32),
    ) -> Self {
        let socket = OwnedFd::from(socket.try_clone().unwrap());
        let shell = "exec 3<&0 </dev/null; export LISTEN_FDS=1 LISTEN_PID=$$ LISTEN_FDNAMES=http;";
        let child = Self::spawn(database, shell, "127.0.0.1:1", settings, socket.into());
        meanwhile(child.id());
        Self::ready(child)
    }

    fn spawn(database: &TestDatabase, shell: &str, listen: &str, settings: &[String], input: Stdio) -> Child {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{shell} exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_miaohui")]);
        command.args(["serve", "--listen", listen, "--data-dir"]).arg(database.dir());
        command.args([
            "--set",
            "operations_listen=127.0.0.1:0",
            "--set",
            "log.requests=false",
            "--set",
            "database.connections=8",
        ]);
        // All payers share one address.
        for key in [
            "limits.publish_per_minute",
            "limits.order_per_minute",
            "orders.pending_orders",
            "orders.pending_tickets",
            "orders.pending_tickets_per_project",
            "orders.expired_before_pause",
        ] {
            command.args(["--set", &format!("{key}=0")]);
        }
        command.args(settings.iter().flat_map(|setting| ["--set", setting]));
        if database.is_postgres() {
            command.args(["--database-url", database.url()]);
        }
        // The server must not read these variables as configuration.
        command.env_remove(ROUNDS).env_remove(SEED);
        command.stdin(input).stdout(Stdio::piped()).spawn().unwrap()
    }

    /// Waits until the process is ready.
    fn ready(mut child: Child) -> Self {
        let [address, operations] = addresses(&mut child);
        Self { child, address, operations }
    }

    /// The id of the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.pid().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for an orderly end.
    pub fn wait(&mut self) {
        assert!(self.child.wait().unwrap().success());
    }

    /// Sends SIGKILL and waits for the end of the process.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The addresses that a started server prints: its own and the operators'.
pub fn addresses(child: &mut Child) -> [String; 2] {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next_address = |what: &str| {
        lines.find_map(|line| {
            let line = line.ok().filter(|line| line.trim_start().starts_with(what))?;
            Some(line.split_once("://")?.1.split('/').next()?.to_owned())
        })
    };
    let address = next_address("Community API").expect("the server listens");
    let operations = next_address("Metrics").expect("the operators' listener is open");
    // The pipe stays open: a closed one would fail the server's further output.
    std::mem::forget(lines);
    [address, operations]
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Keeps the tests' own variables from a command, which would read them as configuration.
pub fn clear_variables(command: &mut Command) {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIAOHUI_")) {
        command.env_remove(name);
    }
}

/// Whether `miaohui verify` reports no finding.
pub fn passes_verification(database: &TestDatabase) -> bool {
    verifies(database, &[])
}

/// Whether `miaohui verify` with options reports no finding.
pub fn verifies(database: &TestDatabase, options: &[&str]) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_miaohui"));
    command
        .arg("verify")
        .args(options)
        .arg("--data-dir")
        .arg(database.dir())
        .env_remove(ROUNDS)
        .env_remove(SEED);
    if database.is_postgres() {
        command.args(["--database-url", database.url()]);
    }
    command.status().unwrap().success()
}

/// Opens the test's database in the test's own process.
pub fn open_database(database: &TestDatabase) -> Database {
    Database::open(&Options { readers: 2, ..Options::new(database.url()) }, miaohui_server::SCHEMA).unwrap()
}

/// Inserts a user with [`TOKEN`] and articles to like.
pub async fn insert_articles(database: &TestDatabase, articles: i64) {
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
    open_database(database).write(fill).await.unwrap();
}

/// Likes the articles `ids` from several clients until `stop`, and returns the ids whose like was
/// confirmed.
pub async fn like_concurrently(
    address: &str,
    ids: Vec<i64>,
    clients: usize,
    stop: Arc<AtomicBool>,
) -> Vec<i64> {
    let waiting = Arc::new(Mutex::new(ids));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let (waiting, http, stop) = (Arc::clone(&waiting), http.clone(), Arc::clone(&stop));
        let url = format!("http://{address}/community/article_like");
        tasks.spawn(async move {
            let mut confirmed = Vec::new();
            while !stop.load(Ordering::SeqCst) {
                let Some(id) = waiting.lock().unwrap().pop() else { break };
                let body = json!({ "token": TOKEN, "article_id": id }).to_string();
                let Ok(response) = http.post(&url).body(body).send().await else { break };
                let Ok(reply) = response.json::<Value>().await else { break };
                if reply["code"] == 0 {
                    confirmed.push(id);
                }
            }
            confirmed
        });
    }
    tasks.join_all().await.into_iter().flatten().collect()
}

/// Requires that every confirmed like is stored and that no invariant is violated.
pub async fn assert_nothing_lost(database: &TestDatabase, confirmed: &[i64]) {
    let db = open_database(database);
    let likes = |tx: &mut miaohui_db::Tx<'_>| tx.query("SELECT target_id FROM co_article_like", &[]);
    let liked: Vec<(i64,)> = db.read(likes).await.unwrap();
    let liked: std::collections::HashSet<i64> = liked.into_iter().map(|(id,)| id).collect();
    let lost: Vec<i64> = confirmed.iter().copied().filter(|id| !liked.contains(id)).collect();
    assert_eq!(lost, [0_i64; 0], "confirmed and gone");
    assert_eq!(miaohui_server::verify(&db, false).await.unwrap(), []);
}

/// The size of SQLite's database file in bytes.
pub fn file_size(dir: &Path) -> u64 {
    std::fs::metadata(dir.join("miaohui.db")).unwrap().len()
}
