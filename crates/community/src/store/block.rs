//! Users who do not want to meet.

use miaohui_db::{Result, Tx};

use super::user::{PublicUser, public_user_columns};
use super::{Page, follow};

/// `user_id` blocks `target_id` (both exist and differ), which ends follows in both directions.
pub fn set(tx: &mut Tx<'_>, user_id: i64, target_id: i64, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO co_block (user_id, target_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[user_id.into(), target_id.into(), now.into()],
    )?;
    follow::clear(tx, user_id, target_id)?;
    follow::clear(tx, target_id, user_id)
}

/// Ends a block; ending one that is not there changes nothing.
pub fn clear(tx: &mut Tx<'_>, user_id: i64, target_id: i64) -> Result<()> {
    tx.execute(
        "DELETE FROM co_block WHERE user_id = $1 AND target_id = $2",
        &[user_id.into(), target_id.into()],
    )?;
    Ok(())
}

/// Whom the user blocks, the last blocked first.
pub fn list(tx: &mut Tx<'_>, user_id: i64, page: Page) -> Result<Vec<PublicUser>> {
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

/// Whether `user_id` has blocked `other`.
pub fn exists(tx: &mut Tx<'_>, user_id: i64, other: i64) -> Result<bool> {
    let row: Option<(i64,)> = tx.query_opt(
        "SELECT id FROM co_block WHERE user_id = $1 AND target_id = $2",
        &[user_id.into(), other.into()],
    )?;
    Ok(row.is_some())
}

/// Whose articles the viewer does not see: those it blocks and those who block it.
pub fn hidden_from(tx: &mut Tx<'_>, viewer: i64) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = tx.query(
        "SELECT target_id FROM co_block WHERE user_id = $1 UNION SELECT user_id FROM co_block WHERE target_id = $1",
        &[viewer.into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
