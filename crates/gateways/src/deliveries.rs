//! What became of messages: receipts, and the messages to one recipient.

use miaohui_db::{Result, Tx};
use miaohui_kernel::{DAY_MS, SECOND_MS};

use crate::messages::{LONGEST_RECEIPT_WAIT_MS, OutboxId};
use crate::outbox_kind::{MessageState, OutboxKind, message_state};
use crate::send_error::Reason;
use crate::sms::{Delivery, SentSms};

/// The time from sending to the first question for the receipt.
pub(crate) const FIRST_CHECK_MS: i64 = 5 * SECOND_MS;
/// How long receipts are asked for.
const CHECK_FOR_MS: i64 = DAY_MS;
/// The most messages to one recipient that are shown.
const MOST_SHOWN: i64 = 50;

miaohui_db::row! {
    /// A message whose receipt is due.
    pub(crate) struct DueReceipt as due_receipt_columns {
        pub id: OutboxId = "id",
        provider: Option<String> = "provider",
        serial: Option<String> = "serial",
        recipient: Option<String> = "recipient",
        created_at: i64 = "created_at",
    }
}

impl DueReceipt {
    /// What the provider is asked for; `None` if that is forgotten already.
    pub fn sent(&self) -> Option<SentSms> {
        Some(SentSms {
            provider: self.provider.clone()?,
            serial: self.serial.clone()?,
            phone: self.recipient.clone()?,
            at: self.created_at,
        })
    }
}

/// Claims messages whose receipts are due: the next question follows after as long as the message
/// is old, and after a day there is none.
pub(crate) fn claim_checks(tx: &mut Tx<'_>, most: i64, now: i64) -> Result<Vec<DueReceipt>> {
    tx.query(
        concat!(
            "UPDATE outbox SET check_at = CASE
               WHEN $1 - created_at > $3 THEN NULL
               WHEN $1 - created_at > $4 OR created_at > $1 THEN $1 + $4
               ELSE $1 + $5 + ($1 - created_at) END
             WHERE check_at <= $1 AND id IN (SELECT id FROM outbox WHERE check_at <= $1 ORDER BY check_at LIMIT $2)
             RETURNING ",
            due_receipt_columns!()
        ),
        &[now.into(), most.into(), CHECK_FOR_MS.into(), LONGEST_RECEIPT_WAIT_MS.into(), FIRST_CHECK_MS.into()],
    )
}

