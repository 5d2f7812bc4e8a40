//! 游戏评论删除: deletes the caller's own comments of games, all or none. Both keys take one id or
//! a list. Errors: 302 unknown comment, 111 another author's.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::ids::GameCommentId;
use crate::params::Ids;
use crate::store::game;
use crate::{Code, Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The comments; this key or `comment_id_list`.
    comment_id: Option<Ids<GameCommentId>>,
    /// The comments; this key or `comment_id`.
    comment_id_list: Option<Ids<GameCommentId>>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let ids = params.comment_id.as_ref().or(params.comment_id_list.as_ref());
    let Ids(ids) = ids.ok_or_else(|| Error::missing("comment_id"))?;
    let authors = game::comment_authors(call.tx, ids)?;
    call.require_own(&authors, ids.len(), Code::NoComment)?;
    game::delete_comments(call.tx, ids)?;
    Ok(EmptyReply {})
}
