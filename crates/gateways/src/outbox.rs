//! The outbox: the background task that sends stored messages and asks for their receipts.

use std::sync::Arc;
use std::time::Duration;

use miaohui_db::{Database, Result, Tx};
use miaohui_kernel::{Clock, MINUTE_MS, SECOND_MS};
use prometheus_client::registry::Registry;
use serde::de::DeserializeOwned;
use tokio::sync::Notify;

use crate::budget::{self, Budgets, Period, SendMetrics};
use crate::deliveries;
use crate::mail::MailSender;
use crate::messages::{LONGEST_BACKOFF_MS, OutboxId};
use crate::outbox_kind::{MessageState, OutboxKind, message_state};
use crate::send_error::{Reason, Remedy, SendError};
use crate::sms::{Accepted, SmsSender};

/// How long a message is claimed. If it is not recorded as sent by then, it is sent again.
const CLAIM_MS: i64 = MINUTE_MS;
const MAX_TRIES: i64 = 12;
/// The most messages to claim at once. At ten seconds for each message they are sent before the
/// claim expires.
const BATCH: i64 = 5;
/// How often the table is polled, for messages of other processes and for claims that have expired.
const POLL: Duration = Duration::from_secs(1);
/// How often receipts are asked for.
const RECEIPTS_EVERY: Duration = Duration::from_secs(5);

/// The sender of each kind of message.
#[derive(Clone)]
pub struct Senders {
    /// Sends short messages.
    pub sms: Arc<dyn SmsSender>,
    /// Sends mail.
    pub mail: Arc<dyn MailSender>,
}

/// Sends the messages of the outbox. Several processes can do so at the same time, because each
/// message is claimed before it is sent. The kinds are sent independently, so that a slow mail
/// server does not delay verification codes.
#[derive(Clone)]
pub struct Outbox {
    db: Database,
    clock: Clock,
    senders: Senders,
    budgets: Budgets,
    metrics: SendMetrics,
    wake: Arc<[Notify; OutboxKind::ALL.len()]>,
}

miaohui_db::row! {
    /// A message that is due to be sent.
    struct Due as due_columns {
        id: OutboxId = "id",
        payload: String = "payload",
        tries: i64 = "tries",
        expires_at: i64 = "expires_at",
    }
}

impl Outbox {
    /// Creates an outbox over `db`.
    pub fn new(db: Database, clock: Clock, senders: Senders) -> Self {
        let (budgets, metrics) = (Budgets::default(), SendMetrics::default());
        Self { db, clock, senders, budgets, metrics, wake: Arc::default() }
    }

    /// The same outbox with budgets.
    #[must_use]
    pub fn with_budgets(self, budgets: Budgets) -> Self {
        Self { budgets, ..self }
    }

    /// Registers the metrics of messages.
    pub fn register_metrics(&self, registry: &mut Registry) {
        self.metrics.register(registry, &self.budgets);
    }

    /// Counts one message against the budgets of its kind; `false` if one is used up. The last
    /// fifth of a budget begins with a warning.
    pub fn claim(&self, tx: &mut Tx<'_>, kind: OutboxKind, now: i64) -> Result<bool> {
        let budget = self.budgets.of(kind);
        for (period, most) in [(Period::Hour, budget.per_hour), (Period::Day, budget.per_day)] {
            let subject = format!("{}:{}", kind.value(), period.name());
            let Some(used) = budget::claim(tx, &subject, period, most, now)? else {
                self.metrics.note_refused(kind, Reason::Budget.value());
                return Ok(false);
            };
            self.metrics.note_used(kind, period, used);
            if budget::is_alarm(used, most) {
                let (kind, period) = (kind.value(), period.name());
                tracing::warn!(kind, period, used, most, "four fifths of a budget of messages are used");
            }
        }
        Ok(true)
    }

    /// Counts one mail that a stranger causes against the limit of its address and the budgets;
    /// `false` if one is used up.
    pub fn claim_mail_to(&self, tx: &mut Tx<'_>, address: &str, now: i64) -> Result<bool> {
        let most = self.budgets.mail_per_address_hour;
        let subject = format!("mail-to:{}", miaohui_kernel::sha256_hex(address));
        if budget::claim(tx, &subject, Period::Hour, most, now)?.is_none() {
            self.metrics.note_refused(OutboxKind::Mail, Reason::Address.value());
            return Ok(false);
        }
        self.claim(tx, OutboxKind::Mail, now)
    }

