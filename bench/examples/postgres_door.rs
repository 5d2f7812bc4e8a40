//! Compares the door to PostgreSQL with raw `tokio-postgres` that runs the same statements in the same
//! transactions, in turn.
//!
//! `cargo run --release -p miaohui-bench --example postgres_door -- postgres://user@host/empty_database`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use miaohui_db::{Database, Options, Tx};
use tokio::task::JoinSet;
use tokio_postgres::{Client, NoTls, Statement};

const USERS: i64 = 20_000;
const ARTICLES: i64 = 100_000;
const LIKES: i64 = 500_000;
/// Callers at a time, as many as the scenarios of the benchmark have.
const CALLERS: u64 = 64;
const CONNECTIONS: usize = 8;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(3);

const SESSION: &str = "SELECT user_id FROM co_session WHERE token_hash = $1 AND expires_at > $2";
const BLOCKED: &str = "SELECT target_id FROM co_block WHERE user_id = $1 \
                       UNION SELECT user_id FROM co_block WHERE target_id = $1";
const FEED: &str = "SELECT a.id, u.uid, a.created_at, a.like_count, a.collect_count, a.comment_count, \
    EXISTS (SELECT 1 FROM co_article_like l WHERE l.user_id = $1 AND l.target_id = a.id), \
    EXISTS (SELECT 1 FROM co_article_collect c WHERE c.user_id = $1 AND c.target_id = a.id), \
    u.nickname, u.avatar FROM co_article a JOIN co_user u ON u.id = a.user_id \
    WHERE NOT a.hidden ORDER BY a.id DESC LIMIT 20";
const LIKE: &str = "INSERT INTO co_article_like (user_id, target_id, created_at) \
    SELECT CAST($1 AS BIGINT), id, 0 FROM co_article WHERE id = $2 AND NOT hidden ON CONFLICT DO NOTHING";
const RAISE: &str = "UPDATE co_article SET like_count = like_count + 1 WHERE id = $1";

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Feed,
    Like,
}

/// Numbers that look random and are the same for both sides.
fn spread(number: u64) -> i64 {
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) as i64
}

async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn fill(url: &str) -> Result<()> {
    let client = connect(url).await?;
    client
        .batch_execute(&format!(
            "INSERT INTO co_user (uid, country, phone, password, nickname, invitation_code, created_at)
               SELECT 'u' || n, '86', 'p' || n, '', 'name ' || n, 'c' || n, 0 FROM generate_series(CAST(1 AS BIGINT), {USERS}) n;
             INSERT INTO co_session (token_hash, user_id, created_at, expires_at)
               SELECT 'token ' || id, id, 0, 9223372036854775807 FROM co_user;
             INSERT INTO co_article (user_id, created_at, images, content)
               SELECT 1 + n % {USERS}, n, '[]', 'An article' FROM generate_series(CAST(1 AS BIGINT), {ARTICLES}) n;
             INSERT INTO co_article_like (user_id, target_id, created_at)
               SELECT 1 + (n * 7919) % {USERS}, 1 + (n * 104729) % {ARTICLES}, 0 FROM generate_series(CAST(1 AS BIGINT), {LIKES}) n
               ON CONFLICT DO NOTHING;
             ANALYZE;"
        ))
        .await?;
    Ok(())
}

/// Calls `once` from all callers for a round and returns the calls a second.
async fn round<F, G>(started: &Arc<AtomicU64>, once: G) -> Result<f64>
where
    G: Fn(u64) -> F + Clone + Send + 'static,
    F: Future<Output = Result<()>> + Send,
{
    let (stop, done) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (stop, done, started, once) =
            (Arc::clone(&stop), Arc::clone(&done), Arc::clone(started), once.clone());
        callers.spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                once(started.fetch_add(1, Ordering::Relaxed)).await?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, anyhow::Error>(())
        });
    }
    tokio::time::sleep(ROUND).await;
    let calls = done.load(Ordering::Relaxed);
    stop.store(true, Ordering::Relaxed);
    while let Some(caller) = callers.join_next().await {
        caller??;
    }
    Ok(calls as f64 / ROUND.as_secs_f64())
}

