//! Supports: what users pay for a package of a project.

use miaohui_admin::Label;
use miaohui_db::{Result, Slice, Tx};
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, PostError, Transfer, post};
use miaohui_payments::{Error, Intent, Payable, PaymentDecision, Reversal, SubjectId, close_attempts};
use schemars::JsonSchema;
use serde::Serialize;

use super::events;
use super::package::{PackageKind, package_kind};
use super::project_status::project_status;
use super::{audit, package};
use crate::ids::{PackageId, ProjectId, SupportId, UserId};
use crate::wire::{Moment, Yuan};

miaohui_db::stored_enum! {
    /// Status of a support.
    pub enum SupportStatus: i64 as support_status {
        /// The project is not settled.
        UnderWay = 0,
        /// The project succeeded.
        Succeeded = 1,
        /// The project failed and the supporter was repaid.
        Failed = 2,
    }
}

miaohui_db::row! {
    /// A support as its supporter sees it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Support as support_columns {
        /// Its id.
        pub id: SupportId = "id",
        /// Its project.
        pub project: ProjectId = "project_id",
        /// Its package.
        pub package: PackageId = "package_id",
        /// Its price.
        pub money: Yuan = "money",
        /// 0: under way, 1: succeeded, 2: failed.
        pub status: SupportStatus = "status",
        /// Whether it is paid.
        pub paid: bool = "paid",
        /// When it was ordered.
        pub datetime: Moment = "created_at",
        /// Its supporter.
        #[serde(skip)]
        pub user: UserId = "user_id",
        /// Kind of its package.
        #[serde(skip)]
        pub kind: PackageKind = "kind",
    }
}

miaohui_db::row! {
    /// A support as everybody sees it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Supporter as supporter_columns {
        id: SupportId = "s.id",
        project: ProjectId = "s.project_id",
        package: PackageId = "s.package_id",
        /// The supporter.
        user: UserId = "s.user_id",
        /// Nickname of the supporter.
        nickname: String = "u.nickname",
        /// Price of the support, in yuan.
        money: Yuan = "s.money",
        /// 0: under way, 1: succeeded, 2: failed.
        status: SupportStatus = "s.status",
        /// When it was ordered.
        datetime: Moment = "s.created_at",
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!("SELECT ", support_columns!(), " FROM cf_support ", $tail)
    };
}

/// Finds a support of a project.
pub fn find(tx: &mut Tx<'_>, project: ProjectId, id: SupportId) -> Result<Option<Support>> {
    tx.query_opt(select!("WHERE id = $2 AND project_id = $1"), &[project.into(), id.into()])
}

/// Finds the current price and the kind of a package; `None` when the project has no such package.
pub fn price(tx: &mut Tx<'_>, project: ProjectId, package: PackageId) -> Result<Option<(Fen, PackageKind)>> {
    tx.query_opt(
        "SELECT money, kind FROM cf_package WHERE id = $2 AND project_id = $1",
        &[project.into(), package.into()],
    )
}

/// Inserts an unpaid support and returns its id.
pub fn insert(
    tx: &mut Tx<'_>,
    user: UserId,
    project: ProjectId,
    package: PackageId,
    (money, kind): (Fen, PackageKind),
    now: i64,
) -> Result<SupportId> {
    let (id,): (SupportId,) = tx.query_one(
        "INSERT INTO cf_support (project_id, package_id, user_id, money, kind, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[project.into(), package.into(), user.into(), money.into(), kind.into(), now.into()],
    )?;
    events::support(tx, "support.created", id, now)?;
    Ok(id)
}

/// Counts the unpaid supports of a user. Locks the user's row, so that concurrent supports are counted
/// one after the other.
pub fn count_unpaid(tx: &mut Tx<'_>, user: UserId) -> Result<i64> {
    tx.execute("UPDATE cf_user SET is_staff = is_staff WHERE id = $1", &[user.into()])?;
    let (count,) =
        tx.query_one("SELECT COUNT(*) FROM cf_support WHERE user_id = $1 AND NOT paid", &[user.into()])?;
    Ok(count)
}

/// The subject of payments for supports.
pub const SUBJECT: &str = "support";

/// Decides about payments for supports.
#[derive(Clone, Copy, Debug)]
pub struct SupportPayments;

