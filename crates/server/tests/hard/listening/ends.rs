use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use miaohui_testkit::TestDatabase;
use tokio::task::JoinSet;

use crate::program::{ServerProcess, rounds};

const CLIENTS: usize = 16;

/// What the clients of a run have met.
#[derive(Default)]
struct Met {
    answered: AtomicUsize,
    failed: AtomicUsize,
    /// Nobody sends any more.
    is_over: AtomicBool,
}

/// Clients that keep their connections and ask without a pause.
fn ask(address: &str, met: &Arc<Met>) -> JoinSet<()> {
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (met, url) = (Arc::clone(met), format!("http://{address}/community/nothing"));
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().unwrap();
        clients.spawn(async move {
            while !met.is_over.load(Ordering::SeqCst) {
                match http.post(&url).body("{}").send().await {
                    Ok(reply) if reply.status() == 200 => met.answered.fetch_add(1, Ordering::SeqCst),
                    reply => {
                        eprintln!("{reply:?}");
                        met.failed.fetch_add(1, Ordering::SeqCst)
                    }
                };
            }
        });
    }
    clients
}

async fn answered(met: &Met, count: usize) {
    while met.answered.load(Ordering::SeqCst) < count {
        tokio::task::yield_now().await;
    }
}

/// A balancer asks `/readyz` and sends nothing more when it says no.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_balancer_that_leaves_in_time_meets_no_closed_door() {
    let database = TestDatabase::create();
    for _ in 0..rounds(2) {
        let settings = ["shutdown.announce_seconds=2".to_owned()];
        let mut server = ServerProcess::start_with(&database, "", "127.0.0.1:0", &settings);
        let met = Arc::new(Met::default());
        let clients = ask(&server.address, &met);
        answered(&met, 200).await;
        let health = reqwest::Client::builder().no_proxy().build().unwrap();
        let ready = async || {
            let reply = health.get(format!("http://{}/readyz", server.operations)).send().await.unwrap();
            (reply.status().as_u16(), reply.text().await.unwrap())
        };
        assert_eq!(ready().await.0, 200);
        server.signal("TERM");
        while ready().await.0 == 200 {
            tokio::task::yield_now().await;
        }
        assert_eq!(ready().await, (503, "the server is about to stop\n".to_owned()));
        // Everything goes on meanwhile.
        let before = met.answered.load(Ordering::SeqCst);
        answered(&met, before + 200).await;
        met.is_over.store(true, Ordering::SeqCst);
        clients.join_all().await;
        server.wait();
        assert_eq!(met.failed.load(Ordering::SeqCst), 0);
    }
}

/// The socket is open all the time, as systemd holds it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_on_an_inherited_socket_fails_no_request() {
    let database = TestDatabase::create();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap().to_string();
    let settings = ["shutdown.announce_seconds=1".to_owned()];
    let mut server = ServerProcess::start_with_socket(&database, &socket, &settings);
    assert_eq!(server.address, address, "listen does not count");
    let met = Arc::new(Met::default());
    let clients = ask(&address, &met);
    for _ in 0..rounds(2) {
        let before = met.answered.load(Ordering::SeqCst);
        answered(&met, before + 200).await;
        server.signal("TERM");
        server.wait();
        server = ServerProcess::start_with_socket(&database, &socket, &settings);
    }
    let before = met.answered.load(Ordering::SeqCst);
    answered(&met, before + 200).await;
    met.is_over.store(true, Ordering::SeqCst);
    clients.join_all().await;
    assert_eq!(met.failed.load(Ordering::SeqCst), 0);
}
