//! Accounts: credentials, activation, bans and identity checks.

use miaohui_db::{Result, Tx};

use super::events;
use super::user_pieces;
use crate::ids::UserId;

miaohui_db::row! {
    /// What a login is checked against.
    pub struct Credentials as credentials_columns {
        /// The user.
        pub id: UserId = "id",
        /// The mail address.
        pub email: String = "email",
        /// The hash of the password.
        pub password: String = "password",
        /// Whether the account is in use.
        pub is_active: bool = "is_active",
    }
}

/// Finds the credentials of the account with this mail address.
pub fn credentials(tx: &mut Tx<'_>, email: &str) -> Result<Option<Credentials>> {
    tx.query_opt(
        concat!("SELECT ", credentials_columns!(), " FROM cf_user WHERE email = $1"),
        &[email.into()],
    )
}

/// Finds the credentials of a user.
pub fn credentials_of(tx: &mut Tx<'_>, id: UserId) -> Result<Option<Credentials>> {
    tx.query_opt(concat!("SELECT ", credentials_columns!(), " FROM cf_user WHERE id = $1"), &[id.into()])
}

/// Inserts an inactive account and returns its id; `None` when the mail address is in use.
pub fn insert(
    tx: &mut Tx<'_>,
    email: &str,
    password: &str,
    nickname: &str,
    now: i64,
) -> Result<Option<UserId>> {
    let new: Option<(UserId,)> = tx.query_opt(
        "INSERT INTO cf_user (email, password, nickname, date_joined) VALUES ($1, $2, $3, $4)
         ON CONFLICT (email) DO NOTHING RETURNING id",
        &[email.into(), password.into(), nickname.into(), now.into()],
    )?;
    let Some((id,)) = new else { return Ok(None) };
    user_pieces::store(tx, id)?;
    events::user(tx, "user.created", id, now)?;
    Ok(Some(id))
}

/// Whether an account has this mail address.
pub fn has_email(tx: &mut Tx<'_>, email: &str) -> Result<bool> {
    let found: Option<(UserId,)> =
        tx.query_opt("SELECT id FROM cf_user WHERE email = $1", &[email.into()])?;
    Ok(found.is_some())
}

/// Activates an account for the first time; `false` when it was activated before.
pub fn activate(tx: &mut Tx<'_>, id: UserId, now: i64) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_user SET is_active = TRUE, activated_at = $2 WHERE id = $1 AND activated_at IS NULL",
        &[id.into(), now.into()],
    )?;
    if changed == 1 {
        events::user(tx, "user.activated", id, now)?;
    }
    Ok(changed == 1)
}

miaohui_db::row! {
    /// The recipient of a mail.
    pub struct Addressee as addressee_columns {
        /// The user.
        pub id: UserId = "id",
        /// The mail address.
        pub email: String = "email",
        /// The name in the salutation.
        pub nickname: String = "nickname",
        /// Whether the account is in use.
        pub is_active: bool = "is_active",
        /// Whether the account was ever activated.
        pub was_active: bool = "activated_at IS NOT NULL",
    }
}

/// Finds the user with this mail address.
pub fn addressee(tx: &mut Tx<'_>, email: &str) -> Result<Option<Addressee>> {
    tx.query_opt(concat!("SELECT ", addressee_columns!(), " FROM cf_user WHERE email = $1"), &[email.into()])
}

/// Finds the user with this id.
pub fn addressee_of(tx: &mut Tx<'_>, id: UserId) -> Result<Option<Addressee>> {
    tx.query_opt(concat!("SELECT ", addressee_columns!(), " FROM cf_user WHERE id = $1"), &[id.into()])
}

/// Deletes accounts that were registered before a time and never activated, which frees their mail
/// addresses.
pub fn delete_never_active(tx: &mut Tx<'_>, before: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM cf_user WHERE activated_at IS NULL AND NOT is_active AND date_joined < $1",
        &[before.into()],
    )
}

/// Confirms a user's identity; `false` when there is no identity card or it is confirmed already.
pub fn set_identified(tx: &mut Tx<'_>, id: UserId) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_user SET is_authentication = TRUE
         WHERE id = $1 AND idcard_image IS NOT NULL AND NOT is_authentication",
        &[id.into()],
    )?;
    Ok(changed == 1)
}

/// Removes an identity card that was refused; `false` as for [`set_identified`].
pub fn remove_idcard(tx: &mut Tx<'_>, id: UserId) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_user SET idcard_image = NULL
         WHERE id = $1 AND idcard_image IS NOT NULL AND NOT is_authentication",
        &[id.into()],
    )?;
    Ok(changed == 1)
}

/// Sets the hash of a user's password.
pub fn set_password(tx: &mut Tx<'_>, id: UserId, password: &str) -> Result<()> {
    tx.execute("UPDATE cf_user SET password = $2 WHERE id = $1", &[id.into(), password.into()])?;
    Ok(())
}

/// Deactivates an account; `false` when it is not active.
pub fn ban(tx: &mut Tx<'_>, id: UserId) -> Result<bool> {
    let changed =
        tx.execute("UPDATE cf_user SET is_active = FALSE WHERE id = $1 AND is_active", &[id.into()])?;
    Ok(changed == 1)
}

/// Reactivates an account; `false` when it is active or was never activated.
pub fn unban(tx: &mut Tx<'_>, id: UserId) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE cf_user SET is_active = TRUE WHERE id = $1 AND NOT is_active AND activated_at IS NOT NULL",
        &[id.into()],
    )?;
    Ok(changed == 1)
}
