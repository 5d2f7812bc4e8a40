//! Starts a payment.

use miaohui_db::Tx;
use miaohui_gateways::payment::provider::{Charge, ProviderError, Remedy, SHORTEST_ORDER_MS, Scene, Started};
use miaohui_kernel::{Fen, SECOND_MS};
use serde_json::Value;

use crate::attempt::{self, Attempt};
use crate::channel::{Call, Channel};
use crate::check::Standing;
use crate::desk::{CLAIM_MS, Desk};
use crate::error::{Error, Result};
use crate::intent::{self, Intent, IntentStatus, NewIntent, PayerId, SubjectId};
use crate::payable::PaymentDecision;
use crate::record::record_paid;

/// How long before the end of a thing's own time the provider's order ends: enough to query and
/// close it, so that nothing is released that may still be paid.
const MARGIN_MS: i64 = 10 * SECOND_MS;
/// The most numbers that one request uses. A further one is needed when the provider has ended the
/// attempt that the request continues.
const MAX_NUMBERS: usize = 3;

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
    /// The end of the thing's own time, in Unix ms. The provider's order ends a little earlier, but
    /// lives at least a minute.
    pub expires_at: i64,
    /// How the payer pays.
    pub scene: Scene,
    /// The URL that the payer's browser opens afterwards; `None` for the configured one.
    pub return_url: Option<String>,
}

impl PaymentRequest {
    /// Whether a text can be the URL that the payer's browser opens afterwards: `http` or `https`,
    /// with a host, up to 256 bytes.
    pub fn is_return_url(text: &str) -> bool {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        text.len() <= 256
            && is_plain
            && rest.is_some_and(|rest| !rest.starts_with(['/', '?', '#']) && !rest.is_empty())
    }
}

/// The outcome of starting a payment.
#[derive(Clone, Debug, PartialEq)]
pub enum PaymentOutcome {
    /// It is paid.
    Paid,
    /// The payer has to act; the provider's parameters for the payer's client.
    Pending(Value),
}

/// What follows from an attempt.
enum Step {
    /// The request is answered.
    Done(PaymentOutcome),
    /// The attempt has ended, and another number is needed.
    Again,
}

impl Desk {
    /// Starts a payment, or continues the current attempt for the same thing, channel, amount,
    /// payer and scene. Another current attempt is closed at its provider.
    ///
    /// It may be called any number of times: a second payment of the same thing is refunded.
    pub async fn pay(&self, request: PaymentRequest) -> Result<PaymentOutcome> {
        let channel = self.find_channel(&request.channel)?;
        if channel.provider.is_local() {
            return self.pay_locally(channel, request).await;
        }
        for _ in 0..MAX_NUMBERS {
            let attempt = self.open_attempt(channel, request.clone()).await?;
            if let Some(replaced) = &attempt.replaced
                && self.is_paid_already(replaced).await?
            {
                self.end_unpaid(&attempt.intent).await?;
                return Ok(PaymentOutcome::Paid);
            }
            let step = if attempt.is_new {
                self.begin(channel, &attempt.intent).await?
            } else {
                self.go_on(channel, &attempt.intent).await?
            };
            if let Step::Done(outcome) = step {
                return Ok(outcome);
            }
        }
        Err(Error::Unavailable)
    }

