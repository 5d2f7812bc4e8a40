//! 取消点赞: ends the like of an article, if there is one. Errors: 301 unknown article.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, EmptyReply};
use crate::ids::ArticleId;
use crate::params::Id;
use crate::store::mark::ARTICLE_LIKE;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id: Id<ArticleId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    ARTICLE_LIKE.clear(call.tx, call.user, params.article_id.0)?;
    Ok(EmptyReply {})
}
