//! Asks a provider how an attempt stands, and closes it when it is over.

use miaohui_db::Tx;
use miaohui_gateways::payment::provider::{CloseState, PaymentState, ProviderError};
use miaohui_kernel::{HOUR_MS, SECOND_MS};

use crate::channel::{Call, Channel};
use crate::desk::{Desk, backoff_ms};
use crate::error::Result;
use crate::intent::{self, Intent, IntentStatus, SKEW_MS};
use crate::success::RecordedSuccess;

/// The shortest time between two polls of an attempt.
const SHORTEST_POLL_MS: i64 = 5 * SECOND_MS;

/// How an attempt stands after its provider was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It can still be paid, or the provider did not answer.
    Open,
    /// It is paid, and its product has accepted the payment.
    Paid,
    /// It is paid and refunded.
    Refunded,
    /// It was not paid and can no longer be paid.
    Ended,
}

/// When an open attempt is polled next.
///
/// Polls become rarer after the start and denser towards the end, when the provider's answer
/// decides whether the thing is released. After the end they become rarer again.
pub(crate) fn next_poll_at(intent: &Intent, now: i64) -> i64 {
    let end = intent.expires_at.saturating_add(SKEW_MS);
    if now >= end {
        return now + (now - end).clamp(SHORTEST_POLL_MS, HOUR_MS);
    }
    // A superseded attempt that could not be closed is tried again soon.
    let longest =
        if intent.is_superseded { backoff_ms(intent.queries - 1) } else { backoff_ms(intent.queries) };
    let pause = longest.min((end - now) / 2).max(SHORTEST_POLL_MS);
    (now + pause).min(end)
}

impl Desk {
    /// Asks the provider about an attempt and records the answer. An attempt that is superseded or
    /// over is closed at the provider.
    pub(crate) async fn check(&self, channel: &Channel, intent: &Intent) -> Result<Standing> {
        let state = channel.call(Call::Query, |provider| provider.query(&intent.reference)).await;
        let now = self.0.clock.now_ms();
        match state {
            Ok(PaymentState::Paid(paid)) => {
                Ok(match self.record_success(channel.name(), &intent.reference, paid).await? {
                    RecordedSuccess::Accepted => Standing::Paid,
                    RecordedSuccess::Refused => Standing::Refunded,
                    RecordedSuccess::Unknown => Standing::Ended,
                })
            }
            Ok(PaymentState::Closed) => self.end(intent, now).await,
            Ok(PaymentState::Waiting | PaymentState::Unknown)
                if intent.is_superseded || intent.is_over(now) =>
            {
                self.close(channel, intent).await
            }
            Ok(_) => self.keep_open(intent, now).await,
            Err(error) => {
                warn(channel, intent, "queried", &error);
                self.keep_open(intent, now).await
            }
        }
    }

    /// Closes an attempt at the provider.
    async fn close(&self, channel: &Channel, intent: &Intent) -> Result<Standing> {
        let state = channel.call(Call::Close, |provider| provider.close(&intent.reference)).await;
        let now = self.0.clock.now_ms();
        match state {
            Ok(CloseState::Closed) => self.end(intent, now).await,
            // What the provider does not know can be opened by the payer until its end.
            Ok(CloseState::Unknown) if intent.is_over(now) => self.end(intent, now).await,
            // The next poll finds the payment.
            Ok(CloseState::Paid | CloseState::Paying) => {
                self.poll_at(intent, now + SHORTEST_POLL_MS).await?;
                Ok(Standing::Open)
            }
            Ok(CloseState::Unknown) => self.keep_open(intent, now).await,
            Err(error) => {
                warn(channel, intent, "closed", &error);
                self.keep_open(intent, now).await
            }
        }
    }

    async fn end(&self, intent: &Intent, now: i64) -> Result<Standing> {
        let status = if intent.is_over(now) { IntentStatus::Expired } else { IntentStatus::Failed };
        let id = intent.id;
        self.0.db.write(move |tx: &mut Tx<'_>| intent::end_unpaid(tx, id, status, now)).await?;
        Ok(Standing::Ended)
    }

    async fn keep_open(&self, intent: &Intent, now: i64) -> Result<Standing> {
        self.poll_at(intent, next_poll_at(intent, now)).await?;
        Ok(Standing::Open)
    }

    async fn poll_at(&self, intent: &Intent, at: i64) -> Result<()> {
        let id = intent.id;
        Ok(self.0.db.write(move |tx: &mut Tx<'_>| intent::query_at(tx, id, at)).await?)
    }
}

fn warn(channel: &Channel, intent: &Intent, what: &str, error: &ProviderError) {
    let (reference, channel) = (&intent.reference, channel.name());
    tracing::warn!(reference, channel, %error, "a payment could not be {what}");
}
