//! 删除文章评论: by the comment's author or the article's author, all or nothing; what answered a comment stays. An unknown
//! comment is 302, somebody else's 111.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, Done};
use crate::params::Ids;
use crate::store::article_comment;
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_comment_id_list: Ids,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    let ids = &params.article_comment_id_list.0;
    let places = article_comment::places(call.tx, ids)?;
    if places.len() < ids.len() {
        return Err(Code::NoComment.into());
    }
    if places.iter().any(|place| place.user_id != call.me && place.article_user_id != call.me) {
        return Err(Code::Forbidden.into());
    }
    for place in &places {
        article_comment::delete(call.tx, place)?;
    }
    Ok(Done {})
}
