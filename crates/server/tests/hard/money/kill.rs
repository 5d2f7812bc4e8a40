//! The program killed while everybody pays.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use miaohui_kernel::{Clock, Rng};
use miaohui_testkit::{Providers, TestApp, TestDatabase, free_address};

use super::stalls::{Stalls, come_to_an_end, differences};
use super::storm::{Answered, Storm, pay};
use super::{loose_ends, violations};
use crate::program::{Program, chance, open, rounds, verifies};

/// Killed at random moments, again and again: whatever was said to be paid is paid afterwards, and nothing stays half done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_loses_no_payment_that_was_answered() {
    let (rounds, own) = (rounds(5), free_address());
    let mut providers = Providers::bind().await;
    let mut settings = providers.settings(&format!("http://{own}"));
    settings.push("payment.sandbox=true".to_owned());
    let own = own.to_string();
    let listen = format!("listen={own}");
    let in_hand: Vec<&str> = settings.iter().chain([&listen]).map(String::as_str).collect();
    // The providers live in the program's time, and in the end all in the same time to come.
    let (system, clock) = (Clock::system(), Clock::manual(Clock::system().now_ms()));
    providers.open(&clock);
    let app = TestApp::start_on(TestDatabase::create(), clock.clone(), &in_hand).await;
    let stalls = Stalls::build(&app, 6, 60 * rounds as i64).await;
    let database = app.close().await;
    let (stop, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    let storm = Arc::new(Storm { addresses: vec![own.clone()], providers, stalls, stop, answers });
    let (moments, mut answered) = (Rng::seeded(chance()), Answered::default());
    for round in 0..rounds {
        clock.advance(system.now_ms() - clock.now_ms());
        let mut program = Program::start_with(&database, "", &own, &settings);
        storm.stop.store(false, Ordering::SeqCst);
        storm.answers.store(0, Ordering::SeqCst);
        let own = Arc::clone(&storm);
        let paying = tokio::spawn(async move { pay(&own, 12, round as u64).await });
        // The moment is counted in answers, not in time; where it falls among what is under way is chance.
        let enough = 10 + moments.below(120) as usize;
        while storm.answers.load(Ordering::SeqCst) < enough && !paying.is_finished() {
            tokio::task::yield_now().await;
        }
        program.kill();
        storm.stop.store(true, Ordering::SeqCst);
        answered.extend(paying.await.unwrap());
        let db = open(&database);
        assert_eq!(answered.lost(&db).await, [""; 0], "said to be paid and lost in round {round}");
        assert_eq!(violations(&db).await, [""; 0], "round {round}");
    }
    for (what, count) in [
        ("orders", answered.orders.len()),
        ("supports", answered.supports.len()),
        ("recharges", answered.recharges.len()),
        ("payments through providers", answered.payments.len()),
    ] {
        assert!(count > rounds, "{count} {what} were paid");
    }
    assert!(verifies(&database));
    let app = TestApp::start_on(database, clock, &in_hand).await;
    come_to_an_end(&app, &storm.providers).await;
    let db = &app.service.community.db;
    assert_eq!(loose_ends(db).await, [""; 0]);
    assert_eq!(answered.lost(db).await, [""; 0]);
    assert!(differences(&app, &storm.providers).await.is_empty(), "the providers' books say otherwise");
    assert!(verifies(&app.close().await));
}