impl Payable for SupportPayments {
    fn subject(&self) -> &'static str {
        SUBJECT
    }

    fn decide(&self, tx: &mut Tx<'_>, intent: &Intent, now: i64) -> Result<PaymentDecision> {
        let (id, user) = (SupportId(intent.subject_id.get()), UserId(intent.payer_id.get()));
        Ok(match complete(tx, id, user, now)? {
            Some(project) => PaymentDecision::Accepted(Account::Escrow(project.get())),
            None => PaymentDecision::Refused,
        })
    }

    /// While the project is under way or stagnant, refunds a whole support from the escrow and
    /// deletes it. After success, refunds any part at the platform's cost, because the owner has
    /// been paid. After failure, refunds nothing, because the supporter has been repaid.
    fn reverse(
        &self,
        tx: &mut Tx<'_>,
        intent: &Intent,
        reversal: &Reversal<'_>,
        now: i64,
    ) -> miaohui_payments::Result<Account> {
        let id = SupportId(intent.subject_id.get());
        audit::refund(tx, SUBJECT, intent.subject_id, reversal, now)?;
        let found: Option<(ProjectId, PackageId, Fen, PackageKind, SupportStatus)> = tx.query_opt(
            "SELECT project_id, package_id, money, kind, status FROM cf_support WHERE id = $1 AND paid",
            &[id.into()],
        )?;
        match found {
            Some((.., SupportStatus::Succeeded)) => Ok(Account::Platform),
            Some((project, package, money, kind, SupportStatus::UnderWay)) if reversal.whole => {
                package::release_place(tx, package)?;
                if !remove_from_project(tx, project, money, kind)? {
                    return Err(Error::NotRefundable(Label(
                        "项目已结束，款项会退回支持者的余额",
                        "its project has ended, and it goes back to the supporter's balance",
                    )));
                }
                tx.execute("DELETE FROM cf_support WHERE id = $1", &[id.into()])?;
                events::support_deleted(tx, id, now)?;
                Ok(Account::Escrow(project.get()))
            }
            Some((.., SupportStatus::UnderWay)) => Err(Error::NotRefundable(Label(
                "项目尚未结算，支持只能全额退款",
                "its project is not settled: a support goes back whole",
            ))),
            _ => Err(Error::NotRefundable(Label(
                "款项已退回支持者的余额，可从余额提现",
                "it went back to the supporter's balance, from where it can be withdrawn",
            ))),
        }
    }
}

/// Marks a user's support as paid, takes a place of its package and adds it to its project, which
/// is returned. `None`, and no change, when the support is gone or paid already, no place is left
/// or the project is not under way.
fn complete(tx: &mut Tx<'_>, id: SupportId, user: UserId, now: i64) -> Result<Option<ProjectId>> {
    let found: Option<(ProjectId, PackageId, Fen, PackageKind)> = tx.query_opt(
        "UPDATE cf_support SET paid = TRUE, paid_at = $3 WHERE id = $1 AND user_id = $2 AND NOT paid
         RETURNING project_id, package_id, money, kind",
        &[id.into(), user.into(), now.into()],
    )?;
    let Some((project, package, money, kind)) = found else { return Ok(None) };
    let has_place = package::take_place(tx, package)?;
    if has_place && add_to_project(tx, project, money, kind)? {
        events::support(tx, "support.paid", id, now)?;
        return Ok(Some(project));
    }
    // The rows are locked until this transaction ends, so nobody has seen the changes.
    tx.execute("UPDATE cf_support SET paid = FALSE, paid_at = NULL WHERE id = $1", &[id.into()])?;
    if has_place {
        package::release_place(tx, package)?;
    }
    Ok(None)
}

/// Adds a paid support to the counters of its project; `false` when the project is not under way.
pub fn add_to_project(tx: &mut Tx<'_>, project: ProjectId, money: Fen, kind: PackageKind) -> Result<bool> {
    let added = tx.execute(
        concat!(
            "UPDATE cf_project SET now_money = now_money + $2,
               normal_support_count = normal_support_count + CASE WHEN $3 = ",
            package_kind!(Ordinary),
            " THEN 1 ELSE 0 END,
               partner_support_count = partner_support_count + CASE WHEN $3 = ",
            package_kind!(Partner),
            " THEN 1 ELSE 0 END WHERE id = $1 AND status = ",
            project_status!(UnderWay)
        ),
        &[project.into(), money.into(), kind.into()],
    )?;
    Ok(added == 1)
}

