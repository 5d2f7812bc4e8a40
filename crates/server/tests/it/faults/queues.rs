//! Queues that are full, and a server that is about to stop.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc;

use miaohui_db::{Database, Result, Tx};
use miaohui_testkit::TestApp;
use tokio::sync::Notify;

use super::{Callers, LATER, READ, WRITTEN, not_ready};

/// The capacity of each queue.
const QUEUE: usize = 2;

/// Starts a server with short queues.
async fn start() -> (TestApp, Callers) {
    let app = TestApp::start_with(&["database.queue=2", "database.readers=2"]).await;
    let callers = Callers::create(&app).await;
    callers.require_served(&app).await;
    (app, callers)
}

/// A job that holds its thread until the sender is dropped.
fn holding(
    begun: &Arc<Notify>,
) -> (impl FnMut(&mut Tx<'_>) -> Result<()> + Send + 'static, mpsc::Sender<()>) {
    let ((release, held), begun) = (mpsc::channel::<()>(), Arc::clone(begun));
    let job = move |_: &mut Tx<'_>| {
        begun.notify_one();
        // Nothing is sent: it ends with the sender.
        let _ = held.recv();
        Ok(())
    };
    (job, release)
}

/// Holds `threads` threads and fills the queue behind them, until the senders are dropped.
async fn fill(
    db: &Database,
    threads: usize,
    is_write: bool,
    waiting: impl Fn(&Database) -> usize,
) -> Vec<mpsc::Sender<()>> {
    let mut all = Vec::new();
    for n in 0..threads + QUEUE {
        let begun = Arc::new(Notify::new());
        let (job, release) = holding(&begun);
        let own = db.clone();
        tokio::spawn(async move { if is_write { own.write(job).await } else { own.read(job).await } });
        all.push(release);
        if n < threads {
            begun.notified().await;
        }
    }
    while waiting(db) < QUEUE {
        tokio::task::yield_now().await;
    }
    all
}

#[tokio::test]
async fn a_full_queue_of_writes_is_a_passing_fault() {
    let (app, callers) = start().await;
    let writers = if app.is_postgres() { 2 } else { 1 };
    let held = fill(&app.service.platform.db, writers, true, |db| db.stats().writes_waiting).await;
    assert_eq!(callers.ask(&app).await, (not_ready("the queue of writes is full"), READ, LATER));
    drop(held);
    callers.until_served(&app).await;
}

/// Other servers would get the same reads.
#[tokio::test]
async fn a_full_queue_of_reads_is_a_passing_fault_of_the_reads() {
    let (app, callers) = start().await;
    let held = fill(&app.service.platform.db, 2, false, |db| db.stats().reads_waiting).await;
    // SQLite runs the short ones without the queue.
    let reads = if app.is_postgres() { LATER } else { READ };
    assert_eq!(callers.ask(&app).await, ((200, "ready\n".to_owned()), reads, WRITTEN));
    drop(held);
    callers.until_served(&app).await;
}

#[tokio::test]
async fn a_server_that_is_about_to_stop_serves_everybody() {
    let app = TestApp::start().await;
    let callers = Callers::create(&app).await;
    app.service.leaving.store(true, Ordering::SeqCst);
    assert_eq!(callers.ask(&app).await, (not_ready("the server is about to stop"), READ, WRITTEN));
}
