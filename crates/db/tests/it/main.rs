//! The database crate on the engine that the tests run on.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod concurrency;
mod copy;
mod dialect;
mod hot_rows;
mod log_file;
mod quick;
mod row;
mod schema;
mod transactions;

use std::sync::{Arc, mpsc};

use miaohui_db::{Database, Error, Migration, Migrations, Options, Script, Tx};
use miaohui_testkit::TestDatabase;
use tokio::sync::Notify;

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

/// A job that holds its thread.
struct Held {
    entered: Arc<Notify>,
    release: mpsc::Sender<()>,
}

impl Held {
    /// Waits until the job runs; it ends when the returned sender is dropped.
    async fn entered(self) -> mpsc::Sender<()> {
        self.entered.notified().await;
        self.release
    }
}

/// Makes a job that holds its thread.
fn holding() -> (impl FnMut(&mut Tx<'_>) -> Result<(), Error> + Send + 'static, Held) {
    let ((release, hold), entered) = (mpsc::channel::<()>(), Arc::new(Notify::new()));
    let started = Arc::clone(&entered);
    let job = move |_: &mut Tx<'_>| {
        started.notify_one();
        // Nothing is sent: it ends with the sender.
        let _ = hold.recv();
        Ok(())
    };
    (job, Held { entered, release })
}
