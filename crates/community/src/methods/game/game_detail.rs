//! 游戏详情: reads a game. Errors: 505 unknown game.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::GameId;
use crate::params::Id;
use crate::store::game::{self, GameRow};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    game_id: Id<GameId>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The game.
    game_detail: GameRow,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let found = game::find(call.tx, call.user, params.game_id.0)?;
    Ok(Reply { game_detail: found.ok_or(Code::NoGame)? })
}
