//! The outbox table and the task that empties it.

use std::sync::Arc;
use std::time::Duration;

use miaohui_db::{Database, Migration, Migrations, Result, Script, Tx};
use miaohui_kernel::{Clock, MINUTE_MS, SECOND_MS};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Notify;

use crate::SendError;
use crate::mail::{Mail, MailSender};
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

/// A message that was claimed and not marked as sent is tried again after this time.
const CLAIM_MS: i64 = MINUTE_MS;
const MOST_TRIES: i64 = 12;
/// So few that a provider that takes ten seconds for each message is done before the claim ends.
const BATCH: i64 = 5;
/// Other processes' messages, and messages left by a crash, are found at least this often.
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

/// Puts a short message into the outbox; it is not sent any more after `expires_at` (Unix ms).
pub fn enqueue_sms(tx: &mut Tx<'_>, sms: &Sms, expires_at: i64) -> Result<()> {
    enqueue(tx, OutboxKind::Sms, sms, sms.at, expires_at)
}

/// Puts a mail into the outbox; it is not sent any more after `expires_at` (Unix ms).
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

/// How many messages failed for good and can still be sent again, counted up to `most`.
pub fn count_failed(tx: &mut Tx<'_>, most: u32) -> Result<i64> {
    let (count,) = tx.query_one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE next_at IS NULL AND payload <> '' LIMIT $1) failed",
        &[i64::from(most).into()],
    )?;
    Ok(count)
}

/// Sends a message again that failed for good, from its first try. `false`: it did not fail, or has expired.
pub fn retry(tx: &mut Tx<'_>, id: OutboxId, now: i64) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE outbox SET next_at = $2, tries = 0, ended_at = NULL
         WHERE id = $1 AND next_at IS NULL AND payload <> '' AND expires_at > $2",
        &[id.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// Forgets what failed messages say once they have expired; how many there were.
pub fn forget_failed(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute(
        "UPDATE outbox SET payload = '' WHERE next_at IS NULL AND payload <> '' AND expires_at <= $1",
        &[now.into()],
    )
}

/// Who sends what.
#[derive(Clone)]
pub struct Senders {
    /// Short messages.
    pub sms: Arc<dyn SmsSender>,
    /// Mail.
    pub mail: Arc<dyn MailSender>,
}

/// Empties the outbox. Several processes may do so at once: each message is claimed before it is sent. The kinds of
/// messages do not wait for each other: a mail server that hangs holds up no verification code.
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
    /// An outbox over `db`.
    pub fn new(db: Database, clock: Clock, senders: Senders) -> Self {
        Self { db, clock, senders, wake: Arc::default() }
    }

    /// Says that something was committed to the outbox.
    pub fn wake(&self) {
        for bell in self.wake.iter() {
            bell.notify_one();
        }
    }

    /// Sends what is due, now and whenever it is woken, until the task is dropped.
    pub async fn run(self) {
        tokio::join!(self.empty(OutboxKind::Sms), self.empty(OutboxKind::Mail));
    }

    async fn empty(&self, kind: OutboxKind) {
        loop {
            match self.deliver(kind).await {
                Ok(sent) if sent == BATCH as usize => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the outbox could not be read"),
            }
            let _ = tokio::time::timeout(POLL, self.wake[kind as usize].notified()).await;
        }
    }

    /// Sends one batch of what is due of each kind; the number of messages it took.
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
        // RETURNING gives the rows in any order; of two codes for one phone the later is the one that counts.
        due.sort_unstable_by_key(|message| message.id);
        let count = due.len();
        for message in due {
            if message.expires_at <= now {
                self.settle(message.id, Some("expired before it could be sent".into()), None).await?;
                continue;
            }
            let (id, tries) = (message.id, message.tries);
            let senders = self.senders.clone();
            let sent = tokio::task::spawn_blocking(move || send(&senders, kind, &message.payload)).await;
            let failure = sent.unwrap_or_else(|error| Err(SendError::Transient(error.to_string()))).err();
            if let Some(error) = &failure {
                tracing::warn!(kind = kind.value(), id = id.get(), tries, %error, "a message was not sent");
            }
            let retry = matches!(failure, Some(SendError::Transient(_))) && tries < MOST_TRIES;
            let backoff = (SECOND_MS << tries.clamp(0, 10)).min(10 * MINUTE_MS);
            self.settle(id, failure.map(|error| error.to_string()), retry.then_some(now + backoff)).await?;
        }
        Ok(count)
    }

    /// Records how a message ended, or when it is tried again. What was sent is forgotten: it may hold a code. What failed is
    /// kept until it expires, so that operators can send it again.
    async fn settle(&self, id: OutboxId, failure: Option<String>, next_at: Option<i64>) -> Result<()> {
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
