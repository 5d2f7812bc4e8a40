//! Writes of one row that many callers change at once.

use std::sync::mpsc;

use miaohui_db::{Database, Engine, Error, Tx};
use tokio::task::JoinSet;

use crate::{count, holding, insert, open};

const ROW: u64 = 7;

/// Runs a job of the row that waits until the returned sender is dropped.
async fn hold_row(db: &Database) -> mpsc::Sender<()> {
    let (job, held) = holding();
    let db = db.clone();
    tokio::spawn(async move { db.write_row(ROW, job).await });
    held.entered().await
}

type Done = JoinSet<(usize, Result<(), Error>)>;

/// Lets jobs wait for the row.
async fn wait_for_row(
    db: &Database,
    jobs: usize,
    run: impl Fn(&mut Tx<'_>, usize) -> Result<(), Error> + Copy + Send + 'static,
) -> Done {
    let mut waiting = Done::new();
    for n in 0..jobs {
        let db = db.clone();
        waiting.spawn(async move { (n, db.write_row(ROW, move |tx| run(tx, n)).await) });
    }
    while db.stats().writes_waiting < jobs {
        tokio::task::yield_now().await;
    }
    waiting
}

#[tokio::test]
async fn jobs_of_one_row_share_a_commit_and_fail_alone() {
    let (_database, db) = open();
    let held = hold_row(&db).await;
    let mut waiting = wait_for_row(&db, 30, |tx, n| {
        match n % 5 {
            1 => return Err(Error::Unavailable("an error before a statement".into())),
            _ => drop(insert(tx, &format!("thing {n}"))?),
        }
        match n % 5 {
            3 => Err(Error::Unavailable("an error after a write".into())),
            4 => panic!("a panic after a write"),
            _ => Ok(()),
        }
    })
    .await;
    drop(held);
    while let Some(done) = waiting.join_next().await {
        match done.unwrap() {
            (n, Ok(())) => assert!([0, 2].contains(&(n % 5)), "{n}"),
            (n, Err(Error::Unavailable(_))) => assert!([1, 3].contains(&(n % 5)), "{n}"),
            (n, Err(Error::Panic(_))) => assert_eq!(n % 5, 4, "{n}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(db.read(count).await.unwrap(), 12);
    assert_eq!(db.stats().commits, 2, "one of the job that held the row, and one for all thirty");
}

#[tokio::test]
async fn a_failed_statement_fails_only_its_own_job() {
    let (_database, db) = open();
    let held = hold_row(&db).await;
    let mut waiting = wait_for_row(&db, 10, |tx, n| {
        insert(tx, &format!("thing {n}"))?;
        match n {
            4 => tx.execute("INSERT INTO part (thing_id) VALUES (999999)", &[]).map(drop),
            // The name is there already, and the job goes on.
            7 => insert(tx, "thing 0").map(drop).or(Ok(())),
            _ => Ok(()),
        }
    })
    .await;
    drop(held);
    while let Some(done) = waiting.join_next().await {
        let (n, result) = done.unwrap();
        assert_eq!(result.is_ok(), n != 4 && n != 7, "{n}: {result:?}");
    }
    assert_eq!(db.read(count).await.unwrap(), 8);
}

#[tokio::test]
async fn other_rows_do_not_wait() {
    let (_database, db) = open();
    if db.engine() == Engine::Sqlite {
        return;
    }
    let held = hold_row(&db).await;
    for row in 0..5 {
        if row != ROW {
            db.write_row(row, move |tx| insert(tx, &format!("row {row}"))).await.unwrap();
        }
    }
    drop(held);
    // The row is free again.
    db.write_row(ROW, |tx| insert(tx, "its own")).await.unwrap();
}

#[tokio::test]
async fn counters_are_changed_at_the_end_and_only_by_jobs_that_are_kept() {
    const ADD: &str = "UPDATE thing SET n = n + $2 WHERE id = $1";
    let (_database, db) = open();
    let id = db.write(|tx| insert(tx, "counted")).await.unwrap();
    let counted = move |tx: &mut Tx<'_>| -> Result<i64, Error> {
        let (n,) = tx.query_one("SELECT n FROM thing WHERE id = $1", &[id.into()])?;
        Ok(n)
    };
    let held = hold_row(&db).await;
    let mut waiting = wait_for_row(&db, 20, move |tx, n| {
        insert(tx, &format!("thing {n}"))?;
        tx.add_later(ADD, id, if n % 2 == 0 { 3 } else { 1 });
        if n % 5 == 0 { Err(Error::Unavailable("refused".into())) } else { Ok(()) }
    })
    .await;
    drop(held);
    while let Some(done) = waiting.join_next().await {
        let (n, result) = done.unwrap();
        assert_eq!(result.is_ok(), n % 5 != 0, "{n}: {result:?}");
    }
    assert_eq!(db.read(counted).await.unwrap(), 8 * 3 + 8);
    // A job that is alone changes it too, and sees an error of the change.
    let add = |by: i64| {
        move |tx: &mut Tx<'_>| -> Result<(), Error> {
            tx.add_later(ADD, id, by);
            Ok(())
        }
    };
    db.write_row(ROW, add(5)).await.unwrap();
    assert_eq!(db.read(counted).await.unwrap(), 37);
    let refused = db.write_row(ROW, add(-38)).await;
    assert!(refused.unwrap_err().is_constraint());
}
