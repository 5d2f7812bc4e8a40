//! Jobs that run, wait or collide at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use miaohui_db::{Database, Engine, Error, Options, Sql, Tx, hold_lease};
use miaohui_testkit::TestDatabase;

use crate::{SCHEMA, count, holding, insert, open, options};

/// Blocks all writers until the returned senders are dropped, so that other jobs wait in the queue.
async fn block_writers(db: &Database, writers: usize) -> Vec<mpsc::Sender<()>> {
    let mut blockers = Vec::new();
    for _ in 0..writers {
        let (job, held) = holding();
        let db = db.clone();
        tokio::spawn(async move { db.write(job).await });
        blockers.push(held.entered().await);
    }
    blockers
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_failed_job_rolls_back_alone() {
    let (_database, db) = open();
    let writers = if db.engine() == Engine::Sqlite { 1 } else { 2 };
    let blocked = block_writers(&db, writers).await;
    let mut waiting = tokio::task::JoinSet::new();
    for n in 0..30 {
        let db = db.clone();
        waiting.spawn(async move {
            let result = db
                .write(move |tx| {
                    insert(tx, &format!("thing {n}"))?;
                    match n % 3 {
                        0 => Ok(()),
                        1 => Err(Error::Unavailable("an error after a write".into())),
                        _ => panic!("a panic after a write"),
                    }
                })
                .await;
            (n, result)
        });
    }
    until(|| db.stats().writes_waiting == 30).await;
    drop(blocked);
    while let Some(done) = waiting.join_next().await {
        match done.unwrap() {
            (n, Ok(())) => assert_eq!(n % 3, 0),
            (n, Err(Error::Unavailable(_))) => assert_eq!(n % 3, 1),
            (n, Err(Error::Panic(text))) => {
                assert_eq!((n % 3, text.as_str()), (2, "a panic after a write"));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(db.read(count).await.unwrap(), 10);
    if db.engine() == Engine::Sqlite {
        assert_eq!(db.stats().commits, 2, "one commit of the blocking job, and one for all thirty");
    }
}

#[tokio::test]
async fn a_failed_commit_fails_all_jobs_of_the_group() {
    let (_database, db) = open();
    let deferred = Sql::Pair {
        sqlite: "CREATE TABLE late (thing_id INTEGER NOT NULL REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED)",
        postgres: "CREATE TABLE late (thing_id BIGINT NOT NULL REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED)",
    };
    db.write(move |tx| tx.execute(deferred, &[])).await.unwrap();
    let writers = if db.engine() == Engine::Sqlite { 1 } else { 2 };
    let blocked = block_writers(&db, writers).await;
    let spawn = |n: i64| {
        let db = db.clone();
        tokio::spawn(async move {
            db.write(move |tx| {
                insert(tx, &format!("thing {n}"))?;
                if n == 3 {
                    tx.execute("INSERT INTO late (thing_id) VALUES (999999)", &[])?;
                }
                Ok::<_, Error>(())
            })
            .await
        })
    };
    let waiting: Vec<_> = (0..6).map(spawn).collect();
    until(|| db.stats().writes_waiting == 6).await;
    drop(blocked);
    let mut failed = 0;
    for job in waiting {
        match job.await.unwrap() {
            Ok(()) => {}
            Err(Error::Commit(_)) => failed += 1,
            Err(other) => panic!("{other}"),
        }
    }
    let stored = db.read(count).await.unwrap();
    match db.engine() {
        Engine::Sqlite => assert_eq!((failed, stored), (6, 0)),
        Engine::Postgres => assert_eq!((failed, stored), (1, 5)),
    }
    db.write(|tx| insert(tx, "still open")).await.unwrap();
}

#[tokio::test]
async fn a_full_queue_is_busy_at_once() {
    let database = TestDatabase::create();
    let db = Database::open(&Options { queue: 2, ..options(&database) }, &[SCHEMA]).unwrap();
    let writers = if db.engine() == Engine::Sqlite { 1 } else { 2 };
    let blocked = block_writers(&db, writers).await;
    let waiting: Vec<_> = (0..2)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move { db.write(move |tx| insert(tx, &format!("{n}"))).await })
        })
        .collect();
    until(|| db.stats().writes_waiting == 2).await;
    assert!(matches!(db.write(count).await, Err(Error::Busy { waiting: 2 })));
    assert_eq!(db.read(count).await.unwrap(), 0, "reads have their own queue");
    drop(blocked);
    for job in waiting {
        job.await.unwrap().unwrap();
    }
    assert_eq!(db.stats().busy, 1);
}

#[tokio::test]
async fn conflicting_jobs_are_retried_from_the_start() {
    let (_database, db) = open();
    db.write(|tx| insert(tx, "a")).await.unwrap();
    db.write(|tx| insert(tx, "b")).await.unwrap();
    let runs = Arc::new(AtomicUsize::new(0));
    let cross = |first: &'static str, second: &'static str| {
        let (db, runs) = (db.clone(), Arc::clone(&runs));
        tokio::spawn(async move {
            for _ in 0..100 {
                let runs = Arc::clone(&runs);
                db.write(move |tx| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    tx.execute("UPDATE thing SET n = n + 1 WHERE name = $1", &[first.into()])?;
                    tx.execute("UPDATE thing SET n = n + 1 WHERE name = $1", &[second.into()])
                })
                .await?;
            }
            Ok::<_, Error>(())
        })
    };
    let (one, two) = (cross("a", "b"), cross("b", "a"));
    one.await.unwrap().unwrap();
    two.await.unwrap().unwrap();
    let sums: Vec<(i64,)> = db.read(|tx| tx.query("SELECT n FROM thing ORDER BY name", &[])).await.unwrap();
    assert_eq!(sums, [(200,), (200,)]);
    assert_eq!(runs.load(Ordering::SeqCst) as u64, 200 + db.stats().retries);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_insert_of_a_child_conflicts_with_the_deletion_of_its_parent() {
    let (_database, db) = open();
    let rounds = 300;
    let insert_and_delete = {
        let db = db.clone();
        tokio::spawn(async move {
            for _ in 0..rounds {
                db.write(|tx| insert(tx, "parent")).await?;
                db.write(|tx| tx.execute("DELETE FROM thing WHERE name = 'parent'", &[])).await?;
            }
            Ok::<_, Error>(())
        })
    };
    let find_and_add_child = |tx: &mut Tx<'_>| {
        let parent: Option<(i64,)> = tx.query_opt("SELECT id FROM thing WHERE name = 'parent'", &[])?;
        let Some((parent,)) = parent else { return Ok::<_, Error>(0) };
        tx.execute("INSERT INTO part (thing_id) VALUES ($1)", &[parent.into()])
    };
    while !insert_and_delete.is_finished() {
        let before = db.stats().retries;
        if let Err(error) = db.write(find_and_add_child).await {
            // On a busy machine each of many attempts can meet a deletion.
            assert!(error.is_constraint() && db.stats().retries >= before + 19, "{error}");
        }
    }
    insert_and_delete.await.unwrap().unwrap();
    let orphan = db.write(|tx| tx.execute("INSERT INTO part (thing_id) VALUES (-1)", &[])).await.unwrap_err();
    assert!(orphan.is_constraint(), "{orphan}");
}

