//! The door on the engine that the tests run on: what a job may rely on.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use miaohui_db::{Database, Engine, Error, Migration, Migrations, Options, Script, Sql, Tx, hold_lease};
use miaohui_testkit::TestDatabase;

const SCHEMA: Migrations = Migrations {
    component: "test",
    steps: &[Migration {
        version: 1,
        name: "things",
        sql: Script::Text("CREATE TABLE thing (id IDENTITY, name TEXT NOT NULL UNIQUE, n BIGINT NOT NULL DEFAULT 0, \
              flag BOOLEAN NOT NULL DEFAULT FALSE, maybe BIGINT, CHECK (n >= 0)) STRICT;
              CREATE TABLE part (id IDENTITY, thing_id BIGINT NOT NULL REFERENCES thing (id) ON DELETE CASCADE) STRICT;"),
    }],
};

fn options(database: &TestDatabase) -> Options {
    Options { readers: 4, ..Options::new(database.url()) }
}

fn open() -> (TestDatabase, Database) {
    let database = TestDatabase::create();
    let db = Database::open(&options(&database), &[SCHEMA]).unwrap();
    (database, db)
}

fn insert(tx: &mut Tx<'_>, name: &str) -> Result<i64, Error> {
    let (id,) = tx.query_one("INSERT INTO thing (name) VALUES ($1) RETURNING id", &[name.into()])?;
    Ok(id)
}

fn count(tx: &mut Tx<'_>) -> Result<i64, Error> {
    let (count,) = tx.query_one("SELECT COUNT(*) FROM thing", &[])?;
    Ok(count)
}

/// Holds all writers until the returned sender is used, so that what is sent meanwhile waits in the queue.
async fn hold_writers(db: &Database, writers: usize) -> Vec<mpsc::Sender<()>> {
    let mut holders = Vec::new();
    for _ in 0..writers {
        let (release, hold) = mpsc::channel::<()>();
        let (db, entered) = (db.clone(), Arc::new(tokio::sync::Notify::new()));
        let told = Arc::clone(&entered);
        tokio::spawn(async move {
            let job = move |_: &mut Tx<'_>| -> Result<(), Error> {
                told.notify_one();
                let _ = hold.recv();
                Ok(())
            };
            db.write(job).await
        });
        entered.notified().await;
        holders.push(release);
    }
    holders
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::task::yield_now().await;
    }
}

/// Backups by copying and fast starts depend on it.
#[tokio::test]
async fn a_closed_sqlite_database_is_one_file() {
    for _ in 0..5 {
        let (database, db) = open();
        db.write(|tx| insert(tx, "kept")).await.unwrap();
        db.read(count).await.unwrap();
        drop(db);
        if !database.is_postgres() {
            let files: Vec<_> =
                std::fs::read_dir(database.dir()).unwrap().map(|file| file.unwrap().file_name()).collect();
            assert_eq!(files, ["miaohui.db"]);
        }
    }
}

#[tokio::test]
async fn reads_see_what_was_answered_before() {
    let (_database, db) = open();
    for n in 1..=50 {
        db.write(move |tx| insert(tx, &format!("thing {n}"))).await.unwrap();
        assert_eq!(db.read(count).await.unwrap(), n);
    }
}

#[tokio::test]
async fn a_read_cannot_write() {
    let (_database, db) = open();
    db.read(|tx| insert(tx, "sneaked in")).await.unwrap_err();
    assert_eq!(db.read(count).await.unwrap(), 0);
}

#[tokio::test]
async fn a_read_sees_one_snapshot() {
    let (_database, db) = open();
    let (writer, handle) = (db.clone(), tokio::runtime::Handle::current());
    let counts = db.read(move |tx| {
        let before = count(tx)?;
        let (writer, handle) = (writer.clone(), handle.clone());
        std::thread::scope(|s| {
            s.spawn(|| handle.block_on(writer.write(|tx| insert(tx, "meanwhile")))).join().unwrap()
        })?;
        Ok::<_, Error>((before, count(tx)?))
    });
    assert_eq!(counts.await.unwrap(), (0, 0));
    assert_eq!(db.read(count).await.unwrap(), 1);
}

