//! 收藏: collects an article. Repeated calls count once. Errors: 301 unknown article.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, EmptyReply};
use crate::ids::ArticleId;
use crate::params::Id;
use crate::store::mark::ARTICLE_COLLECT;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id: Id<ArticleId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    ARTICLE_COLLECT.set(call.tx, call.user, params.article_id.0, call.now)?;
    Ok(EmptyReply {})
}