/// Removes a paid support from the counters of its project; `false` when the project is neither
/// under way nor stagnant.
fn remove_from_project(tx: &mut Tx<'_>, project: ProjectId, money: Fen, kind: PackageKind) -> Result<bool> {
    let removed = tx.execute(
        concat!(
            "UPDATE cf_project SET now_money = now_money - $2,
               normal_support_count = normal_support_count - CASE WHEN $3 = ",
            package_kind!(Ordinary),
            " THEN 1 ELSE 0 END,
               partner_support_count = partner_support_count - CASE WHEN $3 = ",
            package_kind!(Partner),
            " THEN 1 ELSE 0 END WHERE id = $1 AND status IN (",
            project_status!(UnderWay),
            ", ",
            project_status!(Stagnant),
            ")"
        ),
        &[project.into(), money.into(), kind.into()],
    )?;
    Ok(removed == 1)
}

/// Pays a support from its supporter's balance; `false` when it cannot be paid any more. A balance
/// that is too small is [`PostError::InsufficientFunds`].
pub fn pay_from_balance(tx: &mut Tx<'_>, support: &Support, now: i64) -> Result<bool, PostError> {
    let Support { id, user, money, .. } = *support;
    let Some(project) = complete(tx, id, user, now)? else { return Ok(false) };
    close_attempts(tx, SUBJECT, SubjectId(id.get()), now)?;
    let transfer =
        Transfer { from: Account::User(user.get()), to: Account::Escrow(project.get()), fen: money.0 };
    post(tx, &format!("support:{id}"), SUBJECT, &[transfer], now)?;
    Ok(true)
}

/// Deletes an unpaid support and has its open payment closed; `false` when it is paid.
pub fn delete_unpaid(tx: &mut Tx<'_>, id: SupportId, now: i64) -> Result<bool> {
    let deleted = tx.execute("DELETE FROM cf_support WHERE id = $1 AND NOT paid", &[id.into()])?;
    close_attempts(tx, SUBJECT, SubjectId(id.get()), now)?;
    if deleted == 1 {
        events::support_deleted(tx, id, now)?;
    }
    Ok(deleted == 1)
}

/// Lists a project's paid supports, newest first.
pub fn supporters(tx: &mut Tx<'_>, project: ProjectId, slice: Slice) -> Result<Vec<Supporter>> {
    tx.query(
        concat!(
            "SELECT ",
            supporter_columns!(),
            " FROM cf_support s JOIN cf_user u ON u.id = s.user_id
             WHERE s.project_id = $1 AND s.paid ORDER BY s.id DESC LIMIT $2 OFFSET $3"
        ),
        &[project.into(), slice.limit.into(), slice.offset.into()],
    )
}

/// Counts a project's paid supports.
pub fn count(tx: &mut Tx<'_>, project: ProjectId) -> Result<i64> {
    let (count,) = tx.query_one(
        "SELECT normal_support_count + partner_support_count FROM cf_project WHERE id = $1",
        &[project.into()],
    )?;
    Ok(count)
}

/// Whether the user owns the project or has a paid support of it.
pub fn is_insider(tx: &mut Tx<'_>, project: ProjectId, user: UserId) -> Result<bool> {
    let found: Option<(ProjectId,)> = tx.query_opt(
        "SELECT id FROM cf_project WHERE id = $1
           AND (user_id = $2 OR EXISTS (SELECT 1 FROM cf_support s WHERE s.user_id = $2 AND s.project_id = $1 AND s.paid))",
        &[project.into(), user.into()],
    )?;
    Ok(found.is_some())
}

/// Lists a user's paid supports, newest first.
pub fn list_by_user(tx: &mut Tx<'_>, user: UserId, most: u32) -> Result<Vec<Support>> {
    tx.query(
        select!("WHERE user_id = $1 AND paid ORDER BY id DESC LIMIT $2"),
        &[user.into(), i64::from(most).into()],
    )
}

/// Deletes unpaid supports that were ordered before a time, except those whose payment may still
/// succeed at its provider.
pub fn delete_unpaid_before(tx: &mut Tx<'_>, before: i64, now: i64) -> Result<u64> {
    let deleted: Vec<(SupportId,)> = tx.query(
        "DELETE FROM cf_support WHERE NOT paid AND created_at < $1 AND NOT EXISTS
           (SELECT 1 FROM payment_open p WHERE p.subject = $2 AND p.subject_id = cf_support.id)
         RETURNING id",
        &[before.into(), SUBJECT.into()],
    )?;
    for (id,) in &deleted {
        events::support_deleted(tx, *id, now)?;
    }
    Ok(deleted.len() as u64)
}
