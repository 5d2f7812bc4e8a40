//! What users see of users.

use miaohui_db::{Result, Tx};
use miaohui_gateways::sms::Phone;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ids::UserId;

miaohui_db::row! {
    /// A user in lists.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct PublicUser as public_user_columns {
        /// 32 hexadecimal digits.
        pub uid: String = "u.uid",
        /// Shown name.
        pub nickname: String = "u.nickname",
        /// A media id.
        pub avatar: Option<String> = "u.avatar",
        /// 0 or 1; its meaning is the client's.
        pub gender: i64 = "u.gender",
        /// Country code of the phone.
        pub country: String = "u.country",
        /// Province, as typed.
        pub province: Option<String> = "u.province",
        /// City, as typed.
        pub city: Option<String> = "u.city",
        /// Unix ms.
        pub birthday: Option<i64> = "u.birthday",
        /// Self-introduction.
        pub intro: Option<String> = "u.intro",
        /// Unix ms.
        pub created_at: i64 = "u.created_at",
    }
}

miaohui_db::row! {
    /// Level and counters of a user.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct UserStats as user_stats_columns {
        /// Points.
        pub score: i64 = "u.score",
        /// Level.
        pub level: i64 = "u.level",
        /// Experience.
        pub exp: i64 = "u.exp",
        /// Users that this user follows.
        pub follow_count: i64 = "u.follow_count",
        /// Users that follow this user.
        pub follower_count: i64 = "u.follower_count",
        /// Articles of this user.
        pub article_count: i64 = "u.article_count",
    }
}

miaohui_db::row! {
    /// A user beside an article, as the caller sees the user.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct AuthorProfile as author_profile_columns {
        #[serde(flatten)]
        public: PublicUser => public_user_columns!(),
        /// Whether the caller follows the user.
        is_follow: bool = "EXISTS (SELECT 1 FROM co_follow f WHERE f.user_id = $1 AND f.target_id = u.id)",
    }
}

miaohui_db::row! {
    /// A user as the caller sees the user (`user_info`).
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct UserInfo as user_info_columns {
        #[serde(flatten)]
        public: PublicUser => public_user_columns!(),
        #[serde(flatten)]
        stats: UserStats => user_stats_columns!(),
        /// Whether the caller follows the user.
        is_follow: bool = "EXISTS (SELECT 1 FROM co_follow f WHERE f.user_id = $1 AND f.target_id = u.id)",
    }
}

miaohui_db::row! {
    /// A user's own account (`my_user_info`).
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct MyUserInfo as my_user_info_columns {
        #[serde(flatten)]
        public: PublicUser => public_user_columns!(),
        #[serde(flatten)]
        stats: UserStats => user_stats_columns!(),
        /// Phone number.
        phone: String = "u.phone",
        /// Mail address.
        email: Option<String> = "u.email",
        /// Category of the account.
        category: i64 = "u.category",
        /// Status of the account: 0 for a working one.
        status: i64 = "u.status",
        /// Code that others sign up with.
        invitation_code: String = "u.invitation_code",
        /// Uid of the user who invited this one.
        inviter: Option<String> = "u.inviter",
    }
}

impl MyUserInfo {
    /// The user's uid.
    pub fn uid(&self) -> &str {
        &self.public.uid
    }
}

miaohui_db::row! {
    /// The author of an article or a comment.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Author as author_columns("u.", "ru.", "fu.") {
        /// 32 hexadecimal digits.
        pub uid: String = "uid",
        /// Shown name.
        pub nickname: String = "nickname",
        /// A media id.
        pub avatar: Option<String> = "avatar",
    }
}

miaohui_db::row! {
    struct IdentifiedUser as identified_user_columns {
        id: UserId = "u.id",
        user: PublicUser => public_user_columns!(),
    }
}

/// Reads the user's own account.
pub fn my_info(tx: &mut Tx<'_>, user_id: UserId) -> Result<MyUserInfo> {
    tx.query_one(
        concat!("SELECT ", my_user_info_columns!(), " FROM co_user u WHERE u.id = $1"),
        &[user_id.into()],
    )
}

/// What names a user on the wire.
pub enum UserKey<'a> {
    /// The uid.
    Uid(&'a str),
    /// The phone number.
    Phone(&'a Phone),
    /// A number without its country; of several countries China comes first.
    National(&'a str),
}

macro_rules! select_user_info {
    ($condition:literal) => {
        concat!("SELECT ", user_info_columns!(), " FROM co_user u WHERE ", $condition)
    };
}

/// Reads a user as `viewer` sees the user.
pub fn info(tx: &mut Tx<'_>, viewer: UserId, key: UserKey<'_>) -> Result<Option<UserInfo>> {
    let (sql, key) = match key {
        UserKey::Uid(uid) => (select_user_info!("u.uid = $2"), uid),
        UserKey::Phone(phone) => {
            let key = [viewer.into(), phone.country().into(), phone.number().into()];
            return tx.query_opt(select_user_info!("u.country = $2 AND u.phone = $3"), &key);
        }
        UserKey::National(number) => {
            (select_user_info!("u.phone = $2 ORDER BY u.country = '86' DESC, u.id LIMIT 1"), number)
        }
    };
    tx.query_opt(sql, &[viewer.into(), key.into()])
}

/// Reads the author of an article as `viewer` sees the author.
pub fn author(tx: &mut Tx<'_>, viewer: UserId, author: UserId) -> Result<AuthorProfile> {
    tx.query_one(
        concat!("SELECT ", author_profile_columns!(), " FROM co_user u WHERE u.id = $2"),
        &[viewer.into(), author.into()],
    )
}

/// Reads users by id.
pub fn by_ids(tx: &mut Tx<'_>, ids: &[UserId]) -> Result<Vec<(UserId, PublicUser)>> {
    let rows: Vec<IdentifiedUser> = tx.query(
        concat!("SELECT ", identified_user_columns!(), " FROM co_user u WHERE u.id IN LIST($1)"),
        &[ids.into()],
    )?;
    Ok(rows.into_iter().map(|row| (row.id, row.user)).collect())
}
