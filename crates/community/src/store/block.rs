//! Blocks between users.

use miaohui_db::{Result, Tx};

use super::profile::{PublicUser, public_user_columns};
use super::{Page, follow};
use crate::ids::UserId;

/// Makes `user_id` block `target_id` (both exist and differ) and ends follows in both directions.
pub fn set(tx: &mut Tx<'_>, user_id: UserId, target_id: UserId, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO co_block (user_id, target_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[user_id.into(), target_id.into(), now.into()],
    )?;
    follow::clear(tx, user_id, target_id)?;
    follow::clear(tx, target_id, user_id)
}

/// Ends a block, if there is one.
pub fn clear(tx: &mut Tx<'_>, user_id: UserId, target_id: UserId) -> Result<()> {
    tx.execute(
        "DELETE FROM co_block WHERE user_id = $1 AND target_id = $2",
        &[user_id.into(), target_id.into()],
    )?;
    Ok(())
}

/// Lists the users that this one blocks, the last blocked first.
pub fn list(tx: &mut Tx<'_>, user_id: UserId, page: Page) -> Result<Vec<PublicUser>> {
    tx.query(
        concat!(
            "SELECT ",
            public_user_columns!(),
            " FROM co_block b JOIN co_user u ON u.id = b.target_id
             WHERE b.user_id = $1 ORDER BY b.id DESC LIMIT $2 OFFSET $3"
        ),
        &[user_id.into(), page.limit.into(), page.offset.into()],
    )
}

/// Whether `user_id` blocks `target_id`.
pub fn exists(tx: &mut Tx<'_>, user_id: UserId, target_id: UserId) -> Result<bool> {
    let row: Option<(i64,)> = tx.query_opt(
        "SELECT id FROM co_block WHERE user_id = $1 AND target_id = $2",
        &[user_id.into(), target_id.into()],
    )?;
    Ok(row.is_some())
}

/// Lists the authors that the viewer does not see: users in a block with the viewer, in either
/// direction. A user who is in one in both directions is listed twice.
pub fn hidden_from(tx: &mut Tx<'_>, viewer: UserId) -> Result<Vec<UserId>> {
    let rows: Vec<(UserId,)> = tx.query(
        "SELECT target_id FROM co_block WHERE user_id = $1 UNION ALL SELECT user_id FROM co_block WHERE target_id = $1",
        &[viewer.into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
