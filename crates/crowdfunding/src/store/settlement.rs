//! Settlements: what becomes of a project's money when its days are over, decided exactly once. A
//! successful project's owner is paid at once; supporters of an ended one are repaid in batches.

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer, post};

use super::events;
use super::project_status::{ProjectStatus, move_total, project_status};
use super::support::{SUBJECT, SupportStatus, support_status};
use crate::error::{Error, Result};
use crate::ids::{ProjectId, SupportId, UserId};

/// The share of a successful project's money that the platform keeps.
#[derive(Clone, Copy, Debug)]
pub struct Fee {
    /// Thousandths of the money.
    pub per_mille: i64,
}

/// The decision about a project's money.
struct Settlement {
    project: ProjectId,
    /// [`ProjectStatus::Succeeded`] or [`ProjectStatus::Ended`].
    outcome: ProjectStatus,
    /// The money that was raised.
    money: Fen,
    /// The part of it that the platform keeps.
    fee: Fen,
}

impl Settlement {
    fn insert(&self, tx: &mut Tx<'_>, now: i64) -> Result<()> {
        let completed = self.outcome == ProjectStatus::Succeeded || self.money == Fen::ZERO;
        tx.execute(
            "INSERT INTO cf_settlement (project_id, outcome, fen, fee, created_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                self.project.into(),
                self.outcome.into(),
                self.money.into(),
                self.fee.into(),
                now.into(),
                completed.then_some(now).into(),
            ],
        )?;
        Ok(())
    }

    fn pay_owner(&self, tx: &mut Tx<'_>, owner: UserId, now: i64) -> Result<()> {
        let project = self.project.get();
        let rest = self.money.checked_sub(self.fee).ok_or_else(|| out_of_range(self.project))?;
        let transfer = |to, money: Fen| Transfer { from: Account::Escrow(project), to, fen: money };
        let transfers = [transfer(Account::User(owner.get()), rest), transfer(Account::Platform, self.fee)];
        post(tx, &format!("settlement:{project}"), "settlement", &transfers, now)?;
        tx.execute(
            concat!(
                "UPDATE cf_support SET status = ",
                support_status!(Succeeded),
                " WHERE project_id = $1 AND paid AND status = ",
                support_status!(UnderWay)
            ),
            &[self.project.into()],
        )?;
        Ok(())
    }
}

fn out_of_range(project: ProjectId) -> Error {
    Error::Unexpected(format!("the settlement of project {project} is out of range").into())
}

/// Ends up to `most` projects whose days are over and returns their number. A project waits while a
/// payment of one of its supports may still succeed at its provider. The owner of a
/// successful project is paid less the fee; supporters of the others are repaid by
/// [`repay_supporters`].
pub fn close_due(tx: &mut Tx<'_>, fee: Fee, now: i64, most: u32) -> Result<usize> {
    let due: Vec<(ProjectId,)> = tx.query(
        concat!(
            "SELECT id FROM cf_project WHERE status = ",
            project_status!(UnderWay),
            " AND started_at + total_days * 86400000 <= $1 AND NOT EXISTS
               (SELECT 1 FROM cf_support s JOIN payment_open p ON p.subject = $3 AND p.subject_id = s.id
                WHERE s.project_id = cf_project.id AND NOT s.paid)
             ORDER BY id LIMIT $2"
        ),
        &[now.into(), i64::from(most).into(), SUBJECT.into()],
    )?;
    for (project,) in &due {
        // This update and a concurrent payment's update of the row are serialized.
        let ended: Option<(ProjectStatus, Fen, UserId)> = tx.query_opt(
            concat!(
                "UPDATE cf_project SET status = CASE WHEN now_money >= total_money THEN ",
                project_status!(Succeeded),
                " ELSE ",
                project_status!(Ended),
                " END WHERE id = $1 AND status = ",
                project_status!(UnderWay),
                " RETURNING status, now_money, user_id"
            ),
            &[(*project).into()],
        )?;
        let Some((outcome, money, owner)) = ended else { continue };
        move_total(tx, ProjectStatus::UnderWay, outcome)?;
        let succeeded = outcome == ProjectStatus::Succeeded;
        let kept = if succeeded { money.checked_per_mille(fee.per_mille) } else { Some(Fen::ZERO) };
        let fee = kept.ok_or_else(|| out_of_range(*project))?;
        let settlement = Settlement { project: *project, outcome, money, fee };
        settlement.insert(tx, now)?;
        if succeeded {
            settlement.pay_owner(tx, owner, now)?;
        }
        events::project(tx, outcome.event(), *project, now)?;
    }
    Ok(due.len())
}

/// Decides that a project's money is returned to its supporters.
pub fn decide_return(tx: &mut Tx<'_>, project: ProjectId, now: i64) -> Result<()> {
    let (money,) = tx.query_one("SELECT now_money FROM cf_project WHERE id = $1", &[project.into()])?;
    Settlement { project, outcome: ProjectStatus::Ended, money, fee: Fen::ZERO }.insert(tx, now)
}

/// Repays up to `most` supporters, completes settlements that owe nothing more, and returns the
/// number of repaid supports. It is called until that is 0.
pub fn repay_supporters(tx: &mut Tx<'_>, now: i64, most: u32) -> Result<usize> {
    let owed: Vec<(SupportId, ProjectId, UserId, Fen)> = tx.query(
        concat!(
            "SELECT s.id, s.project_id, s.user_id, s.money
             FROM cf_settlement t JOIN cf_support s ON s.project_id = t.project_id AND s.paid AND s.status = ",
            support_status!(UnderWay),
            " WHERE t.ended_at IS NULL ORDER BY t.project_id, s.id LIMIT $1"
        ),
        &[i64::from(most).into()],
    )?;
    for (support, project, user, money) in &owed {
        let refund =
            Transfer { from: Account::Escrow(project.get()), to: Account::User(user.get()), fen: *money };
        post(tx, &format!("support-back:{support}"), "support back", &[refund], now)?;
        tx.execute(
            concat!(
                "UPDATE cf_support SET status = $2 WHERE id = $1 AND status = ",
                support_status!(UnderWay)
            ),
            &[(*support).into(), SupportStatus::Failed.into()],
        )?;
        events::support(tx, "support.repaid", *support, now)?;
    }
    if owed.len() < most as usize {
        tx.execute(
            concat!(
                "UPDATE cf_settlement SET ended_at = $1 WHERE ended_at IS NULL AND NOT EXISTS
                   (SELECT 1 FROM cf_support s WHERE s.project_id = cf_settlement.project_id AND s.paid AND s.status = ",
                support_status!(UnderWay),
                ")"
            ),
            &[now.into()],
        )?;
    }
    Ok(owed.len())
}
