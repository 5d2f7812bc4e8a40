//! What operators publish: masters, projects and tickets, merchants and clothes, games, banners.

use miaohui_community::Result;
use miaohui_community::ids::{DesignClothId, GameId, MasterId, MerchantClothId, MerchantId, TicketId};
use miaohui_db::Tx;

use super::{banners, clothes, games, projects};
use crate::generator::Generator;

/// The ids of what users follow, collect, buy and comment on.
pub struct Catalogue {
    pub masters: Vec<MasterId>,
    pub merchants: Vec<MerchantId>,
    pub tickets: Vec<TicketId>,
    pub merchant_clothes: Vec<MerchantClothId>,
    pub design_clothes: Vec<DesignClothId>,
    pub games: Vec<GameId>,
}

/// Inserts everything.
pub fn fill(tx: &mut Tx<'_>, generator: &Generator<'_>) -> Result<Catalogue> {
    let (masters, tickets) = projects::fill(tx, generator)?;
    let (merchants, merchant_clothes) = clothes::fill_merchants(tx, generator)?;
    let design_clothes = clothes::fill_design_circle(tx, generator)?;
    let games = games::fill(tx, generator)?;
    banners::fill(tx, generator, &merchant_clothes, &design_clothes)?;
    Ok(Catalogue { masters, merchants, tickets, merchant_clothes, design_clothes, games })
}
