//! The desk: starts payments, takes what providers say, asks them, sends money back.

use std::collections::HashMap;
use std::sync::Arc;

use miaohui_db::{Database, Tx};
use miaohui_gateways::payment::provider::{
    Acknowledgement, Charge, Notice, PaymentState, Provider, ProviderError, RefundOrder, RefundState, Scene,
    Started,
};
use miaohui_kernel::{Clock, HOUR_MS, MINUTE_MS, Rng, SECOND_MS};
use miaohui_ledger::{Account, Transfer, post};
use serde_json::Value;

use crate::intent::{self, EXPIRED, FAILED, Intent, NewIntent};
use crate::operators::Return;
use crate::refund::{self, Refund};
use crate::{Error, Result};

/// What is taken up at once.
const BATCH: i64 = 20;
/// While one process asks, no other does.
const CLAIM_MS: i64 = MINUTE_MS;

/// What a product makes of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It counts; the money goes to this account.
    Accepted(Account),
    /// What it was for is gone, taken or paid already: the money goes back.
    Refused,
}

/// Something that people pay for.
pub trait Payable: Send + Sync {
    /// The kind that its payments name.
    fn subject(&self) -> &'static str;

    /// Takes a payment, in the transaction that records it. What it refuses it must leave as it was.
    fn paid(&self, tx: &mut Tx<'_>, intent: &Intent, now: i64) -> miaohui_db::Result<Taken>;

    /// Gives money of a payment that it took up again, in the transaction that records it; once nothing of it is left, also
    /// what it was paid for is taken back. The account that the money comes from; [`Error::Kept`] says why it stays.
    fn refunded(&self, tx: &mut Tx<'_>, intent: &Intent, back: &Return<'_>, now: i64) -> Result<Account>;
}

/// A payment that somebody asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What kind of thing it is for.
    pub subject: &'static str,
    /// Which one.
    pub subject_id: i64,
    /// Who pays.
    pub user_id: i64,
    /// Through which channel; empty: the first that is enabled.
    pub channel: String,
    /// How much, in fen.
    pub fen: i64,
    /// What the payer reads on the bill.
    pub title: String,
    /// When it can no longer be paid, in Unix ms.
    pub expires_at: i64,
    /// How the payer pays.
    pub scene: Scene,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is paid.
    Paid,
    /// The payer has to do something, with this.
    Waiting(Value),
}

/// What came of a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Success {
    Accepted,
    Refused,
    /// Nobody knows the payment.
    Unknown,
}

/// Records a payment that is made and paid at once, and lets its product decide what becomes of it. What is refused must
/// not be committed.
pub fn record(
    tx: &mut Tx<'_>,
    new: &NewIntent<'_>,
    transaction: &str,
    payable: Option<&dyn Payable>,
    now: i64,
) -> Result<Taken> {
    let intent = intent::insert_paid(tx, new, transaction, now)?;
    take(tx, &intent, payable, new.fen, now)
}

/// Lets the product take what was paid, and moves the money there, or to what is due back.
fn take(
    tx: &mut Tx<'_>,
    intent: &Intent,
    payable: Option<&dyn Payable>,
    fen: i64,
    now: i64,
) -> Result<Taken> {
    let taken = match payable {
        Some(payable) => payable.paid(tx, intent, now)?,
        None => Taken::Refused,
    };
    let to = match &taken {
        Taken::Accepted(to) => to.clone(),
        Taken::Refused => Account::Due,
    };
    let transfer = Transfer { from: Account::Clearing(intent.channel.clone()), to, fen };
    post(tx, &format!("payment:{}", intent.id), &intent.subject, &[transfer], now)?;
    Ok(taken)
}

/// The desk of a process. Cheap to clone.
#[derive(Clone)]
pub struct Desk(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub db: Database,
    pub clock: Clock,
    rng: Rng,
    providers: Vec<Arc<dyn Provider>>,
    pub payables: HashMap<&'static str, Arc<dyn Payable>>,
}

impl Desk {
    /// A desk for the enabled providers, the preferred one first.
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

    /// The channel of this name, or for an empty one the first that is enabled.
    fn provider(&self, channel: &str) -> Result<&Arc<dyn Provider>> {
        let mut providers = self.0.providers.iter();
        let found = if channel.is_empty() {
            providers.next()
        } else {
            providers.find(|provider| provider.channel() == channel)
        };
        found.ok_or(Error::NoChannel)
    }

