//! 文章评论发表: comments on an article. Errors: 301 unknown article, 111 blocked by its author.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::{ArticleCommentId, ArticleId};
use crate::params::{Id, ModeratedText};
use crate::store::{article, article_comment};
use crate::subject::Subject;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id: Id<ArticleId>,
    /// Text.
    content: ModeratedText<1, 1000>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    comment_id: ArticleCommentId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(article_id) = params.article_id;
    let author = article::author_of(call.tx, article_id)?.ok_or(Code::NoArticle)?;
    call.require_not_blocked_by(author)?;
    let comment_id =
        article_comment::insert(call.tx, article_id, call.user, &params.content, None, call.now)?;
    call.set_subject(Subject::ArticleComment, comment_id);
    Ok(Reply { comment_id })
}