#[tokio::test]
async fn a_failing_job_in_a_group_fails_alone() {
    let (_database, db) = open();
    let writers = if db.engine() == Engine::Sqlite { 1 } else { 2 };
    let held = hold_writers(&db, writers).await;
    let mut waiting = tokio::task::JoinSet::new();
    for n in 0..30 {
        let db = db.clone();
        waiting.spawn(async move {
            let result = db
                .write(move |tx| {
                    insert(tx, &format!("thing {n}"))?;
                    match n % 3 {
                        0 => Ok(()),
                        1 => Err(Error::Unavailable("refused after it wrote".into())),
                        _ => panic!("panicked after it wrote"),
                    }
                })
                .await;
            (n, result)
        });
    }
    until(|| db.stats().writes_waiting == 30).await;
    drop(held);
    while let Some(done) = waiting.join_next().await {
        match done.unwrap() {
            (n, Ok(())) => assert_eq!(n % 3, 0),
            (n, Err(Error::Unavailable(_))) => assert_eq!(n % 3, 1),
            (n, Err(Error::Panic(text))) => {
                assert_eq!((n % 3, text.as_str()), (2, "panicked after it wrote"));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(db.read(count).await.unwrap(), 10);
    if db.engine() == Engine::Sqlite {
        assert_eq!(db.stats().commits, 2, "the holder's commit, and one for all thirty");
    }
}

#[tokio::test]
async fn a_commit_that_fails_answers_failure_to_all_in_the_group() {
    let (_database, db) = open();
    let deferred = Sql::Pair {
        sqlite: "CREATE TABLE late (thing_id INTEGER NOT NULL REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED)",
        postgres: "CREATE TABLE late (thing_id BIGINT NOT NULL REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED)",
    };
    db.write(move |tx| tx.execute(deferred, &[])).await.unwrap();
    let writers = if db.engine() == Engine::Sqlite { 1 } else { 2 };
    let held = hold_writers(&db, writers).await;
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
    drop(held);
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
    db.write(|tx| insert(tx, "the door still works")).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_answered() {
    let (_database, db) = open();
    if db.engine() == Engine::Postgres {
        // The server's disk is not ours to fill; what it answers then is an error of the statement.
        return;
    }
    db.write(|tx| insert(tx, "before")).await.unwrap();
    db.write(|tx| tx.query::<(i64,)>("PRAGMA max_page_count = 40", &[])).await.unwrap();
    let big = "x".repeat(20_000);
    let mut stored = 1;
    let mut refused = 0;
    for n in 0..20 {
        let name = format!("{n}{big}");
        match db.write(move |tx| insert(tx, &name)).await {
            Ok(_) => stored += 1,
            Err(_) => refused += 1,
        }
        assert_eq!(db.read(count).await.unwrap(), stored);
    }
    assert!(refused > 0, "the disk was never full");
    db.write(|tx| tx.query::<(i64,)>("PRAGMA max_page_count = 100000", &[])).await.unwrap();
    db.write(|tx| insert(tx, "after")).await.unwrap();
}

#[tokio::test]
async fn a_statement_that_failed_cannot_be_committed() {
    let (_database, db) = open();
    let swallowed = db.write(|tx| {
        insert(tx, "kept?")?;
        let _ = tx.execute("INSERT INTO thing (name, n) VALUES ('negative', -1)", &[]);
        Ok::<_, Error>(())
    });
    assert!(matches!(swallowed.await, Err(Error::Commit(_))));
    assert_eq!(db.read(count).await.unwrap(), 0);
}

#[tokio::test]
async fn constraints_are_told_apart() {
    let (_database, db) = open();
    db.write(|tx| insert(tx, "once")).await.unwrap();
    assert!(db.write(|tx| insert(tx, "once")).await.unwrap_err().is_constraint());
    let orphan = db.write(|tx| tx.execute("INSERT INTO part (thing_id) VALUES (12345)", &[])).await;
    assert!(orphan.unwrap_err().is_constraint());
    let wrong = db.read(|tx| tx.query::<(i64,)>("SELECT nothing FROM nowhere", &[])).await.unwrap_err();
    assert!(!wrong.is_constraint());
}

#[tokio::test]
async fn a_full_queue_answers_busy_at_once() {
    let database = TestDatabase::create();
    let db = Database::open(&Options { queue: 2, ..options(&database) }, &[SCHEMA]).unwrap();
    let writers = if db.engine() == Engine::Sqlite { 1 } else { 2 };
    let held = hold_writers(&db, writers).await;
    let waiting: Vec<_> = (0..2)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move { db.write(move |tx| insert(tx, &format!("{n}"))).await })
        })
        .collect();
    until(|| db.stats().writes_waiting == 2).await;
    assert!(matches!(db.write(count).await, Err(Error::Busy { waiting: 2 })));
    assert_eq!(db.read(count).await.unwrap(), 0, "reads have a queue of their own");
    drop(held);
    for job in waiting {
        job.await.unwrap().unwrap();
    }
    assert_eq!(db.stats().busy, 1);
}

#[tokio::test]
async fn a_panic_in_a_read_fails_that_job_alone() {
    let (_database, db) = open();
    for _ in 0..20 {
        let result: Result<(), Error> = db.read(|_| panic!("oh")).await;
        assert!(matches!(result, Err(Error::Panic(text)) if text == "oh"));
    }
    assert_eq!(db.read(count).await.unwrap(), 0);
}

#[tokio::test]
async fn colliding_jobs_run_again_from_the_start() {
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
async fn a_child_meets_the_deletion_of_its_parent() {
    let (_database, db) = open();
    let rounds = 300;
    let come_and_go = {
        let db = db.clone();
        tokio::spawn(async move {
            for _ in 0..rounds {
                db.write(|tx| insert(tx, "parent")).await?;
                db.write(|tx| tx.execute("DELETE FROM thing WHERE name = 'parent'", &[])).await?;
            }
            Ok::<_, Error>(())
        })
    };
    let find_then_add = |tx: &mut Tx<'_>| {
        let parent: Option<(i64,)> = tx.query_opt("SELECT id FROM thing WHERE name = 'parent'", &[])?;
        let Some((parent,)) = parent else { return Ok::<_, Error>(0) };
        tx.execute("INSERT INTO part (thing_id) VALUES ($1)", &[parent.into()])
    };
    while !come_and_go.is_finished() {
        db.write(find_then_add).await.unwrap();
    }
    come_and_go.await.unwrap().unwrap();
    let orphan = db.write(|tx| tx.execute("INSERT INTO part (thing_id) VALUES (-1)", &[])).await.unwrap_err();
    assert!(orphan.is_constraint(), "{orphan}");
}

#[tokio::test]
async fn a_mismatch_names_the_column() {
    let (_database, db) = open();
    db.write(|tx| insert(tx, "x")).await.unwrap();
    let error =
        db.read(|tx| tx.query_one::<(i64, String)>("SELECT id, maybe FROM thing", &[])).await.unwrap_err();
    assert_eq!(error.to_string(), "column `maybe` (1): expected a text, found Null");
    let error =
        db.read(|tx| tx.query_one::<(i64,)>("SELECT name AS title FROM thing", &[])).await.unwrap_err();
    assert_eq!(error.to_string(), "column `title` (0): expected a number, found Text(\"x\")");
    let error =
        db.read(|tx| tx.query_one::<(i64,)>("SELECT id FROM thing WHERE id < 0", &[])).await.unwrap_err();
    assert!(matches!(error, Error::NoRow(_)));
}

#[tokio::test]
async fn a_lease_has_one_holder_until_it_ends() {
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

#[tokio::test]
async fn starting_processes_do_not_collide() {
    let database = TestDatabase::create();
    let options = options(&database);
    std::thread::scope(|scope| {
        // Again and again: one that opens the file meets one that closes it as the last.
        let open = || (0..10).try_for_each(|_| Database::open(&options, &[SCHEMA]).map(drop));
        let opened: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
        for thread in opened {
            thread.join().unwrap().unwrap();
        }
    });
}

#[tokio::test]
async fn a_newer_schema_and_an_edited_one_are_refused() {
    const NEWER: Migrations = Migrations {
        component: "test",
        steps: &[
            SCHEMA.steps[0],
            Migration {
                version: 2,
                name: "more",
                sql: Script::Text("CREATE TABLE more (id IDENTITY) STRICT;"),
            },
        ],
    };
    const EDITED: Migrations = Migrations {
        component: "test",
        steps: &[Migration {
            version: 1,
            name: "things",
            sql: Script::Text("CREATE TABLE other (id IDENTITY) STRICT;"),
        }],
    };
    const BROKEN: Migrations = Migrations {
        component: "test",
        steps: &[
            SCHEMA.steps[0],
            Migration {
                version: 2,
                name: "bad",
                sql: Script::Text("CREATE TABLE half (id IDENTITY) STRICT; SELECT nonsense;"),
            },
        ],
    };
    let database = TestDatabase::create();
    let open =
        |set| Database::open(&options(&database), &[set]).map(|_| ()).map_err(|error| error.to_string());
    open(SCHEMA).unwrap();
    assert!(open(EDITED).unwrap_err().contains("was applied with another text"));
    let error = open(BROKEN).unwrap_err();
    assert!(error.starts_with("schema step test 2 (bad) failed"), "{error}");
    open(NEWER).unwrap();
    let error = open(SCHEMA).unwrap_err();
    assert!(error.contains("the database's schema (test 2) is newer than this binary"), "{error}");
}
