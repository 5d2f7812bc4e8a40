//! 游戏评论顶: ups a comment of a game, which takes a down back. An unknown comment is 302.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, Done};
use crate::params::Id;
use crate::store::mark::{GAME_COMMENT_DOWN, GAME_COMMENT_UP};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    comment_id: Id,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    let Id(comment) = params.comment_id;
    GAME_COMMENT_DOWN.clear(call.tx, call.me, comment)?;
    GAME_COMMENT_UP.set(call.tx, call.me, comment, call.now)?;
    Ok(Done {})
}
