//! Recharges and withdrawals of users' balances.

use miaohui_db::{Slice, Tx};
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, PostError, Transfer, post};
use miaohui_payments::{Intent, Payable, PaymentDecision, Reversal};
use miaohui_vault::{SealedColumn, Vault};
use schemars::JsonSchema;
use serde::Serialize;

use super::audit;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::ids::{RechargeId, UserId, WithdrawalId};
use crate::wire::{Moment, Yuan};

miaohui_db::stored_enum! {
    /// Status of a recharge.
    pub enum RechargeStatus: i64 as recharge_status {
        /// Waits for its payment.
        Pending = 0,
        /// Its money is on the balance.
        Succeeded = 1,
        /// Its payment failed.
        Failed = 2,
    }
}

miaohui_db::row! {
    /// Money that a user pays into the balance.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Recharge as recharge_columns {
        /// Its id.
        pub id: RechargeId = "id",
        /// The amount.
        pub money: Yuan = "money",
        /// The payment channel.
        pub channel: String = "channel",
        /// 0: pending, 1: succeeded, 2: failed.
        pub status: RechargeStatus = "status",
        /// When it was requested.
        pub datetime: Moment = "created_at",
    }
}

/// Inserts a recharge that waits for its payment.
pub fn begin_recharge(
    tx: &mut Tx<'_>,
    user: UserId,
    money: Fen,
    channel: &str,
    now: i64,
) -> miaohui_db::Result<Recharge> {
    tx.query_one(
        concat!(
            "INSERT INTO cf_recharge (user_id, money, channel, created_at) VALUES ($1, $2, $3, $4) RETURNING ",
            recharge_columns!()
        ),
        &[user.into(), money.into(), channel.into(), now.into()],
    )
}

/// Finds a user's recharge.
pub fn recharge(tx: &mut Tx<'_>, user: UserId, id: RechargeId) -> miaohui_db::Result<Recharge> {
    tx.query_one(
        concat!("SELECT ", recharge_columns!(), " FROM cf_recharge WHERE id = $1 AND user_id = $2"),
        &[id.into(), user.into()],
    )
}

/// Finds a user's recharge; `None` if there is none of this id, or it is another user's.
pub fn find_recharge(tx: &mut Tx<'_>, user: UserId, id: RechargeId) -> miaohui_db::Result<Option<Recharge>> {
    tx.query_opt(
        concat!("SELECT ", recharge_columns!(), " FROM cf_recharge WHERE id = $1 AND user_id = $2"),
        &[id.into(), user.into()],
    )
}

/// The subject of payments for recharges.
pub const RECHARGE: &str = "recharge";

/// Decides about payments for recharges.
#[derive(Clone, Copy, Debug)]
pub struct RechargePayments;

impl Payable for RechargePayments {
    fn subject(&self) -> &'static str {
        RECHARGE
    }

    fn is_divisible(&self) -> bool {
        true
    }

    fn decide(&self, tx: &mut Tx<'_>, intent: &Intent, _: i64) -> miaohui_db::Result<PaymentDecision> {
        let (id, user) = (RechargeId(intent.subject_id.get()), UserId(intent.payer_id.get()));
        let paid = tx.execute(
            concat!(
                "UPDATE cf_recharge SET status = ",
                recharge_status!(Succeeded),
                " WHERE id = $1 AND user_id = $2 AND status <> ",
                recharge_status!(Succeeded)
            ),
            &[id.into(), user.into()],
        )?;
        Ok(if paid == 1 {
            PaymentDecision::Accepted(Account::User(user.get()))
        } else {
            PaymentDecision::Refused
        })
    }

    /// Takes the refund from the user's balance, which must be large enough.
    fn reverse(
        &self,
        tx: &mut Tx<'_>,
        intent: &Intent,
        reversal: &Reversal<'_>,
        now: i64,
    ) -> miaohui_payments::Result<Account> {
        audit::refund(tx, RECHARGE, intent.subject_id, reversal, now)?;
        Ok(Account::User(intent.payer_id.get()))
    }
}

/// The amount of a withdrawal.
pub fn withdrawal_amount(tx: &mut Tx<'_>, id: WithdrawalId) -> miaohui_db::Result<Option<Fen>> {
    let found: Option<(Fen,)> =
        tx.query_opt("SELECT money FROM cf_withdrawal WHERE id = $1", &[id.into()])?;
    Ok(found.map(|(money,)| money))
}

