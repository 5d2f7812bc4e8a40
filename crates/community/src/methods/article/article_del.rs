//! 删除文章: the caller's own, at most 100 a call, all or nothing. An unknown article is 301, somebody else's 111.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, Done};
use crate::params::Ids;
use crate::store::article;
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id_list: Ids,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    let ids = &params.article_id_list.0;
    let authors = article::authors_of(call.tx, ids)?;
    if authors.len() < ids.len() {
        return Err(Code::NoArticle.into());
    }
    if authors.iter().any(|(_, user_id)| *user_id != call.me) {
        return Err(Code::Forbidden.into());
    }
    // Fewer are deleted only when a parallel call was faster with some of them.
    if article::delete(call.tx, call.me, ids)? < ids.len() as u64 {
        return Err(Code::NoArticle.into());
    }
    Ok(Done {})
}
