//! Starts a payment.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_gateways::payment::provider::{Charge, Provider, ProviderError, Scene, Started};
use miaohui_kernel::Fen;
use serde_json::Value;

use crate::desk::{CLAIM_MS, Desk, RecordedSuccess};
use crate::error::{Error, Result};
use crate::intent::{self, Intent, IntentStatus, NewIntent, PayerId, SubjectId};
use crate::payable::PaymentDecision;
use crate::record::record_paid;

/// A payment to start.
#[derive(Clone, Debug)]
pub struct PaymentRequest {
    /// The kind of thing to pay for.
    pub subject: &'static str,
    /// The thing to pay for.
    pub subject_id: SubjectId,
    /// Who pays.
    pub payer_id: PayerId,
    /// The payment channel; empty for the default one.
    pub channel: String,
    /// The amount.
    pub fen: Fen,
    /// The title on the payer's bill.
    pub title: String,
    /// When the intent expires, in Unix ms.
    pub expires_at: i64,
    /// How the payer pays.
    pub scene: Scene,
}

/// The outcome of starting a payment.
#[derive(Clone, Debug, PartialEq)]
pub enum PaymentOutcome {
    /// It is paid.
    Paid,
    /// The payer has to act; the provider's parameters for the payer's client.
    Pending(Value),
}

impl Desk {
    /// Starts a payment, or continues the open intent for the same thing, channel and amount.
    ///
    /// It may be called any number of times: a second payment of the same thing is refunded.
    pub async fn pay(&self, request: PaymentRequest) -> Result<PaymentOutcome> {
        let provider = Arc::clone(self.provider(&request.channel)?);
        if provider.is_local() {
            return self.pay_locally(&*provider, request).await;
        }
        let (now, number, channel) = (self.0.clock.now_ms(), self.number(), provider.channel());
        let PaymentRequest { subject, subject_id, payer_id, fen, expires_at, title, scene, .. } = request;
        let reference = number.clone();
        let find_or_insert = move |tx: &mut Tx<'_>| {
            let reference = reference.as_str();
            let new = NewIntent { reference, subject, subject_id, payer_id, channel, fen, expires_at };
            intent::find_or_insert(tx, &new, now + CLAIM_MS, now)
        };
        let intent = self.0.db.write(find_or_insert).await?;
        if intent.is_pending()
            && let Ok(client) = serde_json::from_str(&intent.client)
        {
            return Ok(PaymentOutcome::Pending(client));
        }
        let charge = Charge {
            reference: intent.reference.clone(),
            fen,
            subject: title,
            expires_at,
            scene,
            return_url: None,
        };
        let started = provider.start(&charge).await;
        let is_new = intent.reference == number;
        self.record_start(intent, is_new, channel, started, now).await
    }

    /// Records the provider's answer to the start of a payment.
    async fn record_start(
        &self,
        intent: Intent,
        is_new: bool,
        channel: &'static str,
        started: Result<Started, ProviderError>,
        now: i64,
    ) -> Result<PaymentOutcome> {
        let id = intent.id;
        match started {
            Ok(Started::Paid { transaction }) => {
                match self.record_success(channel, &intent.reference, &transaction, intent.fen).await? {
                    RecordedSuccess::Accepted => Ok(PaymentOutcome::Paid),
                    RecordedSuccess::Refused | RecordedSuccess::Unknown => Err(Error::TooLate),
                }
            }
            Ok(Started::Waiting { client, .. }) => {
                let text = client.to_string();
                self.0.db.write(move |tx| intent::set_pending(tx, id, &text)).await?;
                Ok(PaymentOutcome::Pending(client))
            }
            // An earlier request for the intent may have reached the provider, and may be paid
            // already.
            Err(ProviderError::Refused { .. }) if !is_new => {
                let is_paid = self.query_intent(intent, now).await?;
                if is_paid { Ok(PaymentOutcome::Paid) } else { Err(Error::Unavailable) }
            }
            Err(ProviderError::Refused { code, message, .. }) => {
                let reference = intent.reference;
                tracing::info!(reference, channel, code, message, "the provider declined a payment");
                self.0.db.write(move |tx| intent::end_unpaid(tx, id, IntentStatus::Failed, now)).await?;
                Err(Error::Failed)
            }
            // The provider may have accepted the order, so the intent stays open and is queried.
            Err(error) => {
                let reference = intent.reference;
                tracing::warn!(reference, channel, %error, "the provider does not answer");
                Err(Error::Unavailable)
            }
        }
    }

    /// Pays through a channel without a remote provider, in one transaction.
    async fn pay_locally(&self, provider: &dyn Provider, request: PaymentRequest) -> Result<PaymentOutcome> {
        let (now, reference, channel) = (self.0.clock.now_ms(), self.number(), provider.channel());
        let PaymentRequest { subject, subject_id, payer_id, fen, expires_at, title, scene, .. } = request;
        let charge = Charge { reference, fen, subject: title, expires_at, scene, return_url: None };
        let Ok(Started::Paid { transaction }) = provider.start(&charge).await else {
            return Err(Error::Failed);
        };
        let payable = self.0.payables.get(subject).cloned();
        let record = move |tx: &mut Tx<'_>| {
            let reference = charge.reference.as_str();
            let new = NewIntent { reference, subject, subject_id, payer_id, channel, fen, expires_at };
            let decision = record_paid(tx, &new, &transaction, payable.as_deref(), now)?;
            // No money has moved outside, so a refused payment is rolled back instead of refunded.
            if decision == PaymentDecision::Refused { Err(Error::TooLate) } else { Ok(()) }
        };
        self.0.db.write(record).await.map(|()| PaymentOutcome::Paid)
    }
}
