//! Several processes that start at once on one empty database.

use miaohui_testkit::TestDatabase;

use crate::program::{ServerProcess, open_database, passes_verification, rounds};

/// On PostgreSQL, because SQLite has one process. The schema and the demo data are made once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_starts_with_demo_data_at_once_make_it_once() {
    for _ in 0..rounds(1) {
        let database = TestDatabase::create();
        if !database.is_postgres() {
            return;
        }
        let servers = std::thread::scope(|scope| {
            let start = || ServerProcess::start_with(&database, "", "127.0.0.1:0", &["demo=true".to_owned()]);
            let both = [scope.spawn(start), scope.spawn(start)];
            both.map(|server| server.join().unwrap())
        });
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        for server in &servers {
            let ready = http.get(format!("http://{}/readyz", server.operations)).send().await.unwrap();
            assert_eq!(ready.status(), 200);
        }
        let counts = |tx: &mut miaohui_db::Tx<'_>| {
            tx.query_one::<(i64, i64, i64)>(
                "SELECT (SELECT COUNT(*) FROM co_user), (SELECT COUNT(*) FROM cf_project),
                   (SELECT COUNT(*) FROM console_staff)",
                &[],
            )
        };
        let (users, projects, staff) = open_database(&database).read(counts).await.unwrap();
        assert_eq!((users, staff), (54, 1));
        assert!(projects > 0);
        drop(servers);
        assert!(passes_verification(&database));
    }
}
