//! A private database for a test.

use std::path::PathBuf;
use std::sync::{Arc, Weak};

use miaohui_db::{Database, Options};
use miaohui_kernel::Rng;
use miaohui_server::SCHEMA;
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::Relay;

/// A database, removed on drop.
pub struct TestDatabase {
    url: String,
    server: Option<(String, String)>,
    dir: Arc<TempDir>,
    /// Whether its end removes the database.
    is_owner: bool,
    /// What it was copied from, which lives as long as one of its copies.
    template: Option<Arc<Self>>,
}

/// The template of the tests that run now.
static TEMPLATE: Mutex<Weak<TestDatabase>> = Mutex::const_new(Weak::new());

impl TestDatabase {
    /// Creates an empty database on the engine that the tests run on.
    pub fn create() -> Self {
        match std::env::var("MIAOHUI_TEST_POSTGRES") {
            Ok(server) if !server.is_empty() => Self::postgres(server, ""),
            _ => Self::sqlite(),
        }
    }

    /// Creates a database that has the whole schema and no rows of its own. It is copied: applying the
    /// steps takes longer than most tests.
    pub async fn with_schema() -> Self {
        let mut shared = TEMPLATE.lock().await;
        let template = if let Some(template) = shared.upgrade() {
            template
        } else {
            let template = Arc::new(Self::create());
            template.apply_schema().await;
            *shared = Arc::downgrade(&template);
            template
        };
        let mut copy = if let Some((server, name)) = &template.server {
            // Copying the files takes a fifth of the time of writing each page to the log.
            Self::postgres(server.clone(), &format!("TEMPLATE {name} STRATEGY FILE_COPY"))
        } else {
            let copy = Self::sqlite();
            std::fs::copy(&template.url, &copy.url).unwrap();
            copy
        };
        copy.template = Some(template);
        copy
    }

    /// Applies all steps. The id that this draws is forgotten, because each copy draws one.
    async fn apply_schema(&self) {
        let db = Database::open(&Options::new(self.url.clone()), SCHEMA).unwrap();
        db.write(|tx| tx.execute("DELETE FROM database_identity", &[])).await.unwrap();
    }

    fn postgres(server: String, how: &str) -> Self {
        let name = format!("miaohui_test_{}", Rng::os().hex32());
        on_server(&server, &format!("CREATE DATABASE {name} {how}"));
        let dir = Arc::new(tempfile::tempdir().unwrap());
        let url = format!("{}/{name}", server.trim_end_matches('/'));
        Self { url, server: Some((server, name)), dir, is_owner: true, template: None }
    }

    /// Creates a database of SQLite, whatever the tests run on.
    pub fn sqlite() -> Self {
        let dir = Arc::new(tempfile::tempdir().unwrap());
        let url = dir.path().join("miaohui.db").to_string_lossy().into_owned();
        Self { url, server: None, dir, is_owner: true, template: None }
    }

    /// The same database and directory for a second process, which ends before this one does.
    #[must_use]
    pub fn shared(&self) -> Self {
        let (url, server, dir) = (self.url.clone(), self.server.clone(), Arc::clone(&self.dir));
        Self { url, server, dir, is_owner: false, template: self.template.clone() }
    }

    /// The same database of PostgreSQL, reached through a relay.
    #[must_use]
    pub fn through(&self, relay: &Relay) -> Self {
        let mut shared = self.shared();
        shared.url = self.url.replacen(&self.address(), &relay.address.to_string(), 1);
        shared
    }

    /// The host and port of PostgreSQL.
    ///
    /// # Panics
    /// On SQLite, which has no server.
    pub fn address(&self) -> String {
        let (server, _) = self.server.as_ref().expect("the tests run on PostgreSQL");
        let start = server.rfind(['@', '/']).map_or(0, |at| at + 1);
        server[start..].to_owned()
    }

    /// Runs statements on PostgreSQL, as a dump holds them.
    pub fn run_script(&self, sql: &str) {
        run_on(&self.url, sql);
    }

    /// The URL, or the path of the SQLite file.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether the tests run on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.server.is_some()
    }

    /// Alters the database on the server, with `ALTER DATABASE … {what}`, and ends its sessions.
    ///
    /// # Panics
    /// On SQLite, which has no server.
    pub fn alter(&self, what: &str) {
        let (server, name) = self.server.as_ref().expect("the tests run on PostgreSQL");
        on_server(server, &format!("ALTER DATABASE {name} {what}"));
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname";
        on_server(server, &format!("{end} = '{name}'"));
    }

    /// A directory for the test's files.
    pub fn dir(&self) -> PathBuf {
        self.dir.path().to_path_buf()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = self.server.take().filter(|_| self.is_owner) {
            on_server(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn on_server(server: &str, sql: &str) {
    run_on(&format!("{server}/postgres"), sql);
}

/// Runs the blocking client on its own thread, because async threads must not block.
fn run_on(url: &str, sql: &str) {
    std::thread::scope(|scope| {
        let work = || {
            let mut client = postgres::Client::connect(url, postgres::NoTls)
                .unwrap_or_else(|error| panic!("MIAOHUI_TEST_POSTGRES={url}: {error}"));
            client.batch_execute(sql).unwrap_or_else(|error| panic!("{sql:.200}: {error:?}"));
        };
        scope.spawn(work).join().unwrap();
    });
}
