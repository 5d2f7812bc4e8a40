//! Reconciles open intents and refunds with the providers.

use miaohui_db::Tx;
use miaohui_gateways::payment::provider::{CloseState, PaymentState, RefundOrder, RefundState};

use crate::desk::{CLAIM_MS, Desk, RecordedSuccess, backoff_ms};
use crate::error::Result;
use crate::intent::{self, Intent, IntentStatus};
use crate::refund::{self, Refund};

/// The most intents and the most refunds to claim at once.
const BATCH: u32 = 20;

impl Desk {
    /// Queries the intents and sends the refunds that are due, and returns how many there were.
    ///
    /// It is called every few seconds, by any number of processes.
    pub async fn reconcile(&self) -> Result<usize> {
        let now = self.0.clock.now_ms();
        let intents = self.0.db.write(move |tx| intent::claim_due(tx, now, now + CLAIM_MS, BATCH)).await?;
        let refunds = self.0.db.write(move |tx| refund::claim_due(tx, now, now + CLAIM_MS, BATCH)).await?;
        let count = intents.len() + refunds.len();
        for intent in intents {
            self.query_intent(intent, now).await?;
        }
        for refund in refunds {
            self.send_refund(refund, now).await?;
        }
        Ok(count)
    }

    /// Queries the provider about an intent and records the answer; whether it is paid and
    /// accepted.
    pub(crate) async fn query_intent(&self, intent: Intent, now: i64) -> Result<bool> {
        let Ok(provider) = self.provider(&intent.channel) else { return Ok(false) };
        let (id, channel) = (intent.id, provider.channel());
        let is_expired = intent.expires_at <= now;
        let ended = match provider.query(&intent.reference).await {
            Ok(PaymentState::Paid(paid)) => {
                let success =
                    self.record_success(channel, &intent.reference, &paid.transaction, paid.fen).await?;
                return Ok(success == RecordedSuccess::Accepted);
            }
            Ok(PaymentState::Closed) => Some(IntentStatus::Failed),
            // The provider closes the order before the intent expires, so that an expired intent is
            // not paid.
            Ok(PaymentState::Waiting | PaymentState::Unknown) if is_expired => {
                match provider.close(&intent.reference).await {
                    Ok(CloseState::Closed | CloseState::Unknown) => Some(IntentStatus::Expired),
                    _ => None,
                }
            }
            Ok(_) => None,
            Err(error) => {
                tracing::warn!(reference = intent.reference, channel, %error, "a payment could not be queried");
                None
            }
        };
        let next_at = now + backoff_ms(intent.queries);
        let record = move |tx: &mut Tx<'_>| match ended {
            Some(status) => intent::end_unpaid(tx, id, status, now).map(drop),
            None => intent::query_at(tx, id, next_at),
        };
        self.0.db.write(record).await?;
        Ok(false)
    }

    /// Sends a refund to the provider and records the answer.
    async fn send_refund(&self, refund: Refund, now: i64) -> Result<()> {
        let Ok(provider) = self.provider(&refund.channel) else { return Ok(()) };
        let order = RefundOrder {
            reference: refund.payment,
            refund: refund.reference.clone(),
            fen: refund.fen,
            of_fen: refund.paid,
            reason: refund.reason,
        };
        let next_at = now + backoff_ms(refund.tries);
        let (id, reference) = (refund.id, refund.reference);
        let state = provider.refund(&order).await;
        let record = move |tx: &mut Tx<'_>| match &state {
            Ok(RefundState::Done) => refund::finish(tx, &reference, now).map(drop),
            Ok(RefundState::Failed(why)) => Ok(refund::fail(tx, id, why, now)?),
            Ok(RefundState::Working | RefundState::Unknown) => {
                Ok(refund::retry_at(tx, id, "the refund is in progress", next_at)?)
            }
            Err(error) => Ok(refund::retry_at(tx, id, &error.to_string(), next_at)?),
        };
        self.0.db.write(record).await
    }
}
