//! Where a project's money goes when its days are over, exactly once and resumably: to its owner at once, or back to its
//! supporters in as many steps as it takes.

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer, post};

use super::project::{self, ENDED, SUCCEEDED, UNDER_WAY};
use crate::Result;

/// Support that has failed, and whose money is back.
const FAILED: i64 = 2;

/// What the operators keep of a project that succeeded.
#[derive(Clone, Copy, Debug)]
pub struct Fee {
    /// Of a thousand.
    pub per_mille: i64,
}

/// Ends up to `most` projects whose days are over: what reached its goal is paid to its owner less the fee, the rest
/// waits for [`give_back`]. How many there were.
pub fn close_due(tx: &mut Tx<'_>, fee: Fee, now: i64, most: i64) -> Result<usize> {
    let due: Vec<(i64,)> = tx.query(
        "SELECT id FROM cf_project
         WHERE status = 3 AND started_at + total_days * 86400000 <= $1 ORDER BY id LIMIT $2",
        &[now.into(), most.into()],
    )?;
    for (id,) in &due {
        // Whoever pays meanwhile is before this or after it, never beside it.
        let ended: Option<(i64, i64, i64)> = tx.query_opt(
            "UPDATE cf_project SET status = CASE WHEN now_money >= total_money THEN 4 ELSE 5 END
             WHERE id = $1 AND status = 3 RETURNING status, now_money, user_id",
            &[(*id).into()],
        )?;
        let Some((status, fen, owner)) = ended else { continue };
        project::move_total(tx, UNDER_WAY, status, 1)?;
        let kept = if status == SUCCEEDED { fen * fee.per_mille / 1000 } else { 0 };
        decide(tx, *id, status, (fen, kept), now)?;
        if status == SUCCEEDED {
            pay_owner(tx, *id, owner, (fen, kept), now)?;
        }
    }
    Ok(due.len())
}

/// Decides that a project's money goes back to its supporters.
pub fn decide_return(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<()> {
    let (fen,) = tx.query_one("SELECT now_money FROM cf_project WHERE id = $1", &[id.into()])?;
    decide(tx, id, ENDED, (fen, 0), now)
}

fn decide(tx: &mut Tx<'_>, id: i64, outcome: i64, (fen, fee): (i64, i64), now: i64) -> Result<()> {
    let ended = (outcome == SUCCEEDED || fen == 0).then_some(now);
    tx.execute(
        "INSERT INTO cf_settlement (project_id, outcome, fen, fee, created_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[id.into(), outcome.into(), fen.into(), fee.into(), now.into(), ended.into()],
    )?;
    Ok(())
}

fn pay_owner(tx: &mut Tx<'_>, id: i64, owner: i64, (fen, fee): (i64, i64), now: i64) -> Result<()> {
    let to = |to, fen| Transfer { from: Account::Escrow(id), to, fen: Fen(fen) };
    let transfers = [to(Account::User(owner), fen - fee), to(Account::Platform, fee)];
    post(tx, &format!("settlement:{id}"), "settlement", &transfers, now)?;
    tx.execute(
        "UPDATE cf_support SET status = 1 WHERE project_id = $1 AND paid AND status = 0",
        &[id.into()],
    )?;
    Ok(())
}

/// Gives up to `most` supporters their money back, and ends settlements that owe nothing any more; how many supporters
/// there were. To be called until it is 0.
pub fn give_back(tx: &mut Tx<'_>, now: i64, most: i64) -> Result<usize> {
    let owed: Vec<(i64, i64, i64, i64)> = tx.query(
        "SELECT s.id, s.project_id, s.user_id, s.money
         FROM cf_settlement t JOIN cf_support s ON s.project_id = t.project_id AND s.paid AND s.status = 0
         WHERE t.ended_at IS NULL ORDER BY t.project_id, s.id LIMIT $1",
        &[most.into()],
    )?;
    for (support, project, user, fen) in &owed {
        let back = Transfer { from: Account::Escrow(*project), to: Account::User(*user), fen: Fen(*fen) };
        post(tx, &format!("support-back:{support}"), "support back", &[back], now)?;
        tx.execute(
            "UPDATE cf_support SET status = $2 WHERE id = $1 AND status = 0",
            &[(*support).into(), FAILED.into()],
        )?;
    }
    if owed.len() < most as usize {
        tx.execute(
            "UPDATE cf_settlement SET ended_at = $1 WHERE ended_at IS NULL AND NOT EXISTS
               (SELECT 1 FROM cf_support s WHERE s.project_id = cf_settlement.project_id AND s.paid AND s.status = 0)",
            &[now.into()],
        )?;
    }
    Ok(owed.len())
}
