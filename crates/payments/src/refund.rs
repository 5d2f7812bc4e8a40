//! Stored refunds.

use miaohui_admin::QueueItem;
use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer, post};

use crate::error::{Error, Result};
use crate::events;
pub use crate::ids::RefundId;
use crate::intent::{IntentId, intent_status};

miaohui_db::stored_enum! {
    /// The status of a refund.
    pub enum RefundStatus: i64 as refund_status {
        /// To be sent, or in progress at the provider.
        Pending = 0,
        /// The payer has the money.
        Done = 1,
        /// Refused by the provider; an operator has to look at it.
        Failed = 2,
    }
}

miaohui_db::row! {
    /// A refund with the payment that it belongs to.
    #[derive(Clone, Debug)]
    pub(crate) struct Refund as refund_columns {
        pub id: RefundId = "id",
        pub reference: String = "reference",
        pub fen: Fen = "fen",
        pub reason: String = "reason",
        pub tries: i64 = "tries",
        pub created_at: i64 = "created_at",
        pub payment: String = "(SELECT i.reference FROM payment_intent i WHERE i.id = intent_id)",
        pub paid: Fen = "(SELECT i.paid FROM payment_intent i WHERE i.id = intent_id)",
    }
}

/// A refund to start.
#[derive(Clone, Debug)]
pub(crate) struct NewRefund<'a> {
    /// Our number for the provider.
    pub reference: &'a str,
    /// The payment.
    pub intent: IntentId,
    /// Its channel.
    pub channel: &'a str,
    /// The amount.
    pub fen: Fen,
    /// The reason, which the payer may read.
    pub reason: &'a str,
    /// The operator and the account to debit. None for automatic refunds, whose money is due
    /// already.
    pub by: Option<(&'a str, Account)>,
}

/// Starts a refund. [`reconcile`](crate::Desk::reconcile) sends it to the provider.
///
/// [`Error::TooMuch`] if all refunds of the payment would exceed the paid amount.
pub(crate) fn start(tx: &mut Tx<'_>, new: NewRefund<'_>, now: i64) -> Result<RefundId> {
    let NewRefund { reference, intent, channel, fen, reason, by } = new;
    if !reserve(tx, intent, fen)? {
        return Err(Error::TooMuch);
    }
    let actor = by.as_ref().map(|(actor, _)| *actor);
    let (id,): (RefundId,) = tx.query_one(
        "INSERT INTO payment_refund (reference, intent_id, channel, fen, reason, actor, next_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING id",
        &[
            reference.into(),
            intent.into(),
            channel.into(),
            fen.into(),
            reason.into(),
            actor.into(),
            now.into(),
        ],
    )?;
    if let Some((_, from)) = by {
        post(tx, &format!("refund:{id}"), "refund", &[Transfer { from, to: Account::Due, fen }], now)?;
    }
    events::refund(tx, "refund.created", id, now)?;
    Ok(id)
}

/// Reserves a part of a payment for a refund; `false` if all refunds would exceed the paid amount.
pub(crate) fn reserve(tx: &mut Tx<'_>, intent: IntentId, fen: Fen) -> miaohui_db::Result<bool> {
    let reserved = tx.execute(
        concat!(
            "UPDATE payment_intent SET returned = returned + $2 WHERE id = $1 AND status = ",
            intent_status!(Succeeded),
            " AND returned + $2 <= paid"
        ),
        &[intent.into(), fen.into()],
    )?;
    Ok(reserved == 1)
}

/// Whether a refund of a channel is due to be sent or queried.
pub(crate) fn is_due(tx: &mut Tx<'_>, channel: &str, now: i64) -> miaohui_db::Result<bool> {
    let due: Option<(RefundId,)> = tx.query_opt(
        "SELECT id FROM payment_refund WHERE channel = $1 AND next_at <= $2 LIMIT 1",
        &[channel.into(), now.into()],
    )?;
    Ok(due.is_some())
}

/// Claims up to `most` refunds of a channel that are due to be sent or queried, until
/// `claimed_until`.
pub(crate) fn claim_due(
    tx: &mut Tx<'_>,
    channel: &str,
    now: i64,
    claimed_until: i64,
    most: u32,
) -> miaohui_db::Result<Vec<Refund>> {
    tx.query(
        concat!(
            "UPDATE payment_refund SET next_at = $3, tries = tries + 1
             WHERE next_at <= $2 AND id IN
               (SELECT id FROM payment_refund WHERE channel = $1 AND next_at <= $2
                ORDER BY next_at LIMIT $4)
             RETURNING ",
            refund_columns!()
        ),
        &[channel.into(), now.into(), claimed_until.into(), i64::from(most).into()],
    )
}

/// The id of a refund with this number, or that had it before.
pub(crate) fn find(tx: &mut Tx<'_>, number: &str) -> miaohui_db::Result<Option<RefundId>> {
    let found: Option<(RefundId,)> =
        tx.query_opt("SELECT id FROM payment_refund WHERE reference = $1 OR former = $1", &[number.into()])?;
    Ok(found.map(|(id,)| id))
}

