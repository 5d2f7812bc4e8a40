//! Opening a database, and migrations.

use miaohui_db::{Database, Migration, Migrations, Script};
use miaohui_testkit::TestDatabase;

use crate::{SCHEMA, count, insert, open, options};

/// Backups that copy the file depend on it.
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
async fn processes_can_start_at_the_same_time() {
    let database = TestDatabase::create();
    let options = options(&database);
    std::thread::scope(|scope| {
        // Repeated, so that one process opens the file while another closes it as the last one.
        let open = || (0..10).try_for_each(|_| Database::open(&options, &[SCHEMA]).map(drop));
        let opened: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
        for thread in opened {
            thread.join().unwrap().unwrap();
        }
    });
}

#[tokio::test]
async fn a_newer_or_an_edited_schema_is_refused() {
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
