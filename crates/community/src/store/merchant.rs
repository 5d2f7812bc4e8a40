//! Merchants (商家), who offer clothes.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use crate::ids::{MerchantId, UserId};

miaohui_db::row! {
    /// A merchant as the wire shows it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "Merchant")]
    pub struct MerchantRow as merchant_columns {
        /// The merchant: 32 hexadecimal digits.
        merchant_id: String = "m.uid",
        /// Name.
        name: String = "m.name",
        /// Media id of the logo.
        logo: Option<String> = "m.logo",
        /// Introduction.
        intro: Option<String> = "m.intro",
        /// Address.
        address: Option<String> = "m.address",
        /// Phone number, as the operators typed it.
        phone: Option<String> = "m.phone",
        /// Mail address.
        email: Option<String> = "m.email",
        /// When it was created, in Unix ms.
        created_at: i64 = "m.created_at",
    }
}

impl MerchantRow {
    /// Its id on the wire.
    pub fn merchant_id(&self) -> &str {
        &self.merchant_id
    }
}

miaohui_db::row! {
    struct IdentifiedMerchant as identified_merchant_columns {
        id: MerchantId = "m.id",
        merchant: MerchantRow => merchant_columns!(),
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
    /// Its address.
    pub address: &'a str,
    /// Shown phone number.
    pub phone: &'a str,
    /// Shown mail address.
    pub email: &'a str,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new merchant.
pub fn insert(tx: &mut Tx<'_>, new: &NewMerchant<'_>) -> Result<MerchantId> {
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

/// Lists the merchants that a user follows, the last followed first.
pub fn followed(tx: &mut Tx<'_>, user_id: UserId, page: Page) -> Result<Vec<MerchantRow>> {
    tx.query(
        concat!(
            "SELECT ",
            merchant_columns!(),
            " FROM co_merchant m JOIN co_merchant_follow f ON f.target_id = m.id
             WHERE f.user_id = $1 ORDER BY f.id DESC LIMIT $2 OFFSET $3"
        ),
        &[user_id.into(), page.limit.into(), page.offset.into()],
    )
}

/// Reads merchants by id.
pub fn by_ids(tx: &mut Tx<'_>, ids: &[MerchantId]) -> Result<Vec<(MerchantId, MerchantRow)>> {
    let rows: Vec<IdentifiedMerchant> = tx.query(
        concat!("SELECT ", identified_merchant_columns!(), " FROM co_merchant m WHERE m.id IN LIST($1)"),
        &[ids.into()],
    )?;
    Ok(rows.into_iter().map(|row| (row.id, row.merchant)).collect())
}

/// Finds the merchant with this `merchant_id` of the wire.
pub fn id_of(tx: &mut Tx<'_>, merchant_id: &str) -> Result<Option<MerchantId>> {
    let row: Option<(MerchantId,)> =
        tx.query_opt("SELECT id FROM co_merchant WHERE uid = $1", &[merchant_id.into()])?;
    Ok(row.map(|(id,)| id))
}
