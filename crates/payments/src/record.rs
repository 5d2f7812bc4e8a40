//! Records a payment and posts its money.

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer, post};

use crate::attempt::close_attempts;
use crate::error::{Error, Result};
use crate::intent::{self, Intent, IntentStatus, NewIntent};
use crate::operator_refund::RefundRequest;
use crate::payable::{Payable, PaymentDecision, Reversal};
use crate::refund::{self, NewRefund};

/// Records an intent that is created and paid at once, and lets its product decide.
///
/// The caller must roll the transaction back if the payment is refused.
pub fn record_paid(
    tx: &mut Tx<'_>,
    new: &NewIntent<'_>,
    transaction: &str,
    payable: Option<&dyn Payable>,
    now: i64,
) -> Result<PaymentDecision> {
    let intent = intent::insert_paid(tx, new, transaction, now)?;
    decide(tx, &intent, payable, new.fen, now)
}

/// Lets the product decide about a payment of `fen`, and credits the account that it names, or the
/// refunds due. Other open attempts for an accepted thing are closed.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    intent: &Intent,
    payable: Option<&dyn Payable>,
    fen: Fen,
    now: i64,
) -> Result<PaymentDecision> {
    let decision = match payable {
        Some(payable) => payable.decide(tx, intent, now)?,
        None => PaymentDecision::Refused,
    };
    let to = match &decision {
        PaymentDecision::Accepted(to) => {
            close_attempts(tx, &intent.subject, intent.subject_id, now)?;
            to.clone()
        }
        PaymentDecision::Refused => Account::Due,
    };
    let transfer = Transfer { from: Account::Clearing(intent.channel.clone()), to, fen };
    post(tx, &format!("payment:{}", intent.id), &intent.subject, &[transfer], now)?;
    Ok(decision)
}

/// Records an attempt that failed at its provider.
pub fn record_failed(tx: &mut Tx<'_>, new: &NewIntent<'_>, now: i64) -> Result<()> {
    let id = intent::insert_failed(tx, new, now)?;
    intent::end_unpaid(tx, id, IntentStatus::Failed, now)?;
    Ok(())
}

/// Records a refund of a part of a payment that is made at once.
pub fn record_refunded(
    tx: &mut Tx<'_>,
    request: &RefundRequest,
    reference: &str,
    payable: &dyn Payable,
    now: i64,
) -> Result<()> {
    let intent = intent::find(tx, &request.payment)?.ok_or(Error::NoPayment)?;
    let fen = request.fen.filter(|fen| *fen < intent.remainder());
    let fen = fen.ok_or(Error::ExceedsRemainder(intent.remainder()))?;
    let (actor, reason) = (request.actor.as_str(), request.reason.as_str());
    let reversal = Reversal { fen, whole: false, actor, reason };
    let from = payable.reverse(tx, &intent, &reversal, now)?;
    intent::give_back(tx, &intent, fen, false)?;
    let new = NewRefund {
        reference,
        intent: intent.id,
        channel: &intent.channel,
        fen,
        reason,
        by: Some((actor, from)),
    };
    let id = refund::start(tx, new, now)?;
    refund::finish(tx, id, now)?;
    Ok(())
}
