//! The stored messages of the outbox.

use miaohui_db::{Migration, Migrations, Result, Script, Tx};
use miaohui_kernel::{CLOCKS_DIFFER_MS, DAY_MS, HOUR_MS, MINUTE_MS};
use serde::Serialize;

use crate::budget;
use crate::mail::Mail;
use crate::outbox_kind::{OutboxKind, message_state};
use crate::sms::Sms;

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
        Migration {
            version: 3,
            name: "deliveries",
            sql: Script::Text(include_str!("../migrations/0003_deliveries.sql")),
        },
    ],
};

/// The longest time between two attempts to send a message.
pub(crate) const LONGEST_BACKOFF_MS: i64 = 10 * MINUTE_MS;

/// The longest time between two questions for a receipt.
pub(crate) const LONGEST_RECEIPT_WAIT_MS: i64 = HOUR_MS;

/// How long the recipient of a message is kept, for the question why it did not arrive.
const KEEP_RECIPIENT_MS: i64 = 2 * DAY_MS;

/// Statements, as SQLite understands them, that hold messages which wait to be sent: they become failed
/// ones, which operators can send again until they expire. `version` is the schema's.
pub fn hold_pending(version: i64) -> &'static [&'static str] {
    const HELD: &str = "UPDATE outbox SET next_at = NULL, ended_at = created_at,
           last_error = 'held after a restore: it may have been sent before', state = 'failed', reason = 'other'
         WHERE next_at IS NOT NULL";
    const BEFORE_STATES: &str = "UPDATE outbox SET next_at = NULL, ended_at = created_at,
           last_error = 'held after a restore: it may have been sent before'
         WHERE next_at IS NOT NULL";
    match version {
        ..1 => &[],
        1..3 => &[BEFORE_STATES],
        3.. => &[HELD],
    }
}

miaohui_db::ids! {
    /// A message of the outbox.
    OutboxId,
}

/// Enqueues a short message. It is not sent after `expires_at` (Unix ms).
pub fn enqueue_sms(tx: &mut Tx<'_>, sms: &Sms, expires_at: i64) -> Result<()> {
    enqueue(tx, OutboxKind::Sms, sms, &sms.e164(), Lifetime { at: sms.at, expires_at })
}

/// Enqueues a mail. It is not sent after `expires_at` (Unix ms).
pub fn enqueue_mail(tx: &mut Tx<'_>, mail: &Mail, expires_at: i64) -> Result<()> {
    enqueue(tx, OutboxKind::Mail, mail, &mail.to, Lifetime { at: mail.at, expires_at })
}

struct Lifetime {
    at: i64,
    expires_at: i64,
}

fn enqueue(
    tx: &mut Tx<'_>,
    kind: OutboxKind,
    message: &impl Serialize,
    recipient: &str,
    Lifetime { at, expires_at }: Lifetime,
) -> Result<()> {
    let payload = serde_json::to_string(message).unwrap_or_default();
    tx.execute(
        "INSERT INTO outbox (kind, payload, recipient, created_at, next_at, expires_at, tries)
         VALUES ($1, $2, $3, $4, $4, $5, 0)",
        &[kind.into(), (&payload).into(), recipient.into(), at.into(), expires_at.into()],
    )?;
    Ok(())
}

/// The number of messages that failed lately, counted up to `most`: those whose recipients are still
/// known, or that can be sent again.
pub fn count_failed(tx: &mut Tx<'_>, most: u32) -> Result<i64> {
    let (count,) = tx.query_one(
        concat!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = ",
            message_state!(Failed),
            " AND (recipient IS NOT NULL OR payload <> '') LIMIT $1) failed"
        ),
        &[i64::from(most).into()],
    )?;
    Ok(count)
}

miaohui_db::row! {
    /// The messages of a kind that wait to be sent.
    #[derive(Clone, Copy, Debug)]
    pub struct WaitingMessages as waiting_columns {
        /// The kind.
        pub kind: OutboxKind = "kind",
        /// How many there are.
        pub count: i64 = "COUNT(*)",
        /// When the oldest was written, in Unix ms.
        pub oldest_at: i64 = "MIN(created_at)",
    }
}

/// The messages that wait to be sent, by kind.
pub fn waiting_messages(tx: &mut Tx<'_>) -> Result<Vec<WaitingMessages>> {
    tx.query(
        concat!("SELECT ", waiting_columns!(), " FROM outbox WHERE next_at IS NOT NULL GROUP BY kind"),
        &[],
    )
}

/// Makes a failed message due again, with all attempts; `false` if it did not fail or has expired.
pub fn retry(tx: &mut Tx<'_>, id: OutboxId, now: i64) -> Result<bool> {
    let changed = tx.execute(
        concat!(
            "UPDATE outbox SET next_at = $2, tries = 0, ended_at = NULL, state = ",
            message_state!(Queued),
            " WHERE id = $1 AND next_at IS NULL AND payload <> '' AND expires_at > $2"
        ),
        &[id.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// Makes messages and receipts due that lie further ahead than they can, because a clock was wrong;
/// returns how many.
pub fn mend_message_times(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    let mut mended = 0;
    for kind in OutboxKind::ALL.iter().copied() {
        mended += tx.execute(
            "UPDATE outbox SET next_at = $3 WHERE kind = $1 AND next_at > $2",
            &[kind.into(), (now + LONGEST_BACKOFF_MS + CLOCKS_DIFFER_MS).into(), now.into()],
        )?;
    }
    let furthest = now + LONGEST_RECEIPT_WAIT_MS + CLOCKS_DIFFER_MS;
    mended +=
        tx.execute("UPDATE outbox SET check_at = $2 WHERE check_at > $1", &[furthest.into(), now.into()])?;
    Ok(mended)
}

/// Deletes the payloads of failed messages that have expired, the recipients of old messages and
/// the counts of past periods; returns how many payloads there were.
pub fn forget_failed(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    let old = now - KEEP_RECIPIENT_MS;
    tx.execute(
        "UPDATE outbox SET recipient = NULL, serial = NULL, check_at = NULL
         WHERE recipient IS NOT NULL AND created_at <= $1 AND next_at IS NULL",
        &[old.into()],
    )?;
    tx.execute("DELETE FROM send_refusal WHERE last_at <= $1", &[old.into()])?;
    budget::tidy(tx, now)?;
    tx.execute(
        "UPDATE outbox SET payload = '' WHERE next_at IS NULL AND payload <> '' AND expires_at <= $1",
        &[now.into()],
    )
}
