//! 删除文章评论: deletes comments, all or none; their answers stay. The caller is the author of the
//! comments or of their article. Errors: 302 unknown comment, 111 another author's.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::ids::ArticleCommentId;
use crate::params::Ids;
use crate::store::article_comment;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_comment_id_list: Ids<ArticleCommentId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let ids = &params.article_comment_id_list.0;
    let comments = article_comment::find_all(call.tx, ids)?;
    if comments.len() < ids.len() {
        return Err(Code::NoComment.into());
    }
    if comments.iter().any(|comment| comment.user_id != call.user && comment.article_user_id != call.user) {
        return Err(Code::Forbidden.into());
    }
    for comment in &comments {
        article_comment::delete(call.tx, comment)?;
    }
    Ok(EmptyReply {})
}
