//! Accounts of people.

use miaohui_db::{FromRow, Result, Row, Tx, Value};
use schemars::JsonSchema;
use serde::Serialize;

use crate::params::Patch;
use crate::phone::Phone;

/// The columns of [`PublicUser`], of `co_user u`.
macro_rules! public_user_columns {
    () => {
        "u.uid, u.nickname, u.avatar, u.gender, u.country, u.province, u.city, u.birthday, u.intro, u.created_at"
    };
}
pub(crate) use public_user_columns;

/// What anybody may see of a user in lists.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PublicUser {
    /// 32 hexadecimal digits.
    pub uid: String,
    /// Shown name.
    pub nickname: String,
    /// A media id.
    pub avatar: Option<String>,
    /// 0 or 1, as the client stores it.
    pub gender: i64,
    /// Country code of the phone.
    pub country: String,
    /// Province, as typed.
    pub province: Option<String>,
    /// City, as typed.
    pub city: Option<String>,
    /// Unix ms.
    pub birthday: Option<i64>,
    /// A few words.
    pub intro: Option<String>,
    /// Unix ms.
    pub created_at: i64,
}

impl FromRow for PublicUser {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            uid: c.take()?,
            nickname: c.take()?,
            avatar: c.take()?,
            gender: c.take()?,
            country: c.take()?,
            province: c.take()?,
            city: c.take()?,
            birthday: c.take()?,
            intro: c.take()?,
            created_at: c.take()?,
        })
    }
}

/// Standing and counters, which a user's own page and others' views of it share.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Standing {
    /// Points.
    pub score: i64,
    /// Level.
    pub level: i64,
    /// Experience.
    pub exp: i64,
    /// How many this user follows.
    pub follow_count: i64,
    /// How many follow this user.
    pub follower_count: i64,
    /// How many articles this user has.
    pub article_count: i64,
}

/// A user as others see it (`user_info`).
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct UserInfo {
    #[serde(flatten)]
    public: PublicUser,
    #[serde(flatten)]
    standing: Standing,
    is_follow: bool,
}

/// A user as the user sees itself (`my_user_info`).
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct MyUserInfo {
    #[serde(flatten)]
    public: PublicUser,
    #[serde(flatten)]
    standing: Standing,
    phone: String,
    email: Option<String>,
    category: i64,
    status: i64,
    invitation_code: String,
    inviter: Option<String>,
}

impl MyUserInfo {
    /// The user's uid.
    pub fn uid(&self) -> &str {
        &self.public.uid
    }
}

macro_rules! standing_columns {
    () => {
        "u.score, u.level, u.exp, u.follow_count, u.follower_count, u.article_count"
    };
}

fn standing(row: &Row<'_>, from: usize) -> Result<Standing> {
    Ok(Standing {
        score: row.get(from)?,
        level: row.get(from + 1)?,
        exp: row.get(from + 2)?,
        follow_count: row.get(from + 3)?,
        follower_count: row.get(from + 4)?,
        article_count: row.get(from + 5)?,
    })
}

impl FromRow for UserInfo {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { public: PublicUser::from_row(row)?, standing: standing(row, 10)?, is_follow: row.get(16)? })
    }
}

impl FromRow for MyUserInfo {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            public: PublicUser::from_row(row)?,
            standing: standing(row, 10)?,
            phone: row.get(16)?,
            email: row.get(17)?,
            category: row.get(18)?,
            status: row.get(19)?,
            invitation_code: row.get(20)?,
            inviter: row.get(21)?,
        })
    }
}

/// A user beside an article or a comment.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Author {
    /// 32 hexadecimal digits.
    pub uid: String,
    /// Shown name.
    pub nickname: String,
    /// A media id.
    pub avatar: Option<String>,
}

/// What is needed to sign in.
pub struct Credentials {
    /// Internal id.
    pub id: i64,
    /// The password's hash.
    pub password: String,
}

/// A new account.
pub struct NewUser<'a> {
    /// 32 hexadecimal digits.
    pub uid: &'a str,
    /// Not yet registered.
    pub phone: &'a Phone,
    /// The password's hash.
    pub password: &'a str,
    /// Shown name.
    pub nickname: &'a str,
    /// This user's own code.
    pub invitation_code: &'a str,
    /// The uid of whoever invited this user.
    pub inviter: Option<&'a str>,
    /// Unix ms.
    pub created_at: i64,
}

/// The name of a user who has not chosen one.
pub fn default_nickname(phone: &Phone) -> String {
    format!("nick-{}", phone.number)
}

/// Stores a new account; `None` when the phone has one already.
pub fn insert(tx: &mut Tx<'_>, user: &NewUser<'_>) -> Result<Option<i64>> {
    let row: Option<(i64,)> = tx.query_opt(
        "INSERT INTO co_user (uid, country, phone, password, nickname, invitation_code, inviter, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (country, phone) DO NOTHING RETURNING id",
        &[
            user.uid.into(),
            (&user.phone.country).into(),
            (&user.phone.number).into(),
            user.password.into(),
            user.nickname.into(),
            user.invitation_code.into(),
            user.inviter.into(),
            user.created_at.into(),
        ],
    )?;
    Ok(row.map(|(id,)| id))
}

/// The account of a phone.
pub fn credentials(tx: &mut Tx<'_>, phone: &Phone) -> Result<Option<Credentials>> {
    let row: Option<(i64, String)> = tx.query_opt(
        "SELECT id, password FROM co_user WHERE country = $1 AND phone = $2",
        &[(&phone.country).into(), (&phone.number).into()],
    )?;
    Ok(row.map(|(id, password)| Credentials { id, password }))
}

