//! 读游戏banner: lists the banners of the games' page. The document has a copy-paste key; both keys
//! are returned.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::NoParams;
use crate::store::banner::{self, BannerKind, BannerRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The banners.
    game_banner: Vec<BannerRow>,
    /// The banners.
    design_circle_banner: Vec<BannerRow>,
    /// The banners, under the key that all pages share.
    banner: Vec<BannerRow>,
}

pub fn run(call: &mut Call<'_, '_>, _: &NoParams) -> Result<Reply> {
    let banner = banner::list(call.tx, BannerKind::Game)?;
    Ok(Reply { game_banner: banner.clone(), design_circle_banner: banner.clone(), banner })
}
