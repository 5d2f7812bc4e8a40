//! What a job can rely on.

use miaohui_db::{Engine, Error};

use crate::{count, insert, open};

#[tokio::test]
async fn a_read_sees_all_answered_writes() {
    let (_database, db) = open();
    for n in 1..=50 {
        db.write(move |tx| insert(tx, &format!("thing {n}"))).await.unwrap();
        assert_eq!(db.read(count).await.unwrap(), n);
    }
}

#[tokio::test]
async fn a_read_cannot_write() {
    let (_database, db) = open();
    db.read(|tx| insert(tx, "refused")).await.unwrap_err();
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
async fn a_full_disk_loses_no_answered_write() {
    let (_database, db) = open();
    if db.engine() == Engine::Postgres {
        // A test cannot fill the server's disk; a full disk is an error of the statement there.
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
async fn a_job_with_a_failed_statement_does_not_commit() {
    let (_database, db) = open();
    let ignored = db.write(|tx| {
        insert(tx, "kept?")?;
        let _ = tx.execute("INSERT INTO thing (name, n) VALUES ('negative', -1)", &[]);
        Ok::<_, Error>(())
    });
    assert!(matches!(ignored.await, Err(Error::Commit(_))));
    assert_eq!(db.read(count).await.unwrap(), 0);
}

#[tokio::test]
async fn violations_of_constraints_are_recognized() {
    let (_database, db) = open();
    db.write(|tx| insert(tx, "once")).await.unwrap();
    assert!(db.write(|tx| insert(tx, "once")).await.unwrap_err().is_constraint());
    let orphan = db.write(|tx| tx.execute("INSERT INTO part (thing_id) VALUES (12345)", &[])).await;
    assert!(orphan.unwrap_err().is_constraint());
    let wrong = db.read(|tx| tx.query::<(i64,)>("SELECT nothing FROM nowhere", &[])).await.unwrap_err();
    assert!(!wrong.is_constraint());
}

#[tokio::test]
async fn a_panic_in_a_read_fails_its_job_only() {
    let (_database, db) = open();
    for _ in 0..20 {
        let result: Result<(), Error> = db.read(|_| panic!("oh")).await;
        assert!(matches!(result, Err(Error::Panic(text)) if text == "oh"));
    }
    assert_eq!(db.read(count).await.unwrap(), 0);
}

#[tokio::test]
async fn a_type_mismatch_names_the_column() {
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
