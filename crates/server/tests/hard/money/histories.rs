//! Random histories of operations. The same `MIAOHUI_HARD_SEED` gives the same histories; a failing
//! history is shrunk and printed.

use std::sync::Mutex;

use miaohui_db::Sql;
use proptest::collection::vec;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::generators::{Step, step};
use super::in_time::broken_promises;
use super::operator_operations::{RefundAction, settle_everything};
use super::provider_operations as noted;
use super::revenue::revenue_differences;
use super::test_data::{differences, finish_all_work, finish_refunds};
use super::world::World;
use super::{unfinished_work, unsettled_work, violations};
use crate::program::{random_seed, rounds};

/// Rows that some history must create; otherwise the test proves nothing.
const EVENTS: &[&str] = &[
    "payment_intent WHERE channel = 'sandbox' AND subject = 'ticket order' AND status = 2",
    "payment_intent WHERE channel = 'alipay' AND subject = 'ticket order' AND status = 2",
    "payment_intent WHERE channel = 'wechat' AND subject = 'ticket order' AND status = 2",
    "payment_intent WHERE channel <> 'sandbox' AND subject = 'support' AND status = 2",
    "payment_intent WHERE channel <> 'sandbox' AND subject = 'recharge' AND status = 2",
    "payment_intent WHERE channel = 'alipay' AND charge LIKE '%\"page\"%' AND status IN (2, 5)",
    "payment_intent WHERE channel = 'alipay' AND charge LIKE '%\"wap\"%' AND status IN (2, 5)",
    "payment_intent WHERE channel = 'alipay' AND charge LIKE '%\"native\"%' AND status IN (2, 5)",
    "payment_intent WHERE channel = 'wechat' AND charge LIKE '%\"native\"%' AND status IN (2, 5)",
    "payment_intent WHERE channel = 'wechat' AND charge LIKE '%\"app\"%' AND status IN (2, 5)",
    "payment_intent WHERE channel = 'wechat' AND charge LIKE '%\"h5\"%' AND status IN (2, 5)",
    "payment_intent WHERE channel = 'wechat' AND charge LIKE '%\"jsapi\"%' AND status IN (2, 5)",
    "payment_intent WHERE channel = 'wechat' AND charge LIKE '%\"mini\"%' AND status IN (2, 5)",
    "payment_intent WHERE status = 3",
    "payment_intent WHERE status = 4",
    "payment_intent WHERE status = 5",
    "payment_intent WHERE superseded AND status = 3",
    "payment_intent WHERE superseded AND status = 5",
    "payment_refund WHERE reason LIKE '订单已取消%' AND status = 1",
    "payment_refund WHERE reason = 'because' AND status = 1",
    "payment_refund WHERE is_foreign AND channel = 'alipay'",
    "payment_refund WHERE is_foreign AND channel = 'wechat'",
    "payment_refund WHERE is_outside",
    "payment_refund WHERE former IS NOT NULL AND status = 1 AND NOT is_outside",
    "payment_case WHERE kind = 'foreign refund' AND settled_by = 'eve'",
    "payment_case WHERE kind = 'refunded' AND settled_by = 'eve'",
    "payment_bill_line WHERE channel = 'alipay' AND status = 1",
    "payment_bill_line WHERE channel = 'wechat' AND status = 1",
    "ledger_posting WHERE key LIKE 'support:%'",
    "cf_withdrawal WHERE status = 1",
    "cf_withdrawal WHERE status = 2",
    "cf_settlement WHERE outcome = 4",
    "cf_settlement WHERE outcome = 5 AND fen > 0",
    "co_order WHERE status = 2",
];

/// What some history must note.
const NOTED: &[&str] = &[
    noted::PAID,
    noted::PAYING,
    noted::TOO_OLD,
    noted::NOT_OPEN,
    noted::BACK_OFFICE,
    noted::SILENT_BACK_OFFICE,
    HUNG,
    FAILED_REFUND,
];

const HUNG: &str = "a call to a provider hangs";
const FAILED_REFUND: &str = "a refund has failed for good";

