//! Sessions: a token, its refresh token and their user. Both tokens are stored as hashes.

use miaohui_db::{Result, Tx};
use miaohui_kernel::sha256_hex;

use crate::ids::UserId;

miaohui_db::row! {
    /// The session of a token.
    pub struct Session as session_columns {
        /// Its user.
        pub user: UserId = "s.user_id",
        /// When the token expires, in Unix ms.
        pub expires_at: i64 = "s.expires_at",
        /// Whether the user's account is in use.
        pub is_active: bool = "u.is_active",
    }
}

/// A new session.
pub struct NewSession<'a> {
    /// The token.
    pub token: &'a str,
    /// The refresh token.
    pub refresh: &'a str,
    /// Its user.
    pub user: UserId,
    /// The family of the session that it continues; `None` after a login.
    pub family: Option<&'a str>,
    /// When the token expires, in Unix ms.
    pub expires_at: i64,
    /// When the refresh token expires, in Unix ms.
    pub refresh_expires_at: i64,
}

/// Inserts a session.
pub fn create(tx: &mut Tx<'_>, new: &NewSession<'_>, now: i64) -> Result<()> {
    let refresh_hash = sha256_hex(new.refresh);
    tx.execute(
        "INSERT INTO cf_session
           (token_hash, refresh_hash, user_id, created_at, expires_at, refresh_expires_at, family)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            (&sha256_hex(new.token)).into(),
            (&refresh_hash).into(),
            new.user.into(),
            now.into(),
            new.expires_at.into(),
            new.refresh_expires_at.into(),
            new.family.unwrap_or(&refresh_hash).into(),
        ],
    )?;
    Ok(())
}

/// Finds the session of a token's hash, expired or not.
pub fn find(tx: &mut Tx<'_>, token_hash: &str) -> Result<Option<Session>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            session_columns!(),
            " FROM cf_session s JOIN cf_user u ON u.id = s.user_id WHERE s.token_hash = $1"
        ),
        &[token_hash.into()],
    )
}

/// Whether the session of a token began with a password, and not with a refresh, since then.
pub fn began_with_password(tx: &mut Tx<'_>, token: &str, since: i64) -> Result<bool> {
    let (count,): (i64,) = tx.query_one(
        "SELECT COUNT(*) FROM cf_session
         WHERE token_hash = $1 AND family = refresh_hash AND created_at >= $2",
        &[(&sha256_hex(token)).into(), since.into()],
    )?;
    Ok(count == 1)
}

miaohui_db::row! {
    /// A session that may be refreshed.
    pub struct Refreshable as refreshable_columns {
        /// Its user.
        pub user: UserId = "s.user_id",
        /// When the refresh token expires, in Unix ms.
        pub refresh_expires_at: i64 = "s.refresh_expires_at",
        /// Whether the user's account is in use.
        pub is_active: bool = "u.is_active",
    }
}

/// Finds the session of a token, expired or not, for a refresh.
pub fn refreshable(tx: &mut Tx<'_>, token: &str) -> Result<Option<Refreshable>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            refreshable_columns!(),
            " FROM cf_session s JOIN cf_user u ON u.id = s.user_id WHERE s.token_hash = $1"
        ),
        &[(&sha256_hex(token)).into()],
    )
}

/// Uses up the refresh token of a session, which ends, and returns its family; `None` when no session
/// has both tokens.
pub fn use_refresh(tx: &mut Tx<'_>, token: &str, refresh: &str) -> Result<Option<String>> {
    let refresh_hash = sha256_hex(refresh);
    let ended: Option<(UserId, String, i64)> = tx.query_opt(
        "DELETE FROM cf_session WHERE token_hash = $1 AND refresh_hash = $2
         RETURNING user_id, family, refresh_expires_at",
        &[(&sha256_hex(token)).into(), (&refresh_hash).into()],
    )?;
    let Some((user, family, expires_at)) = ended else { return Ok(None) };
    tx.execute(
        "INSERT INTO cf_used_refresh (refresh_hash, user_id, family, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        &[(&refresh_hash).into(), user.into(), (&family).into(), expires_at.into()],
    )?;
    Ok(Some(family))
}

/// Ends all sessions that came of a login, if this refresh token of one of them was used before.
pub fn end_family_of_used(tx: &mut Tx<'_>, refresh: &str) -> Result<u64> {
    tx.execute(
        "DELETE FROM cf_session WHERE family = (SELECT family FROM cf_used_refresh WHERE refresh_hash = $1)",
        &[(&sha256_hex(refresh)).into()],
    )
}

/// Ends the login that the session of a token belongs to, with all sessions that came of it; `false` if
/// there is none.
pub fn end_login(tx: &mut Tx<'_>, token_hash: &str) -> Result<bool> {
    let ended = tx.execute(
        "DELETE FROM cf_session WHERE family = (SELECT s.family FROM cf_session s WHERE s.token_hash = $1)",
        &[token_hash.into()],
    )?;
    Ok(ended > 0)
}

/// Deletes all sessions of a user except that of the token `kept`.
pub fn end_others(tx: &mut Tx<'_>, user: UserId, kept: &str) -> Result<()> {
    let kept = sha256_hex(kept);
    tx.execute(
        "DELETE FROM cf_session WHERE user_id = $1 AND token_hash <> $2",
        &[user.into(), (&kept).into()],
    )?;
    Ok(())
}

/// Deletes all sessions of a user.
pub fn end_all(tx: &mut Tx<'_>, user: UserId) -> Result<()> {
    tx.execute("DELETE FROM cf_session WHERE user_id = $1", &[user.into()])?;
    Ok(())
}

/// Deletes sessions whose refresh token has expired, and forgets used refresh tokens that would have.
pub fn delete_expired(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute("DELETE FROM cf_used_refresh WHERE expires_at <= $1", &[now.into()])?;
    tx.execute("DELETE FROM cf_session WHERE refresh_expires_at <= $1", &[now.into()])
}