/// Stores a new password hash.
pub fn set_password(tx: &mut Tx<'_>, id: i64, password: &str) -> Result<()> {
    tx.execute("UPDATE co_user SET password = $2 WHERE id = $1", &[id.into(), password.into()])?;
    Ok(())
}

/// The uid of the user whose invitation code this is.
pub fn inviter(tx: &mut Tx<'_>, invitation_code: &str) -> Result<Option<String>> {
    let row: Option<(String,)> =
        tx.query_opt("SELECT uid FROM co_user WHERE invitation_code = $1", &[invitation_code.into()])?;
    Ok(row.map(|(uid,)| uid))
}

/// The internal id of a uid.
pub fn id_of(tx: &mut Tx<'_>, uid: &str) -> Result<Option<i64>> {
    let row: Option<(i64,)> = tx.query_opt("SELECT id FROM co_user WHERE uid = $1", &[uid.into()])?;
    Ok(row.map(|(id,)| id))
}

/// The user's own page.
pub fn my_info(tx: &mut Tx<'_>, id: i64) -> Result<MyUserInfo> {
    tx.query_one(
        concat!(
            "SELECT ",
            public_user_columns!(),
            ", ",
            standing_columns!(),
            ", u.phone, u.email, u.category, u.status, u.invitation_code, u.inviter FROM co_user u WHERE u.id = $1"
        ),
        &[id.into()],
    )
}

/// How to name the user that is looked at.
pub enum Who<'a> {
    /// By uid.
    Uid(&'a str),
    /// By phone number.
    Phone(&'a str),
}

macro_rules! info_by {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            public_user_columns!(),
            ", ",
            standing_columns!(),
            ", EXISTS (SELECT 1 FROM co_follow f WHERE f.user_id = $2 AND f.target_id = u.id)
             FROM co_user u WHERE ",
            $condition
        )
    };
}

/// A user's page as `viewer` sees it.
pub fn info(tx: &mut Tx<'_>, viewer: i64, who: Who<'_>) -> Result<Option<UserInfo>> {
    let (sql, key) = match who {
        Who::Uid(uid) => (info_by!("u.uid = $1"), uid),
        Who::Phone(phone) => (info_by!("u.phone = $1 ORDER BY u.country = '86' DESC, u.id LIMIT 1"), phone),
    };
    tx.query_opt(sql, &[key.into(), viewer.into()])
}

/// A user's page as `viewer` sees it, without its counters: beside an article.
pub fn author(tx: &mut Tx<'_>, viewer: i64, id: i64) -> Result<(PublicUser, bool)> {
    struct Seen(PublicUser, bool);
    impl FromRow for Seen {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(PublicUser::from_row(row)?, row.get(10)?))
        }
    }
    let Seen(user, is_follow) = tx.query_one(
        concat!(
            "SELECT ",
            public_user_columns!(),
            ", EXISTS (SELECT 1 FROM co_follow f WHERE f.user_id = $2 AND f.target_id = u.id)
             FROM co_user u WHERE u.id = $1"
        ),
        &[id.into(), viewer.into()],
    )?;
    Ok((user, is_follow))
}

/// Users by their internal ids.
pub fn by_ids(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<(i64, PublicUser)>> {
    let mut rows = Vec::new();
    let sql = concat!("SELECT ", public_user_columns!(), ", u.id FROM co_user u WHERE u.id IN LIST($1)");
    tx.for_each(sql, &[ids.into()], |row| {
        rows.push((row.get(10)?, PublicUser::from_row(row)?));
        Ok(())
    })?;
    Ok(rows)
}

/// The uid of an internal id.
pub fn uid_of(tx: &mut Tx<'_>, id: i64) -> Result<String> {
    let (uid,) = tx.query_one("SELECT uid FROM co_user WHERE id = $1", &[id.into()])?;
    Ok(uid)
}

/// Changes to an account: absent keys stay, null or empty ones are cleared.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Cleared: the default nickname.
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
    /// A few words.
    pub intro: Patch<String>,
}

/// Applies changes to the user's own account.
pub fn update(tx: &mut Tx<'_>, id: i64, changes: &Changes) -> Result<()> {
    fn text(patch: &Patch<String>) -> [Value<'_>; 2] {
        [patch.is_some().into(), patch.as_ref().and_then(Option::as_deref).into()]
    }
    let [nickname_sent, nickname] = text(&changes.nickname);
    let [avatar_sent, avatar] = text(&changes.avatar);
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
    Ok(())
}

/// Bans a user; `false`: banned already, or there is none.
pub fn ban(tx: &mut Tx<'_>, id: i64, reason: &str) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE co_user SET banned = $2 WHERE id = $1 AND banned IS NULL",
        &[id.into(), reason.into()],
    )?;
    Ok(changed == 1)
}

/// Ends a ban; `false`: there was none.
pub fn unban(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let changed =
        tx.execute("UPDATE co_user SET banned = NULL WHERE id = $1 AND banned IS NOT NULL", &[id.into()])?;
    Ok(changed == 1)
}

/// Why a user is banned.
pub fn ban_reason(tx: &mut Tx<'_>, id: i64) -> Result<Option<String>> {
    let row: Option<(Option<String>,)> =
        tx.query_opt("SELECT banned FROM co_user WHERE id = $1", &[id.into()])?;
    Ok(row.and_then(|(reason,)| reason))
}

/// Whether a user may have a new session. The row stays locked until the transaction ends, so that a ban that comes
/// meanwhile waits for the session, which it then ends.
pub fn admit(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let admitted =
        tx.execute("UPDATE co_user SET banned = NULL WHERE id = $1 AND banned IS NULL", &[id.into()])?;
    Ok(admitted == 1)
}
