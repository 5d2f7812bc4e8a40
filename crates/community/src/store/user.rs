//! Accounts of users.

use miaohui_db::{Result, Tx, Value};
use miaohui_gateways::sms::Phone;

use super::events;
use super::{Patch, media_use, user_pieces};
use crate::ids::UserId;
use crate::phone::TypedPhone;

/// What a login checks.
pub struct Credentials {
    /// The user.
    pub id: UserId,
    /// Hash of the password.
    pub password: String,
}

/// A new account.
pub struct NewUser<'a> {
    /// 32 hexadecimal digits.
    pub uid: &'a str,
    /// Phone number, which has no account yet.
    pub phone: &'a Phone,
    /// Hash of the password.
    pub password: &'a str,
    /// Shown name.
    pub nickname: &'a str,
    /// The user's own invitation code.
    pub invitation_code: &'a str,
    /// Uid of the user who invited this one.
    pub inviter: Option<&'a str>,
    /// Unix ms.
    pub created_at: i64,
}

/// Nickname of a user who has not chosen one.
pub fn default_nickname(phone: &Phone) -> String {
    format!("nick-{}", phone.number())
}

/// Stores a new account; `None` if the phone has one already.
pub fn insert(tx: &mut Tx<'_>, user: &NewUser<'_>) -> Result<Option<UserId>> {
    let row: Option<(UserId,)> = tx.query_opt(
        "INSERT INTO co_user (uid, country, phone, password, nickname, invitation_code, inviter, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (country, phone) DO NOTHING RETURNING id",
        &[
            user.uid.into(),
            user.phone.country().into(),
            user.phone.number().into(),
            user.password.into(),
            user.nickname.into(),
            user.invitation_code.into(),
            user.inviter.into(),
            user.created_at.into(),
        ],
    )?;
    let Some((id,)) = row else { return Ok(None) };
    user_pieces::store(tx, id)?;
    events::user(tx, "user.created", id, user.created_at)?;
    Ok(Some(id))
}

/// Reads what a login with this phone checks.
///
/// An account that kept another spelling, because the number had an account already, is found by
/// that spelling.
pub fn credentials(tx: &mut Tx<'_>, typed: &TypedPhone, phone: &Phone) -> Result<Option<Credentials>> {
    let row: Option<(UserId, String)> = tx.query_opt(
        "SELECT id, password FROM co_user
         WHERE (country = $1 AND phone = $2) OR (country = $3 AND phone = $4)
         ORDER BY country = $1 AND phone = $2 DESC LIMIT 1",
        &[(&typed.country).into(), (&typed.number).into(), phone.country().into(), phone.number().into()],
    )?;
    Ok(row.map(|(id, password)| Credentials { id, password }))
}

/// Reads the country code and the number of a user's phone, and the hash of the password.
pub fn phone_and_password(tx: &mut Tx<'_>, id: UserId) -> Result<(String, String, String)> {
    tx.query_one("SELECT country, phone, password FROM co_user WHERE id = $1", &[id.into()])
}

/// Stores a new password hash.
pub fn set_password(tx: &mut Tx<'_>, id: UserId, password: &str) -> Result<()> {
    tx.execute("UPDATE co_user SET password = $2 WHERE id = $1", &[id.into(), password.into()])?;
    Ok(())
}

/// Finds the uid of the user who has this invitation code.
pub fn inviter(tx: &mut Tx<'_>, invitation_code: &str) -> Result<Option<String>> {
    let row: Option<(String,)> =
        tx.query_opt("SELECT uid FROM co_user WHERE invitation_code = $1", &[invitation_code.into()])?;
    Ok(row.map(|(uid,)| uid))
}

/// Finds the user with this uid.
pub fn id_of(tx: &mut Tx<'_>, uid: &str) -> Result<Option<UserId>> {
    let row: Option<(UserId,)> = tx.query_opt("SELECT id FROM co_user WHERE uid = $1", &[uid.into()])?;
    Ok(row.map(|(id,)| id))
}

/// Reads the uid of a user.
pub fn uid_of(tx: &mut Tx<'_>, id: UserId) -> Result<String> {
    let (uid,) = tx.query_one("SELECT uid FROM co_user WHERE id = $1", &[id.into()])?;
    Ok(uid)
}

