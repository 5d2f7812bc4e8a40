//! 文章评论回复: answers a comment of an article. The server computes the top comment of the
//! thread. Errors: 301 unknown article, 302 unknown comment, comment of another article or other
//! top comment, 111 blocked by one of the authors.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::{ArticleCommentId, ArticleId};
use crate::params::{Id, ModeratedText};
use crate::store::article;
use crate::store::article_comment::{self, ReplyTo};
use crate::subject::Subject;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id: Id<ArticleId>,
    /// The comment that is answered.
    reply_id: Id<ArticleCommentId>,
    /// The top comment of the thread; checked if it is sent.
    first_reply_id: Option<Id<ArticleCommentId>>,
    /// Text.
    content: ModeratedText<1, 1000>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    comment_id: ArticleCommentId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let (Id(article_id), Id(reply_id)) = (params.article_id, params.reply_id);
    let author = article::author_of(call.tx, article_id)?.ok_or(Code::NoArticle)?;
    let answered =
        article_comment::find_all(call.tx, &[reply_id])?.pop().filter(|c| c.article_id == article_id);
    let answered = answered.ok_or(Code::NoComment)?;
    let first_reply_id = answered.first_reply_id.unwrap_or(answered.id);
    if params.first_reply_id.is_some_and(|Id(id)| id != first_reply_id) {
        return Err(Code::NoComment.into());
    }
    call.require_not_blocked_by(author)?;
    call.require_not_blocked_by(answered.user_id)?;
    let reply = Some(ReplyTo { reply_id, first_reply_id });
    let comment_id =
        article_comment::insert(call.tx, article_id, call.user, &params.content, reply, call.now)?;
    call.set_subject(Subject::ArticleComment, comment_id);
    Ok(Reply { comment_id })
}