/// Marks a pending recharge as failed.
pub fn fail_recharge(tx: &mut Tx<'_>, id: RechargeId) -> miaohui_db::Result<()> {
    tx.execute(
        concat!(
            "UPDATE cf_recharge SET status = ",
            recharge_status!(Failed),
            " WHERE id = $1 AND status = ",
            recharge_status!(Pending)
        ),
        &[id.into()],
    )?;
    Ok(())
}

miaohui_db::stored_enum! {
    /// Status of a withdrawal.
    pub enum WithdrawalStatus: i64 as withdrawal_status {
        /// Waits for an operator.
        Pending = 0,
        /// Its money was paid out.
        Paid = 1,
        /// An operator refused it.
        Refused = 2,
    }
}

miaohui_db::row! {
    /// Money that a user takes out of the balance.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Withdrawal as withdrawal_columns {
        /// Its id.
        pub id: WithdrawalId = "id",
        /// The amount.
        pub money: Yuan = "money",
        /// 0: waits for an operator, 1: paid out, 2: refused.
        pub status: WithdrawalStatus = "status",
        /// When it was requested.
        pub datetime: Moment = "created_at",
    }
}

/// Where withdrawals are paid to, encrypted.
pub const TARGET: SealedColumn = SealedColumn { table: "cf_withdrawal", column: "target" };

/// Inserts a withdrawal to `target` and holds its money. More than the balance is 10000 on `money`.
pub fn begin_withdrawal(
    tx: &mut Tx<'_>,
    vault: &Vault,
    user: UserId,
    money: Fen,
    target: &str,
    now: i64,
) -> Result<Withdrawal> {
    let withdrawal: Withdrawal = tx.query_one(
        concat!(
            "INSERT INTO cf_withdrawal (user_id, money, target, created_at) VALUES ($1, $2, '', $3) RETURNING ",
            withdrawal_columns!()
        ),
        &[user.into(), money.into(), now.into()],
    )?;
    let target = vault.seal(&TARGET.name(), withdrawal.id.get(), target)?;
    tx.execute(
        "UPDATE cf_withdrawal SET target = $2 WHERE id = $1",
        &[withdrawal.id.into(), (&target).into()],
    )?;
    let transfer = Transfer { from: Account::User(user.get()), to: Account::Held(user.get()), fen: money };
    match post(tx, &format!("withdrawal:{}", withdrawal.id), "withdrawal", &[transfer], now) {
        Err(PostError::InsufficientFunds(_)) => Err(Error::field("money", Code::InvalidData)),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(withdrawal),
    }
}

/// Lists a user's withdrawals, newest first, and counts them all.
pub fn withdrawals(
    tx: &mut Tx<'_>,
    user: UserId,
    slice: Slice,
) -> miaohui_db::Result<(i64, Vec<Withdrawal>)> {
    let (count,) = tx.query_one("SELECT COUNT(*) FROM cf_withdrawal WHERE user_id = $1", &[user.into()])?;
    let rows = tx.query(
        concat!(
            "SELECT ",
            withdrawal_columns!(),
            " FROM cf_withdrawal WHERE user_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3"
        ),
        &[user.into(), slice.limit.into(), slice.offset.into()],
    )?;
    Ok((count, rows))
}

/// Ends a pending withdrawal: paid out, or returned to the balance. `false` when it is not pending.
pub fn decide_withdrawal(tx: &mut Tx<'_>, id: WithdrawalId, paid: bool, now: i64) -> Result<bool> {
    let status = if paid { WithdrawalStatus::Paid } else { WithdrawalStatus::Refused };
    let decided: Option<(UserId, Fen)> = tx.query_opt(
        concat!(
            "UPDATE cf_withdrawal SET status = $2, decided_at = $3 WHERE id = $1 AND status = ",
            withdrawal_status!(Pending),
            " RETURNING user_id, money"
        ),
        &[id.into(), status.into(), now.into()],
    )?;
    let Some((user, money)) = decided else { return Ok(false) };
    let (to, what) = if paid {
        (Account::External, "withdrawal paid")
    } else {
        (Account::User(user.get()), "withdrawal refused")
    };
    let transfer = Transfer { from: Account::Held(user.get()), to, fen: money };
    post(tx, &format!("withdrawal-end:{id}"), what, &[transfer], now)?;
    Ok(true)
}