/// The call through the door.
async fn ours(db: Database, work: Work, number: u64) -> Result<()> {
    let user = 1 + spread(number) % USERS;
    let token = format!("token {user}");
    let article = 1 + spread(number + 1) % ARTICLES;
    let job = move |tx: &mut Tx<'_>| -> Result<(), miaohui_db::Error> {
        let (user,): (i64,) = tx.query_one(SESSION, &[(&token).into(), 0_i64.into()])?;
        match work {
            Work::Feed => {
                let _: Vec<(i64,)> = tx.query(BLOCKED, &[user.into()])?;
                let _: Vec<(i64, String)> = tx.query(FEED, &[user.into()])?;
            }
            Work::Like => {
                if tx.execute(LIKE, &[user.into(), article.into()])? == 1 {
                    tx.execute(RAISE, &[article.into()])?;
                }
            }
        }
        Ok(())
    };
    match work {
        Work::Feed => db.read(job).await?,
        Work::Like => db.write(job).await?,
    }
    Ok(())
}

/// A connection with prepared statements.
struct Raw {
    client: Client,
    session: Statement,
    blocked: Statement,
    feed: Statement,
    like: Statement,
    raise: Statement,
}

impl Raw {
    async fn open(url: &str) -> Result<Self> {
        let client = connect(url).await?;
        Ok(Self {
            session: client.prepare(SESSION).await?,
            blocked: client.prepare(BLOCKED).await?,
            feed: client.prepare(FEED).await?,
            like: client.prepare(LIKE).await?,
            raise: client.prepare(RAISE).await?,
            client,
        })
    }

    async fn call(&self, work: Work, number: u64) -> Result<()> {
        let user = 1 + spread(number) % USERS;
        let article = 1 + spread(number + 1) % ARTICLES;
        let kind = match work {
            Work::Feed => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Work::Like => "BEGIN",
        };
        self.client.batch_execute(kind).await?;
        let user: i64 =
            self.client.query_one(&self.session, &[&format!("token {user}"), &0_i64]).await?.get(0);
        match work {
            Work::Feed => {
                let blocked = self.client.query(&self.blocked, &[&user]).await?;
                let _: Vec<i64> = blocked.iter().map(|row| row.get(0)).collect();
                let feed = self.client.query(&self.feed, &[&user]).await?;
                let _: Vec<(i64, String)> = feed.iter().map(|row| (row.get(0), row.get(1))).collect();
            }
            Work::Like => {
                if self.client.execute(&self.like, &[&user, &article]).await? == 1 {
                    self.client.execute(&self.raise, &[&article]).await?;
                }
            }
        }
        self.client.batch_execute("COMMIT").await?;
        Ok(())
    }
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the measurements are its result")]
async fn main() -> Result<()> {
    let url = std::env::args().nth(1).context("the argument is the URL of an empty database")?;
    let options = Options { readers: 2 * CONNECTIONS, ..Options::new(&url) };
    let db = Database::open(&options, miaohui_server::SCHEMA)?;
    fill(&url).await?;
    let (pool, connections) = async_channel();
    for _ in 0..CONNECTIONS {
        pool.send(Raw::open(&url).await?)?;
    }
    let started = Arc::<AtomicU64>::default();
    for (work, name) in [(Work::Feed, "feed"), (Work::Like, "like")] {
        let mut ratios = Vec::new();
        for _ in 0..=ROUNDS {
            let db = db.clone();
            let door = round(&started, move |number| ours(db.clone(), work, number)).await?;
            let (pool, connections) = (pool.clone(), Arc::clone(&connections));
            let raw = round(&started, move |number| {
                let (pool, connections) = (pool.clone(), Arc::clone(&connections));
                async move {
                    let connection = connections.lock().await.recv().await.context("the pool is closed")?;
                    let done = connection.call(work, number).await;
                    pool.send(connection)?;
                    done
                }
            })
            .await?;
            println!("{name}: door {door:.0}/s, raw {raw:.0}/s, {:.2}", door / raw);
            ratios.push(door / raw);
        }
        // The first round warms both.
        ratios.remove(0);
        ratios.sort_by(f64::total_cmp);
        println!("{name}: the door reaches {:.2} of raw (median of {ROUNDS})", ratios[ROUNDS / 2]);
    }
    Ok(())
}

type Pool = tokio::sync::mpsc::UnboundedSender<Raw>;
type Connections = Arc<tokio::sync::Mutex<tokio::sync::mpsc::UnboundedReceiver<Raw>>>;

fn async_channel() -> (Pool, Connections) {
    let (pool, connections) = tokio::sync::mpsc::unbounded_channel();
    (pool, Arc::new(tokio::sync::Mutex::new(connections)))
}
