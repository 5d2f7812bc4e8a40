//! Matches a payment in a bill with the attempt that it belongs to.

use miaohui_db::Tx;
use miaohui_gateways::payment::bill_state::LineOutcome;
use miaohui_gateways::payment::provider::Paid;

use crate::case::CaseKind;
use crate::desk::Desk;
use crate::error::Result;
use crate::intent::{self, Intent};
use crate::reconciliation::lookup;
use crate::reconciliation::stored_line::{self, StoredLine};
use crate::reconciliation::verdict::{Difference, Verdict};

impl Desk {
    /// Compares a payment in a bill with the attempts. A payment of which no notice has arrived is
    /// recorded.
    pub(crate) fn match_payment(
        &self,
        tx: &mut Tx<'_>,
        channel: &'static str,
        line: &StoredLine,
        now: i64,
    ) -> Result<Verdict> {
        let Some(intent) = lookup::payment(tx, channel, line)? else {
            let detail = format!(
                "The bill has a payment of {} yuan with the number {} ({}), which is not known here.",
                line.fen, line.reference, line.transaction
            );
            return Ok(Difference::new(CaseKind::MissingHere, None, detail).into());
        };
        self.match_payment_with(tx, channel, line, intent, now)
    }

    /// Compares a payment in a bill with the attempt that it belongs to.
    pub(crate) fn match_payment_with(
        &self,
        tx: &mut Tx<'_>,
        channel: &'static str,
        line: &StoredLine,
        intent: Intent,
        now: i64,
    ) -> Result<Verdict> {
        let id = intent.id;
        let differs = |kind, detail: String| Ok(Verdict::from(Difference::new(kind, Some(id), detail)));
        if line.outcome() != LineOutcome::Done {
            if !intent.was_paid() {
                return Ok(Verdict::Noted);
            }
            let detail = format!("The payment is recorded as paid, and the bill says {}.", line.state);
            return differs(CaseKind::OtherState, detail);
        }
        let intent = match self.with_lost_notice(tx, channel, line, intent, now)? {
            Ok(intent) => intent,
            Err(difference) => return Ok(difference.into()),
        };
        if !line.transaction.is_empty() && intent.transaction.as_ref() != Some(&line.transaction) {
            let detail = format!(
                "The bill has a second payment of {} yuan with this number ({}), which is not recorded here.",
                line.fen, line.transaction
            );
            return differs(CaseKind::MissingHere, detail);
        }
        if stored_line::is_payment_matched(tx, id, line.id)? {
            return differs(CaseKind::OtherState, "The bills have this payment twice.".to_owned());
        }
        if intent.paid != line.fen {
            let detail = format!("{} yuan are recorded, and the bill has {}.", intent.paid, line.fen);
            return differs(CaseKind::OtherAmount, detail);
        }
        Ok(Verdict::Payment(id))
    }

    /// The intent with its payment recorded, as after a notice. A payment that cannot be recorded is a
    /// difference.
    fn with_lost_notice(
        &self,
        tx: &mut Tx<'_>,
        channel: &'static str,
        line: &StoredLine,
        intent: Intent,
        now: i64,
    ) -> Result<Result<Intent, Difference>> {
        if intent.was_paid() {
            return Ok(Ok(intent));
        }
        let id = intent.id;
        let other = lookup::by_transaction(tx, channel, &line.transaction)?.filter(|other| other.id != id);
        if let Some(other) = other {
            let detail =
                format!("The provider's number {} belongs to {} here.", line.transaction, other.reference);
            return Ok(Err(Difference::new(CaseKind::OtherState, Some(id), detail)));
        }
        if !line.fen.is_positive() || line.transaction.is_empty() {
            let detail = format!("The bill has a payment of {} yuan, which is not recorded here.", line.fen);
            return Ok(Err(Difference::new(CaseKind::MissingHere, Some(id), detail)));
        }
        let reference = intent.reference.as_str();
        tracing::warn!(
            reference,
            channel,
            fen = line.fen.get(),
            "a bill tells of a payment without a notice"
        );
        // A payment that the provider has refunded buys nothing.
        let is_refunded = stored_line::has_refund(tx, channel, reference)?;
        let transaction = line.transaction.clone();
        let paid = Paid { transaction, fen: line.fen, at: Some(line.at), is_refunded };
        self.record_success_in(tx, channel, reference, &paid, now)?;
        Ok(Ok(intent::lock(tx, id)?.unwrap_or(intent)))
    }
}
