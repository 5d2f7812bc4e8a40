//! 游戏取消点赞: takes a like of a game back. An unknown game is 505.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, Done};
use crate::params::Id;
use crate::store::mark::GAME_LIKE;

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    game_id: Id,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    GAME_LIKE.clear(call.tx, call.me, params.game_id.0)?;
    Ok(Done {})
}
