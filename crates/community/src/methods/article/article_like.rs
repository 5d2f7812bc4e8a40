//! 点赞: likes an article; doing so twice counts once.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, Done};
use crate::params::Id;
use crate::store::mark::ARTICLE_LIKE;

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    article_id: Id,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    ARTICLE_LIKE.set(call.tx, call.me, params.article_id.0, call.now)?;
    Ok(Done {})
}
