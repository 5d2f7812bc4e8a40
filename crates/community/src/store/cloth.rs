//! Clothes: of merchants, and of the design circle.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Page;
use super::article_text::stored_json;

/// A cloth of a merchant's, with the merchant.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct MerchantClothRow {
    #[serde(flatten)]
    cloth: ClothRow,
    is_collect: bool,
    merchant: ClothMerchant,
}

/// A cloth, as every list shows it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ClothRow {
    cloth_id: i64,
    name: String,
    image: Option<String>,
    #[schemars(with = "Vec<String>")]
    images: Box<RawValue>,
    intro: Option<String>,
    price: i64,
    dynasty: i64,
    created_at: i64,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
struct ClothMerchant {
    merchant_id: String,
    name: String,
    logo: Option<String>,
    intro: Option<String>,
    address: Option<String>,
    is_follow: bool,
    follow_count: i64,
}

const CLOTH_COLUMNS: usize = 8;

impl FromRow for ClothRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            cloth_id: c.take()?,
            name: c.take()?,
            image: c.take()?,
            images: stored_json(c.take()?),
            intro: c.take()?,
            price: c.take()?,
            dynasty: c.take()?,
            created_at: c.take()?,
        })
    }
}

impl FromRow for MerchantClothRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let at = |n| CLOTH_COLUMNS + n;
        Ok(Self {
            cloth: ClothRow::from_row(row)?,
            is_collect: row.get(at(0))?,
            merchant: ClothMerchant {
                merchant_id: row.get(at(1))?,
                name: row.get(at(2))?,
                logo: row.get(at(3))?,
                intro: row.get(at(4))?,
                address: row.get(at(5))?,
                follow_count: row.get(at(6))?,
                is_follow: row.get(at(7))?,
            },
        })
    }
}

macro_rules! select_merchant_clothes {
    ($tail:literal) => {
        concat!(
            "SELECT c.id, c.name, c.image, c.images, c.intro, c.price, c.dynasty, c.created_at,
               EXISTS (SELECT 1 FROM co_merchant_cloth_collect k WHERE k.user_id = $1 AND k.target_id = c.id),
               m.uid, m.name, m.logo, m.intro, m.address, m.follower_count,
               EXISTS (SELECT 1 FROM co_merchant_follow f WHERE f.user_id = $1 AND f.target_id = m.id)
             FROM co_merchant_cloth c JOIN co_merchant m ON m.id = c.merchant_id ",
            $tail
        )
    };
}

/// Clothes of all merchants, the newest first.
pub fn of_merchants(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<MerchantClothRow>> {
    tx.query(
        select_merchant_clothes!("ORDER BY c.id DESC LIMIT $2 OFFSET $3"),
        &[viewer.into(), page.limit.into(), page.offset.into()],
    )
}

/// The recommended clothes of merchants, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<MerchantClothRow>> {
    tx.query(
        select_merchant_clothes!(
            "WHERE c.recommended IS NOT NULL ORDER BY c.recommended, c.id DESC LIMIT $2 OFFSET $3"
        ),
        &[viewer.into(), page.limit.into(), page.offset.into()],
    )
}

/// One cloth of a merchant's.
pub fn of_merchant(tx: &mut Tx<'_>, viewer: i64, id: i64) -> Result<Option<MerchantClothRow>> {
    tx.query_opt(select_merchant_clothes!("WHERE c.id = $2"), &[viewer.into(), id.into()])
}

/// A cloth of the design circle, with its designer's words.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct DesignClothDetail {
    #[serde(flatten)]
    cloth: ClothRow,
    designer_intro: String,
    is_collect: bool,
}

impl FromRow for DesignClothDetail {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            cloth: ClothRow::from_row(row)?,
            designer_intro: row.get(CLOTH_COLUMNS)?,
            is_collect: row.get(CLOTH_COLUMNS + 1)?,
        })
    }
}

/// Clothes of the design circle, the newest first.
pub fn of_design_circle(tx: &mut Tx<'_>, page: Page) -> Result<Vec<ClothRow>> {
    tx.query(
        "SELECT id, name, image, images, intro, price, dynasty, created_at
         FROM co_design_cloth ORDER BY id DESC LIMIT $1 OFFSET $2",
        &[page.limit.into(), page.offset.into()],
    )
}

/// One cloth of the design circle.
pub fn design(tx: &mut Tx<'_>, viewer: i64, id: i64) -> Result<Option<DesignClothDetail>> {
    tx.query_opt(
        "SELECT c.id, c.name, c.image, c.images, c.intro, c.price, c.dynasty, c.created_at, c.designer_intro,
           EXISTS (SELECT 1 FROM co_design_cloth_collect k WHERE k.user_id = $1 AND k.target_id = c.id)
         FROM co_design_cloth c WHERE c.id = $2",
        &[viewer.into(), id.into()],
    )
}

/// A new cloth.
pub struct NewCloth<'a> {
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub image: &'a str,
    /// JSON list of media names.
    pub images: &'a str,
    /// JSON list of paragraphs and media names, as a text.
    pub intro: &'a str,
    /// Fen.
    pub price: i64,
    /// 0 for none in particular.
    pub dynasty: i64,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new cloth of a merchant's.
pub fn insert_of_merchant(
    tx: &mut Tx<'_>,
    merchant_id: i64,
    new: &NewCloth<'_>,
    recommended: Option<i64>,
) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO co_merchant_cloth
           (merchant_id, name, image, images, intro, price, dynasty, created_at, recommended)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
        &[
            merchant_id.into(),
            new.name.into(),
            new.image.into(),
            new.images.into(),
            new.intro.into(),
            new.price.into(),
            new.dynasty.into(),
            new.created_at.into(),
            recommended.into(),
        ],
    )?;
    Ok(id)
}

/// Stores a new cloth of the design circle.
pub fn insert_design(tx: &mut Tx<'_>, new: &NewCloth<'_>, designer_intro: &str) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO co_design_cloth (name, image, images, intro, price, dynasty, created_at, designer_intro)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        &[
            new.name.into(),
            new.image.into(),
            new.images.into(),
            new.intro.into(),
            new.price.into(),
            new.dynasty.into(),
            new.created_at.into(),
            designer_intro.into(),
        ],
    )?;
    Ok(id)
}
