//! Records that a provider has the money of a payment.

use miaohui_db::Tx;
use miaohui_gateways::payment::provider::Paid;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer, post};

use crate::case::{self, CaseKind, NewCase};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::intent::{self, Intent};
use crate::payable::PaymentDecision;
use crate::record::decide;
use crate::refund::{self, NewRefund};

/// The reason of a refund that nobody asked for, as the payer reads it.
pub(crate) const NOT_NEEDED: &str = "订单已取消、过期或已付款，原路退回";

/// The outcome of recording a payment that a provider reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordedSuccess {
    /// The product accepted the payment, or it was recorded before.
    Accepted,
    /// The product refused the payment; a refund has started. Or it was refunded already.
    Refused,
    /// There is no such intent.
    Unknown,
}

impl Desk {
    /// Records that an intent was paid, and lets its product decide. A refused payment is refunded.
    /// A payment that the provider has refunded already buys nothing.
    pub(crate) async fn record_success(
        &self,
        channel: &'static str,
        reference: &str,
        paid: Paid,
    ) -> Result<RecordedSuccess> {
        let (desk, reference, now) = (self.clone(), reference.to_owned(), self.0.clock.now_ms());
        let job = move |tx: &mut Tx<'_>| desk.record_success_in(tx, channel, &reference, &paid, now);
        let recorded = self.0.db.write(job).await?;
        self.wake();
        Ok(recorded)
    }

    /// Like [`Desk::record_success`], in a transaction of the caller.
    pub(crate) fn record_success_in(
        &self,
        tx: &mut Tx<'_>,
        channel: &'static str,
        reference: &str,
        paid: &Paid,
        now: i64,
    ) -> Result<RecordedSuccess> {
        let intent = intent::find(tx, reference)?.filter(|intent| intent.channel == channel);
        let Some(intent) = intent else {
            report_unknown(tx, channel, reference, paid, now)?;
            return Ok(RecordedSuccess::Unknown);
        };
        let payment = (paid.transaction.as_str(), paid.fen);
        let Some(intent) = intent::set_paid(tx, intent.id, payment, paid.at.unwrap_or(now), now)? else {
            return Ok(RecordedSuccess::Accepted);
        };
        if paid.is_refunded {
            hold_refunded(tx, &intent, now)?;
            return Ok(RecordedSuccess::Refused);
        }
        let payable = self.0.payables.get(intent.subject.as_str()).filter(|_| paid.fen == intent.fen);
        let decision = decide(tx, &intent, payable.map(|payable| &**payable), paid.fen, now)?;
        if decision != PaymentDecision::Refused {
            intent::keep(tx, intent.id)?;
            return Ok(RecordedSuccess::Accepted);
        }
        let (fen, asked) = (paid.fen.get(), intent.fen.get());
        tracing::warn!(reference, channel, fen, asked, "a payment is refused and refunded");
        let number = self.number();
        let refund = NewRefund {
            reference: &number,
            intent: intent.id,
            channel,
            fen: paid.fen,
            reason: NOT_NEEDED,
            by: None,
        };
        refund::start(tx, refund, now)?;
        Ok::<_, Error>(RecordedSuccess::Refused)
    }
}

/// Records a payment that its provider has refunded before we knew of it: the money is in suspense
/// until an operator or a bill says how much went back.
fn hold_refunded(tx: &mut Tx<'_>, intent: &Intent, now: i64) -> Result<()> {
    let transfer =
        Transfer { from: Account::Clearing(intent.channel.clone()), to: Account::Suspense, fen: intent.paid };
    post(tx, &format!("payment:{}", intent.id), &intent.subject, &[transfer], now)?;
    let case = NewCase {
        kind: CaseKind::RefundedUnknown,
        channel: &intent.channel,
        key: &intent.reference,
        intent: Some(intent.id),
        refund: None,
        fen: Some(intent.paid),
        detail: "The provider says that the payment was refunded. It bought nothing here.",
        deadline_at: None,
    };
    case::open(tx, &case, now)?;
    Ok(())
}

fn report_unknown(tx: &mut Tx<'_>, channel: &str, reference: &str, paid: &Paid, now: i64) -> Result<()> {
    let Paid { transaction, fen, .. } = paid;
    tracing::error!(reference, channel, transaction, fen = fen.get(), "a payment has no intent");
    let case = NewCase {
        kind: CaseKind::UnknownPayment,
        channel,
        key: transaction,
        intent: None,
        refund: None,
        fen: Some(Fen(fen.get())),
        detail: &format!("A payment with the number {reference} is not known here."),
        deadline_at: None,
    };
    case::open(tx, &case, now)?;
    Ok(())
}
