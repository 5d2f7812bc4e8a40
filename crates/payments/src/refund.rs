//! Money that goes back, as it is kept.

use miaohui_db::{FromRow, Row, Tx};
use miaohui_ledger::{Account, Transfer, post};

use crate::{Error, Result};

/// Money on its way back, with the payment it is of.
#[derive(Clone, Debug)]
pub(crate) struct Refund {
    pub id: i64,
    pub reference: String,
    pub fen: i64,
    pub reason: String,
    pub tries: i64,
    pub channel: String,
    pub payment: String,
    pub paid: i64,
}

impl FromRow for Refund {
    fn from_row(row: &Row<'_>) -> miaohui_db::Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            reference: c.take()?,
            fen: c.take()?,
            reason: c.take()?,
            tries: c.take()?,
            channel: c.take()?,
            payment: c.take()?,
            paid: c.take()?,
        })
    }
}

/// Sends `fen` of the payment `intent` back, now or as soon as the provider takes it. `by`: the operator who asks for it, and
/// the account that the money is on; nobody asks for what is on its way back by itself. More than was paid, counting what is
/// on its way already, is [`Error::TooMuch`].
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    (intent, fen): (i64, i64),
    reason: &str,
    by: Option<(&str, Account)>,
    reference: &str,
    now: i64,
) -> Result<i64> {
    let reserved = tx.execute(
        "UPDATE payment_intent SET returned = returned + $2 WHERE id = $1 AND status = 2 AND returned + $2 <= paid",
        &[intent.into(), fen.into()],
    )?;
    if reserved != 1 {
        return Err(Error::TooMuch);
    }
    let actor = by.as_ref().map(|(actor, _)| *actor);
    let (id,): (i64,) = tx.query_one(
        "INSERT INTO payment_refund (reference, intent_id, fen, reason, actor, next_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id",
        &[reference.into(), intent.into(), fen.into(), reason.into(), actor.into(), now.into()],
    )?;
    if let Some((_, from)) = by {
        post(tx, &format!("refund:{id}"), "refund", &[Transfer { from, to: Account::Due, fen }], now)?;
    }
    Ok(id)
}

/// Takes up to `most` refunds that are to be tried, and says when to try again.
pub(crate) fn claim_due(
    tx: &mut Tx<'_>,
    now: i64,
    again_at: i64,
    most: i64,
) -> miaohui_db::Result<Vec<Refund>> {
    tx.query(
        "UPDATE payment_refund SET next_at = $2, tries = tries + 1
         WHERE next_at <= $1 AND id IN (SELECT id FROM payment_refund WHERE next_at <= $1 ORDER BY next_at LIMIT $3)
         RETURNING id, reference, fen, reason, tries,
           (SELECT i.channel FROM payment_intent i WHERE i.id = intent_id),
           (SELECT i.reference FROM payment_intent i WHERE i.id = intent_id),
           (SELECT i.paid FROM payment_intent i WHERE i.id = intent_id)",
        &[now.into(), again_at.into(), most.into()],
    )
}

/// The money is back with the payer; `false`: that was known.
pub(crate) fn finish(tx: &mut Tx<'_>, reference: &str, now: i64) -> Result<bool> {
    let done: Option<(i64, i64, i64)> = tx.query_opt(
        "UPDATE payment_refund SET status = 1, next_at = NULL, ended_at = $2 WHERE reference = $1 AND status <> 1
         RETURNING id, intent_id, fen",
        &[reference.into(), now.into()],
    )?;
    let Some((id, intent, fen)) = done else { return Ok(false) };
    // Changed rather than read: of the last two refunds that end at once, one must see the other.
    let (channel,): (String,) = tx.query_one(
        "UPDATE payment_intent SET returned = returned WHERE id = $1 RETURNING channel",
        &[intent.into()],
    )?;
    let transfer = Transfer { from: Account::Due, to: Account::Clearing(channel), fen };
    post(tx, &format!("refund-end:{id}"), "refund paid", &[transfer], now)?;
    tx.execute(
        "UPDATE payment_intent SET status = 5 WHERE id = $1 AND status = 2 AND returned = paid AND NOT EXISTS
           (SELECT 1 FROM payment_refund r WHERE r.intent_id = $1 AND r.status <> 1)",
        &[intent.into()],
    )?;
    Ok(true)
}

/// The provider will not do it; a person has to look.
pub(crate) fn fail(tx: &mut Tx<'_>, id: i64, why: &str, now: i64) -> miaohui_db::Result<()> {
    tx.execute(
        "UPDATE payment_refund SET status = 2, next_at = NULL, last_error = $2, ended_at = $3 WHERE id = $1 AND status = 0",
        &[id.into(), why.into(), now.into()],
    )?;
    Ok(())
}

/// It is tried again at `at`.
pub(crate) fn try_again(tx: &mut Tx<'_>, id: i64, why: &str, at: i64) -> miaohui_db::Result<()> {
    tx.execute(
        "UPDATE payment_refund SET next_at = $3, last_error = $2 WHERE id = $1 AND status = 0",
        &[id.into(), why.into(), at.into()],
    )?;
    Ok(())
}