    /// The name of the channel that a payment would go through.
    pub fn channel(&self, channel: &str) -> Result<&'static str> {
        Ok(self.provider(channel)?.channel())
    }

    /// A new number for a provider. Later ones are greater, so that they lie together in their indexes.
    pub(crate) fn number(&self) -> String {
        format!("m{:011x}{}", self.0.clock.now_ms(), &self.0.rng.hex32()[..16])
    }

    /// Pays for something, or goes on with an attempt that is open. The same thing may be paid for again and again:
    /// what is paid for twice goes back.
    pub async fn pay(&self, asked: Asked) -> Result<Outcome> {
        let provider = Arc::clone(self.provider(&asked.channel)?);
        if provider.asks_nobody() {
            return self.pay_at_once(&*provider, asked).await;
        }
        let (now, number, channel) = (self.0.clock.now_ms(), self.number(), provider.channel());
        let Asked { subject, subject_id, user_id, fen, expires_at, title, scene, .. } = asked;
        let own = number.clone();
        let intent = self.0.db.write(move |tx| {
            let new =
                NewIntent { reference: &number, subject, subject_id, user_id, channel, fen, expires_at };
            intent::open(tx, &new, now + CLAIM_MS, now)
        });
        let intent = intent.await?;
        if intent.is_pending()
            && let Ok(client) = serde_json::from_str(&intent.client)
        {
            return Ok(Outcome::Waiting(client));
        }
        let charge = Charge { reference: intent.reference.clone(), fen, subject: title, expires_at, scene };
        match provider.start(&charge).await {
            Ok(Started::Paid { transaction }) => {
                match self.succeed(channel, &intent.reference, &transaction, fen).await? {
                    Success::Accepted => Ok(Outcome::Paid),
                    Success::Refused | Success::Unknown => Err(Error::TooLate),
                }
            }
            Ok(Started::Waiting { client }) => {
                let (id, text) = (intent.id, client.to_string());
                self.0.db.write(move |tx| intent::set_pending(tx, id, &text)).await?;
                Ok(Outcome::Waiting(client))
            }
            // An earlier request for the attempt may have got through, and been paid since.
            Err(ProviderError::Refused { .. }) if intent.reference != own => {
                if self.ask_about(intent, now).await? { Ok(Outcome::Paid) } else { Err(Error::Silent) }
            }
            Err(ProviderError::Refused { code, message }) => {
                tracing::info!(reference = intent.reference, channel, code, message, "a payment was refused");
                let id = intent.id;
                self.0.db.write(move |tx| intent::end(tx, id, FAILED, now)).await?;
                Err(Error::Failed)
            }
            // Whether it was paid is not known; the provider is asked until it is.
            Err(error) => {
                tracing::warn!(reference = intent.reference, channel, %error, "a payment channel does not answer");
                Err(Error::Silent)
            }
        }
    }

    /// Takes a notice of a provider; the answer to it. `None`: there is no such channel.
    pub async fn notice(
        &self,
        channel: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Option<Acknowledgement> {
        let provider = self.provider(channel).ok().filter(|_| !channel.is_empty())?;
        let taken = match provider.notice(headers, body).await {
            Ok(notice) => match self.take(provider.channel(), notice).await {
                Ok(taken) => taken,
                Err(error) => {
                    tracing::error!(channel, %error, "a notice could not be taken and is to be repeated");
                    false
                }
            },
            Err(error) => {
                tracing::warn!(channel, %error, "a notice is not believed");
                false
            }
        };
        Some(provider.acknowledge(taken))
    }

    async fn take(&self, channel: &'static str, notice: Notice) -> Result<bool> {
        let now = self.0.clock.now_ms();
        match notice {
            Notice::Paid { reference, transaction, fen } => {
                Ok(self.succeed(channel, &reference, &transaction, fen).await? != Success::Unknown)
            }
            Notice::Closed { reference } => {
                let end = move |tx: &mut Tx<'_>| match intent::find(tx, &reference)? {
                    Some(intent) if intent.channel == channel => {
                        intent::end(tx, intent.id, FAILED, now).map(|_| true)
                    }
                    _ => Ok(false),
                };
                Ok(self.0.db.write(end).await?)
            }
            Notice::Refund { refund, state: RefundState::Done, .. } => {
                self.0.db.write(move |tx| refund::finish(tx, &refund, now)).await?;
                Ok(true)
            }
            // The provider is asked about the rest.
            Notice::Refund { .. } | Notice::Other => Ok(true),
        }
    }

    /// A channel that asks nobody needs no attempt to be remembered before it is asked: one transaction does it all.
    async fn pay_at_once(&self, provider: &dyn Provider, asked: Asked) -> Result<Outcome> {
        let (now, reference, channel) = (self.0.clock.now_ms(), self.number(), provider.channel());
        let Asked { subject, subject_id, user_id, fen, expires_at, title, scene, .. } = asked;
        let charge = Charge { reference, fen, subject: title, expires_at, scene };
        let Ok(Started::Paid { transaction }) = provider.start(&charge).await else {
            return Err(Error::Failed);
        };
        let payable = self.0.payables.get(subject).cloned();
        let taken = self.0.db.write(move |tx| {
            let reference = charge.reference.as_str();
            let new = NewIntent { reference, subject, subject_id, user_id, channel, fen, expires_at };
            let taken = record(tx, &new, &transaction, payable.as_deref(), now)?;
            // Nothing has left the payer's pocket: what cannot be used has never been paid.
            if taken == Taken::Refused { Err(Error::TooLate) } else { Ok(()) }
        });
        taken.await.map(|()| Outcome::Paid)
    }

    /// Records that an attempt was paid, and lets its product decide what becomes of it.
    async fn succeed(
        &self,
        channel: &'static str,
        reference: &str,
        transaction: &str,
        fen: i64,
    ) -> Result<Success> {
        let (own, now, number) = (self.clone(), self.0.clock.now_ms(), self.number());
        let (reference, transaction) = (reference.to_owned(), transaction.to_owned());
        let job = move |tx: &mut Tx<'_>| {
            let Some(intent) = intent::find(tx, &reference)?.filter(|intent| intent.channel == channel)
            else {
                tracing::error!(
                    reference,
                    channel,
                    transaction,
                    fen,
                    "somebody paid for nothing that is known"
                );
                return Ok(Success::Unknown);
            };
            if !intent::set_paid(tx, intent.id, &transaction, fen, now)? {
                return Ok(Success::Accepted);
            }
            let payable = own.0.payables.get(intent.subject.as_str()).filter(|_| fen == intent.fen);
            let taken = take(tx, &intent, payable.map(|payable| &**payable), fen, now)?;
            if taken == Taken::Refused {
                tracing::warn!(reference, channel, fen, asked = intent.fen, "what was paid goes back");
                refund::begin(tx, (intent.id, fen), "paid for nothing", None, &number, now)?;
                return Ok(Success::Refused);
            }
            Ok::<_, Error>(Success::Accepted)
        };
        self.0.db.write(job).await
    }

    /// Asks about open payments that are due and tries refunds that are; how many there were. To be called every few
    /// seconds, by any number of processes.
    pub async fn tend(&self) -> Result<usize> {
        let now = self.0.clock.now_ms();
        let due = self.0.db.write(move |tx| intent::claim_due(tx, now, now + CLAIM_MS, BATCH)).await?;
        let refunds = self.0.db.write(move |tx| refund::claim_due(tx, now, now + CLAIM_MS, BATCH)).await?;
        let count = due.len() + refunds.len();
        for intent in due {
            self.ask_about(intent, now).await?;
        }
        for refund in refunds {
            self.send_back(refund, now).await?;
        }
        Ok(count)
    }

    /// Asks the provider how an attempt stands and records it; whether it is paid and its product took it.
    async fn ask_about(&self, intent: Intent, now: i64) -> Result<bool> {
        let Ok(provider) = self.provider(&intent.channel) else { return Ok(false) };
        let (id, channel) = (intent.id, provider.channel());
        let state = provider.query(&intent.reference).await;
        let over = intent.expires_at <= now;
        let ended = match state {
            Ok(PaymentState::Paid { transaction, fen }) => {
                let success = self.succeed(channel, &intent.reference, &transaction, fen).await?;
                return Ok(success == Success::Accepted);
            }
            Ok(PaymentState::Closed) => Some(FAILED),
            // Closed first, so that nobody pays any more for what has expired.
            Ok(PaymentState::Waiting | PaymentState::Unknown) if over => {
                provider.close(&intent.reference).await.is_ok().then_some(EXPIRED)
            }
            Ok(_) => None,
            Err(error) => {
                tracing::warn!(reference = intent.reference, channel, %error, "a payment could not be asked about");
                None
            }
        };
        let wait = ((10 * SECOND_MS) << intent.queries.clamp(0, 8)).min(HOUR_MS);
        self.0
            .db
            .write(move |tx| match ended {
                Some(status) => intent::end(tx, id, status, now).map(drop),
                None => intent::query_at(tx, id, now + wait),
            })
            .await?;
        Ok(false)
    }

    async fn send_back(&self, refund: Refund, now: i64) -> Result<()> {
        let Ok(provider) = self.provider(&refund.channel) else { return Ok(()) };
        let order = RefundOrder {
            reference: refund.payment,
            refund: refund.reference.clone(),
            fen: refund.fen,
            of_fen: refund.paid,
            reason: refund.reason,
        };
        let wait = ((10 * SECOND_MS) << refund.tries.clamp(0, 8)).min(HOUR_MS);
        let (id, reference) = (refund.id, refund.reference);
        let state = provider.refund(&order).await;
        self.0
            .db
            .write(move |tx| match &state {
                Ok(RefundState::Done) => refund::finish(tx, &reference, now).map(drop),
                Ok(RefundState::Failed(why)) => Ok(refund::fail(tx, id, why, now)?),
                Ok(RefundState::Working | RefundState::Unknown) => {
                    Ok(refund::try_again(tx, id, "the provider is at it", now + wait)?)
                }
                Err(error) => Ok(refund::try_again(tx, id, &error.to_string(), now + wait)?),
            })
            .await
    }
}
