//! The outbox table and the task that empties it.

use std::sync::Arc;
use std::time::Duration;

use miaohui_db::{Database, FromRow, Migration, Migrations, Result, Row, Tx};
use miaohui_kernel::{Clock, MINUTE_MS, SECOND_MS};
use tokio::sync::Notify;

use crate::SendError;
use crate::sms::{Sms, SmsSender};

/// The outbox's schema.
pub const MIGRATIONS: Migrations = Migrations {
    component: "gateways",
    steps: &[Migration { version: 1, name: "outbox", sql: include_str!("../migrations/0001_outbox.sql") }],
};

/// A message that was claimed and not marked as sent is tried again after this time.
const CLAIM_MS: i64 = MINUTE_MS;
const MOST_TRIES: i64 = 12;
const BATCH: i64 = 50;
/// Other processes' messages, and messages left by a crash, are found at least this often.
const POLL: Duration = Duration::from_secs(1);

/// Puts a short message into the outbox; it is not sent any more after `expires_at` (Unix ms).
pub fn enqueue_sms(tx: &mut Tx<'_>, sms: &Sms, expires_at: i64) -> Result<()> {
    let payload = serde_json::to_string(sms).unwrap_or_default();
    tx.execute(
        "INSERT INTO outbox (kind, payload, created_at, next_at, expires_at, tries) VALUES ('sms', $1, $2, $2, $3, 0)",
        &[(&payload).into(), sms.at.into(), expires_at.into()],
    )?;
    Ok(())
}

/// Who sends what.
#[derive(Clone)]
pub struct Senders {
    /// Short messages.
    pub sms: Arc<dyn SmsSender>,
}

/// Empties the outbox. Several processes may do so at once: each message is claimed before it is sent.
#[derive(Clone)]
pub struct Outbox {
    db: Database,
    clock: Clock,
    senders: Senders,
    wake: Arc<Notify>,
}

struct Due {
    id: i64,
    kind: String,
    payload: String,
    tries: i64,
    expires_at: i64,
}

impl FromRow for Due {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            kind: c.take()?,
            payload: c.take()?,
            tries: c.take()?,
            expires_at: c.take()?,
        })
    }
}

impl Outbox {
    /// An outbox over `db`.
    pub fn new(db: Database, clock: Clock, senders: Senders) -> Self {
        Self { db, clock, senders, wake: Arc::default() }
    }

    /// Says that something was committed to the outbox.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Sends what is due, now and whenever it is woken, until the task is dropped.
    pub async fn run(self) {
        loop {
            match self.deliver_due().await {
                Ok(sent) if sent == BATCH as usize => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the outbox could not be read"),
            }
            let _ = tokio::time::timeout(POLL, self.wake.notified()).await;
        }
    }

    /// Sends one batch of what is due; the number of messages it took.
    pub async fn deliver_due(&self) -> Result<usize> {
        let now = self.clock.now_ms();
        let due: Vec<Due> = self.db.write(move |tx| claim(tx, now)).await?;
        let count = due.len();
        for message in due {
            if message.expires_at <= now {
                self.settle(message.id, Some("expired before it could be sent".into()), None).await?;
                continue;
            }
            let (id, tries) = (message.id, message.tries);
            let senders = self.senders.clone();
            let sent = tokio::task::spawn_blocking(move || send(&senders, &message)).await;
            let failure = match sent {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(error.0),
                Err(error) => Some(error.to_string()),
            };
            if let Some(error) = &failure {
                tracing::warn!(id, tries, %error, "a message was not sent");
            }
            let retry = failure.is_some() && tries < MOST_TRIES;
            let backoff = (SECOND_MS << tries.clamp(0, 10)).min(10 * MINUTE_MS);
            self.settle(id, failure, retry.then_some(now + backoff)).await?;
        }
        Ok(count)
    }

    /// Records how a message ended, or when it is tried again. What was sent is forgotten: it may hold a code.
    async fn settle(&self, id: i64, failure: Option<String>, next_at: Option<i64>) -> Result<()> {
        let now = self.clock.now_ms();
        self.db
            .write(move |tx| match next_at {
                Some(at) => tx.execute(
                    "UPDATE outbox SET next_at = $2, last_error = $3 WHERE id = $1",
                    &[id.into(), at.into(), (&failure).into()],
                ),
                None => tx.execute(
                    "UPDATE outbox SET next_at = NULL, ended_at = $2, last_error = $3, payload = '' WHERE id = $1",
                    &[id.into(), now.into(), (&failure).into()],
                ),
            })
            .await?;
        Ok(())
    }
}

fn claim(tx: &mut Tx<'_>, now: i64) -> Result<Vec<Due>> {
    tx.query(
        "UPDATE outbox SET next_at = $2, tries = tries + 1
         WHERE next_at <= $1
           AND id IN (SELECT id FROM outbox WHERE next_at <= $1 ORDER BY next_at, id LIMIT $3)
         RETURNING id, kind, payload, tries, expires_at",
        &[now.into(), (now + CLAIM_MS).into(), BATCH.into()],
    )
}

fn send(senders: &Senders, message: &Due) -> Result<(), SendError> {
    match message.kind.as_str() {
        "sms" => {
            let sms: Sms = serde_json::from_str(&message.payload)
                .map_err(|error| SendError(format!("the message cannot be read: {error}")))?;
            senders.sms.send(&sms)
        }
        other => Err(SendError(format!("nobody sends messages of kind {other}"))),
    }
}
