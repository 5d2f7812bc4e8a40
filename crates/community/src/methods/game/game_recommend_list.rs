//! 系统推荐游戏列表（分页）: lists the recommended games, in the operators' order.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::game::{self, GameRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The games of the page.
    game_recommend_list: Vec<GameRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { game_recommend_list: game::recommended(call.tx, call.user, page)? })
}
