//! Random histories of operations. The same `MIAOHUI_HARD_SEED` gives the same histories; a failing
//! history is shrunk and printed.

use std::sync::Mutex;

use miaohui_db::{Database, Sql};
use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS};
use miaohui_testkit::PaymentFixture;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::operations::{Notices, Operation};
use super::test_data::{TestData, differences, finish_all_work};
use super::{unfinished_work, violations};
use crate::program::{random_seed, rounds};

/// An operation and an optional concurrent one.
#[derive(Clone, Debug)]
struct Step {
    operation: Operation,
    concurrent: Option<Operation>,
}

/// An index among few values, so that operations often concern the same row.
fn small_index() -> impl Strategy<Value = usize> {
    0..5_usize
}

fn operation() -> BoxedStrategy<Operation> {
    let channel = || select(&["sandbox", "alipay", "wechat", "alipay", "wechat"][..]);
    let notices = select(
        &[Notices::Once, Notices::Once, Notices::Often, Notices::Late, Notices::Forged, Notices::Never][..],
    );
    let less = prop_oneof![8 => Just(0), 1 => Just(1), 1 => Just(-1)];
    let time = select(&[10_000, 10_000, MINUTE_MS, MINUTE_MS, 6 * MINUTE_MS, HOUR_MS, 2 * DAY_MS][..]);
    prop_oneof![
        6 => (small_index(), vec(0..6_usize, 1..3)).prop_map(|(who, tickets)| Operation::Order { who, tickets }),
        8 => (small_index(), channel()).prop_map(|(order, channel)| Operation::PayOrder { order, channel }),
        2 => small_index().prop_map(|order| Operation::CancelOrder { order }),
        6 => (small_index(), small_index()).prop_map(|(who, package)| Operation::Support { who, package }),
        5 => (small_index(), channel()).prop_map(|(support, channel)| Operation::PaySupport { support, channel }),
        4 => small_index().prop_map(|support| Operation::PaySupport { support, channel: "balance" }),
        1 => small_index().prop_map(|support| Operation::DropSupport { support }),
        5 => (small_index(), 1..100_000_i64, channel()).prop_map(|(who, fen, channel)| Operation::Recharge { who, fen, channel }),
        2 => (small_index(), 1..50_000_i64).prop_map(|(who, fen)| Operation::Withdraw { who, fen }),
        2 => (small_index(), any::<bool>()).prop_map(|(withdrawal, paid)| Operation::DecideWithdrawal { withdrawal, paid }),
        16 => (small_index(), less, notices)
            .prop_map(|(payment, less_fen, notices)| Operation::Pay { payment, less_fen, notices }),
        1 => small_index().prop_map(|payment| Operation::GiveUp { payment }),
        4 => small_index().prop_map(|payment| Operation::Notify { payment }),
        2 => Just(Operation::Flush),
        3 => (small_index(), any::<bool>()).prop_map(|(refund, well)| Operation::Refunded { refund, well }),
        1 => any::<bool>().prop_map(Operation::Outage),
        3 => (small_index(), 0..1500_i64).prop_map(|(payment, per_mille)| Operation::Refund { payment, per_mille }),
        1 => (small_index(), select(&["stagnate", "resume", "withdraw"][..]))
            .prop_map(|(package, decision)| Operation::Review { package, decision }),
        5 => time.prop_map(|ms| Operation::Pass { ms }),
        5 => Just(Operation::Background),
        1 => Just(Operation::Tidy),
    ]
    .boxed()
}

/// Rows that some history must create; otherwise the test proves nothing.
const EVENTS: &[&str] = &[
    "payment_intent WHERE channel = 'sandbox' AND subject = 'ticket order' AND status = 2",
    "payment_intent WHERE channel = 'alipay' AND subject = 'ticket order' AND status = 2",
    "payment_intent WHERE channel = 'wechat' AND subject = 'ticket order' AND status = 2",
    "payment_intent WHERE channel <> 'sandbox' AND subject = 'support' AND status = 2",
    "payment_intent WHERE channel <> 'sandbox' AND subject = 'recharge' AND status = 2",
    "payment_intent WHERE status = 3",
    "payment_intent WHERE status = 4",
    "payment_intent WHERE status = 5",
    "payment_refund WHERE reason LIKE '订单已取消%' AND status = 1",
    "payment_refund WHERE reason = 'because' AND status = 1",
    "payment_refund WHERE status = 2",
    "ledger_posting WHERE key LIKE 'support:%'",
    "cf_withdrawal WHERE status = 1",
    "cf_withdrawal WHERE status = 2",
    "cf_settlement WHERE outcome = 4",
    "cf_settlement WHERE outcome = 5 AND fen > 0",
    "co_order WHERE status = 2",
];

/// Adds the rows of each event to the counts.
async fn count_events(db: &Database, events: &Mutex<Vec<i64>>) {
    for (n, event) in EVENTS.iter().enumerate() {
        let sql = format!("SELECT COUNT(*) FROM {event}");
        let (count,): (i64,) = db.read(move |tx| tx.query_one(Sql::Built(&sql), &[])).await.unwrap();
        events.lock().unwrap()[n] += count;
    }
}

/// Runs a history and returns the first violation.
async fn run_history(history: Vec<Step>, events: &Mutex<Vec<i64>>) -> Result<(), TestCaseError> {
    let fixture = PaymentFixture::start_with(&["crowdfunding.fee_per_mille=25"]).await;
    let data = TestData::create(&fixture.app, 4, 4).await;
    let db = &fixture.app.service.community.db;
    let require = |found: Vec<String>, when: String| {
        if found.is_empty() { Ok(()) } else { Err(TestCaseError::fail(format!("{when}: {found:?}"))) }
    };
    for (n, Step { operation, concurrent }) in history.into_iter().enumerate() {
        let both = format!("after {operation:?} with {concurrent:?}, step {n}");
        match concurrent {
            Some(other) => drop(tokio::join!(operation.run(&fixture, &data), other.run(&fixture, &data))),
            None => operation.run(&fixture, &data).await,
        }
        if n % 4 == 3 {
            require(violations(db).await, both)?;
        }
    }
    finish_all_work(&fixture.app, &fixture.providers).await;
    require(unfinished_work(db).await, "in the end".to_owned())?;
    count_events(db, events).await;
    let differences = differences(&fixture.app, &fixture.providers).await;
    require(differences.into_keys().collect(), "the providers' records say otherwise".to_owned())
}

#[test]
fn money_is_consistent_after_random_histories() {
    const HISTORIES: u32 = 10;
    let seed = random_seed();
    let config = Config {
        cases: HISTORIES * rounds(1) as u32,
        failure_persistence: None,
        max_shrink_iters: 150,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed.to_le_bytes(); 4].concat());
    let step = (operation(), weighted(0.3, operation()))
        .prop_map(|(operation, concurrent)| Step { operation, concurrent });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let events = Mutex::new(vec![0; EVENTS.len()]);
    let run = |history| runtime.block_on(run_history(history, &events));
    let outcome = TestRunner::new_with_rng(config, rng).run(&vec(step, 60..120), run);
    if let Err(error) = outcome {
        panic!("MIAOHUI_HARD_SEED={seed}: {error}");
    }
    let events = events.into_inner().unwrap();
    let never: Vec<_> = EVENTS.iter().zip(&events).filter(|(_, count)| **count == 0).collect();
    assert!(never.is_empty(), "events that no history created: {never:?}; {events:?}");
}
