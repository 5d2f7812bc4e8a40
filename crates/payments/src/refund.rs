//! Stored refunds.

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer, post};

use crate::error::{Error, Result};
use crate::intent::{IntentId, intent_status};

miaohui_db::ids! {
    /// A refund.
    RefundId,
}

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
        pub channel: String = "(SELECT i.channel FROM payment_intent i WHERE i.id = intent_id)",
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
    let NewRefund { reference, intent, fen, reason, by } = new;
    let reserved = tx.execute(
        concat!(
            "UPDATE payment_intent SET returned = returned + $2 WHERE id = $1 AND status = ",
            intent_status!(Succeeded),
            " AND returned + $2 <= paid"
        ),
        &[intent.into(), fen.into()],
    )?;
    if reserved != 1 {
        return Err(Error::TooMuch);
    }
    let actor = by.as_ref().map(|(actor, _)| *actor);
    let (id,): (RefundId,) = tx.query_one(
        "INSERT INTO payment_refund (reference, intent_id, fen, reason, actor, next_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id",
        &[reference.into(), intent.into(), fen.into(), reason.into(), actor.into(), now.into()],
    )?;
    if let Some((_, from)) = by {
        post(tx, &format!("refund:{id}"), "refund", &[Transfer { from, to: Account::Due, fen }], now)?;
    }
    Ok(id)
}

/// Claims up to `most` refunds that are due to be sent, until `claimed_until`.
pub(crate) fn claim_due(
    tx: &mut Tx<'_>,
    now: i64,
    claimed_until: i64,
    most: u32,
) -> miaohui_db::Result<Vec<Refund>> {
    tx.query(
        concat!(
            "UPDATE payment_refund SET next_at = $2, tries = tries + 1
             WHERE next_at <= $1 AND id IN
               (SELECT id FROM payment_refund WHERE next_at <= $1 ORDER BY next_at LIMIT $3)
             RETURNING ",
            refund_columns!()
        ),
        &[now.into(), claimed_until.into(), i64::from(most).into()],
    )
}

/// Marks a refund as done; `false` if it was done before or is unknown.
pub(crate) fn finish(tx: &mut Tx<'_>, reference: &str, now: i64) -> Result<bool> {
    let done: Option<(RefundId, IntentId, Fen)> = tx.query_opt(
        concat!(
            "UPDATE payment_refund SET status = ",
            refund_status!(Done),
            ", next_at = NULL, ended_at = $2 WHERE reference = $1 AND status <> ",
            refund_status!(Done),
            " RETURNING id, intent_id, fen"
        ),
        &[reference.into(), now.into()],
    )?;
    let Some((id, intent, fen)) = done else { return Ok(false) };
    // The update locks the intent: of the last two refunds that end concurrently, one must see the
    // other.
    let (channel,): (String,) = tx.query_one(
        "UPDATE payment_intent SET returned = returned WHERE id = $1 RETURNING channel",
        &[intent.into()],
    )?;
    let transfer = Transfer { from: Account::Due, to: Account::Clearing(channel), fen };
    post(tx, &format!("refund-end:{id}"), "refund paid", &[transfer], now)?;
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
    Ok(true)
}

/// Marks a refund as refused by the provider.
pub(crate) fn fail(tx: &mut Tx<'_>, id: RefundId, why: &str, now: i64) -> miaohui_db::Result<()> {
    tx.execute(
        concat!(
            "UPDATE payment_refund SET status = ",
            refund_status!(Failed),
            ", next_at = NULL, last_error = $2, ended_at = $3 WHERE id = $1 AND status = ",
            refund_status!(Pending)
        ),
        &[id.into(), why.into(), now.into()],
    )?;
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
