//! Banners of four kinds.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

/// Where a banner is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BannerKind {
    /// The home page; opens a merchant's cloth.
    Home,
    /// The tickets' page.
    Ticket,
    /// The design circle; opens one of its clothes.
    DesignCircle,
    /// The games' page.
    Game,
}

impl BannerKind {
    fn stored(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Ticket => "ticket",
            Self::DesignCircle => "design_circle",
            Self::Game => "game",
        }
    }
}

/// A banner; `banner_id` is what the client opens.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct BannerRow {
    banner_id: i64,
    image: String,
    url: String,
}

impl FromRow for BannerRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self { banner_id: c.take()?, image: c.take()?, url: c.take()? })
    }
}

/// Most banners of a kind that are shown.
const MOST: i64 = 50;

/// The banners of a kind, in the operators' order.
pub fn list(tx: &mut Tx<'_>, kind: BannerKind) -> Result<Vec<BannerRow>> {
    tx.query(
        "SELECT COALESCE(target_id, id), image, url FROM co_banner WHERE kind = $1 ORDER BY position, id LIMIT $2",
        &[kind.stored().into(), MOST.into()],
    )
}

/// Stores a new banner.
pub fn insert(
    tx: &mut Tx<'_>,
    kind: BannerKind,
    image: &str,
    url: &str,
    target_id: Option<i64>,
    position: i64,
    now: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO co_banner (kind, image, url, target_id, position, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[kind.stored().into(), image.into(), url.into(), target_id.into(), position.into(), now.into()],
    )?;
    Ok(())
}
