//! The database crate on the engine that the tests run on.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod concurrency;
mod dialect;
mod hot_rows;
mod log_file;
mod quick;
mod row;
mod schema;
mod transactions;

use miaohui_db::{Database, Error, Migration, Migrations, Options, Script, Tx};
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
