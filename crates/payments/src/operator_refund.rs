//! Refunds by operators, of the whole payment or a part of it.

use miaohui_db::Tx;
use miaohui_kernel::Fen;

use crate::case;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::intent::{self, IntentId};
use crate::payable::Reversal;
use crate::refund::{self, NewRefund};

/// A refund to start.
#[derive(Clone, Debug)]
pub struct RefundRequest {
    /// The payment's id, or our number of it.
    pub payment: String,
    /// The amount; `None` for the remainder.
    pub fen: Option<Fen>,
    /// The operator.
    pub actor: String,
    /// The reason, which the payer may read.
    pub reason: String,
}

/// A refund that has started. [`Desk::reconcile`] sends it to the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartedRefund {
    /// The payment's id.
    pub payment: IntentId,
    /// What was paid for, such as `recharge 7`.
    pub subject: String,
    /// The amount.
    pub fen: Fen,
    /// The remainder of the payment.
    pub left: Fen,
}

impl Desk {
    /// Starts a refund and reverses the purchase, in one transaction.
    ///
    /// [`Error::NotRefundable`] is the product's reason against it.
    pub async fn refund(&self, request: RefundRequest) -> Result<StartedRefund> {
        let (desk, now) = (self.clone(), self.0.clock.now_ms());
        let started = self.0.db.write(move |tx| desk.start_refund(tx, &request, now)).await?;
        self.wake();
        Ok(started)
    }

    /// Like [`Desk::refund`], in a transaction of the caller.
    pub fn start_refund(&self, tx: &mut Tx<'_>, request: &RefundRequest, now: i64) -> Result<StartedRefund> {
        let id = match request.payment.parse() {
            Ok(id) => Some(id),
            Err(_) => intent::find(tx, &request.payment)?.map(|intent| intent.id),
        };
        let intent = id.map(|id| intent::lock(tx, id)).transpose()?.flatten().ok_or(Error::NoPayment)?;
        if !intent.was_paid() {
            return Err(Error::NotPaid);
        }
        case::require_bought(tx, intent.id)?;
        let remainder = intent.remainder();
        let fen = request.fen.unwrap_or(remainder);
        let left = remainder.checked_sub(fen).filter(|left| fen.is_positive() && *left >= Fen::ZERO);
        let left = left.ok_or(Error::ExceedsRemainder(remainder))?;
        let payable = self.0.payables.get(intent.subject.as_str()).ok_or(Error::NoPayment)?;
        let (actor, reason) = (request.actor.as_str(), request.reason.as_str());
        let reversal = Reversal { fen, whole: left == Fen::ZERO, actor, reason };
        let from = payable.reverse(tx, &intent, &reversal, now)?;
        intent::give_back(tx, &intent, fen, reversal.whole && !payable.is_divisible())?;
        let reference = self.number();
        let new = NewRefund {
            reference: &reference,
            intent: intent.id,
            channel: &intent.channel,
            fen,
            reason,
            by: Some((actor, from)),
        };
        refund::start(tx, new, now)?;
        let subject = format!("{} {}", intent.subject, intent.subject_id);
        Ok(StartedRefund { payment: intent.id, subject, fen, left })
    }
}
