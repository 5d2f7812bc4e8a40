//! 游戏收藏: collects a game; doing so twice counts once. An unknown game is 505.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, Done};
use crate::params::Id;
use crate::store::mark::GAME_COLLECT;

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    game_id: Id,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    GAME_COLLECT.set(call.tx, call.me, params.game_id.0, call.now)?;
    Ok(Done {})
}
