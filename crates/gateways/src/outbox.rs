//! The outbox: stored messages, and the background task that sends them.

use std::sync::Arc;
use std::time::Duration;

use miaohui_db::{Database, Migration, Migrations, Result, Script, Tx};
use miaohui_kernel::{Clock, MINUTE_MS, SECOND_MS};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Notify;

use crate::mail::{Mail, MailSender};
use crate::send_error::SendError;
use crate::sms::{Sms, SmsSender};

/// The outbox's schema.
pub const MIGRATIONS: Migrations = Migrations {
    component: "gateways",
    steps: &[
        Migration {
            version: 1,
            name: "outbox",
            sql: Script::Text(include_str!("../migrations/0001_outbox.sql")),
        },
        Migration {
            version: 2,
            name: "failed",
            sql: Script::Text(include_str!("../migrations/0002_failed.sql")),
        },
    ],
};

/// How long a message is claimed. If it is not recorded as sent by then, it is sent again.
const CLAIM_MS: i64 = MINUTE_MS;
const MAX_TRIES: i64 = 12;
/// The most messages to claim at once. At ten seconds for each message they are sent before the
/// claim expires.
const BATCH: i64 = 5;
/// How often the table is polled, for messages of other processes and for claims that have expired.
const POLL: Duration = Duration::from_secs(1);

miaohui_db::ids! {
    /// A message of the outbox.
    OutboxId,
}

miaohui_db::stored_enum! {
    /// The kind of a message.
    pub enum OutboxKind: str as outbox_kind {
        /// A short message.
        Sms = "sms",
        /// A mail.
        Mail = "mail",
    }
}

/// Enqueues a short message. It is not sent after `expires_at` (Unix ms).
pub fn enqueue_sms(tx: &mut Tx<'_>, sms: &Sms, expires_at: i64) -> Result<()> {
    enqueue(tx, OutboxKind::Sms, sms, sms.at, expires_at)
}

/// Enqueues a mail. It is not sent after `expires_at` (Unix ms).
pub fn enqueue_mail(tx: &mut Tx<'_>, mail: &Mail, expires_at: i64) -> Result<()> {
    enqueue(tx, OutboxKind::Mail, mail, mail.at, expires_at)
}

fn enqueue(
    tx: &mut Tx<'_>,
    kind: OutboxKind,
    message: &impl Serialize,
    at: i64,
    expires_at: i64,
) -> Result<()> {
    let payload = serde_json::to_string(message).unwrap_or_default();
    tx.execute(
        "INSERT INTO outbox (kind, payload, created_at, next_at, expires_at, tries) VALUES ($1, $2, $3, $3, $4, 0)",
        &[kind.into(), (&payload).into(), at.into(), expires_at.into()],
    )?;
    Ok(())
}

/// The number of failed messages that can still be sent again, counted up to `most`.
pub fn count_failed(tx: &mut Tx<'_>, most: u32) -> Result<i64> {
    let (count,) = tx.query_one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE next_at IS NULL AND payload <> '' LIMIT $1) failed",
        &[i64::from(most).into()],
    )?;
    Ok(count)
}

/// Makes a failed message due again, with all attempts; `false` if it did not fail or has expired.
pub fn retry(tx: &mut Tx<'_>, id: OutboxId, now: i64) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE outbox SET next_at = $2, tries = 0, ended_at = NULL
         WHERE id = $1 AND next_at IS NULL AND payload <> '' AND expires_at > $2",
        &[id.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// Deletes the payloads of failed messages that have expired, and returns how many there were.
pub fn forget_failed(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute(
        "UPDATE outbox SET payload = '' WHERE next_at IS NULL AND payload <> '' AND expires_at <= $1",
        &[now.into()],
    )
}

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
        Self { db, clock, senders, wake: Arc::default() }
    }

    /// Wakes the background task after a message is committed.
    pub fn wake(&self) {
        for notify in self.wake.iter() {
            notify.notify_one();
        }
    }

    /// Sends due messages until the task is dropped.
    pub async fn run(self) {
        tokio::join!(self.run_kind(OutboxKind::Sms), self.run_kind(OutboxKind::Mail));
    }

    async fn run_kind(&self, kind: OutboxKind) {
        loop {
            match self.deliver(kind).await {
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
        for message in due {
            if message.expires_at <= now {
                self.record(message.id, Some("expired before it could be sent".into()), None).await?;
                continue;
            }
            let (id, tries) = (message.id, message.tries);
            let senders = self.senders.clone();
            let sent = tokio::task::spawn_blocking(move || send(&senders, kind, &message.payload)).await;
            let failure = sent.unwrap_or_else(|error| Err(SendError::Transient(error.to_string()))).err();
            if let Some(error) = &failure {
                tracing::warn!(kind = kind.value(), id = id.get(), tries, %error, "a message was not sent");
            }
            let retry = matches!(failure, Some(SendError::Transient(_))) && tries < MAX_TRIES;
            let backoff = (SECOND_MS << tries.clamp(0, 10)).min(10 * MINUTE_MS);
            self.record(id, failure.map(|error| error.to_string()), retry.then_some(now + backoff)).await?;
        }
        Ok(count)
    }

    /// Records the result of a message, or the time of its next attempt.
    ///
    /// The payload of a sent message is deleted, because it may contain a code. A failed one is
    /// kept until it expires, so that operators can send it again.
    async fn record(&self, id: OutboxId, failure: Option<String>, next_at: Option<i64>) -> Result<()> {
        let now = self.clock.now_ms();
        self.db
            .write(move |tx| match next_at {
                Some(at) => tx.execute(
                    "UPDATE outbox SET next_at = $2, last_error = $3 WHERE id = $1",
                    &[id.into(), at.into(), (&failure).into()],
                ),
                None => tx.execute(
                    "UPDATE outbox SET next_at = NULL, ended_at = $2, last_error = $3,
                       payload = CASE WHEN CAST($3 AS TEXT) IS NULL OR expires_at <= $2 THEN '' ELSE payload END
                     WHERE id = $1",
                    &[id.into(), now.into(), (&failure).into()],
                ),
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

fn send(senders: &Senders, kind: OutboxKind, payload: &str) -> Result<(), SendError> {
    match kind {
        OutboxKind::Sms => senders.sms.send(&read(payload)?),
        OutboxKind::Mail => senders.mail.send(&read(payload)?),
    }
}

fn read<T: DeserializeOwned>(payload: &str) -> Result<T, SendError> {
    serde_json::from_str(payload)
        .map_err(|error| SendError::Transient(format!("the message cannot be read: {error}")))
}
