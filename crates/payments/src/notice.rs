//! Handles the notices of providers.

use miaohui_db::Tx;
use miaohui_gateways::payment::provider::{
    Acknowledgement, Dispute, DisputeKind, Notice, RefundNotice, RefundState,
};

use crate::case::{self, CaseKind, NewCase};
use crate::desk::Desk;
use crate::error::Result;
use crate::foreign_refund;
use crate::intent::{self, Intent, IntentStatus};
use crate::refund::{self, RefundId};
use crate::success::RecordedSuccess;

impl Desk {
    /// Handles a notice and returns the answer to it; `None` if there is no such channel.
    pub async fn handle_notice(
        &self,
        channel: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Option<Acknowledgement> {
        let found = self.find_channel(channel).ok().filter(|_| !channel.is_empty())?;
        let is_recorded = match found.provider.notice(headers, body).await {
            Ok(notice) => match self.record_notice(found.name(), notice).await {
                Ok(is_recorded) => is_recorded,
                Err(error) => {
                    tracing::error!(channel, %error, "a notice could not be recorded; the provider will repeat it");
                    false
                }
            },
            Err(error) => {
                found.report_forged(&error);
                false
            }
        };
        Some(found.provider.acknowledge(is_recorded))
    }

    /// Records a notice; `false` if it belongs to no intent, or comes too early.
    async fn record_notice(&self, channel: &'static str, notice: Notice) -> Result<bool> {
        let now = self.0.clock.now_ms();
        match notice {
            Notice::Paid { reference, paid } => {
                let success = self.record_success(channel, &reference, paid).await?;
                Ok(success != RecordedSuccess::Unknown)
            }
            Notice::Closed { reference } => {
                let end = move |tx: &mut Tx<'_>| match intent::find(tx, &reference)? {
                    Some(intent) if intent.channel == channel => {
                        intent::end_unpaid(tx, intent.id, IntentStatus::Failed, now).map(|_| true)
                    }
                    _ => Ok(false),
                };
                Ok(self.0.db.write(end).await?)
            }
            Notice::Refund(notice) => {
                let record = move |tx: &mut Tx<'_>| record_refund_notice(tx, channel, &notice, now);
                let is_recorded = self.0.db.write(record).await?;
                self.wake();
                Ok(is_recorded)
            }
            Notice::Dispute(dispute) => {
                let record = move |tx: &mut Tx<'_>| record_dispute(tx, channel, &dispute, now);
                Ok(self.0.db.write(record).await.map(|()| true)?)
            }
            Notice::Other => Ok(true),
        }
    }
}

/// Records a notice of a refund: the end of one of ours, or one that was made at the provider. Any
/// other state of ours makes the refund due to be queried.
fn record_refund_notice(
    tx: &mut Tx<'_>,
    channel: &'static str,
    notice: &RefundNotice,
    now: i64,
) -> Result<bool> {
    let found = intent::find(tx, &notice.reference)?.filter(|intent| intent.channel == channel);
    let Some(intent) = found else {
        tracing::error!(reference = notice.reference, channel, "a refund belongs to no payment of ours");
        return Ok(false);
    };
    let own = if notice.refund.is_empty() { None } else { refund::find(tx, &notice.refund)? };
    if let Some(id) = own {
        match notice.state {
            RefundState::Done => {
                if !refund::finish(tx, id, now)? && refund::is_outside(tx, id)? {
                    report_paid_twice(tx, &intent, id, notice, now)?;
                }
            }
            _ => drop(refund::wake(tx, intent.id, now)?),
        }
        return Ok(true);
    }
    if notice.state != RefundState::Done {
        return Ok(true);
    }
    // The payment itself, or refunds of ours that the provider has counted, must be recorded first;
    // the provider repeats the notice.
    let Some(intent) = intent::lock(tx, intent.id)?.filter(Intent::was_paid) else {
        intent::query_at(tx, intent.id, now)?;
        return Ok(false);
    };
    let fen = match (notice.fen, notice.total) {
        (Some(fen), _) => fen,
        (None, Some(total)) => {
            if foreign_refund::are_pending(tx, &intent)? {
                refund::wake(tx, intent.id, now)?;
                return Ok(false);
            }
            let told = foreign_refund::told(tx, &intent)?;
            match total.checked_sub(told).filter(|fen| fen.is_positive()) {
                Some(fen) => fen,
                None => return Ok(true),
            }
        }
        (None, None) => return Ok(true),
    };
    // A refund without a number is known by the sum after it.
    let number = match (notice.refund.as_str(), notice.total) {
        ("", total) => format!("{}-{}", notice.reference, total.unwrap_or(fen).get()),
        (number, _) => number.to_owned(),
    };
    foreign_refund::record(tx, &intent, &number, fen, now)?;
    Ok(true)
}

/// Opens a case for a refund that was paid back in another way here, and by the provider too.
fn report_paid_twice(
    tx: &mut Tx<'_>,
    intent: &Intent,
    id: RefundId,
    notice: &RefundNotice,
    now: i64,
) -> Result<()> {
    tracing::error!(
        reference = intent.reference,
        refund = notice.refund,
        "a refund was paid back outside and at the provider"
    );
    let case = NewCase {
        kind: CaseKind::OtherState,
        channel: &intent.channel,
        key: &notice.refund,
        intent: Some(intent.id),
        refund: Some(id),
        fen: notice.fen,
        detail: "The refund was paid back in another way here, and the provider has paid it too.",
        deadline_at: None,
    };
    case::open(tx, &case, now)?;
    Ok(())
}

/// Opens a case for a complaint or a chargeback, or settles it when it has ended.
fn record_dispute(tx: &mut Tx<'_>, channel: &str, dispute: &Dispute, now: i64) -> Result<()> {
    let kind = match dispute.kind {
        DisputeKind::Complaint => CaseKind::Complaint,
        DisputeKind::Chargeback => CaseKind::Chargeback,
    };
    if dispute.is_ended {
        case::settle_by_key(tx, kind, channel, &dispute.number, "The provider says that it has ended.", now)?;
        return Ok(());
    }
    let intent = match &dispute.reference {
        Some(reference) => intent::find(tx, reference)?.filter(|intent| intent.channel == channel),
        None => None,
    };
    let case = NewCase {
        kind,
        channel,
        key: &dispute.number,
        intent: intent.map(|intent| intent.id),
        refund: None,
        fen: dispute.fen,
        detail: &dispute.text,
        deadline_at: Some(dispute.at.unwrap_or(now) + dispute.answer_within_ms),
    };
    case::open(tx, &case, now)?;
    Ok(())
}
