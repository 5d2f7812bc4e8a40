//! Kills of the program during payments.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use miaohui_db::Tx;
use miaohui_kernel::{Clock, Rng};
use miaohui_testkit::{Providers, TestApp, TestDatabase, free_address};

use super::payers::{ConfirmedPayments, Keys, Load, pay};
use super::test_data::{TestData, differences, finish_all_work};
use super::{unfinished_work, violations};
use crate::program::{ServerProcess, open_database, passes_verification, random_seed, rounds};

/// Lets the retries of interrupted calls take their keys over at once.
fn age_claims(tx: &mut Tx<'_>) -> miaohui_db::Result<u64> {
    tx.execute("UPDATE idempotency SET until_ms = 0 WHERE status IS NULL", &[])
}

/// Repeats the calls that were not answered, on a server that is not killed.
async fn answer_all(load: &Arc<Load>, database: &TestDatabase, settings: &[String]) {
    let program = ServerProcess::start_with(database, "", &load.addresses[0], settings);
    load.stop.store(false, Ordering::SeqCst);
    let own = Arc::clone(load);
    let paying = tokio::spawn(async move { pay(&own, 4, 1_000_000).await });
    while load.keys.unanswered() > 0 && !paying.is_finished() {
        tokio::task::yield_now().await;
    }
    load.stop.store(true, Ordering::SeqCst);
    paying.await.unwrap();
    assert_eq!(load.keys.unanswered(), 0);
    drop(program);
}

/// Kills the server at random moments. Every confirmed payment must be stored, no operation may stay
/// unfinished, and a key that is repeated until it is answered makes one thing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_loses_no_confirmed_payment() {
    let (rounds, own) = (rounds(5), free_address());
    let mut providers = Providers::bind().await;
    let mut settings = providers.settings(&format!("http://{own}"));
    settings.push("payment.sandbox=true".to_owned());
    let own = own.to_string();
    let listen = format!("listen={own}");
    let app_settings: Vec<&str> = settings.iter().chain([&listen]).map(String::as_str).collect();
    // The providers follow the system clock of the program; the final phase moves both forward.
    let (system, clock) = (Clock::system(), Clock::manual(Clock::system().now_ms()));
    providers.open(&clock);
    let app = TestApp::start_on(TestDatabase::create(), clock.clone(), &app_settings).await;
    let data = TestData::create(&app, 6, 60 * rounds as u32).await;
    let database = app.close().await;
    let (stop, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    let addresses = vec![own.clone()];
    let load = Arc::new(Load { addresses, providers, data, stop, answers, keys: Keys::default() });
    let (moments, mut confirmed) = (Rng::seeded(random_seed()), ConfirmedPayments::default());
    for round in 0..rounds {
        clock.advance(system.now_ms() - clock.now_ms());
        let mut program = ServerProcess::start_with(&database, "", &own, &settings);
        load.stop.store(false, Ordering::SeqCst);
        load.answers.store(0, Ordering::SeqCst);
        let own = Arc::clone(&load);
        let paying = tokio::spawn(async move { pay(&own, 12, round as u64).await });
        // The number of replies decides the moment of the kill, so that it falls into running
        // calls.
        let enough = 10 + moments.below(120) as usize;
        while load.answers.load(Ordering::SeqCst) < enough && !paying.is_finished() {
            tokio::task::yield_now().await;
        }
        program.kill();
        load.stop.store(true, Ordering::SeqCst);
        confirmed.extend(paying.await.unwrap());
        let db = open_database(&database);
        assert_eq!(confirmed.lost(&db).await, [""; 0], "confirmed and lost in round {round}");
        assert_eq!(violations(&db).await, [""; 0], "round {round}");
        db.write(age_claims).await.unwrap();
    }
    answer_all(&load, &database, &settings).await;
    assert_eq!(load.keys.surplus(&open_database(&database)).await, [""; 0], "made twice by one key");
    for (what, count) in [
        ("orders", confirmed.orders.len()),
        ("supports", confirmed.supports.len()),
        ("recharges", confirmed.recharges.len()),
        ("payments through providers", confirmed.payments.len()),
    ] {
        assert!(count > rounds, "{count} {what} were paid");
    }
    assert!(passes_verification(&database));
    let app = TestApp::start_on(database, clock, &app_settings).await;
    finish_all_work(&app, &load.providers).await;
    let db = &app.service.community.db;
    assert_eq!(unfinished_work(db).await, [""; 0]);
    assert_eq!(confirmed.lost(db).await, [""; 0]);
    assert_eq!(differences(&app, &load.providers).await, [""; 0]);
    assert!(passes_verification(&app.close().await));
}
