//! 游戏点赞: likes a game. Repeated calls count once. Errors: 505 unknown game.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, EmptyReply};
use crate::ids::GameId;
use crate::params::Id;
use crate::store::mark::GAME_LIKE;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    game_id: Id<GameId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    GAME_LIKE.set(call.tx, call.user, params.game_id.0, call.now)?;
    Ok(EmptyReply {})
}