/// Changes of a user's profile.
#[derive(Clone, Debug, Default)]
pub struct ProfileChanges {
    /// Shown name; the default nickname if cleared.
    pub nickname: Patch<String>,
    /// A media id.
    pub avatar: Patch<String>,
    /// 0 or 1.
    pub gender: Option<i64>,
    /// Province.
    pub province: Patch<String>,
    /// City.
    pub city: Patch<String>,
    /// Unix ms.
    pub birthday: Patch<i64>,
    /// Mail address.
    pub email: Patch<String>,
    /// Self-introduction.
    pub intro: Patch<String>,
}

/// Applies changes to a user's profile.
pub fn update(tx: &mut Tx<'_>, id: UserId, changes: &ProfileChanges, now: i64) -> Result<()> {
    fn text(patch: &Patch<String>) -> [Value<'_>; 2] {
        [patch.is_some().into(), patch.as_ref().and_then(Option::as_deref).into()]
    }
    let [nickname_sent, nickname] = text(&changes.nickname);
    let [avatar_sent, avatar] = text(&changes.avatar);
    let former = if changes.avatar.is_some() { avatar_of(tx, id)? } else { None };
    let [province_sent, province] = text(&changes.province);
    let [city_sent, city] = text(&changes.city);
    let [email_sent, email] = text(&changes.email);
    let [intro_sent, intro] = text(&changes.intro);
    tx.execute(
        "UPDATE co_user SET
           nickname = CASE WHEN $2 THEN COALESCE($3, 'nick-' || phone) ELSE nickname END,
           avatar = CASE WHEN $4 THEN $5 ELSE avatar END,
           province = CASE WHEN $6 THEN $7 ELSE province END,
           city = CASE WHEN $8 THEN $9 ELSE city END,
           email = CASE WHEN $10 THEN $11 ELSE email END,
           intro = CASE WHEN $12 THEN $13 ELSE intro END,
           birthday = CASE WHEN $14 THEN $15 ELSE birthday END,
           gender = COALESCE($16, gender)
         WHERE id = $1",
        &[
            id.into(),
            nickname_sent,
            nickname,
            avatar_sent,
            avatar,
            province_sent,
            province,
            city_sent,
            city,
            email_sent,
            email,
            intro_sent,
            intro,
            changes.birthday.is_some().into(),
            changes.birthday.flatten().into(),
            changes.gender.into(),
        ],
    )?;
    if changes.nickname.is_some() {
        user_pieces::store(tx, id)?;
    }
    match former {
        Some(former) => media_use::avatar_gone(tx, &former, now),
        None => Ok(()),
    }
}

fn avatar_of(tx: &mut Tx<'_>, id: UserId) -> Result<Option<String>> {
    let (avatar,) = tx.query_one("SELECT avatar FROM co_user WHERE id = $1", &[id.into()])?;
    Ok(avatar)
}

/// Bans a user; `false` if banned already or unknown.
pub fn ban(tx: &mut Tx<'_>, id: UserId, reason: &str) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE co_user SET banned = $2 WHERE id = $1 AND banned IS NULL",
        &[id.into(), reason.into()],
    )?;
    Ok(changed == 1)
}

/// Ends a ban; `false` if there is none.
pub fn unban(tx: &mut Tx<'_>, id: UserId) -> Result<bool> {
    let changed =
        tx.execute("UPDATE co_user SET banned = NULL WHERE id = $1 AND banned IS NOT NULL", &[id.into()])?;
    Ok(changed == 1)
}

/// Reads why a user is banned.
pub fn ban_reason(tx: &mut Tx<'_>, id: UserId) -> Result<Option<String>> {
    let row: Option<(Option<String>,)> =
        tx.query_opt("SELECT banned FROM co_user WHERE id = $1", &[id.into()])?;
    Ok(row.and_then(|(reason,)| reason))
}

/// Locks the user's row until the transaction ends, so that concurrent calls of the user come one
/// after the other.
pub fn lock(tx: &mut Tx<'_>, id: UserId) -> Result<()> {
    tx.execute("UPDATE co_user SET status = status WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// Locks the user's row until the transaction ends, so that a concurrent ban waits for the new
/// session and then ends it; `false` if the user is banned.
pub fn lock_unless_banned(tx: &mut Tx<'_>, id: UserId) -> Result<bool> {
    let locked =
        tx.execute("UPDATE co_user SET banned = NULL WHERE id = $1 AND banned IS NULL", &[id.into()])?;
    Ok(locked == 1)
}
