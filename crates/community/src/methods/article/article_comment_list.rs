//! 读文章评论列表（分页）: lists the comments of an article with their replies, flat, the oldest
//! first. Errors: 301 unknown article.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::ArticleId;
use crate::params::{Id, Limit, Offset, page};
use crate::store::article;
use crate::store::article_comment::{self, CommentRow};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id: Id<ArticleId>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The comments of the page.
    article_comment_list: Vec<CommentRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(article_id) = params.article_id;
    article::author_of(call.tx, article_id)?.ok_or(Code::NoArticle)?;
    let page = page(params.limit, params.offset);
    Ok(Reply { article_comment_list: article_comment::list(call.tx, call.user, article_id, page)? })
}
