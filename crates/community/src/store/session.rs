//! Sessions: a token's hash and its user.

use miaohui_db::{Result, Tx};
use miaohui_kernel::sha256_hex;

use crate::ids::UserId;

/// A new session.
#[derive(Clone, Copy, Debug)]
pub struct NewMemberSession<'a> {
    /// The token; only its hash is stored.
    pub token: &'a str,
    /// The user.
    pub user_id: UserId,
    /// Unix ms.
    pub created_at: i64,
    /// Unix ms.
    pub expires_at: i64,
}

/// Stores a new session.
pub fn create(tx: &mut Tx<'_>, new: &NewMemberSession<'_>) -> Result<()> {
    tx.execute(
        "INSERT INTO co_session (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        &[(&sha256_hex(new.token)).into(), new.user_id.into(), new.created_at.into(), new.expires_at.into()],
    )?;
    Ok(())
}

/// Finds the user of a token; `None` if the token is unknown or expired.
pub fn find(tx: &mut Tx<'_>, token_hash: &str, now: i64) -> Result<Option<UserId>> {
    let row: Option<(UserId,)> = tx.query_opt(
        "SELECT user_id FROM co_session WHERE token_hash = $1 AND expires_at > $2",
        &[token_hash.into(), now.into()],
    )?;
    Ok(row.map(|(id,)| id))
}

/// Ends one session; `false` if there is none.
pub fn end(tx: &mut Tx<'_>, token_hash: &str) -> Result<bool> {
    Ok(tx.execute("DELETE FROM co_session WHERE token_hash = $1", &[token_hash.into()])? == 1)
}

/// Ends all sessions of a user.
pub fn end_all(tx: &mut Tx<'_>, user_id: UserId) -> Result<()> {
    tx.execute("DELETE FROM co_session WHERE user_id = $1", &[user_id.into()])?;
    Ok(())
}

/// Deletes expired sessions.
pub fn delete_expired(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute("DELETE FROM co_session WHERE expires_at <= $1", &[now.into()])
}
