//! 游戏评论列表（分页）: lists the comments of a game, the newest first. Errors: 505 unknown game.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::GameId;
use crate::params::{Id, Limit, Offset, page};
use crate::store::game::{self, GameCommentRow};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    game_id: Id<GameId>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The comments of the page.
    game_comment_list: Vec<GameCommentRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(game_id) = params.game_id;
    game::find(call.tx, call.user, game_id)?.ok_or(Code::NoGame)?;
    let page = page(params.limit, params.offset);
    Ok(Reply { game_comment_list: game::comments(call.tx, call.user, game_id, page)? })
}
