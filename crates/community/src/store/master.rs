//! Masters (达人): craftspeople that the operators present, with their projects.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use crate::ids::{MasterId, UserId};

miaohui_db::row! {
    /// A master as the caller sees it, with both spellings of its id and of its name.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "Master")]
    pub struct MasterRow as master_columns {
        /// 32 hexadecimal digits, as `master_id`.
        uid: String = "m.uid",
        /// The master: 32 hexadecimal digits.
        master_id: String = "m.uid",
        /// Name, as `name`.
        nickname: String = "m.name",
        /// Name.
        name: String = "m.name",
        /// Media id of the picture.
        avatar: Option<String> = "m.avatar",
        /// Introduction.
        intro: Option<String> = "m.intro",
        /// Address.
        address: Option<String> = "m.address",
        /// Birthday, as the operators typed it.
        birthday: Option<String> = "m.birthday",
        /// Whether the caller follows the master.
        is_follow: bool =
            "EXISTS (SELECT 1 FROM co_master_follow mf WHERE mf.user_id = $1 AND mf.target_id = m.id)",
        /// When it was created, in Unix ms.
        created_at: i64 = "m.created_at",
    }
}

impl MasterRow {
    /// Its id on the wire.
    pub fn master_id(&self) -> &str {
        &self.master_id
    }
}

miaohui_db::row! {
    /// A master with its counters. `follow_count` and `article_count` are those of its own user, if
    /// it has one.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct MasterDetail as master_detail_columns {
        #[serde(flatten)]
        master: MasterRow => master_columns!(),
        /// Users that the master's own user follows.
        follow_count: i64 = "COALESCE(u.follow_count, 0)",
        /// Articles of the master's own user.
        article_count: i64 = "COALESCE(u.article_count, 0)",
        /// Followers of the master.
        follower_count: i64 = "m.follower_count",
    }
}

miaohui_db::row! {
    struct IdentifiedMaster as identified_master_columns {
        id: MasterId = "m.id",
        master: MasterRow => master_columns!(),
    }
}

/// A new master.
pub struct NewMaster<'a> {
    /// 32 hexadecimal digits.
    pub uid: &'a str,
    /// Its own user, if it has one.
    pub user_id: Option<UserId>,
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub avatar: &'a str,
    /// Plain text.
    pub intro: &'a str,
    /// Its address.
    pub address: &'a str,
    /// `YYYY-MM-DD`.
    pub birthday: &'a str,
    /// Position among the recommended, if it is one.
    pub recommended: Option<i64>,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new master.
pub fn insert(tx: &mut Tx<'_>, new: &NewMaster<'_>) -> Result<MasterId> {
    let (id,) = tx.query_one(
        "INSERT INTO co_master (uid, user_id, name, avatar, intro, address, birthday, recommended, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
        &[
            new.uid.into(),
            new.user_id.into(),
            new.name.into(),
            new.avatar.into(),
            new.intro.into(),
            new.address.into(),
            new.birthday.into(),
            new.recommended.into(),
            new.created_at.into(),
        ],
    )?;
    Ok(id)
}

macro_rules! select_masters {
    ($tail:literal) => {
        concat!("SELECT ", master_columns!(), " FROM co_master m ", $tail)
    };
}

fn list(tx: &mut Tx<'_>, sql: &'static str, viewer: UserId, page: Page) -> Result<Vec<MasterRow>> {
    tx.query(sql, &[viewer.into(), page.limit.into(), page.offset.into()])
}

/// Lists all masters, the newest first.
pub fn newest(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<MasterRow>> {
    list(tx, select_masters!("ORDER BY m.id DESC LIMIT $2 OFFSET $3"), viewer, page)
}

/// Lists the recommended masters, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<MasterRow>> {
    let sql = select_masters!(
        "WHERE m.recommended IS NOT NULL ORDER BY m.recommended, m.id DESC LIMIT $2 OFFSET $3"
    );
    list(tx, sql, viewer, page)
}

/// Lists the masters that the viewer follows, the last followed first.
pub fn followed(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<MasterRow>> {
    let sql = select_masters!(
        "JOIN co_master_follow f ON f.target_id = m.id WHERE f.user_id = $1 ORDER BY f.id DESC LIMIT $2 OFFSET $3"
    );
    list(tx, sql, viewer, page)
}

/// Reads one master with its counters.
pub fn detail(tx: &mut Tx<'_>, viewer: UserId, master_id: &str) -> Result<Option<MasterDetail>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            master_detail_columns!(),
            " FROM co_master m LEFT JOIN co_user u ON u.id = m.user_id WHERE m.uid = $2"
        ),
        &[viewer.into(), master_id.into()],
    )
}

/// Reads masters by id.
pub fn by_ids(tx: &mut Tx<'_>, viewer: UserId, ids: &[MasterId]) -> Result<Vec<(MasterId, MasterRow)>> {
    let rows: Vec<IdentifiedMaster> = tx.query(
        concat!("SELECT ", identified_master_columns!(), " FROM co_master m WHERE m.id IN LIST($2)"),
        &[viewer.into(), ids.into()],
    )?;
    Ok(rows.into_iter().map(|row| (row.id, row.master)).collect())
}

/// Finds the master with this `master_id` of the wire.
pub fn id_of(tx: &mut Tx<'_>, master_id: &str) -> Result<Option<MasterId>> {
    let row: Option<(MasterId,)> =
        tx.query_opt("SELECT id FROM co_master WHERE uid = $1", &[master_id.into()])?;
    Ok(row.map(|(id,)| id))
}
