//! The payment desk: the providers and the products of a process, and how a payment is recorded.

use std::collections::HashMap;
use std::sync::Arc;

use miaohui_db::{Database, Tx};
use miaohui_gateways::payment::provider::Provider;
use miaohui_kernel::{Clock, Fen, HOUR_MS, MINUTE_MS, Rng, SECOND_MS};

use crate::error::{Error, Result};
use crate::intent;
use crate::payable::{Payable, PaymentDecision};
use crate::record::decide;
use crate::refund::{self, NewRefund};

/// How long an intent or a refund is claimed by the process that queries or sends it.
pub(crate) const CLAIM_MS: i64 = MINUTE_MS;

/// The time until the next attempt after `attempts` of them: 10 seconds, doubled each time, up to
/// an hour.
pub(crate) fn backoff_ms(attempts: i64) -> i64 {
    ((10 * SECOND_MS) << attempts.clamp(0, 8)).min(HOUR_MS)
}

/// The payments of a process. Cheap to clone.
#[derive(Clone)]
pub struct Desk(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub db: Database,
    pub clock: Clock,
    rng: Rng,
    providers: Vec<Arc<dyn Provider>>,
    pub payables: HashMap<&'static str, Arc<dyn Payable>>,
}

/// The outcome of recording a success that a provider reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordedSuccess {
    /// The product accepted the payment, or it was recorded before.
    Accepted,
    /// The product refused the payment; a refund has started.
    Refused,
    /// There is no such intent.
    Unknown,
}

impl Desk {
    /// Creates a desk for the enabled providers, the default one first, and the products' payables.
    pub fn new(
        db: Database,
        clock: Clock,
        rng: Rng,
        providers: Vec<Arc<dyn Provider>>,
        payables: Vec<Arc<dyn Payable>>,
    ) -> Self {
        let payables = payables.into_iter().map(|payable| (payable.subject(), payable)).collect();
        Self(Arc::new(Inner { db, clock, rng, providers, payables }))
    }

    /// The provider of a channel; of the default channel for an empty name.
    pub(crate) fn provider(&self, channel: &str) -> Result<&Arc<dyn Provider>> {
        let mut providers = self.0.providers.iter();
        let found = if channel.is_empty() {
            providers.next()
        } else {
            providers.find(|provider| provider.channel() == channel)
        };
        found.ok_or(Error::NoChannel)
    }

    /// The channel that a payment would use: `channel`, or the default channel for an empty name.
    pub fn channel(&self, channel: &str) -> Result<&'static str> {
        Ok(self.provider(channel)?.channel())
    }

    /// A new number for a provider. Numbers rise with time, so that new rows are adjacent in their
    /// indexes.
    pub(crate) fn number(&self) -> String {
        format!("m{:011x}{}", self.0.clock.now_ms(), &self.0.rng.hex32()[..16])
    }

    /// Records that an intent was paid, and lets its product decide. A refused payment is refunded.
    pub(crate) async fn record_success(
        &self,
        channel: &'static str,
        reference: &str,
        transaction: &str,
        fen: Fen,
    ) -> Result<RecordedSuccess> {
        let (desk, now, number) = (self.clone(), self.0.clock.now_ms(), self.number());
        let (reference, transaction) = (reference.to_owned(), transaction.to_owned());
        let job = move |tx: &mut Tx<'_>| {
            let intent = intent::find(tx, &reference)?.filter(|intent| intent.channel == channel);
            let Some(intent) = intent else {
                let fen = fen.get();
                tracing::error!(reference, channel, transaction, fen, "a payment has no intent");
                return Ok(RecordedSuccess::Unknown);
            };
            if !intent::set_paid(tx, intent.id, &transaction, fen, now)? {
                return Ok(RecordedSuccess::Accepted);
            }
            let payable = desk.0.payables.get(intent.subject.as_str()).filter(|_| fen == intent.fen);
            let decision = decide(tx, &intent, payable.map(|payable| &**payable), fen, now)?;
            if decision == PaymentDecision::Refused {
                let (fen_paid, asked) = (fen.get(), intent.fen.get());
                tracing::warn!(
                    reference,
                    channel,
                    fen = fen_paid,
                    asked,
                    "a payment is refused and refunded"
                );
                let refund = NewRefund {
                    reference: &number,
                    intent: intent.id,
                    fen,
                    reason: "paid for nothing",
                    by: None,
                };
                refund::start(tx, refund, now)?;
                return Ok(RecordedSuccess::Refused);
            }
            Ok::<_, Error>(RecordedSuccess::Accepted)
        };
        self.0.db.write(job).await
    }
}
