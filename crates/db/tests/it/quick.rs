//! Reads on the thread that asks, and the thread that moves the log.

use miaohui_db::{Engine, Error, QuickRead, Tx, log_bytes};

use crate::{insert, open};

fn names(tx: &mut Tx<'_>) -> Result<i64, Error> {
    tx.query_one("SELECT COUNT(*) FROM thing", &[]).map(|(count,)| count)
}

fn endless(tx: &mut Tx<'_>) -> Result<i64, Error> {
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)
               SELECT COUNT(*) FROM n";
    tx.query_one(sql, &[]).map(|(count,)| count)
}

#[tokio::test]
async fn a_quick_read_sees_what_was_answered_and_a_long_one_is_left_to_the_threads() {
    let (_database, db) = open();
    if db.engine() == Engine::Postgres {
        assert!(matches!(db.read_quickly(&mut names), QuickRead::Unavailable));
        return;
    }
    for n in 1..=20 {
        db.write(move |tx| insert(tx, &format!("{n}"))).await.unwrap();
        assert!(matches!(db.read_quickly(&mut names), QuickRead::Done(Ok(count)) if count == n));
    }
    let failing = &mut |tx: &mut Tx<'_>| tx.query_one::<(i64,)>("SELECT 1 WHERE FALSE", &[]);
    assert!(matches!(db.read_quickly(failing), QuickRead::Done(Err(Error::NoRow(_)))));
    let writing = &mut |tx: &mut Tx<'_>| insert(tx, "not allowed");
    assert!(matches!(db.read_quickly(writing), QuickRead::Done(Err(_))));
    let panicking = &mut |_: &mut Tx<'_>| -> Result<i64, Error> { panic!("on purpose") };
    assert!(matches!(db.read_quickly(panicking), QuickRead::Done(Err(Error::Panic(_)))));
    assert!(matches!(db.read_quickly(&mut endless), QuickRead::TookLong));
    assert_eq!(db.read(endless).await.unwrap(), 3_000_000);
    assert!(matches!(db.read_quickly(&mut names), QuickRead::Done(Ok(20))));
}

#[tokio::test]
async fn a_log_that_is_written_without_a_pause_is_begun_anew() {
    let (database, db) = open();
    if database.is_postgres() {
        return;
    }
    // Each commit writes more than a hundred pages.
    for n in 0..200 {
        db.write(move |tx| insert(tx, &format!("{n}-{}", "x".repeat(256 << 10)))).await.unwrap();
    }
    let bytes = log_bytes(&database.dir().join("miaohui.db"));
    assert!(bytes < 32 << 20, "{bytes}");
}
