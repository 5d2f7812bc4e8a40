//! Schema steps that are killed, and those that find another process at work.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStderr, Command, Stdio};

use miaohui_db::{Database, Found, Migrations, Options, inspect};
use miaohui_server::SCHEMA;
use miaohui_testkit::TestDatabase;

use crate::program::{clear_variables, verifies};

/// Most runs that are killed; there are fewer steps.
const MOST_KILLS: usize = 200;
/// Lines of "waiting", one in five seconds: longer than SQLite itself waits.
const PATIENCE: usize = 3;

/// The schema that a database of the first version had.
fn first_schema() -> Vec<Migrations> {
    let first = |set: &Migrations| {
        // The console came later than the tables that it indexes.
        let steps = usize::from(set.component != "console");
        Migrations { component: set.component, steps: &set.steps[..steps] }
    };
    SCHEMA.iter().map(first).collect()
}

struct Upgrade {
    child: Child,
    log: Lines<BufReader<ChildStderr>>,
}

impl Upgrade {
    fn start(database: &TestDatabase) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_miaohui"));
        clear_variables(&mut command);
        command.arg("upgrade").arg("--data-dir").arg(database.dir());
        if database.is_postgres() {
            command.args(["--database-url", database.url()]);
        }
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, log }
    }

    /// Reads the log up to the line number `count` that holds a text; `false` if it ends before.
    fn logs(&mut self, text: &str, count: usize) -> bool {
        self.log.by_ref().map_while(Result::ok).filter(|line| line.contains(text)).take(count).count()
            == count
    }

    fn succeeds(mut self) -> bool {
        while self.log.next().is_some() {}
        self.child.wait().unwrap().success()
    }
}

fn due(options: &Options) -> usize {
    match inspect(options, SCHEMA).unwrap() {
        Found::Known { due, .. } => due,
        other => panic!("{other:?}"),
    }
}

/// The statements that made SQLite's tables and indexes.
fn schema_of(database: &TestDatabase) -> Vec<String> {
    let connection = rusqlite::Connection::open(database.dir().join("miaohui.db")).unwrap();
    let mut all =
        connection.prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1").unwrap();
    all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_schema_step_can_be_killed_anywhere() {
    let database = TestDatabase::create();
    let options = Options::new(database.url());
    Database::open(&options, &first_schema()).unwrap();
    let mut left = due(&options);
    assert!(left > 30, "{left} steps are due");
    for kill in 0..MOST_KILLS {
        let mut upgrade = Upgrade::start(&database);
        // The line is written before its step. Every other run is killed in its first step, the
        // others in a later one.
        let running = upgrade.logs("schema step", 1 + kill % 2);
        upgrade.child.kill().unwrap();
        upgrade.child.wait().unwrap();
        if !running {
            break;
        }
        let now = due(&options);
        assert!(now <= left, "{now} steps are due after {left} were");
        left = now;
    }
    assert!(Upgrade::start(&database).succeeds());
    assert_eq!(due(&options), 0);
    assert!(verifies(&database, &["--database-only"]));
    if !database.is_postgres() {
        let fresh = TestDatabase::create();
        Database::open(&Options::new(fresh.url()), SCHEMA).unwrap();
        assert_eq!(schema_of(&database), schema_of(&fresh));
    }
}

#[test]
fn an_upgrade_waits_for_another_and_says_so() {
    let database = TestDatabase::create();
    let options = Options::new(database.url());
    Database::open(&options, &first_schema()).unwrap();
    let mut waiting = if database.is_postgres() {
        let mut client = postgres::Client::connect(database.url(), postgres::NoTls).unwrap();
        client.batch_execute("SELECT pg_advisory_lock(7301914480)").unwrap();
        let mut waiting = Upgrade::start(&database);
        assert!(waiting.logs("another process changes the schema", PATIENCE));
        waiting
    } else {
        let other = rusqlite::Connection::open(database.dir().join("miaohui.db")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut waiting = Upgrade::start(&database);
        assert!(waiting.logs("waiting for another process", PATIENCE));
        waiting
    };
    assert!(waiting.child.try_wait().unwrap().is_none());
    assert!(waiting.succeeds());
    assert_eq!(due(&options), 0);
}
