//! Tokens of mailed links. A token has one purpose and can be used once.

use miaohui_db::{Result, Tx};
use miaohui_kernel::{CLOCKS_DIFFER_MS, DAY_MS, sha256_hex};

use crate::ids::UserId;

/// The longest life of a token: an activation's.
const LONGEST_MS: i64 = 3 * DAY_MS;

miaohui_db::stored_enum! {
    /// Purpose of a mailed token.
    pub enum MailPurpose: str as mail_purpose {
        /// Activates an account.
        Activate = "activate",
        /// Sets a new password.
        Reset = "reset",
    }
}

/// Stores a token and deletes the user's earlier ones for the same purpose.
pub fn create(
    tx: &mut Tx<'_>,
    token: &str,
    user: UserId,
    purpose: MailPurpose,
    expires_at: i64,
) -> Result<()> {
    delete(tx, user, purpose)?;
    tx.execute(
        "INSERT INTO cf_mail_token (token_hash, user_id, purpose, expires_at) VALUES ($1, $2, $3, $4)",
        &[(&sha256_hex(token)).into(), user.into(), purpose.into(), expires_at.into()],
    )?;
    Ok(())
}

/// The mail address of the account of a valid token.
pub fn address_of(tx: &mut Tx<'_>, token: &str, purpose: MailPurpose, now: i64) -> Result<Option<String>> {
    let found: Option<(String,)> = tx.query_opt(
        "SELECT u.email FROM cf_mail_token t JOIN cf_user u ON u.id = t.user_id
         WHERE t.token_hash = $1 AND t.purpose = $2 AND t.expires_at > $3",
        &[(&sha256_hex(token)).into(), purpose.into(), now.into()],
    )?;
    Ok(found.map(|(email,)| email))
}

/// Deletes a valid token and returns its user.
pub fn consume(tx: &mut Tx<'_>, token: &str, purpose: MailPurpose, now: i64) -> Result<Option<UserId>> {
    let consumed: Option<(UserId,)> = tx.query_opt(
        "DELETE FROM cf_mail_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING user_id",
        &[(&sha256_hex(token)).into(), purpose.into(), now.into()],
    )?;
    Ok(consumed.map(|(user,)| user))
}

/// Deletes a user's tokens for a purpose.
pub fn delete(tx: &mut Tx<'_>, user: UserId, purpose: MailPurpose) -> Result<()> {
    tx.execute(
        "DELETE FROM cf_mail_token WHERE user_id = $1 AND purpose = $2",
        &[user.into(), purpose.into()],
    )?;
    Ok(())
}

/// Deletes expired tokens, and those that a wrong clock lets live longer than any.
pub fn delete_expired(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM cf_mail_token WHERE expires_at <= $1 OR expires_at > $2",
        &[now.into(), (now + LONGEST_MS + CLOCKS_DIFFER_MS).into()],
    )
}
