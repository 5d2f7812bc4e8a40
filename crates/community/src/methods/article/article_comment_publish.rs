//! 文章评论发表: comments on an article. Who is blocked by its author may not (111).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Id, Written};
use crate::store::{article, article_comment};
use crate::subject::Subject;
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id: Id,
    content: Written<1, 1000>,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    comment_id: i64,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(article_id) = params.article_id;
    let author = article::author_of(call.tx, article_id)?.ok_or(Code::NoArticle)?;
    call.require_welcome(author)?;
    let comment_id = article_comment::insert(call.tx, article_id, call.me, &params.content, None, call.now)?;
    call.wrote(Subject::ArticleComment, comment_id);
    Ok(Reply { comment_id })
}
