//! 系统推荐游戏列表（分页）: the recommended games, in the operators' order.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Limit, Offset};
use crate::store::Page;
use crate::store::game::{self, GameRow};

/// What the client sends.
#[derive(Deserialize)]
pub struct Params {
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(Serialize)]
pub struct Reply {
    game_recommend_list: Vec<GameRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { game_recommend_list: game::recommended(call.tx, call.me, page)? })
}
