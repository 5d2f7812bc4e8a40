//! Merchants (商家), who show clothes.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;

/// A merchant among those one follows.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct MerchantRow {
    merchant_id: String,
    name: String,
    logo: Option<String>,
    intro: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    created_at: i64,
}

impl MerchantRow {
    /// Its id on the wire.
    pub fn merchant_id(&self) -> &str {
        &self.merchant_id
    }
}

impl FromRow for MerchantRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            merchant_id: c.take()?,
            name: c.take()?,
            logo: c.take()?,
            intro: c.take()?,
            address: c.take()?,
            phone: c.take()?,
            email: c.take()?,
            created_at: c.take()?,
        })
    }
}

/// A new merchant.
pub struct NewMerchant<'a> {
    /// 32 hexadecimal digits.
    pub uid: &'a str,
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub logo: &'a str,
    /// Plain text.
    pub intro: &'a str,
    /// Where it is.
    pub address: &'a str,
    /// Shown phone number.
    pub phone: &'a str,
    /// Shown mail address.
    pub email: &'a str,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new merchant.
pub fn insert(tx: &mut Tx<'_>, new: &NewMerchant<'_>) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO co_merchant (uid, name, logo, intro, address, phone, email, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        &[
            new.uid.into(),
            new.name.into(),
            new.logo.into(),
            new.intro.into(),
            new.address.into(),
            new.phone.into(),
            new.email.into(),
            new.created_at.into(),
        ],
    )?;
    Ok(id)
}

macro_rules! select_merchants {
    ($tail:literal) => {
        concat!(
            "SELECT m.uid, m.name, m.logo, m.intro, m.address, m.phone, m.email, m.created_at, m.id FROM co_merchant m ",
            $tail
        )
    };
}

/// The merchants that the user follows, the last followed first.
pub fn followed(tx: &mut Tx<'_>, user_id: i64, page: Page) -> Result<Vec<MerchantRow>> {
    tx.query(
        select_merchants!(
            "JOIN co_merchant_follow f ON f.target_id = m.id
             WHERE f.user_id = $1 ORDER BY f.id DESC LIMIT $2 OFFSET $3"
        ),
        &[user_id.into(), page.limit.into(), page.offset.into()],
    )
}

/// Merchants by their internal ids.
pub fn by_ids(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<(i64, MerchantRow)>> {
    let mut rows = Vec::new();
    tx.for_each(select_merchants!("WHERE m.id IN LIST($1)"), &[ids.into()], |row| {
        rows.push((row.get(8)?, MerchantRow::from_row(row)?));
        Ok(())
    })?;
    Ok(rows)
}

/// The internal id of a merchant.
pub fn id_of(tx: &mut Tx<'_>, merchant_id: &str) -> Result<Option<i64>> {
    let row: Option<(i64,)> =
        tx.query_opt("SELECT id FROM co_merchant WHERE uid = $1", &[merchant_id.into()])?;
    Ok(row.map(|(id,)| id))
}
