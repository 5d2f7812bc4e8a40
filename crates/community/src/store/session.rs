//! Sessions: a token's hash and whose it is.

use miaohui_db::{Result, Tx};
use miaohui_kernel::sha256_hex;

/// Stores a new token of the user.
pub fn create(tx: &mut Tx<'_>, token: &str, user_id: i64, now: i64, expires_at: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO co_session (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        &[(&sha256_hex(token)).into(), user_id.into(), now.into(), expires_at.into()],
    )?;
    Ok(())
}

/// The user's id, or `None` when the token is unknown or expired.
pub fn find(tx: &mut Tx<'_>, token_hash: &str, now: i64) -> Result<Option<i64>> {
    let row: Option<(i64,)> = tx.query_opt(
        "SELECT user_id FROM co_session WHERE token_hash = $1 AND expires_at > $2",
        &[token_hash.into(), now.into()],
    )?;
    Ok(row.map(|(id,)| id))
}

/// Ends one session.
pub fn end(tx: &mut Tx<'_>, token_hash: &str) -> Result<()> {
    tx.execute("DELETE FROM co_session WHERE token_hash = $1", &[token_hash.into()])?;
    Ok(())
}

/// Ends all sessions of a user.
pub fn end_all(tx: &mut Tx<'_>, user_id: i64) -> Result<()> {
    tx.execute("DELETE FROM co_session WHERE user_id = $1", &[user_id.into()])?;
    Ok(())
}

/// Forgets expired sessions.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute("DELETE FROM co_session WHERE expires_at <= $1", &[now.into()])
}
