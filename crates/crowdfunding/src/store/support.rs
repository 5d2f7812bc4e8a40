//! Supports: what people pay for a package of a project.

use miaohui_db::{FromRow, Result, Row, Tx};
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, PostError, Transfer, post};
use miaohui_payments::{Error, Intent, Payable, PaymentDecision, Reversal};
use schemars::JsonSchema;
use serde::Serialize;

use super::{audit, package, project};
use crate::wire::{Moment, Yuan};

/// A support as its supporter sees it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Support {
    /// Its id.
    pub id: i64,
    /// What is supported.
    pub project: i64,
    /// With which package.
    pub package: i64,
    /// What it costs.
    pub money: Yuan,
    /// 0: under way, 1: succeeded, 2: failed.
    pub status: i64,
    /// Whether it is paid.
    pub paid: bool,
    /// When it was ordered.
    pub datetime: Moment,
    #[serde(skip)]
    /// Whose it is.
    pub user: i64,
    /// 0: ordinary, 1: partner.
    #[serde(skip)]
    pub kind: i64,
}

impl FromRow for Support {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            project: c.take()?,
            package: c.take()?,
            money: Yuan(c.take()?),
            status: c.take()?,
            paid: c.take()?,
            datetime: Moment(c.take()?),
            user: c.take()?,
            kind: c.take()?,
        })
    }
}

/// A supporter as everybody sees them.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Supporter {
    id: i64,
    project: i64,
    package: i64,
    user: i64,
    nickname: String,
    money: Yuan,
    status: i64,
    datetime: Moment,
}

impl FromRow for Supporter {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            project: c.take()?,
            package: c.take()?,
            user: c.take()?,
            nickname: c.take()?,
            money: Yuan(c.take()?),
            status: c.take()?,
            datetime: Moment(c.take()?),
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, project_id, package_id, money, status, paid, created_at, user_id, kind FROM cf_support ",
            $tail
        )
    };
}

/// A support of a project.
pub fn find(tx: &mut Tx<'_>, project: i64, id: i64) -> Result<Option<Support>> {
    tx.query_opt(select!("WHERE id = $2 AND project_id = $1"), &[project.into(), id.into()])
}

/// What a package costs now, and its kind; `None` when it is not the project's.
pub fn price(tx: &mut Tx<'_>, project: i64, package: i64) -> Result<Option<(i64, i64)>> {
    tx.query_opt(
        "SELECT money, kind FROM cf_package WHERE id = $2 AND project_id = $1",
        &[project.into(), package.into()],
    )
}

/// A new support to pay; its id.
pub fn insert(
    tx: &mut Tx<'_>,
    user: i64,
    project: i64,
    package: i64,
    (money, kind): (i64, i64),
    now: i64,
) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_support (project_id, package_id, user_id, money, kind, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[project.into(), package.into(), user.into(), money.into(), kind.into(), now.into()],
    )?;
    Ok(id)
}

/// The project is not settled.
const UNDER_WAY: i64 = 0;
/// The project has succeeded.
const SUCCEEDED: i64 = 1;

/// What payments of supports name.
pub const SUBJECT: &str = "support";

/// How supports are paid.
#[derive(Clone, Copy, Debug)]
pub struct SupportPayments;

impl Payable for SupportPayments {
    fn subject(&self) -> &'static str {
        SUBJECT
    }

    fn decide(&self, tx: &mut Tx<'_>, intent: &Intent, now: i64) -> Result<PaymentDecision> {
        let project = complete(tx, intent.subject_id.get(), intent.payer_id.get(), now)?;
        Ok(project
            .map_or(PaymentDecision::Refused, |project| PaymentDecision::Accepted(Account::Escrow(project))))
    }

    /// While the project is under way or stopped a support goes back whole, from the escrow, and is withdrawn. Of one that
    /// has succeeded any part does, at the operators' cost: the owner has been paid. A project that has ended has paid its
    /// supporters back already.
    fn reverse(
        &self,
        tx: &mut Tx<'_>,
        intent: &Intent,
        back: &Reversal<'_>,
        now: i64,
    ) -> miaohui_payments::Result<Account> {
        let id = intent.subject_id.get();
        audit::refund(tx, SUBJECT, id, back, now)?;
        let found: Option<(i64, i64, i64, i64, i64)> = tx.query_opt(
            "SELECT project_id, package_id, money, kind, status FROM cf_support WHERE id = $1 AND paid",
            &[id.into()],
        )?;
        match found {
            Some((.., SUCCEEDED)) => Ok(Account::Platform),
            Some((project, package, fen, kind, UNDER_WAY)) if back.whole => {
                package::give_place(tx, package)?;
                if !project::remove_support(tx, project, fen, kind)? {
                    return Err(Error::NotRefundable(
                        "its project has ended, and it goes back to the supporter's balance",
                    ));
                }
                tx.execute("DELETE FROM cf_support WHERE id = $1", &[id.into()])?;
                Ok(Account::Escrow(project))
            }
            Some((.., UNDER_WAY)) => {
                Err(Error::NotRefundable("its project is not settled: a support goes back whole"))
            }
            _ => Err(Error::NotRefundable(
                "it went back to the supporter's balance, from where it can be withdrawn",
            )),
        }
    }
}

