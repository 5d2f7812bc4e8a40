//! Masters (达人): people the operators present, who run projects.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;

/// The columns of [`MasterRow`], of `co_master m` as the viewer `$1` sees it.
macro_rules! master_columns {
    () => {
        "m.uid, m.name, m.avatar, m.intro, m.address, m.birthday, m.created_at,
         EXISTS (SELECT 1 FROM co_master_follow mf WHERE mf.user_id = $1 AND mf.target_id = m.id)"
    };
}
pub(crate) use master_columns;

/// How many columns [`master_columns`] are.
pub(crate) const MASTER_COLUMNS: usize = 8;

/// A master, with both spellings of its id and its name.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct MasterRow {
    uid: String,
    master_id: String,
    nickname: String,
    name: String,
    avatar: Option<String>,
    intro: Option<String>,
    address: Option<String>,
    birthday: Option<String>,
    is_follow: bool,
    created_at: i64,
}

impl MasterRow {
    /// Its id on the wire.
    pub fn master_id(&self) -> &str {
        &self.master_id
    }

    pub(super) fn at(row: &Row<'_>, from: usize) -> Result<Self> {
        let (uid, name): (String, String) = (row.get(from)?, row.get(from + 1)?);
        Ok(Self {
            master_id: uid.clone(),
            uid,
            nickname: name.clone(),
            name,
            avatar: row.get(from + 2)?,
            intro: row.get(from + 3)?,
            address: row.get(from + 4)?,
            birthday: row.get(from + 5)?,
            created_at: row.get(from + 6)?,
            is_follow: row.get(from + 7)?,
        })
    }
}

impl FromRow for MasterRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Self::at(row, 0)
    }
}

/// A master with its counters. `follow_count` and `article_count` are those of its own account, if it has one.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct MasterDetail {
    #[serde(flatten)]
    master: MasterRow,
    follow_count: i64,
    article_count: i64,
    follower_count: i64,
}

impl FromRow for MasterDetail {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            master: MasterRow::at(row, 0)?,
            follow_count: row.get(MASTER_COLUMNS)?,
            article_count: row.get(MASTER_COLUMNS + 1)?,
            follower_count: row.get(MASTER_COLUMNS + 2)?,
        })
    }
}

/// A new master.
pub struct NewMaster<'a> {
    /// 32 hexadecimal digits.
    pub uid: &'a str,
    /// Its own account, if it has one.
    pub user_id: Option<i64>,
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub avatar: &'a str,
    /// Plain text.
    pub intro: &'a str,
    /// Where it works.
    pub address: &'a str,
    /// `YYYY-MM-DD`.
    pub birthday: &'a str,
    /// Place among the recommended, if it is.
    pub recommended: Option<i64>,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new master.
pub fn insert(tx: &mut Tx<'_>, new: &NewMaster<'_>) -> Result<i64> {
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

fn list(tx: &mut Tx<'_>, sql: &'static str, viewer: i64, page: Page) -> Result<Vec<MasterRow>> {
    tx.query(sql, &[viewer.into(), page.limit.into(), page.offset.into()])
}

/// All masters, the newest first.
pub fn newest(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<MasterRow>> {
    list(tx, select_masters!("ORDER BY m.id DESC LIMIT $2 OFFSET $3"), viewer, page)
}

/// The recommended masters, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<MasterRow>> {
    let sql = select_masters!(
        "WHERE m.recommended IS NOT NULL ORDER BY m.recommended, m.id DESC LIMIT $2 OFFSET $3"
    );
    list(tx, sql, viewer, page)
}

/// The masters that the viewer follows, the last followed first.
pub fn followed(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<MasterRow>> {
    let sql = select_masters!(
        "JOIN co_master_follow f ON f.target_id = m.id WHERE f.user_id = $1 ORDER BY f.id DESC LIMIT $2 OFFSET $3"
    );
    list(tx, sql, viewer, page)
}

/// One master with its counters.
pub fn detail(tx: &mut Tx<'_>, viewer: i64, master_id: &str) -> Result<Option<MasterDetail>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            master_columns!(),
            ", COALESCE(u.follow_count, 0), COALESCE(u.article_count, 0), m.follower_count
             FROM co_master m LEFT JOIN co_user u ON u.id = m.user_id WHERE m.uid = $2"
        ),
        &[viewer.into(), master_id.into()],
    )
}

/// Masters by their internal ids.
pub fn by_ids(tx: &mut Tx<'_>, viewer: i64, ids: &[i64]) -> Result<Vec<(i64, MasterRow)>> {
    let mut rows = Vec::new();
    let sql = concat!("SELECT ", master_columns!(), ", m.id FROM co_master m WHERE m.id IN LIST($2)");
    tx.for_each(sql, &[viewer.into(), ids.into()], |row| {
        rows.push((row.get(MASTER_COLUMNS)?, MasterRow::at(row, 0)?));
        Ok(())
    })?;
    Ok(rows)
}

/// The internal id of a master.
pub fn id_of(tx: &mut Tx<'_>, master_id: &str) -> Result<Option<i64>> {
    let row: Option<(i64,)> = tx.query_opt("SELECT id FROM co_master WHERE uid = $1", &[master_id.into()])?;
    Ok(row.map(|(id,)| id))
}
