//! Sessions: a token, the refresh token that goes with it, and whose they are. Both are kept as hashes.

use miaohui_db::{Result, Tx};
use miaohui_kernel::sha256_hex;

use super::row;

/// What a token says.
pub struct Session {
    /// Whose it is.
    pub user: i64,
    /// When it stops to count, in Unix ms.
    pub expires_at: i64,
    /// Whether the user may act.
    pub is_active: bool,
}

row!(Session { user, expires_at, is_active });

/// A new pair.
pub struct NewSession<'a> {
    /// The token.
    pub token: &'a str,
    /// The refresh token.
    pub refresh: &'a str,
    /// Whose they are.
    pub user: i64,
    /// When the token stops to count.
    pub expires_at: i64,
    /// When the refresh token does.
    pub refresh_expires_at: i64,
}

/// Stores a pair.
pub fn create(tx: &mut Tx<'_>, new: &NewSession<'_>, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO cf_session (token_hash, refresh_hash, user_id, created_at, expires_at, refresh_expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            (&sha256_hex(new.token)).into(),
            (&sha256_hex(new.refresh)).into(),
            new.user.into(),
            now.into(),
            new.expires_at.into(),
            new.refresh_expires_at.into(),
        ],
    )?;
    Ok(())
}

/// What the token with this hash says, also when its time is over.
pub fn find(tx: &mut Tx<'_>, token_hash: &str) -> Result<Option<Session>> {
    tx.query_opt(
        "SELECT s.user_id, s.expires_at, u.is_active FROM cf_session s JOIN cf_user u ON u.id = s.user_id
         WHERE s.token_hash = $1",
        &[token_hash.into()],
    )
}

/// What the refresh token of a session is worth.
pub struct Refreshable {
    /// Whose it is.
    pub user: i64,
    /// When it stops to count, in Unix ms.
    pub refresh_expires_at: i64,
    /// Whether the user may act.
    pub is_active: bool,
}

row!(Refreshable { user, refresh_expires_at, is_active });

/// The session of a token, also when the token's own time is over.
pub fn refreshable(tx: &mut Tx<'_>, token: &str) -> Result<Option<Refreshable>> {
    tx.query_opt(
        "SELECT s.user_id, s.refresh_expires_at, u.is_active FROM cf_session s JOIN cf_user u ON u.id = s.user_id
         WHERE s.token_hash = $1",
        &[(&sha256_hex(token)).into()],
    )
}

/// Ends the session of a pair; `false`: the two do not belong together.
pub fn take(tx: &mut Tx<'_>, token: &str, refresh: &str) -> Result<bool> {
    let gone = tx.execute(
        "DELETE FROM cf_session WHERE token_hash = $1 AND refresh_hash = $2",
        &[(&sha256_hex(token)).into(), (&sha256_hex(refresh)).into()],
    )?;
    Ok(gone == 1)
}

/// Ends all sessions of a user but one.
pub fn end_others(tx: &mut Tx<'_>, user: i64, kept: &str) -> Result<()> {
    let kept = sha256_hex(kept);
    tx.execute(
        "DELETE FROM cf_session WHERE user_id = $1 AND token_hash <> $2",
        &[user.into(), (&kept).into()],
    )?;
    Ok(())
}

/// Ends all sessions of a user.
pub fn end_all(tx: &mut Tx<'_>, user: i64) -> Result<()> {
    tx.execute("DELETE FROM cf_session WHERE user_id = $1", &[user.into()])?;
    Ok(())
}

/// Forgets sessions that cannot be refreshed any more.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute("DELETE FROM cf_session WHERE refresh_expires_at <= $1", &[now.into()])
}
