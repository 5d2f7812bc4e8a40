//! 删除文章: deletes at most 100 of the caller's own articles, all or none. Errors: 301 unknown
//! article, 111 another author's.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::ids::ArticleId;
use crate::params::Ids;
use crate::store::article;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id_list: Ids<ArticleId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let ids = &params.article_id_list.0;
    let authors = article::authors_of(call.tx, ids)?;
    call.require_own(&authors, ids.len(), Code::NoArticle)?;
    // Fewer are deleted only if a concurrent call deleted some of them.
    if article::delete(call.tx, call.user, ids)? < ids.len() as u64 {
        return Err(Code::NoArticle.into());
    }
    Ok(EmptyReply {})
}
