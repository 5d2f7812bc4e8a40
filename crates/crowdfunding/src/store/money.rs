//! Money of users on its way in and out.

use miaohui_db::{FromRow, Row, Tx};
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, PostError, Transfer, post};
use miaohui_payments::{Intent, Payable, PaymentDecision, Reversal};
use schemars::JsonSchema;
use serde::Serialize;

use super::audit;
use crate::wire::{Moment, Yuan};
use crate::{Code, Error, Result};

/// Money on its way into a user's balance.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Recharge {
    /// Its id.
    pub id: i64,
    /// How much.
    pub money: Yuan,
    /// Through which channel.
    pub channel: String,
    /// 0: waits, 1: succeeded, 2: failed.
    pub status: i64,
    /// When it was asked for.
    pub datetime: Moment,
}

impl FromRow for Recharge {
    fn from_row(row: &Row<'_>) -> miaohui_db::Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            money: Yuan(c.take()?),
            channel: c.take()?,
            status: c.take()?,
            datetime: Moment(c.take()?),
        })
    }
}

/// A recharge is on the balance.
pub const PAID: i64 = 1;

/// A recharge that waits for its payment.
pub fn begin_recharge(
    tx: &mut Tx<'_>,
    user: i64,
    fen: i64,
    channel: &str,
    now: i64,
) -> miaohui_db::Result<Recharge> {
    tx.query_one(
        "INSERT INTO cf_recharge (user_id, money, channel, created_at) VALUES ($1, $2, $3, $4)
         RETURNING id, money, channel, status, created_at",
        &[user.into(), fen.into(), channel.into(), now.into()],
    )
}

/// A user's recharge.
pub fn recharge(tx: &mut Tx<'_>, user: i64, id: i64) -> miaohui_db::Result<Recharge> {
    tx.query_one(
        "SELECT id, money, channel, status, created_at FROM cf_recharge WHERE id = $1 AND user_id = $2",
        &[id.into(), user.into()],
    )
}

/// What payments of recharges name.
pub const RECHARGE: &str = "recharge";

/// How recharges are paid.
#[derive(Clone, Copy, Debug)]
pub struct RechargePayments;

impl Payable for RechargePayments {
    fn subject(&self) -> &'static str {
        RECHARGE
    }

    fn decide(&self, tx: &mut Tx<'_>, intent: &Intent, _: i64) -> miaohui_db::Result<PaymentDecision> {
        let paid = tx.execute(
            "UPDATE cf_recharge SET status = 1 WHERE id = $1 AND user_id = $2 AND status <> 1",
            &[intent.subject_id.into(), intent.payer_id.into()],
        )?;
        Ok(if paid == 1 {
            PaymentDecision::Accepted(Account::User(intent.payer_id.get()))
        } else {
            PaymentDecision::Refused
        })
    }

    /// It goes back from the balance that it came to, while there is enough on it.
    fn reverse(
        &self,
        tx: &mut Tx<'_>,
        intent: &Intent,
        back: &Reversal<'_>,
        now: i64,
    ) -> miaohui_payments::Result<Account> {
        audit::refund(tx, RECHARGE, intent.subject_id.get(), back, now)?;
        Ok(Account::User(intent.payer_id.get()))
    }
}

/// A recharge that waits has failed.
pub fn fail_recharge(tx: &mut Tx<'_>, id: i64) -> miaohui_db::Result<()> {
    tx.execute("UPDATE cf_recharge SET status = 2 WHERE id = $1 AND status = 0", &[id.into()])?;
    Ok(())
}

/// Money on its way out of a user's balance.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Withdrawal {
    /// Its id.
    pub id: i64,
    /// How much.
    pub money: Yuan,
    /// 0: waits for an operator, 1: paid out, 2: refused.
    pub status: i64,
    /// When it was asked for.
    pub datetime: Moment,
}

impl FromRow for Withdrawal {
    fn from_row(row: &Row<'_>) -> miaohui_db::Result<Self> {
        let mut c = row.columns();
        Ok(Self { id: c.take()?, money: Yuan(c.take()?), status: c.take()?, datetime: Moment(c.take()?) })
    }
}

/// Sets money aside that a user wants out; more than the balance is 10000 on `money`. `target`: where it goes.
pub fn begin_withdrawal(tx: &mut Tx<'_>, user: i64, fen: i64, target: &str, now: i64) -> Result<Withdrawal> {
    let withdrawal: Withdrawal = tx.query_one(
        "INSERT INTO cf_withdrawal (user_id, money, target, created_at) VALUES ($1, $2, $3, $4)
         RETURNING id, money, status, created_at",
        &[user.into(), fen.into(), target.into(), now.into()],
    )?;
    let transfer = Transfer { from: Account::User(user), to: Account::Held(user), fen: Fen(fen) };
    match post(tx, &format!("withdrawal:{}", withdrawal.id), "withdrawal", &[transfer], now) {
        Err(PostError::InsufficientFunds(_)) => Err(Error::field("money", Code::InvalidData)),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(withdrawal),
    }
}

/// A user's withdrawals, the newest first, and how many there are.
pub fn withdrawals(
    tx: &mut Tx<'_>,
    user: i64,
    limit: i64,
    offset: i64,
) -> miaohui_db::Result<(i64, Vec<Withdrawal>)> {
    let (count,) = tx.query_one("SELECT COUNT(*) FROM cf_withdrawal WHERE user_id = $1", &[user.into()])?;
    let rows = tx.query(
        "SELECT id, money, status, created_at FROM cf_withdrawal WHERE user_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3",
        &[user.into(), limit.into(), offset.into()],
    )?;
    Ok((count, rows))
}

/// An operator's decision about a withdrawal that waits: paid out, or back to the balance. `false`: it does not wait.
pub fn decide_withdrawal(tx: &mut Tx<'_>, id: i64, paid: bool, now: i64) -> Result<bool> {
    let status: i64 = if paid { 1 } else { 2 };
    let decided: Option<(i64, i64)> = tx.query_opt(
        "UPDATE cf_withdrawal SET status = $2, decided_at = $3 WHERE id = $1 AND status = 0 RETURNING user_id, money",
        &[id.into(), status.into(), now.into()],
    )?;
    let Some((user, fen)) = decided else { return Ok(false) };
    let (to, what) = if paid {
        (Account::External, "withdrawal paid")
    } else {
        (Account::User(user), "withdrawal refused")
    };
    post(
        tx,
        &format!("withdrawal-end:{id}"),
        what,
        &[Transfer { from: Account::Held(user), to, fen: Fen(fen) }],
        now,
    )?;
    Ok(true)
}