/// Completes the payment of a user's support: it counts, its money is the project's and a place of its package is taken;
/// the project. `None`, and nothing is changed: it is gone or paid already, no place is left, or the project is not
/// under way any more.
fn complete(tx: &mut Tx<'_>, id: i64, user: i64, now: i64) -> Result<Option<i64>> {
    let found: Option<(i64, i64, i64, i64)> = tx.query_opt(
        "UPDATE cf_support SET paid = TRUE, paid_at = $3 WHERE id = $1 AND user_id = $2 AND NOT paid
         RETURNING project_id, package_id, money, kind",
        &[id.into(), user.into(), now.into()],
    )?;
    let Some((project, package, fen, kind)) = found else { return Ok(None) };
    let has_place = package::take_place(tx, package)?;
    if has_place && project::add_support(tx, project, fen, kind)? {
        return Ok(Some(project));
    }
    // Nobody else has seen it: these rows are this transaction's until it ends.
    tx.execute("UPDATE cf_support SET paid = FALSE, paid_at = NULL WHERE id = $1", &[id.into()])?;
    if has_place {
        package::give_place(tx, package)?;
    }
    Ok(None)
}

/// Pays a support from its supporter's balance; `false`: it is not to be paid any more. A balance that is too small is
/// [`PostError::InsufficientFunds`].
pub fn pay_from_balance(tx: &mut Tx<'_>, support: &Support, now: i64) -> Result<bool, PostError> {
    let Support { id, user, money, .. } = *support;
    let Some(project) = complete(tx, id, user, now)? else { return Ok(false) };
    let transfer = Transfer { from: Account::User(user), to: Account::Escrow(project), fen: Fen(money.0) };
    post(tx, &format!("support:{id}"), SUBJECT, &[transfer], now)?;
    Ok(true)
}

/// Withdraws a support; `false`: it is paid.
pub fn delete_unpaid(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let gone = tx.execute("DELETE FROM cf_support WHERE id = $1 AND NOT paid", &[id.into()])?;
    Ok(gone == 1)
}

/// A project's supporters, the newest first.
pub fn supporters(tx: &mut Tx<'_>, project: i64, limit: i64, offset: i64) -> Result<Vec<Supporter>> {
    tx.query(
        "SELECT s.id, s.project_id, s.package_id, s.user_id, u.nickname, s.money, s.status, s.created_at
         FROM cf_support s JOIN cf_user u ON u.id = s.user_id
         WHERE s.project_id = $1 AND s.paid ORDER BY s.id DESC LIMIT $2 OFFSET $3",
        &[project.into(), limit.into(), offset.into()],
    )
}

/// How many paid supports a project has.
pub fn count(tx: &mut Tx<'_>, project: i64) -> Result<i64> {
    let (count,) = tx.query_one(
        "SELECT normal_support_count + partner_support_count FROM cf_project WHERE id = $1",
        &[project.into()],
    )?;
    Ok(count)
}

/// Whether the user is the project's owner or has paid for it.
pub fn is_insider(tx: &mut Tx<'_>, project: i64, user: i64) -> Result<bool> {
    let found: Option<(i64,)> = tx.query_opt(
        "SELECT id FROM cf_project WHERE id = $1
           AND (user_id = $2 OR EXISTS (SELECT 1 FROM cf_support s WHERE s.user_id = $2 AND s.project_id = $1 AND s.paid))",
        &[project.into(), user.into()],
    )?;
    Ok(found.is_some())
}

/// What a user paid for, the newest first.
pub fn paid_by(tx: &mut Tx<'_>, user: i64, most: i64) -> Result<Vec<Support>> {
    tx.query(select!("WHERE user_id = $1 AND paid ORDER BY id DESC LIMIT $2"), &[user.into(), most.into()])
}

/// Forgets orders from before a time that nobody has paid.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<u64> {
    tx.execute("DELETE FROM cf_support WHERE NOT paid AND created_at < $1", &[before.into()])
}
