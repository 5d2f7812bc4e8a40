//! Banners.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

miaohui_db::stored_enum! {
    /// Where a banner is shown.
    pub enum BannerKind: str as banner_kind {
        /// The home page; opens a merchant's cloth.
        Home = "home",
        /// The tickets' page.
        Ticket = "ticket",
        /// The design circle; opens one of its clothes.
        DesignCircle = "design_circle",
        /// The games' page.
        Game = "game",
    }
}

miaohui_db::row! {
    /// A banner; `banner_id` is the id of what the client opens.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "Banner")]
    pub struct BannerRow as banner_columns {
        /// Id of what the client opens.
        banner_id: i64 = "COALESCE(target_id, id)",
        /// Media id of the picture.
        image: String = "image",
        /// Address that the banner leads to; empty for none.
        url: String = "url",
    }
}

/// Most banners of a kind that are shown.
const MOST: i64 = 50;

/// Lists the banners of a kind, in the operators' order.
pub fn list(tx: &mut Tx<'_>, kind: BannerKind) -> Result<Vec<BannerRow>> {
    tx.query(
        concat!(
            "SELECT ",
            banner_columns!(),
            " FROM co_banner WHERE kind = $1 ORDER BY position, id LIMIT $2"
        ),
        &[kind.into(), MOST.into()],
    )
}

/// A new banner.
pub struct NewBanner<'a> {
    /// Where it is shown.
    pub kind: BannerKind,
    /// A media name.
    pub image: &'a str,
    /// A link; empty without one.
    pub url: &'a str,
    /// Id of the cloth that it opens, of the sort that its kind names.
    pub target_id: Option<i64>,
    /// Position among the banners of its kind.
    pub position: i64,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new banner.
pub fn insert(tx: &mut Tx<'_>, new: &NewBanner<'_>) -> Result<()> {
    tx.execute(
        "INSERT INTO co_banner (kind, image, url, target_id, position, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            new.kind.into(),
            new.image.into(),
            new.url.into(),
            new.target_id.into(),
            new.position.into(),
            new.created_at.into(),
        ],
    )?;
    Ok(())
}
