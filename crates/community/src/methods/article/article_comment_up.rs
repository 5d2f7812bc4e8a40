//! 评论点赞(顶): ups a comment of an article. Repeated calls count once. Errors: 302 unknown
//! comment.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, EmptyReply};
use crate::ids::ArticleCommentId;
use crate::params::Id;
use crate::store::mark::ARTICLE_COMMENT_UP;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_comment_id: Id<ArticleCommentId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    ARTICLE_COMMENT_UP.set(call.tx, call.user, params.article_comment_id.0, call.now)?;
    Ok(EmptyReply {})
}