/// The amount of a refund.
pub(crate) fn amount(tx: &mut Tx<'_>, id: RefundId) -> miaohui_db::Result<Option<Fen>> {
    let found: Option<(Fen,)> = tx.query_opt("SELECT fen FROM payment_refund WHERE id = $1", &[id.into()])?;
    Ok(found.map(|(fen,)| fen))
}

/// Makes the waiting refunds of a payment due, because the provider has told something about them.
pub(crate) fn wake(tx: &mut Tx<'_>, intent: IntentId, now: i64) -> miaohui_db::Result<u64> {
    tx.execute(
        concat!(
            "UPDATE payment_refund SET next_at = $2 WHERE intent_id = $1 AND next_at > $2 AND status = ",
            refund_status!(Pending)
        ),
        &[intent.into(), now.into()],
    )
}

/// Marks a refund as done; `false` if it was done before.
pub(crate) fn finish(tx: &mut Tx<'_>, id: RefundId, now: i64) -> Result<bool> {
    let done: Option<(IntentId, Fen, String)> = tx.query_opt(
        concat!(
            "UPDATE payment_refund SET status = ",
            refund_status!(Done),
            ", next_at = NULL, last_error = NULL, ended_at = $2 WHERE id = $1 AND status <> ",
            refund_status!(Done),
            " RETURNING intent_id, fen, channel"
        ),
        &[id.into(), now.into()],
    )?;
    let Some((intent, fen, channel)) = done else { return Ok(false) };
    end(tx, id, intent, Transfer { from: Account::Due, to: Account::Clearing(channel), fen }, now)?;
    Ok(true)
}

/// Whether a refund was paid back in another way.
pub(crate) fn is_outside(tx: &mut Tx<'_>, id: RefundId) -> miaohui_db::Result<bool> {
    let (is_outside,) = tx.query_one("SELECT is_outside FROM payment_refund WHERE id = $1", &[id.into()])?;
    Ok(is_outside)
}

/// Posts the end of a refund that is marked as done, and marks a payment of which nothing is left.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    id: RefundId,
    intent: IntentId,
    transfer: Transfer,
    now: i64,
) -> Result<()> {
    post(tx, &format!("refund-end:{id}"), "refund paid", &[transfer], now)?;
    // The update locks the intent: of the last two refunds that end concurrently, one must see the
    // other.
    let locked =
        tx.execute("UPDATE payment_intent SET returned = returned WHERE id = $1", &[intent.into()])?;
    debug_assert_eq!(locked, 1, "the refund refers to the intent");
    tx.execute(
        concat!(
            "UPDATE payment_intent SET status = ",
            intent_status!(Refunded),
            " WHERE id = $1 AND status = ",
            intent_status!(Succeeded),
            " AND returned = paid AND NOT EXISTS
               (SELECT 1 FROM payment_refund r WHERE r.intent_id = $1 AND r.status <> ",
            refund_status!(Done),
            ")"
        ),
        &[intent.into()],
    )?;
    events::refund(tx, "refund.succeeded", id, now)?;
    Ok(())
}

/// Marks a refund as refused by the provider.
pub(crate) fn fail(tx: &mut Tx<'_>, id: RefundId, why: &str, now: i64) -> miaohui_db::Result<()> {
    let failed = tx.execute(
        concat!(
            "UPDATE payment_refund SET status = ",
            refund_status!(Failed),
            ", next_at = NULL, last_error = $2, ended_at = $3 WHERE id = $1 AND status = ",
            refund_status!(Pending)
        ),
        &[id.into(), why.into(), now.into()],
    )?;
    if failed == 1 {
        events::refund(tx, "refund.failed", id, now)?;
    }
    Ok(())
}

/// Schedules the next attempt to send a refund.
pub(crate) fn retry_at(tx: &mut Tx<'_>, id: RefundId, why: &str, at: i64) -> miaohui_db::Result<()> {
    tx.execute(
        concat!(
            "UPDATE payment_refund SET next_at = $3, last_error = $2 WHERE id = $1 AND status = ",
            refund_status!(Pending)
        ),
        &[id.into(), why.into(), at.into()],
    )?;
    Ok(())
}

/// The number of failed refunds, counted up to `most`.
pub(crate) fn count_failed(tx: &mut Tx<'_>, most: u32) -> miaohui_db::Result<i64> {
    let (count,) = tx.query_one(
        concat!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM payment_refund WHERE status = ",
            refund_status!(Failed),
            " LIMIT $1) failed"
        ),
        &[i64::from(most).into()],
    )?;
    Ok(count)
}

/// The failed refunds, the oldest first.
pub(crate) fn failed_items(tx: &mut Tx<'_>, most: u32) -> miaohui_db::Result<Vec<QueueItem>> {
    tx.query(
        concat!(
            "SELECT id, CAST(NULL AS BIGINT) AS image, reference AS name, fen AS money, created_at AS since
             FROM payment_refund WHERE status = ",
            refund_status!(Failed),
            " ORDER BY id LIMIT $1"
        ),
        &[i64::from(most).into()],
    )
}