    /// Counts a message that another limit refused.
    pub fn note_refused(&self, kind: OutboxKind, reason: Reason) {
        self.metrics.note_refused(kind, reason.value());
    }

    /// Wakes the background task after a message is committed.
    pub fn wake(&self) {
        for notify in self.wake.iter() {
            notify.notify_one();
        }
    }

    /// Sends due messages until the task is dropped.
    pub async fn run(self) {
        tokio::join!(self.run_kind(OutboxKind::Sms), self.run_kind(OutboxKind::Mail), self.run_receipts());
    }

    async fn run_receipts(&self) {
        loop {
            if let Err(error) = miaohui_trace::run("check receipts", self.check_receipts()).await {
                tracing::warn!(%error, "the receipts of messages could not be read");
            }
            tokio::time::sleep(RECEIPTS_EVERY).await;
        }
    }

    /// Asks the providers for due receipts, one batch, and returns how many messages it asked for.
    pub async fn check_receipts(&self) -> Result<usize> {
        let now = self.clock.now_ms();
        let due = self.db.write(move |tx| deliveries::claim_checks(tx, BATCH, now)).await?;
        let count = due.len();
        miaohui_trace::did(count);
        for message in due {
            let Some(sent) = message.sent() else { continue };
            let senders = self.senders.clone();
            let asked = miaohui_trace::spawn_blocking(move || senders.sms.delivery(&sent)).await;
            match asked.unwrap_or_else(|error| Err(SendError::Transient(error.to_string()))) {
                Ok(Some(delivery)) => {
                    let id = message.id;
                    self.db.write(move |tx| deliveries::record(tx, id, &delivery, now)).await?;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(id = message.id.get(), %error, "a receipt was not read"),
            }
        }
        Ok(count)
    }

    async fn run_kind(&self, kind: OutboxKind) {
        let name = match kind {
            OutboxKind::Sms => "send sms",
            OutboxKind::Mail => "send mail",
        };
        loop {
            match miaohui_trace::run(name, self.deliver(kind)).await {
                Ok(sent) if sent == BATCH as usize => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the outbox could not be read"),
            }
            let _ = tokio::time::timeout(POLL, self.wake[kind as usize].notified()).await;
        }
    }

    /// Sends one batch of due messages of each kind and returns the number of messages.
    pub async fn deliver_due(&self) -> Result<usize> {
        let mut count = 0;
        for kind in OutboxKind::ALL.iter().copied() {
            count += self.deliver(kind).await?;
        }
        Ok(count)
    }

    async fn deliver(&self, kind: OutboxKind) -> Result<usize> {
        let now = self.clock.now_ms();
        let mut due: Vec<Due> = self.db.write(move |tx| claim(tx, kind, now)).await?;
        // RETURNING has no order, and of two codes for one phone the later one must arrive last.
        due.sort_unstable_by_key(|message| message.id);
        let count = due.len();
        miaohui_trace::did(count);
        for message in due {
            let id = message.id;
            if message.expires_at <= now {
                self.record_expired(id).await?;
                continue;
            }
            let tries = message.tries;
            let senders = self.senders.clone();
            let sent = miaohui_trace::spawn_blocking(move || send(&senders, kind, &message.payload)).await;
            match sent.unwrap_or_else(|error| Err(SendError::Transient(error.to_string()))) {
                Ok(accepted) => {
                    self.metrics.note_attempt(kind, accepted.provider, "sent");
                    self.record_sent(id, accepted).await?;
                }
                Err(error) => {
                    let provider =
                        if let SendError::Refused { provider, .. } = &error { provider } else { "" };
                    self.metrics.note_attempt(kind, provider, error.reason().value());
                    let id_number = id.get();
                    if error.remedy() == Remedy::Alarm {
                        tracing::error!(kind = kind.value(), id = id_number, tries, %error, "the provider needs an operator");
                    } else {
                        tracing::warn!(kind = kind.value(), id = id_number, tries, %error, "a message was not sent");
                    }
                    let again = error.remedy() != Remedy::Final && tries < MAX_TRIES;
                    let backoff = (SECOND_MS << tries.clamp(0, 10)).min(LONGEST_BACKOFF_MS);
                    self.record_failure(id, error, again.then_some(now + backoff)).await?;
                }
            }
        }
        Ok(count)
    }

    /// Records a message as sent. Its payload is deleted, because it may contain a code.
    async fn record_sent(&self, id: OutboxId, accepted: Accepted) -> Result<()> {
        let now = self.clock.now_ms();
        let Accepted { provider, serial, has_receipt } = accepted;
        let check_at = has_receipt.then_some(now + deliveries::FIRST_CHECK_MS);
        self.db
            .write(move |tx| {
                tx.execute(
                    concat!(
                        "UPDATE outbox SET next_at = NULL, ended_at = $2, last_error = NULL, payload = '',
                           provider = $3, serial = $4, check_at = $5, reason = NULL, state = ",
                        message_state!(Sent),
                        " WHERE id = $1"
                    ),
                    &[id.into(), now.into(), provider.into(), (&serial).into(), check_at.into()],
                )
            })
            .await?;
        Ok(())
    }

    /// Records that a message expired before it could be sent. If an attempt failed before, its error
    /// stays, because it says why.
    async fn record_expired(&self, id: OutboxId) -> Result<()> {
        let now = self.clock.now_ms();
        let job = move |tx: &mut Tx<'_>| {
            tx.execute(
                concat!(
                    "UPDATE outbox SET next_at = NULL, ended_at = $2, payload = '',
                       last_error = COALESCE(last_error, 'expired before it could be sent'),
                       reason = COALESCE(reason, $3), state = ",
                    message_state!(Failed),
                    " WHERE id = $1"
                ),
                &[id.into(), now.into(), Reason::Expired.into()],
            )
        };
        self.db.write(job).await?;
        Ok(())
    }

