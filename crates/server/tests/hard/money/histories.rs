//! Random histories. The same `MIAOHUI_HARD_SEED` gives the same ones again; what fails is shrunk and printed.

use std::sync::Mutex;

use miaohui_db::{Database, Sql};
use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS};
use miaohui_testkit::World;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::deeds::{Deed, Notices};
use super::stalls::{Stalls, come_to_an_end, differences};
use super::{loose_ends, violations};
use crate::program::{chance, rounds};

/// A deed, and perhaps another one at the same time.
#[derive(Clone, Debug)]
struct Step {
    deed: Deed,
    beside: Option<Deed>,
}

/// Choices are small, so that deeds meet.
fn few() -> impl Strategy<Value = usize> {
    0..5_usize
}

fn deed() -> BoxedStrategy<Deed> {
    let channel = || select(&["sandbox", "alipay", "wechat", "alipay", "wechat"][..]);
    let notices = select(
        &[Notices::Once, Notices::Once, Notices::Often, Notices::Late, Notices::Forged, Notices::Never][..],
    );
    let less = prop_oneof![8 => Just(0), 1 => Just(1), 1 => Just(-1)];
    let time = select(&[10_000, 10_000, MINUTE_MS, MINUTE_MS, 6 * MINUTE_MS, HOUR_MS, 2 * DAY_MS][..]);
    prop_oneof![
        6 => (few(), vec(0..6_usize, 1..3)).prop_map(|(who, tickets)| Deed::Order { who, tickets }),
        8 => (few(), channel()).prop_map(|(order, channel)| Deed::PayOrder { order, channel }),
        2 => few().prop_map(|order| Deed::CancelOrder { order }),
        6 => (few(), few()).prop_map(|(who, package)| Deed::Support { who, package }),
        5 => (few(), channel()).prop_map(|(support, channel)| Deed::PaySupport { support, channel }),
        4 => few().prop_map(|support| Deed::PaySupport { support, channel: "balance" }),
        1 => few().prop_map(|support| Deed::DropSupport { support }),
        5 => (few(), 1..100_000_i64, channel()).prop_map(|(who, fen, channel)| Deed::Recharge { who, fen, channel }),
        2 => (few(), 1..50_000_i64).prop_map(|(who, fen)| Deed::Withdraw { who, fen }),
        2 => (few(), any::<bool>()).prop_map(|(withdrawal, paid)| Deed::DecideWithdrawal { withdrawal, paid }),
        16 => (few(), less, notices)
            .prop_map(|(payment, less_fen, notices)| Deed::Pay { payment, less_fen, notices }),
        1 => few().prop_map(|payment| Deed::GiveUp { payment }),
        4 => few().prop_map(|payment| Deed::Notify { payment }),
        2 => Just(Deed::Flush),
        3 => (few(), any::<bool>()).prop_map(|(refund, well)| Deed::Refunded { refund, well }),
        1 => any::<bool>().prop_map(Deed::Outage),
        3 => (few(), 0..1500_i64).prop_map(|(payment, per_mille)| Deed::Refund { payment, per_mille }),
        1 => (few(), select(&["stagnate", "resume", "withdraw"][..]))
            .prop_map(|(package, decision)| Deed::Review { package, decision }),
        5 => time.prop_map(|ms| Deed::Pass { ms }),
        5 => Just(Deed::Background),
        1 => Just(Deed::Tidy),
    ]
    .boxed()
}

/// What must have come about in one history or another, or they prove nothing.
const EVENTS: &[&str] = &[
    "payment_intent WHERE channel = 'sandbox' AND subject = 'ticket order' AND status = 2",
    "payment_intent WHERE channel = 'alipay' AND subject = 'ticket order' AND status = 2",
    "payment_intent WHERE channel = 'wechat' AND subject = 'ticket order' AND status = 2",
    "payment_intent WHERE channel <> 'sandbox' AND subject = 'support' AND status = 2",
    "payment_intent WHERE channel <> 'sandbox' AND subject = 'recharge' AND status = 2",
    "payment_intent WHERE status = 3",
    "payment_intent WHERE status = 4",
    "payment_intent WHERE status = 5",
    "payment_refund WHERE reason = 'paid for nothing' AND status = 1",
    "payment_refund WHERE reason = 'because' AND status = 1",
    "payment_refund WHERE status = 2",
    "ledger_posting WHERE key LIKE 'support:%'",
    "cf_withdrawal WHERE status = 1",
    "cf_withdrawal WHERE status = 2",
    "cf_settlement WHERE outcome = 4",
    "cf_settlement WHERE outcome = 5 AND fen > 0",
    "co_order WHERE status = 2",
];

/// Adds what came about to what came about before.
async fn tally(db: &Database, events: &Mutex<Vec<i64>>) {
    for (n, event) in EVENTS.iter().enumerate() {
        let sql = format!("SELECT COUNT(*) FROM {event}");
        let (count,): (i64,) = db.read(move |tx| tx.query_one(Sql::Built(&sql), &[])).await.unwrap();
        events.lock().unwrap()[n] += count;
    }
}

/// Lives through a history; what went wrong.
async fn live(history: Vec<Step>, events: &Mutex<Vec<i64>>) -> Result<(), TestCaseError> {
    let world = World::start_with(&["crowdfunding.fee_per_mille=25"]).await;
    let stalls = Stalls::build(&world.app, 4, 4).await;
    let db = &world.app.service.community.db;
    let require = |found: Vec<String>, when: String| {
        if found.is_empty() { Ok(()) } else { Err(TestCaseError::fail(format!("{when}: {found:?}"))) }
    };
    for (n, Step { deed, beside }) in history.into_iter().enumerate() {
        let both = format!("after {deed:?} beside {beside:?}, step {n}");
        match beside {
            Some(other) => drop(tokio::join!(deed.run(&world, &stalls), other.run(&world, &stalls))),
            None => deed.run(&world, &stalls).await,
        }
        if n % 4 == 3 {
            require(violations(db).await, both)?;
        }
    }
    come_to_an_end(&world.app, &world.providers).await;
    require(loose_ends(db).await, "in the end".to_owned())?;
    tally(db, events).await;
    let differences = differences(&world.app, &world.providers).await;
    require(differences.into_keys().collect(), "the providers' books say otherwise".to_owned())
}

#[test]
fn money_is_right_after_any_history() {
    const HISTORIES: u32 = 10;
    let seed = chance();
    let config = Config {
        cases: HISTORIES * rounds(1) as u32,
        failure_persistence: None,
        max_shrink_iters: 150,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed.to_le_bytes(); 4].concat());
    let step = (deed(), weighted(0.3, deed())).prop_map(|(deed, beside)| Step { deed, beside });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let events = Mutex::new(vec![0; EVENTS.len()]);
    let run = |history| runtime.block_on(live(history, &events));
    let lived = TestRunner::new_with_rng(config, rng).run(&vec(step, 60..120), run);
    if let Err(error) = lived {
        panic!("MIAOHUI_HARD_SEED={seed}: {error}");
    }
    let events = events.into_inner().unwrap();
    let never: Vec<_> = EVENTS.iter().zip(&events).filter(|(_, count)| **count == 0).collect();
    assert!(never.is_empty(), "never came about: {never:?}; {events:?}");
}
