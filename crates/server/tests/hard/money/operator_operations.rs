//! What operators do in random histories.

use miaohui_crowdfunding::ids::WithdrawalId;
use miaohui_crowdfunding::operators::{self, ProjectDecision};
use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_payments::case::CaseId;
use miaohui_payments::{Decider, Desk, Error as PayError, ForeignRefundDecision, RefundId, RefundRequest};

use super::world::World;

/// An operation of an operator. Numbers select among the existing rows.
#[derive(Clone, Debug)]
pub enum OperatorOperation {
    DecideWithdrawal {
        withdrawal: usize,
        paid: bool,
    },
    /// Refunds a part of a payment, or asks for more than remains.
    Refund {
        payment: usize,
        per_mille: i64,
    },
    /// Does something about a refund that has failed.
    FailedRefund {
        refund: usize,
        action: RefundAction,
    },
    /// Decides about a case.
    Case {
        case: usize,
        decision: ForeignRefundDecision,
    },
    Review {
        package: usize,
        decision: ProjectAction,
    },
}

/// What an operator does about a failed refund.
#[derive(Clone, Copy, Debug)]
pub enum RefundAction {
    Retry,
    Renew,
    Outside,
}

/// What an operator does about a project.
#[derive(Clone, Copy, Debug)]
pub enum ProjectAction {
    Stagnate,
    Resume,
    Withdraw,
}

const WITHDRAWALS: &str = "SELECT id FROM cf_withdrawal ORDER BY id DESC";
const FAILED_REFUNDS: &str = "SELECT id FROM payment_refund WHERE status = 2 ORDER BY id DESC";
const OPEN_CASES: &str = "SELECT id FROM payment_case WHERE status = 0 ORDER BY id DESC";

impl OperatorOperation {
    /// Runs the operation. It may be refused but must not fail with an internal error.
    pub async fn run(self, world: &World) {
        let app = &world.fixture.app;
        match self {
            Self::DecideWithdrawal { withdrawal, paid } => {
                let Some((id,)) = world.nth::<(i64,)>(WITHDRAWALS, withdrawal).await else { return };
                let now = app.clock.now_ms();
                let decide = move |tx: &mut Tx<'_>| {
                    operators::decide_withdrawal(tx, WithdrawalId(id), paid, "root", "ok", now)
                };
                app.service.crowdfunding.db.write(decide).await.unwrap();
            }
            Self::Refund { payment, per_mille } => refund(world, payment, per_mille).await,
            Self::FailedRefund { refund, action } => {
                let Some((id,)) = world.nth::<(RefundId,)>(FAILED_REFUNDS, refund).await else { return };
                treat_failed_refund(world, id, action).await;
            }
            Self::Case { case, decision } => {
                let Some((id,)) = world.nth::<(CaseId,)>(OPEN_CASES, case).await else { return };
                decide_case(world, id, decision).await;
            }
            Self::Review { package, decision } => {
                let (project, _) = world.data.packages[package % world.data.packages.len()];
                let decision = match decision {
                    ProjectAction::Stagnate => ProjectDecision::Stagnate,
                    ProjectAction::Resume => ProjectDecision::Resume,
                    ProjectAction::Withdraw => ProjectDecision::Withdraw,
                };
                world.keep_decided(project.get());
                app.decide(decision, project).await;
            }
        }
    }
}

/// Settles all that waits for operators: failed refunds and cases.
pub async fn settle_everything(world: &World, action: RefundAction) {
    let db = &world.fixture.app.service.community.db;
    let failed: Vec<(RefundId,)> = db.read(|tx| tx.query(FAILED_REFUNDS, &[])).await.unwrap();
    for (id,) in failed {
        treat_failed_refund(world, id, action).await;
    }
    let cases: Vec<(CaseId,)> = db.read(|tx| tx.query(OPEN_CASES, &[])).await.unwrap();
    for (id,) in cases {
        for decision in [ForeignRefundDecision::Reverse, ForeignRefundDecision::Bear] {
            decide_case(world, id, decision).await;
        }
    }
}

/// Refunds a part or the remainder of an order or a recharge. An amount over the remainder must be
/// refused, and so must a recharge that was spent.
async fn refund(world: &World, n: usize, per_mille: i64) {
    let kept = "SELECT id, paid, returned FROM payment_intent
                WHERE status = 2 AND returned < paid AND subject IN ('ticket order', 'recharge') ORDER BY id DESC";
    let Some((id, paid, returned)) = world.nth::<(i64, i64, i64)>(kept, n).await else { return };
    let (actor, reason) = ("eve".to_owned(), "because".to_owned());
    let fen = paid * per_mille / 1000 + 1;
    let asked = RefundRequest { payment: id.to_string(), fen: Some(Fen(fen)), actor, reason };
    match desk(world).refund(asked).await {
        Ok(_) => assert!(fen <= paid - returned, "{fen} of {} fen went back", paid - returned),
        Err(PayError::ExceedsRemainder(Fen(left))) => {
            assert!(fen > left, "{fen} of {left} fen did not go back");
        }
        Err(PayError::NotRefundable(_) | PayError::InsufficientFunds(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

async fn treat_failed_refund(world: &World, id: RefundId, action: RefundAction) {
    let (desk, now) = (desk(world).clone(), world.fixture.app.clock.now_ms());
    let job = move |tx: &mut Tx<'_>| match action {
        RefundAction::Retry => desk.retry_refund(tx, id, now),
        RefundAction::Renew => desk.renew_refund(tx, id, now),
        RefundAction::Outside => desk.settle_refund_outside(tx, id, "by bank", now),
    };
    match world.fixture.app.service.community.db.write(job).await {
        Ok(_) | Err(PayError::NotRefundable(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Decides about a case of any kind, as its page of the console offers. A payment that was refunded
/// before it was recorded is refunded as far as the provider says.
async fn decide_case(world: &World, id: CaseId, decision: ForeignRefundDecision) {
    let reference = "SELECT i.reference FROM payment_case c JOIN payment_intent i ON i.id = c.intent_id
                     WHERE c.id = $1";
    let db = &world.fixture.app.service.community.db;
    let of: Option<(String,)> = db.read(move |tx| tx.query_opt(reference, &[id.into()])).await.unwrap();
    let made = match &of {
        Some((reference,)) => refunded_there(world, reference).await,
        None => Fen::ZERO,
    };
    let (desk, now) = (desk(world).clone(), world.fixture.app.clock.now_ms());
    let by = Decider { actor: "eve", note: "decided" };
    let job = move |tx: &mut Tx<'_>| {
        Ok::<_, PayError>(
            desk.decide_foreign_refund(tx, id, decision, by, now)?
                || desk.decide_refunded(tx, id, made, by, now)?
                || miaohui_payments::case::settle_unbooked(tx, id, by.note, by.actor, now)?,
        )
    };
    match db.write(job).await {
        Ok(_)
        | Err(PayError::NotRefundable(_) | PayError::InsufficientFunds(_) | PayError::ExceedsRemainder(_)) => {
        }
        Err(error) => panic!("{error}"),
    }
}

/// The sum of the refunds that the provider has made of a payment.
async fn refunded_there(world: &World, reference: &str) -> Fen {
    let records = world.fixture.providers.orders_and_refunds().await;
    let refunds = records["refunds"].as_object().unwrap().values();
    let made = refunds.filter(|refund| refund["reference"] == reference && refund["state"] == "done");
    Fen(made.map(|refund| refund["fen"].as_i64().unwrap()).sum())
}

fn desk(world: &World) -> &Desk {
    &world.fixture.app.service.platform.desk
}