    async fn open_attempt(&self, channel: &Channel, request: PaymentRequest) -> Result<Attempt> {
        let (now, reference, name) = (self.0.clock.now_ms(), self.number(), channel.name());
        let PaymentRequest { subject, subject_id, payer_id, fen, title, scene, return_url, .. } = request;
        let expires_at = (request.expires_at - MARGIN_MS).max(now + SHORTEST_ORDER_MS);
        let charge =
            Charge { reference: reference.clone(), fen, subject: title, expires_at, scene, return_url };
        let open = move |tx: &mut Tx<'_>| {
            let reference = reference.as_str();
            let new = NewIntent { reference, subject, subject_id, payer_id, channel: name, fen, expires_at };
            attempt::open(tx, &new, &charge, now + CLAIM_MS, now)
        };
        Ok(self.0.db.write(open).await?)
    }

    /// Closes an attempt that another one replaces; whether it turns out to be paid.
    async fn is_paid_already(&self, replaced: &Intent) -> Result<bool> {
        let Ok(channel) = self.find_channel(&replaced.channel) else { return Ok(false) };
        // Nothing reached the payer before the provider's answer was stored.
        if channel.is_stopped() || replaced.client.is_empty() {
            return Ok(false);
        }
        let replaced = Intent { is_superseded: true, ..replaced.clone() };
        Ok(self.check_soon(channel, &replaced).await? == Standing::Paid)
    }

    /// Sends a new order.
    async fn begin(&self, channel: &Channel, intent: &Intent) -> Result<Step> {
        match self.send_order(channel, intent).await? {
            Ok(step) => Ok(step),
            Err(ProviderError::Refused { code, message, remedy: Remedy::Final }) => {
                let (reference, channel) = (&intent.reference, channel.name());
                tracing::info!(reference, channel, code, message, "the provider declined a payment");
                self.end_unpaid(intent).await?;
                Err(Error::Failed)
            }
            Err(error) => Err(unavailable(channel, intent, &error)),
        }
    }

    /// Continues an open attempt: with the stored parameters, or with new ones for the same order.
    async fn go_on(&self, channel: &Channel, intent: &Intent) -> Result<Step> {
        match self.ask(channel, intent).await? {
            Standing::Paid => return Ok(Step::Done(PaymentOutcome::Paid)),
            Standing::Refunded | Standing::Ended => return Ok(Step::Again),
            Standing::Open => {}
        }
        if let Some(client) = intent.payload(self.0.clock.now_ms()) {
            return Ok(Step::Done(PaymentOutcome::Pending(client)));
        }
        match self.send_order(channel, intent).await? {
            Ok(step) => Ok(step),
            // The earlier order may be paid or closed, or may differ from this one after a change
            // of settings.
            Err(error @ ProviderError::Refused { remedy: Remedy::Final | Remedy::Ask, .. }) => {
                match self.check_soon(channel, intent).await? {
                    Standing::Paid => Ok(Step::Done(PaymentOutcome::Paid)),
                    Standing::Refunded | Standing::Ended => Ok(Step::Again),
                    Standing::Open => {
                        tracing::info!(reference = intent.reference, %error, "a new number is used");
                        let (id, now) = (intent.id, self.0.clock.now_ms());
                        self.0.db.write(move |tx: &mut Tx<'_>| attempt::supersede(tx, id, now)).await?;
                        self.wake();
                        Ok(Step::Again)
                    }
                }
            }
            Err(error) => Err(unavailable(channel, intent, &error)),
        }
    }

    /// Sends the stored order of an attempt, for the first time or again.
    async fn send_order(&self, channel: &Channel, intent: &Intent) -> Result<Result<Step, ProviderError>> {
        let Some(charge) = intent.charge() else { return Ok(Ok(Step::Again)) };
        let started = match channel.call(Call::Start, |provider| provider.start(&charge)).await {
            Ok(started) => started,
            Err(error) => return Ok(Err(error)),
        };
        let Started::Waiting { client, valid_until } = started else { return Err(Error::Failed) };
        let (id, text) = (intent.id, client.to_string());
        let job = move |tx: &mut Tx<'_>| intent::set_pending(tx, id, &text, valid_until);
        // A concurrent request may have replaced the attempt while its order was on the way.
        if !self.0.db.write(job).await? {
            return Err(Error::Unavailable);
        }
        Ok(Ok(Step::Done(PaymentOutcome::Pending(client))))
    }

    async fn end_unpaid(&self, intent: &Intent) -> Result<()> {
        let (id, now) = (intent.id, self.0.clock.now_ms());
        let end = move |tx: &mut Tx<'_>| intent::end_unpaid(tx, id, IntentStatus::Failed, now);
        self.0.db.write(end).await?;
        Ok(())
    }

    /// Pays through a channel without a remote provider, in one transaction.
    async fn pay_locally(&self, channel: &Channel, request: PaymentRequest) -> Result<PaymentOutcome> {
        let (now, reference, name) = (self.0.clock.now_ms(), self.number(), channel.name());
        let PaymentRequest {
            subject, subject_id, payer_id, fen, expires_at, title, scene, return_url, ..
        } = request;
        let charge = Charge { reference, fen, subject: title, expires_at, scene, return_url };
        let Ok(Started::Paid { transaction }) = channel.provider.start(&charge).await else {
            return Err(Error::Failed);
        };
        let payable = self.0.payables.get(subject).cloned();
        let record = move |tx: &mut Tx<'_>| {
            let reference = charge.reference.as_str();
            let new = NewIntent { reference, subject, subject_id, payer_id, channel: name, fen, expires_at };
            let decision = record_paid(tx, &new, &transaction, payable.as_deref(), now)?;
            // No money has moved outside, so a refused payment is rolled back instead of refunded.
            if decision == PaymentDecision::Refused { Err(Error::TooLate) } else { Ok(()) }
        };
        self.0.db.write(record).await.map(|()| PaymentOutcome::Paid)
    }
}

/// The provider may have accepted the order, so the attempt stays open and is queried.
fn unavailable(channel: &Channel, intent: &Intent, error: &ProviderError) -> Error {
    let (reference, channel) = (&intent.reference, channel.name());
    if matches!(error, ProviderError::Refused { remedy: Remedy::Alarm, .. }) {
        tracing::error!(reference, channel, %error, "the provider needs a decision of an operator");
    } else {
        tracing::warn!(reference, channel, %error, "the provider has not accepted a payment");
    }
    Error::Unavailable
}
