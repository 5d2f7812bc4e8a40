//! A database that is away, takes no writes, or has no room.

use miaohui_db::Tx;
use miaohui_kernel::{Clock, SECOND_MS};
use miaohui_testkit::{Relay, TestApp, TestDatabase};

use super::{Callers, LATER, READ, WRITTEN, not_ready, ready};

/// A server that reaches its PostgreSQL through a relay; `None` on SQLite.
async fn behind_a_relay() -> Option<(TestDatabase, Relay, TestApp)> {
    let database = TestDatabase::with_schema().await;
    if !database.is_postgres() {
        return None;
    }
    let relay = Relay::start(&database.address()).await;
    // A server that says nothing is waited for a little only.
    let settings = ["database.read_ms=1000", "database.heavy_read_ms=1000", "database.write_ms=1000"];
    let through = database.through(&relay);
    let app = TestApp::start_on(through, Clock::manual(1_700_000_000_000), &settings).await;
    Some((database, relay, app))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_that_is_away_is_a_passing_fault() {
    let Some((_database, relay, app)) = behind_a_relay().await else { return };
    let callers = Callers::create(&app).await;
    callers.require_served(&app).await;
    relay.close();
    assert_eq!(callers.ask(&app).await, (not_ready("nothing can be written"), LATER, LATER));
    relay.open();
    callers.until_served(&app).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_that_says_nothing_is_a_passing_fault() {
    let Some((_database, relay, app)) = behind_a_relay().await else { return };
    let callers = Callers::create(&app).await;
    callers.require_served(&app).await;
    relay.hush();
    let (ready, reads, writes) = callers.ask(&app).await;
    let reasons = ["a write takes longer than a second", "nothing can be written"].map(not_ready);
    assert!(reasons.contains(&ready), "{ready:?}");
    assert_eq!((reads, writes), (LATER, LATER));
    relay.open();
    callers.until_served(&app).await;
}

/// The primary is demoted and promoted again; the server is not restarted.
#[tokio::test]
async fn a_database_that_takes_no_writes_is_a_passing_fault() {
    let app = TestApp::start().await;
    if !app.is_postgres() {
        return;
    }
    let callers = Callers::create(&app).await;
    callers.require_served(&app).await;
    app.database.alter("SET default_transaction_read_only = on");
    // It may lack what was answered by the primary that took its place, so nothing is read there.
    assert_eq!(callers.ask(&app).await, (not_ready("nothing can be written"), LATER, LATER));
    app.database.alter("RESET default_transaction_read_only");
    callers.until_served(&app).await;
}

/// A trigger says what PostgreSQL says when its disk is full.
#[tokio::test]
async fn postgres_without_room_is_a_passing_fault() {
    let app = TestApp::start().await;
    if !app.is_postgres() {
        return;
    }
    let callers = Callers::create(&app).await;
    app.database.run_script(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE 'No space left on device' USING ERRCODE = '53100'; END $$;
         CREATE TRIGGER full_disk BEFORE INSERT ON co_article EXECUTE FUNCTION full_disk();",
    );
    assert_eq!(callers.write(&app, "x").await, (LATER.0, WRITTEN.1), "what fits is served");
    assert_eq!(callers.ask(&app).await, (not_ready("the database has no room"), READ, (LATER.0, WRITTEN.1)));
    let metrics = app.metrics().await;
    assert!(metrics.contains("miaohui_db_shortages_total 2"), "{metrics}");
    app.database.run_script("DROP TRIGGER full_disk ON co_article");
    assert_eq!(ready(&app).await, not_ready("the database has no room"), "for a while after the last one");
    app.clock.advance(10 * SECOND_MS);
    callers.require_served(&app).await;
}

/// SQLite's limit of pages is a disk that is full.
#[tokio::test]
async fn a_full_disk_of_sqlite_is_a_passing_fault() {
    let app = TestApp::start_on(TestDatabase::sqlite(), Clock::manual(1_700_000_000_000), &[]).await;
    let db = &app.service.platform.db;
    let callers = Callers::create(&app).await;
    callers.require_served(&app).await;
    // It cannot be less than there is already.
    let limit = |tx: &mut Tx<'_>| tx.query::<(i64,)>("PRAGMA max_page_count = 1", &[]);
    db.write(limit).await.unwrap();
    let large = "x".repeat(2000);
    let mut found = Vec::new();
    while found.last() != Some(&LATER) {
        found.push(callers.write(&app, &large).await);
        assert!(found.len() < 100, "the disk is never full: {found:?}");
    }
    assert!(found.iter().all(|(community, crowdfunding)| {
        [WRITTEN.0, LATER.0].contains(community) && [WRITTEN.1, LATER.1].contains(crowdfunding)
    }));
    assert_eq!((ready(&app).await, callers.read(&app).await), (not_ready("the database has no room"), READ));
    let metrics = app.metrics().await;
    assert!(!metrics.contains("miaohui_db_shortages_total 0"), "{metrics}");
    let unlimited = |tx: &mut Tx<'_>| tx.query::<(i64,)>("PRAGMA max_page_count = 1000000", &[]);
    db.write(unlimited).await.unwrap();
    app.clock.advance(10 * SECOND_MS);
    callers.require_served(&app).await;
    assert_eq!(callers.write(&app, &large).await, WRITTEN);
    app.require_verified().await;
}
