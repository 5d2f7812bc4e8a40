//! Tokens in mailed links, each good for one thing, once.

use miaohui_db::{Result, Tx};
use miaohui_kernel::sha256_hex;

/// Makes an account active.
pub const ACTIVATE: &str = "activate";
/// Sets a new password.
pub const RESET: &str = "reset";

/// Stores a token; the user's earlier ones for the same purpose end.
pub fn create(tx: &mut Tx<'_>, token: &str, user: i64, purpose: &str, expires_at: i64) -> Result<()> {
    tx.execute(
        "DELETE FROM cf_mail_token WHERE user_id = $1 AND purpose = $2",
        &[user.into(), purpose.into()],
    )?;
    tx.execute(
        "INSERT INTO cf_mail_token (token_hash, user_id, purpose, expires_at) VALUES ($1, $2, $3, $4)",
        &[(&sha256_hex(token)).into(), user.into(), purpose.into(), expires_at.into()],
    )?;
    Ok(())
}

/// Whether a token counts.
pub fn is_good(tx: &mut Tx<'_>, token: &str, purpose: &str, now: i64) -> Result<bool> {
    let found: Option<(i64,)> = tx.query_opt(
        "SELECT user_id FROM cf_mail_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3",
        &[(&sha256_hex(token)).into(), purpose.into(), now.into()],
    )?;
    Ok(found.is_some())
}

/// Uses a token up; whose it was.
pub fn take(tx: &mut Tx<'_>, token: &str, purpose: &str, now: i64) -> Result<Option<i64>> {
    let taken: Option<(i64,)> = tx.query_opt(
        "DELETE FROM cf_mail_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING user_id",
        &[(&sha256_hex(token)).into(), purpose.into(), now.into()],
    )?;
    Ok(taken.map(|(user,)| user))
}

/// Forgets tokens whose time is over.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute("DELETE FROM cf_mail_token WHERE expires_at <= $1", &[now.into()])
}