#[tokio::test]
async fn a_lease_has_one_holder_until_it_expires() {
    let (_database, db) = open();
    let hold = |who: &'static str, now: i64| {
        let db = db.clone();
        async move { db.write(move |tx| hold_lease(tx, "work", who, now, 100)).await.unwrap() }
    };
    assert!(hold("a", 0).await);
    assert!(!hold("b", 50).await);
    assert!(hold("a", 60).await, "the holder renews");
    assert!(!hold("b", 159).await);
    assert!(hold("b", 160).await);
    assert!(!hold("a", 161).await);
}

/// A statement that does not end by itself, and needs no table.
const ENDLESS: &str =
    "WITH RECURSIVE number(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n % 1000000 + 1 FROM number)
    SELECT COUNT(*) FROM number";

#[tokio::test]
async fn a_read_over_its_budget_is_interrupted_and_its_thread_goes_on() {
    let database = TestDatabase::create();
    let limited =
        Options { readers: 2, heavy_readers: 1, read_ms: 30, heavy_read_ms: 30, ..options(&database) };
    let db = Database::open(&limited, &[SCHEMA]).unwrap();
    for _ in 0..3 {
        let slow = db.read(|tx: &mut Tx<'_>| tx.query::<(i64,)>(ENDLESS, &[])).await;
        assert!(matches!(slow, Err(Error::OverBudget)), "{slow:?}");
        let heavy = db.read_heavy(|tx: &mut Tx<'_>| tx.query::<(i64,)>(ENDLESS, &[])).await;
        assert!(matches!(heavy, Err(Error::OverBudget)), "{heavy:?}");
        // Many small statements end as one large statement does.
        let many = db
            .read(|tx: &mut Tx<'_>| -> Result<(), Error> {
                loop {
                    count(tx)?;
                }
            })
            .await;
        assert!(matches!(many, Err(Error::OverBudget)), "{many:?}");
        assert_eq!(db.read(count).await.unwrap(), 0);
    }
    assert_eq!(db.stats().over_budget, 9);
    db.write(|tx| insert(tx, "thing")).await.unwrap();
    assert_eq!((db.read(count).await.unwrap(), db.read_whole(count).await.unwrap()), (1, 1));
}

#[tokio::test]
async fn a_heavy_read_holds_up_no_other_read() {
    let (_database, db) = open();
    let (release, hold) = mpsc::channel::<()>();
    let (own, entered) = (db.clone(), Arc::new(tokio::sync::Notify::new()));
    let started = Arc::clone(&entered);
    let heavy = tokio::spawn(async move {
        let job = move |_: &mut Tx<'_>| -> Result<(), Error> {
            started.notify_one();
            let _ = hold.recv();
            Ok(())
        };
        own.read_heavy(job).await
    });
    entered.notified().await;
    for _ in 0..10 {
        assert_eq!(db.read(count).await.unwrap(), 0);
    }
    drop(release);
    heavy.await.unwrap().unwrap();
}

