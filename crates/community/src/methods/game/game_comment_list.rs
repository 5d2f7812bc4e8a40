//! 游戏评论列表（分页）: what people say of a game, the newest first. An unknown game is 505.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Id, Limit, Offset};
use crate::store::Page;
use crate::store::game::{self, GameCommentRow};
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    game_id: Id,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    game_comment_list: Vec<GameCommentRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(game_id) = params.game_id;
    game::find(call.tx, call.me, game_id)?.ok_or(Code::NoGame)?;
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { game_comment_list: game::comments(call.tx, call.me, game_id, page)? })
}
