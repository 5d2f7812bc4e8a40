//! 发布文章（文字，0-9张图片）: publishes a text, pictures, or both. Each picture is a media id
//! that the caller uploaded, with or without an extension. Errors: 400 no text and no picture, or
//! another picture.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::ArticleId;
use crate::params::ModeratedText;
use crate::store::article;
use crate::subject::Subject;
use crate::{Error, Result, media_names};

const MOST_IMAGES: usize = 9;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Text; may be left out beside images.
    content: Option<ModeratedText<0, 5000>>,
    /// At most 9 media ids of pictures that the caller uploaded.
    images: Option<Vec<String>>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    article_id: ArticleId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let content = params.content.as_deref().map_or("", String::as_str);
    let images = params.images.as_deref().unwrap_or_default();
    if content.is_empty() && images.is_empty() {
        return Err(Error::parameter("content", "需要文字或至少一张图片"));
    }
    if images.len() > MOST_IMAGES {
        return Err(Error::parameter("images", "最多 9 张"));
    }
    media_names::claim_own_pictures(call, "images", images)?;
    let article_id = article::insert(call.tx, call.user, content, images, call.now)?;
    call.set_subject(Subject::Article, article_id);
    Ok(Reply { article_id })
}