#[tokio::test]
async fn postgres_compiles_no_statement() {
    let (database, db) = open();
    if !database.is_postgres() {
        return;
    }
    let setting = |tx: &mut Tx<'_>| tx.query_one::<(String,)>("SELECT current_setting('jit')", &[]);
    for jit in [db.read(setting).await, db.read_heavy(setting).await, db.write(setting).await] {
        assert_eq!(jit.unwrap().0, "off");
    }
}

#[tokio::test]
async fn connections_that_are_not_needed_are_closed_and_opened_again_when_jobs_wait() {
    let database = TestDatabase::create();
    if !database.is_postgres() {
        return;
    }
    let shrinking = Options { readers: 8, heavy_readers: 2, idle_ms: 20, ..options(&database) };
    let db = Database::open(&shrinking, &[SCHEMA]).unwrap();
    for _ in 0..2 {
        while db.stats().connections > 3 {
            tokio::task::yield_now().await;
        }
        db.write(|tx| insert(tx, "thing")).await.unwrap();
        assert_eq!(db.read(count).await.unwrap(), 1);
        let mut holding_all = Vec::new();
        for _ in 0..4 {
            let (mut job, held) = holding();
            let db = db.clone();
            tokio::spawn(async move { db.read(move |tx| job(tx)).await });
            holding_all.push(held.entered().await);
        }
        assert_eq!(db.stats().connections, 6);
        db.write(|tx| tx.execute("DELETE FROM thing", &[])).await.unwrap();
    }
}
