//! Clothes of merchants and of the design circle.

use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use super::json::StoredJson;
use crate::ids::{DesignClothId, MerchantClothId, MerchantId, UserId};

miaohui_db::row! {
    /// A cloth in lists; `cloth_id` is an id of its list's table.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "Cloth")]
    pub struct ClothRow as cloth_columns {
        /// Id of a cloth, among those of its list.
        cloth_id: i64 = "c.id",
        /// Name.
        name: String = "c.name",
        /// Media id of the picture.
        image: Option<String> = "c.image",
        /// Media ids of pictures.
        #[schemars(with = "Vec<String>")]
        images: StoredJson = "c.images",
        /// Introduction.
        intro: Option<String> = "c.intro",
        /// Price in fen.
        price: Fen = "c.price",
        /// Number of the dynasty that it is styled after.
        dynasty: i64 = "c.dynasty",
        /// When it was created, in Unix ms.
        created_at: i64 = "c.created_at",
    }
}

miaohui_db::row! {
    /// The merchant of a cloth.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    struct ClothMerchant as cloth_merchant_columns {
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
        /// Whether the caller follows the merchant.
        is_follow: bool =
            "EXISTS (SELECT 1 FROM co_merchant_follow f WHERE f.user_id = $1 AND f.target_id = m.id)",
        /// Followers of the merchant.
        follow_count: i64 = "m.follower_count",
    }
}

miaohui_db::row! {
    /// A cloth of a merchant, with the merchant, as the caller sees them.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "MerchantCloth")]
    pub struct MerchantClothRow as merchant_cloth_columns {
        #[serde(flatten)]
        cloth: ClothRow => cloth_columns!(),
        /// Whether the caller collected it.
        is_collect: bool =
            "EXISTS (SELECT 1 FROM co_merchant_cloth_collect k WHERE k.user_id = $1 AND k.target_id = c.id)",
        /// The merchant.
        merchant: ClothMerchant => cloth_merchant_columns!(),
    }
}

macro_rules! select_merchant_clothes {
    ($tail:literal) => {
        concat!(
            "SELECT ",
            merchant_cloth_columns!(),
            " FROM co_merchant_cloth c JOIN co_merchant m ON m.id = c.merchant_id ",
            $tail
        )
    };
}

/// Lists the clothes of all merchants, the newest first.
pub fn of_merchants(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<MerchantClothRow>> {
    tx.query(
        select_merchant_clothes!("ORDER BY c.id DESC LIMIT $2 OFFSET $3"),
        &[viewer.into(), page.limit.into(), page.offset.into()],
    )
}

/// Lists the recommended clothes of merchants, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<MerchantClothRow>> {
    tx.query(
        select_merchant_clothes!(
            "WHERE c.recommended IS NOT NULL ORDER BY c.recommended, c.id DESC LIMIT $2 OFFSET $3"
        ),
        &[viewer.into(), page.limit.into(), page.offset.into()],
    )
}

/// Reads one cloth of a merchant.
pub fn of_merchant(tx: &mut Tx<'_>, viewer: UserId, id: MerchantClothId) -> Result<Option<MerchantClothRow>> {
    tx.query_opt(select_merchant_clothes!("WHERE c.id = $2"), &[viewer.into(), id.into()])
}

miaohui_db::row! {
    /// A cloth of the design circle with its designer's words, as the caller sees it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct DesignClothDetail as design_cloth_columns {
        #[serde(flatten)]
        cloth: ClothRow => cloth_columns!(),
        /// Words of the designer.
        designer_intro: String = "c.designer_intro",
        /// Whether the caller collected it.
        is_collect: bool =
            "EXISTS (SELECT 1 FROM co_design_cloth_collect k WHERE k.user_id = $1 AND k.target_id = c.id)",
    }
}

/// Lists the clothes of the design circle, the newest first.
pub fn of_design_circle(tx: &mut Tx<'_>, page: Page) -> Result<Vec<ClothRow>> {
    tx.query(
        concat!("SELECT ", cloth_columns!(), " FROM co_design_cloth c ORDER BY c.id DESC LIMIT $1 OFFSET $2"),
        &[page.limit.into(), page.offset.into()],
    )
}

/// Reads one cloth of the design circle.
pub fn design(tx: &mut Tx<'_>, viewer: UserId, id: DesignClothId) -> Result<Option<DesignClothDetail>> {
    tx.query_opt(
        concat!("SELECT ", design_cloth_columns!(), " FROM co_design_cloth c WHERE c.id = $2"),
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
    /// Price.
    pub price: Fen,
    /// Number of the dynasty; 0 for none in particular.
    pub dynasty: i64,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new cloth of a merchant.
pub fn insert_of_merchant(
    tx: &mut Tx<'_>,
    merchant_id: MerchantId,
    new: &NewCloth<'_>,
    recommended: Option<i64>,
) -> Result<MerchantClothId> {
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
pub fn insert_design(tx: &mut Tx<'_>, new: &NewCloth<'_>, designer_intro: &str) -> Result<DesignClothId> {
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
