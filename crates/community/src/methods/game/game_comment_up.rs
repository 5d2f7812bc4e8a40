//! 游戏评论顶: ups a comment of a game and ends the caller's down. Errors: 302 unknown comment.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, EmptyReply};
use crate::ids::GameCommentId;
use crate::params::Id;
use crate::store::mark::{GAME_COMMENT_DOWN, GAME_COMMENT_UP};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    comment_id: Id<GameCommentId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let Id(comment) = params.comment_id;
    GAME_COMMENT_DOWN.clear(call.tx, call.user, comment)?;
    GAME_COMMENT_UP.set(call.tx, call.user, comment, call.now)?;
    Ok(EmptyReply {})
}
