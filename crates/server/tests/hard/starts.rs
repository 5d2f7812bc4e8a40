//! Starts on an empty database: of several processes at once, and before calls can be answered.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};

use miaohui_testkit::{TestDatabase, free_address};

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

/// A transaction that others must wait for to make the schema.
enum Obstacle {
    Sqlite(rusqlite::Connection),
    Postgres(postgres::Client),
}

impl Obstacle {
    fn create(database: &TestDatabase) -> Self {
        if database.is_postgres() {
            let mut client = postgres::Client::connect(database.url(), postgres::NoTls).unwrap();
            client.batch_execute("BEGIN; CREATE TABLE schema_migration (component TEXT)").unwrap();
            Self::Postgres(client)
        } else {
            let connection = rusqlite::Connection::open(database.url()).unwrap();
            connection.execute_batch("BEGIN IMMEDIATE").unwrap();
            Self::Sqlite(connection)
        }
    }

    /// Whether a process has come as far as this.
    fn is_reached(&mut self, process: u32) -> bool {
        match self {
            Self::Sqlite(connection) => {
                let path = std::fs::canonicalize(connection.path().unwrap()).unwrap();
                let files = std::fs::read_dir(format!("/proc/{process}/fd")).unwrap();
                files.filter_map(|file| file.ok()?.path().read_link().ok()).any(|file| file == path)
            }
            Self::Postgres(client) => {
                let waiting = "SELECT EXISTS (SELECT 1 FROM pg_locks
                     WHERE NOT granted AND transactionid = pg_current_xact_id()::xid)";
                client.query_one(waiting, &[]).unwrap().get(0)
            }
        }
    }
}

/// The first row of the table in docs/operations.md.
#[test]
fn until_the_schema_is_there_calls_wait_in_the_socket_of_systemd_and_no_other_is_open() {
    let database = TestDatabase::create();
    let mut obstacle = Obstacle::create(&database);
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let operations = free_address();
    let call = |stream: &mut TcpStream, path: &str| {
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    };
    let answer = |mut stream: TcpStream| {
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply.split(' ').nth(1).unwrap().to_owned()
    };

    let mut early = TcpStream::connect(socket.local_addr().unwrap()).unwrap();
    call(&mut early, "/api/crowdfunding/project/");
    let settings = [format!("operations_listen={operations}")];
    let _server = ServerProcess::start_with_socket_while(&database, &socket, &settings, |process| {
        while !obstacle.is_reached(process) {
            std::thread::yield_now();
        }
        let refused = TcpStream::connect(operations).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
        early.set_nonblocking(true).unwrap();
        assert_eq!(early.read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
        early.set_nonblocking(false).unwrap();
        drop(obstacle);
    });
    assert_eq!(answer(early), "200");
    let mut ready = TcpStream::connect(operations).unwrap();
    call(&mut ready, "/readyz");
    assert_eq!(answer(ready), "200");
}
