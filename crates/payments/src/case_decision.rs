//! What operators decide about refunds that were made at a provider.

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer, post};

use crate::case::{self, Case, CaseId, CaseKind};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::foreign_refund;
use crate::intent::{self, Intent};
use crate::payable::Reversal;
use crate::refund::{self, NewRefund};

/// The decision about a refund that was made at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignRefundDecision {
    /// The purchase is reversed, as by a refund here.
    Reverse,
    /// The purchase stays, and the platform bears the refund.
    Bear,
}

/// The operator and the note of a decision.
#[derive(Clone, Copy, Debug)]
pub struct Decider<'a> {
    /// The operator.
    pub actor: &'a str,
    /// Why.
    pub note: &'a str,
}

impl Desk {
    /// Decides about a booked refund that was made at the provider, and settles its case; `false`
    /// if the case is of another kind, settled, or not booked.
    ///
    /// A refund of a payment that bought nothing is refused with [`Error::NotRefundable`]:
    /// [`Desk::decide_refunded`] settles it.
    pub fn decide_foreign_refund(
        &self,
        tx: &mut Tx<'_>,
        id: CaseId,
        decision: ForeignRefundDecision,
        by: Decider<'_>,
        now: i64,
    ) -> Result<bool> {
        let Some((case, intent)) = open_case(tx, id, CaseKind::ForeignRefund)? else { return Ok(false) };
        let (Some(_), Some(fen)) = (case.refund, case.fen) else { return Ok(false) };
        case::require_bought(tx, intent.id)?;
        let from = match decision {
            ForeignRefundDecision::Bear => Account::Platform,
            ForeignRefundDecision::Reverse => {
                let payable = self.0.payables.get(intent.subject.as_str()).ok_or(Error::NoPayment)?;
                let whole = intent.remainder() == Fen::ZERO;
                let reversal = Reversal { fen, whole, actor: by.actor, reason: by.note };
                let from = payable.reverse(tx, &intent, &reversal, now)?;
                intent::give_back(tx, &intent, fen, whole && !payable.is_divisible())?;
                from
            }
        };
        let transfer = Transfer { from, to: Account::Suspense, fen };
        post(tx, &format!("foreign-refund:{id}"), "refund at the provider", &[transfer], now)?;
        Ok(case::settle(tx, id, by.note, by.actor, now)?)
    }

    /// Records how much of a payment the provider had refunded before it was recorded here, refunds
    /// the rest, and settles the case; `false` if the case is of another kind or settled.
    pub fn decide_refunded(
        &self,
        tx: &mut Tx<'_>,
        id: CaseId,
        refunded: Fen,
        by: Decider<'_>,
        now: i64,
    ) -> Result<bool> {
        let Some((_, intent)) = open_case(tx, id, CaseKind::RefundedUnknown)? else { return Ok(false) };
        // A notice or a bill may have told some of it meanwhile.
        let known = foreign_refund::made(tx, &intent)?;
        let missing = refunded.checked_sub(known).filter(|fen| *fen >= Fen::ZERO);
        let missing = missing.filter(|fen| *fen <= intent.remainder());
        let missing = missing.ok_or(Error::ExceedsRemainder(intent.remainder()))?;
        if missing.is_positive() {
            foreign_refund::record(
                tx,
                &intent,
                &format!("{}-{}", intent.reference, refunded.get()),
                missing,
                now,
            )?;
        }
        let rest = intent.paid.checked_sub(refunded).unwrap_or(Fen::ZERO);
        if rest.is_positive() {
            let reference = self.number();
            let refund = NewRefund {
                reference: &reference,
                intent: intent.id,
                channel: &intent.channel,
                fen: rest,
                reason: by.note,
                by: Some((by.actor, Account::Suspense)),
            };
            refund::start(tx, refund, now)?;
        }
        // Nothing was bought, so the refunds at the provider need no decision of their own.
        case::settle_of(tx, CaseKind::ForeignRefund, intent.id, by.note, now)?;
        Ok(case::settle(tx, id, by.note, by.actor, now)?)
    }
}

/// An open case of a kind with its payment, both locked.
fn open_case(tx: &mut Tx<'_>, id: CaseId, kind: CaseKind) -> Result<Option<(Case, Intent)>> {
    let Some(case) = case::lock_open(tx, id)?.filter(|case| case.kind == kind) else { return Ok(None) };
    let intent = match case.intent {
        Some(intent) => intent::lock(tx, intent)?,
        None => None,
    };
    Ok(intent.map(|intent| (case, intent)))
}
