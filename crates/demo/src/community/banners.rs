//! Banners.

use miaohui_community::Result;
use miaohui_community::ids::{DesignClothId, MerchantClothId};
use miaohui_community::store::banner::{self, BannerKind, NewBanner};
use miaohui_db::Tx;
use miaohui_kernel::DAY_MS;

use super::images::{self, BANNER};
use crate::generator::Generator;
use crate::texts::BANNERS;

/// Inserts the banners, one of each kind in turn.
pub fn fill(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    merchant_clothes: &[MerchantClothId],
    design_clothes: &[DesignClothId],
) -> Result<()> {
    let kinds = [BannerKind::Home, BannerKind::Ticket, BannerKind::DesignCircle, BannerKind::Game];
    for (n, text) in BANNERS.iter().enumerate() {
        let kind = kinds[n % kinds.len()];
        let target_id = match kind {
            BannerKind::Home => Some(merchant_clothes[n * 5 % merchant_clothes.len()].get()),
            BannerKind::DesignCircle => Some(design_clothes[n * 3 % design_clothes.len()].get()),
            BannerKind::Ticket | BannerKind::Game => None,
        };
        let image = format!("{}.jpg", images::insert(tx, generator, (BANNER, n), None, generator.now)?);
        let (position, created_at) = (n as i64, generator.now - 10 * DAY_MS);
        let new = NewBanner { kind, image: &image, url: text.url, target_id, position, created_at };
        banner::insert(tx, &new)?;
    }
    Ok(())
}
