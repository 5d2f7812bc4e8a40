//! Generators of random operations.

use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};
use miaohui_payments::ForeignRefundDecision;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;

use super::operations::{Operation, Way};
use super::operator_operations::{OperatorOperation, ProjectAction, RefundAction};
use super::provider_operations::{Notices, ProviderOperation};

/// The ways to pay through a channel. A payer whose openid begins with `other` is refused by WeChat
/// Pay.
const WAYS: &[Way] = &[
    ("sandbox", "", ""),
    ("alipay", "", ""),
    ("alipay", "page", ""),
    ("alipay", "wap", ""),
    ("alipay", "native", ""),
    ("wechat", "native", ""),
    ("wechat", "app", ""),
    ("wechat", "h5", ""),
    ("wechat", "jsapi", "openid-1"),
    ("wechat", "jsapi", "openid-2"),
    ("wechat", "mini", "openid-1"),
    ("wechat", "jsapi", "other-1"),
];

/// Codes that providers answer at times.
const CODES: &[(&str, &str, &str)] = &[
    ("wechat", "create", "RULE_LIMIT"),
    ("wechat", "create", "SYSTEM_ERROR"),
    ("wechat", "query", "SYSTEM_ERROR"),
    ("wechat", "close", "SYSTEM_ERROR"),
    ("wechat", "refund", "NOT_ENOUGH"),
    ("wechat", "refund", "INVALID_REQUEST"),
    ("wechat", "query_refund", "SYSTEM_ERROR"),
    ("alipay", "query", "ACQ.SYSTEM_ERROR"),
    ("alipay", "close", "ACQ.SYSTEM_ERROR"),
    ("alipay", "refund", "ACQ.SYSTEM_ERROR"),
    ("alipay", "refund", "ACQ.SELLER_BALANCE_NOT_ENOUGH"),
];

const TIMES: &[i64] = &[
    10 * SECOND_MS,
    10 * SECOND_MS,
    30 * SECOND_MS,
    30 * SECOND_MS,
    2 * MINUTE_MS,
    2 * MINUTE_MS,
    6 * MINUTE_MS,
    25 * MINUTE_MS,
    HOUR_MS,
    2 * DAY_MS,
];

/// An operation and an optional concurrent one.
#[derive(Clone, Debug)]
pub struct Step {
    /// The operation.
    pub operation: Operation,
    /// The concurrent one.
    pub concurrent: Option<Operation>,
    /// The provider that hangs at first.
    pub hung: Option<&'static str>,
}

/// A random step.
pub fn step() -> impl Strategy<Value = Step> {
    (operation(), weighted(0.3, operation()), weighted(0.05, side()))
        .prop_map(|(operation, concurrent, hung)| Step { operation, concurrent, hung })
}

/// An index among few values, so that operations often concern the same row.
fn small_index() -> impl Strategy<Value = usize> {
    0..5_usize
}

fn side() -> impl Strategy<Value = &'static str> {
    select(&["alipay", "wechat"][..])
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![44 => of_user(), 40 => of_provider(), 14 => of_operator(), 18 => of_time()]
}

fn of_user() -> impl Strategy<Value = Operation> {
    let way = || select(WAYS);
    prop_oneof![
        7 => (small_index(), vec(0..6_usize, 1..3)).prop_map(|(who, tickets)| Operation::Order { who, tickets }),
        11 => (0..3_usize, way()).prop_map(|(order, way)| Operation::PayOrder { order, way }),
        2 => small_index().prop_map(|order| Operation::CancelOrder { order }),
        2 => small_index().prop_map(|order| Operation::AskOrder { order }),
        9 => (small_index(), small_index()).prop_map(|(who, package)| Operation::Support { who, package }),
        8 => (0..3_usize, way()).prop_map(|(support, way)| Operation::PaySupport { support, way }),
        6 => (0..3_usize).prop_map(|support| Operation::PaySupport { support, way: ("balance", "", "") }),
        1 => small_index().prop_map(|support| Operation::DropSupport { support }),
        1 => small_index().prop_map(|support| Operation::AskSupport { support }),
        6 => (small_index(), 1..100_000_i64, way()).prop_map(|(who, fen, way)| Operation::Recharge { who, fen, way }),
        1 => small_index().prop_map(|recharge| Operation::AskRecharge { recharge }),
        4 => (small_index(), 1..20_000_i64).prop_map(|(who, fen)| Operation::Withdraw { who, fen }),
    ]
}