/// Adds the number of each event to the counts.
async fn count_events(world: &World, events: &Mutex<Vec<i64>>) {
    for (n, event) in EVENTS.iter().enumerate() {
        let sql = format!("SELECT COUNT(*) FROM {event}");
        let db = &world.fixture.app.service.community.db;
        let (count,): (i64,) = db.read(move |tx| tx.query_one(Sql::Built(&sql), &[])).await.unwrap();
        events.lock().unwrap()[n] += count;
    }
    for (n, event) in NOTED.iter().enumerate() {
        events.lock().unwrap()[EVENTS.len() + n] += world.noted(event);
    }
}

/// Runs a step. A provider that hangs answers after its first call has waited.
async fn run_step(world: &World, Step { operation, concurrent, hung }: Step) {
    let providers = &world.fixture.providers;
    let work = async {
        match concurrent {
            Some(other) => drop(tokio::join!(operation.run(world), other.run(world))),
            None => operation.run(world).await,
        }
    };
    let Some(side) = hung else { return work.await };
    let before = providers.all_calls(side).await;
    providers.hang(side, true).await;
    let release = async {
        // Each question takes about as long as a call takes to arrive.
        for _ in 0..40 {
            if providers.all_calls(side).await > before {
                world.note(HUNG);
                break;
            }
        }
        providers.hang(side, false).await;
    };
    tokio::join!(work, release);
}

/// Runs a history and returns the first violation.
async fn run_history(history: Vec<Step>, events: &Mutex<Vec<i64>>) -> Result<(), TestCaseError> {
    let world = World::create().await;
    let db = &world.fixture.app.service.community.db;
    let (app, providers) = (&world.fixture.app, &world.fixture.providers);
    let require = |found: Vec<String>, when: &str| {
        if found.is_empty() { Ok(()) } else { Err(TestCaseError::fail(format!("{when}: {found:?}"))) }
    };
    for (n, step) in history.into_iter().enumerate() {
        let what = format!("after {step:?}, step {n}");
        run_step(&world, step).await;
        if n % 4 == 3 {
            require(violations(db).await, &what)?;
        }
    }
    finish_all_work(app, providers).await;
    require(unfinished_work(db).await, "in the end")?;
    require(broken_promises(&world).await, "in the end")?;
    require(differences(app, providers).await, "in the end")?;
    if world.nth::<(i64,)>("SELECT id FROM payment_refund WHERE status = 2", 0).await.is_some() {
        world.note(FAILED_REFUND);
    }
    // The operators settle what is left: first with new numbers, then outside.
    for action in [RefundAction::Retry, RefundAction::Renew, RefundAction::Outside] {
        settle_everything(&world, action).await;
        finish_refunds(app, providers).await;
    }
    require(unfinished_work(db).await, "after the operators")?;
    require(unsettled_work(db).await, "after the operators")?;
    require(differences(app, providers).await, "after the operators")?;
    require(revenue_differences(&world).await, "in the revenue")?;
    count_events(&world, events).await;
    Ok(())
}

#[test]
fn money_is_consistent_after_random_histories() {
    const HISTORIES: u32 = 10;
    let seed = random_seed();
    let default = Config::default();
    let config = Config {
        cases: HISTORIES * rounds(1) as u32,
        failure_persistence: None,
        // `PROPTEST_MAX_SHRINK_ITERS` may ask for less.
        max_shrink_iters: default.max_shrink_iters.min(150),
        ..default
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed.to_le_bytes(); 4].concat());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let events = Mutex::new(vec![0; EVENTS.len() + NOTED.len()]);
    let run = |history| runtime.block_on(run_history(history, &events));
    let outcome = TestRunner::new_with_rng(config, rng).run(&vec(step(), 80..160), run);
    if let Err(error) = outcome {
        panic!("MIAOHUI_HARD_SEED={seed}: {error}");
    }
    let events = events.into_inner().unwrap();
    let all = EVENTS.iter().chain(NOTED).zip(&events);
    let never: Vec<_> = all.filter(|(_, count)| **count == 0).collect();
    // A few histories cannot contain everything.
    assert!(rounds(1) < 10 || never.is_empty(), "events that no history created: {never:?}; {events:?}");
}