    /// Records a failure, and the time of the next attempt if there is one.
    ///
    /// The payload of a failed message is kept until it expires, so that operators can send it
    /// again.
    async fn record_failure(&self, id: OutboxId, failure: SendError, next_at: Option<i64>) -> Result<()> {
        let now = self.clock.now_ms();
        let (text, reason) = (failure.to_string(), failure.reason());
        let state = if next_at.is_some() { MessageState::Retrying } else { MessageState::Failed };
        self.db
            .write(move |tx| {
                tx.execute(
                    "UPDATE outbox SET next_at = $2, last_error = $3, reason = $4, state = $5,
                       ended_at = CASE WHEN CAST($2 AS BIGINT) IS NULL THEN $6 ELSE ended_at END,
                       payload = CASE WHEN CAST($2 AS BIGINT) IS NULL AND expires_at <= $6 THEN '' ELSE payload END
                     WHERE id = $1",
                    &[id.into(), next_at.into(), (&text).into(), reason.into(), state.into(), now.into()],
                )
            })
            .await?;
        Ok(())
    }
}

fn claim(tx: &mut Tx<'_>, kind: OutboxKind, now: i64) -> Result<Vec<Due>> {
    tx.query(
        concat!(
            "UPDATE outbox SET next_at = $2, tries = tries + 1
             WHERE next_at <= $1
               AND id IN (SELECT id FROM outbox WHERE kind = $4 AND next_at <= $1 ORDER BY next_at, id LIMIT $3)
             RETURNING ",
            due_columns!()
        ),
        &[now.into(), (now + CLAIM_MS).into(), BATCH.into(), kind.into()],
    )
}

fn send(senders: &Senders, kind: OutboxKind, payload: &str) -> Result<Accepted, SendError> {
    match kind {
        OutboxKind::Sms => senders.sms.send(&read(payload)?),
        OutboxKind::Mail => {
            senders.mail.send(&read(payload)?)?;
            Ok(Accepted { provider: "mail", serial: None, has_receipt: false })
        }
    }
}

fn read<T: DeserializeOwned>(payload: &str) -> Result<T, SendError> {
    serde_json::from_str(payload)
        .map_err(|error| SendError::Transient(format!("the message cannot be read: {error}")))
}