/// Records the receipt of a message.
pub(crate) fn record(tx: &mut Tx<'_>, id: OutboxId, delivery: &Delivery, now: i64) -> Result<bool> {
    let (state, reason, text) = match delivery {
        Delivery::Delivered => (MessageState::Delivered, None, None),
        Delivery::Failed { reason, text } => {
            (MessageState::Undelivered, Some(reason.value()), Some(text.as_str()))
        }
    };
    let changed = tx.execute(
        concat!(
            "UPDATE outbox SET state = $2, reason = $3, last_error = $4, reported_at = $5, check_at = NULL
             WHERE id = $1 AND state = ",
            message_state!(Sent)
        ),
        &[id.into(), state.into(), reason.into(), text.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// Records a receipt that a provider reported by itself; `false` if no sent message has the number.
pub fn record_reported(
    tx: &mut Tx<'_>,
    provider: &str,
    serial: &str,
    delivery: &Delivery,
    now: i64,
) -> Result<bool> {
    let found: Option<(OutboxId,)> = tx.query_opt(
        "SELECT id FROM outbox WHERE serial = $1 AND provider = $2 ORDER BY id DESC LIMIT 1",
        &[serial.into(), provider.into()],
    )?;
    match found {
        Some((id,)) => record(tx, id, delivery, now),
        None => Ok(false),
    }
}

/// Records that a limit refused a message to a recipient.
pub fn record_refusal(tx: &mut Tx<'_>, recipient: &str, reason: Reason, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO send_refusal (recipient, reason, refused, last_at) VALUES ($1, $2, 1, $3)
         ON CONFLICT (recipient, reason) DO UPDATE SET
           refused = send_refusal.refused + 1, last_at = excluded.last_at",
        &[recipient.into(), reason.into(), now.into()],
    )?;
    Ok(())
}

miaohui_db::row! {
    /// A message to a recipient.
    pub struct SentMessage as sent_message_columns {
        /// The message.
        pub id: OutboxId = "id",
        /// Its kind.
        pub kind: OutboxKind = "kind",
        /// Its state.
        pub state: MessageState = "state",
        /// Why it did not arrive.
        pub reason: Option<Reason> = "reason",
        /// The provider's words.
        pub last_error: Option<String> = "last_error",
        /// The provider that took it.
        pub provider: Option<String> = "provider",
        /// When it was requested, in Unix ms.
        pub created_at: i64 = "created_at",
        /// When the provider took it or it failed, in Unix ms.
        pub ended_at: Option<i64> = "ended_at",
        /// When the receipt came, in Unix ms.
        pub reported_at: Option<i64> = "reported_at",
    }
}

miaohui_db::row! {
    /// Requests for messages to a recipient that a limit refused.
    pub struct RefusedMessage as refused_message_columns {
        /// The limit.
        pub reason: Reason = "reason",
        /// How many there were.
        pub refused: i64 = "refused",
        /// When the last one was refused, in Unix ms.
        pub last_at: i64 = "last_at",
    }
}

/// The messages to a recipient since a time, and the requests that were refused; the newest first.
pub fn of_recipient(
    tx: &mut Tx<'_>,
    recipient: &str,
    since: i64,
) -> Result<(Vec<SentMessage>, Vec<RefusedMessage>)> {
    let sent = tx.query(
        concat!(
            "SELECT ",
            sent_message_columns!(),
            " FROM outbox WHERE recipient = $1 AND created_at > $2 ORDER BY id DESC LIMIT $3"
        ),
        &[recipient.into(), since.into(), MOST_SHOWN.into()],
    )?;
    let refused = tx.query(
        concat!(
            "SELECT ",
            refused_message_columns!(),
            " FROM send_refusal WHERE recipient = $1 AND last_at > $2 ORDER BY last_at DESC, reason"
        ),
        &[recipient.into(), since.into()],
    )?;
    Ok((sent, refused))
}

miaohui_db::row! {
    /// Messages that are not sent, in one state.
    #[derive(Clone, Debug)]
    pub struct Backlog as backlog_columns {
        /// The state, as it is stored.
        pub state: String = "state",
        /// Their number, up to 10,000.
        pub count: i64 = "count",
        /// When the oldest of them was asked for, in Unix ms.
        pub oldest_at: i64 = "oldest_at",
    }
}

/// The messages that wait or failed lately, by state.
pub fn backlog(tx: &mut Tx<'_>) -> Result<Vec<Backlog>> {
    tx.query(
        concat!(
            "SELECT ",
            backlog_columns!(),
            " FROM (SELECT state, COUNT(*) AS count, MIN(created_at) AS oldest_at FROM (
                SELECT * FROM (SELECT state, created_at FROM outbox WHERE id > 0 AND state = ",
            message_state!(Queued),
            " ORDER BY id LIMIT 10000) queued UNION ALL
                SELECT * FROM (SELECT state, created_at FROM outbox WHERE id > 0 AND state = ",
            message_state!(Retrying),
            " ORDER BY id LIMIT 10000) retrying UNION ALL
                SELECT * FROM (SELECT state, created_at FROM outbox WHERE state = ",
            message_state!(Failed),
            " AND (recipient IS NOT NULL OR payload <> '') ORDER BY id LIMIT 10000) failed
              ) waiting GROUP BY state) backlog ORDER BY state"
        ),
        &[],
    )
}