fn of_provider() -> impl Strategy<Value = Operation> {
    use ProviderOperation as Of;
    let notices = || {
        select(
            &[Notices::Once, Notices::Often, Notices::Late, Notices::Forged, Notices::Never, Notices::Never]
                [..],
        )
    };
    let less = prop_oneof![8 => Just(0), 1 => Just(1), 1 => Just(-1)];
    let calls = select(&["create", "query", "close", "refund", "query_refund", "create", "refund"][..]);
    prop_oneof![
        16 => (small_index(), less, notices())
            .prop_map(|(payload, less_fen, notices)| Of::Pay { payload, less_fen, notices }),
        // An old payload.
        3 => (0..40_usize).prop_map(|payload| Of::Open { payload }),
        3 => small_index().prop_map(|payload| Of::Open { payload }),
        2 => (0..3_usize).prop_map(|opened| Of::Paying { opened }),
        4 => (small_index(), notices()).prop_map(|(opened, notices)| Of::PayOpened { opened, notices }),
        1 => small_index().prop_map(|opened| Of::GiveUp { opened }),
        4 => small_index().prop_map(|opened| Of::Notify { opened }),
        2 => Just(Of::Flush),
        5 => (small_index(), select(&["SUCCESS", "SUCCESS", "CLOSED", "ABNORMAL"][..]))
            .prop_map(|(refund, state)| Of::RefundState { refund, state }),
        1 => side().prop_map(|side| Of::Outage { side, on: true }),
        3 => side().prop_map(|side| Of::Outage { side, on: false }),
        4 => (side(), calls, 1..3_u32).prop_map(|(side, call, count)| Of::Lose { side, call, count }),
        2 => select(CODES).prop_map(|(side, call, code)| Of::Fail { side, call, code }),
        4 => (small_index(), weighted(0.6, 0..700_i64), any::<bool>())
            .prop_map(|(payment, per_mille, notice)| Of::BackOffice { payment, per_mille, notice }),
        1 => (5..30_usize).prop_map(|payment| Of::FinishTrade { payment }),
    ]
    .prop_map(Operation::Provider)
}

fn of_operator() -> impl Strategy<Value = Operation> {
    use OperatorOperation as Of;
    let action = select(&[RefundAction::Retry, RefundAction::Renew, RefundAction::Outside][..]);
    let decision = select(&[ForeignRefundDecision::Reverse, ForeignRefundDecision::Bear][..]);
    let review = select(&[ProjectAction::Stagnate, ProjectAction::Resume, ProjectAction::Withdraw][..]);
    prop_oneof![
        5 => (small_index(), any::<bool>())
            .prop_map(|(withdrawal, paid)| Of::DecideWithdrawal { withdrawal, paid }),
        5 => (small_index(), 0..1500_i64).prop_map(|(payment, per_mille)| Of::Refund { payment, per_mille }),
        3 => (small_index(), action).prop_map(|(refund, action)| Of::FailedRefund { refund, action }),
        3 => (small_index(), decision).prop_map(|(case, decision)| Of::Case { case, decision }),
        1 => (small_index(), review).prop_map(|(package, decision)| Of::Review { package, decision }),
    ]
    .prop_map(Operation::Operator)
}

fn of_time() -> impl Strategy<Value = Operation> {
    prop_oneof![
        7 => select(TIMES).prop_map(|ms| Operation::Pass { ms }),
        7 => Just(Operation::Background),
        2 => (1..6_i64).prop_map(|minutes| Operation::Wait { minutes }),
        1 => Just(Operation::Bills),
        1 => Just(Operation::Tidy),
    ]
}
