//! 游戏详情: one game. Unknown: 505.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::Id;
use crate::store::game::{self, GameRow};
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    game_id: Id,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    game_detail: GameRow,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let found = game::find(call.tx, call.me, params.game_id.0)?;
    Ok(Reply { game_detail: found.ok_or(Code::NoGame)? })
}
