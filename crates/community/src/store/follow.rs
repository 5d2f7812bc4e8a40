//! Follows between users.

use miaohui_db::{Result, Tx};

use super::Page;
use super::profile::{PublicUser, public_user_columns};
use crate::ids::UserId;

const COUNT_FOLLOW: &str = "UPDATE co_user SET
    follow_count = follow_count + CASE WHEN id = $1 THEN $3 ELSE 0 END,
    follower_count = follower_count + CASE WHEN id = $2 THEN $3 ELSE 0 END
  WHERE id IN ($1, $2)";

/// Makes `user_id` follow `target_id` (both exist and differ). Following twice counts once.
pub fn set(tx: &mut Tx<'_>, user_id: UserId, target_id: UserId, now: i64) -> Result<()> {
    let new = tx.execute(
        "INSERT INTO co_follow (user_id, target_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[user_id.into(), target_id.into(), now.into()],
    )?;
    count(tx, user_id, target_id, new as i64)
}

/// Ends a follow, if there is one.
pub fn clear(tx: &mut Tx<'_>, user_id: UserId, target_id: UserId) -> Result<()> {
    let gone = tx.execute(
        "DELETE FROM co_follow WHERE user_id = $1 AND target_id = $2",
        &[user_id.into(), target_id.into()],
    )?;
    count(tx, user_id, target_id, -(gone as i64))
}

fn count(tx: &mut Tx<'_>, user_id: UserId, target_id: UserId, by: i64) -> Result<()> {
    if by != 0 {
        tx.execute(COUNT_FOLLOW, &[user_id.into(), target_id.into(), by.into()])?;
    }
    Ok(())
}

/// Lists the users that this one follows, the last followed first.
pub fn following(tx: &mut Tx<'_>, user_id: UserId, page: Page) -> Result<Vec<PublicUser>> {
    tx.query(
        concat!(
            "SELECT ",
            public_user_columns!(),
            " FROM co_follow f JOIN co_user u ON u.id = f.target_id
             WHERE f.user_id = $1 ORDER BY f.id DESC LIMIT $2 OFFSET $3"
        ),
        &[user_id.into(), page.limit.into(), page.offset.into()],
    )
}

/// Lists the followers of a user, the newest first.
pub fn followers(tx: &mut Tx<'_>, user_id: UserId, page: Page) -> Result<Vec<PublicUser>> {
    tx.query(
        concat!(
            "SELECT ",
            public_user_columns!(),
            " FROM co_follow f JOIN co_user u ON u.id = f.user_id
             WHERE f.target_id = $1 ORDER BY f.id DESC LIMIT $2 OFFSET $3"
        ),
        &[user_id.into(), page.limit.into(), page.offset.into()],
    )
}
