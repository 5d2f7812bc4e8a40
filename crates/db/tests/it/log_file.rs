//! SQLite's log after long reads.

use miaohui_db::{cut_log, log_bytes};

use crate::{insert, open};

#[tokio::test]
async fn a_log_that_a_long_read_let_grow_is_cut() {
    let (database, db) = open();
    if database.is_postgres() {
        return;
    }
    let file = database.dir().join("miaohui.db");
    let reader = rusqlite::Connection::open(&file).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let _: i64 = reader.query_row("SELECT COUNT(*) FROM thing", [], |row| row.get(0)).unwrap();
    for round in 0..45 {
        let name = format!("{round}-{}", "x".repeat(2 << 20));
        db.write(move |tx| insert(tx, &name)).await.unwrap();
    }
    let grown = log_bytes(&file);
    assert!(grown > 80 << 20, "{grown}");
    assert!(!cut_log(&file).unwrap(), "it waits for no reader");
    assert!(log_bytes(&file) >= grown);
    reader.execute_batch("COMMIT").unwrap();
    assert!(cut_log(&file).unwrap());
    assert_eq!(log_bytes(&file), 0);
    assert!(!cut_log(&file).unwrap());
    db.write(|tx| insert(tx, "after")).await.unwrap();
}
